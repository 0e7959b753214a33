#pragma once
// A preparation session: it looks forward to one intended dose.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class Touch { none, hand, shoulder, as_asked };
BOOST_DESCRIBE_ENUM(Touch, none, hand, shoulder, as_asked)

struct TouchAgreement {
    Touch touch = Touch::none;
    Line distance;                  // where the therapist sits, how near
    std::optional<Line> stop_sign;  // word or gesture that ends a touch at once
};
BOOST_DESCRIBE_STRUCT(TouchAgreement, (), (touch, distance, stop_sign))

struct Preparation {
    Prose intentions;
    std::optional<Prose> fears;
    std::vector<Line> techniques;  // breathing, grounding
    TouchAgreement touch;
    Prose calming_plan;  // what helps, agreed beforehand
    std::optional<Contact> escort;
    std::optional<Contact> emergency_contact;
    Ranged<5, 600> length_min;
    std::optional<Prose> note;
};
BOOST_DESCRIBE_STRUCT(Preparation, (),
                      (intentions, fears, techniques, touch, calming_plan, escort, emergency_contact, length_min, note))

}  // namespace afterglow::clinic
