#include "layers/fault.h"

namespace nnshape {

LayerFault overflow(int param, std::string_view message) {
    auto words = [](const LayerFault& fault, const Attempt&) -> Words { return {std::string(fault.literals[0])}; };
    return {&code::overflow, param, words, {}, {message}};
}

int axis_of(const LayerFault& fault) { return static_cast<int>(fault.numbers[0]); }

std::string_view axis_name_of(const LayerFault& fault, const Attempt& layer) {
    return axis_name(layer.inputs[0].rank, axis_of(fault));
}

}  // namespace nnshape
