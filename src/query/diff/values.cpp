#include "query/diff/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "layers/decimal.h"
#include "layers/value.h"
#include "network/match.h"
#include "rewrite/value.h"

namespace nnshape {
namespace {

using Texts = std::vector<std::string>;

// One text if all axes have the same, else one for each axis.
std::string joined(const Texts& axes) {
    if (axes.empty()) return {};
    bool alike = std::all_of(axes.begin(), axes.end(), [&](const std::string& text) { return text == axes[0]; });
    return alike ? axes[0] : fmt::format("{}", fmt::join(axes, "x"));
}

// Writes `2` instead of `2.0`, which is the same factor.
std::string text_of(Ratio ratio) {
    std::string text = decimal_of(ratio);
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

// A value as it is written, for parameters that are in no table.
std::string text_of(const Value& value) {
    if (value.items.empty()) return value.text;
    Texts items;
    for (const Value& item : value.items) items.push_back(text_of(item));
    return fmt::format("{}", fmt::join(items, value.form == Value::Form::pair ? ":" : "x"));
}

std::string text_of(const ParamValue& value);

Texts texts_of(const std::vector<ParamValue>& values) {
    Texts texts;
    for (const ParamValue& value : values) texts.push_back(text_of(value));
    return texts;
}

// Padding that is the same on both sides of every axis is written once an axis.
std::string text_of_axes(std::vector<ParamValue> axes) {
    bool even = std::all_of(axes.begin(), axes.end(), [](const ParamValue& axis) {
        return axis.form == ParamValue::Form::pair && axis.items[0].number == axis.items[1].number;
    });
    for (ParamValue& axis : axes) {
        if (even) axis = ParamValue(axis.items[0]);
    }
    return joined(texts_of(axes));
}

std::string text_of(const ParamValue& value) {
    switch (value.form) {
        case ParamValue::Form::nothing: return "-";
        case ParamValue::Form::boolean: return value.number != 0 ? "true" : "false";
        case ParamValue::Form::number: return value.is_channels ? "channels" : std::to_string(value.number);
        case ParamValue::Form::word: return std::string(value.word);
        case ParamValue::Form::decimal: return text_of(value.ratio);
        case ParamValue::Form::axes: return text_of_axes(value.items);
        case ParamValue::Form::pair: return fmt::format("{}", fmt::join(texts_of(value.items), ":"));
        case ParamValue::Form::shape: return fmt::format("{}", fmt::join(texts_of(value.items), "x"));
    }
    return {};
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
            int number = static_cast<int>(index);
            ParamValue value = value_of(args_, number, input_, layout_);
            bool absent = value.form == ParamValue::Form::nothing;
            values.push_back({args_.params()[index].name, absent ? std::string() : text_of(value), number});
        }
        values.push_back({"activation", node_.activation ? std::string(name_of(*node_.activation)) : std::string()});
        values.push_back({"freeze", node_.frozen ? "true" : "false"});
        values.push_back({"experts", node_.experts == 0 ? std::string() : experts_text()});
        add_silent(values);
        return values;
    }

  private:
    std::string experts_text() const {
        const Experts& experts = study_.network.experts_of(node_);
        return fmt::format("{} of {}", experts.active, experts.count);
    }

    // Adds parameters of frameworks. They change no count, but they do change the network. An expression is compared as
    // it is written.
    void add_silent(std::vector<LayerValue>& values) const {
        const Spec& spec = study_.spec;
        for (const Argument& argument : arguments_of(spec, *node_.statement)) {
            bool silent = match(spec, *node_.kind, argument).kind == ArgumentMatch::Kind::ignored;
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
