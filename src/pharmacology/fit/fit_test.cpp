#include "pharmacology/fit/fit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/described.h"
#include "pharmacology/effects.h"
#include "pharmacology/fit/mood.h"
#include "pharmacology/plan.h"
#include "pharmacology/random.h"
#include "pharmacology/testing.h"

namespace afterglow::pharmacology {
namespace {

// Samples as good as exact: what is found is then the person and neither the prior nor the ln s^2.
const Library& exact_library() {
    static const Library exact = [] {
        Library copy = library();
        for (Model& model : copy.models) {
            for (Output& output : model.outputs)
                output.residual =
                    Residual{.proportional = 1e-3, .additive_ng_ml = {}, .source = "test", .evidence = Evidence::M};
        }
        return copy;
    }();
    return exact;
}

DoseAsked infusion(Drug drug, double dose_mg, double minutes = 40) {
    return {.at_h = 0, .route = DrugRoute::iv, .drug = drug, .dose_mg = dose_mg, .duration_min = minutes};
}
DoseAsked dose(DrugRoute route, Drug drug, double dose_mg) {
    return {.at_h = 0, .route = route, .drug = drug, .dose_mg = dose_mg, .duration_min = {}};
}

// A person whose etas are known, and what would be measured in that person without any error.
class Truth {
public:
    Truth(const std::string& model, std::vector<DoseAsked> doses) : model_(*library().find(model)), doses_(doses) {
        std::vector<Dose> given;
        for (const DoseAsked& each : doses)
            given.push_back({each.at_h, each.route, each.drug, each.dose_mg, each.duration_min.value_or(0) / 60});
        plan_.emplace(model_, library().effects.effect_site, Covariates{}, given);
        etas_.assign(plan_->etas(), 0);
    }

    double& eta(const std::string& name) {
        const auto& names = plan_->names_of_etas();
        return etas_[static_cast<std::size_t>(std::ranges::find(names, name) - names.begin())];
    }
    double ng_ml(double at_h, std::size_t output) const {
        const std::vector<double> all = solved(at_h);
        double sum = 0;
        for (std::size_t s = 0; s < plan_->species().size(); ++s) sum += all[s * plan_->outputs() + output];
        return sum;
    }
    double of_effect_site(double at_h, double weight_r) const {
        const std::vector<double> all = solved(at_h);
        double sum = 0;
        for (std::size_t s = 0; s < plan_->species().size(); ++s)
            sum += (plan_->species()[s] == Species::r ? weight_r : 1) * all[(s + 1) * plan_->outputs() - 1];
        return sum;
    }

