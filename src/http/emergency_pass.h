#pragma once
// The record was opened in an emergency by who asks, and the request is for that one.

#include "base/time.h"
#include "base/types.h"

namespace afterglow::http {

struct EmergencyPass {
    EmergencyId emergency;
    PatientId patient;
    Instant ends_at;
};

}  // namespace afterglow::http
