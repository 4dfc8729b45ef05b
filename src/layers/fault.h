#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "layers/advice.h"
#include "layers/args.h"
#include "layers/shape.h"

// Why a layer cannot be calculated. A search tries many sizes and needs no messages, so a fault has only numbers; its
// message is made when it is reported.
namespace nnshape {

struct LayerKind;
struct Inference;

/// The layer that cannot be calculated: what `infer` was given, and the result as far as it got.
struct Attempt {
    const LayerKind& kind;
    int rank_suffix;
    const Args& args;
    Inputs inputs;
    const Inference& result;  ///< as `infer` left it
};

/// A fault in words. Its fix is `help`, which is free text, or `advice`, which spec/dialect writes in the form of the
/// spec.
struct Words {
    std::string message;
    std::string help = {};
    Advice advice = {};
};

/// Used as a parameter's index: the fault is about the layer as a whole.
inline constexpr int the_layer = -1;

struct LayerFault {
    const Code* code;
    int param;  ///< the index of the parameter with the wrong value, or `the_layer`
    Words (*words)(const LayerFault& fault, const Attempt& layer);
    std::array<int64_t, 2> numbers = {};            ///< numbers that `words` needs and the attempt does not have
    std::array<std::string_view, 2> literals = {};  ///< texts of the same kind
};

/// An `overflow` with its message, a literal.
LayerFault overflow(int param, std::string_view message);

/// The spatial axis that a fault is about, and its name. The fault's first number must be an axis.
int axis_of(const LayerFault& fault);
std::string_view axis_name_of(const LayerFault& fault, const Attempt& layer);

}  // namespace nnshape
