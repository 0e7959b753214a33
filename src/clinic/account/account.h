#pragma once
// What a course of treatment is charged for. A line says what was done and how much of it; what it costs follows from the
// price list at the time of the invoice. The line of a dose is written in the same act as the dose and the register's entry.

#include "clinic/record/record.h"

namespace afterglow::clinic {

struct DoseCharged {
    SessionId session;
    EntryId dose;
    std::string medicine;
    Milligrams dose_mg;
};
BOOST_DESCRIBE_STRUCT(DoseCharged, (), (session, dose, medicine, dose_mg))
struct DoseChargeCorrected {
    EntryId dose;
    Milligrams dose_mg;  // what it should have said
};
BOOST_DESCRIBE_STRUCT(DoseChargeCorrected, (), (dose, dose_mg))

struct AccountLine {
    SessionId session;
    EntryId dose;
    std::string medicine;
    Milligrams dose_mg;
    Instant at;
};
BOOST_DESCRIBE_STRUCT(AccountLine, (), (session, dose, medicine, dose_mg, at))

struct Account {
    static constexpr const char* kKind = "account";
    using Event = std::variant<DoseCharged, DoseChargeCorrected>;
    std::vector<AccountLine> lines;
};
BOOST_DESCRIBE_STRUCT(Account, (), (lines))

inline std::string account_stream(const CourseId& course) { return "account:" + course.value; }

void evolve(Account&, const DoseCharged&, const Meta&);
void evolve(Account&, const DoseChargeCorrected&, const Meta&);

}  // namespace afterglow::clinic
