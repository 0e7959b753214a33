#pragma once
// The variables that expressions in model files may use besides parameters and earlier formulas.

#include <array>
#include <string>
#include <vector>

#include "pharmacology/model.h"

namespace afterglow::pharmacology {

enum Variable : std::size_t { kSize, kWeightKg, kAgeYears, kHeightCm, kFemale, kDoseMg, kSprays, kVariables };
inline constexpr std::array<const char*, kVariables> kVariableNames{"size",   "weight_kg", "age_years", "height_cm",
                                                                    "female", "dose_mg",   "sprays"};

// Variables, then parameters, then formulas: the order of values everywhere.
std::vector<std::string> names_of_values(const Model& model);

inline constexpr const char* kOutsideBody = "outside";
inline constexpr double kReferenceWeightKg = 70;

// g/mol, from the formulas C13H16ClNO, C12H14ClNO, C12H12ClNO, C12H14ClNO2.
double molar_mass(Analyte analyte);

}  // namespace afterglow::pharmacology
