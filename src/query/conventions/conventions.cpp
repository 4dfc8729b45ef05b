#include "query/conventions/conventions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/checked.h"
#include "layers/find_kind.h"
#include "layers/traits.h"
#include "layers/value.h"
#include "network/place.h"

namespace nnshape {
namespace {

// What a rule looks at: one layer, or the activation of one.
struct CountedLayer {
    const Network& network;
    const Node& node;
    const Figures& figures;
    std::string_view type;
    bool is_activation = false;  ///< it is the activation of the node, which has the size of its output

    Shape in() const {
        auto reads = network.reads_of(node);
        return is_activation || reads.empty() ? node.output : network.nodes[reads[0]].output;
    }
    const Shape& out() const { return node.output; }
    Checked inputs() const { return elements(in()); }
    Checked outputs() const { return elements(out()); }
    Checked weights() const { return is_activation ? 0 : figures[Figure::weights]; }
    Checked biases() const { return is_activation ? 0 : figures[Figure::biases]; }
    Checked params() const { return weights() + biases(); }
    Checked macs() const { return is_activation ? 0 : figures[Figure::macs]; }
    bool is(std::string_view names) const;
    bool learns() const { return params().value() > 0; }
};

bool CountedLayer::is(std::string_view names) const {
    std::string padded = fmt::format(" {} ", names);
    return padded.find(fmt::format(" {} ", type)) != std::string::npos;
}

constexpr std::string_view convolutions = "conv depthwise_conv separable_conv";
constexpr std::string_view recurrent = "rnn gru lstm conv_lstm";
constexpr std::string_view norms = "batch_norm layer_norm instance_norm group_norm";

// Nothing if the rule does not say what the layer counts.
using Counted = std::optional<Checked>;
using Rule = Counted (*)(const CountedLayer& layer);

// Layers that no program below counts in a way that was verified.
bool is_uncovered(const CountedLayer& layer) {
    bool is_unknown = layer.is("attention custom matmul") || layer.node.experts != 0;
    return is_unknown || layer.is(recurrent);
}

Counted macs_alone(const CountedLayer& layer) {
    if (layer.is("custom") || layer.is(recurrent)) return std::nullopt;
    return layer.macs();
}

Counted all_macs(const CountedLayer& layer) { return layer.macs(); }

Counted torchinfo(const CountedLayer& layer) {
    if (is_uncovered(layer)) return std::nullopt;
    bool slides = layer.is(convolutions) || layer.is("conv_transpose");
    return slides ? layer.params() * positions(layer.out()) : layer.params();
}

Counted ptflops_modules(const CountedLayer& layer) {
    if (is_uncovered(layer) || layer.is("separable_conv")) return std::nullopt;
    if (layer.is("conv_transpose")) return layer.params() * positions(layer.out());
    if (layer.is(convolutions)) return layer.macs() + layer.biases() * positions(layer.out());
    if (layer.is("dense")) return layer.macs() + layer.biases();
    if (layer.is(norms)) return layer.learns() ? layer.inputs() * 2 : layer.inputs();
    if (layer.is("relu prelu elu leaky_relu relu6 gelu")) return layer.outputs();
    bool pools = layer.is("max_pool avg_pool adaptive_avg_pool adaptive_max_pool global_avg_pool global_max_pool");
    if (pools) return layer.inputs();
    return layer.is("upsample") ? layer.outputs() : Checked(0);
}

Counted thop(const CountedLayer& layer) {
    if (is_uncovered(layer) || layer.is("conv_transpose")) return std::nullopt;
    if (layer.is("batch_norm layer_norm instance_norm")) return layer.inputs() * (layer.learns() ? 4 : 2);
    if (layer.is("prelu avg_pool upsample")) return layer.outputs();
    if (layer.is("softmax")) return layer.outputs() * 3 - positions(layer.out());
    if (layer.is("global_avg_pool")) return layer.inputs() + layer.outputs();
    if (layer.is("adaptive_avg_pool")) {
        bool divides = layer.inputs().value() % layer.outputs().value() == 0;
        if (!divides) return std::nullopt;
        return layer.inputs() + layer.outputs();
    }
    return layer.macs();
}

Counted fvcore(const CountedLayer& layer) {
    if (is_uncovered(layer)) return std::nullopt;
    if (layer.is("batch_norm")) return layer.inputs() * (layer.learns() ? 2 : 1);
    if (layer.is("layer_norm instance_norm group_norm")) return layer.inputs() * (layer.learns() ? 5 : 4);
    bool is_image = layer.in().rank == 2;
    if (layer.is("adaptive_avg_pool global_avg_pool") && is_image) return layer.inputs();
    if (layer.is("upsample") && is_image) return layer.outputs();
    return layer.macs();
}

Counted darknet(const CountedLayer& layer) {
    if (layer.is("conv_transpose") || layer.is(recurrent)) return std::nullopt;
    return layer.is("conv depthwise_conv") ? layer.macs() * 2 : Checked(0);
}

Counted params_and_buffers(const CountedLayer& layer) {
    return layer.is_activation ? Checked(0) : layer.params() + layer.figures[Figure::buffers];
}

struct CountedConvention {
    Convention convention;
    Rule rule;
};

constexpr CountedConvention table[] = {
    {{"nnshape", "MACs", "products of convolutions, dense, recurrent and attention layers, without biases",
      "this program"},
     all_macs},
    {{"torchvision", "GFLOPS", "multiply-adds of convolutions and matrix products, without biases",
      "github.com/pytorch/vision/pull/6936"},
     macs_alone},
    {{"fvcore", "FLOPs",
      "a multiply-add is one; no biases; a normalisation 2 (batch) or 5 a number; average pools to a size and "
      "upsampling 1",
      "facebookresearch/fvcore, fvcore/nn/flop_count.py and jit_handles.py"},
     fvcore},
    {{"ptflops, aten", "MACs", "convolutions and matrix products, without biases; transposed ones by their input",
      "sovrasov/flops-counter.pytorch, ptflops/aten_ops.py"},
     macs_alone},
    {{"ptflops, pytorch", "MACs",
      "biases counted; norms 2 a number; ReLU, ELU, GELU and PReLU 1; pools by their input; transposed convolutions "
      "by their output",
      "sovrasov/flops-counter.pytorch, ptflops/pytorch_ops.py"},
     ptflops_modules},
    {{"thop", "MACs", "no biases; norms 4 a number; average pools and upsampling 1; softmax 3; other activations none",
      "ultralytics/thop, thop/profile.py and thop/vision/calc_func.py"},
     thop},
    {{"torchinfo", "Total mult-adds",
      "parameters, biases too: of a convolution at each position of its output, of all others once",
      "TylerYep/torchinfo, torchinfo/layer_info.py"},
     torchinfo},
    {{"Darknet", "BFLOPs × 10⁹", "2 a multiply-add, of convolutions alone: the sum of what it prints for each layer",
      "pjreddie/darknet, src/convolutional_layer.c"},
     darknet},
    {{"Keras", "Total params", "the moving means and variances are parameters, which do not train",
      "keras.io/api/layers/normalization_layers/batch_normalization"},
     params_and_buffers},
};

ConventionTotal total_of(const CountedConvention& one, const Network& network, const Analysis& analysis) {
    ConventionTotal total{&one.convention};
    Checked sum = 0;
    for (uint32_t index = network.input_count; index < network.nodes.size(); ++index) {
        const Node& node = network.nodes[index];
        CountedLayer layer{network, node, analysis.figures_of(index), name_of(*node.kind)};
        Counted counted = one.rule(layer);
        if (counted && node.activation) {
            CountedLayer after{network, node, analysis.figures_of(index), name_of(*node.activation), true};
            Counted more = one.rule(after);
            counted = more ? Counted(*counted + *more) : std::nullopt;
        }
        if (!counted) {
            total.uncovered = std::string(node.name);
            return total;
        }
        sum += *counted;
    }
    if (!sum.overflowed()) total.value = sum.value();
    return total;
}

std::string sizes_text(const Window& window) {
    std::vector<int64_t> sizes;
    for (int axis = 0; axis < window.rank; ++axis) sizes.push_back(window.axes[static_cast<size_t>(axis)].out);
    return fmt::format("{}", fmt::join(sizes, "x"));
}

}  // namespace

std::span<const Convention> conventions() {
    static const std::vector<Convention> all = [] {
        std::vector<Convention> list;
        for (const CountedConvention& one : table) list.push_back(one.convention);
        return list;
    }();
    return all;
}

std::vector<ConventionTotal> convention_totals(const Network& network, const Analysis& analysis) {
    std::vector<ConventionTotal> totals;
    for (const CountedConvention& one : table) {
        totals.push_back(total_of(one, network, analysis));
        totals.back().convention = &conventions()[static_cast<size_t>(&one - table)];
    }
    return totals;
}

std::vector<std::string> other_sizes(const Network& network, uint32_t index) {
    const Node& node = network.nodes[index];
    Window window = window_of(network, node), other = window;
    std::vector<std::string> notes;
    auto differs = [&] {
        return std::any_of(other.axes.begin(), other.axes.begin() + window.rank, [&](const AxisWindow& axis) {
            return axis.out != window.axes[static_cast<size_t>(&axis - other.axes.data())].out;
        });
    };
    bool placed = true;
    auto place_all = [&](auto place) {
        for (int axis = 0; axis < window.rank; ++axis) {
            placed = placed && !place(other.axes[static_cast<size_t>(axis)]);
        }
    };
    bool given = window.mode == PaddingMode::given;
    if (window.pools && given) {
        place_all(place_up);
        if (placed && differs()) {
            notes.push_back(fmt::format("Caffe rounds the size of a pool up, as `ceil` does: {}", sizes_text(other)));
        }
        other = window;
        placed = true;
        place_all(place_down);
        if (placed && differs()) {
            notes.push_back(fmt::format("Keras has no `ceil`: without it the size is {}", sizes_text(other)));
        }
    }
    if (window.transposed && given) {
        place_all([](AxisWindow& axis) {
            axis.out = axis.in * axis.stride + std::max<int64_t>(axis.reach().value() - axis.stride, 0);
            return false;
        });
        bool unpadded = std::all_of(window.axes.begin(), window.axes.begin() + window.rank, [](const AxisWindow& axis) {
            return axis.before == 0 && axis.after == 0 && axis.output_padding == 0;
        });
        if (unpadded && differs()) {
            notes.push_back(
                fmt::format("Keras's `valid` is at least the input times the stride: {}", sizes_text(other)));
        }
    }
    bool strides = std::any_of(window.axes.begin(), window.axes.begin() + window.rank,
                               [](const AxisWindow& axis) { return axis.stride > 1; });
    if (!window.transposed && !given && strides) {
        notes.emplace_back("PyTorch refuses `padding='same'` with a stride above 1");
    }
    return notes;
}

}  // namespace nnshape
