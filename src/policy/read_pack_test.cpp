#include "policy/read_pack.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <concepts>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "base/read_tree.h"

namespace afterglow::policy {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = AFTERGLOW_SOURCE_DIR;
const fs::path kShipped = kSource / "policy/cz-outpatient";
const fs::path kInstruments = kSource / "instruments";

std::string read_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}
void write_text(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}
std::string line_of(const std::string& text, int line) {
    std::istringstream in(text);
    std::string found;
    for (int i = 0; i < line && std::getline(in, found); ++i) {
    }
    return found;
}

// A copy of the shipped pack and questionnaires, to be spoilt and thrown away.
class Copy {
public:
    Copy() : root_(fs::temp_directory_path() / fmt::format("afterglow_policy_{}_{}", getpid(), ++count_)) {
        fs::remove_all(root_);
        fs::create_directories(root_);
        fs::copy(kShipped, root_ / "pack", fs::copy_options::recursive);
        fs::copy(kInstruments, root_ / "instruments", fs::copy_options::recursive);
    }
    ~Copy() { fs::remove_all(root_); }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    fs::path file(const std::string& name) const { return root_ / name; }
    PackReading read() const { return read_pack(root_ / "pack", root_ / "instruments"); }
    void replace(const std::string& name, const std::string& from, const std::string& to) const {
        std::string text = read_text(file(name));
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from << " is not in " << name;
        text.replace(at, from.size(), to);
        write_text(file(name), text);
    }

private:
    static inline int count_ = 0;
    fs::path root_;
};

bool has_code(const Mistakes& mistakes, const std::string& code) {
    return std::any_of(mistakes.begin(), mistakes.end(), [&](const Mistake& each) { return each.code == code; });
}

// ---- the shipped packs ----------------------------------------------------------------------------------------------

