#include "import/darknet/network.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"

namespace nnshape::darknet {
namespace {

// Sections whose outputs are the network's, besides the last layer.
constexpr std::string_view heads[] = {"yolo", "Gaussian_yolo", "region", "detection", "iseg"};

// Darknet's activations. Some are piecewise linear versions of what they are mapped to.
struct Activation {
    std::string_view darknet, ours;
};
constexpr Activation activations[] = {
    {"linear", ""},
    {"logistic", "sigmoid"},
    {"loggy", "tanh"},
    {"relu", "relu"},
    {"relu6", "relu6"},
    {"elu", "elu"},
    {"selu", "selu"},
    {"gelu", "gelu"},
    {"relie", "leaky_relu"},
    {"ramp", "leaky_relu"},
    {"leaky", "leaky_relu"},
    {"revleaky", "leaky_relu"},
    {"tanh", "tanh"},
    {"plse", "hard_sigmoid"},
    {"stair", "floor"},
    {"hardtan", "hard_tanh"},
    {"lhtan", "hard_tanh"},
    {"swish", "silu"},
    {"mish", "mish"},
    {"hard_mish", "mish"},
    {"normalize_channels", "normalize"},
    {"normalize_channels_softmax", "softmax"},
    {"normalize_channels_softmax_maxval", "softmax"},
};

}  // namespace

std::string_view activation_named(std::string_view name) {
    auto found = std::find_if(std::begin(activations), std::end(activations),
                              [&](const Activation& activation) { return activation.darknet == name; });
    return found == std::end(activations) ? "relu" : found->ours;
}

std::string activation_of(const CfgSection& section, std::string_view fallback) {
    std::string_view name = activation_named(section.text("activation", fallback));
    return name.empty() ? std::string() : fmt::format(" activation={}", name);
}

bool is_net(std::string_view type) { return type == "net" || type == "network"; }

CfgNetwork::CfgNetwork(const ImportOptions& options) : tracer_("darknet", Layout::hwc, options) {}

void CfgNetwork::refuse(const Code& code, std::string message, std::string help) {
    tracer_.refuse(fmt::format("{} {}", layers_.size(), section_->type), code, std::move(message), std::move(help),
                   {.line = section_->line});
    refused_ = true;
}

bool CfgNetwork::has_integers(const CfgSection& section) {
    const CfgOption* wrong = wrong_integer(section);
    if (!wrong) return true;
    refuse(code::bad_value,
           fmt::format("`{}={}` is not an integer of 32 bits", printable(wrong->key), printable(wrong->value)));
    return false;
}

void CfgNetwork::read_input(const CfgSection* section) {
    std::vector<int64_t> sizes(3, 0);
    if (section) {
        sizes = {section->integer("height", 0), section->integer("width", 0), section->integer("channels", 0)};
        bool is_vector = std::all_of(sizes.begin(), sizes.end(), [](int64_t size) { return size == 0; });
        if (is_vector && section->find("inputs")) sizes = {section->integer("inputs", 0)};
    }
    last_ = tracer_.input("net", sizes, sizes.size() == 1 ? "256" : "416x416x3", {.line = section ? section->line : 1});
    refused_ = last_ == no_tensor;
}

Imported CfgNetwork::read(const Cfg& cfg) {
    const CfgSection* net = is_net(cfg.sections[0].type) ? &cfg.sections[0] : nullptr;
    for (size_t index = net ? 1 : 0; index < cfg.sections.size(); ++index) {
        if (cfg.sections[index].integer("stopbackward", 0) == 1) frozen_before_ = index - (net ? 1 : 0);
    }
    section_ = &cfg.sections[0];
    if (!net || has_integers(*net)) read_input(net);
    if (!cfg.stray_lines.empty()) {
        tracer_.remark(
            code::syntax,
            fmt::format("line {} is neither a section, such as `[convolutional]`, nor an option", cfg.stray_lines[0]),
            "write an option as `key=value`, or begin a comment with `#`", Severity::warning);
    }
    for (size_t index = net ? 1 : 0; index < cfg.sections.size() && !refused_; ++index) {
        read_section(cfg.sections[index]);
    }
    if (!heads_.empty()) {
        heads_.push_back(last_);
        tracer_.outputs(heads_);
    }
    return tracer_.finish();
}

void CfgNetwork::read_section(const CfgSection& section) {
    section_ = &section;
    current_ = {last_, {}};
    expected_.clear();
    if (!has_integers(section)) return;
    ReadSection function = find_section(section.type);
    if (!function) {
        return refuse(code::unsupported_op, fmt::format("Darknet has no section `[{}]`", printable(section.type)));
    }
    function(*this);
    if (refused_) return;
    layers_.push_back(current_);
    last_ = current_.output;
    if (std::find(std::begin(heads), std::end(heads), section.type) != std::end(heads)) heads_.push_back(last_);
}

// The output of the layer with this index; a negative one is counted back.
Tensor CfgNetwork::source(std::string_view index) const {
    auto count = static_cast<int64_t>(layers_.size());
    int64_t number = leading_integer(index).value_or(count);
    if (number < 0) number += count;
    return number >= 0 && number < count ? layers_[static_cast<size_t>(number)].output : no_tensor;
}

std::vector<Tensor> CfgNetwork::sources(std::string_view key) {
    std::vector<Tensor> tensors;
    std::string_view all = section_->text(key, "");
    std::string_view list = all.substr(0, all.find_first_of("#;"));
    do {
        size_t comma = std::min(list.find(','), list.size());
        tensors.push_back(source(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    } while (!list.empty());
    if (std::find(tensors.begin(), tensors.end(), no_tensor) == tensors.end()) return tensors;
    size_t count = layers_.size();
    refuse(code::unknown_input, fmt::format("`{}={}` names a layer that is not before this one", key, printable(all)),
           count == 0 ? "this is the first layer" : fmt::format("name 0 to {}, or count back from -1", count - 1));
    return {};
}

Tensor CfgNetwork::add(std::string_view part, std::string operation, std::vector<Tensor> inputs) {
    return place(part, std::move(operation), std::move(inputs), no_tensor);
}

Tensor CfgNetwork::place(std::string_view part, std::string operation, std::vector<Tensor> inputs, Tensor share) {
    bool given = std::find(inputs.begin(), inputs.end(), no_tensor) == inputs.end();
    if (refused_ || !given) return no_tensor;
    std::string name = fmt::format("{}_{}", section_->type, layers_.size());
    if (!part.empty()) name += fmt::format("/{}", part);
    current_.output = tracer_.layer({.name = name,
                                     .operation = std::move(operation),
                                     .inputs = std::move(inputs),
                                     .origin = {.line = section_->line},
                                     .output = std::move(expected_),
                                     .share = share,
                                     .frozen = layers_.size() < frozen_before_ || section_->flag("dont_update")});
    expected_.clear();
    refused_ = sizes(current_.output).empty();
    return refused_ ? no_tensor : current_.output;
}

// The layer that the next learned layer of this section shares its parameters with, if the section says so.
Tensor CfgNetwork::shared() {
    if (!section_->find("share_index")) return no_tensor;
    auto count = static_cast<int64_t>(layers_.size());
    int64_t index = section_->integer("share_index", 0);
    if (index < 0) index += count;
    size_t part = current_.learned.size();
    bool is_there = index >= 0 && index < count && part < layers_[static_cast<size_t>(index)].learned.size();
    if (is_there) return layers_[static_cast<size_t>(index)].learned[part];
    if (!refused_) refuse(code::unknown_input, "`share_index` names a layer without such parameters");
    return no_tensor;
}

Tensor CfgNetwork::add_learned(std::string_view part, const std::string& operation, Tensor input,
                               std::string_view default_activation) {
    std::string activation = activation_of(*section_, default_activation);
    bool normalised = section_->flag("batch_normalize") || section_->flag("cbn");
    Tensor layer = place(part, operation + (normalised ? " no-bias" : activation), {input}, shared());
    current_.learned.push_back(layer);
    if (!normalised) return layer;
    std::string norm = part.empty() ? "batch_norm" : fmt::format("{}/batch_norm", part);
    layer = place(norm, "batch_norm" + activation, {layer}, shared());
    current_.learned.push_back(layer);
    return layer;
}

Tensor CfgNetwork::flat(Tensor tensor) {
    if (tensor == no_tensor || sizes(tensor).size() == 1) return tensor;
    return add("flatten", "flatten", {tensor});
}

}  // namespace nnshape::darknet
