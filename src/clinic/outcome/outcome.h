#pragma once
// The outcome: the patient's own verdict beside the scales, at the end and later.

#include "clinic/record/record.h"
#include "clinic/scales/scales.h"

namespace afterglow::clinic {

enum class Change { much_better, better, slightly_better, no_change, slightly_worse, worse, much_worse };
BOOST_DESCRIBE_ENUM(Change, much_better, better, slightly_better, no_change, slightly_worse, worse, much_worse)

struct Outcome {
    TimePoint time_point = TimePoint::end;
    Change change = Change::no_change;  // the patient's verdict
    std::optional<Prose> own_words;
    Prose summary;  // the clinician's
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (time_point, change, own_words, summary))

inline bool is_positive(Change change) { return change <= Change::slightly_better; }
inline bool is_negative(Change change) {
    return change >= Change::slightly_worse;
}  // raises a task, so that somebody acts on it

}  // namespace afterglow::clinic