class ShippedPack : public testing::TestWithParam<fs::path> {};
TEST_P(ShippedPack, IsValid) {
    const PackReading reading = read_pack(GetParam(), kInstruments);
    EXPECT_EQ(print_mistakes(reading.mistakes), "");
    ASSERT_TRUE(reading.pack);
    EXPECT_EQ(reading.pack->id, GetParam().filename());
    EXPECT_EQ(reading.pack->sha256.size(), 64u);
}
std::vector<fs::path> shipped_packs() {
    std::vector<fs::path> packs;
    for (const auto& each : fs::directory_iterator(kSource / "policy")) {
        if (each.is_directory()) packs.push_back(each.path());
    }
    std::sort(packs.begin(), packs.end());
    return packs;
}
INSTANTIATE_TEST_SUITE_P(Policy, ShippedPack, testing::ValuesIn(shipped_packs()), [](const auto& each) {
    std::string name = each.param.filename();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(ShippedPacks, OutpatientPackSaysWhatItsSourcesSay) {
    const PackReading reading = read_pack(kShipped, kInstruments);
    ASSERT_TRUE(reading.pack) << print_mistakes(reading.mistakes);
    const clinic::Pack& pack = *reading.pack;
    EXPECT_EQ(pack.answer_within_hours.value, 48);
    EXPECT_EQ(pack.no_driving_hours.value, 24);
    EXPECT_EQ(pack.age_min_years.value, 18);
    EXPECT_EQ(pack.course.sessions_min.value, 5);
    const clinic::DoseRule* oral = find_dose(pack, clinic::Route::oral);
    ASSERT_TRUE(oral && oral->min_mg && oral->max_mg);
    EXPECT_EQ(oral->min_mg->mg(), 200);
    EXPECT_EQ(oral->max_mg->mg(), 350);
    const clinic::DoseRule* muscle = find_dose(pack, clinic::Route::intramuscular);
    ASSERT_TRUE(muscle && muscle->per_kilogram());
    EXPECT_EQ(muscle->min_mg_per_kg->micrograms_per_kg, 200);
    EXPECT_EQ(muscle->max_mg_per_kg->micrograms_per_kg, 1500);
    EXPECT_FALSE(find_dose(pack, clinic::Route::intravenous));
    EXPECT_TRUE(find_indication(pack, "depression")->open);
    EXPECT_FALSE(find_indication(pack, "eating_disorders")->open);
    EXPECT_EQ(pack.consents.size(), 9u);
    EXPECT_THAT(find_consent(pack, "treatment", 1, clinic::Language::uk)->note, testing::HasSubstr("Зразок"));
    EXPECT_EQ(pack.instruments.size(), 2u);
    EXPECT_THAT(unverified_rules(pack), testing::Contains("cz.start.systolic-hold"));
}

// A member of the pack that no file holds would be left as it was made: a rule without an id.
TEST(ShippedPacks, EveryRuleWasReadAndCanBeFoundByItsId) {
    for (const fs::path& folder : shipped_packs()) {
        const PackReading reading = read_pack(folder, kInstruments);
        ASSERT_TRUE(reading.pack);
        int rules = 0;
        auto visit = [&](const auto& each) {
            if constexpr (std::derived_from<std::decay_t<decltype(each)>, clinic::Rule>) {
                ++rules;
                EXPECT_FALSE(each.id.empty());
                EXPECT_EQ(find_rule(*reading.pack, each.id), &each) << each.id;
            }
        };
        walk(*reading.pack, visit);
        EXPECT_GT(rules, 60) << folder;
        for (const std::string& id : unverified_rules(*reading.pack)) EXPECT_TRUE(find_rule(*reading.pack, id)) << id;
    }
}

// ---- one spoilt place, one mistake ----------------------------------------------------------------------------------

struct Spoilt {
    std::string file;
    std::string from, to;  // the first `from` becomes `to`
    std::string code;
    std::string at;  // what stands in the line that the mistake names; empty: the file as a whole
};
void PrintTo(const Spoilt& spoilt, std::ostream* out) {
    *out << spoilt.file << ": " << spoilt.from << " -> " << spoilt.to;
}

class OneMistake : public testing::TestWithParam<Spoilt> {};
TEST_P(OneMistake, IsReportedWhereItIs) {
    const Spoilt& spoilt = GetParam();
    const Copy copy;
    copy.replace(spoilt.file, spoilt.from, spoilt.to);
    const PackReading reading = copy.read();
    EXPECT_FALSE(reading.pack);
    const std::string text = read_text(copy.file(spoilt.file));
    bool found = false;
    for (const Mistake& each : reading.mistakes) {
        if (each.code != spoilt.code || each.file != copy.file(spoilt.file).generic_string()) continue;
        found = found || (spoilt.at.empty() ? each.place.line == 0
                                            : line_of(text, each.place.line).find(spoilt.at) != std::string::npos);
        EXPECT_GT(each.text.size(), 20u);
    }
    EXPECT_TRUE(found) << "expected [" << spoilt.code << "] at \"" << spoilt.at << "\", got\n"
                       << print_mistakes(reading.mistakes);
    EXPECT_LE(reading.mistakes.size(), 2u) << print_mistakes(reading.mistakes);
}

const std::string kCriteria = "pack/criteria.toml", kDoses = "pack/doses.toml", kSession = "pack/session.toml",
                  kMonitoring = "pack/monitoring.toml", kMorning = "pack/morning.toml";
const Spoilt kSpoilt[] = {
    // reading
    {kCriteria, "[[criteria]]", "[[criteria]", "toml_syntax", "[[criteria]"},
    {kCriteria, "id = \"cz.age-min\"", "id = \"cz.age-min", "toml_syntax", "cz.age-min"},
    {kCriteria, "value = 18", "value = 18\nvalue = 19", "toml_syntax", "value = 19"},
    {kCriteria, "value = 18", "valeu = 18", "unknown_key", "valeu = 18"},
    {kCriteria, "value = 18", "", "missing_key", "[age_min_years]"},
    {kCriteria, "value = 18", "value = \"18\"", "wrong_type", "value = \"18\""},
    {kCriteria, "value = 18", "value = 18.5", "wrong_type", "value = 18.5"},
    {kCriteria, "value = 18", "value = 0", "out_of_range", "value = 0"},
    {kCriteria, "text.cs = \"Psychotické onemocnění\"", "text.cs = \" \"", "empty_text", "text.cs = \" \""},
    {kCriteria, "text.uk = \"Активна залежність\"\n", "", "missing_key", "text.cs = \"Aktivní závislost\""},
    {kCriteria, "text.en = \"Active addiction\"", "text.de = \"Sucht\"", "unknown_key", "text.de"},
    {kCriteria, "Active addiction", "Active\\u0000addiction", "control_character", "text.en"},
    {kCriteria, "evidence = \"R\"", "evidence = \"R3\"", "unknown_value", "evidence = \"R3\""},
    {kCriteria, "evidence = \"R\"", "evidence = \"M\"", "unverified_not_said", "source = "},
    {kCriteria, "kind = \"psychiatric_contraindication\"", "kind = \"contraindication\"", "unknown_value",
     "kind = \"contraindication\""},
    {kCriteria, "since = 2026-11-22", "since = 2026-02-31", "toml_syntax", "2026-02-31"},
    {kCriteria, "since = 2026-11-22", "since = \"2026-11-22\"", "wrong_type", "since = \"2026-11-22\""},
    {kCriteria, "since = 2026-11-22", "since = 2026-11-22T10:00:00Z", "wrong_type", "since = 2026-11-22T"},
    {kCriteria, "since = 2026-11-22", "since = 0026-11-22", "wrong_type", "since = 0026-11-22"},
    {kCriteria, "open = true", "open = \"yes\"", "wrong_type", "open = \"yes\""},
    {kCriteria, "icd10 = [\"F32\"", "icd10 = [\"depression\"", "bad_icd10", "\"depression\""},
    {kCriteria, "icd10 = [\"F32\"", "icd10 = [32", "wrong_type", "icd10 = [32"},
    {kCriteria, "code = \"anxiety\"", "code = \"depression\"", "duplicate_id", "code = \"depression\""},
    {kCriteria, "cz.contraindication.liver", "cz.contraindication.heart", "duplicate_id", "cz.contraindication.heart"},
    {kDoses, "cz.dose.oral", "cz.contraindication.liver", "duplicate_id", "cz.contraindication.liver"},
    {kCriteria, "cz.contraindication.liver", "CZ liver", "bad_id", "CZ liver"},
    {"pack/pack.toml", "Europe/Prague", "Europe/Praha", "unknown_zone", "zone ="},
    {"pack/pack.toml", "[\"cs\", \"en\", \"uk\"]", "[\"cs\", \"en\", \"de\"]", "unknown_value", "languages ="},
    {"pack/pack.toml", "[\"cs\", \"en\", \"uk\"]", "[\"cs\", \"en\", \"en\"]", "duplicate_language", "languages ="},
    {"pack/pack.toml", "[\"cs\", \"en\", \"uk\"]", "[]", "empty_list", "languages ="},
    {"pack/pack.toml", "version = 1", "version = 0", "out_of_range", "version = 0"},
    {"pack/pack.toml", "version = 1", "version = 99999999999999999999", "toml_syntax", "version ="},
    // doses
    {kDoses, "max_mg = 350", "max_mg = 150", "min_above_max", "min_mg = 200"},
    {kDoses, "max_mg = 350", "max_mg = -350", "out_of_range", "max_mg = -350"},
    {kDoses, "max_mg = 350", "max_mg = nan", "wrong_type", "max_mg = nan"},
    {kDoses, "max_mg = 350", "max_mg = 350.0005", "too_precise", "max_mg = 350.0005"},
    {kDoses, "max_mg = 350\n", "", "dose_half", "[[doses]]"},
    {kDoses, "min_mg = 200\nmax_mg = 350\n", "", "dose_unit", "[[doses]]"},
    {kDoses, "max_mg = 350", "max_mg = 350\nmin_mg_per_kg = 1\nmax_mg_per_kg = 2", "dose_unit", "[[doses]]"},
    {kDoses, "max_mg_per_kg = 1.5", "max_mg_per_kg = 0.1", "min_above_max", "min_mg_per_kg = 0.2"},
    {kDoses, "route = \"intramuscular\"", "route = \"nasal\"", "unknown_value", "route = \"nasal\""},
    {kDoses, "route = \"intramuscular\"", "route = \"oral\"", "duplicate_route", "route = \"oral\""},
    {kDoses, "medicine = \"Calypsol\"", "medicine = \"\"", "empty_text", "medicine"},
    // session
    {kSession, "measure = \"heart_rate_bpm\"", "measure = \"pulse\"", "unknown_value", "measure = \"pulse\""},
    {kSession, "measure = \"heart_rate_bpm\"", "measure = \"spo2_percent\"", "duplicate_measure",
     "measure = \"spo2_percent\""},
    {kSession, "measure = \"heart_rate_bpm\"", "measure = \"spo2_percent\"", "missing_measure", "[[plausibility]]"},
    // watching over a session
    {kMonitoring, "from_min = 60", "from_min = 50", "overlap", "from_min = 50"},
    {kMonitoring, "from_min = 60", "from_min = 70", "gap", "from_min = 70"},
    {kMonitoring, "every_min = 15", "every_min = 0", "out_of_range", "every_min = 0"},
    {kMonitoring, "above = 180", "", "no_limit", "[[alarms]]"},
    {kMonitoring, "above = 180", "above = 1800", "outside_possible", "[[alarms]]"},
    {kMonitoring, "above = 180", "above = 180\nbelow = 190", "min_above_max", "[[alarms]]"},
    {kMonitoring, "for_s = 10", "for_s = 601", "out_of_range", "for_s = 601"},
    {kMonitoring, "priority = \"high\"", "priority = \"loud\"", "unknown_value", "priority = \"loud\""},
    {kMonitoring, "value = 120", "value = 0", "out_of_range", "value = 0"},
    {kMorning, "value = 8", "value = 24", "out_of_range", "value = 24"},
    {kMorning, "value = 8", "value = 13", "min_above_max", "value = 13"},
    {kMorning, "code = \"nausea\"", "code = \"headache\"", "duplicate_id", "code = \"headache\""},
    {kSession, "possible_min = 40", "possible_min = 400", "min_above_max", "possible_min = 400"},
    {kSession, "usual_min = 80", "usual_min = 30", "usual_outside_possible", "usual_min = 30"},
    {kSession, "usual_max = 200", "usual_max = 301", "usual_outside_possible", "usual_max = 301"},
    {kSession, "hold_above = 140", "hold_above = 1400", "outside_possible", "hold_above = 1400"},
    {kSession, "action = \"weigh\"", "action = \"block\"", "unknown_value", "action = \"block\""},
    // course, appointments, rooms, insurers, letters
    {"pack/course.toml", "value = 14", "value = 4", "min_above_max", "value = 8"},
    {"pack/course.toml", "[course.weeks_max]", "[course.weeks_most]", "unknown_key", "[course.weeks_most]"},
    {"pack/appointments.toml", "usual_min = 25", "usual_min = 10", "min_above_max", "shortest_min = 15"},
    {"pack/appointments.toml", "longest_min = 240", "longest_min = 2400", "out_of_range", "longest_min = 2400"},
    {"pack/appointments.toml", "kind = \"interview\"", "kind = \"evaluation\"", "missing_kind", "[[appointments]]"},
    {"pack/appointments.toml", "kind = \"interview\"", "kind = \"evaluation\"", "duplicate_kind",
     "kind = \"evaluation\""},
    {"pack/rooms.toml", "code = \"consulting-2\"", "code = \"consulting-1\"", "duplicate_id", "consulting-1"},
    {"pack/insurers.toml", "code = \"201\"", "code = 201", "wrong_type", "code = 201"},
    {"pack/insurers.toml", "code = \"201\"", "code = \"111\"", "duplicate_id", "code = \"111\""},
    {"pack/letters.toml", "[refusal_letter.closing]", "[refusal_letter.ending]", "unknown_key",
     "[refusal_letter.ending]"},
    {"pack/letters.toml", "Hello,", "", "empty_text", "en = \"\""},
    // consents
    {"pack/consents/data.v1.en.md", "title:", "titel:", "unknown_key", "titel:"},
    {"pack/consents/data.v1.en.md", "title: Your personal data and consent to their use", "title:", "empty_text",
     "title:"},
    {"pack/consents/data.v1.en.md", "note: Template", "Template", "unknown_key", "Template"},
    {"pack/consents/data.v1.en.md", "---\n\n", "\n\n", "consent_front_matter", "---"},
    // instruments
    {"instruments/phq-9.json", "\"contained\": [", "\"contained\": {", "json_syntax", "{"},
    {"instruments/phq-9.json", "\"id\": \"phq-9\"", "\"id\": \"phq9\"", "instrument_id", "phq9"},
    {"instruments/phq-9.json", "\"Questionnaire\"", "\"Patient\"", "instrument_kind", "Patient"},
    {"instruments/phq-9.json", "\"version\": \"1\"", "\"version\": \"one\"", "instrument_version", "one"},
    {"instruments/phq-9.json", "\"valueDecimal\": 2", "\"valueDecimal\": 4", "instrument_ordinal", "{"},
    {"instruments/phq-9.json", "\"valueInteger\": 5", "\"valueInteger\": 15", "bands_not_ascending",
     "\"valueInteger\": 10"},
    {"instruments/phq-9.json", "\"valueInteger\": 0", "\"valueInteger\": 1", "bands_not_from_zero",
     "\"valueInteger\": 1"},
    {"instruments/phq-9.json", "\"valueInteger\": 20", "\"valueInteger\": 28", "bands_above_total",
     "\"valueInteger\": 28"},
    {"instruments/phq-9.json", "\"linkId\": \"2\"", "\"linkId\": \"1\"", "duplicate_id", "\"linkId\": \"1\""},
    {"instruments/phq-9.json", "Nechutenství nebo přejídání", "", "empty_text", "\"content\""},
    {"instruments/phq-9.json", "\"valueCode\": \"moderately_severe\"", "\"valueCode\": \"moderate\"", "duplicate_id",
     "{"},
    {"instruments/phq-9.json", "\"valueCode\": \"sum\"", "\"valueCode\": \"mean\"", "instrument_scoring", "mean"},
    {"instruments/phq-9.json", "\"valueCode\": \"R\"", "\"valueCode\": \"R9\"", "unknown_value", "R9"},
    {"instruments/phq-9.json", "unverified in all three languages", "in all three languages", "unverified_not_said",
     "{"},
    {"instruments/phq-9.json", "\"#answers\"", "\"#replies\"", "instrument_answers", "#replies"},
    {"instruments/phq-9.json", "\"type\": \"choice\"", "\"type\": \"string\"", "instrument_item", "\"string\""},
};
INSTANTIATE_TEST_SUITE_P(Policy, OneMistake, testing::ValuesIn(kSpoilt));

// ---- files ----------------------------------------------------------------------------------------------------------

TEST(PackFiles, MissingFile) {
    const Copy copy;
    fs::remove(copy.file("pack/doses.toml"));
    const PackReading reading = copy.read();
    ASSERT_EQ(reading.mistakes.size(), 1u) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.mistakes[0].code, "missing_file");
    EXPECT_EQ(reading.mistakes[0].file, copy.file("pack/doses.toml").generic_string());
}

TEST(PackFiles, MissingFolders) {
    const PackReading reading = read_pack("/nowhere/pack", "/nowhere/instruments");
    EXPECT_FALSE(reading.pack);
    EXPECT_TRUE(has_code(reading.mistakes, "missing_folder"));
}

TEST(PackFiles, FileThatDoesNotBelong) {
    const Copy copy;
    write_text(copy.file("pack/doses.toml~"), "x");
    write_text(copy.file("pack/more/rules.toml"), "x");
    write_text(copy.file("instruments/notes.txt"), "x");
    const PackReading reading = copy.read();
    EXPECT_EQ(std::count_if(reading.mistakes.begin(), reading.mistakes.end(),
                            [](const Mistake& each) { return each.code == "unexpected_file"; }),
              3)
        << print_mistakes(reading.mistakes);
}

TEST(PackFiles, AReadmeBelongsButDoesNotCount) {
    const Copy copy;
    const auto before = copy.read();
    write_text(copy.file("pack/README.md"), "Our pack");
    const auto after = copy.read();
    ASSERT_TRUE(before.pack && after.pack);
    EXPECT_EQ(before.pack->sha256, after.pack->sha256);
}

TEST(PackFiles, SymbolicLinkIsRefused) {
    const Copy copy;
    fs::rename(copy.file("pack/doses.toml"), copy.file("elsewhere.toml"));
    fs::create_symlink(copy.file("elsewhere.toml"), copy.file("pack/doses.toml"));
    const PackReading reading = copy.read();
    ASSERT_EQ(reading.mistakes.size(), 1u) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.mistakes[0].code, "not_a_file");
}

