#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "export/code.h"

// The lines of a calculation: which steps share a line, and which variables they use.
namespace nnshape {

/// One line: `x = self.conv(x)`, or the expression of the last one.
struct ForwardLine {
    std::string text;
    std::string comment;
};

/// Writes the steps of a block as assignments. `made` has the name of what each step's constructor made, or the
/// constructor itself, or the head of a loop; a chain of steps that is called as a whole is a step of its own.
class ForwardWriter {
  public:
    /// Steps with a constructor have their shape as a comment if `comments_all`. No variable gets a reserved name.
    ForwardWriter(const CodeBlock& block, std::vector<std::string> made, bool comments_all,
                  std::set<std::string> reserved = {})
        : block_(block), made_(std::move(made)), comments_all_(comments_all), busy_(std::move(reserved)) {}

    /// The lines; the last is a `return`. Values that nothing needs are not calculated.
    std::vector<ForwardLine> lines();

  private:
    bool is_needed(uint32_t value) const { return needed_.count(value) != 0; }
    void find_needed();
    void find_inlined();
    std::string text_of(uint32_t value);
    std::string expression_of(size_t step);
    std::string assign(size_t step);
    void release(size_t step);
    void find_last_uses();
    void append_loop(size_t step, std::vector<ForwardLine>& lines);
    const CodeStep& step_of(uint32_t value) const { return block_.steps[value - block_.inputs]; }

    const CodeBlock& block_;
    std::vector<std::string> made_;
    bool comments_all_;
    std::set<uint32_t> needed_, inlined_;
    std::map<uint32_t, size_t> last_use_;  // of a value: the step, or the number of steps for an output
    std::map<uint32_t, std::string> variables_;
    std::map<std::string, uint32_t> held_;  // the value that each busy variable has
    std::set<std::string> busy_;
};

}  // namespace nnshape
