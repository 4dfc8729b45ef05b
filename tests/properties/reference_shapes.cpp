#include <algorithm>

#include "properties/question.h"

// Layers that change the shape, learn little or nothing, and slide no window.
namespace nnshape::test {
namespace {

// Its spatial sizes become what `size_of` says of each axis; the channels stay.
template <class SizeOf>
Answer each_axis(const LayerQuestion& question, SizeOf size_of) {
    Answer answer;
    for (int axis = 0; axis < question.rank(); ++axis) answer.output.push_back(size_of(axis));
    answer.output.push_back(question.channels());
    return answer;
}

// ⌊size · scale⌋ for a decimal of few digits.
Wide scaled(Wide size, const std::string& scale) {
    Wide digits = 0, below = 1;
    bool behind_point = false;
    for (char one : scale) {
        if (one == '.') {
            behind_point = true;
            continue;
        }
        digits = digits * 10 + (one - '0');
        if (behind_point) below = below * 10;
    }
    return size * digits / below;
}

// Where an axis stands in a shape with the channels last; -1 where that has no such axis.
int64_t place_of_axis(int64_t axis, int rank) {
    if (axis == channels_last) return rank;
    return axis < rank ? axis : -1;
}

}  // namespace

Answer refer_global_pool(const LayerQuestion& question) {
    if (!question.flag("keepdims", false)) return {.output = {question.channels()}};
    return each_axis(question, [](int) { return Wide(1); });
}

Answer refer_resized(const LayerQuestion& question) {
    bool is_crop = question.layer.type == "center_crop";
    for (int axis = 0; axis < question.rank(); ++axis) {
        if (is_crop && question.size("size", axis) > question.spatial(axis)) return refused("kernel-exceeds-input");
    }
    return each_axis(question, [&](int axis) {
        int64_t size = question.size("size", axis);
        return Wide(size == size_kept ? question.spatial(axis) : size);
    });
}

// What is removed, as a negative padding does, must leave something.
Answer refer_pad(const LayerQuestion& question) {
    Answer answer;
    for (int axis = 0; axis <= question.rank(); ++axis) {
        bool is_channels = axis == question.rank();
        Margins margins = question.margins(is_channels ? "channels" : "padding", is_channels ? 0 : axis);
        Wide in = question.input()[static_cast<size_t>(axis)], left = in;
        for (Wide end : {margins.before, margins.after}) left = end < 0 ? left + end : left;
        if (left < 1) return refused("empty-output");
        answer.output.push_back(in + margins.before + margins.after);
    }
    return answer;
}

Answer refer_crop(const LayerQuestion& question) {
    return each_axis(question, [&](int axis) {
        Margins margins = question.margins("cropping", axis);
        return Wide(question.spatial(axis)) - margins.before - margins.after;
    });
}

Answer refer_upsample(const LayerQuestion& question) {
    const DrawnValue* scale = question.layer.find("scale");
    if (!scale) return refer_resized(question);
    return each_axis(question, [&](int axis) {
        auto at = scale->form == DrawnValue::Form::decimals ? static_cast<size_t>(axis) : 0;
        return scaled(question.spatial(axis), scale->words[at]);
    });
}

Answer refer_pixel_shuffle(const LayerQuestion& question) {
    Wide factor = question.number("factor"), channels = question.channels();
    Wide block = 1;
    for (int axis = 0; axis < question.rank(); ++axis) block = block * factor;
    if (!(channels / block * block == channels)) return refused("groups-mismatch");
    Answer answer = each_axis(question, [&](int axis) { return factor * question.spatial(axis); });
    answer.output.back() = channels / block;
    return answer;
}

Answer refer_pixel_unshuffle(const LayerQuestion& question) {
    int64_t factor = question.number("factor");
    Wide channels = question.channels();
    for (int axis = 0; axis < question.rank(); ++axis) {
        if (question.spatial(axis) % factor != 0) return refused("groups-mismatch");
        channels = channels * factor;
    }
    Answer answer = each_axis(question, [&](int axis) { return Wide(question.spatial(axis) / factor); });
    answer.output.back() = channels;
    return answer;
}

Answer refer_flatten(const LayerQuestion& question) { return {.output = {product_of(wide(question.input()))}}; }

Answer refer_reshape(const LayerQuestion& question) {
    std::vector<Wide> shape = wide(question.layer.find("shape")->numbers);
    Wide elements = product_of(wide(question.input())), known = 1;
    for (Wide size : shape) known = known * (size == -1 ? Wide(1) : size);
    for (Wide& size : shape) {
        if (size == -1) size = elements / known;
    }
    return product_of(shape) == elements ? Answer{.output = shape} : refused("shape-mismatch");
}

Answer refer_permute(const LayerQuestion& question) {
    std::vector<int64_t> order = question.layer.find("order")->numbers, sorted = order;
    std::sort(sorted.begin(), sorted.end());
    bool complete = sorted.size() == question.input().size();
    for (size_t at = 0; at < sorted.size(); ++at) complete = complete && sorted[at] == static_cast<int64_t>(at);
    if (!complete) return refused("index-out-of-range");
    Answer answer;
    for (int64_t axis : order) answer.output.push_back(question.input()[static_cast<size_t>(axis)]);
    return answer;
}

Answer refer_tokens(const LayerQuestion& question) {
    std::vector<Wide> spatial = wide(question.input());
    spatial.pop_back();
    return {.output = {product_of(spatial), question.channels()}};
}

Answer refer_class_token(const LayerQuestion& question) {
    Wide count = question.number("count", 1);
    return {.output = {count + question.spatial(0), question.channels()}, .weights = count * question.channels()};
}

Answer refer_select(const LayerQuestion& question) {
    int64_t axis = place_of_axis(question.number("axis", 0), question.rank());
    int64_t index = question.number("index");
    if (axis < 0 || axis == question.rank()) return refused("index-out-of-range");
    int64_t size = question.spatial(static_cast<int>(axis));
    if (index < -size || index >= size) return refused("index-out-of-range");
    Answer answer{.output = wide(question.input())};
    answer.output.erase(answer.output.begin() + axis);
    return answer;
}

Answer refer_slice(const LayerQuestion& question) {
    int64_t axis = place_of_axis(question.number("axis", channels_last), question.rank());
    if (axis < 0) return refused("index-out-of-range");
    Wide size = question.input()[static_cast<size_t>(axis)];
    Wide bounds[] = {question.number("start", 0), question.number("end")};
    for (Wide& bound : bounds) {
        if (bound < 0) bound = bound + size;
        if (bound < 0 || bound > size) return refused("index-out-of-range");
    }
    // As many indices as begin a step: ⌊(end − 1 − start) / step⌋ + 1, and none where the end is not beyond the start.
    Answer answer{.output = wide(question.input())};
    answer.output[static_cast<size_t>(axis)] = (bounds[1] - 1 - bounds[0]) / question.number("step", 1) + 1;
    return answer;
}

Answer refer_merge(const LayerQuestion& question) {
    Answer answer{.output = wide(question.input())};
    for (const Tensor& input : question.inputs) {
        if (input.size() != answer.output.size()) return refused("shape-mismatch");
        for (size_t axis = 0; axis < input.size(); ++axis) {
            Wide& size = answer.output[axis];
            bool meet = size == input[axis] || size == 1 || input[axis] == 1;
            if (!meet) return refused("shape-mismatch");
            if (size == 1) size = input[axis];
        }
    }
    return answer;
}

Answer refer_concat(const LayerQuestion& question) {
    int64_t axis = place_of_axis(question.number("axis", channels_last), question.rank());
    if (axis < 0) return refused("index-out-of-range");
    Answer answer{.output = wide(question.input())};
    auto along = static_cast<size_t>(axis);
    Wide sum = 0;
    for (const Tensor& input : question.inputs) {
        bool alike = input.size() == question.input().size();
        for (size_t other = 0; alike && other < input.size(); ++other) {
            alike = other == along || input[other] == question.input()[other];
        }
        if (!alike) return {.error = "shape-mismatch", .overflows = !sum.fits()};
        sum = sum + input[along];
    }
    answer.output[along] = sum;
    return answer;
}

// The last two of the sizes that the layout writes are a matrix.
Answer refer_matmul(const LayerQuestion& question) {
    Tensor first = question.written(question.inputs[0]), second = question.written(question.inputs[1]);
    if (question.flag("transpose", false)) std::swap(second.back(), second[second.size() - 2]);
    Wide rows = first[first.size() - 2], inner = first.back(), columns = second.back();
    if (!(inner == second[second.size() - 2])) return refused("shape-mismatch");
    first.resize(first.size() - 2);
    second.resize(second.size() - 2);
    while (first.size() < second.size()) first.insert(first.begin(), 1);
    while (second.size() < first.size()) second.insert(second.begin(), 1);
    std::vector<Wide> sizes;
    for (size_t axis = 0; axis < first.size(); ++axis) {
        bool stretches = first[axis] == 1 || second[axis] == 1;
        if (first[axis] != second[axis] && !stretches) return refused("shape-mismatch");
        sizes.push_back(std::max(first[axis], second[axis]));
    }
    sizes.push_back(rows);
    sizes.push_back(columns);
    Wide macs = product_of(sizes) * inner;
    return {.output = question.channels_last_of(sizes), .macs = macs};
}

}  // namespace nnshape::test
