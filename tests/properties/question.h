#pragma once

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

struct Question {
    const DrawnLayer& layer;
    const std::vector<Tensor>& inputs;

    const Tensor& input() const { return inputs[0]; }
    int rank() const { return static_cast<int>(input().size()) - 1; }
    int64_t channels() const { return input().back(); }
    int64_t spatial(int axis) const { return input()[static_cast<size_t>(axis)]; }

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
using Reference = Answer (*)(const Question&);
Answer refer_conv(const Question& question);
Answer refer_depthwise_conv(const Question& question);
Answer refer_separable_conv(const Question& question);
Answer refer_conv_transpose(const Question& question);
Answer refer_pool(const Question& question);
Answer refer_global_pool(const Question& question);
Answer refer_resized(const Question& question);
Answer refer_pad(const Question& question);
Answer refer_crop(const Question& question);
Answer refer_upsample(const Question& question);
Answer refer_pixel_shuffle(const Question& question);
Answer refer_pixel_unshuffle(const Question& question);
Answer refer_flatten(const Question& question);
Answer refer_reshape(const Question& question);
Answer refer_permute(const Question& question);
Answer refer_tokens(const Question& question);
Answer refer_class_token(const Question& question);
Answer refer_select(const Question& question);
Answer refer_slice(const Question& question);
Answer refer_merge(const Question& question);
Answer refer_concat(const Question& question);

Answer refused(std::string code);
Wide product_of(const std::vector<Wide>& sizes);
std::vector<Wide> wide(const Tensor& tensor);

}  // namespace nnshape::test
