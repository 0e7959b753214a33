// From a session's state to the sheet: names instead of ids, the rules' words instead of their ids.

#include "documents/session_record.h"

namespace afterglow::documents {
namespace {

using clinic::Entry;

template <int Max>
std::string text_or_empty(const std::optional<Text<Max>>& text) {
    return text ? text->value : std::string();
}

class Reader {
public:
    Reader(const clinic::Pack& pack, const NameOf& name_of, Language language)
        : pack_(pack), name_of_(name_of), language_(language) {}

    std::string name(const StaffId& id) const { return name_of_(id); }
    std::string rule(const std::string& id) const {
        const clinic::Rule* found = clinic::find_rule(pack_, id);
        return found ? found->text.in(language_) : id;
    }
    std::string room(const std::string& code) const {
        for (const clinic::Room& room : pack_.rooms) {
            if (room.code == code) return room.name.in(language_);
        }
        return code;
    }
    std::vector<CheckLine> checks(const std::vector<clinic::CheckAnswer>& answers) const {
        std::vector<CheckLine> lines;
        for (const clinic::CheckAnswer& each : answers)
            lines.push_back({rule(each.check.value), each.answer, text_or_empty(each.note)});
        return lines;
    }
    std::vector<std::string> rules(const std::vector<Code>& codes) const {
        std::vector<std::string> texts;
        for (const Code& code : codes) texts.push_back(rule(code.value));
        return texts;
    }
    std::vector<std::string> overrides(const std::vector<clinic::Override>& overrides) const {
        std::vector<std::string> texts;
        for (const clinic::Override& each : overrides)
            texts.push_back(rule(each.rule.value) + ": " + each.reason.value);
        return texts;
    }

    template <class Form>
    Written written(const Entry<Form>& entry, const std::vector<Entry<Form>>& all) const {
        Written written{.by = name(entry.by), .happened_at = entry.happened_at, .recorded_at = entry.recorded_at};
        if (entry.corrected_by) written.corrected_because = reason_of(*entry.corrected_by, all);
        if (entry.signature)
            written.signature = {entry.signature->name, entry.signature->signed_at, entry.signature->meaning};
        for (const clinic::Addendum& each : entry.addenda)
            written.addenda.push_back({name(each.by), each.text.value, each.recorded_at});
        return written;
    }

private:
    // The reason stands in the entry that replaced the wrong one.
    template <class Form>
    static std::string reason_of(const EntryId& corrected_by, const std::vector<Entry<Form>>& all) {
        const Entry<Form>* right = clinic::find_entry(all, corrected_by);
        return right && right->correction ? right->correction->reason.value : std::string();
    }

