#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "spec/spec.h"

// The nested statements that have begun and not ended. A statement precedes those inside it in the spec. Its arguments
// may come before, between and after them; when it ends, they are stored as one range.
namespace nnshape {

class OpenStatements {
  public:
    explicit OpenStatements(Spec& spec) : spec_(spec) {}

    void begin(Statement::Kind kind, Span span);

    /// The innermost open statement.
    Statement& statement() { return spec_.statements[open_.back().index]; }
    uint32_t index() const { return open_.back().index; }

    void add_argument(const Argument& argument) { arguments_.push_back(argument); }
    std::vector<Argument>& expected() { return expected_; }

    /// Removes and returns the innermost statement's argument of this key, or its first; an empty key if there is none.
    Argument take_argument(std::optional<std::string_view> key = {});
    bool has_arguments() const { return arguments_.size() > open_.back().first_argument; }

    /// The key `values` of the innermost statement; empty if it has none.
    Text& values() { return open_.back().values; }

    bool has_expected() const { return expected_.size() > open_.back().first_expected; }

    void end(uint32_t end_of_span);

    /// Ends all open statements of a text that breaks off, and marks them as broken.
    void abandon();

  private:
    struct Open {
        uint32_t index;
        size_t first_argument;
        size_t first_expected;
        Text values = {};
    };

    Spec& spec_;
    std::vector<Open> open_;
    std::vector<Argument> arguments_;  // of all open statements, the outermost first
    std::vector<Argument> expected_;
};

}  // namespace nnshape
