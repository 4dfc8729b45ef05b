#pragma once

#include <string>
#include <vector>

namespace nnshape::test {

/// A network's output and totals, as its JSON report has them.
std::string figures(const std::string& spec, const std::vector<std::string>& options = {});

}  // namespace nnshape::test