TEST(PackFiles, TooLargeAFileIsRefusedUnread) {
    const Copy copy;
    write_text(copy.file("pack/doses.toml"), std::string(600 * 1024, '#'));
    const PackReading reading = copy.read();
    ASSERT_EQ(reading.mistakes.size(), 1u) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.mistakes[0].code, "file_too_large");
}

TEST(PackFiles, TooManyFiles) {
    const Copy copy;
    for (int i = 0; i < 500; ++i) write_text(copy.file(fmt::format("pack/consents/{}.md", i)), "x");
    EXPECT_TRUE(has_code(copy.read().mistakes, "too_many_files"));
}

TEST(PackFiles, InvalidUtf8IsShownWhereItBegins) {
    const Copy copy;
    copy.replace("pack/doses.toml", "min_mg = 200", "min_mg = 200 # \xC3\x28");
    const PackReading reading = copy.read();
    ASSERT_EQ(reading.mistakes.size(), 1u) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.mistakes[0].code, "not_utf8");
    EXPECT_THAT(line_of(read_text(copy.file("pack/doses.toml")), reading.mistakes[0].place.line),
                testing::StartsWith("min_mg = 200"));
    EXPECT_EQ(reading.mistakes[0].place.column, 16);
}

TEST(PackFiles, TheHashFollowsEveryFile) {
    std::set<std::string> hashes;
    const std::vector<std::string> files = {"", "pack/doses.toml", "pack/consents/touch.v1.uk.md",
                                            "instruments/gad-7.json"};
    for (const std::string& file : files) {
        const Copy copy;
        if (!file.empty()) write_text(copy.file(file), read_text(copy.file(file)) + "\n");
        const PackReading reading = copy.read();
        ASSERT_TRUE(reading.pack) << print_mistakes(reading.mistakes);
        hashes.insert(reading.pack->sha256);
    }
    EXPECT_EQ(hashes.size(), files.size());
}

