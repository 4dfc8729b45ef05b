#include "layers/layer_kind.h"

#include <fmt/format.h>
#include <optional>

#include "base/text.h"
#include "base/text_pool.h"
#include "base/word_index.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

namespace nnshape {
namespace {

// The types by each of their names, as it is written and folded.
class KindIndex {
  public:
    KindIndex() {
        for (const LayerKind* kind : all_kinds()) {
            add(kind->name);
            for (std::string_view other : words_of(kind->also)) add(other);
            ++number_;
        }
    }

    const LayerKind* find(std::string_view name) const {
        const uint32_t* number = numbers_.find(name);
        return number ? all_kinds()[*number] : nullptr;
    }

    /// The type that takes a rank's suffix and is called this without it.
    const LayerKind* find_ranked(std::string_view name) const {
        const LayerKind* kind = find(name);
        return kind && kind->traits.takes_rank_suffix ? kind : nullptr;
    }

  private:
    void add(std::string_view name) {
        numbers_.add(name, number_);
        std::string plain = folded(name);
        if (plain != name) numbers_.add(names_.keep({plain}), number_);
    }

    TextPool names_;
    WordIndex numbers_;
    uint32_t number_ = 0;
};

// Whether a suffix 1d, 2d or 3d stands at a place.
bool is_rank_at(std::string_view name, size_t at) {
    return at + 1 < name.size() && name[at] >= '1' && name[at] <= '3' && name[at + 1] == 'd';
}

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

std::span<const LayerKind* const> all_kinds() {
    static constexpr const LayerKind* kinds[] = {
#define LAYER(name) &kinds::name,
#include "layers/layers.def"
#undef LAYER
    };
    return kinds;
}

FoundKind find_kind(std::string_view name) {
    static const KindIndex index;
    if (auto kind = index.find(name)) return {kind, -1};
    size_t end = name.size() - std::min<size_t>(name.size(), 2);
    if (is_rank_at(name, end)) {
        if (auto kind = index.find_ranked(name.substr(0, end))) return {kind, name[end] - '0'};
    }
    std::string plain = folded(name);
    if (auto kind = index.find(plain)) return {kind, -1};
    for (size_t at = 1; at < plain.size(); ++at) {  // it may stand within, as in `conv2d_transpose`
        if (!is_rank_at(plain, at)) continue;
        std::string without = plain;
        if (auto kind = index.find_ranked(without.erase(at, 2))) return {kind, plain[at] - '0'};
    }
    return {};
}

int find_param(std::span<const Param> params, std::string_view name) {
    auto find = [&](auto is_called) {
        auto found = std::find_if(params.begin(), params.end(), is_called);
        return found == params.end() ? -1 : static_cast<int>(found - params.begin());
    };
    int param = find([&](const Param& candidate) { return candidate.name == name; });
    return param >= 0 ? param : find([&](const Param& candidate) { return contains_word(candidate.also, name); });
}

std::vector<int> positionals(const LayerKind& kind) {
    std::vector<int> required;
    for (size_t index = 0; index < kind.params.size(); ++index) {
        if (kind.params[index].fallback == Fallback::required) required.push_back(static_cast<int>(index));
    }
    if (required.empty() && !kind.params.empty()) required.push_back(0);
    return required;
}

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
