#pragma once

#include <string>

#include "base/diagnostic.h"

// A diagnostic as a compiler prints it: place, message, the quoted line, and a caret under the token.
namespace nnshape {

/// The message and, after a semicolon, the help.
std::string message_of(const Diagnostic& diagnostic);

/// "used from a.nn:5:1, a.nn:9:1 and 3 more", the places where a definition is called; empty if there are none.
std::string uses_of(const Source& source, const std::vector<Span>& uses);

/// Appends `file:line:column: severity: message; help [code]`, and the quoted line with a caret unless it is empty.
/// `place` is the beginning of the diagnostic's span.
void append_snippet(std::string& out, const Source& source, Place place, const Diagnostic& diagnostic, bool color);

/// Appends all diagnostics, each with the places where its definition is used.
void append_diagnostics(std::string& out, const Source& source, const Diagnostics& diagnostics, bool color);

}  // namespace nnshape
