#include "desk/tickets.h"

#include "base/hash.h"
#include "desk/passwords.h"

namespace afterglow::desk {
namespace {

const char* name_of(Ticket::Purpose purpose) { return purpose == Ticket::Purpose::link ? "link" : "enter"; }
Milliseconds lasts(Ticket::Purpose purpose) {
    return purpose == Ticket::Purpose::link ? kLinkCodeLasts : kSwitchTicketLasts;
}

}  // namespace

void Tickets::make_table(journal::Db& db) {
    db.exec(R"sql(
CREATE TABLE IF NOT EXISTS ticket (
    hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, clinic TEXT NOT NULL, clinic_name TEXT NOT NULL, elsewhere TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;
)sql");
}

Result<std::string> Tickets::give(journal::Db& db, Ticket::Purpose purpose, const Elsewhere& whose, Instant now) {
    db.run("DELETE FROM ticket WHERE until <= ?1", now);
    auto count = db.prepare("SELECT count(*) FROM ticket");
    if (count.step() && count.int64(0) >= kMaxTickets) return refuse_as(RefusalKind::too_many, "too_many_waiting");
    const std::string ticket = random_token();
    db.run("INSERT INTO ticket (hash, purpose, clinic, clinic_name, elsewhere, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
           sha256_hex(ticket), name_of(purpose), whose.clinic, whose.clinic_name, whose.staff, now + lasts(purpose));
    return ticket;
}

Result<Elsewhere> Tickets::take(journal::Db& db, Ticket::Purpose purpose, const std::string& ticket, Instant now) {
    const std::string hash = sha256_hex(ticket);
    Elsewhere whose;
    {
        auto row = db.query(
            "SELECT clinic, clinic_name, elsewhere FROM ticket WHERE hash = ?1 AND purpose = ?2 AND until > ?3", hash,
            name_of(purpose), now);
        if (!row.step()) return refuse_as(RefusalKind::unauthenticated, "switch_spent");
        whose = {row.string(0), row.string(1), StaffId{row.string(2)}};
    }
    db.run("DELETE FROM ticket WHERE hash = ?1", hash);
    return whose;
}

}  // namespace afterglow::desk