// ---- consents -------------------------------------------------------------------------------------------------------

TEST(Consents, AVersionMustBeThereInEveryLanguage) {
    const Copy copy;
    fs::remove(copy.file("pack/consents/touch.v1.uk.md"));
    const PackReading reading = copy.read();
    ASSERT_EQ(reading.mistakes.size(), 1u) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.mistakes[0].code, "consent_missing_language");
    EXPECT_THAT(reading.mistakes[0].text, testing::HasSubstr("touch.v1.uk.md"));
}

TEST(Consents, VersionsHaveNoGaps) {
    const Copy copy;
    for (const char* language : {"cs", "en", "uk"})
        write_text(copy.file(fmt::format("pack/consents/touch.v3.{}.md", language)), "# Touch\n\nText.\n");
    EXPECT_TRUE(has_code(copy.read().mistakes, "consent_version_gap"));
    for (const char* language : {"cs", "en", "uk"})
        write_text(copy.file(fmt::format("pack/consents/touch.v2.{}.md", language)), "# Touch\n\nText.\n");
    const PackReading reading = copy.read();
    ASSERT_TRUE(reading.pack) << print_mistakes(reading.mistakes);
    EXPECT_EQ(find_consent(*reading.pack, "touch", 3, clinic::Language::cs)->title, "Touch");
    EXPECT_EQ(find_consent(*reading.pack, "touch", 3, clinic::Language::cs)->body, "Text.");
}

