#include <fmt/format.h>
#include <algorithm>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// The same values in a new shape, which is written in the spec's layout.
namespace nnshape {
namespace {

PARAM_NUMBERS(shape);
constexpr int64_t rest = -1;
constexpr Param table[] = {{.name = "shape",
                            .also = "target_shape new_shape",
                            .type = ParamType::shape,
                            .least = rest,
                            .help = "shape of the output; one size may be -1, and is calculated from the others"}};
static_assert(names_rows(param_names, table));

Sizes wanted_sizes(const Args& args) {
    auto wanted = args.numbers(shape);
    Sizes sizes{.count = static_cast<int>(wanted.size())};
    std::copy(wanted.begin(), wanted.end(), sizes.values.begin());
    return sizes;
}

Words mismatch(const LayerFault&, const Attempt& layer) {
    return {fmt::format("{} values cannot be reshaped to {}", elements(layer.inputs[0]).value(),
                        to_text(wanted_sizes(layer.args))),
            "the new shape must have the same number of values"};
}

Words two_open(const LayerFault&, const Attempt& layer) {
    return {fmt::format("{} has more than one -1", to_text(wanted_sizes(layer.args))), "use -1 for at most one size"};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Sizes sizes = wanted_sizes(args);
    Checked all = elements(inputs[0]);
    if (all.overflowed()) return overflow(the_layer, "the number of values overflows a 64-bit integer");
    Checked known = 1;
    int64_t* open = nullptr;
    for (int64_t& size : sizes.values) {
        if (&size - sizes.values.data() >= sizes.count) break;
        if (size != rest) {
            known *= size;
            continue;
        }
        if (open) return LayerFault{&code::shape_mismatch, shape, two_open};
        open = &size;
    }
    if (known.overflowed()) return LayerFault{&code::shape_mismatch, shape, mismatch};
    if (open) *open = all.value() / known.value();
    if ((open && all.value() % known.value() != 0) || (!open && known.value() != all.value())) {
        return LayerFault{&code::shape_mismatch, shape, mismatch};
    }
    result.output = shape_of(sizes.view(), args.layout());
    return std::nullopt;
}

// The number of values must stay a multiple of the sizes that are given.
int64_t rows_per_step(const Args& args, int) {
    Checked known = 1;
    for (int64_t size : args.numbers(shape)) known *= size == rest ? 1 : size;
    return known.overflowed() ? INT64_MAX : known.value();
}

// One line: the size that is -1, or else the number of values.
ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    Formula all = elements_of<Formula>(inputs[0], args.layout());
    std::vector<int64_t> known;
    int open = -1;
    auto wanted = args.numbers(shape);
    for (size_t axis = 0; axis < wanted.size(); ++axis) {
        wanted[axis] == rest ? static_cast<void>(open = static_cast<int>(axis)) : known.push_back(wanted[axis]);
    }
    if (open < 0) return {.sizes = {{"values", product_of<Formula>(known), "the same number as in the input"}}};
    int rank = inference.output.rank;
    std::string_view name = size_name(rank, axis_of(open, rank, args.layout()));
    return {.sizes = {{name, Formula::quotient(all, product_of<Formula>(known)), "the size given as -1"}}};
}

}  // namespace

const LayerKind kinds::reshape{.name = "reshape",
                               .summary = "the same values in a new shape",
                               .example = "reshape 7x7x64",
                               .params = table,
                               .traits = {.works_in_place = true},
                               .infer = infer_layer,
                               .rows_per_step = rows_per_step,
                               .shape_formulas = explain_shape};

}  // namespace nnshape
