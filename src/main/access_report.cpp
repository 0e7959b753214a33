// access-report: who read what of whom, and when, in one command: what a breach must be reported with.

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <set>

#include "base/csv.h"
#include "journal/verify.h"
#include "main/commands.h"
#include "views/queries.h"

namespace afterglow {
namespace {

struct Wanted {
    ClinicPlaces places;
    std::string from, to, user, patient, csv;
};

// A day of the clinic's zone, or a moment.
std::optional<Instant> moment(const std::string& text, const std::string& zone, int days_later) {
    if (const auto instant = parse_instant(text); instant.ok()) return *instant;
    const auto date = parse_date(text);
    if (!date.ok()) return std::nullopt;
    const auto midnight = to_instant({std::int64_t{date->days + days_later} * 24 * 60}, zone, Fold::earlier);
    return midnight.ok() ? std::optional(*midnight) : std::nullopt;
}

// What one person of staff read of one patient.
struct Reading {
    std::int64_t times = 0;
    Instant first, last;
    std::set<std::string> what;
};

struct Names {
    std::map<std::string, views::StaffRow> staff;
    std::string of(const std::optional<StaffId>& id) const {
        if (!id) return "";
        const auto found = staff.find(id->value);
        return found == staff.end() ? id->value : found->second.name + " (" + found->second.user + ")";
    }
};

void write_csv(const std::vector<views::AccessRow>& rows, const Names& names, const std::string& path) {
    if (std::filesystem::exists(path)) throw std::runtime_error(path + " exists already; nothing was written");
    std::ofstream file(path, std::ios::binary);
    file << "at,kind,staff,patient,patient_name,what,times,emergency\r\n";
    for (const views::AccessRow& row : rows)
        file << to_text(row.at) << ',' << row.kind << ',' << csv_cell(names.of(row.staff)) << ','
             << (row.patient ? row.patient->value : "") << ',' << csv_cell(row.patient_name.value_or("")) << ','
             << csv_cell(row.what.value_or("")) << ',' << row.times << ','
             << (row.emergency ? row.emergency->value : "") << "\r\n";
    file.close();
    if (!file) throw std::runtime_error(path + " could not be written whole");
}

void print_readings(const std::vector<views::AccessRow>& rows, const Names& names) {
    std::map<std::pair<std::string, std::string>, std::map<std::string, Reading>> by_patient;
    for (const views::AccessRow& row : rows) {
        if (!row.patient) continue;
        Reading& reading = by_patient[{row.patient_name.value_or("?"), row.patient->value}][names.of(row.staff)];
        if (reading.times == 0) reading.first = row.at;
        reading.times += row.times;
        reading.last = row.at;
        reading.what.insert(row.what.value_or("?"));
    }
    fmt::print("{} people's records were read:\n", by_patient.size());
    for (const auto& [patient, readers] : by_patient) {
        fmt::print("\n{}  {}\n", patient.first, patient.second);
        for (const auto& [reader, reading] : readers)
            fmt::print("  {}: {} times from {} to {}: {}\n", reader, reading.times, to_text(reading.first),
                       to_text(reading.last), fmt::join(reading.what, ", "));
    }
}

void print_emergencies(const std::vector<views::EmergencyRow>& rows, const Names& names) {
    fmt::print("\n{} records were opened in an emergency:\n", rows.size());
    for (const views::EmergencyRow& row : rows) {
        fmt::print("\n{}  {}: {} from {} to {}\n", row.patient_name.value_or("?"), row.patient.value,
                   names.of(row.staff), to_text(row.opened_at), to_text(row.closed_at.value_or(row.ends_at)));
        fmt::print("  reason: {}\n", row.reason);
        for (const views::EmergencyRead& each : row.reads) fmt::print("  read: {}, {} times\n", each.what, each.times);
        fmt::print("  privacy lead told by e-mail: {}\n", row.told_at ? to_text(*row.told_at) : "no");
        if (row.reviewed_at)
            fmt::print("  reviewed {} by {}: {}\n", to_text(*row.reviewed_at), names.of(row.reviewed_by),
                       row.finding.value_or(""));
        else
            fmt::print("  not reviewed yet\n");
    }
}

void print_sign_ins(const std::vector<views::AccessRow>& rows, const Names& names) {
    std::map<std::pair<std::string, std::string>, std::int64_t> sign_ins;
    std::int64_t held_back = 0;
    for (const views::AccessRow& row : rows) {
        if (row.kind == "SignedIn" || row.kind == "SignedInThroughProvider")
            ++sign_ins[{names.of(row.staff), row.what.value_or("?")}];
        if (row.kind == "GuessingHeldBack") ++held_back;
    }
    fmt::print("\nSign-ins, by person and network address:\n");
    for (const auto& [who, times] : sign_ins) fmt::print("  {} from {}: {}\n", who.first, who.second, times);
    if (sign_ins.empty()) fmt::print("  none\n");
    fmt::print("Guessing of passwords was held back {} times.\n", held_back);
}

int report(const Wanted& wanted) {
    const auto pack = load_pack(wanted.places);
    if (!pack) return 1;
    const auto from = moment(wanted.from, pack->zone, 0), to = moment(wanted.to, pack->zone, 1);
    if (!from || !to || *to <= *from) {
        fmt::print(stderr,
                   "afterglow: --from and --to are days such as 2026-11-23 or times such as 2026-11-23T10:04:00Z, "
                   "the earlier one first\n");
        return 1;
    }
    const auto db = journal::open_for_reading(wanted.places.store_options(false));
    Names names;
    std::optional<StaffId> staff;
    for (const views::StaffRow& row : views::all_staff(*db)) {
        if (row.user == wanted.user) staff = row.id;
        names.staff[row.id.value] = row;
    }
    if (!wanted.user.empty() && !staff) {
        fmt::print(stderr, "afterglow: there is no account \"{}\"\n", wanted.user);
        return 1;
    }
    const std::optional<PatientId> patient =
        wanted.patient.empty() ? std::nullopt : std::optional(PatientId{wanted.patient});
    const auto rows = views::access_between(*db, *from, *to, staff, patient);
    if (!wanted.csv.empty()) write_csv(rows, names, wanted.csv);
    fmt::print("From {} until {} ({}):\n", to_text(*from), to_text(*to), pack->zone);
    print_readings(rows, names);
    print_emergencies(views::emergencies_between(*db, *from, *to, staff, patient), names);
    if (!patient) print_sign_ins(rows, names);
    if (!wanted.csv.empty()) fmt::print("Every line is in {}.\n", wanted.csv);
    return 0;
}

}  // namespace

void add_access_report(CLI::App& app, int& status) {
    auto wanted = std::make_shared<Wanted>();
    CLI::App* command =
        app.add_subcommand("access-report", "Who read what of whom, and when, and who signed in from where");
    wanted->places.add_data_options(*command);
    wanted->places.add_policy_options(*command);
    command->add_option("--from", wanted->from, "The first day, or a time with its zone")->required();
    command->add_option("--to", wanted->to, "The last day, or a time with its zone")->required();
    command->add_option("--user", wanted->user, "Only what this account did");
    command->add_option("--patient", wanted->patient, "Only what concerns the person with this id");
    command->add_option("--csv", wanted->csv, "Write every line into this new file, too");
    command->callback([=, &status] { status = report(*wanted); });
}

}  // namespace afterglow
