#pragma once

#include <string>

#include "base/diagnostic.h"

// A diagnostic as a compiler prints it: place, message, the line quoted, a caret under the very token.
namespace nnshape {

/// The message with the way out behind a semicolon.
std::string message_of(const Diagnostic& diagnostic);

/// "used from a.nn:5:1, a.nn:9:1 and 3 more", where a definition is called; nothing where there is no place.
std::string uses_of(const Source& source, const std::vector<Span>& uses);

/// Appends `file:line:column: severity: message; help [code]`, and the line with a caret where the text has one;
/// `place` is where the diagnostic begins.
void append_snippet(std::string& out, const Source& source, Place place, const Diagnostic& diagnostic, bool color);

/// Appends all of them so, each with the places that its definition is used from.
void append_diagnostics(std::string& out, const Source& source, const Diagnostics& diagnostics, bool color);

}  // namespace nnshape
