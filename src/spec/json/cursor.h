#pragma once

#include "base/source.h"

// Finds the place of each value and bracket that a JSON parser without places reports.
namespace nnshape {

/// Whether a token is exactly a JSON number, true, false or null.
bool is_json_scalar(std::string_view text);

class JsonCursor {
  public:
    explicit JsonCursor(std::string_view text) : text_(text) {}

    /// The span of the token that the parser has just reported, without the quotes of a string.
    Span take();

  private:
    std::string_view text_;
    uint32_t at_ = 0;  // where the last token ends
};

}  // namespace nnshape
