#pragma once

#include <vector>

#include "spec/spec.h"

// The statements whose end has not come yet, one inside the other. Each has its place in the spec before those inside
// it; its arguments, which may come between and behind them, are put side by side when it ends.
namespace nnshape {

class OpenStatements {
  public:
    explicit OpenStatements(Spec& spec) : spec_(spec) {}

    void begin(Statement::Kind kind, Span span);

    /// The innermost one.
    Statement& statement() { return spec_.statements[open_.back().index]; }
    uint32_t index() const { return open_.back().index; }

    void add_argument(const Argument& argument) { arguments_.push_back(argument); }
    std::vector<Argument>& expected() { return expected_; }

    /// The innermost one's argument of this key, taken out; a null if it has none.
    Argument take_argument(std::string_view key);
    bool has_arguments() const { return arguments_.size() > open_.back().first_argument; }

    bool has_expected() const { return expected_.size() > open_.back().first_expected; }

    void end(uint32_t end_of_span);

    /// Ends all that are open, of a text that breaks off in them; none of them is read whole.
    void abandon();

  private:
    struct Open {
        uint32_t index;
        size_t first_argument;
        size_t first_expected;
    };

    Spec& spec_;
    std::vector<Open> open_;
    std::vector<Argument> arguments_;  // of all that are open, one behind the other
    std::vector<Argument> expected_;
};

}  // namespace nnshape
