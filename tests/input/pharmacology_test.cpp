// `afterglow simulate`, `models` and `fit` as one types them: what is asked is done, what is ambiguous is refused.

#include <gtest/gtest.h>

#include <fstream>

#include "tests/harness/process.h"
#include "tests/harness/temporary.h"

namespace afterglow::input {
namespace {

using harness::Output;
using harness::run_program;

Output simulate(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"simulate", "--models", harness::source_path("models")});
    return run_program(arguments);
}

class Files : public testing::Test {
protected:
    std::string write(const std::string& name, const std::string& text) const {
        const std::string path = (folder_.path() / name).string();
        std::ofstream(path) << text;
        return path;
    }
    harness::TemporaryFolder folder_;
};

TEST(Simulate, AnInfusionAsATable) {
    const Output output = simulate({"--model", "kat-c1", "--route", "iv", "--dose", "0.5mg/kg", "--duration", "40min",
                                    "--weight", "70kg", "--until", "4h", "--every", "30min", "--format", "csv"});
    EXPECT_EQ(output.status, 0) << output.out;
    for (const char* column : {"time_h", "ketamine_venous_ng_ml", "ketamine_arterial_ng_ml",
                               "s_ketamine_arterial_ng_ml", "norketamine_ng_ml", "effect_site_s_equivalent_ng_ml",
                               "cadss", "systolic_rise_mmhg", "diastolic_rise_mmhg", "heart_rate_rise_bpm"})
        EXPECT_NE(output.out.find(column), std::string::npos) << column;
    EXPECT_NE(output.out.find("\r\n0.5,"), std::string::npos) << output.out;
}

TEST(Simulate, APopulationIsTheSameWhateverTheThreads) {
    const std::vector<std::string> asked{
        "--route", "im",     "--dose", "70mg",    "--weight", "70kg",   "--population",
        "200",     "--seed", "1",      "--every", "30min",    "--only", "ketamine_venous_ng_ml"};
    const auto with = [&](const char* threads) {
        auto arguments = asked;
        arguments.insert(arguments.end(), {"--threads", threads});
        return simulate(arguments).out;
    };
    EXPECT_EQ(with("1"), with("2"));
    EXPECT_NE(with("1").find("ketamine_venous_ng_ml_p95"), std::string::npos);
}

TEST(Simulate, RefusesWhatIsAmbiguous) {
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"--dose", "70"},
             {"--dose", "0.5mg/kg"},  // of which weight?
             {"--dose", "70mg", "--weight", "70"},
             {"--dose", "70mg", "--duration", "40"},
             {"--dose", "70mg", "--route", "rectally"},
             {"--dose", "70mg", "--route", "im", "--duration", "40min"},
             {"--dose", "70mg", "--doses", "3"},
             {"--dose", "70mg", "--drug", "ketamine"},
             {"--dose", "70mg", "--model", "kat-c9"},
             {"--dose", "70mg", "--with", "unobtainium"},
             {"--dose", "70mg", "--weight", "700kg"},
         }) {
        const Output output = simulate(arguments);
        EXPECT_EQ(output.status, 1) << arguments.back();
        EXPECT_NE(output.out.find("afterglow: "), std::string::npos) << output.out;
    }
}

TEST_F(Files, ManyPeopleWithGivenEtas) {
    const std::string regimen =
        write("regimen.csv", "time_h,route,drug,dose_mg,duration_h\n0,iv,esketamine,17.5,0.6667\n");
    const std::string etas = write("etas.csv", "v1,cl\n0,0\n0.3,-0.2\n0.1,0.1\n");
    const std::string times = write("times.csv", "time_h\n0.5\n1\n");
    const std::string out = (folder_.path() / "out.csv").string();
    const Output output =
        simulate({"--model", "otto-2021", "--regimen", regimen, "--etas", etas, "--times", times, "--out", out});
    EXPECT_EQ(output.status, 0) << output.out;
    std::ifstream file(out);
    std::string line;
    int lines = 0;
    while (std::getline(file, line)) ++lines;
    EXPECT_EQ(lines, 1 + 3 * 2);

    const std::string wrong = write("wrong.csv", "v1,cl\n0,zero\n");
    const Output refused = simulate({"--model", "otto-2021", "--regimen", regimen, "--etas", wrong, "--times", times});
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.out.find("wrong.csv:2:"), std::string::npos) << refused.out;
}

TEST_F(Files, AModelOfOnesOwnIsCheckedAndSimulated) {
    std::ifstream shipped(harness::source_path("models/domino-1982.toml"));
    std::string text(std::istreambuf_iterator<char>(shipped), {});
    text.replace(text.find("domino-1982"), 11, "mine");
    const std::string mine = write("mine.toml", text);
    EXPECT_EQ(run_program({"models", "--models", harness::source_path("models"), "check", mine}).status, 0);
    EXPECT_EQ(simulate({"--model", mine, "--dose", "35mg", "--duration", "40min", "--every", "1h"}).status, 0);
    const std::string broken = write("broken.toml", text + "\nlucky_number = 7\n");
    const Output output = run_program({"models", "--models", harness::source_path("models"), "check", broken});
    EXPECT_EQ(output.status, 1);
    EXPECT_NE(output.out.find("broken.toml:"), std::string::npos) << output.out;
}

TEST_F(Files, OnePersonIsFitted) {
    const std::string header = "kind,time_h,route,drug,dose_mg,duration_h,analyte,site,ng_ml,below_limit\n";
    const std::string data = write("data.csv", header +
                                                   "dose,0,iv,esketamine,10,0.5,,,,\n"
                                                   "sample,0.5,,,,,ketamine,venous,56,\n"
                                                   "sample,3,,,,,ketamine,venous,11.5,\n");
    const std::vector<std::string> fit{
        "fit",  "--models", harness::source_path("models"), "--model", "otto-2021", "--weight", "68kg", "--format",
        "json", "--data"};
    const auto with = [&](const std::string& path) {
        auto arguments = fit;
        arguments.push_back(path);
        return run_program(arguments);
    };
    const Output output = with(data);
    EXPECT_EQ(output.status, 0) << output.out;
    EXPECT_NE(output.out.find("\"converged\":true"), std::string::npos);
    const Output wrong =
        with(write("wrong.csv", header + "dose,0,iv,esketamine,10,0.5,,,,\nsample,0.5,,,,,ketamine,venous,high,\n"));
    EXPECT_EQ(wrong.status, 1);
    EXPECT_NE(wrong.out.find("wrong.csv:3:"), std::string::npos) << wrong.out;
    EXPECT_EQ(
        with(write("one.csv", header + "dose,0,iv,esketamine,10,0.5,,,,\nsample,0.5,,,,,ketamine,venous,56,\n")).status,
        1);
}

}  // namespace
}  // namespace afterglow::input
