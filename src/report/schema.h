#pragma once

#include <string>

// JSON Schemas (draft-07), generated from the tables.
namespace nnshape {

/// The schema of a spec in JSON: every layer type with its parameters, branches and definitions. It cannot check that
/// shapes fit. It accepts names only as the reference spells them.
std::string spec_schema();

/// The schema of the JSON report of `show`.
std::string report_schema();

/// The schema of the JSON report of `check`.
std::string check_schema();

}  // namespace nnshape
