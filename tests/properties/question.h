#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/reference.h"

// A layer and its inputs as the reference asks for them, each parameter by its name and with its default.
namespace nnshape::test {

/// Padding of an axis: before and after, or `same`, which goes by the sizes.
struct Margins {
    Wide before = 0, after = 0;
    bool same = false;
};

struct LayerQuestion {
    const DrawnLayer& layer;
    const std::vector<Tensor>& inputs;
    bool channels_first = false;  ///< in the layout

    const Tensor& input() const { return inputs[0]; }
    int rank() const { return static_cast<int>(input().size()) - 1; }
    /// How many axes a list has a value for.
    int axes() const { return rank() - (layer.type == "conv_lstm" ? 1 : 0); }
    int64_t channels() const { return input().back(); }
    int64_t spatial(int axis) const { return input()[static_cast<size_t>(axis)]; }

    /// The sizes of an input as the layout writes them, and the channels last again.
    Tensor written(const Tensor& sizes) const { return in_layout(sizes, channels_first); }
    std::vector<Wide> channels_last_of(std::vector<Wide> sizes) const;

    /// Where the axes of a parameter stand among `sizes` sizes as the layout writes them; nothing where one is not
    /// there or twice.
    std::optional<std::vector<size_t>> places(std::string_view key, size_t sizes) const;

    int64_t number(std::string_view key, int64_t standard = 0) const;
    bool flag(std::string_view key, bool standard) const { return number(key, standard) != 0; }
    std::string word(std::string_view key, std::string_view standard) const;

    /// Of an axis, where one number serves all of them.
    int64_t size(std::string_view key, int axis, int64_t standard = 1) const;
    Margins margins(std::string_view key, int axis) const;

    /// Whether a list has another number of values than the input has spatial axes.
    bool has_wrong_list() const;
};

/// What can be told of one type: a function for each family.
using Reference = Answer (*)(const LayerQuestion&);
Answer refer_conv(const LayerQuestion& question);
Answer refer_depthwise_conv(const LayerQuestion& question);
Answer refer_separable_conv(const LayerQuestion& question);
Answer refer_conv_transpose(const LayerQuestion& question);
Answer refer_pool(const LayerQuestion& question);
Answer refer_global_pool(const LayerQuestion& question);
Answer refer_resized(const LayerQuestion& question);
Answer refer_pad(const LayerQuestion& question);
Answer refer_crop(const LayerQuestion& question);
Answer refer_upsample(const LayerQuestion& question);
Answer refer_pixel_shuffle(const LayerQuestion& question);
Answer refer_pixel_unshuffle(const LayerQuestion& question);
Answer refer_flatten(const LayerQuestion& question);
Answer refer_reshape(const LayerQuestion& question);
Answer refer_permute(const LayerQuestion& question);
Answer refer_tokens(const LayerQuestion& question);
Answer refer_class_token(const LayerQuestion& question);
Answer refer_select(const LayerQuestion& question);
Answer refer_slice(const LayerQuestion& question);
Answer refer_merge(const LayerQuestion& question);
Answer refer_concat(const LayerQuestion& question);
Answer refer_matmul(const LayerQuestion& question);
Answer refer_reduce(const LayerQuestion& question);
Answer refer_squeeze(const LayerQuestion& question);
Answer refer_unsqueeze(const LayerQuestion& question);
Answer refer_stack(const LayerQuestion& question);
Answer refer_expand(const LayerQuestion& question);
Answer refer_tile(const LayerQuestion& question);
Answer refer_conv_lstm(const LayerQuestion& question);

Answer refused(std::string code);
Wide product_of(const std::vector<Wide>& sizes);
std::vector<Wide> wide(const Tensor& tensor);

}  // namespace nnshape::test
