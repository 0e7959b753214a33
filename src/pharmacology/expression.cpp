#include "pharmacology/expression.h"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <limits>

namespace afterglow::pharmacology {

struct Expression::Parser {
    mu::Parser parser;
    std::vector<std::size_t> used;
    std::vector<double> values;  // the parser points here
};

Expression::Expression(const std::string& text, std::span<const std::string> names)
    : parser_(std::make_unique<Parser>()) {
    mu::Parser& parser = parser_->parser;
    try {
        parser.SetExpr(text);
        for (const auto& [name, unused] : parser.GetUsedVar()) {
            const auto found = std::find(names.begin(), names.end(), name);
            if (found == names.end())
                throw ExpressionError{
                    fmt::format("\"{}\" is not a parameter, an earlier formula or a variable.", name)};
            parser_->used.push_back(static_cast<std::size_t>(found - names.begin()));
        }
        parser_->values.resize(parser_->used.size());
        for (std::size_t i = 0; i < parser_->used.size(); ++i)
            parser.DefineVar(names[parser_->used[i]], &parser_->values[i]);
        parser.Eval();
    } catch (const mu::Parser::exception_type& error) {
        throw ExpressionError{fmt::format("\"{}\" cannot be read as an expression: {}", text, error.GetMsg())};
    }
    uses_.insert(parser_->used.begin(), parser_->used.end());
}

Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;

double Expression::operator()(std::span<const double> values) const {
    for (std::size_t i = 0; i < parser_->used.size(); ++i) parser_->values[i] = values[parser_->used[i]];
    try {
        return parser_->parser.Eval();
    } catch (const mu::Parser::exception_type&) {
        return std::numeric_limits<double>::quiet_NaN();  // such as a division by zero; whoever asks looks for it
    }
}

}  // namespace afterglow::pharmacology
