#include "layers/fault.h"

namespace nnshape {

Fault overflow(int param, std::string_view message) {
    auto words = [](const Fault& fault, const Attempt&) -> Words { return {std::string(fault.literals[0])}; };
    return {&code::overflow, param, words, {}, {message}};
}

int axis_of(const Fault& fault) { return static_cast<int>(fault.numbers[0]); }

std::string_view axis_name_of(const Fault& fault, const Attempt& layer) {
    return axis_name(layer.inputs[0].rank, axis_of(fault));
}

}  // namespace nnshape
