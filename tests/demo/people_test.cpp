// Everything that a screen has to show is in the demo clinic.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/demo/made.h"
#include "tests/harness/json_tools.h"
#include "views/queries.h"

namespace afterglow::demo {
namespace {

using clinic::CourseStatus;
using clinic::Ending;
using clinic::Phase;

const Instant kMoment = *parse_instant(kNow);
const std::string kZone = "Europe/Prague";

const views::Figures& figures() {
    static const views::Figures found = views::figures(views_of_made(), kMoment, kZone);
    return found;
}

std::int64_t courses(Phase phase, CourseStatus status) {
    for (const auto& each : figures().phases) {
        if (each.phase == phase && each.status == status) return each.courses;
    }
    return 0;
}
std::int64_t ended(Ending ending) {
    for (const auto& each : figures().endings) {
        if (each.ending == ending) return each.courses;
    }
    return 0;
}

template <class State>
std::vector<State> states(const std::string& kind) {
    std::vector<State> list;
    for (const std::string& body : documents(views_of_made(), kind)) {
        auto state = from_json<State>(body);
        EXPECT_TRUE(state.ok()) << body.substr(0, 200);
        if (state.ok()) list.push_back(std::move(*state));
    }
    return list;
}
const std::vector<clinic::Course>& all_courses() {
    static const auto list = states<clinic::Course>("course");
    return list;
}
const std::vector<clinic::Session>& all_sessions() {
    static const auto list = states<clinic::Session>("session");
    return list;
}
template <class T, class Test>
std::int64_t count(const std::vector<T>& list, Test test) {
    return std::count_if(list.begin(), list.end(), test);
}

// ---- the path -------------------------------------------------------------------------------------------------------------

TEST(People, AreAtEveryStageOfThePath) {
    EXPECT_EQ(courses(Phase::interview, CourseStatus::active), 2);
    EXPECT_EQ(courses(Phase::evaluation, CourseStatus::active), 1);
    EXPECT_EQ(courses(Phase::examination, CourseStatus::active), 2);
    EXPECT_EQ(courses(Phase::decision, CourseStatus::active), 1);
    EXPECT_EQ(courses(Phase::preparation, CourseStatus::active), 3);
    EXPECT_EQ(courses(Phase::preparation, CourseStatus::on_hold), 1);
    EXPECT_EQ(courses(Phase::preparation, CourseStatus::postponed), 1);
    EXPECT_EQ(courses(Phase::dosing, CourseStatus::active), 3);
    EXPECT_EQ(courses(Phase::integration, CourseStatus::active), 2);
    EXPECT_EQ(courses(Phase::outcome, CourseStatus::active), 1);
    EXPECT_EQ(ended(Ending::completed), 4);
    EXPECT_EQ(ended(Ending::not_indicated), 1);
    EXPECT_EQ(ended(Ending::abandoned), 1);
    EXPECT_EQ(ended(Ending::stopped), 1);
    EXPECT_EQ(ended(Ending::referred), 1);
    EXPECT_EQ(all_courses().size(), 25U);
    EXPECT_EQ(views::find_patients(views_of_made(), "", 100).size(), 24U);
}

TEST(People, StepBackComeAgainAndAreRefusedKindly) {
    EXPECT_GE(count(all_courses(),
                    [](const auto& each) {
                        return count(each.path, [](const auto& step) { return step.back && step.reason; }) > 0;
                    }),
              1);
    EXPECT_GE(count(all_courses(),
                    [](const auto& each) { return each.cycle == 2 && each.repetition && each.last_dose_before; }),
              1);
    EXPECT_EQ(count(all_courses(),
                    [](const auto& each) {
                        const auto* decision = standing(each.decisions);
                        return decision && decision->data.decision.letter &&
                               !decision->data.decision.letter->alternatives.empty();
                    }),
              1);
    EXPECT_GE(count(all_courses(),
                    [](const auto& each) {
                        const auto* decision = standing(each.decisions);
                        return decision && decision->data.decision.verdict == clinic::Verdict::cannot_be_said_yet;
                    }),
              1);
    EXPECT_GE(count(all_courses(), [](const auto& each) { return each.doses.size() > 1; }), 1) << "a series of doses";
}

TEST(People, HaveCorrectionsAndAddendaThatShowBoth) {
    const auto corrected = [](const auto& entries) {
        return count(entries, [](const auto& each) { return each.corrected_by.has_value(); });
    };
    EXPECT_GE(count(all_courses(), [&](const auto& each) { return corrected(each.examinations) > 0; }), 1);
    EXPECT_GE(count(all_sessions(), [&](const auto& each) { return corrected(each.vitals) > 0; }), 1);
    EXPECT_GE(count(all_courses(),
                    [](const auto& each) {
                        return count(each.decisions, [](const auto& decision) {
                                   return decision.signature && !decision.addenda.empty();
                               }) > 0;
                    }),
              1);
}

TEST(People, WaitForAnIndicationThatIsClosed) { EXPECT_EQ(views::waiting_list(views_of_made()).size(), 3U); }

TEST(People, SpeakThreeLanguages) {
    std::map<clinic::Language, int> languages;
    for (const auto& each : all_courses()) ++languages[each.language];
    EXPECT_GE(languages[clinic::Language::cs], 12);
    EXPECT_GE(languages[clinic::Language::en], 3);
    EXPECT_GE(languages[clinic::Language::uk], 3);
}

// ---- inquiries ------------------------------------------------------------------------------------------------------------

TEST(People, AskAndAreMostlyAnsweredInTime) {
    const auto open = views::open_inquiries(views_of_made());
    ASSERT_EQ(open.size(), 3U);
    EXPECT_EQ(count(open, [](const auto& each) { return each.due_at < kMoment; }), 1);
    EXPECT_EQ(count(open, [](const auto& each) { return each.due_at >= kMoment && each.due_at < kMoment + hours(3); }),
              1);
    EXPECT_EQ(figures().inquiries_late, 1);
    ASSERT_EQ(figures().weeks.size(), 8U);
    std::int64_t answered = 0, in_time = 0;
    for (const auto& each : figures().weeks) {
        const bool has_just_begun = each.monday == figures().weeks.back().monday;
        EXPECT_TRUE(each.answered > 0 || has_just_begun) << to_text(each.monday);
        answered += each.answered;
        in_time += each.in_time;
    }
    EXPECT_LT(in_time, answered);
    EXPECT_GT(in_time * 100, answered * 75);
}

// ---- today ----------------------------------------------------------------------------------------------------------------

TEST(People, AreInThreeSessionsNow) {
    const auto running = views::running_sessions(views_of_made());
    ASSERT_EQ(running.size(), 3U);
    std::set<clinic::SessionStage> stages;
    for (const auto& each : running) stages.insert(each.stage);
    EXPECT_EQ(stages,
              (std::set{clinic::SessionStage::arrival, clinic::SessionStage::dosed, clinic::SessionStage::recovery}));
    for (const auto& session : all_sessions()) {
        if (session.stage != clinic::SessionStage::dosed) continue;
        const std::int64_t since = (kMoment - session.doses.front().happened_at).count / 60'000;
        EXPECT_GE(since, 45);
        EXPECT_LE(since, 60);
        EXPECT_GE(session.vitals.size(), 4U);
        std::set<clinic::MarkKind> marks;
        for (const auto& each : session.marks) marks.insert(each.data.kind);
        EXPECT_TRUE(marks.contains(clinic::MarkKind::touch_offered));
        EXPECT_TRUE(marks.contains(clinic::MarkKind::said));
        EXPECT_EQ(count(session.marks, [](const auto& each) { return !each.data.words; }), 1)
            << "marked now, to be worded later";
    }
}

TEST(People, RaiseTasksThatSomebodyMustClose) {
    std::set<clinic::TaskKind> kinds;
    for (const auto& each : views::open_tasks(views_of_made())) kinds.insert(each.kind);
    EXPECT_TRUE(kinds.contains(clinic::TaskKind::suicidality));
    EXPECT_TRUE(kinds.contains(clinic::TaskKind::feels_worse));
    EXPECT_GE(count(states<clinic::Task>("task"), [](const auto& each) { return each.closed_at.has_value(); }), 1);
}

TEST(People, HaveHadNausea) {
    EXPECT_EQ(count(all_sessions(),
                    [](const auto& session) {
                        return count(session.adverse_events,
                                     [](const auto& each) { return each.data.grade.value == 1 && each.data.dose; }) > 0;
                    }),
              1);
}

struct DayBooking {
    Date day;
    clinic::Booking booking;
};
std::vector<DayBooking> all_bookings() {
    const Date today = to_local(kMoment, kZone).date();
    std::vector<DayBooking> list;
    for (const auto& each : views::bookings(views_of_made(), {today.days - 200}, {today.days + 60})) {
        list.push_back({each.day, from_json<clinic::Booking>(each.booking.text).value()});
    }
    return list;
}

// What both take at the same time; empty if they are in nobody's way.
std::string shared(const clinic::Booking& a, const clinic::Booking& b) {
    if (a.id == b.id || a.ends_at <= b.starts_at || b.ends_at <= a.starts_at) return "";
    if (a.appointment.patient && a.appointment.patient == b.appointment.patient) return "patient";
    if (a.appointment.room && a.appointment.room == b.appointment.room) return "room";
    for (const StaffId& each : a.appointment.staff) {
        const auto& others = b.appointment.staff;
        if (std::find(others.begin(), others.end(), each) != others.end()) return "staff";
    }
    return "";
}

TEST(People, HaveAppointmentsThatDoNotOverlap) {
    const Date today = to_local(kMoment, kZone).date();
    std::vector<DayBooking> list = all_bookings();
    const auto with_status = [&](clinic::BookingStatus status) {
        return count(list, [&](const auto& each) { return each.booking.status == status; });
    };
    EXPECT_GE(with_status(clinic::BookingStatus::cancelled), 2);
    EXPECT_GE(with_status(clinic::BookingStatus::moved), 1);
    std::erase_if(list, [](const auto& each) { return each.booking.status != clinic::BookingStatus::booked; });
    const auto on = [&](std::int32_t from, std::int32_t to) {
        return count(list, [&](const auto& each) {
            return each.day.days >= today.days + from && each.day.days <= today.days + to;
        });
    };
    EXPECT_GE(on(0, 0), 5);
    EXPECT_GE(on(1, 14), 10);
    for (const auto& a : list) {
        for (const auto& b : list) {
            EXPECT_EQ(shared(a.booking, b.booking), "") << to_text(a.booking.appointment.starts);
        }
    }
}

// ---- whether it helps -------------------------------------------------------------------------------------------------------

TEST(People, MostlyFeelBetterAndOneFeelsWorse) {
    ASSERT_EQ(figures().scales.size(), 2U);
    for (const auto& each : figures().scales) {
        EXPECT_GE(each.people, 5) << each.instrument;
        EXPECT_LT(each.after_mean, each.before_mean) << each.instrument;
    }
    std::int64_t better = 0, worse = 0;
    for (const auto& each : figures().changes) {
        (is_positive(each.change) ? better : worse) +=
            is_positive(each.change) || is_negative(each.change) ? each.people : 0;
    }
    EXPECT_GE(better, 4);
    EXPECT_EQ(worse, 1);
}

// ---- nobody real ------------------------------------------------------------------------------------------------------------

TEST(People, CannotBeReached) {
    const auto expect_invented = [](const std::optional<Text<254>>& email, const std::optional<Text<40>>& phone) {
        if (email) EXPECT_TRUE(email->value.find("@example.") != std::string::npos) << email->value;
        if (phone) EXPECT_TRUE(phone->value.starts_with("+420 000 000 ")) << phone->value;
    };
    for (const auto& each : states<clinic::Patient>("patient")) {
        expect_invented(each.details.email, each.details.phone);
        expect_invented({}, each.details.escort->phone);
        expect_invented({}, each.details.emergency_contact->phone);
        EXPECT_FALSE(each.details.national_id);
    }
    for (const auto& each : states<clinic::Inquiry>("inquiry"))
        expect_invented(each.question.email, each.question.phone);
    for (const auto& each : states<clinic::Waiting>("waiting")) expect_invented(each.person.email, each.person.phone);
}

TEST(People, OfStaffHaveEveryRoleAndOneHasTwo) {
    std::set<clinic::Role> roles;
    std::int64_t two = 0;
    for (const auto& each : views::all_staff(views_of_made())) {
        roles.insert(each.roles.begin(), each.roles.end());
        two += each.roles.size() == 2;
    }
    for_each_enumerator<clinic::Role>([&](clinic::Role role, std::string_view name) {
        const bool of_a_network = role == clinic::Role::network_manager;  // the demo is one clinic
        EXPECT_NE(roles.contains(role), of_a_network) << name;
    });
    EXPECT_EQ(two, 1);
}

TEST(People, AreReadByThoseWhoTreatThem) { EXPECT_GE(views::access_log(views_of_made(), {}, 0, 1000).size(), 50U); }

}  // namespace
}  // namespace afterglow::demo
