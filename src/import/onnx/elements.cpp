#include "import/onnx/elements.h"

namespace nnshape::onnx {

Stored transposed(const Stored& from, const std::vector<int>& order) {
    Dims dims;
    for (int axis : order) dims.push_back(from.dims[static_cast<size_t>(axis)]);
    std::vector<size_t> strides(from.dims.size(), 1);
    for (size_t axis = from.dims.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * static_cast<size_t>(from.dims[axis]);
    return chosen(from, dims, [&](size_t at) {
        size_t place = 0;
        for (size_t axis = dims.size(); axis-- > 0;) {
            auto size = static_cast<size_t>(dims[axis]);
            place += at % size * strides[static_cast<size_t>(order[axis])];
            at /= size;
        }
        return place;
    });
}

Stored sliced(const Stored& from, const std::vector<Part>& parts) {
    Dims dims;
    for (const Part& part : parts) dims.push_back(part.count);
    return chosen(from, dims, [&](size_t at) {
        size_t place = 0, stride = 1;
        for (size_t axis = dims.size(); axis-- > 0;) {
            auto size = static_cast<size_t>(dims[axis]);
            auto index = parts[axis].first + static_cast<int64_t>(at % size) * parts[axis].step;
            at /= size;
            place += static_cast<size_t>(index) * stride;
            stride *= static_cast<size_t>(from.dims[axis]);
        }
        return place;
    });
}

}  // namespace nnshape::onnx
