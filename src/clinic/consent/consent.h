#pragma once
// Consent: a versioned text in the person's language, signed with name, time and meaning over the hash of exactly that
// text, in the presence of a clinician who signs too. It can be withdrawn at any time, without a reason.

#include "clinic/record/record.h"

namespace afterglow::clinic {

struct ConsentForm {
    Code text;  // "treatment"
    std::int64_t version = 1;
    Language language = Language::cs;
    Text<64> text_sha256;  // of the text that was shown
    Name signed_name;      // as the person wrote it
    bool understood = false;
    bool questions_answered = false;
};
BOOST_DESCRIBE_STRUCT(ConsentForm, (),
                      (text, version, language, text_sha256, signed_name, understood, questions_answered))

struct ConsentWithdrawn {
    EntryId consent;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(ConsentWithdrawn, (), (consent, reason))

struct Withdrawal {
    EntryId consent;
    Instant at;
    StaffId recorded_by;
    std::optional<Line> reason;
};
BOOST_DESCRIBE_STRUCT(Withdrawal, (), (consent, at, recorded_by, reason))

// Field errors: "consent_text_unknown" "consent_text_differs" "understanding_needed"
Done check(const ConsentForm&, const Pack&, const std::string& pointer);

// The newest consent to `text`, or nullptr if it was withdrawn. An older one never comes back to life: somebody who takes
// consent back takes back every consent to that text given until then.
const Entry<ConsentForm>* valid_consent(const std::vector<Entry<ConsentForm>>&, const std::vector<Withdrawal>&,
                                        std::string_view text);

}  // namespace afterglow::clinic
