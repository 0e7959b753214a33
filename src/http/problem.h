#pragma once
// Refusals as people and programs see them: problem details (RFC 9457) in the reader's language.

#include "base/result.h"
#include "clinic/pack/pack.h"
#include "http/server/message.h"

namespace afterglow::http {

int status_of(RefusalKind kind);
// From Accept-Language (RFC 9110, 12.5.4): the supported language with the highest weight; Czech if none is.
clinic::Language language_of(const Request& request);
// `pack`, where given, adds the words and the source of the rule that said no.
Response problem_of(const Refusal& refusal, clinic::Language language, const clinic::Pack* pack);

}  // namespace afterglow::http
