#pragma once

#include <string>
#include <vector>

// Documents held against schemas, by Python's jsonschema and by xmllint.
namespace nnshape::test {

/// What is wrong with JSON documents by the JSON Schema `schema`, a line each; nothing where all is well. A document
/// that is not JSON, or a validator that is not installed, is wrong too.
std::string schema_problems(const std::string& schema, const std::vector<std::string>& documents);

/// The same for XML documents and an XML Schema.
std::string xml_schema_problems(const std::string& schema, const std::vector<std::string>& documents);

}  // namespace nnshape::test