TEST(Consents, NamesTitlesAndTexts) {
    const std::pair<const char*, const char*> names[] = {{"touch.v0.cs.md", "# T\nx"}, {"touch.v01.cs.md", "# T\nx"},
                                                         {"touch.v1.de.md", "# T\nx"}, {"touch.cs.md", "# T\nx"},
                                                         {"Touch.v2.cs.md", "# T\nx"}, {"touch.v2.cs.txt", "# T\nx"}};
    for (const auto& [name, text] : names) {
        const Copy copy;
        write_text(copy.file(std::string("pack/consents/") + name), text);
        EXPECT_TRUE(has_code(copy.read().mistakes, "consent_name")) << name;
    }
    const std::pair<const char*, const char*> texts[] = {{"", "consent_no_title"},
                                                         {"No heading", "consent_no_title"},
                                                         {"# Title only\n\n", "consent_empty"},
                                                         {"---\ntitle: T\n", "consent_front_matter"},
                                                         {"---\ntitle: T\ntitle: U\n---\nx", "duplicate_key"},
                                                         {"# T\n\nx\x01", "control_character"}};
    for (const auto& [text, code] : texts) {
        const Copy copy;
        write_text(copy.file("pack/consents/touch.v1.cs.md"), text);
        EXPECT_TRUE(has_code(copy.read().mistakes, code)) << text;
    }
}

