#pragma once
// The arithmetic in model files: "size^0.75", "Vh * (kel + kmet) / (Qh + Vh * (kel + kmet))".

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace afterglow::pharmacology {

// Knows + - * / ^ ( ) ? : < > and the functions min, max, exp, ln, sqrt, abs. Reads its variables from one array; an object
// belongs to one thread.
class Expression {
public:
    // Throws ExpressionError: not an expression, or a name that is not among `names`.
    Expression(const std::string& text, std::span<const std::string> names);
    ~Expression();
    Expression(Expression&&) noexcept;

    const std::set<std::size_t>& uses() const { return uses_; }  // indices of the names in it
    double operator()(std::span<const double> values) const;     // in the order of `names`

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
    std::set<std::size_t> uses_;
};

struct ExpressionError {
    std::string text;  // a sentence: what is wrong, and where in the expression
};

}  // namespace afterglow::pharmacology
