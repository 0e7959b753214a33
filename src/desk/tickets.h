#pragma once
// What lets a person of one clinic be known in another one of the installation, once: a code that links two accounts, and a
// ticket that switches between them. The clinic that lets somebody in gives both and keeps both, as hashes, in a table that
// all its servers see; nothing about it is kept in the clinic that the person comes from.

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "base/types.h"
#include "journal/db.h"

namespace afterglow::desk {

// An account in another clinic.
struct Elsewhere {
    std::string clinic;       // its id
    std::string clinic_name;  // its name now
    StaffId staff;
};

struct Ticket {
    enum class Purpose { link, enter };
};
inline constexpr Milliseconds kLinkCodeLasts = minutes(15);     // carried from one screen to another
inline constexpr Milliseconds kSwitchTicketLasts = minutes(1);  // carried by the browser at once
inline constexpr std::int64_t kMaxTickets = 1'000;              // at a time

// All within the caller's transaction.
struct Tickets {
    static void make_table(journal::Db& db);
    // Refusal: "too_many_waiting".
    static Result<std::string> give(journal::Db& db, Ticket::Purpose purpose, const Elsewhere& whose, Instant now);
    // Whose it is; it is spent. Refusal: "switch_spent" (used, run out, given for something else, or nobody's).
    static Result<Elsewhere> take(journal::Db& db, Ticket::Purpose purpose, const std::string& ticket, Instant now);
};

}  // namespace afterglow::desk
