// The file that names the clinics of an installation: what is wrong in it is said with its line, and how to mend it.

#include "main/clinics_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/harness/temporary.h"

namespace afterglow::network {
namespace {

struct ClinicsFileTest : testing::Test {
    harness::TemporaryFolder folder{"clinics"};
    ClinicsReading read(const std::string& text) const {
        const std::string path = (folder.path() / "clinics.toml").string();
        std::ofstream(path, std::ios::trunc) << text;
        return read_clinics_file(path);
    }
    std::string wrong(const std::string& text) const {
        std::string out;
        for (const Mistake& each : read(text).mistakes) out += std::to_string(each.place.line) + " " + each.code + "\n";
        return out;
    }
};

constexpr const char* kGood = R"(smallest_count = 12

[[clinic]]
host = "praha.example.org"
name = "Praha"
data = "/srv/praha"

[[clinic]]
host = "lviv.example.org"
name = "Львів"
store = "postgres://lviv@db/afterglow"
schema = "lviv"
key = "/etc/lviv.key"
anchors = "/mnt/lviv.anchors"
policy = "policy/ua-hospital"
)";

TEST_F(ClinicsFileTest, TwoClinics) {
    const ClinicsReading reading = read(kGood);
    ASSERT_TRUE(reading.file) << print_mistakes(reading.mistakes);
    EXPECT_EQ(reading.file->smallest_count, 12);
    ASSERT_EQ(reading.file->clinic.size(), 2U);
    EXPECT_EQ(reading.file->clinic[1].policy, "policy/ua-hospital");
    EXPECT_EQ(reading.file->clinic[0].store, std::nullopt);
}

TEST_F(ClinicsFileTest, MistakesNameTheirLine) {
    const std::string one = "[[clinic]]\nhost = \"praha.example.org\"\nname = \"P\"\ndata = \"/a\"\n";
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"Praha:80\"\nname = \"P\"\ndata = \"/a\"\n"), "2 not_a_host\n");
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"praha.\"\nname = \"P\"\ndata = \"/a\"\n"), "2 not_a_host\n");
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"praha\"\nname = \"\"\ndata = \"/a\"\n"), "3 empty_text\n");
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"praha\"\nname = \"P\"\n"), "1 no_data\n");
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"praha\"\ndata = \"/a\"\n"), "1 missing_key\n");
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"praha\"\nname = \"P\"\nstore = \"x\"\nkey = \"/k\"\nanchors = \"/b\"\n"),
              "4 no_schema\n");
    EXPECT_EQ(wrong("[[clinic]]\nhost = \"praha\"\nname = \"P\"\nstore = \"x\"\nschema = \"p\"\n"), "4 no_key\n");
    EXPECT_EQ(wrong("smallest_count = 2\n" + one), "1 out_of_range\n");
    EXPECT_EQ(wrong(one + "date = \"/b\"\n"), "5 unknown_key\n");
    EXPECT_EQ(wrong("[[clinic]\n"), "1 toml_syntax\n");
    EXPECT_EQ(wrong("clinic = []\n"), "1 no_clinics\n");
}

// Two names for one clinic's data would be a hole in the wall.
TEST_F(ClinicsFileTest, NothingIsNamedTwice) {
    const std::string one = "[[clinic]]\nhost = \"praha\"\nname = \"P\"\ndata = \"/a\"\n";
    EXPECT_EQ(wrong(one + "[[clinic]]\nhost = \"praha\"\nname = \"L\"\ndata = \"/b\"\n"), "6 taken\n");
    EXPECT_EQ(wrong(one + "[[clinic]]\nhost = \"lviv\"\nname = \"L\"\ndata = \"/b/../a\"\n"), "8 taken\n");
    EXPECT_EQ(
        wrong(one + "mllp_port = 2575\n[[clinic]]\nhost = \"lviv\"\nname = \"L\"\ndata = \"/b\"\nmllp_port = 2575\n"),
        "10 taken\n");
}

TEST_F(ClinicsFileTest, NoFile) {
    const ClinicsReading reading = read_clinics_file((folder.path() / "none.toml").string());
    EXPECT_FALSE(reading.file);
    EXPECT_EQ(reading.mistakes.size(), 1U);
}

}  // namespace
}  // namespace afterglow::network
