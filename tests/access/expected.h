#pragma once
// Which permission each route is to need, as decided: the second account of it, beside the program's own. A new route, or one
// that is to be more open, is written down here by the person who means it so.

#include <utility>
#include <vector>

namespace afterglow::access {

inline const std::vector<std::pair<const char*, std::vector<const char*>>> kExpected{
    {"anyone",
     {"GET /healthz", "GET /metrics", "GET /api/openapi.json", "GET /api/public/clinic", "POST /api/public/inquiries",
      "POST /api/public/waiting-list", "POST /api/v1/sign-in"}},
    {"signed_in",
     {"POST /api/v1/sign-out", "POST /api/v1/me/password", "POST /api/v1/me/language", "GET /api/v1/me",
      "GET /api/v1/today", "GET /api/v1/staff", "GET /api/v1/roles", "GET /api/v1/policy"}},
    {"manage_staff",
     {"POST /api/v1/staff/{id}/password", "POST /api/v1/commands/add-staff", "POST /api/v1/commands/change-roles",
      "POST /api/v1/commands/dismiss-staff", "POST /api/v1/commands/reinstate-staff"}},
    {"handle_inquiries",
     {"GET /api/v1/inquiries", "GET /api/v1/inquiries/{id}", "GET /api/v1/waiting-list",
      "POST /api/v1/commands/record-inquiry", "POST /api/v1/commands/take-inquiry",
      "POST /api/v1/commands/answer-inquiry", "POST /api/v1/commands/close-inquiry",
      "POST /api/v1/commands/reopen-inquiry", "POST /api/v1/commands/join-waiting-list",
      "POST /api/v1/commands/record-notice", "POST /api/v1/commands/leave-waiting-list"}},
    {"read_people", {"GET /api/v1/patients", "GET /api/v1/patients/{id}"}},
    {"read_records",
     {"GET /api/v1/patients/{id}/record", "GET /api/v1/patients/{id}/story", "GET /api/v1/patients/{id}/dose-facts",
      "GET /api/v1/courses/{id}/guide", "GET /api/v1/courses/{id}/letter", "GET /api/v1/sessions",
      "GET /api/v1/sessions/{id}", "GET /api/v1/tasks"}},
    {"read_calendar", {"GET /api/v1/calendar"}},
    {"read_figures", {"GET /api/v1/figures"}},
    {"read_access_log", {"GET /api/v1/access-log"}},
    {"open_indications", {"POST /api/v1/commands/open-indication", "POST /api/v1/commands/close-indication"}},
    {"register_people",
     {"POST /api/v1/commands/register-patient", "POST /api/v1/commands/amend-patient",
      "POST /api/v1/commands/open-course"}},
    {"move_courses",
     {"POST /api/v1/commands/move-course", "POST /api/v1/commands/hold-course", "POST /api/v1/commands/postpone-course",
      "POST /api/v1/commands/resume-course", "POST /api/v1/commands/end-course"}},
    {"book",
     {"POST /api/v1/commands/book", "POST /api/v1/commands/move-booking", "POST /api/v1/commands/cancel-booking"}},
    {"interview", {"POST /api/v1/commands/record-interview"}},
    {"evaluate", {"POST /api/v1/commands/record-evaluation"}},
    {"examine", {"POST /api/v1/commands/record-examination"}},
    {"fill_scales", {"POST /api/v1/commands/record-scale"}},
    {"assess", {"POST /api/v1/commands/assess-criteria"}},
    {"decide", {"POST /api/v1/commands/decide"}},
    {"take_consent", {"POST /api/v1/commands/sign-consent", "POST /api/v1/commands/withdraw-consent"}},
    {"plan", {"POST /api/v1/commands/record-plan"}},
    {"prepare", {"POST /api/v1/commands/record-preparation"}},
    {"integrate", {"POST /api/v1/commands/record-integration"}},
    {"record_outcomes", {"POST /api/v1/commands/record-outcome"}},
    {"add_addenda", {"POST /api/v1/commands/add-course-addendum", "POST /api/v1/commands/add-session-addendum"}},
    {"attend_sessions",
     {"POST /api/v1/commands/open-session", "POST /api/v1/commands/record-readiness",
      "POST /api/v1/commands/record-vitals", "POST /api/v1/commands/take-time-out", "POST /api/v1/commands/record-mark",
      "POST /api/v1/commands/word-mark", "POST /api/v1/commands/record-adverse-event",
      "POST /api/v1/commands/end-dosing", "POST /api/v1/commands/record-discharge", "POST /api/v1/commands/close-out",
      "POST /api/v1/commands/cancel-session"}},
    {"order_doses", {"POST /api/v1/commands/order-dose"}},
    {"explore_doses", {"GET /api/v1/pharmacology", "POST /api/v1/pharmacology/simulate"}},
    {"give_doses", {"POST /api/v1/commands/give-dose"}},
    {"release_people", {"POST /api/v1/commands/release-patient"}},
    {"close_tasks", {"POST /api/v1/commands/close-task"}},
    {"confirm_rules", {"POST /api/v1/commands/confirm-rule", "POST /api/v1/commands/withdraw-confirmation"}},
};

}  // namespace afterglow::access
