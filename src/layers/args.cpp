#include "layers/args.h"

namespace nnshape {
namespace {

int numbers_of(ParamType type) { return type == ParamType::rate || type == ParamType::scales ? 2 : 1; }

Arg default_of(const Param& param, std::vector<int64_t>& pool) {
    int count = numbers_of(param.type);
    int64_t number = param.standard[0];
    bool is_there = count == 1 && number >= 0 && number < static_cast<int64_t>(first_numbers.size());
    if (is_there) return {.first = static_cast<uint32_t>(number), .count = 1};
    auto first = static_cast<uint32_t>(pool.size());
    pool.insert(pool.end(), param.standard.begin(), param.standard.begin() + count);
    return {.first = first, .count = static_cast<uint16_t>(count)};
}

}  // namespace

void fill_in_defaults(std::span<const Param> params, std::span<Arg> values, std::vector<int64_t>& pool) {
    for (size_t index = 0; index < params.size(); ++index) {
        const Param& param = params[index];
        if (values[index].is_given()) continue;
        if (param.fallback == Fallback::value) values[index] = default_of(param, pool);
        if (param.fallback != Fallback::same_as) continue;
        values[index] = values[static_cast<size_t>(param.standard[0])];
        values[index].written = Arg::not_given;
    }
}

Padding Args::padding(int param, int rank) const {
    Padding padding;
    const Arg& value = values_[param];
    if (value.form == Arg::Form::word) {
        padding.mode = static_cast<PaddingMode>(pool_[value.first]);
        return padding;
    }
    for (int axis = 0; axis < rank; ++axis) {
        const int64_t* sides = at(value, axis);
        padding.before[static_cast<size_t>(axis)] = sides[0];
        padding.after[static_cast<size_t>(axis)] = sides[value.has_pairs() ? 1 : 0];
    }
    return padding;
}

}  // namespace nnshape
