#pragma once

#include <string>

// JSON Schemas (draft-07), made from the tables.
namespace nnshape {

/// Of a spec in JSON: every layer type with its parameters, branches, definitions. What a schema cannot say, such as
/// that shapes fit, it leaves to the program. Names are taken as the reference has them, in no other spelling.
std::string spec_schema();

/// Of the JSON report.
std::string report_schema();

/// Of a check in the form of JSON.
std::string check_schema();

}  // namespace nnshape
