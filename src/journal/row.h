#pragma once
// The columns of the table `journal`, in one order for all who read rows of it.

#include "journal/chain.h"
#include "journal/db.h"

namespace afterglow::journal {

#define AFTERGLOW_JOURNAL_COLUMNS                                                                                \
    "sequence, stream, version, name, name_version, command_id, command_digest, who, happened_at, recorded_at, " \
    "key_id, payload"
inline constexpr std::int64_t kRowsOfAPage = 500;  // how many are asked for at once
inline constexpr int kMacColumn = 12;              // when selected after the others

// The views in it are valid until the statement's next step.
inline ChainLink read_link(const Statement& row) {
    return {
        .sequence = row.int64(0),
        .stream = row.text(1),
        .version = row.int64(2),
        .name = row.text(3),
        .name_version = row.int64(4),
        .command_id = row.text(5),
        .command_digest = row.text(6),
        .who = row.text(7),
        .happened_at_ms = row.int64(8),
        .recorded_at_ms = row.int64(9),
        .key_id = row.is_null(10) ? std::nullopt : std::optional(row.text(10)),
        .payload = row.blob(11),
    };
}

}  // namespace afterglow::journal
