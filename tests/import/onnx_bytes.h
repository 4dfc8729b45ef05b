#pragma once

#include <string>
#include <string_view>

// ONNX files for tests, written from a few lines of text.
namespace nnshape::test {

/// The bytes of a model, a line for each of its parts:
///
///     in x Nx3x8x8               an input; a letter is an open size
///     stored w 4x3x3x3           a tensor of float32 without its data; a type may follow: int8
///     known s 1,-1               a vector of int64 with its numbers; `known s 2` alone is a vector of one
///     real r 1,1,2               a vector of float32 with its numbers
///     name /conv1/Conv           the name of the next node
///     y, z = Conv(x, w) strides=2,2 auto_pad=SAME_UPPER alpha=0.5
///     shape y 1x4x4x4            what the file records of a tensor
///     out y
std::string onnx_bytes(std::string_view text);

}  // namespace nnshape::test
