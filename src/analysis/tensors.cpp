#include "analysis/tensors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "layers/find_kind.h"
#include "layers/value.h"
#include "network/place.h"

namespace nnshape {
namespace {

// Lists the tensors of one layer.
class TensorList {
  public:
    TensorList(const Network& network, uint32_t index, TensorStyle style)
        : network_(network),
          node_(network.nodes[index]),
          args_(network.args_of(node_)),
          inputs_(inputs_of(network, node_)),
          is_torch_(style == TensorStyle::pytorch) {}

    std::vector<StoredTensor> run();

  private:
    using List = void (TensorList::*)();

    int find(std::string_view param) const { return find_param(params_of(*node_.kind), param); }
    ParamValue value(std::string_view param) const {
        return value_of(args_, find(param), inputs_.empty() ? node_.output : inputs_[0], network_.layout);
    }
    int64_t number(std::string_view param) const { return value(param).number; }
    bool flag(std::string_view param) const { return number(param) != 0; }
    bool is_word(std::string_view param, std::string_view word) const { return value(param).word == word; }
    bool has_bias() const { return flag("bias") || node_.folded; }
    int64_t in() const { return inputs_[0].channels; }
    int64_t out() const { return node_.output.channels; }

    std::vector<int64_t> kernel() const {
        std::vector<int64_t> sizes;
        int rank = inputs_[0].rank - params_of(*node_.kind)[static_cast<size_t>(find("kernel"))].skipped;
        for (int axis = 0; axis < rank; ++axis) sizes.push_back(args_.size(find("kernel"), axis));
        return sizes;
    }

    // PyTorch has the kernel's sizes last, and Keras first.
    void add(std::string_view name, std::string_view keras_name, std::vector<int64_t> shape) {
        tensors_.push_back({std::string(is_torch_ ? name : keras_name), std::move(shape)});
    }
    void add_kernel(std::string_view keras_name, int64_t torch_first, int64_t torch_second, int64_t keras_first,
                    int64_t keras_second) {
        std::vector<int64_t> shape = kernel();
        if (is_torch_) {
            shape.insert(shape.begin(), {torch_first, torch_second});
        } else {
            shape.insert(shape.end(), {keras_first, keras_second});
        }
        add("weight", keras_name, std::move(shape));
    }
    void add_bias(int64_t size) {
        if (has_bias()) add("bias", "bias", {size});
    }

    void conv() {
        int64_t of_group = in() / number("groups");
        add_kernel("kernel", out(), of_group, of_group, out());
        add_bias(out());
    }

    void conv_transpose() {
        int64_t of_group = out() / number("groups");
        add_kernel("kernel", in(), of_group, of_group, in());
        add_bias(out());
    }

    void depthwise() {
        int64_t times = number("multiplier");
        add_kernel("kernel", out(), 1, in(), times);
        add_bias(out());
    }

    void separable() {
        int64_t times = number("multiplier"), middle = in() * times;
        std::vector<int64_t> depthwise = kernel(), pointwise(depthwise.size(), 1);
        if (is_torch_) {
            depthwise.insert(depthwise.begin(), {middle, 1});
            pointwise.insert(pointwise.begin(), {out(), middle});
        } else {
            depthwise.insert(depthwise.end(), {in(), times});
            pointwise.insert(pointwise.end(), {middle, out()});
        }
        add("depthwise.weight", "depthwise_kernel", std::move(depthwise));
        add("pointwise.weight", "pointwise_kernel", std::move(pointwise));
        add_bias(out());
    }

    void dense() {
        add("weight", "kernel", is_torch_ ? std::vector{out(), in()} : std::vector{in(), out()});
        add_bias(out());
    }

    void batch_norm() {
        if (flag("scale")) add("weight", "gamma", {in()});
        if (flag("center")) add("bias", "beta", {in()});
        if (!flag("track_stats")) return;
        add("running_mean", "moving_mean", {in()});
        add("running_var", "moving_variance", {in()});
    }

