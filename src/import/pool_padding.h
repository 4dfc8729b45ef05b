#pragma once

#include <cstdint>
#include <string>
#include <vector>

// How a pool that rounds its output size up is written. Caffe and ncnn round up too, but keep last windows that lie in
// the padding, which `ceil` drops.
namespace nnshape {

struct PoolAxis {
    int64_t size, kernel, stride, before, after;
};

/// ` padding=… ceil`, as far as each is needed, for outputs of ⌈(size + before + after − kernel) / stride⌉ + 1.
/// Numbers that are out of range are written as they are.
std::string ceiling_padding(std::vector<PoolAxis> axes);

/// ` padding=…` of these axes; empty if there is none.
std::string padding_text(const std::vector<PoolAxis>& axes);

}  // namespace nnshape