TEST(Consents, TreatmentAndDataAreNeeded) {
    const Copy copy;
    for (const char* language : {"cs", "en", "uk"})
        fs::remove(copy.file(fmt::format("pack/consents/data.v1.{}.md", language)));
    EXPECT_TRUE(has_code(copy.read().mistakes, "missing_consent"));
}

TEST(Consents, TheLineEndsOfTheEditorDoNotChangeWhatIsSigned) {
    const Copy copy;
    const PackReading before = copy.read();
    std::string text = read_text(copy.file("pack/consents/data.v1.en.md")), windows;
    for (const char character : text) windows += character == '\n' ? std::string("\r\n") : std::string(1, character);
    write_text(copy.file("pack/consents/data.v1.en.md"), windows);
    const PackReading after = copy.read();
    ASSERT_TRUE(before.pack && after.pack) << print_mistakes(after.mistakes);
    EXPECT_EQ(find_consent(*before.pack, "data", 1, clinic::Language::en)->sha256,
              find_consent(*after.pack, "data", 1, clinic::Language::en)->sha256);
}

// ---- many mistakes at once, and random ones -------------------------------------------------------------------------

TEST(PackMistakes, AllAreReportedInOrder) {
    const Copy copy;
    copy.replace("pack/doses.toml", "max_mg = 350", "max_mg = 150");
    copy.replace("pack/doses.toml", "route = \"intramuscular\"", "route = \"nasal\"");
    copy.replace("pack/criteria.toml", "value = 18", "value = \"18\"");
    const PackReading reading = copy.read();
    ASSERT_EQ(reading.mistakes.size(), 3u) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.mistakes[0].code, "wrong_type");
    EXPECT_EQ(reading.mistakes[1].code, "min_above_max");
    EXPECT_EQ(reading.mistakes[2].code, "unknown_value");
}

