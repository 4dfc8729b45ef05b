#include "frameworks/write_call.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "layers/decimal.h"
#include "layers/find_kind.h"
#include "layers/value.h"

namespace nnshape {
namespace {

using Form = ParamValue::Form;

std::string text_of(const ParamValue& value);

std::string tuple_of(const std::vector<std::string>& items) {
    return items.size() == 1 ? fmt::format("({},)", items[0]) : fmt::format("({})", fmt::join(items, ", "));
}

std::string items_of(const ParamValue& value) {
    std::vector<std::string> items;
    for (const ParamValue& item : value.items) items.push_back(text_of(item));
    bool alike = value.form == Form::axes && !items.empty() &&
                 std::all_of(items.begin(), items.end(), [&](const std::string& one) { return one == items[0]; });
    return alike ? items[0] : tuple_of(items);
}

std::string text_of(const ParamValue& value) {
    switch (value.form) {
        case Form::nothing: return "None";
        case Form::boolean: return value.number != 0 ? "True" : "False";
        case Form::number: return std::to_string(value.number);
        case Form::word: return fmt::format("\"{}\"", value.word);
        case Form::decimal: return decimal_of(value.ratio);
        case Form::pair: {
            std::string before = text_of(value.items[0]), after = text_of(value.items[1]);
            return before == after ? before : fmt::format("({}, {})", before, after);
        }
        case Form::axes:
        case Form::shape: return items_of(value);
    }
    return {};
}

// The classes whose type is a pattern such as `conv{}d` fit one rank; BatchNorm1d fits vectors and sequences.
struct Fitting {
    const FrameworkClass* described = nullptr;
    int rank = 0;
};

bool needs_what_has_no_effect(const FrameworkClass& one) {
    return std::any_of(one.arguments.begin(), one.arguments.end(), [](const FrameworkArg& argument) {
        return argument.required && argument.meaning == Meaning::nothing;
    });
}

std::optional<Fitting> find_class(const Framework& framework, const LayerToWrite& layer) {
    int rank = layer.inputs.empty() ? layer.output.rank : layer.inputs[0].rank;
    for (const FrameworkClass& one : framework.classes) {
        if (one.type.empty() || needs_what_has_no_effect(one)) continue;
        bool is_pattern = one.name.find("{}") != std::string_view::npos;
        if (is_pattern && (rank < 1 || rank > window_rank)) continue;
        FoundClass found{&framework, &one, is_pattern ? rank : 0};
        FoundKind kind = find_kind(found.type());
        if (kind.kind != &layer.kind) continue;
        if (!is_pattern && kind.rank > 0 && kind.rank != rank) continue;
        bool is_flat = !is_pattern && one.name.ends_with("1d");
        if (is_flat && rank > 1) continue;
        return Fitting{&one, rank};
    }
    return std::nullopt;
}

// Writes the arguments of one class.
class CallWriter {
  public:
    CallWriter(const Framework& framework, const Fitting& fitting, const LayerToWrite& layer)
        : framework_(framework), class_(*fitting.described), layer_(layer), params_(params_of(layer.kind)) {
        call_.name = class_.name;
        if (size_t at = call_.name.find("{}"); at != std::string::npos) {
            call_.name.replace(at, 2, std::to_string(fitting.rank));
        }
    }

    Result<WrittenCall, std::string> run() {
        for (const FrameworkArg& argument : class_.arguments) write(argument);
        for (int param = 0; param < static_cast<int>(params_.size()) && fault_.empty(); ++param) check_covered(param);
        if (!fault_.empty()) return fault_;
        return std::move(call_);
    }

  private:
    void fail(std::string_view what) {
        if (fault_.empty()) fault_ = fmt::format("{} of {}", what, call_.name);
    }

    const Shape& input() const { return layer_.inputs.empty() ? layer_.output : layer_.inputs[0]; }
    Layout layout() const { return framework_.channels_last ? Layout::hwc : Layout::chw; }

    void add(const FrameworkArg& argument, int param, std::string text, bool is_standard = false) {
        call_.arguments.push_back({.key = argument.name,
                                   .text = std::move(text),
                                   .param = param,
                                   .is_channels = argument.meaning == Meaning::channels ||
                                                  (argument.meaning == Meaning::normalized && param < 0),
                                   .is_standard = is_standard && !argument.required,
                                   .is_required = argument.required});
    }

    int find(std::string_view name) const { return find_param(params_, name); }
    bool has(std::string_view name) const { return find(name) >= 0 && layer_.args.has(find(name)); }
    ParamValue value(int param) const { return value_of(layer_.args, param, input(), layout()); }
    bool is_word(int param, std::string_view word) const {
        ParamValue one = value(param);
        return one.form == Form::word && one.word == word;
    }

