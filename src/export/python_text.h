#pragma once

#include <string>
#include <vector>

#include "export/code.h"

// Pieces of code as Python's text.
namespace nnshape {

/// "nn.Conv2d(3, 64, kernel_size=3)". Of the arguments that are required, the first two have no key, or all if
/// `own` is true, as for the code's own classes.
std::string construct_text(const CodeConstruct& construct);

/// The arguments alone: "3, 64, kernel_size=3".
std::string arguments_text(const CodeConstruct& construct);

/// A repeated constructor as a generator: "Block(64) for _ in range(3)".
std::string generator_text(const CodeConstruct& construct);

/// "range(3)", or the values themselves.
std::string turns_text(const CodeConstruct& construct);

/// Replaces `{0}`, `{1}` … by `inputs`, `{s0}` … by the slots, and `{m}` by `made`. `inputs` that are sums or
/// differences get parentheses where they need them.
std::string expression_text(const CodeStep& step, const std::vector<std::string>& inputs, const std::string& made);

/// The line with a comment behind it, unless that is empty.
std::string commented(const std::string& line, const std::string& comment);

}  // namespace nnshape
