#include "query/solve/layer.h"

#include <algorithm>
#include <string_view>

#include "layers/find_kind.h"
#include "layers/inference.h"
#include "query/solve/axis_solver.h"

namespace nnshape {
namespace {

// The values of a layer, as the spec would give them.
class Values {
  public:
    explicit Values(const LayerKind& kind)
        : params_(params_of(kind)), values_(params_.size()), pool_(first_numbers.begin(), first_numbers.end()) {}

    // Ignores a parameter that the layer does not have.
    void give(std::string_view name, Arg::Form form, uint8_t stride, const std::vector<int64_t>& numbers) {
        int param = find_param(params_, name);
        if (param < 0) return;
        values_[static_cast<size_t>(param)] = {.first = static_cast<uint32_t>(pool_.size()),
                                               .written = 0,
                                               .count = static_cast<uint16_t>(numbers.size()),
                                               .form = form,
                                               .stride = stride};
        pool_.insert(pool_.end(), numbers.begin(), numbers.end());
    }

    void give_each(std::string_view name, const WindowAnswer& answer, int64_t AxisWindow::*number) {
        std::vector<int64_t> numbers;
        for (const AxisWindow& axis : answer) numbers.push_back(axis.*number);
        give(name, Arg::Form::list, 1, numbers);
    }

    // What the window does not determine, such as the number of filters, is 1.
    Args complete() {
        for (size_t param = 0; param < params_.size(); ++param) {
            bool is_open = params_[param].fallback == Fallback::required && !values_[param].is_given();
            if (is_open) give(params_[param].name, Arg::Form::scalar, 0, {1});
        }
        fill_in_defaults(params_, values_, pool_);
        return {params_, values_.data(), pool_.data(), Layout::hwc};
    }

  private:
    std::span<const Param> params_;
    std::vector<Arg> values_;
    std::vector<int64_t> pool_;
};

void give_padding(WindowRule rule, const WindowAnswer& answer, Values& values) {
    if (makes_padding(rule)) {
        return values.give("padding", Arg::Form::word, 0, {static_cast<int64_t>(PaddingMode::same)});
    }
    std::vector<int64_t> sides;
    for (const AxisWindow& axis : answer) {
        sides.push_back(axis.before);
        sides.push_back(axis.after);
    }
    values.give("padding", Arg::Form::pairs, 2, sides);
}

}  // namespace

const LayerKind& kind_for(WindowRule rule) {
    std::vector<std::string_view> needed{"kernel", "stride", "padding", "dilation"};
    if (rule == WindowRule::up) needed.emplace_back("ceil");
    if (rule == WindowRule::transposed || rule == WindowRule::transposed_same) needed.emplace_back("output_padding");
    auto fits = [&](const LayerKind* kind) {
        return std::all_of(needed.begin(), needed.end(),
                           [&](std::string_view name) { return find_param(params_of(*kind), name) >= 0; });
    };
    auto kinds = all_kinds();
    return **std::find_if(kinds.begin(), kinds.end(), fits);
}

std::optional<std::string> refusal_of(WindowRule rule, const WindowAnswer& answer) {
    const LayerKind& kind = kind_for(rule);
    Values values(kind);
    values.give_each("kernel", answer, &AxisWindow::kernel);
    values.give_each("stride", answer, &AxisWindow::stride);
    values.give_each("dilation", answer, &AxisWindow::dilation);
    give_padding(rule, answer, values);
    if (rule == WindowRule::transposed) values.give_each("output_padding", answer, &AxisWindow::output_padding);
    if (rule == WindowRule::up) values.give("ceil", Arg::Form::scalar, 0, {1});
    Args args = values.complete();
    Shape input{.rank = static_cast<int>(answer.size())};
    for (size_t axis = 0; axis < answer.size(); ++axis) input.spatial[axis] = answer[axis].in;
    Inference result;
    Inputs inputs(&input, 1);
    auto fault = infer(kind, -1, args, inputs, result);
    if (!fault) return std::nullopt;
    return fault->words(*fault, {kind, -1, args, inputs, result}).message;
}

}  // namespace nnshape