    const clinic::Pack& pack_;
    const NameOf& name_of_;
    Language language_;
};

ReadinessPart part(const Reader& read, const clinic::Readiness& form) {
    return {.identified_by = form.identified_by,
            .last_food_at = form.last_food_at,
            .last_drink_at = form.last_drink_at,
            .drugs_taken = text_or_empty(form.drugs_taken),
            .checks = read.checks(form.checks),
            .mental_state = form.mental_state.value,
            .suicidality = form.suicidality,
            .escort = contact_text(form.escort)};
}
OrderPart part(const Reader& read, const clinic::Order& form) {
    OrderPart part{.medicine = form.medicine,
                   .route = form.order.route,
                   .total_mg = form.total_mg,
                   .per_kg = form.order.dose_mg_per_kg,
                   .weight_kg = form.weight_kg,
                   .weighed = read.rules(form.notes),
                   .set_aside = read.overrides(form.order.overrides),
                   .note = text_or_empty(form.order.note)};
    for (const Line& drug : form.order.rescue) part.rescue.push_back(drug.value);
    return part;
}
TimeOutPart part(const Reader& read, const clinic::WitnessedTimeOut& form) {
    return {.identity = form.time_out.identity,
            .consent = form.time_out.consent,
            .allergies = form.time_out.allergies,
            .medicine_and_dose = form.time_out.medicine_and_dose,
            .monitoring_ready = form.time_out.monitoring_ready,
            .witness = read.name(form.witness),
            .note = text_or_empty(form.time_out.note)};
}
DosePart part(const Reader& read, const clinic::Dose& form) {
    return {.medicine = form.medicine,
            .dose_mg = form.dose.dose_mg,
            .route = form.dose.route,
            .site = text_or_empty(form.dose.site),
            .lot = form.dose.lot.value,
            .expires = form.dose.expires,
            .prepared_by = read.name(form.dose.prepared_by),
            .reason = text_or_empty(form.dose.reason),
            .additional = form.additional};
}
VitalsPart part(const Reader&, const clinic::Measured& form) {
    return {.vitals = form.vitals, .note = text_or_empty(form.note)};
}
MarkPart part(const Reader&, const clinic::Mark& form) {
    return {.kind = form.kind, .words = text_or_empty(form.words)};
}
AdverseEventPart part(const Reader&, const clinic::AdverseEvent& form) {
    return {.what = form.what.value,
            .onset_at = form.onset_at,
            .grade = form.grade.value,
            .action = form.action.value,
            .outcome = form.outcome,
            .serious = form.serious,
            .reported_to = text_or_empty(form.reported_to)};
}
DischargePart part(const Reader& read, const clinic::Discharge& form) {
    return {.checks = read.checks(form.checks), .suicidality = form.suicidality, .note = text_or_empty(form.note)};
}
ReleasePart part(const Reader& read, const clinic::Release& form) {
    return {.patient_signature = form.release.patient_signature.value,
            .escort = contact_text(form.release.escort),
            .instructions_given = form.release.instructions_given,
            .no_driving_until = form.no_driving_until,
            .set_aside = read.overrides(form.release.overrides)};
}
CloseOutPart part(const Reader&, const clinic::CloseOutForm& form) {
    return {.summary = form.summary.value, .adverse_events = form.adverse_events.value};
}

template <class Part, class Form>
void fill(std::vector<Part>& parts, const std::vector<Entry<Form>>& entries, const Reader& read) {
    for (const Entry<Form>& entry : entries) {
        parts.push_back(part(read, entry.data));
        parts.back().written = read.written(entry, entries);
    }
}

// The dose that an adverse event is related to, by its amount and time.
void name_related_doses(SessionRecordSheet& sheet, const clinic::Session& session, const clinic::Pack& pack,
                        Language language) {
    const Clock clock{pack.zone, language};
    for (std::size_t i = 0; i < session.adverse_events.size(); ++i) {
        const auto& related = session.adverse_events[i].data.dose;
        const Entry<clinic::Dose>* dose = related ? clinic::find_entry(session.doses, *related) : nullptr;
        if (!dose) continue;
        sheet.adverse_events[i].dose =
            joined({mg_text(dose->data.dose.dose_mg, language), clock.time(dose->happened_at)});
    }
}

}  // namespace

SessionRecordSheet session_record_of(const clinic::Session& session, const clinic::Pack& pack, const NameOf& name_of,
                                     Language language) {
    const Reader read(pack, name_of, language);
    SessionRecordSheet sheet;
    sheet.printing.zone = pack.zone;
    sheet.session = session.id.value;
    sheet.opened_at = session.opened_at;
    for (const StaffId& each : session.therapists) sheet.therapists.push_back(read.name(each));
    sheet.physician = read.name(session.physician_on_site);
    sheet.room = session.room ? read.room(session.room->value) : "";
    fill(sheet.readiness, session.readiness, read);
    fill(sheet.orders, session.orders, read);
    fill(sheet.time_outs, session.time_outs, read);
    fill(sheet.doses, session.doses, read);
    fill(sheet.vitals, session.vitals, read);
    fill(sheet.marks, session.marks, read);
    fill(sheet.adverse_events, session.adverse_events, read);
    fill(sheet.discharges, session.discharges, read);
    fill(sheet.releases, session.releases, read);
    fill(sheet.close_outs, session.close_outs, read);
    name_related_doses(sheet, session, pack, language);
    sheet.dosing_ended_at = session.dosing_ended_at;
    sheet.cancelled_reason = text_or_empty(session.cancelled_reason);
    return sheet;
}

}  // namespace afterglow::documents
