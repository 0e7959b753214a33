#include "pharmacology/names.h"

namespace afterglow::pharmacology {

std::vector<std::string> names_of_values(const Model& model) {
    std::vector<std::string> names(kVariableNames.begin(), kVariableNames.end());
    for (const Parameter& each : model.parameters) names.push_back(each.name);
    if (model.formulas) {
        for (const Formula& each : *model.formulas) names.push_back(each.name);
    }
    return names;
}

double molar_mass(Analyte analyte) {
    switch (analyte) {
        case Analyte::ketamine: return 237.73;
        case Analyte::norketamine: return 223.70;
        case Analyte::dehydronorketamine: return 221.68;
        case Analyte::hydroxynorketamine: return 239.70;
    }
    return 0;
}

}  // namespace afterglow::pharmacology
