#include "tests/network/marks.h"

#include <algorithm>
#include <functional>

#include "clinic/stock/stock.h"
#include "desk/passwords.h"
#include "journal/journal.h"
#include "tests/harness/json_tools.h"

namespace afterglow::network {
namespace {

constexpr std::size_t kBeginning = 8;  // shorter texts betray nobody
constexpr std::size_t kIdLength = 36;

void each_text(const Json& json, const std::function<void(const std::string&)>& visit) {
    if (const auto* text = json.string()) visit(*text);
    if (const auto* items = json.array()) {
        for (const Json& item : *items) each_text(item, visit);
    }
    if (const auto* members = json.object()) {
        for (const auto& [name, value] : *members) each_text(value, visit);
    }
}

bool has_letters(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80; });
}
std::size_t two_bytes(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]) * 256U + static_cast<unsigned char>(text[at + 1]);
}
bool is_time(const std::string& text) { return parse_instant(text).ok(); }

void each_event(harness::Clinic& clinic, const std::function<void(const journal::StoredEvent&)>& visit) {
    clinic.desk().flush_reads();
    journal::JournalReader(clinic.desk().reader()).for_each(1, [&](const journal::StoredEvent& event) {
        visit(event);
        return true;
    });
}

}  // namespace

std::string journal_text(harness::Clinic& clinic) {
    std::string all;
    each_event(clinic, [&](const journal::StoredEvent& event) { all += event.stream + " " + event.payload + "\n"; });
    return all;
}

Marks::Marks(harness::Clinic& clinic, const std::string& word, const std::string& common) {
    const auto add_id = [&](const std::string& kind, const std::string& id) {
        if (common.find(id) != std::string::npos) return;
        ids_.insert(id);
        auto& list = by_kind_[kind];
        if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
    };
    std::set<std::string> texts{word};
    each_event(clinic, [&](const journal::StoredEvent& event) {
        const std::size_t colon = event.stream.find(':');
        const std::string rest = colon == std::string::npos ? "" : event.stream.substr(colon + 1);
        if (is_uuid(rest)) add_id(event.stream.substr(0, colon), rest);
        add_id("command", event.meta.command_id);
        each_text(parse_json(event.payload).value(), [&](const std::string& text) {
            if (is_uuid(text))
                add_id("other", text);
            else if (text.size() >= kBeginning && has_letters(text) && !is_time(text) &&
                     (text.find(word) != std::string::npos || common.find(text) == std::string::npos))
                texts.insert(text);
        });
    });
    for (const std::string& each : ids_) by_kind_["any"].push_back(each);
    for (const std::string& each : texts) {
        by_beginning_[each.substr(0, kBeginning)].push_back(each);
        may_begin_[two_bytes(each, 0)] = true;
    }
    texts_ = texts.size();
}

const std::vector<std::string>& Marks::ids_of(const std::string& kind) const {
    static const std::vector<std::string> none;
    const auto found = by_kind_.find(kind);
    return found == by_kind_.end() ? none : found->second;
}

std::string Marks::in(std::string_view text) const {
    for (std::size_t i = 0; i + kBeginning <= text.size(); ++i) {
        if (i + kIdLength <= text.size() && text[i + 8] == '-' && text[i + 13] == '-') {
            if (const auto found = ids_.find(text.substr(i, kIdLength)); found != ids_.end()) return *found;
        }
        if (!may_begin_[two_bytes(text, i)]) continue;
        const auto found = by_beginning_.find(std::string(text.substr(i, kBeginning)));
        if (found == by_beginning_.end()) continue;
        for (const std::string& each : found->second) {
            if (text.substr(i).starts_with(each)) return each;
        }
    }
    return "";
}

void mark_with(harness::Clinic& clinic, const std::string& word) {
    const auto id = [] { return desk::new_uuid(); };
    const auto say = [&](std::string text) {
        for (std::size_t at = 0; (at = text.find('@', at)) != std::string::npos; at += word.size())
            text.replace(at, 1, word);
        return harness::parsed(text);
    };
    const StaffId staff = clinic.hire({id()}, "u." + std::to_string(word.size()) + "." + id().substr(24),
                                      word + " of the staff", {clinic::Role::therapist});
    clinic.perform("record-inquiry", say(R"({"inquiry":")" + id() +
                                         R"(","channel":"phone","question":{"name":"@ asks","phone":"601 234 567",
        "language":"cs","question":"@ question","answer_by":"phone","consent_to_contact":true}})"));
    clinic.perform(
        "join-waiting-list",
        say(R"({"waiting":")" + id() +
            R"(","person":{"name":"@ waits","phone":"601 234 567","language":"cs","indication":"eating_disorders","consent_to_be_told":true}})"));
    const PatientId patient{id()};
    const CourseId course{id()};
    const SessionId session{id()};
    clinic.perform(
        "register-patient",
        say(R"({"patient":")" + patient.value +
            R"(","details":{"given_name":"@","family_name":"@ova","birth_date":"1986-03-14","language":"cs"}})"));
    clinic.perform("open-course", say(R"({"course":")" + course.value + R"(","patient":")" + patient.value +
                                      R"(","indication":"depression","language":"cs"})"));
    const clinic::ReceiveStock delivery{
        .stock = {id()},
        .medicine = {{word + " ketamine"}, Milligrams{50'000}, Milligrams{500'000}},
        .lot = {word + "-lot"},
        .expires = *parse_date("2028-01-31"),
        .place = {"safe"},
        .containers = {5},
        .supplier = {word + " supplies"},
        .document = {word + " delivery"},
        .note = Line{word + " note"},
    };
    const StaffId custodian = clinic.hire("keeper." + id().substr(24), {clinic::Role::custodian});
    clinic.perform("receive-stock", parse_json(to_json(delivery)).value(), custodian);
    // Into the journal as events: what leads to them is not the matter here.
    clinic::Events events;
    events.add(clinic::stream_of(session), clinic::SessionOpened{session, course, patient, {}, {staff}, staff});
    events.add(clinic::stream_of(course), clinic::CourseSessionOpened{session});
    clinic::Decision decision;
    decision.decision.verdict = clinic::Verdict::not_indicated;
    decision.decision.letter = clinic::Letter{{{word + " reason"}}, {{word + " alternative"}}, {}};
    events.add(clinic::stream_of(course), clinic::Recorded<clinic::Decision>{decision, {}, {}});
    clinic.desk().append(events.list(), staff);
    clinic.desk().flush_reads();
}

}  // namespace afterglow::network
