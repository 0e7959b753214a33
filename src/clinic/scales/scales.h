#pragma once
// Questionnaires with sum scoring (PHQ-9, GAD-7): answers in, total and severity out. The questions, the bands and the
// item that raises a safety task are the instrument's own data.

#include "clinic/record/record.h"

namespace afterglow::clinic {

enum class TimePoint { baseline, before_session, after_session, end, follow_up };
BOOST_DESCRIBE_ENUM(TimePoint, baseline, before_session, after_session, end, follow_up)

struct ScaleAnswer {
    Code item;  // link id
    Ranged<0, 10> value;
};
BOOST_DESCRIBE_STRUCT(ScaleAnswer, (), (item, value))

struct ScaleAnswers {
    Code instrument;
    TimePoint time_point = TimePoint::baseline;
    bool filled_by_patient = true;
    std::vector<ScaleAnswer> answers;  // every item once
};
BOOST_DESCRIBE_STRUCT(ScaleAnswers, (), (instrument, time_point, filled_by_patient, answers))

// As stored: the score is kept as it was worked out then, with the version of the instrument.
struct Scale {
    ScaleAnswers answers;
    std::int64_t instrument_version = 1;
    std::int64_t total = 0;
    std::string severity;  // code of the band
    bool safety = false;   // a safety item was answered above zero
};
BOOST_DESCRIBE_STRUCT(Scale, (), (answers, instrument_version, total, severity, safety))

// Field errors: "instrument_unknown" "item_unknown" "item_twice" "item_missing" {item} "answer_not_offered"
Result<Scale> score(const ScaleAnswers&, const Pack&, const std::string& pointer);

}  // namespace afterglow::clinic
