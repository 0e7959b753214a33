#pragma once
// The register of controlled drugs on paper: one medicine, one period. Amounts and balances come as text in milligrams;
// nothing is added up here, so that the paper says what the register says.

#include "documents/sheet.h"

namespace afterglow::documents {

struct RegisterRow {
    std::int64_t number = 0;
    Instant at;
    std::string kind;  // "issued", in the reader's language
    std::string document, patient, session, prescriber;
    std::string received_mg, issued_mg, wasted_mg, returned_mg, balance_mg;
    std::string prepared_by, given_by, witness, note;
    std::optional<std::int64_t> corrects, corrected_by;
};
struct InventoryRow {
    Instant at;
    std::string expected_mg, counted_mg, variance_mg;
    std::string counted_by, witness, note;
};

struct RegisterSheet {
    Printing printing;
    std::string medicine;  // registered name, strength, pack
    Date from, to;
    std::string opening_mg, closing_mg;
    std::vector<RegisterRow> rows;
    std::vector<InventoryRow> inventories;
    std::vector<std::string> verification;  // lines: events verified, head of the chain, when
};

std::string register_pages_pdf(const RegisterSheet& sheet, Language language);

}  // namespace afterglow::documents
