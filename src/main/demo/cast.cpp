#include "main/demo/cast.h"

#include "clinic/waiting/waiting.h"
#include "main/demo/journey.h"

namespace afterglow::demo {
namespace {

using namespace clinic;

constexpr Language cs = Language::cs, en = Language::en, uk = Language::uk;
constexpr Sex kWoman = Sex::female, kMan = Sex::male;

// ---- people who asked -----------------------------------------------------------------------------------------------------

class Enquirer {
public:
    Enquirer(World& world, std::int64_t number, Language language, Sex sex)
        : world_(world),
          dice_(world.dice.of("enquirer", number)),
          language_(world.spoken(language)),
          words_(tongue(language_)) {
        const auto& names = sex == kWoman ? words_.women : words_.men;
        name_ = written_name(mixed(dice_.pick(names), dice_.pick(names)));
        email_ = "person" + std::to_string(number + 11) + "@example.org";
        phone_ = world.phone();
        id_ = dice_.id<InquiryId>();
    }

    void ask(Instant at, const Talk& talk, Channel channel = Channel::public_form) {
        Question question{{name_}, Text<254>{email_}, {}, language_, {talk.question}, {}, AnswerBy::email, true};
        if (channel == Channel::phone) question.phone = Text<40>{phone_};
        if (!talk.complaint.empty()) question.complaint = Line{talk.complaint};
        world_.script.add(at, channel == Channel::public_form ? kPublic : coordinator(), "record-inquiry",
                          ReceiveInquiry{id_, question, channel});
    }
    void taken(Instant at) { world_.script.add(at, coordinator(), "take-inquiry", TakeInquiry{id_, {}}); }
    void answered(Instant at, const std::string& answer) {
        world_.script.add(at, coordinator(), "answer-inquiry", AnswerInquiry{id_, AnswerBy::email, {answer}});
    }
    void closed(Instant at, const std::string& why) {
        world_.script.add(at, coordinator(), "close-inquiry", CloseInquiry{id_, {why}});
    }
    void waits(Instant at, const std::string& indication) {
        const WaitingPerson person{{name_}, Text<254>{email_}, {}, language_, {indication}, true, id_};
        world_.script.add(at, coordinator(), "join-waiting-list", JoinWaitingList{dice_.id<WaitingId>(), person});
    }

    const Tongue& words() const { return words_; }

private:
    StaffId coordinator() const { return world_.member("coordinator").id; }