    FitAsked asked(const std::vector<double>& times_h) const {
        FitAsked asked;
        asked.model = Code{model_.id};
        asked.doses = doses_;
        asked.samples.emplace();
        for (std::size_t o = 0; o < model_.outputs.size(); ++o) {
            for (const double at_h : times_h) asked.samples->push_back(sample(at_h, o));
        }
        return asked;
    }
    Sample sample(double at_h, std::size_t output) const {
        return {.at_h = at_h,
                .analyte = model_.outputs[output].analyte,
                .site = model_.outputs[output].site,
                .enantiomer = {},
                .ng_ml = ng_ml(at_h, output),
                .below_limit = {},
                .limit_ng_ml = {},
                .other_arm = {}};
    }

private:
    std::vector<double> solved(double at_h) const {
        std::vector<double> all(plan_->species().size() * plan_->outputs());
        plan_->solve(etas_, 1, std::vector{at_h}, all);
        return all;
    }
    const Model& model_;
    std::vector<DoseAsked> doses_;
    std::optional<Plan> plan_;
    std::vector<double> etas_;
};

const EtaFit& eta_of(const Fit& fit, const std::string& name) {
    const auto found = std::ranges::find(fit.etas, name, &EtaFit::parameter);
    if (found == fit.etas.end()) throw std::out_of_range(name);
    return *found;
}

std::string codes(const Result<Fit>& fit) {
    if (fit.ok()) return "";
    std::string all = fit.refusal().code;
    for (const FieldError& each : fit.refusal().errors) all += " " + each.pointer + ":" + each.code;
    return all;
}

Fit fitted(const FitAsked& asked, const Library& from = library()) {
    auto found = fit(from, asked);
    if (!found.ok()) throw std::runtime_error(codes(found));
    return std::move(*found);
}

FitAsked usual() { return Truth("otto-2021", {infusion(Drug::esketamine, 10, 30)}).asked({0.5, 1, 2, 4, 8}); }

const std::vector<double> kDense{0.1, 0.25, 0.4, 0.6, 0.7, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

// ---- concentrations -------------------------------------------------------------------------------------------------

struct Regimen {
    const char* model;
    DoseAsked dose;
};
const std::vector<Regimen> kRegimens{
    {"otto-2021", infusion(Drug::esketamine, 10, 30)},
    {"kat-c1", infusion(Drug::racemate, 35)},
    {"kat-c1", dose(DrugRoute::im, Drug::racemate, 35)},
    {"kat-c1", dose(DrugRoute::nasal_racemic, Drug::racemate, 50)},
    {"simons-2022", infusion(Drug::esketamine, 20, 20)},
    {"simons-2022", dose(DrugRoute::sublingual, Drug::esketamine, 50)},
    {"kat-c1", dose(DrugRoute::oral, Drug::racemate, 50)},
    {"perez-ruixo-2021", dose(DrugRoute::nasal, Drug::esketamine, 56)},
    {"flint-2017", infusion(Drug::esketamine, 10)},
};

RC_GTEST_PROP(Fit, ReturnsTheEtasOfExactSamples, ()) {
    const Regimen& regimen = *rc::gen::elementOf(kRegimens);
    PersonalRandom random(*rc::gen::arbitrary<std::uint64_t>(), 0);
    Truth truth(regimen.model, {regimen.dose});
    const Model& model = *library().find(regimen.model);
    const auto free = free_by_default(model, {regimen.dose});
    const auto names = eta_names(model);
    const Eigen::MatrixXd omega = omega_of(model);
    for (const std::string& each : free) {
        const auto i = std::ranges::find(names, each) - names.begin();
        truth.eta(each) = std::clamp(random.normal(), -1.5, 1.5) * std::sqrt(omega(i, i));
    }
    const Fit found = fitted(truth.asked(kDense), exact_library());
    for (const std::string& each : free) {
        const EtaFit& estimate = eta_of(found, each);
        // Beyond two standard errors only what the prior explains; 0.002 of those that are known exactly.
        RC_ASSERT(std::abs(estimate.eta - truth.eta(each)) <= 0.002 + 2 * estimate.standard_error);
        RC_ASSERT(estimate.standard_error <= 0.5 * estimate.omega);
    }
}

TEST(Fit, OfStatedErrorsComesNear) {
    Truth truth("otto-2021", {infusion(Drug::esketamine, 10, 30)});
    truth.eta("cl") = 0.2;
    truth.eta("v1") = -0.3;
    const Fit found = fitted(truth.asked(kDense));
    EXPECT_NEAR(eta_of(found, "cl").eta, 0.2, 0.1);
    EXPECT_NEAR(eta_of(found, "v1").eta, -0.3, 0.15);
    EXPECT_NEAR(eta_of(found, "cl").value, 95.2 * std::exp(eta_of(found, "cl").eta), 1e-9);
    EXPECT_EQ(eta_of(found, "cl").unit, "L/h");
    EXPECT_NEAR(eta_of(found, "cl").ratio * std::sqrt(0.026), eta_of(found, "cl").eta, 1e-12);
}

TEST(Fit, IsTheSameEveryTime) { EXPECT_EQ(to_json(fitted(usual())), to_json(fitted(usual()))); }

TEST(Fit, DoesNotDependOnTheOrderOfSamples) {
    FitAsked turned = usual();
    std::ranges::reverse(*turned.samples);
    EXPECT_NEAR(fitted(usual()).objective, fitted(turned).objective, 1e-9);
}

TEST(Fit, WhatNothingWasMeasuredOfStaysTypicalAndIsSaid) {
    FitAsked asked = usual();
    std::erase_if(*asked.samples, [](const Sample& each) { return each.analyte == Analyte::norketamine; });
    const Fit found = fitted(asked);
    const EtaFit& unknown = eta_of(found, "cln");
    EXPECT_NEAR(unknown.eta, 0, 1e-9);
    EXPECT_NEAR(unknown.standard_error, unknown.omega, 1e-6);
    EXPECT_NE(std::ranges::find(found.warnings, "fit_says_little"), found.warnings.end());
}

TEST(Fit, SamplesBelowTheLimitPullDown) {
    Truth truth("otto-2021", {infusion(Drug::esketamine, 10, 30)});
    FitAsked asked = truth.asked({0.5, 1, 2});
    std::erase_if(*asked.samples, [](const Sample& each) { return each.analyte == Analyte::norketamine; });
    const double without = eta_of(fitted(asked), "cl").eta;
    for (const double at_h : {4.0, 6.0, 8.0}) {
        Sample late = truth.sample(at_h, 0);
        late.ng_ml *= 0.8;  // the limit lies below what is typical
        late.below_limit = true;
        asked.samples->push_back(late);
    }
    const Fit with = fitted(asked);
    EXPECT_GT(eta_of(with, "cl").eta, without + 0.02);
    EXPECT_EQ(with.residuals.back().weighted, 0);
}

TEST(Fit, AVenousSampleIsNoArterialOne) {
    Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    FitAsked asked;
    asked.model = Code{"kat-c1"};
    asked.doses = {infusion(Drug::racemate, 35)};
    asked.samples.emplace();
    for (const double at_h : {0.5, 0.6, 0.8, 1.0, 1.5}) asked.samples->push_back(truth.sample(at_h, 0));
    ASSERT_EQ(asked.samples->front().site, Site::arterial);
    const double right = fitted(asked).objective;
    for (Sample& each : *asked.samples) each.site = Site::venous;
    EXPECT_GT(fitted(asked).objective, right + 1);
}

TEST(Fit, AnEtaThatIsSharedIsFreedByEitherName) {
    Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    FitAsked asked = truth.asked({0.5, 1, 2});
    asked.free = {"vn", "v1"};
    const Fit found = fitted(asked);
    ASSERT_EQ(found.etas.size(), 1u);
    EXPECT_EQ(found.etas[0].parameter, "v1");
}

TEST(Fit, EnantiomersAreSamplesOfTheirOwn) {
    Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    FitAsked asked = truth.asked({0.5, 1, 2, 4});
    for (Sample& each : *asked.samples) each.enantiomer = Species::s, each.ng_ml /= 2;
    EXPECT_EQ(codes(fit(library(), asked)), "");
    asked.samples->front().enantiomer = Species::mixture;
    EXPECT_EQ(codes(fit(library(), asked)), "invalid_fields /samples/0:output_not_in_model");
}

TEST(Fit, FreesWhatTheRegimenUses) {
    using Names = std::vector<std::string>;
    const auto free = [](const char* model, DrugRoute route) {
        return free_by_default(*library().find(model), {dose(route, Drug::esketamine, 28)});
    };
    EXPECT_EQ(free("otto-2021", DrugRoute::iv), (Names{"v1", "cl", "cln"}));
    EXPECT_EQ(free("kat-c1", DrugRoute::iv), (Names{"cl", "v1", "q3", "v3", "cln"}));
    EXPECT_EQ(free("kat-c1", DrugRoute::nasal), (Names{"cl", "v1", "q3", "v3", "cln", "f_nasal", "ka_nasal"}));
    EXPECT_EQ(free("perez-ruixo-2021", DrugRoute::nasal),
              (Names{"frn", "ka_nasal", "ka_swallowed", "vc", "kel", "cln"}));
}

TEST(Fit, WarnsOfTheArmOfTheInfusion) {
    FitAsked asked = usual();
    asked.samples->front().other_arm = false;
    const Fit found = fitted(asked);
    EXPECT_NE(std::ranges::find(found.warnings, "fit_arm_of_infusion"), found.warnings.end());
}

// ---- refusals -------------------------------------------------------------------------------------------------------

TEST(FitRefuses, FewerThanTwoMeasurements) {
    FitAsked asked = usual();
    asked.samples->resize(1);
    EXPECT_EQ(codes(fit(library(), asked)), "fit_too_few_samples");
    asked.samples.reset();
    EXPECT_EQ(codes(fit(library(), asked)), "fit_too_few_samples");
}

TEST(FitRefuses, WhoIsNoPersonOfTheModel) {
    FitAsked asked = usual();
    for (Sample& each : *asked.samples) each.ng_ml *= 30;
    const auto found = fit(library(), asked);
    ASSERT_EQ(codes(found), "fit_implausible");
    EXPECT_EQ(found.refusal().parameters[0].first, "parameter");
    EXPECT_GT(std::abs(std::stod(found.refusal().parameters[1].second)),
              std::stod(found.refusal().parameters[2].second));
}

TEST(FitRefuses, WhatTheModelDoesNotReturn) {
    FitAsked asked = usual();
    (*asked.samples)[1].site = Site::arterial;
    (*asked.samples)[2].analyte = Analyte::hydroxynorketamine;
    EXPECT_EQ(codes(fit(library(), asked)),
              "invalid_fields /samples/1:output_not_in_model /samples/2:output_not_in_model");
    asked = usual();
    asked.model = Code{"flint-2017"};
    asked.samples->resize(2);
    asked.effects = {{{1, Quantity::cadss, 12}}};
    asked.scales = {{{1, MoodScale::madrs, 12}}};
    EXPECT_EQ(codes(fit(library(), asked)),
              "invalid_fields /effects/0:output_not_in_model /scales:output_not_in_model");
}

TEST(FitRefuses, UnknownNames) {
    FitAsked asked = usual();
    asked.free = {"cl", "q1", "nonsense"};
    EXPECT_EQ(codes(fit(library(), asked)), "invalid_fields /free/1:parameter_unknown /free/2:parameter_unknown");
    asked.free.emplace();
    EXPECT_EQ(codes(fit(library(), asked)), "invalid_fields /free:fit_nothing_free");
    asked = usual();
    asked.effects = {{{1, Quantity::heart_rate_rise, 12}}};
    EXPECT_EQ(codes(fit(library(), asked)), "invalid_fields /effects/0/quantity:effect_not_fitted");
    asked = usual();
    asked.model = Code{"nonsense"};
    EXPECT_EQ(codes(fit(library(), asked)), "invalid_fields /model:model_unknown");
}

TEST(FitRefuses, NumbersThatCannotBe) {
    FitAsked asked = usual();
    (*asked.samples)[0].at_h = 0;
    (*asked.samples)[1].at_h = std::nan("");
    (*asked.samples)[2].ng_ml = 0;
    (*asked.samples)[3].ng_ml = INFINITY;
    (*asked.samples)[4].limit_ng_ml = -1;
    asked.effects = {{{1, Quantity::cadss, 93}}};
    asked.scales = {{{1, MoodScale::phq9, 28}}};
    EXPECT_EQ(codes(fit(library(), asked)),
              "invalid_fields /samples/0/at_h:sample_before_first_dose /samples/1/at_h:out_of_range "
              "/samples/2/ng_ml:out_of_range /samples/3/ng_ml:out_of_range /samples/4/limit_ng_ml:out_of_range "
              "/effects/0/value:out_of_range /scales/0/points:out_of_range");
    asked = usual();
    asked.doses.clear();
    EXPECT_EQ(codes(fit(library(), asked)), "invalid_fields /doses:dose_needed");
}

// ---- effects --------------------------------------------------------------------------------------------------------

FitAsked effects_asked() {
    FitAsked asked;
    asked.model = Code{"kat-c1"};
    asked.doses = {infusion(Drug::racemate, 35)};
    return asked;
}

TEST(FitOfEffects, ReturnsTheC50OfDissociation) {
    const Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    const Effects& effects = library().effects;
    FitAsked asked = effects_asked();
    asked.session_number = 2;
    asked.effects.emplace();
    for (const double at_h : {0.2, 0.4, 0.5, 0.6, 0.67, 0.7, 0.75, 0.8, 0.9, 1.0}) {
        const double at_site = truth.of_effect_site(at_h, effects.effect_site.potency_r.value);
        asked.effects->push_back({at_h, Quantity::cadss, cadss(effects.dissociation, at_site, -0.8, 2)});
    }
    const Fit found = fitted(asked);
    ASSERT_EQ(found.etas.size(), 1u);
    EXPECT_NEAR(eta_of(found, kCadssC50).ratio, -0.8, 0.08);
    EXPECT_NEAR(eta_of(found, kCadssC50).value, 330 * std::exp(-0.8 * 0.7), 0.06 * 330);
    EXPECT_EQ(found.residuals[3].of, MeasurementKind::effect);
    EXPECT_EQ(found.residuals[3].index, 3);
}

TEST(FitOfEffects, ReturnsTheMaximumOfPressure) {
    const Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    const Circulation& circulation = library().effects.circulation;
    FitAsked asked = effects_asked();
    asked.effects.emplace();
    for (double at_h = 0.1; at_h < 1.5; at_h += 0.04) {
        const double at_site = truth.of_effect_site(at_h, 0);
        asked.effects->push_back({at_h, Quantity::systolic_rise,
                                  rise(circulation, circulation.systolic_mmhg, at_site, 0.7, std::nullopt, 1)});
        asked.effects->push_back({at_h, Quantity::diastolic_rise,
                                  rise(circulation, circulation.diastolic_mmhg, at_site, 0.7, std::nullopt, 1)});
    }
    const Fit found = fitted(asked);
    EXPECT_NEAR(eta_of(found, kPressureMaximum).ratio, 0.7, 0.03);
    EXPECT_NEAR(eta_of(found, kPressureMaximum).value, 45 * std::exp(0.7 * 0.63), 1.5);
}

TEST(FitOfEffects, TogetherWithSamplesFindsBoth) {
    Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    truth.eta("cl") = 0.2;
    FitAsked asked = truth.asked({0.5, 0.7, 1, 2, 3, 4});
    asked.effects.emplace();
    for (const double at_h : {0.4, 0.6, 0.67, 0.7, 0.8})
        asked.effects->push_back(
            {at_h, Quantity::cadss, cadss(library().effects.dissociation, truth.of_effect_site(at_h, 0.3), 1, 1)});
    const Fit found = fitted(asked, exact_library());
    EXPECT_NEAR(eta_of(found, "cl").eta, 0.2, 0.01);
    EXPECT_GT(eta_of(found, kCadssC50).eta, 0.3);
    EXPECT_EQ(found.covariance.size(), found.etas.size());
}

// ---- mood -----------------------------------------------------------------------------------------------------------

TEST(FitOfMood, ReturnsWhoRespondsAndWhoDoesNot) {
    const Truth truth("kat-c1", {infusion(Drug::racemate, 35)});
    const Effects& effects = library().effects;
    std::vector<double> site;
    for (double at_h = 0; at_h < 24; at_h += 0.05) site.push_back(truth.of_effect_site(at_h, 0.3));
    const std::vector<Dose> doses{{0, DrugRoute::iv, Drug::racemate, 35, 40.0 / 60}};
    for (const double response_eta : {-0.9, 0.8}) {
        FitAsked asked = effects_asked();
        asked.scales = {{{0, MoodScale::madrs, 0}, {-1, MoodScale::madrs, 0}}};
        for (int day = 0; day < 60; ++day) asked.scales->push_back({0.1 + 0.5 * day, MoodScale::madrs, 0});
        const Mood mood(effects.antidepressant, doses, 1, *asked.scales, site, 0.05);
        for (std::size_t i = 0; i < asked.scales->size(); ++i)
            (*asked.scales)[i].points = mood.points(i, response_eta, -4, 2);
        const Fit found = fitted(asked);
        EXPECT_NEAR(eta_of(found, kMoodResponse).eta, response_eta, 1.5 * eta_of(found, kMoodResponse).standard_error);
        EXPECT_LT(eta_of(found, kMoodResponse).standard_error, 0.4);
        EXPECT_NEAR(eta_of(found, kPlaceboPoints).value, 4, 1);
        EXPECT_NEAR(eta_of(found, kBaselinePoints).value, 34.6, 1);
        EXPECT_EQ(found.residuals[5].of, MeasurementKind::scale);
    }
}

TEST(FitOfMood, ComparesPhq9ByConversion) {
    FitAsked asked = effects_asked();
    asked.scales = {{{0, MoodScale::phq9, 14}, {1, MoodScale::phq9, 5}, {3, MoodScale::phq9, 6}}};
    const Fit found = fitted(asked);
    EXPECT_NE(std::ranges::find(found.warnings, "fit_phq9_converted"), found.warnings.end());
    EXPECT_LT(std::abs(found.residuals[0].weighted), 1);
    EXPECT_EQ(found.evidence, Evidence::C);
}

}  // namespace
}  // namespace afterglow::pharmacology
