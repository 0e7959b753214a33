// `afterglow access-report`: who read what of whom, held against the tester's own account of it.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "desk/passwords.h"
#include "tests/harness/clinic.h"
#include "tests/harness/json_tools.h"
#include "tests/harness/person.h"
#include "tests/harness/process.h"

namespace afterglow::input {
namespace {

using clinic::Role;
using harness::Clinic;
using harness::Output;
using harness::parsed;
using harness::Person;

struct AccessReport : testing::Test {
    Clinic clinic;
    std::vector<std::pair<std::string, std::string>> patients;  // id, name
    std::map<std::string, Person> staff;

    AccessReport() {
        for (const char* name : {"Adéla", "=HYPERLINK(1)", "Žofie"}) {
            patients.emplace_back(desk::new_uuid(), std::string(name) + " Nováková");
            clinic.perform(
                "register-patient",
                parsed(R"({"patient":")" + patients.back().first + R"(","details":{"given_name":")" + name +
                       R"(","family_name":"Nováková","birth_date":"198)" + std::to_string(patients.size()) +
                       R"(-02-28","language":"cs","phone":"601 234 56)" + std::to_string(patients.size()) + R"("}})"));
        }
        for (const char* user : {"jana", "petr"}) {
            clinic.hire(user, {Role::nurse});
            staff.try_emplace(user, clinic.port(), user).first->second.sign_in();
        }
    }
    void read(const std::string& user, std::size_t patient) {
        const harness::Reply reply = staff.at(user).get("/api/v1/patients/" + patients[patient].first);
        ASSERT_EQ(reply.status, 200) << reply.text;
    }
    Output report(std::vector<std::string> more, const std::string& from = "2026-11-23",
                  const std::string& to = "2026-11-23") {
        clinic.desk().flush_reads();
        std::vector<std::string> words{"access-report", "--data", (clinic.root() / "clinic").string(), "--from", from,
                                       "--to",          to};
        words.insert(words.end(), more.begin(), more.end());
        return harness::run_program(words);
    }
    // What the lines of the table add up to, by person of staff and patient.
    static std::map<std::pair<std::string, std::string>, int> sum(const std::filesystem::path& csv) {
        std::map<std::pair<std::string, std::string>, int> times;
        std::ifstream file(csv);
        for (std::string line; std::getline(file, line);) {
            if (line.find(",RecordRead,") == std::string::npos) continue;
            std::vector<std::string> cells;
            for (std::size_t from = 0, comma = 0; comma != std::string::npos; from = comma + 1) {
                comma = line.find(',', from);
                cells.push_back(line.substr(from, comma - from));
            }
            const std::string& who = cells.at(2);  // "Name (user)"
            times[{who.substr(who.size() - 5, 4), cells.at(3)}] += std::stoi(cells.at(6));
        }
        return times;
    }
};

TEST_F(AccessReport, SaysEveryReadingAndNoOther) {
    std::mt19937 random(20261123);
    std::map<std::pair<std::string, std::string>, int> read_by;
    for (int i = 0; i < 60; ++i) {
        const std::string user = random() % 3 == 0 ? "petr" : "jana";
        const std::size_t patient = random() % 2;  // nobody reads the third
        read(user, patient);
        ++read_by[{user, patients[patient].first}];
        if (i % 7 == 0) clinic.clock().advance(minutes(3));
    }
    const auto csv = clinic.root() / "report.csv";
    const Output said = report({"--csv", csv.string()});
    ASSERT_EQ(said.status, 0) << said.out;
    EXPECT_EQ(sum(csv), read_by);
    EXPECT_NE(said.out.find("2 people's records were read"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("Adéla Nováková"), std::string::npos);
    EXPECT_EQ(said.out.find("Žofie"), std::string::npos);
    EXPECT_NE(said.out.find("(jana) from 127.0.0.1: 1"), std::string::npos) << said.out;

    std::ifstream file(csv);
    const std::string table(std::istreambuf_iterator<char>(file), {});
    EXPECT_NE(table.find(",'=HYPERLINK(1) Nováková,"), std::string::npos) << "no cell is a formula";

    // What the account must notice: one reading that nobody wrote down.
    ++read_by[{"petr", patients[0].first}];
    EXPECT_NE(sum(csv), read_by);
}

TEST_F(AccessReport, OfOnePersonOrOneTime) {
    read("jana", 0);
    read("petr", 1);
    clinic.clock().advance(hours(24));
    staff.at("jana").sign_in();
    read("jana", 2);
    const std::string by_petr = report({"--user", "petr"}).out;
    EXPECT_NE(by_petr.find("HYPERLINK"), std::string::npos) << by_petr;
    EXPECT_EQ(by_petr.find("jana"), std::string::npos) << by_petr;
    const std::string of_adela = report({"--patient", patients[0].first}).out;
    EXPECT_NE(of_adela.find("jana"), std::string::npos) << of_adela;
    EXPECT_EQ(of_adela.find("petr"), std::string::npos) << of_adela;
    const std::string next_day = report({}, "2026-11-24", "2026-11-24").out;
    EXPECT_NE(next_day.find("Žofie"), std::string::npos) << next_day;
    EXPECT_EQ(next_day.find("Adéla"), std::string::npos) << next_day;
    EXPECT_NE(report({}, "2026-11-25", "2026-11-25").out.find("0 people's"), std::string::npos);
}

TEST_F(AccessReport, WrongQuestionsAreSaidPlainly) {
    EXPECT_NE(report({}, "yesterday", "today").out.find("--from and --to are days"), std::string::npos);
    EXPECT_NE(report({}, "2026-11-24", "2026-11-22").out.find("the earlier one first"), std::string::npos);
    EXPECT_NE(report({"--user", "nobody"}).out.find("there is no account"), std::string::npos);
    std::ofstream(clinic.root() / "there.csv") << "kept";
    EXPECT_NE(report({"--csv", (clinic.root() / "there.csv").string()}).out.find("exists already"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::input
