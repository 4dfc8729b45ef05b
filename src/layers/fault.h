#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "layers/advice.h"
#include "layers/args.h"
#include "layers/shape.h"

// Why a layer cannot be calculated. A search tries many sizes and reads no messages, so a fault is numbers, and whoever
// reports it makes the words.
namespace nnshape {

struct LayerKind;
struct Inference;

/// A layer that cannot be calculated, as `infer` saw it. What a fault's words are made from.
struct Attempt {
    const LayerKind& kind;
    int rank_suffix;
    const Args& args;
    Inputs inputs;
    const Inference& result;  ///< as `infer` left it
};

/// A fault in words. The help is free text or an advice, which the author's dialect words.
struct Words {
    std::string message;
    std::string help = {};
    Advice advice = {};
};

/// In place of a parameter's index: the layer as a whole.
inline constexpr int the_layer = -1;

struct Fault {
    const Code* code;
    int param;  ///< index in the kind's params of the value to blame, or `the_layer`
    Words (*words)(const Fault& fault, const Attempt& layer);
    std::array<int64_t, 2> numbers = {};            ///< what the words need and the attempt does not hold
    std::array<std::string_view, 2> literals = {};  ///< likewise
};

/// An `overflow` with its message, a literal.
Fault overflow(int param, std::string_view message);

/// The spatial axis that a fault is about, where its first number is one, and what it is called.
int axis_of(const Fault& fault);
std::string_view axis_name_of(const Fault& fault, const Attempt& layer);

}  // namespace nnshape
