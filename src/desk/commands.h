#pragma once
// Every command there is: its name, who may give it, whether it is signed, how its data is read, and how it is decided.
// The interface's routes and the OpenAPI document are made from this list.

#include <functional>
#include <string>
#include <vector>

#include "base/described.h"
#include "clinic/record/record.h"
#include "desk/access.h"
#include "desk/streams.h"
#include "journal/writer.h"

namespace afterglow::desk {

// What a decision may load: states of streams, and the views for questions that span streams. Valid inside one job.
class Books {
public:
    Books(Streams& streams, journal::Transaction& transaction) : streams_(streams), transaction_(transaction) {}

    template <class State>
    const State& get(const std::string& stream) {
        return *static_cast<const State*>(streams_.load(transaction_.journal, stream).state.get());
    }
    std::int64_t version(const std::string& stream) { return streams_.load(transaction_.journal, stream).version; }
    journal::Db& views() { return transaction_.db; }

private:
    Streams& streams_;
    journal::Transaction& transaction_;
};

enum class Signing {
    none,
    password,          // the person acting types the password again
    witness,           // a second person has proved to be there, for this very command
    witness_if_given,  // the same, where the decision asks for it
};
BOOST_DESCRIBE_ENUM(Signing, none, password, witness, witness_if_given)

// A command whose data was read well.
struct Prepared {
    std::string stream;     // the thing it is about; expected_version speaks of this stream
    std::string canonical;  // the data as JSON text in one form, to tell a repeat from another command
    std::function<Result<clinic::Events>(Books&, const clinic::Context&)> decide;
};

struct CommandType {
    std::string name;  // "give-dose"
    Permission permission = Permission::signed_in;
    Permission witness = Permission::signed_in;  // what the second person must be permitted
    Signing signing = Signing::none;
    std::string summary;
    Result<Prepared> (*prepare)(const CommandType&, const Json& data) = nullptr;
    std::string (*schema)(SchemaBook&) = nullptr;
};

inline bool is_witnessed(const CommandType& type) {
    return type.signing == Signing::witness || type.signing == Signing::witness_if_given;
}

const std::vector<CommandType>& command_types();
const CommandType* find_command(std::string_view name);

}  // namespace afterglow::desk
