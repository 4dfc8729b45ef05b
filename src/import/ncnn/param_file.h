#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "import/import.h"

// The lines of ncnn's text param file: https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure.
namespace nnshape::ncnn {

/// A layer's line. Views are into the file's bytes.
struct ParamLine {
    std::string_view type, name;
    std::vector<std::string_view> bottoms, tops;              ///< names of its inputs and outputs
    std::map<int, std::vector<std::string_view>> parameters;  ///< by id; an array has any number of values
    uint64_t number = 0;                                      ///< from 1
};

/// The first word of every param file.
inline constexpr std::string_view magic = "7767517";

/// All lines after the two of the head, or the first that is not a layer.
Result<std::vector<ParamLine>, ImportFault> read_lines(std::string_view bytes);

}  // namespace nnshape::ncnn
