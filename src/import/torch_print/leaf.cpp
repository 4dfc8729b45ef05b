#include "import/torch_print/leaf.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "base/text.h"
#include "frameworks/by_hand.h"
#include "frameworks/translate.h"
#include "import/operation_text.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "spec/text/call_parser.h"

namespace nnshape::print_format {
namespace {

using Form = CallValue::Form;

const Framework& torch_table() {
    static const Framework& torch = *find_module("torch.nn");
    return torch;
}

// Classes that store nothing, beside those of the table without a layer type.
constexpr std::string_view empty_classes =
    "Identity Permute StochasticDepth DropPath DropBlock2d View Reshape Lambda GELUActivation NewGELUActivation "
    "FastGELUActivation QuickGELUActivation QuickGELU ClippedGELUActivation PytorchGELUTanh SiLUActivation "
    "LinearActivation MishActivation AccurateGELUActivation LaplaceActivation ReLUSquaredActivation "
    "Swish MemoryEfficientSwish HardSwish HardSigmoid Mish LlamaRotaryEmbedding Concat Detect DFL "
    "FeatureAlphaDropout ParameterList ParameterDict QuantStub DeQuantStub FloatFunctional None "
    "MultiScaleRoIAlign RoIAlign RoIPool AnchorGenerator DefaultBoxGenerator GeneralizedRCNNTransform "
    "CosineSimilarity PairwiseDistance LPPool1d LPPool2d FractionalMaxPool2d MaxUnpool1d MaxUnpool2d MaxUnpool3d "
    "Fold Unfold Softmax2d LocalResponseNorm CrossMapLRN2d Sequential ModuleList ModuleDict";

// Classes that other packages print in the way of one of torch.nn, which stores the same.
struct Alias {
    std::string_view name, as;
};
constexpr Alias aliases[] = {
    {"NonDynamicallyQuantizableLinear", "Linear"},
    {"LayerNorm2d", "LayerNorm"},
};

// Classes whose names are looked for in a longer name: `Conv2dSame`, `Linear4bit`, `LlamaRMSNorm`.
constexpr std::string_view likes[] = {
    "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Conv1d",    "Conv2d",    "Conv3d",
    "BatchNorm1d",     "BatchNorm2d",     "BatchNorm3d",     "BatchNorm", "GroupNorm", "LayerNorm",
    "RMSNorm",         "EmbeddingBag",    "Embedding",       "Linear",
};

// A word that is printed without quotes: `padding=same`.
void quote(CallValue& value) {
    for (CallValue& item : value.items) quote(item);
    bool is_word = value.form == Form::expression && dotted_name_length(value.text) == value.text.size();
    if (is_word) value.form = Form::word;
}

// `Linear (784 -> 10)`, as very old versions print
std::string modern_arguments(const Module& module) {
    size_t arrow = module.arguments.find(" -> ");
    if (arrow == std::string::npos) return module.arguments;
    return module.arguments.substr(0, arrow) + ", " + module.arguments.substr(arrow + 4);
}

std::optional<CallValue> call_of(const Module& module, std::string_view class_name) {
    std::string text = fmt::format("{}({})", class_name, modern_arguments(module));
    if (closing_bracket(text, class_name.size()) + 1 != text.size()) return std::nullopt;
    auto call = parse_call(text, 0);
    if (!call) return std::nullopt;
    for (CallArgument& argument : call->arguments) quote(argument.value);
    return *call;
}

const CallValue* find(const CallValue& call, std::string_view key) {
    for (const CallArgument& argument : call.arguments) {
        if (argument.key == key) return &argument.value;
    }
    return nullptr;
}

// The value by its keyword, or by its place among those without one.
std::optional<int64_t> number(const CallValue& call, std::string_view key, size_t place) {
    const CallValue* value = find(call, key);
    if (!value && place < call.arguments.size() && call.arguments[place].key.empty()) {
        value = &call.arguments[place].value;
    }
    bool usable = value && value->form == Form::integer && value->number >= 0;
    return usable ? std::optional(value->number) : std::nullopt;
}

bool is_false(const CallValue& call, std::string_view key) {
    const CallValue* value = find(call, key);
    return value && value->form == Form::boolean && value->number == 0;
}

// An input that suits the layer, in which its window fits: "3x4096x4096".
std::vector<std::string> probe_of(const Leaf& leaf, const FoundClass& found) {
    std::vector<std::string> sizes;
    if (!leaf.normalized.empty()) {
        for (int64_t size : leaf.normalized) sizes.push_back(std::to_string(size));
        return sizes;
    }
    sizes.push_back(std::to_string(leaf.channels.value_or(64)));
    FoundKind found_kind = find_kind(found.type());
    int rank = std::max(found.rank, found_kind.rank);
    if (found_kind.kind && rank < 1) rank = found_kind.kind->ranks_of(0).least;
    for (int axis = 0; axis < rank; ++axis) sizes.emplace_back("4096");
    return sizes;
}

// The layer's counts, calculated by itself.
std::optional<ListingTotals> counts_of(const std::string& operation, const std::vector<std::string>& input) {
    std::string listing = fmt::format("layout CHW\ninput {}\nit: {}\n", fmt::join(input, "x"), operation);
    return totals_of(listing, Layout::chw);
}

bool stores(const FoundClass& found) {
    const LayerKind* kind = find_kind(found.type()).kind;
    return kind && kind->count.numbers != nullptr;
}

// Moves the input channels, and the sizes of a layer_norm, from the translation to the leaf.
void take_input(Translation& translation, Leaf& leaf) {
    auto& arguments = translation.arguments;
    for (const TranslatedArgument& argument : arguments) {
        if (argument.param == "in" && argument.value.form == Form::integer) leaf.channels = argument.value.number;
    }
    std::erase_if(arguments, [](const TranslatedArgument& one) { return one.param == "in"; });
    if (!translation.output) return;
    for (const CallValue& size : translation.output->items) leaf.normalized.push_back(size.number);
}

// Classes that the table has no layer type for, by their counts.
std::optional<ListingTotals> counted(std::string_view name, const CallValue& call) {
    ListingTotals counts;
    if (name == "FrozenBatchNorm2d") {
        auto channels = number(call, "num_features", 0);
        if (!channels) return std::nullopt;
        counts.buffers = (Checked(*channels) * 4).value();
        return counts;
    }
    bool is_cell = name == "RNNCell" || name == "GRUCell" || name == "LSTMCell";
    if (is_cell) {
        auto in = number(call, "input_size", 0), units = number(call, "hidden_size", 1);
        if (!in || !units) return std::nullopt;
        std::string type = folded(name.substr(0, name.size() - 4));
        return counts_of(fmt::format("{} {}{}", type, *units, is_false(call, "bias") ? " bias=none" : ""),
                         {std::to_string(*in), "1"});
    }
    if (name == "Conv1D") {  // of Hugging Face: a dense layer
        auto in = number(call, "nx", 1), units = number(call, "nf", 0);
        if (!in || !units) return std::nullopt;
        return counts_of(fmt::format("dense {}", *units), {std::to_string(*in)});
    }
    return std::nullopt;
}

// Layers of the table that are only a formula: Bilinear, EmbeddingBag.
std::optional<ListingTotals> counted_by_hand(const FoundClass& found, const CallValue& call) {
    std::string operation = by_hand(found, call.arguments, {.channels = 1}, Layout::chw);
    return operation.empty() ? std::nullopt : counts_of(operation, {"1"});
}

// An InstanceNorm that keeps statistics stores them too.
void add_statistics(const CallValue& call, std::string_view name, Leaf& leaf) {
    const CallValue* tracks = find(call, "track_running_stats");
    bool is_instance = name.starts_with("InstanceNorm");
    if (is_instance && tracks && tracks->number != 0 && leaf.channels) {
        leaf.counts.buffers = (Checked(*leaf.channels) * 2).value();
        leaf.kind = Leaf::Kind::counted;
    }
}

// A layer of the table.
std::optional<Leaf> layer_of(const FoundClass& found, std::string_view name, CallValue call) {
    Leaf leaf;
    bool is_instance = name.starts_with("InstanceNorm");
    CallValue plain = call;
    if (is_instance) {
        std::erase_if(plain.arguments, [](const CallArgument& one) { return one.key == "track_running_stats"; });
    }
    auto translated = translate(found, name, plain);
    if (!translated) return std::nullopt;
    take_input(*translated, leaf);
    leaf.operation = operation_text(*translated);
    if (leaf.operation.empty()) return std::nullopt;
    leaf.kind = Leaf::Kind::layer;
    leaf.returns_several = contains_word("rnn gru lstm attention", found.type());
    leaf.first_input = probe_of(leaf, found);
    for (size_t index = 1; index < leaf.first_input.size(); ++index) {
        if (leaf.first_input[index] == "4096") leaf.first_input[index] = found.rank == 2 ? "224" : "64";
    }
    if (leaf.channels == 0) {
        leaf.kind = Leaf::Kind::lazy;
        return leaf;
    }
    if (stores(found)) {
        auto counts = counts_of(leaf.operation, probe_of(leaf, found));
        if (!counts) return std::nullopt;
        leaf.counts = *counts;
    }
    add_statistics(call, name, leaf);
    return leaf;
}

Leaf leaf_as(const Module& module, std::string_view name) {
    auto call = call_of(module, name);
    auto found = find_classes(name, &torch_table());
    if (found.empty() || !call) return {};
    if (found[0].described->type.empty()) {
        auto counts = counted_by_hand(found[0], *call);
        if (counts) return {.kind = Leaf::Kind::counted, .counts = *counts};
        return {.kind = Leaf::Kind::empty};
    }
    auto leaf = layer_of(found[0], name, *call);
    if (leaf) return *leaf;
    return {.kind = stores(found[0]) ? Leaf::Kind::hidden : Leaf::Kind::empty};
}

// `Parameter containing: [torch.float32 of size 3x4]`
Leaf parameter(const Module& module) {
    std::string_view text = module.arguments;
    size_t at = text.find("of size ");
    if (at == std::string_view::npos) return {};
    text = text.substr(at + 8);
    text = text.substr(0, text.find_first_of("] ("));
    auto counts = counts_of(fmt::format("parameter {}", text), {"1"});
    return counts ? Leaf{.kind = Leaf::Kind::counted, .counts = *counts} : Leaf{};
}

}  // namespace

Leaf leaf_of(const Module& module) {
    std::string_view name = module.class_name;
    if (name == "Parameter") return parameter(module);
    auto call = call_of(module, name);
    if (call) {
        if (auto counts = counted(name, *call)) return {.kind = Leaf::Kind::counted, .counts = *counts};
    }
    for (const Alias& alias : aliases) {
        if (name == alias.name) return leaf_as(module, alias.as);
    }
    if (!find_classes(name, &torch_table()).empty()) return leaf_as(module, name);
    if (contains_word(empty_classes, name)) return {.kind = Leaf::Kind::empty};
    for (std::string_view like : likes) {
        if (name.find(like) == std::string_view::npos || module.arguments.empty()) continue;
        Leaf leaf = leaf_as(module, like);
        if (leaf.kind != Leaf::Kind::layer && leaf.kind != Leaf::Kind::counted) continue;
        leaf.kind = Leaf::Kind::counted;
        leaf.is_like = true;
        return leaf;
    }
    return {};
}

std::optional<ListingTotals> projections_of(const Module& module) {
    if (!module.class_name.ends_with("MultiheadAttention")) return std::nullopt;
    auto is_out = [](const Module& one) { return one.name == "out_proj"; };
    auto out = std::find_if(module.inside.begin(), module.inside.end(), is_out);
    if (out == module.inside.end()) return std::nullopt;
    Leaf leaf = leaf_as(*out, "Linear");
    if (leaf.kind != Leaf::Kind::layer || !leaf.channels) return std::nullopt;
    bool bias = leaf.counts.biases > 0;
    Checked units = Checked(*leaf.channels) * 3;
    return counts_of(fmt::format("dense {}{}", units.value(), bias ? "" : " bias=false"),
                     {std::to_string(*leaf.channels)});
}

}  // namespace nnshape::print_format
