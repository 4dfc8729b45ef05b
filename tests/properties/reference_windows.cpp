#include "properties/question.h"

#include <algorithm>

// Layers whose window slides: its places are walked one by one, and so are the weights, where they are few.
namespace nnshape::test {
namespace {

// More than so many are not counted one by one.
constexpr int64_t walked = 200;

// Where the window of an axis can stand.
struct Track {
    Wide in, before, after, reach, stride;
    bool same = false, ceil = false;
};

// As many steps as there are from 0 to below `end`.
Wide steps_below(Wide end, Wide stride) {
    if (end > Wide(walked) * stride) return (end + stride - 1) / stride;
    Wide count = 0;
    for (Wide start = 0; start < end; start = start + stride) count = count + 1;
    return count;
}

// With `same` a window stands at every stride that a real row is at. With `ceil` it may hang over by less than a
// stride, unless it would stand in the padding behind alone.
Wide places(const Track& track) {
    if (track.same) return steps_below(track.in, track.stride);
    Wide padded = track.in + track.before + track.after;
    Wide room = padded - track.reach + 1 + (track.ceil ? track.stride - 1 : Wide(0));
    Wide behind_input = track.in + track.before;
    return steps_below(track.ceil && behind_input < room ? behind_input : room, track.stride);
}

Track track_of(const LayerQuestion& question, int axis, bool is_pool) {
    Margins margins = question.margins("padding", axis);
    Wide kernel = question.size("kernel", axis);
    Wide dilation = question.size("dilation", axis);
    Wide stride = question.size("stride", axis, is_pool ? question.size("kernel", axis) : 1);
    return {.in = question.spatial(axis),
            .before = margins.before,
            .after = margins.after,
            .reach = (kernel - 1) * dilation + 1,
            .stride = stride,
            .same = margins.same,
            .ceil = question.flag("ceil", false)};
}

bool reaches_too_far(const LayerQuestion& question) {
    for (int axis = 0; axis < question.rank(); ++axis) {
        if (!track_of(question, axis, false).reach.fits()) return true;
    }
    return false;
}

// What the window reaches over, and the input with its padding, are sizes as well.
bool leaves_64_bits(const LayerQuestion& question) {
    for (int axis = 0; axis < question.rank(); ++axis) {
        Track track = track_of(question, axis, false);
        if (!(track.in + track.before + track.after).fits()) return true;
    }
    return reaches_too_far(question);
}

Answer refused_window(std::string code, bool overflows) {
    Answer answer = refused(std::move(code));
    answer.overflows = overflows;
    return answer;
}

// The sizes behind a window, or why there are none.
Answer slid(const LayerQuestion& question, Wide channels, bool is_pool) {
    Answer answer{.overflows = !channels.fits() || leaves_64_bits(question)};
    for (int axis = 0; axis < question.rank(); ++axis) {
        Track track = track_of(question, axis, is_pool);
        bool only_padding = is_pool && !track.same && (track.before >= track.reach || track.after >= track.reach);
        if (only_padding) return refused_window("padding-exceeds-kernel", answer.overflows);
    }
    for (int axis = 0; axis < question.rank(); ++axis) {
        Wide size = places(track_of(question, axis, is_pool));
        if (size < 1) return refused_window("kernel-exceeds-input", answer.overflows);
        answer.output.push_back(size);
    }
    answer.output.push_back(channels);
    return answer;
}

Wide taps(const LayerQuestion& question) {
    Wide product = 1;
    for (int axis = 0; axis < question.rank(); ++axis) product = product * question.size("kernel", axis);
    return product;
}

// A weight for each tap between two channels of one group; they are counted channel by channel.
Wide grouped_weights(const LayerQuestion& question, int64_t groups, int64_t filters) {
    int64_t channels = question.channels();
    if (channels > walked || filters > walked) return taps(question) * (channels / groups) * filters;
    Wide weights = 0;
    for (int64_t filter = 0; filter < filters; ++filter) {
        for (int64_t channel = 0; channel < channels; ++channel) {
            bool meet = filter / (filters / groups) == channel / (channels / groups);
            if (meet) weights = weights + taps(question);
        }
    }
    return weights;
}

// A product for each weight at each position.
Wide products(Wide positions, Wide weights) {
    if (positions > walked) return positions * weights;
    Wide sum = 0;
    for (Wide position = 0; position < positions; position = position + 1) sum = sum + weights;
    return sum;
}

Answer learned(const LayerQuestion& question, Answer answer, Wide positions, Wide weights) {
    answer.weights = weights;
    answer.biases = question.flag("bias", true) ? answer.output.back() : Wide(0);
    answer.macs = products(positions, weights);
    return answer;
}

// What a window makes of its weights, where it slides at all.
Answer counted(const LayerQuestion& question, Wide channels, Wide weights) {
    Answer answer = slid(question, channels, false);
    if (!answer.error.empty()) return answer;
    Wide positions = 1;
    for (size_t axis = 0; axis + 1 < answer.output.size(); ++axis) positions = positions * answer.output[axis];
    return learned(question, answer, positions, weights);
}

// Each input row paints a window; the last row of paint, less what is cut off, is the size.
Wide painted(const Track& track, Wide output_padding) {
    if (track.same) return track.in * track.stride;
    Wide last = (track.in - 1) * track.stride + track.reach;
    if (track.in <= walked) {
        last = 0;
        Wide start = 0;
        for (Wide row = 0; row < track.in; row = row + 1, start = start + track.stride) last = start + track.reach;
    }
    return last - track.before - track.after + output_padding;
}

std::string transposed_fault(const LayerQuestion& question, int64_t groups, int64_t filters) {
    if (question.channels() % groups != 0 || filters % groups != 0) return "groups-mismatch";
    for (int axis = 0; axis < question.rank(); ++axis) {
        int64_t output_padding = question.size("output_padding", axis, 0);
        int64_t stride = question.size("stride", axis), dilation = question.size("dilation", axis);
        if (output_padding > 0 && output_padding >= std::max(stride, dilation)) return "output-padding-too-large";
    }
    return {};
}

}  // namespace

Answer refer_conv(const LayerQuestion& question) {
    int64_t filters = question.number("filters"), groups = question.number("groups", 1);
    if (question.channels() % groups != 0 || filters % groups != 0) return refused("groups-mismatch");
    return counted(question, filters, grouped_weights(question, groups, filters));
}

Answer refer_depthwise_conv(const LayerQuestion& question) {
    Wide channels = Wide(question.channels()) * question.number("multiplier", 1);
    return counted(question, channels, taps(question) * channels);
}

Answer refer_separable_conv(const LayerQuestion& question) {
    Wide between = Wide(question.channels()) * question.number("multiplier", 1);
    Wide filters = question.number("filters");
    Answer answer = counted(question, filters, taps(question) * between + between * filters);
    answer.overflows = answer.overflows || !between.fits();
    return answer;
}

Answer refer_conv_transpose(const LayerQuestion& question) {
    int64_t filters = question.number("filters"), groups = question.number("groups", 1);
    std::string fault = transposed_fault(question, groups, filters);
    if (!fault.empty()) return refused(fault);
    Answer answer{.overflows = reaches_too_far(question)};
    Wide positions = 1;
    for (int axis = 0; axis < question.rank(); ++axis) {
        positions = positions * question.spatial(axis);
        answer.output.push_back(painted(track_of(question, axis, false), question.size("output_padding", axis, 0)));
    }
    answer.output.push_back(filters);
    return learned(question, answer, positions, grouped_weights(question, groups, filters));
}

Answer refer_pool(const LayerQuestion& question) { return slid(question, question.channels(), true); }

// Each step is an image, over which a convolution slides; four gates read the image and the state.
Answer refer_conv_lstm(const LayerQuestion& question) {
    Tensor image(question.input().begin() + 1, question.input().end());
    std::vector<Tensor> images{image};
    Answer answer = refer_conv({question.layer, images});
    if (!answer.error.empty()) return answer;
    Wide filters = question.number("filters"), kernel = 1;
    for (int axis = 0; axis < 2; ++axis) kernel = kernel * question.size("kernel", axis);
    answer.weights = 0;
    for (Wide read : {Wide(question.channels()), filters})
        answer.weights = answer.weights + kernel * read * filters * 4;
    answer.biases = question.flag("bias", true) ? filters * 4 : Wide(0);
    answer.macs = answer.weights * answer.output[0] * answer.output[1] * question.spatial(0);
    if (question.flag("return_sequences", false)) answer.output.insert(answer.output.begin(), question.spatial(0));
    return answer;
}

}  // namespace nnshape::test