TEST(PackMistakes, ArePrintedAsCompilersPrintThem) {
    const Mistakes mistakes = {{"a/doses.toml", {7, 3}, "/doses/0/max_mg", "out_of_range", "Too much."},
                               {"a/rooms.toml", {}, "", "missing_file", "Not there."}};
    EXPECT_EQ(print_mistakes(mistakes),
              "a/doses.toml:7:3: error: Too much. [out_of_range]\na/rooms.toml: error: Not there. [missing_file]\n");
}

std::string spoil(std::string text, std::mt19937_64& random) {
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (text.empty() || lines.empty()) return text;
    switch (below(5)) {
        case 0: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(below(lines.size()))); break;
        case 1: std::swap(lines[below(lines.size())], lines[below(lines.size())]); break;
        case 2:
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(below(lines.size())), lines[below(lines.size())]);
            break;
        case 3: text[below(text.size())] = static_cast<char>(below(256)); return text;
        default: return text.substr(0, below(text.size()));
    }
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
}

TEST(PackMistakes, RandomDamageNeverCrashesAndIsAlwaysLocated) {
    const Copy copy;
    std::vector<std::string> files;
    for (const auto& each : fs::recursive_directory_iterator(copy.file("."))) {
        if (each.is_regular_file()) files.push_back(each.path().lexically_relative(copy.file(".")).generic_string());
    }
    std::sort(files.begin(), files.end());
    // SEED=7 ROUNDS=10000 ./policy_test --gtest_filter=*RandomDamage* looks elsewhere and longer.
    const auto from_environment = [](const char* name, std::uint64_t otherwise) {
        const char* given = std::getenv(name);
        return given ? std::strtoull(given, nullptr, 10) : otherwise;
    };
    const std::uint64_t seed = from_environment("SEED", 20261122), rounds = from_environment("ROUNDS", 400);
    SCOPED_TRACE(fmt::format("SEED={}", seed));
    std::mt19937_64 random(seed);
    std::uint64_t refused = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        const std::string& file = files[random() % files.size()];
        const std::string whole = read_text(copy.file(file));
        write_text(copy.file(file), spoil(whole, random));
        const PackReading reading = copy.read();
        EXPECT_NE(reading.pack.has_value(), !reading.mistakes.empty());
        if (!reading.pack) ++refused;
        for (const Mistake& each : reading.mistakes) {
            EXPECT_FALSE(each.file.empty() || each.code.empty() || each.text.empty());
            EXPECT_GE(each.place.column, each.place.line > 0 ? 1 : 0) << print_mistakes({each});
        }
        write_text(copy.file(file), whole);
    }
    EXPECT_GT(refused, rounds / 4);
    EXPECT_TRUE(copy.read().pack);
}

}  // namespace
}  // namespace afterglow::policy