    void write(const FrameworkArg& argument) {
        int param = argument.param.empty() ? -1 : find(argument.param);
        if (param >= 0) covered_.push_back(param);
        switch (argument.meaning) {
            case Meaning::nothing:
            case Meaning::helper:
            case Meaning::layout: return;
            case Meaning::only:
                if (argument.required) add(argument, -1, std::string(argument.standard));
                return;
            case Meaning::channels: return add(argument, -1, std::to_string(input().channels));
            case Meaning::normalized: return normalized(argument, param);
            case Meaning::activation: return activation(argument);
            default: break;
        }
        if (param < 0) return;
        switch (argument.meaning) {
            case Meaning::edges: return add(argument, param, edges(param));
            case Meaning::ends: return add(argument, param, ends(param));
            case Meaning::bias_double: return bias(argument, param, "double");
            case Meaning::bias_single: return bias(argument, param, "single");
            case Meaning::bias_reset:
                return add(argument, param, is_word(param, "single") ? "False" : "True", !is_word(param, "single"));
            case Meaning::slopes: return slopes(argument, param);
            case Meaning::shared_axes: return shared_axes(argument, param);
            case Meaning::axes: return axes(argument, param);
            case Meaning::head_dim: return add(argument, param, text_of(value(param)));
            case Meaning::transposed: return transposed(argument, param);
            case Meaning::value:
            case Meaning::sizes: return plain(argument, param);
            default: return;
        }
    }

    void plain(const FrameworkArg& argument, int param) {
        const Param& described = params_[static_cast<size_t>(param)];
        if (described.type == ParamType::padding) return padding(argument, param);
        bool is_given = layer_.args.has(param);
        if (described.fallback == Fallback::none && !is_given) {
            // A size that another layer gives is written out.
            if (described.name == "size" && has("like")) {
                covered_.push_back(find("like"));
                add(argument, param,
                    python_sizes({layer_.output.spatial.data(), static_cast<size_t>(layer_.output.rank)}));
            }
            return;
        }
        ParamValue one = value(param);
        bool is_odd_word = described.type == ParamType::boolean && one.form == Form::word;
        if (is_odd_word) return fail(fmt::format("`{}={}`", described.name, one.word));
        std::string text = text_of(one);
        add(argument, param, text, is_standard(argument, described, text));
    }

    bool is_standard(const FrameworkArg& argument, const Param& described, const std::string& text) const {
        if (!argument.standard.empty()) return text == argument.standard;
        if (described.fallback == Fallback::same_as) {
            auto other = static_cast<size_t>(described.standard[0]);
            bool is_own = std::any_of(class_.arguments.begin(), class_.arguments.end(),
                                      [&](const FrameworkArg& one) { return one.param == params_[other].name; });
            return text == text_of(is_own ? value(static_cast<int>(other)) : default_value(params_[other]));
        }
        return described.fallback == Fallback::value && text == text_of(default_value(described));
    }

    // PyTorch has numbers, Keras has words: other paddings are a layer before it.
    void padding(const FrameworkArg& argument, int param) {
        const Window& window = layer_.window;
        std::vector<int64_t> sizes;
        for (int axis = 0; axis < window.rank; ++axis)
            sizes.push_back(layer_.pads_apart ? 0 : window.axes[static_cast<size_t>(axis)].before);
        if (sizes.empty()) return add(argument, param, text_of(value(param)));
        if (framework_.channels_last) {
            bool same = is_word(param, "same");
            bool causal = is_word(param, "causal") && window.rank == 1;
            return add(argument, param, same ? "\"same\"" : causal ? "\"causal\"" : "\"valid\"", !same && !causal);
        }
        std::string text = python_sizes(sizes);
        add(argument, param, text, text == "0");
    }

    // Whether the padding cuts off what the kernel is larger than the stride, half at both ends, as `same` does.
    bool halves_surplus() const {
        const Window& window = layer_.window;
        return std::all_of(window.axes.begin(), window.axes.begin() + window.rank, [](const AxisWindow& axis) {
            int64_t surplus = axis.reach().value() - axis.stride;
            return surplus > 0 && axis.output_padding == 0 && axis.before == surplus / 2 &&
                   axis.before + axis.after == surplus;
        });
    }

    // With `same` the size is the input's times the stride; otherwise the padding is cropped off.
    void transposed(const FrameworkArg& argument, int param) {
        bool same = is_word(param, "same") || halves_surplus();
        bool is_cropped = false;
        for (int axis = 0; axis < layer_.window.rank && !same; ++axis) {
            const AxisWindow& window = layer_.window.axes[static_cast<size_t>(axis)];
            is_cropped = is_cropped || window.before > 0 || window.after > 0 || window.output_padding > 0 ||
                         window.stride > window.reach().value();
        }
        if (is_cropped) return fail("this padding");
        add(argument, param, same ? "\"same\"" : "\"valid\"", !same);
    }

