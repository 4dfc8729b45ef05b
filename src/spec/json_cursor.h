#pragma once

#include <string>

#include "spec/spec.h"

// Follows a JSON parser through its text: where each value and bracket stands that the parser reports.
namespace nnshape {

/// Whether a token is a number, true, false or null as JSON writes them, and nothing more.
bool is_json_scalar(std::string_view text);

class JsonCursor {
  public:
    explicit JsonCursor(Spec& spec) : spec_(spec) {}

    /// The token that the parser has just reported; a string's span leaves the quotes out.
    Span take();

    /// A string's text, of which the parser has resolved the escapes.
    Text text_of(Span span, const std::string& decoded);

    /// Where the last token ends.
    uint32_t position() const { return at_; }

  private:
    Spec& spec_;
    uint32_t at_ = 0;
};

}  // namespace nnshape
