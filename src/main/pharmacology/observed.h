#pragma once
// What studies observed, as data: validation/observed.toml, member by member. Every number has its source and its tag.

#include <optional>
#include <string>
#include <vector>

#include "base/load_files.h"
#include "base/read_tree.h"
#include "pharmacology/library.h"
#include "pharmacology/simulate.h"

namespace afterglow {

struct GivenDose {
    double at_h = 0;
    pharmacology::DrugRoute route = pharmacology::DrugRoute::iv;
    pharmacology::Drug drug = pharmacology::Drug::racemate;
    std::optional<double> dose_mg, dose_mg_per_kg;  // one of them
    std::optional<double> duration_min;
};
BOOST_DESCRIBE_STRUCT(GivenDose, (), (at_h, route, drug, dose_mg, dose_mg_per_kg, duration_min))

enum class ConcentrationUnit { ng_ml, nmol_ml };
BOOST_DESCRIBE_ENUM(ConcentrationUnit, ng_ml, nmol_ml)

// A measured curve, in the unit in which it was published.
struct ObservedSeries {
    std::string curve;
    std::optional<ConcentrationUnit> unit;  // absent: ng/mL
    std::vector<double> time_h, observed;
    std::optional<double> accept;      // relative
    std::optional<Evidence> evidence;  // absent: that of the study
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ObservedSeries, (), (curve, unit, time_h, observed, accept, evidence, note))

enum class Observable {
    cmax,
    tmax_h,
    auc,  // from 0 to the study's until_h
    half_life_h,
    value,
    auc_ratio,        // of `curve` to `over`
    clearance_l_h,    // dose / area to infinity after the same dose into a vein
    availability,     // area / area after the same dose into a vein
    drug_points,      // MADRS points taken away by the drug, `day` days after the first dose
    response_share,   // `day` days after the last dose
    remission_share,  // the same
};
BOOST_DESCRIBE_ENUM(Observable, cmax, tmax_h, auc, half_life_h, value, auc_ratio, clearance_l_h, availability,
                    drug_points, response_share, remission_share)

struct ObservedStatistic {
    Observable what = Observable::cmax;
    std::optional<std::string> curve, over;
    std::optional<double> at_h, day;
    std::optional<double> observed, sd;
    std::optional<double> low, high;                     // a range was published
    std::optional<std::string> in_words;                 // no number was
    std::optional<double> accept;                        // relative
    std::optional<std::vector<std::string>> accept_for;  // which models; absent: all of the study
    std::optional<Evidence> evidence;                    // absent: that of the study
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ObservedStatistic, (),
                      (what, curve, over, at_h, day, observed, sd, low, high, in_words, accept, accept_for, evidence,
                       note))

struct ObservedStudy {
    std::string id, title, source;
    Evidence evidence = Evidence::M;
    std::optional<std::int64_t> people;
    std::optional<double> weight_kg;  // absent: not on record, 70 kg assumed
    double until_h = 24;
    std::vector<GivenDose> doses;
    std::vector<std::string> models;
    std::vector<std::string> made_from_it;  // models fitted or adjusted to this study: no test of them
    std::optional<std::string> note;
    std::optional<std::vector<ObservedSeries>> points;
    std::optional<std::vector<ObservedStatistic>> statistics;
};
BOOST_DESCRIBE_STRUCT(ObservedStudy, (),
                      (id, title, source, evidence, people, weight_kg, until_h, doses, models, made_from_it, note,
                       points, statistics))

struct NotCovered {
    std::string what, why;
};
BOOST_DESCRIBE_STRUCT(NotCovered, (), (what, why))

struct Remark {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Remark, (), (text))

struct Observed {
    std::vector<ObservedStudy> studies;
    std::vector<Remark> remarks;  // what stands behind large deviations
    std::vector<NotCovered> not_covered;
};
BOOST_DESCRIBE_STRUCT(Observed, (), (studies, remarks, not_covered))

// The places belong to the addresses of what was read, so this is neither copied nor moved.
struct ObservedFile {
    Observed observed;
    Places places;
    Mistakes mistakes;

    ObservedFile() = default;
    ObservedFile(const ObservedFile&) = delete;
    ObservedFile& operator=(const ObservedFile&) = delete;

    template <class T>
    void mistake(const T& value, std::string code, std::string text) {
        const Where where = places.find(value) ? *places.find(value) : Where{};
        mistakes.push_back({where.file, where.place, where.pointer, std::move(code), std::move(text)});
    }
};

void read_observed(const std::filesystem::path& file, const pharmacology::Library& library, ObservedFile& into);

inline constexpr double kAssumedWeightKg = 70;

}  // namespace afterglow
