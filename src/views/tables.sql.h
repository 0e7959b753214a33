#pragma once
// The tables of the views. Ordinary names, so that an administrator can query them with any tool of the database.

namespace afterglow::views {

inline constexpr const char* kTables = R"sql(
CREATE TABLE IF NOT EXISTS views_form (
    form TEXT NOT NULL               -- which version's views these are
) STRICT;
CREATE TABLE IF NOT EXISTS document (
    stream  TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    body    TEXT NOT NULL            -- the state of the stream, as JSON
) STRICT;
CREATE TABLE IF NOT EXISTS event_kind (
    kind TEXT NOT NULL, name TEXT NOT NULL, name_version INTEGER NOT NULL,
    last INTEGER NOT NULL,           -- sequence of the latest event of this kind
    PRIMARY KEY (kind, name, name_version)
) STRICT, WITHOUT ROWID;
-- Which streams hold something that is sealed with a person's key.
CREATE TABLE IF NOT EXISTS sealed_stream (
    key_id TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (key_id, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erasure (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, requested_at INTEGER, held_at INTEGER, erased_at INTEGER, erased_by TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS erased_person (
    person TEXT PRIMARY KEY          -- whose key was destroyed
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inquiry (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, channel TEXT NOT NULL,
    question TEXT NOT NULL, received_at INTEGER NOT NULL, due_at INTEGER NOT NULL, owner TEXT, answered_at INTEGER, in_time INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS inquiry_by_due ON inquiry (status, due_at);
CREATE INDEX IF NOT EXISTS inquiry_by_received ON inquiry (received_at);
CREATE TABLE IF NOT EXISTS waiting (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, name TEXT NOT NULL, indication TEXT NOT NULL, language TEXT NOT NULL,
    email TEXT, phone TEXT, joined_at INTEGER NOT NULL, told_at INTEGER, inquiry TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS waiting_by_inquiry ON waiting (inquiry) WHERE inquiry IS NOT NULL;
CREATE INDEX IF NOT EXISTS waiting_by_indication ON waiting (indication, status, joined_at);
CREATE TABLE IF NOT EXISTS indication (
    code TEXT PRIMARY KEY, open INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS patient (
    id TEXT PRIMARY KEY, given_name TEXT NOT NULL, family_name TEXT NOT NULL, birth_date INTEGER NOT NULL,
    search TEXT NOT NULL,            -- "family given", folded
    national_id TEXT, inquiry TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS patient_by_inquiry ON patient (inquiry) WHERE inquiry IS NOT NULL;
CREATE INDEX IF NOT EXISTS patient_by_search ON patient (search, birth_date);
CREATE INDEX IF NOT EXISTS patient_by_national_id ON patient (national_id) WHERE national_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS patient_word (
    word TEXT NOT NULL, patient TEXT NOT NULL, PRIMARY KEY (word, patient)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS patient_word_by_patient ON patient_word (patient);
CREATE TABLE IF NOT EXISTS course (
    id TEXT PRIMARY KEY, patient TEXT NOT NULL, indication TEXT NOT NULL, cycle INTEGER NOT NULL, phase TEXT NOT NULL,
    status TEXT NOT NULL, ending TEXT, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, ended_at INTEGER,
    open_session TEXT,
    change TEXT,                     -- the patient's own verdict at the end of treatment
    path TEXT NOT NULL, interviews TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX IF NOT EXISTS course_by_patient ON course (patient, cycle);
CREATE INDEX IF NOT EXISTS course_by_phase ON course (status, phase);
CREATE TABLE IF NOT EXISTS scale (
    entry TEXT PRIMARY KEY, course TEXT NOT NULL, patient TEXT NOT NULL, instrument TEXT NOT NULL, time_point TEXT NOT NULL,
    at INTEGER NOT NULL, total INTEGER NOT NULL, severity TEXT NOT NULL, corrected INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS scale_by_course ON scale (course, instrument, at);
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY, course TEXT NOT NULL, patient TEXT NOT NULL, stage TEXT NOT NULL, room TEXT, opened_at INTEGER NOT NULL,
    dosed_at INTEGER, measured_at INTEGER, systolic_mmhg INTEGER, diastolic_mmhg INTEGER, heart_rate_bpm INTEGER,
    spo2_percent INTEGER, adverse_events INTEGER NOT NULL,
    rehearsal TEXT                   -- the simulated person's name
) STRICT;
CREATE INDEX IF NOT EXISTS session_by_stage ON session (stage, opened_at);
CREATE TABLE IF NOT EXISTS booking (
    id TEXT NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL, starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL, room TEXT, patient TEXT, course TEXT, body TEXT NOT NULL,
    position INTEGER NOT NULL,       -- in its day: a booking moved away and back stands twice
    PRIMARY KEY (day, position)
) STRICT, WITHOUT ROWID;
-- When a room ("room:…"), a member of staff or a patient is taken by a booking that stands: the second wall (projection.h).
CREATE TABLE IF NOT EXISTS booking_hold (
    day INTEGER NOT NULL, whom TEXT NOT NULL, position INTEGER NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
    PRIMARY KEY (day, whom, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS booking_by_patient ON booking (patient, starts_at) WHERE patient IS NOT NULL;
CREATE TABLE IF NOT EXISTS task (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, patient TEXT NOT NULL, course TEXT NOT NULL, because_of TEXT NOT NULL,
    raised_at INTEGER NOT NULL, closed_at INTEGER, closed_by TEXT, what_was_done TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS task_open ON task (raised_at) WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS task_by_patient ON task (patient, raised_at);
CREATE TABLE IF NOT EXISTS staff (
    id TEXT PRIMARY KEY, "user" TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL, active INTEGER NOT NULL,
    language TEXT NOT NULL, until_day INTEGER
) STRICT;
-- Accounts in other clinics of the installation whose people may switch to this one.
CREATE TABLE IF NOT EXISTS staff_link (
    clinic TEXT NOT NULL, elsewhere TEXT NOT NULL, staff TEXT NOT NULL, PRIMARY KEY (clinic, elsewhere)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS story (
    patient TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (patient, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS access_log (
    sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, staff TEXT, patient TEXT, what TEXT, times INTEGER NOT NULL,
    emergency TEXT                   -- under which opening, if it was in an emergency
) STRICT;
CREATE INDEX IF NOT EXISTS access_log_by_patient ON access_log (patient, sequence) WHERE patient IS NOT NULL;
CREATE INDEX IF NOT EXISTS access_log_by_emergency ON access_log (emergency) WHERE emergency IS NOT NULL;
CREATE TABLE IF NOT EXISTS emergency (
    id TEXT PRIMARY KEY, staff TEXT NOT NULL, patient TEXT NOT NULL, reason TEXT NOT NULL, opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL, closed_at INTEGER, told_at INTEGER, reviewed_at INTEGER, reviewed_by TEXT, finding TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS emergency_by_staff ON emergency (staff, ends_at);
CREATE INDEX IF NOT EXISTS emergency_by_time ON emergency (opened_at);
-- What will be due by itself, and when: alarms to escalate, checks overdue, messages to send.
CREATE TABLE IF NOT EXISTS due (
    stream TEXT PRIMARY KEY, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due_by_time ON due (at);
CREATE TABLE IF NOT EXISTS watch (
    session TEXT PRIMARY KEY, room TEXT, runs INTEGER NOT NULL, rehearsal INTEGER NOT NULL, patient TEXT NOT NULL,
    alarm TEXT,                      -- the highest priority among alarms that signal
    alarms_open INTEGER NOT NULL, escalated INTEGER NOT NULL, next_check_at INTEGER,
    device_systolic_mmhg INTEGER, device_diastolic_mmhg INTEGER, device_heart_rate_bpm INTEGER, device_spo2_percent INTEGER,
    device_at INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS watch_running ON watch (room) WHERE runs = 1;
CREATE TABLE IF NOT EXISTS reading (
    session TEXT NOT NULL, at INTEGER NOT NULL, sequence INTEGER NOT NULL, received_at INTEGER NOT NULL,
    device TEXT NOT NULL, vitals TEXT NOT NULL, PRIMARY KEY (session, at, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reading_by_sequence ON reading (session, sequence);
CREATE TABLE IF NOT EXISTS alarm (
    session TEXT NOT NULL, alarm INTEGER NOT NULL, rule TEXT NOT NULL, source TEXT NOT NULL, priority TEXT NOT NULL,
    unverified INTEGER NOT NULL, measure TEXT, value REAL, limit_value REAL, raised_at INTEGER NOT NULL,
    escalated_at INTEGER, acknowledged_at INTEGER, acknowledged_by TEXT, actionable INTEGER, words TEXT, ended_at INTEGER,
    rehearsal INTEGER NOT NULL, PRIMARY KEY (session, alarm)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alarm_by_time ON alarm (raised_at) WHERE rehearsal = 0;
CREATE TABLE IF NOT EXISTS stock_place (
    stock TEXT NOT NULL, place TEXT NOT NULL, balance_micrograms INTEGER NOT NULL, PRIMARY KEY (stock, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stock (
    id TEXT PRIMARY KEY, medicine TEXT NOT NULL, strength INTEGER NOT NULL, lot TEXT NOT NULL, expires INTEGER NOT NULL,
    balance_micrograms INTEGER NOT NULL, touched_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS register_entry (
    number INTEGER PRIMARY KEY,      -- counted from 1, in the order of the journal
    entry TEXT NOT NULL, stock TEXT NOT NULL, medicine TEXT NOT NULL, strength INTEGER NOT NULL, at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
    net_micrograms INTEGER NOT NULL, -- what the clinic has more or less; 0 for a transfer
    medicine_balance_micrograms INTEGER NOT NULL,
    session TEXT, patient TEXT, corrects TEXT, corrected_by INTEGER,
    body TEXT NOT NULL               -- the event
) STRICT;
CREATE INDEX IF NOT EXISTS register_by_time ON register_entry (at, number);
CREATE INDEX IF NOT EXISTS register_by_stock ON register_entry (stock, number);
CREATE INDEX IF NOT EXISTS register_by_entry ON register_entry (entry);
CREATE TABLE IF NOT EXISTS discrepancy (
    stock TEXT NOT NULL, entry TEXT NOT NULL, body TEXT NOT NULL, found_at INTEGER NOT NULL, PRIMARY KEY (stock, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS register_day (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, day INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
)sql";

}  // namespace afterglow::views
