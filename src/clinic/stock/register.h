#pragma once
// The register as a book: days are opened and closed, months are closed for good, each with all balances as they were.

#include "clinic/stock/stock.h"

namespace afterglow::clinic {

inline constexpr const char* kRegisterStream = "register:main";

struct StockBalance {
    StockId stock;
    Code place;
    std::int64_t balance_micrograms = 0;
};
BOOST_DESCRIBE_STRUCT(StockBalance, (), (stock, place, balance_micrograms))

struct OpenRegisterDay {
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(OpenRegisterDay, (), (note))
struct CloseRegisterDay {
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(CloseRegisterDay, (), (note))
struct CloseRegisterMonth {
    Date month;  // its first day
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(CloseRegisterMonth, (), (month, note))

struct RegisterDayOpened {
    Date day;
    std::vector<StockBalance> balances;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(RegisterDayOpened, (), (day, balances, note))
struct RegisterDayClosed {
    Date day;
    std::vector<StockBalance> balances;
    std::optional<Line> note;
};
BOOST_DESCRIBE_STRUCT(RegisterDayClosed, (), (day, balances, note))
struct RegisterMonthClosed {
    Date month;
    std::vector<StockBalance> balances;
    std::optional<Line> note;
    std::optional<Signature> signature;
};
BOOST_DESCRIBE_STRUCT(RegisterMonthClosed, (), (month, balances, note, signature))

struct Register {
    static constexpr const char* kKind = "register";
    using Event = std::variant<RegisterDayOpened, RegisterDayClosed, RegisterMonthClosed>;
    std::optional<Date> open_day;
    std::optional<Date> last_day_closed;
    std::optional<Date> closed_through;  // last day of the last closed month
};
BOOST_DESCRIBE_STRUCT(Register, (), (open_day, last_day_closed, closed_through))

// `balances`: of every lot and place that has something, as they are at this moment.
// Refusals: "day_open" "day_not_open" "day_still_open" {day} "month_not_over" "month_closed" "not_first_of_month" "signature_needed"
Result<Events> decide(const Register&, const OpenRegisterDay&, const std::vector<StockBalance>& balances,
                      const Context&);
Result<Events> decide(const Register&, const CloseRegisterDay&, const std::vector<StockBalance>& balances,
                      const Context&);
Result<Events> decide(const Register&, const CloseRegisterMonth&, const std::vector<StockBalance>& balances,
                      const Context&);
void evolve(Register&, const RegisterDayOpened&, const Meta&);
void evolve(Register&, const RegisterDayClosed&, const Meta&);
void evolve(Register&, const RegisterMonthClosed&, const Meta&);

}  // namespace afterglow::clinic
