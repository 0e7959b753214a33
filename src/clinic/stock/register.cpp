#include "clinic/stock/register.h"

namespace afterglow::clinic {
namespace {

Date today(const Context& context) { return to_local(context.now, context.pack.zone).date(); }

// The first day of the month after the one that begins on `first`.
Date next_month(Date first) {
    Date day{first.days + 27};
    while (to_text(day).substr(8) != "01") ++day.days;
    return day;
}

}  // namespace

Result<Events> decide(const Register& book, const OpenRegisterDay& command, const std::vector<StockBalance>& balances,
                      const Context& context) {
    if (book.open_day == today(context) || book.last_day_closed == today(context)) return refuse("day_open");
    if (book.open_day) return refuse("day_still_open", {{"day", to_text(*book.open_day)}});
    return one_event(kRegisterStream, RegisterDayOpened{today(context), balances, command.note});
}

// A day that was forgotten is closed later, with a note in the register that says when.
Result<Events> decide(const Register& book, const CloseRegisterDay& command, const std::vector<StockBalance>& balances,
                      const Context&) {
    if (!book.open_day) return refuse("day_not_open");
    return one_event(kRegisterStream, RegisterDayClosed{*book.open_day, balances, command.note});
}

Result<Events> decide(const Register& book, const CloseRegisterMonth& command,
                      const std::vector<StockBalance>& balances, const Context& context) {
    if (to_text(command.month).substr(8) != "01") return refuse_field("/month", "not_first_of_month");
    if (book.closed_through && command.month <= *book.closed_through) return refuse_field("/month", "month_closed");
    if (today(context) < next_month(command.month)) return refuse_field("/month", "month_not_over");
    RegisterMonthClosed closed{command.month, balances, command.note, {}};
    closed.signature = TRY(sign(closed, "month_close", context));
    return one_event(kRegisterStream, closed);
}

void evolve(Register& book, const RegisterDayOpened& event, const Meta&) { book.open_day = event.day; }
void evolve(Register& book, const RegisterDayClosed& event, const Meta&) {
    book.open_day.reset();
    book.last_day_closed = event.day;
}
void evolve(Register& book, const RegisterMonthClosed& event, const Meta&) {
    book.closed_through = Date{next_month(event.month).days - 1};
}

}  // namespace afterglow::clinic
