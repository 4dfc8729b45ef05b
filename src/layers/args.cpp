#include "layers/args.h"

namespace nnshape {

std::span<const int64_t> Args::numbers(int param) const {
    if (const Arg* arg = find(param)) return {pool_ + arg->first, arg->count};
    const Param& description = params_[param];
    if (description.fallback == Fallback::same_as) return numbers(static_cast<int>(description.standard[0]));
    return description.standard;
}

int64_t Args::size(int param, int axis) const {
    const Param& description = params_[param];
    const Arg* arg = find(param);
    if (!arg && description.fallback == Fallback::same_as) return size(static_cast<int>(description.standard[0]), axis);
    if (!arg || arg->form == Arg::Form::scalar) return numbers(param)[0];
    return numbers(param)[axis];
}

Padding Args::padding(int param, int rank) const {
    Padding padding;
    const Arg* arg = find(param);
    if (!arg) return padding;
    auto given = numbers(param);
    if (arg->form == Arg::Form::word) {
        padding.mode = static_cast<PaddingMode>(given[0]);
        return padding;
    }
    bool each_axis = arg->form == Arg::Form::list || arg->form == Arg::Form::pairs;
    bool both_sides = arg->form == Arg::Form::pair || arg->form == Arg::Form::pairs;
    size_t width = both_sides ? 2 : 1;
    for (size_t axis = 0; axis < static_cast<size_t>(rank); ++axis) {
        size_t first = each_axis ? axis * width : 0;
        padding.before[axis] = given[first];
        padding.after[axis] = given[first + width - 1];
    }
    return padding;
}

Ratio Args::ratio(int param, int axis) const {
    auto given = numbers(param);
    const Arg* arg = find(param);
    size_t first = arg && arg->form == Arg::Form::list ? 2 * static_cast<size_t>(axis) : 0;
    return {given[first], given[first + 1]};
}

}  // namespace nnshape
