#include "layers/layer_kind.h"

#include <fmt/format.h>
#include <optional>

#include "base/text.h"
#include "layers/derivation.h"

namespace nnshape {
namespace {

std::string input_demand(const LayerKind& kind) {
    if (kind.least_inputs == kind.most_inputs) return counted(kind.least_inputs, "input");
    if (kind.most_inputs != any_number) return fmt::format("{} to {} inputs", kind.least_inputs, kind.most_inputs);
    return fmt::format("{} or more", counted(kind.least_inputs, "input"));
}

// What to put before the layer to change the rank of its input.
std::string_view rank_help(Ranks ranks, int rank) {
    if (rank < ranks.least) return "put a `reshape` before it that adds spatial axes";
    if (rank > window_rank) return "put a `reshape` before it that joins some of the axes";
    return "put `tokens` before it, which joins the spatial axes into one";
}

bool is_per_axis(ParamType type) {
    return type == ParamType::sizes || type == ParamType::kept_sizes || type == ParamType::scales ||
           type == ParamType::padding;
}

// The number of axes that a list has a value for; 0 if all axes have the same value.
int axes_given(const Arg& value) { return value.stride == 0 ? 0 : value.count / value.stride; }

bool has_like(const LayerKind& kind, const Args& args) { return kind.like >= 0 && args.has(kind.like); }

Words wrong_input_count(const LayerFault&, const Attempt& layer) {
    int given = static_cast<int>(layer.inputs.size()) - has_like(layer.kind, layer.args);
    if (layer.kind.most_inputs == 0) {
        return {fmt::format("{} has no input, but {} named", layer.kind.name,
                            given == 1 ? "one is" : fmt::format("{} are", given)),
                "leave the input out; the layer after it can have several inputs"};
    }
    return {fmt::format("{} needs {}, but has {}", layer.kind.name, input_demand(layer.kind), given),
            given > layer.kind.most_inputs ? "merge them first, for example with `add`" : ""};
}

// The fault's number is the index of the input.
Words wrong_rank(const LayerFault& fault, const Attempt& layer) {
    const LayerKind& kind = layer.kind;
    auto index = static_cast<size_t>(fault.numbers[0]);
    const Shape& input = layer.inputs[index];
    std::string received =
        fmt::format("but receives {} ({})", rank_name(input.rank), to_text(input, layer.args.layout()));
    int suffix = layer.rank_suffix;
    if (suffix >= 0 && input.rank != suffix) {
        return {fmt::format("a {}d layer needs {}, {}", suffix, rank_name(suffix), received),
                input.rank >= kind.ranks_of(index).least && input.rank <= kind.ranks_of(index).most
                    ? fmt::format("write `{}`, which adapts to the rank of its input", kind.name)
                    : std::string(rank_help(kind.ranks_of(index), input.rank))};
    }
    return {fmt::format("{} needs {}, {}", kind.name, words_of(kind.ranks_of(index)), received),
            std::string(rank_help(kind.ranks_of(index), input.rank))};
}

std::optional<LayerFault> check_ranks(const LayerKind& kind, int suffix, Inputs inputs) {
    for (size_t index = 0; index < inputs.size(); ++index) {
        int rank = inputs[index].rank;
        bool fits = (suffix < 0 || rank == suffix) && kind.ranks_of(index).contain(rank);
        if (!fits) return LayerFault{&code::rank_mismatch, the_layer, wrong_rank, {static_cast<int64_t>(index)}};
    }
    return std::nullopt;
}

Words wrong_list(const LayerFault& fault, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    auto index = static_cast<size_t>(fault.param);
    const Param& param = layer.kind.params[index];
    std::string values = counted(axes_given(layer.args.values()[index]), "value");
    if (param.skipped > 0) {
        return {fmt::format("`{}` has {}, but the window of {} slides over {} axes", param.name, values,
                            layer.kind.name, input.rank - param.skipped),
                "give one value for all of these axes, or exactly one for each"};
    }
    return {fmt::format("`{}` has {}, but {} ({}) has {}", param.name, values, rank_name(input.rank),
                        to_text(input, layer.args.layout()),
                        input.rank == 1 ? "1 spatial axis" : fmt::format("{} spatial axes", input.rank)),
            "give one value for all axes, or exactly one for each"};
}

// The first list in the spec that does not have one value for each spatial axis of the input, or `the_layer`.
int misfitting_list(const Args& args, const Shape& input) {
    int misfit = the_layer;
    for (size_t index = 0; index < args.params().size(); ++index) {
        const Arg& value = args.values()[index];
        const Param& param = args.params()[index];
        int axes = axes_given(value);
        if (axes == 0 || axes == input.rank - param.skipped || !value.is_given() || !is_per_axis(param.type)) continue;
        bool first = misfit == the_layer || value.written < args.values()[static_cast<size_t>(misfit)].written;
        if (first) misfit = static_cast<int>(index);
    }
    return misfit;
}

std::optional<LayerFault> check_lists(const Args& args, const Shape& input) {
    int param = misfitting_list(args, input);
    if (param == the_layer) return std::nullopt;
    return LayerFault{&code::rank_mismatch, param, wrong_list};
}

Words other_rank(const LayerFault&, const Attempt& layer) {
    const Shape &input = layer.inputs[0], &other = layer.inputs.back();
    Layout layout = layer.args.layout();
    return {fmt::format("{} ({}) cannot get the size of {} ({})", rank_name(input.rank), to_text(input, layout),
                        rank_name(other.rank), to_text(other, layout))};
}

}  // namespace

std::optional<LayerFault> infer(const LayerKind& kind, int rank_suffix, const Args& args, Inputs inputs,
                                Inference& result) {
    bool sized = has_like(kind, args);
    int given = static_cast<int>(inputs.size()) - sized;
    if (given < kind.least_inputs || given > kind.most_inputs) {
        return LayerFault{&code::input_count, the_layer, wrong_input_count};
    }
    if (auto fault = check_ranks(kind, rank_suffix, inputs)) return fault;
    if (sized && inputs.back().rank != inputs[0].rank) {
        return LayerFault{&code::rank_mismatch, kind.like, other_rank};
    }
    if (!inputs.empty()) {
        if (auto fault = check_lists(args, inputs[0])) return fault;
    }
    result.window.rank = 0;
    return kind.infer(args, inputs, result);
}

std::string words_of(Ranks ranks) {
    if (ranks.most == max_rank && ranks.least <= 1) return ranks.least == 0 ? "any shape" : "spatial axes";
    std::vector<std::string_view> names;
    for (int rank = ranks.least; rank <= ranks.most; ++rank) names.push_back(rank_name(rank));
    return enumerate(names, "or");
}

std::optional<LayerFault> keep_shape(const Args&, Inputs inputs, Inference& result) {
    result.output = inputs[0];
    return std::nullopt;
}

int64_t every_row(const Args&, int) { return 1; }

ShapeFormulas kept_shape(const Args&, Inputs, const Inference&) { return {.note = "the shape is unchanged"}; }

const Traits& traits_of(const LayerKind& kind) { return kind.traits; }

bool keeps_shape(const LayerKind& kind) { return kind.infer == keep_shape; }

bool is_input(const LayerKind& kind) { return kind.traits.is_input; }

bool is_merge(const LayerKind& kind) { return kind.least_inputs > 1; }

Role role_of(const LayerKind& kind) {
    if (kind.traits.role != Role::other) return kind.traits.role;
    if (kind.traits.is_activation) return Role::activation;
    if (kind.traits.is_input) return Role::input;
    return is_merge(kind) ? Role::merge : Role::other;
}

}  // namespace nnshape