    void layer_norm() {
        std::vector<int64_t> shape = {in()};
        if (is_word("over", "all")) {
            Sizes sizes = sizes_of(inputs_[0], is_torch_ ? Layout::chw : Layout::hwc);
            shape.assign(sizes.begin(), sizes.end());
        }
        if (flag("scale")) add("weight", "gamma", shape);
        if (flag("center")) add("bias", "beta", shape);
    }

    void group_norm() {
        if (!flag("affine")) return;
        add("weight", "gamma", {in()});
        add("bias", "beta", {in()});
    }

    void rms_norm() { add("weight", "scale", {in()}); }
    void embedding() { add("weight", "embeddings", {number("vocabulary"), number("dim")}); }

    void prelu() {
        if (is_torch_) {
            if (!is_word("per", "element")) add("weight", {}, {is_word("per", "channel") ? in() : 1});
            return;
        }
        Sizes sizes = sizes_of(inputs_[0], Layout::hwc);
        std::vector<int64_t> shape(sizes.begin(), sizes.end());
        if (!is_word("per", "element")) std::fill(shape.begin(), shape.end() - 1, 1);
        if (is_word("per", "layer")) shape.back() = 1;
        add({}, "alpha", std::move(shape));
    }

    void recurrent() {
        std::string_view type = name_of(*node_.kind);
        int64_t gates = type == "lstm" ? 4 : type == "gru" ? 3 : 1, units = number("units");
        int64_t state = find("proj_size") >= 0 && number("proj_size") > 0 ? number("proj_size") : units;
        bool projects = state != units, both = flag("bidirectional");
        if (is_torch_ ? is_word("bias", "single") : projects) return;
        for (int64_t layer = 0; layer < number("layers"); ++layer) {
            int64_t width = layer == 0 ? in() : state * (both ? 2 : 1);
            for (int direction = 0; direction < (both ? 2 : 1); ++direction) {
                if (is_torch_) {
                    torch_gates(fmt::format("l{}{}", layer, direction > 0 ? "_reverse" : ""), gates * units, width,
                                state, projects ? units : 0);
                } else {
                    keras_gates(gates * units, width, state, direction > 0, type == "gru");
                }
            }
        }
    }

    void torch_gates(const std::string& name, int64_t gated, int64_t width, int64_t state, int64_t projected_from) {
        tensors_.push_back({"weight_ih_" + name, {gated, width}});
        tensors_.push_back({"weight_hh_" + name, {gated, state}});
        if (is_word("bias", "double")) {
            tensors_.push_back({"bias_ih_" + name, {gated}});
            tensors_.push_back({"bias_hh_" + name, {gated}});
        }
        if (projected_from > 0) tensors_.push_back({"weight_hr_" + name, {state, projected_from}});
    }

    void keras_gates(int64_t gated, int64_t width, int64_t state, bool backward, bool resets) {
        std::string prefix = backward ? "backward " : "";
        tensors_.push_back({prefix + "kernel", {width, gated}});
        tensors_.push_back({prefix + "recurrent_kernel", {state, gated}});
        if (is_word("bias", "double") && resets) tensors_.push_back({prefix + "bias", {2, gated}});
        if (is_word("bias", "single")) tensors_.push_back({prefix + "bias", {gated}});
        bool lacks = is_word("bias", "double") && !resets;
        if (lacks) has_no_layer_ = true;
    }

    void conv_lstm() {
        int64_t gated = 4 * number("filters");
        std::vector<int64_t> input = kernel(), state = input;
        input.insert(input.end(), {in(), gated});
        state.insert(state.end(), {number("filters"), gated});
        if (is_torch_) return;
        add({}, "kernel", std::move(input));
        add({}, "recurrent_kernel", std::move(state));
        if (flag("bias")) add({}, "bias", {gated});
    }

