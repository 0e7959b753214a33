#include "clinic/consent/consent.h"

namespace afterglow::clinic {

Done check(const ConsentForm& consent, const Pack& pack, const std::string& pointer) {
    const ConsentText* text = find_consent(pack, consent.text.value, consent.version, consent.language);
    if (!text) return refuse_field(pointer + "/text", "consent_text_unknown");
    if (text->sha256 != consent.text_sha256.value)
        return refuse_field(pointer + "/text_sha256", "consent_text_differs");
    if (!consent.understood) return refuse_field(pointer + "/understood", "understanding_needed");
    if (!consent.questions_answered) return refuse_field(pointer + "/questions_answered", "understanding_needed");
    return done();
}

const Entry<ConsentForm>* valid_consent(const std::vector<Entry<ConsentForm>>& consents,
                                        const std::vector<Withdrawal>& withdrawals, std::string_view text) {
    const auto is_newest = [&](const Entry<ConsentForm>& each) {
        return each.data.text.value == text && !each.corrected_by;
    };
    const auto newest = std::find_if(consents.rbegin(), consents.rend(), is_newest);
    if (newest == consents.rend()) return nullptr;
    const auto ends_it = [&](const Withdrawal& one) {
        const Entry<ConsentForm>* of = find_entry(consents, one.consent);
        return of && of->data.text.value == text && (of == &*newest || one.at >= newest->recorded_at);
    };
    return std::any_of(withdrawals.begin(), withdrawals.end(), ends_it) ? nullptr : &*newest;
}

}  // namespace afterglow::clinic
