#include <fmt/format.h>
#include <algorithm>

#include "layers/arithmetic.h"
#include "layers/kinds.h"

// The same values in another shape, which is written in the spec's layout.
namespace nnshape {
namespace {

enum { shape };
constexpr int64_t rest = -1;
constexpr Param table[] = {{.name = "shape",
                            .also = "target_shape new_shape",
                            .type = ParamType::shape,
                            .least = rest,
                            .help = "the shape that comes out; one size may be -1, which is what is left"}};

Problem mismatch(Checked all, std::string_view wanted) {
    return blame(code::shape_mismatch, shape, fmt::format("{} values do not make a shape of {}", all.value(), wanted),
                 "a reshape keeps the number of values");
}

Inferred infer_layer(const Args& args, Inputs inputs) {
    auto wanted = args.numbers(shape);
    Sizes sizes{.count = static_cast<int>(wanted.size())};
    std::copy(wanted.begin(), wanted.end(), sizes.values.begin());
    std::string text = to_text(sizes);
    Checked all = elements(inputs[0]);
    if (all.overflowed()) return blame(code::overflow, the_layer, "the number of values leaves 64 bits");
    Checked known = 1;
    int64_t* open = nullptr;
    for (int64_t& size : sizes.values) {
        if (&size - sizes.values.data() >= sizes.count) break;
        if (size != rest) {
            known *= size;
            continue;
        }
        if (open)
            return blame(code::shape_mismatch, shape, fmt::format("{} has more than one -1", text),
                         "write one -1 at most, for the size that is left");
        open = &size;
    }
    if (known.overflowed()) return mismatch(all, text);
    if (open) *open = all.value() / known.value();
    if ((open && all.value() % known.value() != 0) || (!open && known.value() != all.value())) {
        return mismatch(all, text);
    }
    return Inference{shape_of(sizes.view(), args.layout())};
}

// The size that is left has a line of its own; where all are given, the number of values has.
ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    Formula all = elements_of<Formula>(inputs[0], args.layout());
    std::vector<int64_t> known;
    int open = -1;
    auto wanted = args.numbers(shape);
    for (size_t axis = 0; axis < wanted.size(); ++axis) {
        wanted[axis] == rest ? static_cast<void>(open = static_cast<int>(axis)) : known.push_back(wanted[axis]);
    }
    if (open < 0) return {.sizes = {{"values", product_of<Formula>(known), "as many as come in"}}};
    int rank = inference.output.rank;
    std::string_view name = size_name(rank, axis_of(open, rank, args.layout()));
    return {.sizes = {{name, Formula::quotient(all, product_of<Formula>(known)), "what the -1 stands for"}}};
}

}  // namespace

const LayerKind kinds::reshape{.name = "reshape",
                               .summary = "the same values in another shape",
                               .example = "reshape 7x7x64",
                               .params = table,
                               .works_in_place = true,
                               .infer = infer_layer,
                               .shape_formulas = explain_shape};

}  // namespace nnshape
