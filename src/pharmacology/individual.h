#pragma once
// A model's parameters in one person: typical value, times its scale, spread by the person's etas; then the formulas.

#include <Eigen/Core>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pharmacology/expression.h"
#include "pharmacology/model.h"

namespace afterglow::pharmacology {

enum class BodySex { female, male };
BOOST_DESCRIBE_ENUM(BodySex, female, male)

struct Covariates {
    double weight_kg = 70;
    std::optional<double> height_cm, age_years;
    std::optional<BodySex> sex;
};
BOOST_DESCRIBE_STRUCT(Covariates, (), (weight_kg, height_cm, age_years, sex))

// The person models are typical of where nothing is known: an example, not a clinical statement.
inline constexpr double kUnknownAgeYears = 45, kUnknownHeightCm = 175;

// weight / 70 kg; above a BMI of 35 the weight is adjusted: ideal + 0.4 (weight - ideal), with Devine's ideal weight
// (assumption, evidence M). Equal to weight / 70 if the height is unknown.
double size_of(const Covariates& person);

// Names of the parameters that have an eta of their own, in the order of etas everywhere.
std::vector<std::string> eta_names(const Model& model);
// Their variances (between people plus between occasions) and covariances.
Eigen::MatrixXd omega_of(const Model& model);

// Multiplies one parameter or formula: what an interaction does.
struct Multiplier {
    std::string name;
    double factor = 1;
    bool at_most_one = false;  // a fraction stays a fraction
};

// Belongs to one thread.
class Individual {
public:
    explicit Individual(const Model& model, std::vector<Multiplier> multipliers = {});

    // All values in the order of names_of_values(); valid until the next call. `etas` in the order of eta_names(), or empty
    // for the typical person.
    std::span<const double> values(Species species, const Covariates& person, double dose_mg,
                                   std::span<const double> etas);

    // The same in two steps, for many people who differ in their etas only.
    void prepare(Species species, const Covariates& person, double dose_mg);
    std::span<const double> with_etas(std::span<const double> etas);
    // Does a value differ between people with different etas?
    bool varies(std::size_t value) const { return varies_[value]; }
    std::size_t index_of(const std::string& name) const;

private:
    void multiply(std::size_t value);

    const Model& model_;
    std::vector<std::string> names_;
    std::vector<std::optional<Expression>> scales_;  // of the parameters
    std::vector<Expression> formulas_;
    std::vector<int> eta_of_;     // of the parameters; -1: none
    std::vector<bool> varies_;    // of all values
    std::vector<double> factor_;  // of all values
    std::vector<bool> capped_;
    std::vector<double> typical_, values_;
    Species species_ = Species::s;
};

}  // namespace afterglow::pharmacology
