// The controlled-drug register, to read: as a book, as paper, as a table for other programs.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/csv.h"
#include "documents/register_pages.h"
#include "http/app.h"
#include "journal/verify.h"
#include "views/queries.h"

namespace afterglow::http {

using desk::Permission;

struct StockPage {
    RawJson<std::vector<clinic::Stock>> stocks;
    std::vector<std::string> places;  // where stock may lie: the safe and the rooms
};
BOOST_DESCRIBE_STRUCT(StockPage, (), (stocks, places))
struct RegisterPage {
    std::vector<views::RegisterRow> entries;  // by number
    bool more = false;
    std::vector<std::string> medicines;
    std::vector<views::BalanceLine> opening, closing;
};
BOOST_DESCRIBE_STRUCT(RegisterPage, (), (entries, more, medicines, opening, closing))
struct RegisterBook {
    std::optional<Date> open_day, last_day_closed, closed_through;
    std::vector<views::DiscrepancyRow> discrepancies;
    std::vector<views::RegisterDayRow> days;
};
BOOST_DESCRIBE_STRUCT(RegisterBook, (), (open_day, last_day_closed, closed_through, discrepancies, days))

namespace {

constexpr std::int64_t kPageLength = 500;
constexpr std::int64_t kMostOnPaper = 20'000;
constexpr std::int64_t kDaysShown = 200;
constexpr std::int64_t kTouchedDays = 90;

using views::RegisterFilter;

// The first moment of a local day; one that the clocks skip, the next there is.
Instant begin_of(Date day, const std::string& zone) {
    for (std::int64_t minute = 0;; ++minute) {
        const auto at = to_instant(LocalTime{static_cast<std::int64_t>(day.days) * 1440 + minute}, zone, Fold::earlier);
        if (at.ok()) return *at;
    }
}

Result<std::optional<Date>> date_in(const Call& call, const char* name) {
    const auto text = call.request.parameter(name);
    if (!text || text->empty()) return std::optional<Date>{};
    const auto date = parse_date(*text);
    if (!date.ok()) return refuse_field(std::string("/") + name, "not_a_date");
    return std::optional(*date);
}
template <class T>
Result<std::optional<T>> id_in(const Call& call, const char* name) {
    const auto text = call.request.parameter(name);
    if (!text || text->empty()) return std::optional<T>{};
    if (!is_uuid(*text)) return refuse_field(std::string("/") + name, "not_a_uuid");
    return std::optional(T{std::string(*text)});
}
std::optional<std::string> text_in(const Call& call, const char* name) {
    const auto text = call.request.parameter(name);
    if (!text || text->empty()) return std::nullopt;
    return std::string(*text);
}

struct Asked {
    RegisterFilter filter;
    std::optional<Date> from, to;  // both included
};
Result<Asked> asked(const Call& call) {
    const std::string& zone = call.app.pack().zone;
    Asked asked{.filter = {}, .from = TRY(date_in(call, "from")), .to = TRY(date_in(call, "to"))};
    if (asked.from && asked.to && *asked.to < *asked.from)
        return refuse_field("/to", "out_of_range", {{"min", to_text(*asked.from)}, {"max", "2200-12-31"}});
    if (asked.from) asked.filter.from = begin_of(*asked.from, zone);
    if (asked.to) asked.filter.to = begin_of(Date{asked.to->days + 1}, zone);
    asked.filter.medicine = text_in(call, "medicine");
    asked.filter.place = text_in(call, "place");
    asked.filter.stock = TRY(id_in<StockId>(call, "stock"));
    asked.filter.patient = TRY(id_in<PatientId>(call, "patient"));
    return asked;
}

// Names of people in care are for those who may know them, and for the inspector, whose work they are.
bool may_see_names(const Call& call) {
    return call.person->permissions.has(Permission::read_people) ||
           std::ranges::find(call.person->staff.roles, clinic::Role::inspector) != call.person->staff.roles.end();
}

std::vector<views::RegisterRow> entries(const Call& call, const Asked& asked, std::int64_t limit) {
    auto rows = views::register_entries(call.app.reader(), asked.filter, call.app.pack().zone, limit);
    std::set<std::string> read;
    for (views::RegisterRow& row : rows) {
        if (!row.patient) continue;
        if (!may_see_names(call)) {
            row.patient_name.reset();
        } else if (read.insert(row.patient->value).second) {
            call.log_read(*row.patient, "register");
        }
    }
    return rows;
}

Result<std::string> stock(const Call& call) {
    StockPage page{{views::stock_documents(call.app.reader(), call.app.desk().now() - days(kTouchedDays))}, {}};
    page.places.emplace_back(clinic::kSafe);
    for (const clinic::Room& each : call.app.pack().rooms) page.places.push_back(each.code);
    return to_json(page);
}

Result<std::string> book_page(const Call& call) {
    const Asked question = TRY(asked(call));
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    RegisterPage page;
    page.entries = entries(call, question, kPageLength + 1);
    page.more = page.entries.size() > static_cast<std::size_t>(kPageLength);
    if (page.more) page.entries.pop_back();
    page.opening = views::balances_before(db, question.filter.from ? question.filter.from : Instant{0});
    page.closing = views::balances_before(
        db, question.filter.to ? question.filter.to : Instant{std::numeric_limits<std::int64_t>::max()});
    for (const views::BalanceLine& each : page.closing) {
        if (std::ranges::find(page.medicines, each.medicine) == page.medicines.end())
            page.medicines.push_back(each.medicine);
    }
    return to_json(page);
}

Result<std::string> days_page(const Call& call) {
    journal::Db& db = call.app.reader();
    const journal::Snapshot snapshot(db);
    RegisterBook page;
    if (const auto found = views::document(db, clinic::kRegisterStream)) {
        const auto book = TRY(from_json<clinic::Register>(found->body));
        page.open_day = book.open_day;
        page.last_day_closed = book.last_day_closed;
        page.closed_through = book.closed_through;
    }
    page.discrepancies = views::discrepancies(db);
    page.days = views::register_days(db, kDaysShown);
    return to_json(page);
}

// ---- as a table -----------------------------------------------------------------------------------------------------------

std::string mg(std::int64_t micrograms) {
    return micrograms < 0 ? "-" + to_text(Milligrams{-micrograms}) : to_text(Milligrams{micrograms});
}

class Names {
public:
    explicit Names(journal::Db& db) {
        for (const views::StaffRow& each : views::all_staff(db)) names_[each.id.value] = each.name;
    }
    std::string of(const std::optional<StaffId>& id) const {
        if (!id) return "";
        const auto found = names_.find(id->value);
        return found == names_.end() ? id->value : found->second;
    }

private:
    std::map<std::string, std::string> names_;
};

std::string csv(const std::vector<views::RegisterRow>& rows, const Names& names) {
    std::string out =
        "number,at,recorded_at,kind,medicine,strength_mg_per_ml,lot,expires,place,to_place,change_mg,balance_mg,"
        "lot_balance_mg,medicine_balance_mg,expected_mg,sealed_containers,session,patient,patient_name,prescriber,"
        "prepared_by,given_by,witness,other_party,document,reason,method,note,corrects,corrected_by\r\n";
    const auto number = [](const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : ""; };
    for (const views::RegisterRow& row : rows) {
        const std::string cells[] = {std::to_string(row.number),
                                     to_text(row.at),
                                     to_text(row.recorded_at),
                                     std::string(enum_name(row.kind)),
                                     row.medicine,
                                     to_text(row.strength_mg_per_ml),
                                     row.lot,
                                     to_text(row.expires),
                                     row.place,
                                     row.to_place.value_or(""),
                                     mg(row.change_micrograms),
                                     mg(row.balance_micrograms),
                                     mg(row.lot_balance_micrograms),
                                     mg(row.medicine_balance_micrograms),
                                     row.expected_micrograms ? mg(*row.expected_micrograms) : "",
                                     std::to_string(row.containers),
                                     row.session ? row.session->value : "",
                                     row.patient ? row.patient->value : "",
                                     row.patient_name.value_or(""),
                                     names.of(row.prescriber),
                                     names.of(row.prepared_by),
                                     names.of(row.who),
                                     names.of(row.witness),
                                     row.other_party.value_or(""),
                                     row.document.value_or(""),
                                     row.reason.value_or(""),
                                     row.method.value_or(""),
                                     row.note.value_or(""),
                                     number(row.corrects_number),
                                     number(row.corrected_by_number)};
        for (std::size_t i = 0; i < std::size(cells); ++i) out.append(i ? "," : "").append(csv_cell(cells[i]));
        out += "\r\n";
    }
    return out;
}

void table(const Call& call) {
    const auto question = asked(call);
    if (!question.ok()) return call.refuse(question.refusal());
    journal::Db& db = call.app.reader();
    call.answer({.content_type = "text/csv; charset=utf-8",
                 .headers = {{"Content-Disposition", "attachment; filename=\"register.csv\""}},
                 .body = csv(entries(call, *question, kMostOnPaper), Names(db))});
}

// ---- as paper -------------------------------------------------------------------------------------------------------------

struct KindWords {
    clinic::MoveKind kind;
    clinic::Words words;
};
std::string kind_text(clinic::MoveKind kind, clinic::Language language) {
    static const std::vector<KindWords> all{
        {clinic::MoveKind::received, {"příjem", "received", "отримано"}},
        {clinic::MoveKind::opened, {"otevřeno", "opened", "відкрито"}},
        {clinic::MoveKind::issued, {"výdej", "issued", "видано"}},
        {clinic::MoveKind::wasted, {"znehodnoceno", "wasted", "утилізовано"}},
        {clinic::MoveKind::returned, {"vráceno", "returned", "повернено"}},
        {clinic::MoveKind::destroyed, {"zničeno", "destroyed", "знищено"}},
        {clinic::MoveKind::transferred, {"přesun", "transferred", "переміщено"}},
        {clinic::MoveKind::counted, {"inventura", "counted", "інвентаризація"}},
        {clinic::MoveKind::corrected, {"oprava", "correction", "виправлення"}},
    };
    for (const KindWords& each : all) {
        if (each.kind == kind) return each.words.in(language);
    }
    return "";
}

std::string joined(std::initializer_list<std::optional<std::string>> parts) {
    std::string out;
    for (const auto& each : parts) {
        if (each && !each->empty()) out += (out.empty() ? "" : " · ") + *each;
    }
    return out;
}

std::string place_text(const std::string& place, const clinic::Pack& pack, clinic::Language language) {
    static const clinic::Words safe{"trezor", "safe", "сейф"};
    if (place == clinic::kSafe) return safe.in(language);
    for (const clinic::Room& each : pack.rooms) {
        if (each.code == place) return each.name.in(language);
    }
    return place;
}

documents::RegisterRow printed(const views::RegisterRow& row, const Names& names, const clinic::Pack& pack,
                               clinic::Language language) {
    documents::RegisterRow line;
    line.number = row.number;
    line.at = row.at;
    line.kind = kind_text(row.kind, language);
    line.document = joined({row.other_party, row.document, row.lot});
    line.patient = row.patient_name.value_or(row.patient ? row.patient->value.substr(0, 8) : "");
    line.session = row.session ? row.session->value.substr(0, 8) : "";
    line.prescriber = names.of(row.prescriber);
    const std::string amount = mg(std::abs(row.change_micrograms));
    switch (row.kind) {
        case clinic::MoveKind::received: line.received_mg = amount; break;
        case clinic::MoveKind::issued: line.issued_mg = amount; break;
        case clinic::MoveKind::wasted: line.wasted_mg = amount; break;
        case clinic::MoveKind::returned:
        case clinic::MoveKind::destroyed: line.returned_mg = amount; break;
        case clinic::MoveKind::corrected:
        case clinic::MoveKind::counted:
            (row.change_micrograms >= 0 ? line.received_mg : line.issued_mg) = row.change_micrograms ? amount : "";
            break;
        case clinic::MoveKind::opened:
        case clinic::MoveKind::transferred: break;
    }
    line.balance_mg = mg(row.medicine_balance_micrograms);
    line.prepared_by = names.of(row.prepared_by);
    line.given_by = names.of(row.who);
    line.witness = names.of(row.witness);
    const std::string place = place_text(row.place, pack, language);
    line.note = joined({row.to_place ? place + " → " + place_text(*row.to_place, pack, language) : place, row.reason,
                        row.method, row.note});
    line.corrects = row.corrects_number;
    line.corrected_by = row.corrected_by_number;
    return line;
}

std::string balance_of(const std::vector<views::BalanceLine>& lines, const std::optional<std::string>& medicine) {
    std::string text;
    for (const views::BalanceLine& each : lines) {
        if (medicine && each.medicine != *medicine) continue;
        text = joined({text, medicine ? mg(each.micrograms) : each.medicine + " " + mg(each.micrograms)});
    }
    return text.empty() ? "0" : text;
}

// The beginning of the last entry's code in the chain: who has the key can compare it with the journal at any later time.
std::string head_text(const journal::Head& head) {
    std::string text;
    for (std::size_t i = 0; i < 16; ++i) text += fmt::format("{:02x}", head.mac[i]);
    return text;
}

// What the chain says at the moment of printing.
std::vector<std::string> verification(const Call& call, clinic::Language language) {
    const journal::StoreOptions& options = call.app.desk().store().options();
    const journal::Keys& keys = call.app.desk().store().keys();
    const journal::Verification found = journal::verify(
        call.app.reader(), keys, journal::read_newest_anchors(options.disk(), options.anchors_path(), keys));
    const clinic::Words intact{"Záznamy kliniky ověřeny: {} událostí, řetězec je neporušený, čelo {}.",
                               "Journal verified: {} events, the chain is intact, its head is {}.",
                               "Журнал перевірено: подій – {}, ланцюг не порушено, його голова – {}."};
    const clinic::Words broken{"POZOR: ověření našlo chybu: {}", "ATTENTION: the verification found a fault: {}",
                               "УВАГА: перевірка знайшла помилку: {}"};
    if (!found.ok()) return {fmt::format(fmt::runtime(broken.in(language)), found.summary())};
    return {fmt::format(fmt::runtime(intact.in(language)), found.events, head_text(found.head))};
}

void paper(const Call& call) {
    const auto question = asked(call);
    if (!question.ok()) return call.refuse(question.refusal());
    const auto language = enum_from<clinic::Language>(call.request.parameter("language").value_or("en"));
    if (!language) return call.refuse(refuse_field("/language", "unknown_value", {{"allowed", "cs, en, uk"}}));
    const bool taken = call.app.worker().submit([call, question = *question, language = *language] {
        try {
            journal::Db& db = call.app.reader();
            const clinic::Pack& pack = call.app.pack();
            const Names names(db);
            const Instant now = call.app.desk().now();
            documents::RegisterSheet sheet;
            sheet.printing.establishment = pack.clinic_name;
            sheet.printing.establishment_lines = pack.clinic_address;
            sheet.printing.zone = pack.zone;
            sheet.printing.printed_at = now;
            sheet.printing.printed_by = call.person->staff.name;
            sheet.medicine = question.filter.medicine.value_or("");
            const auto rows = entries(call, question, kMostOnPaper);
            const Date today = to_local(now, pack.zone).date();
            sheet.from = question.from.value_or(rows.empty() ? today : to_local(rows.front().at, pack.zone).date());
            sheet.to = question.to.value_or(today);
            sheet.opening_mg =
                balance_of(views::balances_before(db, begin_of(sheet.from, pack.zone)), question.filter.medicine);
            sheet.closing_mg = balance_of(views::balances_before(db, begin_of(Date{sheet.to.days + 1}, pack.zone)),
                                          question.filter.medicine);
            for (const views::RegisterRow& row : rows) {
                sheet.rows.push_back(printed(row, names, pack, language));
                if (row.kind != clinic::MoveKind::counted) continue;
                sheet.inventories.push_back({row.at, mg(row.expected_micrograms.value_or(0)),
                                             mg(row.balance_micrograms), mg(row.change_micrograms), names.of(row.who),
                                             names.of(row.witness), row.note.value_or("")});
            }
            sheet.verification = verification(call, language);
            call.answer({.content_type = "application/pdf",
                         .headers = {{"Content-Disposition", "inline; filename=\"register.pdf\""}},
                         .body = documents::register_pages_pdf(sheet, language)});
        } catch (const std::exception& error) {
            spdlog::error("the register could not be printed: {}", error.what());
            call.refuse(refuse_as(RefusalKind::unavailable, "internal"));
        }
    });
    if (!taken) call.refuse(refuse_as(RefusalKind::too_many, "too_many_waiting"));
}

template <Result<std::string> (*Make)(const Call&)>
void answer(const Call& call) {
    call.answer_json(Make(call));
}
std::string bytes_schema(SchemaBook&) { return R"({"type":"string"})"; }

}  // namespace

void add_register_routes(std::vector<Route>& routes) {
    const std::vector<std::string> filters{"from", "to", "medicine", "stock", "patient", "place"};
    std::vector<std::string> filters_and_language = filters;
    filters_and_language.push_back("language");
    const auto route = [&](const char* path, const char* summary, SchemaMaker response, Handle handle,
                           std::vector<std::string> query = {}, const char* type = "application/json") {
        routes.push_back({.path = path,
                          .permission = Permission::read_register,
                          .summary = summary,
                          .response = response,
                          .handle = std::move(handle),
                          .query = std::move(query),
                          .content_type = type});
    };
    route("/api/v1/stock", "What there is of controlled drugs, lot by lot", schema_maker<StockPage>, answer<stock>);
    route("/api/v1/register", "Entries of the controlled-drug register", schema_maker<RegisterPage>, answer<book_page>,
          filters);
    route("/api/v1/register/book", "Days, months and discrepancies of the register", schema_maker<RegisterBook>,
          answer<days_page>);
    route("/api/v1/register/csv", "Entries of the register as a table", bytes_schema, table, filters, "text/csv");
    route("/api/v1/register/pdf", "Entries of the register on paper", bytes_schema, paper, filters_and_language,
          "application/pdf");
}

}  // namespace afterglow::http
