#include "query/diff/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "base/text.h"
#include "layers/decimal.h"
#include "network/match.h"
#include "rewrite/value.h"

namespace nnshape {
namespace {

using Texts = std::vector<std::string>;

// One text for all axes where they are alike, else one each.
std::string joined(const Texts& axes) {
    bool alike = std::all_of(axes.begin(), axes.end(), [&](const std::string& text) { return text == axes[0]; });
    return alike ? axes[0] : fmt::format("{}", fmt::join(axes, "x"));
}

// `2` and not `2.0`, which is the same factor.
std::string text_of(Ratio ratio) {
    std::string text = decimal_of(ratio);
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

// A value as it was written, for parameters that no table knows.
std::string text_of(const Value& value) {
    if (value.items.empty()) return value.text;
    Texts items;
    for (const Value& item : value.items) items.push_back(text_of(item));
    return fmt::format("{}", fmt::join(items, value.form == Value::Form::pair ? ":" : "x"));
}

class ValueTexts {
  public:
    ValueTexts(const Study& study, uint32_t index, Layout layout)
        : study_(study), node_(study.network.nodes[index]), args_(study.network.args_of(node_)), layout_(layout) {
        auto reads = study.network.reads_of(node_);
        if (!reads.empty()) input_ = study.network.nodes[reads[0]].output;
    }

    std::vector<LayerValue> all() const {
        std::vector<LayerValue> values;
        for (size_t index = 0; index < args_.params().size(); ++index) {
            const Param& param = args_.params()[index];
            int number = static_cast<int>(index);
            bool absent = !args_.has(number) && param.fallback == Fallback::none;
            values.push_back({param.name, absent ? std::string() : text(number, param), number});
        }
        values.push_back({"activation", node_.activation ? std::string(node_.activation->name) : std::string()});
        values.push_back({"freeze", node_.frozen ? "true" : "false"});
        add_silent(values);
        return values;
    }

  private:
    std::string text(int index, const Param& param) const {
        switch (param.type) {
            case ParamType::integer: return std::to_string(number(index, param));
            case ParamType::boolean: return args_.flag(index) ? "true" : "false";
            case ParamType::choice:
                return std::string(words_of(param.choices)[static_cast<size_t>(args_.integer(index))]);
            case ParamType::rate: return text_of(args_.ratio(index));
            case ParamType::sizes:
            case ParamType::kept_sizes:
                return each_axis([&](int axis) {
                    int64_t size = args_.size(index, axis);
                    return size == kept ? std::string("-") : std::to_string(size);
                });
            case ParamType::scales: return each_axis([&](int axis) { return text_of(args_.ratio(index, axis)); });
            case ParamType::padding: return padding(index);
            case ParamType::shape: return shape(index);
            case ParamType::axis: return axis(number(index, param));
            case ParamType::order: return order(index);
        }
        return {};
    }

    int64_t number(int index, const Param& param) const {
        bool derived = !args_.has(index) && param.fallback == Fallback::derived;
        return derived ? param.derive(args_, input_) : args_.integer(index);
    }

    template <class Text>
    std::string each_axis(Text text) const {
        Texts axes;
        for (int axis = 0; axis < input_.rank; ++axis) axes.push_back(text(axis));
        return joined(axes);
    }

    std::string padding(int index) const {
        Padding padding = args_.padding(index, input_.rank);
        if (padding.mode != PaddingMode::given) {
            return std::string(words_of(padding_words)[static_cast<size_t>(padding.mode)]);
        }
        bool even = padding.before == padding.after;
        return each_axis([&](int axis) {
            return even ? std::to_string(padding.before[axis])
                        : fmt::format("{}:{}", padding.before[axis], padding.after[axis]);
        });
    }

    // A size that a reshape leaves open stands where the layout has it.
    std::string shape(int index) const { return to_text(shape_of(args_.numbers(index), args_.layout()), layout_); }

    // The channels by their name, wherever the layout has them.
    std::string axis(int64_t axis) const {
        bool channels =
            axis == channels_axis || axis_of(static_cast<int>(axis), input_.rank, args_.layout()) == input_.rank;
        return channels ? "channels" : std::to_string(shown_axis(axis));
    }

    int64_t shown_axis(int64_t axis) const {
        return axis_in(layout_, input_.rank, axis_of(static_cast<int>(axis), input_.rank, args_.layout()));
    }

    std::string order(int index) const {
        auto written = args_.numbers(index);
        Texts axes;
        for (int shown = 0; shown <= input_.rank; ++shown) {
            int at = axis_in(args_.layout(), input_.rank, axis_of(shown, input_.rank, layout_));
            axes.push_back(std::to_string(shown_axis(written[at])));
        }
        return fmt::format("{}", fmt::join(axes, "x"));
    }

    // Parameters of frameworks, which change nothing that is counted here and much in the network. An expression is
    // as it is written.
    void add_silent(std::vector<LayerValue>& values) const {
        const Spec& spec = study_.spec;
        for (const Argument& argument : arguments_of(spec, *node_.statement)) {
            bool silent = match(spec, node_.kind->params, argument).kind == Match::Kind::ignored;
            if (silent) values.push_back({spec.text(argument.key), text_of(value_of(spec, argument.value))});
        }
    }

    const Study& study_;
    const Node& node_;
    Args args_;
    Shape input_;
    Layout layout_;
};

}  // namespace

std::vector<LayerValue> values_of(const Study& study, uint32_t node, Layout layout) {
    return ValueTexts(study, node, layout).all();
}

}  // namespace nnshape
