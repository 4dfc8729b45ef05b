#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "rewrite/document.h"

// Writes a document as text or JSON.
namespace nnshape {

/// Appends the document as text. Returns what the text form cannot express, or nothing.
std::optional<Diagnostic> write_text_form(const Document& document, std::string& out);

/// The same as JSON.
std::optional<Diagnostic> write_json_form(const Document& document, std::string& out);

/// The same as JSON on one line, as `batch` reads it.
std::optional<Diagnostic> write_compact_form(const Document& document, std::string& out);

}  // namespace nnshape
