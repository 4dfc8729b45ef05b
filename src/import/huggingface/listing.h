#pragma once

#include <string>
#include <string_view>

// A spec in the text form that is written line by line.
namespace nnshape::huggingface {

class Listing {
  public:
    /// Adds `let NAME=VALUE`, and returns `$NAME`.
    std::string let(std::string_view name, int64_t value);

    /// Adds `let NAME=VALUE  # WHY` as a line of its own.
    void explained_let(std::string_view name, int64_t value, std::string_view why);

    /// Adds a line. It is indented by the blocks that are open: a line that ends in `{` opens one, one that begins with
    /// `}` closes one.
    void line(std::string_view text);
    void blank() { body_ += '\n'; }

    /// The listing: the head, the lets and the lines.
    std::string finish(std::string_view head) const;

  private:
    std::string lets_, explained_, body_;
    int depth_ = 0;
};

}  // namespace nnshape::huggingface
