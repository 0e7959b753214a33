#pragma once
// How likely a measurement is where a model predicts something else, and how that changes with the prediction.

namespace afterglow::pharmacology {

// Normal about the prediction f, with the variance (proportional f)^2 + additive^2.
struct Measurement {
    double observed = 0;  // or the limit of quantification
    bool below_limit = false;
    double proportional = 0, additive = 0;
};

// Of -2 ln of the likelihood, without its constant.
struct Likelihood {
    double value = 0;
    double slope = 0;      // by the prediction
    double curvature = 0;  // what is to be expected of the second derivative: never negative
};

Likelihood likelihood(const Measurement& measurement, double predicted);
double minus_two_ln_likelihood(const Measurement& measurement, double predicted);
double standard_deviation(const Measurement& measurement, double predicted);

// ln of the standard normal distribution function; its derivative.
double ln_normal_cdf(double z);
double slope_of_ln_normal_cdf(double z);

}  // namespace afterglow::pharmacology
