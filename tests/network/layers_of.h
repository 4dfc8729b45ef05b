#pragma once

#include <string>

namespace nnshape::test {

/// Every layer of a spec with its shape, "conv_1 24x24x6, relu_1 24x24x6"; its diagnostics if it is not fine.
std::string layers_of(const std::string& text);

}  // namespace nnshape::test
