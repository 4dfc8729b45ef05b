#pragma once

#include "base/source.h"

// Follows a JSON parser that knows no places through its text: where each value and bracket stands that it reports.
namespace nnshape {

/// Whether a token is a number, true, false or null as JSON writes them, and nothing more.
bool is_json_scalar(std::string_view text);

class JsonCursor {
  public:
    explicit JsonCursor(std::string_view text) : text_(text) {}

    /// The token that the parser has just reported; a string's span leaves the quotes out.
    Span take();

  private:
    std::string_view text_;
    uint32_t at_ = 0;  // where the last token ends
};

}  // namespace nnshape
