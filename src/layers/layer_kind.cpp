#include "layers/layer_kind.h"

#include <fmt/format.h>
#include <optional>

#include "base/text.h"
#include "layers/derivation.h"

namespace nnshape {
namespace {

std::string input_demand(const LayerKind& kind) {
    if (kind.least_inputs == kind.most_inputs) return counted(kind.least_inputs, "input");
    return fmt::format("{} or more", counted(kind.least_inputs, "input"));
}

std::string rank_demand(Ranks ranks) {
    std::vector<std::string_view> names;
    for (int rank = ranks.least; rank <= ranks.most; ++rank) names.push_back(rank_name(rank));
    return enumerate(names, "or");
}

// How a shape of the wrong rank comes to one that the kind reads.
std::string_view rank_help(Ranks ranks, int rank) {
    if (rank < ranks.least) return "`reshape` gives it spatial axes";
    return "`tokens` joins the spatial axes into one";
}

bool is_per_axis(ParamType type) {
    return type == ParamType::sizes || type == ParamType::kept_sizes || type == ParamType::scales ||
           type == ParamType::padding;
}

// The number of axes that a list gives a value for; 0 where one value serves every axis.
int axes_given(const Arg& value) { return value.stride == 0 ? 0 : value.count / value.stride; }

Words wrong_input_count(const Fault&, const Attempt& layer) {
    auto given = static_cast<int>(layer.inputs.size());
    return {fmt::format("{} takes {}, not {}", layer.kind.name, input_demand(layer.kind), given),
            given > layer.kind.most_inputs ? "merge them first, as `add` or `concat` do" : ""};
}

// The number is that of the input.
Words wrong_rank(const Fault& fault, const Attempt& layer) {
    const LayerKind& kind = layer.kind;
    auto index = static_cast<size_t>(fault.numbers[0]);
    const Shape& input = layer.inputs[index];
    std::string received =
        fmt::format("but receives {} ({})", rank_name(input.rank), to_text(input, layer.args.layout()));
    int suffix = layer.rank_suffix;
    if (suffix >= 0 && input.rank != suffix) {
        return {fmt::format("a {}d layer reads {}, {}", suffix, rank_name(suffix), received),
                fmt::format("write `{}`, which goes by its input", kind.name)};
    }
    return {fmt::format("{} reads {}, {}", kind.name, rank_demand(kind.ranks_of(index)), received),
            std::string(rank_help(kind.ranks_of(index), input.rank))};
}

std::optional<Fault> check_ranks(const LayerKind& kind, int suffix, Inputs inputs) {
    for (size_t index = 0; index < inputs.size(); ++index) {
        int rank = inputs[index].rank;
        bool fits = (suffix < 0 || rank == suffix) && kind.ranks_of(index).contain(rank);
        if (!fits) return Fault{&code::rank_mismatch, the_layer, wrong_rank, {static_cast<int64_t>(index)}};
    }
    return std::nullopt;
}

Words wrong_list(const Fault& fault, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    auto index = static_cast<size_t>(fault.param);
    return {fmt::format("`{}` has {}, but {} ({}) has {}", layer.kind.params[index].name,
                        counted(axes_given(layer.args.values()[index]), "value"), rank_name(input.rank),
                        to_text(input, layer.args.layout()),
                        input.rank == 1 ? "1 spatial axis" : fmt::format("{} spatial axes", input.rank)),
            "give one value for all axes, or exactly one for each"};
}

// The list of a wrong length that the spec gives first; a list has one value for each spatial axis of the input.
int misfitting_list(const Args& args, const Shape& input) {
    int misfit = the_layer;
    for (size_t index = 0; index < args.params().size(); ++index) {
        const Arg& value = args.values()[index];
        int axes = axes_given(value);
        if (axes == 0 || axes == input.rank || !value.is_given() || !is_per_axis(args.params()[index].type)) continue;
        bool first = misfit == the_layer || value.written < args.values()[static_cast<size_t>(misfit)].written;
        if (first) misfit = static_cast<int>(index);
    }
    return misfit;
}

std::optional<Fault> check_lists(const Args& args, const Shape& input) {
    int param = misfitting_list(args, input);
    if (param == the_layer) return std::nullopt;
    return Fault{&code::rank_mismatch, param, wrong_list};
}

}  // namespace

std::optional<Fault> infer(const LayerKind& kind, int rank_suffix, const Args& args, Inputs inputs, Inference& result) {
    auto given = static_cast<int>(inputs.size());
    if (given < kind.least_inputs || given > kind.most_inputs) {
        return Fault{&code::input_count, the_layer, wrong_input_count};
    }
    if (auto fault = check_ranks(kind, rank_suffix, inputs)) return fault;
    if (!inputs.empty()) {
        if (auto fault = check_lists(args, inputs[0])) return fault;
    }
    result.window.rank = 0;
    return kind.infer(args, inputs, result);
}

std::optional<Fault> keep_shape(const Args&, Inputs inputs, Inference& result) {
    result.output = inputs[0];
    return std::nullopt;
}

ShapeFormulas kept_shape(const Args&, Inputs, const Inference&) { return {.note = "the shape stays as it is"}; }

}  // namespace nnshape
