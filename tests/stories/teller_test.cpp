// The teller itself: a story that is not true is found out, wherever it says what is not so.

#include "tests/stories/teller.h"

#include <gtest/gtest.h>

namespace afterglow::stories {
namespace {

std::string failure_of(const std::string& lines) {
    const Story story =
        parse_story("planted.story", "# name: planted\n# why: to be found out\nuse registered\n" + lines);
    return tell(story).failure;
}

TEST(Teller, TellsWhatIsSo) {
    EXPECT_EQ(failure_of("then /patients/$jana as Petr has /courses/0/phase = \"interview\"\n"
                         "and has 1 in /courses\n"
                         "and has no /courses/1\n"
                         "and has /patient/details/allergies with \"penicillin\"\n"
                         "then /patients/$jana/record as Eva is refused not_permitted\n"),
              "");
}

TEST(Teller, FindsWhatIsNotSo) {
    EXPECT_NE(failure_of("then /patients/$jana as Petr has /courses/0/phase = \"dosing\"\n"), "");
    EXPECT_NE(failure_of("then /patients/$jana as Petr has 2 in /courses\n"), "");
    EXPECT_NE(failure_of("then /patients/$jana as Petr has /courses/7\n"), "");
    EXPECT_NE(failure_of("then /patients/$jana as Petr has no /courses/0\n"), "");
    EXPECT_NE(failure_of("then /patients/$nobody as Petr has /patient\n"), "");
    EXPECT_NE(failure_of("then /patients/$jana/record as Eva has /patient\n"), "");
    EXPECT_NE(failure_of("then /patients/$jana as Petr is refused not_permitted\n"), "");
}

TEST(Teller, FindsWrongOutcomes) {
    const std::string interview = "when Petr record-interview {\"course\": $course, \"form\": $interview} ";
    EXPECT_EQ(failure_of(interview + "→ done\n"), "");
    EXPECT_NE(failure_of(interview + "→ refused not_permitted\n"), "");
    EXPECT_NE(failure_of(interview + "without /form → done\n"), "");
    EXPECT_EQ(failure_of(interview + "without /form → refused required at /data/form\n"), "");
    EXPECT_NE(failure_of(interview + "without /form → refused required at /data/course\n"), "");
    EXPECT_NE(failure_of(interview + "without /form → refused too_long at /data/form\n"), "");
    EXPECT_NE(failure_of(interview + "without /form → refused invalid_fields by cz.age-min\n"), "");
    EXPECT_EQ(failure_of(interview + "without /form → refused invalid_fields as 422\n"), "");
    EXPECT_NE(failure_of(interview + "without /form → refused invalid_fields as 409\n"), "");
}

TEST(Teller, FindsWhatItDoesNotUnderstand) {
    for (const char* line : {"perhaps it rains\n", "when Petr dances {} → done\n", "when Petr end-course {}\n",
                             "when Zoe end-course {} → done\n", "when Petr end-course {\"course\": $Zoe} → done\n",
                             "then /today as Petr likes it\n", "given juggler Jan\n", "clock soon\n",
                             "when Petr end-course {} twice → done\n", "use clinic\n"}) {
        EXPECT_NE(failure_of(line), "") << line;
    }
    EXPECT_THROW(parse_story("x.story", "given clinic\n"), StoryError);
}

TEST(Teller, SameClickTwice) {
    EXPECT_EQ(failure_of(
                  "when Petr record-interview {\"course\": $course, \"form\": $interview} → done\nagain → same answer\n"
                  "then /patients/$jana/record as Petr has 1 in /courses/0/interviews\n"),
              "");
}

}  // namespace
}  // namespace afterglow::stories
