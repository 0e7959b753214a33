#pragma once
// For tests of tests: whether a property with a planted fault is found out.

#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

namespace afterglow::clinic::example {

// Quietly, without making the counterexample small.
template <class Property>
bool is_refuted(Property property, int cases = 500) {
    rc::detail::TestParams params;
    params.seed = 1;
    params.maxSuccess = cases;
    params.disableShrinking = true;
    rc::detail::TestListenerAdapter quiet;
    return rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params, quiet).template is<rc::detail::FailureResult>();
}

}  // namespace afterglow::clinic::example