    World& world_;
    Dice dice_;
    Language language_;
    const Tongue& words_;
    std::string name_, email_, phone_;
    InquiryId id_;
};

// An answer so many hours after the question, at an hour when somebody is at work.
Instant at_work(const World& world, Instant asked, std::int64_t after_hours, std::int64_t step) {
    Instant at = asked + hours(after_hours);
    for (; at > asked; at = at + minutes(20 * step)) {
        const std::int64_t minute = world.zone.local(at).minute_of_day();
        if (minute >= 8 * 60 && minute < 19 * 60) break;
    }
    return std::max(at, asked + minutes(20));
}

void write_open_inquiries(World& world) {
    Enquirer fresh(world, 1, cs, kWoman), nearly_due(world, 2, uk, kMan), late(world, 3, cs, kMan);
    fresh.ask(world.now - minutes(95), world.next_of(fresh.words().asking));
    const Instant yesterday = world.now - hours(46) - minutes(12);
    nearly_due.ask(yesterday, world.next_of(nearly_due.words().anxiety));
    nearly_due.taken(at_work(world, yesterday, 9, -1));
    const Instant before = world.now - hours(55);
    late.ask(before, world.next_of(late.words().depression));
    late.taken(at_work(world, before, 14, 1));
}

void write_waiting_people(World& world) {
    const Indication* closed = nullptr;
    for (const Indication& each : world.pack.indications) {
        if (!each.open) closed = &each;
    }
    if (!closed) return;
    const std::vector<std::pair<Language, std::int64_t>> people{{cs, -41}, {cs, -19}, {en, -6}};
    std::int64_t number = 4;
    for (const auto& [language, day] : people) {
        Enquirer person(world, number++, language, kWoman);
        const Tongue& words = person.words();
        const Instant asked = world.zone.at(world.day(day), 9 * 60 + 40);
        person.ask(asked, world.next_of(words.eating));
        person.taken(asked + minutes(50));
        person.answered(asked + minutes(130), words.waiting_answer);
        person.waits(asked + minutes(150), closed->code);
    }
}

// Two a week over eight weeks. Most answers are in time, some are not, and one question was no question.
void write_questions(World& world) {
    for (std::int64_t i = 0; i < 18; ++i) {
        Dice dice = world.dice.of("question", i);
        const Language language = i % 6 == 4 ? en : i % 6 == 2 ? uk : cs;
        Enquirer person(world, 20 + i, language, dice.chance(60) ? kWoman : kMan);
        const Talk& talk = world.next_of(person.words().asking);
        const Instant asked = world.zone.at(world.day(-4 - i * 3), dice.between(7 * 60, 22 * 60));
        person.ask(asked, talk, dice.chance(25) ? Channel::phone : Channel::public_form);
        const bool late = i % 7 == 3;
        const Instant answered =
            late ? at_work(world, asked, dice.between(52, 70), 1) : at_work(world, asked, dice.between(12, 40), -1);
        person.taken(asked + minutes(40));
        if (i == 9) {
            person.closed(asked + hours(2), person.words().no_question);
        } else {
            person.answered(std::max(answered, asked + minutes(55)), talk.answer);
        }
    }
}

// ---- people on the path ---------------------------------------------------------------------------------------------------

// A dosing session around now. Food, weight and consent are those of one local day, so the arrival must not be
// yesterday's if the dose is today's.
struct Scene {
    Instant arrival, dose;
    Slot slot;
};

Scene scene_at(World& world, std::int64_t arrived_minutes_ago, const char* therapist, std::size_t room) {
    Scene scene;
    scene.arrival = world.now - minutes(arrived_minutes_ago);
    scene.dose = scene.arrival + minutes(32);
    if (world.zone.date(scene.arrival) != world.zone.date(scene.dose)) {
        const std::int64_t past_midnight = world.zone.local(scene.dose).minute_of_day();
        if (past_midnight >= 8) {
            scene.arrival = scene.dose - minutes(past_midnight - 1);
        } else {
            scene.arrival = scene.arrival - minutes(past_midnight + 2);
            scene.dose = scene.dose - minutes(past_midnight + 2);
        }
    }
    std::vector<std::string> rooms = world.rooms_for(BookingKind::dosing);
    for (const Room& each : world.pack.rooms) {
        if (std::find(rooms.begin(), rooms.end(), each.code) == rooms.end()) rooms.push_back(each.code);
    }
    const std::string code = room < rooms.size() ? rooms[room] : "";
    scene.slot = world.place(BookingKind::dosing, scene.arrival, {world.member(therapist).id}, code);
    return scene;
}

void write_in_session(World& world, Scene scene, std::int64_t number, Wishes wishes) {
    Journey person(world, number, std::move(wishes));
    person.to_preparation(-36);
    person.plan({-14, -8}, {}, {world.workday(2), 9, 15}, 22);
    person.agree(scene.slot);
    person.consent();
    person.prepare();
    person.prepare();
    person.dose_at(scene.arrival, scene.dose, scene.slot);
}

void write_newcomers(World& world) {
    Journey today(world, 1, {.language = cs, .sex = kWoman, .therapists = {"therapist2"}});
    today.to_interview(-4);
    today.interview();

    Journey thinking(world, 2, {.language = en, .sex = kMan, .indication = "anxiety"});
    thinking.to_interview(-10);
    thinking.interview(YesNoUnknown::unknown);

    Journey evaluated_today(world, 3, {.language = cs, .sex = kMan, .indication = "ptsd"});
    evaluated_today.to_interview(-15);
    evaluated_today.interview();
    evaluated_today.move(Phase::evaluation);
    evaluated_today.book_evaluation(0);
    evaluated_today.evaluate();

    Journey at_risk(world, 4, {.language = cs, .sex = kWoman, .trend = Trend::better, .safety_item = true});
    at_risk.to_interview(-16);
    at_risk.interview();
    at_risk.move(Phase::evaluation);
    at_risk.book_evaluation(world.workday(-1));
    at_risk.evaluate();
    at_risk.move(Phase::examination);
    at_risk.book_examination(world.workday(2));
}

void write_decisions(World& world) {
    Journey open(world, 5, {.language = uk, .sex = kMan, .indication = "ptsd", .psychiatrist = "lead"});
    open.to_decision(-24);
    open.decide(Verdict::cannot_be_said_yet);

    Journey refused(world, 6, {.language = cs, .sex = kMan, .pressure_high = true});
    refused.to_decision(-48);
    refused.decide(Verdict::not_indicated);
    refused.end(-29, Ending::not_indicated);
}

void write_preparing(World& world) {
    Journey preparing(world, 7, {.language = cs, .sex = kWoman, .therapists = {"therapist1", "therapist2"}});
    preparing.to_preparation(-28);
    preparing.plan({world.workday(-4), 0}, {world.workday(4)}, {world.workday(6), 14, 20}, 27);
    preparing.consent();
    preparing.prepare();
    preparing.prepare();

    Journey on_hold(world, 8, {.language = en, .sex = kWoman, .therapists = {"lead"}});
    on_hold.to_preparation(-34);
    on_hold.add_to_decision(3);
    on_hold.plan({-14}, {}, {}, 0);
    on_hold.consent();
    on_hold.prepare();
    on_hold.hold(-6);

    Journey postponed(world, 9, {.language = cs, .sex = kMan, .indication = "anxiety", .therapists = {"therapist2"}});
    postponed.to_preparation(-40);
    postponed.plan({-20, -13}, {}, {}, 0);
    postponed.consent();
    postponed.move_booking_once();
    postponed.prepare();
    postponed.postpone(-10, 18);
}

void write_dosing(World& world) {
    Journey back(world, 13, {.language = cs, .sex = kMan, .therapists = {"therapist1"}, .psychiatrist = "lead"});
    back.to_preparation(-35);
    back.plan({-15, -10}, {-5}, {4, 11}, 0);
    back.consent();
    back.prepare();
    back.prepare();
    back.session_without_dose();
    back.move(Phase::examination, tongue(world.spoken(cs)).step_back);
    back.book_examination(world.workday(3));

    Journey series(world, 14, {.language = cs, .sex = kWoman, .therapists = {"therapist2"}, .dose_centred = true});
    series.to_preparation(-48);
    series.plan({-28}, {-20, world.workday(-7), world.workday(3)}, {12, 19}, 26);
    series.consent();
    series.prepare();
    series.dose();
    series.dose();
}

void write_integrating(World& world) {
    Journey with_nausea(
        world, 15,
        {.language = cs, .sex = kWoman, .therapists = {"therapist1"}, .nausea = true, .wrong_pressure = true});
    with_nausea.to_preparation(-38);
    with_nausea.plan({-18, -14}, {-10}, {world.workday(-5), 0, 7}, 13);
    with_nausea.consent();
    with_nausea.prepare();
    with_nausea.prepare();
    with_nausea.dose();
    with_nausea.move(Phase::integration);
    with_nausea.integrate();
    with_nausea.integrate();

    Journey worse(world, 16,
                  {.language = uk, .sex = kWoman, .indication = "ptsd", .therapists = {"lead"}, .trend = Trend::worse});
    worse.to_preparation(-42);
    worse.plan({-21, -17}, {-12}, {world.workday(-7), world.workday(-1), 6}, 13);
    worse.consent();
    worse.prepare();
    worse.prepare();
    worse.dose();
    worse.move(Phase::integration);
    worse.integrate();
    worse.integrate(true);

    Journey reviewing(
        world, 17,
        {.language = cs, .sex = kMan, .indication = "anxiety", .therapists = {"therapist2"}, .trend = Trend::better});
    reviewing.to_preparation(-58);
    reviewing.plan({-38, -33}, {-29}, {-26, -19, -12}, world.workday(-2));
    reviewing.consent();
    reviewing.prepare();
    reviewing.hold(-37);
    reviewing.resume(-34);
    reviewing.prepare();
    reviewing.dose();
    reviewing.move(Phase::integration);
    for (int i = 0; i < 3; ++i) reviewing.integrate();
    reviewing.move(Phase::outcome);
    reviewing.review();
}

void write_ended(World& world) {
    Journey(world, 18,
            {.language = cs,
             .sex = kWoman,
             .therapists = {"therapist1"},
             .trend = Trend::much_better,
             .wrong_weight = true})
        .to_end(-118);

    Journey followed(world, 19, {.language = en, .sex = kMan, .therapists = {"lead"}, .trend = Trend::better});
    followed.to_end(-75);
    followed.follow_up(12);

    Journey again(world, 20,
                  {.language = cs, .sex = kMan, .therapists = {"therapist2"}, .trend = Trend::slightly_better});
    again.to_end(-112);
    again.open_again(-22);
    again.book_interview(-20);
    again.interview();
    again.move(Phase::evaluation);
    again.book_evaluation(-15);
    again.evaluate();
    again.move(Phase::examination);
    again.book_examination(-12);
    again.examine();
    again.move(Phase::decision);
    again.decide();
    again.move(Phase::preparation);
    again.plan({world.workday(-2)}, {world.workday(5)}, {8, 15, 22}, 28);
    again.consent();
    again.prepare();

    Journey worse(
        world, 21,
        {.language = cs, .sex = kWoman, .indication = "anxiety", .therapists = {"therapist1"}, .trend = Trend::worse});
    worse.to_end(-82);
    worse.close_tasks();

    Journey gone(world, 22, {.language = uk, .sex = kMan});
    gone.to_interview(-45);
    gone.miss_interview();
    gone.book_interview(-34);
    gone.interview();
    gone.end(-24, Ending::abandoned);

    Journey stopped(world, 23, {.language = cs, .sex = kMan, .therapists = {"lead"}});
    stopped.to_preparation(-64);
    stopped.plan({-44, -40}, {-36}, {-33, -26}, 0);
    stopped.consent();
    stopped.prepare();
    stopped.prepare();
    stopped.dose();
    stopped.move(Phase::integration);
    stopped.integrate();
    stopped.cancel_booking_once();
    stopped.end(-25, Ending::stopped);

    Journey referred(world, 24, {.language = en, .sex = kWoman});
    referred.to_interview(-52);
    referred.interview();
    referred.move(Phase::evaluation);
    referred.book_evaluation(-43);
    referred.evaluate();
    referred.end(-41, Ending::referred);
}

// Who comes in the morning and leaves in the evening, over the last two weeks.
void write_sign_ins(World& world) {
    for (std::int64_t back = 13; back >= 0; --back) {
        const Date day = world.day(-back);
        if (is_weekend(day) && back != 0) continue;
        for (const Member& each : world.team) {
            Dice dice = world.dice.of(each.user, day.days);
            const bool seldom = each.roles.front() >= Role::custodian;
            if (!dice.chance(seldom ? 25 : 90)) continue;
            const Instant in = world.zone.at(day, dice.between(7 * 60 + 35, 8 * 60 + 40));
            world.script.trace(in, each.id, day, SignedIn{each.id, "127.0.0.1"});
            world.script.trace(in + minutes(dice.between(480, 600)), each.id, day, SignedOut{each.id});
        }
    }
}

// Somebody of earlier years.
void write_former(World& world, std::int64_t number, std::int64_t day) {
    Dice dice = world.dice.of("former", number);
    static const std::vector<const char*> kTherapists{"therapist1", "therapist2", "lead"};
    static const std::vector<Trend> kTrends{Trend::much_better,     Trend::better,    Trend::better,
                                            Trend::slightly_better, Trend::no_change, Trend::worse};
    Wishes wishes;
    wishes.language = dice.chance(70) ? cs : dice.chance(50) ? en : uk;
    wishes.sex = dice.chance(60) ? kWoman : kMan;
    wishes.indication = dice.chance(70) ? "depression" : dice.chance(60) ? "anxiety" : "ptsd";
    wishes.therapists = {kTherapists[static_cast<std::size_t>(number) % kTherapists.size()]};
    wishes.psychiatrist = dice.chance(50) ? "lead" : "psychiatrist";
    wishes.trend = dice.pick(kTrends);
    wishes.nausea = dice.chance(15);
    wishes.monitored = true;
    wishes.years_ago = 1 - day / 365;
    Journey person(world, 1000 + number, wishes);
    if (dice.chance(80)) {
        person.to_end(day);
        return person.close_tasks();
    }
    person.to_interview(day);
    person.interview();
    person.end(day + 30, Ending::abandoned);
}

}  // namespace

void write_everybody(World& world, std::int64_t people) {
    const Scene running = scene_at(world, 82, "therapist1", 0);
    const Scene arrived = scene_at(world, 16, "therapist2", 1);
    const Scene recovering = scene_at(world, 144, "lead", 2);
    write_open_inquiries(world);
    write_waiting_people(world);
    write_questions(world);
    write_in_session(world, arrived, 10, {.language = cs, .sex = kMan, .therapists = {"therapist2"}});
    write_in_session(world, running, 11, {.language = cs, .sex = kWoman, .therapists = {"therapist1"}});
    write_in_session(world, recovering, 12,
                     {.language = uk, .sex = kWoman, .therapists = {"lead"}, .wrong_weight = true});
    write_newcomers(world);
    write_decisions(world);
    write_preparing(world);
    write_dosing(world);
    write_integrating(world);
    write_ended(world);
    write_sign_ins(world);
    for (std::int64_t number = 0; number + kPeople < people; ++number)
        write_former(world, number, -160 - number * 7 / 10);
    world.shelf.write(world);
}

}  // namespace afterglow::demo
