#include "pharmacology/library.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pharmacology/regression.h"
#include "pharmacology/testing.h"

namespace afterglow::pharmacology {
namespace {

// ---- the shipped models --------------------------------------------------------------------------------------------------

TEST(Models, AreAllReadWithoutMistakes) {
    const LibraryReading reading = read_library(models_folder());
    EXPECT_TRUE(reading.library) << print_mistakes(reading.mistakes);
    for (const char* id : {"kat-c1", "perez-ruixo-2021", "otto-2021", "simons-2022", "domino-1982"})
        EXPECT_NE(library().find(id), nullptr) << id;
}

TEST(Models, GiveWhatTheirTablesSay) {
    std::size_t rows = 0;
    for (const Model& model : library().models) {
        for (const RegressionRow& row : run_regressions(library(), model)) {
            ++rows;
            EXPECT_FALSE(row.drifts()) << row.model << ": " << row.regression << ": " << row.of << " is " << row.got
                                       << ", not " << row.is << row.problem;
        }
    }
    EXPECT_GE(rows, 150u);
}

// ---- planted faults: the tables must notice ----------------------------------------------------------------------------

std::size_t drifting(const Model& model) {
    std::size_t count = 0;
    for (const RegressionRow& row : run_regressions(library(), model)) count += row.drifts() ? 1 : 0;
    return count;
}
Parameter& parameter(Model& model, std::string_view name) {
    return *std::ranges::find(model.parameters, name, &Parameter::name);
}

TEST(ModelsPlanted, AChangedVolumeIsNoticed) {
    Model model = *library().find("kat-c1");
    parameter(model, "v1").value *= 1.05;
    EXPECT_GT(drifting(model), 3u);
}

TEST(ModelsPlanted, HoursForMinutesAreNoticed) {
    Model model = *library().find("kat-c1");
    parameter(model, "mtt").value *= 60;
    EXPECT_GT(drifting(model), 10u);
}

TEST(ModelsPlanted, TwoSwappedClearancesAreNoticed) {
    Model model = *library().find("kat-c1");
    std::swap(parameter(model, "q2").value, parameter(model, "q3").value);
    EXPECT_GT(drifting(model), 3u);
}

TEST(ModelsPlanted, AnEnantiomerCountedTwiceIsNoticed) {
    Model model = *library().find("kat-c1");
    model.species = {Species::s, Species::r, Species::r};
    EXPECT_GT(drifting(model), 10u);
}

// ---- mistakes in a file ----------------------------------------------------------------------------------------------------

struct Mistaken {
    const char *what, *with, *code;
    int line;  // 0: not looked at
};

class ModelMistakes : public testing::TestWithParam<Mistaken> {};

TEST_P(ModelMistakes, AreFoundWhereTheyStand) {
    std::string text = small_model();
    const std::size_t at = text.find(GetParam().what);
    ASSERT_NE(at, std::string::npos) << GetParam().what;
    text.replace(at, std::string(GetParam().what).size(), GetParam().with);
    const ModelReading reading = read_model_text(text, "small.toml");
    ASSERT_FALSE(reading.model);
    EXPECT_EQ(reading.mistakes.front().code, GetParam().code) << print_mistakes(reading.mistakes);
    EXPECT_GT(reading.mistakes.front().place.line, 0);
    EXPECT_FALSE(reading.mistakes.front().text.empty());
}

INSTANTIATE_TEST_SUITE_P(
    , ModelMistakes,
    testing::Values(Mistaken{"value = 30.0", "value = -30.0", "not_positive", 0},
                    Mistaken{"unit = \"L/h\"", "unit = \"\"", "empty_text", 0},
                    Mistaken{"unit = \"L/h\"\n", "", "missing_key", 0},
                    Mistaken{"unit = \"L/h\"", "unit = \"L\"", "wrong_unit", 0},
                    Mistaken{"unit = \"L/h\"", "unit = \"gallons\"", "unknown_unit", 0},
                    Mistaken{"to = \"outside\"", "to = \"nowhere\"", "flow_to_nowhere", 0},
                    Mistaken{"from = \"depot\"", "from = \"attic\"", "flow_from_nowhere", 0},
                    Mistaken{"clearance = \"CL\"", "clearance = \"CLX\"", "unknown_parameter", 0},
                    Mistaken{"rate = \"ka\"", "rate = \"ka\"\nfraction = \"half\"", "mass_not_conserved", 0},
                    Mistaken{"expression = \"size\"", "expression = \"size ^\"", "bad_expression", 0},
                    Mistaken{"expression = \"size\"", "expression = \"weigth_kg\"", "bad_expression", 0},
                    Mistaken{"id = \"small\"", "id = \"small\"\nlucky_number = 7", "unknown_key", 0},
                    Mistaken{"evidence = \"M\"", "evidence = \"X\"", "unknown_value", 0},
                    Mistaken{"source = \"example\"", "source = \" \"", "empty_text", 0},
                    Mistaken{"id = \"small\"", "id = small", "syntax", 0}));

TEST(ModelFiles, OfAUserIsRead) {
    const ModelReading reading = read_model_text(small_model(), "small.toml");
    EXPECT_TRUE(reading.model) << print_mistakes(reading.mistakes);
}

TEST(ModelFiles, ThatAreMissing) {
    const ModelReading reading = read_model("/nowhere/at/all.toml");
    ASSERT_FALSE(reading.model);
    EXPECT_EQ(reading.mistakes.front().code, "missing_file");
}

TEST(Interactions, AreFoundByAnyOfTheirNames) {
    ASSERT_NE(library().find_interaction("ticlopidine"), nullptr);
    EXPECT_EQ(library().find_interaction("Ticlopidine"), library().find_interaction("ticlopidine"));
    EXPECT_EQ(library().find_interaction("unobtainium"), nullptr);
}

}  // namespace
}  // namespace afterglow::pharmacology
