#pragma once
// The interface's description as a judge: is it sound itself, and does what is sent and answered agree with it?
// Knows the part of JSON Schema (2020-12) that the description uses, and complains about any other keyword.

#include <string>
#include <vector>

#include "base/json.h"
#include "http/app.h"

namespace afterglow::harness {

class OpenApi {
public:
    explicit OpenApi(Json document) : document_(std::move(document)) {}

    // What is wrong with the description: structure of OpenAPI 3.1, references, parameters, ids, keywords.
    std::vector<std::string> mistakes() const;
    // Routes of the table that it does not describe, and what it describes beside the table.
    std::vector<std::string> differences_from(const std::vector<http::Route>& routes) const;

    // Whether an answer, or a request's body, is as described: empty, or the first difference with its place.
    std::string judge_answer(const std::string& method, const std::string& path, int status,
                             const std::string& content_type, const Json& body) const;
    std::string judge_request(const std::string& method, const std::string& path, const Json& body) const;

private:
    const Json* operation(const std::string& method, const std::string& path) const;
    std::string judge(const Json& schema, const Json& value, const std::string& where, bool arrays_may_be_absent) const;
    std::string judge_object(const Json& schema, const Json& value, const std::string& where,
                             bool arrays_may_be_absent) const;
    const Json& resolved(const Json& schema) const;
    void check_schema(const Json& schema, const std::string& where, std::vector<std::string>& mistakes) const;
    void check_operation(const Json& operation, const std::string& where, const std::string& path,
                         std::vector<std::string>& mistakes) const;

    Json document_;
};

}  // namespace afterglow::harness
