#include "import/onnx/value.h"

namespace nnshape::onnx {

Stored known_numbers(Dims dims, std::vector<Number> numbers, Type type) {
    return {.dims = std::move(dims),
            .type = type,
            .numbers = std::move(numbers),
            .known = true,
            .generated = true,
            .roots = {}};
}

std::vector<int64_t> integers_of(const Stored& stored) {
    std::vector<int64_t> integers;
    constexpr Number most = static_cast<Number>(INT64_MAX);
    for (Number number : stored.numbers) {
        Number bounded = number > most ? most : number < -most ? -most : number == number ? number : 0;
        integers.push_back(static_cast<int64_t>(bounded));
    }
    return integers;
}

}  // namespace nnshape::onnx
