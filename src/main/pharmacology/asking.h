#pragma once
// What `simulate` and `fit` have in common: how they take what is typed, and how they say what is wrong with it.

#include <functional>
#include <string>

#include "base/result.h"

namespace afterglow {

std::string say(const std::string& code, const Parameters& parameters = {});  // in English, as the command line speaks

// Prints the refusal with the place of each field; returns the exit status 1.
int complain(const Refusal& refusal, const std::function<std::string(const std::string& pointer)>& place_of);

// "ticlopidine 250mg bid" is known as ticlopidine; at which dose it was measured is said in the notes.
std::string name_without_dose(const std::string& text);

}  // namespace afterglow
