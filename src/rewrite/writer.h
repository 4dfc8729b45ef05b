#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "rewrite/document.h"

// Writes a document in either form, as canonically as it is.
namespace nnshape {

/// Appends the document as text; what has no place in that form, if something does not.
std::optional<Diagnostic> write_text_form(const Document& document, std::string& out);

/// The same as JSON.
std::optional<Diagnostic> write_json_form(const Document& document, std::string& out);

}  // namespace nnshape