    // Of the last axis first: left, right, top, bottom.
    std::string edges(int param) const {
        ParamValue all = value(param);
        if (std::string text = text_of(all); text.front() != '(') return text;
        std::vector<std::string> sizes;
        for (auto axis = all.items.rbegin(); axis != all.items.rend(); ++axis) {
            for (const ParamValue& end : axis->items) sizes.push_back(text_of(end));
        }
        return tuple_of(sizes);
    }

    std::string ends(int param) const {
        ParamValue all = value(param);
        return all.items.size() == 1 ? text_of(all.items[0]) : text_of(all);
    }

    void bias(const FrameworkArg& argument, int param, std::string_view own) {
        if (is_word(param, "none")) return add(argument, param, "False");
        bool is_reset = std::any_of(class_.arguments.begin(), class_.arguments.end(),
                                    [](const FrameworkArg& one) { return one.meaning == Meaning::bias_reset; });
        if (!is_reset && !is_word(param, own)) return fail(fmt::format("`bias={}`", value(param).word));
        add(argument, param, "True", true);
    }

    void slopes(const FrameworkArg& argument, int param) {
        if (is_word(param, "element")) return fail("`per=element`");
        bool one = is_word(param, "layer");
        add(argument, param, one ? "1" : std::to_string(input().channels), one);
    }

    void shared_axes(const FrameworkArg& argument, int param) {
        if (is_word(param, "element") || input().rank == 0) return;
        std::vector<std::string> axes;
        for (int axis = 1; axis <= input().rank; ++axis) axes.push_back(std::to_string(axis));
        if (is_word(param, "layer")) axes.push_back(std::to_string(input().rank + 1));
        add(argument, param, fmt::format("[{}]", fmt::join(axes, ", ")));
    }

    void axes(const FrameworkArg& argument, int param) {
        std::vector<std::string> order;
        for (const ParamValue& axis : value(param).items) order.push_back(std::to_string(axis.number + 1));
        add(argument, param, tuple_of(order));
    }

    void normalized(const FrameworkArg& argument, int param) {
        if (param < 0 || !is_word(param, "all")) return add(argument, -1, std::to_string(input().channels));
        Sizes sizes = sizes_of(input(), layout());
        std::vector<std::string> all;
        for (int64_t size : sizes) all.push_back(std::to_string(size));
        add(argument, param, tuple_of(all));
    }

    void activation(const FrameworkArg& argument) {
        if (!layer_.activation) return;
        call_.has_activation = true;
        add(argument, -1, fmt::format("\"{}\"", name_of(*layer_.activation)));
    }

    // A value other than the default must be expressed by some argument.
    void check_covered(int param) {
        const Param& described = params_[static_cast<size_t>(param)];
        bool is_apart = std::find(layer_.apart.begin(), layer_.apart.end(), described.name) != layer_.apart.end();
        if (is_apart || std::find(covered_.begin(), covered_.end(), param) != covered_.end()) return;
        if (described.type == ParamType::layer) {
            if (layer_.args.has(param)) fail("`like`");
            return;
        }
        bool is_default = !layer_.args.has(param);
        if (!is_default && described.fallback == Fallback::value) {
            is_default = text_of(value(param)) == text_of(default_value(described));
        }
        if (!is_default) fail(fmt::format("`{}`", described.name));
    }

    const Framework& framework_;
    const FrameworkClass& class_;
    const LayerToWrite& layer_;
    std::span<const Param> params_;
    std::vector<int> covered_;
    WrittenCall call_;
    std::string fault_;
};

}  // namespace

bool is_uneven(const Window& window) {
    return std::any_of(window.axes.begin(), window.axes.begin() + window.rank,
                       [](const AxisWindow& axis) { return axis.before != axis.after; });
}

std::string python_value(const Args& args, int param, const Shape& input, Layout layout) {
    ParamValue value = value_of(args, param, input, layout);
    return value.form == Form::nothing ? std::string() : text_of(value);
}

std::string python_sizes(std::span<const int64_t> sizes) {
    std::vector<std::string> items;
    for (int64_t size : sizes) items.push_back(std::to_string(size));
    bool alike = std::all_of(sizes.begin(), sizes.end(), [&](int64_t size) { return size == sizes[0]; });
    return alike ? items[0] : tuple_of(items);
}

Result<WrittenCall, std::string> write_call(const Framework& framework, const LayerToWrite& layer) {
    auto fitting = find_class(framework, layer);
    if (!fitting) return fmt::format("a layer `{}`", name_of(layer.kind));
    return CallWriter(framework, *fitting, layer).run();
}

}  // namespace nnshape
