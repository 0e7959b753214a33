// Every event of every stream: written and read without loss, and readable for ever.
//
// tests/fixtures/events/v1/<Name>.json holds each event as this version of the program writes it, once with everything in
// it and once with as little as may be. The files are never edited: a later version that cannot read one of them cannot
// read a clinic's journal. For an event that is new, run this with AFTERGLOW_WRITE_FIXTURES=1 and commit its file.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "clinic/account/account.h"
#include "clinic/emergency/emergency.h"
#include "clinic/erasure/erasure.h"
#include "clinic/morning/morning.h"
#include "clinic/random.h"
#include "clinic/stock/register.h"
#include "clinic/testing.h"
#include "clinic/watch/watch.h"

namespace afterglow::clinic {
namespace {

using namespace example;
namespace fs = std::filesystem;

const fs::path kFixtures = fs::path(AFTERGLOW_SOURCE_DIR) / "tests/fixtures/events/v1";

// ---- values of any type -----------------------------------------------------------------------------------------------------

// Where the values of an example come from.
struct Source {
    enum Kind { whole, least, random } kind = whole;
    int number(int n) const { return kind == random ? pick(n) : n - 1; }
    bool optional() const { return kind == whole || (kind == random && one_in(2)); }
    std::size_t items() const { return kind == least ? 0 : kind == whole ? 2 : static_cast<std::size_t>(pick(4)); }
};

std::string any_text(const Source& source, std::string_view name) {
    if (source.kind != Source::random) return fmt::format("{} of an example", name);
    return pick_of<std::string>({"plain", "příliš žluťoučký", "Ґ є ї — 語 🌒", "two\nlines\tand a tab",
                                 R"("quoted" \ / </script>)", "0", "null", "a\u2028b"});
}

template <int Max>
void fill(Text<Max>& out, const Source& source, std::string_view name) {
    out.value = any_text(source, name);
    if (Max < 24) out.value = "F33.1";
}
void fill(std::string& out, const Source& source, std::string_view name) {
    out = source.kind == Source::least ? "" : any_text(source, name);
}
template <class Tag>
void fill(Id<Tag>& out, const Source& source, std::string_view) {
    out.value = uuid(source.number(1'000'000));
}
template <std::int64_t Lo, std::int64_t Hi>
void fill(Ranged<Lo, Hi>& out, const Source& source, std::string_view) {
    out.value = Lo + source.number(static_cast<int>(Hi - Lo) + 1);
}
void fill(bool& out, const Source& source, std::string_view) { out = source.number(2) == 1; }
void fill(std::int64_t& out, const Source& source, std::string_view) { out = source.number(200); }
void fill(double& out, const Source& source, std::string_view) { out = source.number(200) + 0.5; }
void fill(Milligrams& out, const Source& source, std::string_view) { out.micrograms = source.number(70'501); }
void fill(MilligramsPerKilogram& out, const Source& source, std::string_view) {
    out.micrograms_per_kg = source.number(876);
}
void fill(Kilograms& out, const Source& source, std::string_view) { out.grams = source.number(81'401); }
void fill(Instant& out, const Source& source, std::string_view) { out = kNow + minutes(source.number(1'000)); }
void fill(Date& out, const Source& source, std::string_view) { out = {20'000 + source.number(1'000)}; }
void fill(LocalTime& out, const Source& source, std::string_view) { out = {29'000'000 + source.number(100'000)}; }

template <DescribedEnum E>
void fill(E& out, const Source& source, std::string_view) {
    std::vector<E> all;
    for_each_enumerator<E>([&](E value, std::string_view) { all.push_back(value); });
    out = all[static_cast<std::size_t>(source.number(static_cast<int>(all.size())))];
}
template <DescribedStruct T>
void fill(T& out, const Source& source, std::string_view name);
template <class T>
void fill(std::optional<T>& out, const Source& source, std::string_view name) {
    if (source.optional()) fill(out.emplace(), source, name);
}
template <class T>
void fill(std::vector<T>& out, const Source& source, std::string_view name) {
    out.resize(source.items());
    for (T& each : out) fill(each, source, name);
}
template <DescribedStruct T>
void fill(T& out, const Source& source, std::string_view) {
    for_each_member<T>([&](std::string_view name, auto member) { fill(out.*member, source, name); });
}

template <class T>
T example_of(Source::Kind kind) {
    T value{};
    fill(value, Source{kind}, "");
    return value;
}

// ---- the events ---------------------------------------------------------------------------------------------------------------

// visit(kind of stream, event type) for every event of every kind of stream.
template <class State, class F>
void for_each_event_of(F& visit) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, typename State::Event>>(
        [&](auto identity) { visit(State::kKind, identity); });
}
template <class F>
void for_each_event(F visit) {
    for_each_event_of<Inquiry>(visit), for_each_event_of<Waiting>(visit), for_each_event_of<Admission>(visit);
    for_each_event_of<Patient>(visit), for_each_event_of<Course>(visit), for_each_event_of<Session>(visit);
    for_each_event_of<Day>(visit), for_each_event_of<Task>(visit), for_each_event_of<Staff>(visit);
    for_each_event_of<Confirmations>(visit), for_each_event_of<AccessDay>(visit), for_each_event_of<Watch>(visit);
    for_each_event_of<Stock>(visit), for_each_event_of<Register>(visit), for_each_event_of<Account>(visit);
    for_each_event_of<Morning>(visit), for_each_event_of<Erasure>(visit), for_each_event_of<Emergency>(visit);
}

std::string file_text(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Events, EveryKindOfStreamIsCovered) {
    std::set<std::string> kinds, here;
    for (const StreamKind& each : stream_kinds()) kinds.insert(each.name);
    for_each_event([&](const char* kind, auto) { here.insert(kind); });
    EXPECT_EQ(here, kinds);
}

TEST(Events, OneNameIsOneShape) {
    std::map<std::string, std::string> shapes;
    for_each_event([&](const char*, auto identity) {
        using Event = typename decltype(identity)::type;
        const std::string shape = to_json(example_of<Event>(Source::whole));
        EXPECT_EQ(shapes.try_emplace(EventName<Event>::text(), shape).first->second, shape) << EventName<Event>::text();
    });
    EXPECT_GE(shapes.size(), 60u);
}

template <class Event>
void expect_same_after_reading(const Event& event) {
    const std::string text = to_json(event);
    const auto again = from_json<Event>(text);
    ASSERT_TRUE(again.ok()) << text << " " << again.refusal().errors.at(0).pointer << " "
                            << again.refusal().errors.at(0).code;
    EXPECT_EQ(to_json(*again), text);
}

RC_GTEST_PROP(Events, SurviveBeingWrittenAndRead, ()) {
    for_each_event([](const char*, auto identity) {
        expect_same_after_reading(example_of<typename decltype(identity)::type>(Source::random));
    });
    RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(Events, AreFoldedByTheirKind) {
    for_each_event([](const char* kind, auto identity) {
        using Event = typename decltype(identity)::type;
        if (std::is_same_v<Event, StockMoved>) return;  // folds only where it adds up: stock_test.cpp
        const std::string stream = std::string(kind) + ":x";
        const AnyState state = kind_of_stream(stream).make();
        const Json payload = *parse_json(to_json(example_of<Event>(Source::whole)));
        EXPECT_NO_THROW(kind_of_stream(stream).fold(state.get(), EventName<Event>::text(), payload,
                                                    {id<EntryId>(1), kClinician, kNow, kNow}));
    });
}

// ---- streams ----------------------------------------------------------------------------------------------------------------------

TEST(Streams, NothingUnknownIsSkipped) {
    const StreamKind& task = kind_of_stream("task:x");
    const AnyState state = task.make();
    const Meta meta{id<EntryId>(1), kClinician, kNow, kNow};
    EXPECT_THROW(kind_of_stream("tasks:x"), std::runtime_error);
    EXPECT_THROW(kind_of_stream(""), std::runtime_error);
    EXPECT_THROW(task.fold(state.get(), "TaskForgotten", *parse_json("{}"), meta), std::runtime_error);
    EXPECT_THROW(task.fold(state.get(), "TaskClosed", *parse_json("{}"), meta), std::runtime_error);
    EXPECT_THROW(task.fold(state.get(), "TaskClosed", *parse_json(R"({"what_was_done":"x","extra":1})"), meta),
                 std::runtime_error);
}

TEST(Streams, ACopyIsAStateOfItsOwn) {
    const StreamKind& task = kind_of_stream("task:x");
    const AnyState state = task.make();
    const AnyState copy = task.copy(state);
    task.fold(state.get(), "TaskClosed", *parse_json(R"({"what_was_done":"x"})"),
              {id<EntryId>(1), kClinician, kNow, kNow});
    EXPECT_NE(task.write(state.get()), task.write(copy.get()));
}

// ---- fixtures -------------------------------------------------------------------------------------------------------------------

template <class Event>
std::string fixture_text() {
    return fmt::format("{{\"whole\":{},\n\"least\":{}}}\n", to_json(example_of<Event>(Source::whole)),
                       to_json(example_of<Event>(Source::least)));
}

// Everything the old text says is still said by the new one.
bool says_at_least(const Json& now, const Json& then) {
    if (const Json::Object* members = then.object()) {
        return std::all_of(members->begin(), members->end(), [&](const auto& each) {
            return now.find(each.first) && says_at_least(*now.find(each.first), each.second);
        });
    }
    if (const Json::Array* items = then.array()) {
        if (!now.array() || now.array()->size() != items->size()) return false;
        return std::equal(items->begin(), items->end(), now.array()->begin(),
                          [](const Json& old_one, const Json& new_one) { return says_at_least(new_one, old_one); });
    }
    std::string a, b;
    write_json(a, now), write_json(b, then);
    return a == b;
}

template <class Event>
void expect_readable(const std::string& name, const Json* payload) {
    ASSERT_TRUE(payload) << name;
    const auto event = read_described<Event>(*payload);
    ASSERT_TRUE(event.ok()) << name << " " << event.refusal().errors.at(0).pointer << " "
                            << event.refusal().errors.at(0).code;
    EXPECT_TRUE(says_at_least(*parse_json(to_json(*event)), *payload)) << name << " lost something";
}

TEST(Events, OfTheFirstVersionStayReadable) {
    for_each_event([](const char*, auto identity) {
        using Event = typename decltype(identity)::type;
        const std::string name = EventName<Event>::text();
        const fs::path path = kFixtures / (name + ".json");
        if (std::getenv("AFTERGLOW_WRITE_FIXTURES") && !fs::exists(path)) {
            fs::create_directories(kFixtures);
            std::ofstream(path) << fixture_text<Event>();
        }
        ASSERT_TRUE(fs::exists(path)) << "no fixture of " << name
                                      << ": run with AFTERGLOW_WRITE_FIXTURES=1 and commit it";
        const auto fixture = parse_json(file_text(path));
        ASSERT_TRUE(fixture.ok()) << name;
        expect_readable<Event>(name, fixture->find("whole"));
        expect_readable<Event>(name, fixture->find("least"));
    });
}

TEST(Events, NoFixtureIsOfAnEventThatIsGone) {
    std::set<std::string> names;
    for_each_event(
        [&](const char*, auto identity) { names.insert(EventName<typename decltype(identity)::type>::text()); });
    for (const auto& file : fs::directory_iterator(kFixtures))
        EXPECT_TRUE(names.contains(file.path().stem().string())) << file.path();
}

// A fixture holds one value of each enum; this file holds them all, "Route oral" on a line. None may ever be renamed.
const fs::path kEnumValues = kFixtures.parent_path() / "v1-enum-values.txt";

std::set<std::string> enum_values() {
    SchemaBook book;
    for_each_event([&](const char*, auto identity) { book.schema<typename decltype(identity)::type>(); });
    std::set<std::string> lines;
    for (const auto& [type, schema] : book.schemas()) {
        const Json json = *parse_json(schema);
        if (!json.find("enum")) continue;
        for (const Json& value : *json.find("enum")->array()) lines.insert(type + " " + *value.string());
    }
    return lines;
}

TEST(Events, NoValueOfAnEnumIsEverLost) {
    const std::set<std::string> now = enum_values();
    if (std::getenv("AFTERGLOW_WRITE_FIXTURES")) {
        std::ofstream file(kEnumValues);
        for (const std::string& line : now) file << line << "\n";
    }
    std::ifstream file(kEnumValues);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line); ++count)
        EXPECT_TRUE(now.contains(line)) << line << " can no longer be read";
    EXPECT_EQ(count, now.size()) << "a new value: run with AFTERGLOW_WRITE_FIXTURES=1 and commit the file";
}

TEST(Events, AFixtureThatLostSomethingWouldBeNoticed) {
    const auto json = [](const char* text) { return *parse_json(text); };
    EXPECT_TRUE(says_at_least(json(R"({"a":1,"b":[{"c":"x","d":2}]})"), json(R"({"a":1,"b":[{"c":"x"}]})")));
    EXPECT_FALSE(says_at_least(json(R"({"a":1})"), json(R"({"a":1,"b":2})")));
    EXPECT_FALSE(says_at_least(json(R"({"a":[1]})"), json(R"({"a":[1,2]})")));
    EXPECT_FALSE(says_at_least(json(R"({"a":1})"), json(R"({"a":2})")));
}

}  // namespace
}  // namespace afterglow::clinic