    void attention() {
        int64_t heads = number("heads"), groups = number("kv_heads"), key = number("key_dim"), dim = number("dim");
        size_t last = inputs_.size() - 1;
        int64_t of_keys = inputs_[std::min<size_t>(1, last)].channels,
                of_values = inputs_[std::min<size_t>(2, last)].channels;
        bool all = value("bias").form == ParamValue::Form::boolean && flag("bias");
        bool inner = all || is_word("bias", "qkv"), outer = all || is_word("bias", "out");
        if (!is_torch_) return keras_attention(heads, groups, key, dim / heads, of_keys, of_values, inner, outer);
        bool uniform = groups == heads && key * heads == in() && dim == in() && of_keys == in() && of_values == in();
        if (uniform) {
            tensors_.push_back({"in_proj_weight", {3 * in(), in()}});
            if (inner) tensors_.push_back({"in_proj_bias", {3 * in()}});
        } else {
            const std::tuple<const char*, int64_t, int64_t> parts[] = {{"q_proj", heads * key, in()},
                                                                       {"k_proj", groups * key, of_keys},
                                                                       {"v_proj", groups * (dim / heads), of_values}};
            for (const auto& [name, rows, columns] : parts) {
                tensors_.push_back({fmt::format("{}.weight", name), {rows, columns}});
                if (inner) tensors_.push_back({fmt::format("{}.bias", name), {rows}});
            }
        }
        tensors_.push_back({"out_proj.weight", {in(), dim}});
        if (outer) tensors_.push_back({"out_proj.bias", {in()}});
    }

    void keras_attention(int64_t heads, int64_t groups, int64_t key, int64_t width, int64_t of_keys, int64_t of_values,
                         bool inner, bool outer) {
        struct Part {
            const char* name;
            int64_t from, heads, width;
        };
        for (const Part& part : {Part{"query", in(), heads, key}, Part{"key", of_keys, groups, key},
                                 Part{"value", of_values, groups, width}}) {
            tensors_.push_back({fmt::format("{} kernel", part.name), {part.from, part.heads, part.width}});
            if (inner) tensors_.push_back({fmt::format("{} bias", part.name), {part.heads, part.width}});
        }
        tensors_.push_back({"output kernel", {heads, width, in()}});
        if (outer) tensors_.push_back({"output bias", {in()}});
    }

    const Network& network_;
    const Node& node_;
    Args args_;
    std::vector<Shape> inputs_;
    bool is_torch_;
    bool has_no_layer_ = false;
    std::vector<StoredTensor> tensors_;
};

std::vector<StoredTensor> TensorList::run() {
    constexpr std::pair<std::string_view, List> lists[] = {{"conv", &TensorList::conv},
                                                           {"conv_transpose", &TensorList::conv_transpose},
                                                           {"depthwise_conv", &TensorList::depthwise},
                                                           {"separable_conv", &TensorList::separable},
                                                           {"dense", &TensorList::dense},
                                                           {"batch_norm", &TensorList::batch_norm},
                                                           {"layer_norm", &TensorList::layer_norm},
                                                           {"group_norm", &TensorList::group_norm},
                                                           {"instance_norm", &TensorList::group_norm},
                                                           {"rms_norm", &TensorList::rms_norm},
                                                           {"embedding", &TensorList::embedding},
                                                           {"prelu", &TensorList::prelu},
                                                           {"rnn", &TensorList::recurrent},
                                                           {"gru", &TensorList::recurrent},
                                                           {"lstm", &TensorList::recurrent},
                                                           {"conv_lstm", &TensorList::conv_lstm},
                                                           {"attention", &TensorList::attention}};
    std::string_view type = name_of(*node_.kind);
    for (const auto& [name, list] : lists) {
        if (name == type) (this->*list)();
    }
    if (has_no_layer_) tensors_.clear();
    return std::move(tensors_);
}

}  // namespace

std::vector<StoredTensor> tensors_of(const Network& network, uint32_t node, TensorStyle style) {
    if (network.nodes[node].shares != nothing_shared) return {};
    return TensorList(network, node, style).run();
}

std::string to_text(const std::vector<StoredTensor>& tensors) {
    std::string text;
    for (const StoredTensor& tensor : tensors) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", tensor.name, fmt::join(tensor.shape, "x"));
    }
    return text;
}

}  // namespace nnshape
