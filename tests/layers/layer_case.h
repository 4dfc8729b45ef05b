#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Tables of layers: what a line of a spec makes of a shape, and what it refuses.
namespace nnshape::test {

/// `layer` behind `input` gives `output`, and counts what follows. Several inputs stand with blanks between them.
struct LayerCase {
    std::string layer;
    std::string input;
    std::string output;
    int64_t weights = 0;
    int64_t biases = 0;
    int64_t buffers = 0;
    int64_t macs = 0;
};

/// `layer` behind `input` is refused, once: `error` is "`the token under the caret`: message; help [code]".
struct RefusalCase {
    std::string layer;
    std::string input;
    std::string error;
};

/// Checks each case under a layout, HWC or CHW.
void check_layers(const std::string& layout, const std::vector<LayerCase>& cases);
void check_refusals(const std::string& layout, const std::vector<RefusalCase>& cases);

}  // namespace nnshape::test
