#pragma once
// The tables of the views. Ordinary names, so that an administrator can query them with any SQLite tool.

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
    spo2_percent INTEGER, adverse_events INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_by_stage ON session (stage, opened_at);
CREATE TABLE IF NOT EXISTS booking (
    id TEXT NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL, starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL, room TEXT, patient TEXT, course TEXT, body TEXT NOT NULL,
    position INTEGER NOT NULL,       -- in its day: a booking moved away and back stands twice
    PRIMARY KEY (day, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS booking_by_patient ON booking (patient, starts_at) WHERE patient IS NOT NULL;
CREATE TABLE IF NOT EXISTS task (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, patient TEXT NOT NULL, course TEXT NOT NULL, because_of TEXT NOT NULL,
    raised_at INTEGER NOT NULL, closed_at INTEGER, closed_by TEXT, what_was_done TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS task_open ON task (raised_at) WHERE closed_at IS NULL;
CREATE INDEX IF NOT EXISTS task_by_patient ON task (patient, raised_at);
CREATE TABLE IF NOT EXISTS staff (
    id TEXT PRIMARY KEY, user TEXT NOT NULL UNIQUE, name TEXT NOT NULL, roles TEXT NOT NULL, active INTEGER NOT NULL,
    language TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS story (
    patient TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (patient, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS access_log (
    sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, staff TEXT, patient TEXT, what TEXT, times INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS access_log_by_patient ON access_log (patient, sequence) WHERE patient IS NOT NULL;
)sql";

}  // namespace afterglow::views
