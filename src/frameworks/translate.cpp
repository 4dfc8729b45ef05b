#include "frameworks/translate.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "frameworks/choose.h"
#include "frameworks/ignored.h"
#include "layers/find_kind.h"
#include "layers/traits.h"

namespace nnshape {
namespace {

using Form = CallValue::Form;

CallValue word(std::string_view text, Span span) {
    return {.form = Form::word, .span = span, .text = std::string(text)};
}
CallValue boolean(bool value, Span span) { return {.form = Form::boolean, .span = span, .number = value}; }
CallValue integer(int64_t value, Span span) { return {.form = Form::integer, .span = span, .number = value}; }
CallValue list(std::vector<CallValue> items, Span span) {
    return {.form = Form::list, .span = span, .items = std::move(items)};
}

// A default of the table.
CallValue standard_value(std::string_view text, Span span) {
    if (text.empty() || text == "None") return {.span = span};
    if (text == "True" || text == "False") return boolean(text == "True", span);
    if (text.find_first_not_of("-0123456789") != std::string_view::npos) return word(text, span);
    return integer(text[0] == '-' ? -(text[1] - '0') : std::stoll(std::string(text)), span);
}

// Translates the arguments of one constructor.
class Translator {
  public:
    Translator(const FoundClass& found, std::string_view name, const CallValue& call)
        : found_(found), class_(*found.described), name_(name), call_(call), name_span_(call.span) {
        name_span_.end = name_span_.begin + static_cast<uint32_t>(call.text.size());
        given_.resize(class_.arguments.size());
        translation_.framework = found.framework;
        translation_.type = class_.type.empty() ? std::string(name) : found.type();
    }

    Result<Translation, Fault<Span>> run() {
        if (class_.type.empty() && class_.arguments.empty()) {
            fail(name_span_, fmt::format("nnshape does not have `{}`", name_), std::string(class_.instead));
        }
        take_arguments();
        for (size_t index = 0; index < class_.arguments.size() && !fault_; ++index) {
            translate(class_.arguments[index], given_[index]);
        }
        if (fault_) return *fault_;
        return std::move(translation_);
    }

  private:
    void fail(Span span, std::string message, std::string help = {}) {
        if (!fault_) fault_ = Fault<Span>{span, std::move(message), std::move(help)};
    }

    void set(std::string_view param, CallValue value) {
        translation_.arguments.push_back({std::string(param), std::move(value)});
    }
    void set_shape(std::string_view param, CallValue value) {
        set(param, std::move(value));
        translation_.arguments.back().is_shape = true;
    }

    void take_arguments() {
        size_t place = 0;
        for (const CallArgument& argument : call_.arguments) {
            if (fault_) return;
            if (!argument.key.empty()) {
                take_named(argument);
            } else if (place < class_.arguments.size()) {
                given_[place++] = &argument.value;
            } else {
                fail(argument.value.span, fmt::format("`{}` takes at most {}", name_,
                                                      counted(static_cast<int64_t>(class_.arguments.size()), "value")));
            }
        }
        for (size_t index = 0; index < class_.arguments.size(); ++index) {
            const FrameworkArg& argument = class_.arguments[index];
            if (argument.required && !given_[index]) {
                fail(name_span_, fmt::format("`{}` needs `{}`", name_, argument.name));
            }
        }
    }

    void take_named(const CallArgument& argument) {
        auto is_called = [&](const FrameworkArg& one) { return one.name == argument.key; };
        auto found = std::find_if(class_.arguments.begin(), class_.arguments.end(), is_called);
        if (found != class_.arguments.end()) {
            const CallValue*& given = given_[static_cast<size_t>(found - class_.arguments.begin())];
            if (given)
                fail(argument.key_span, fmt::format("`{}` is given twice", argument.key), "remove one of the two");
            given = &argument.value;
            return;
        }
        auto everywhere = found_.framework->everywhere;
        auto common = std::find_if(everywhere.begin(), everywhere.end(), is_called);
        if (common != everywhere.end()) return translate(*common, &argument.value);
        bool ignored =
            contains_word(found_.framework->ignored, argument.key) || contains_word(ignored_params, argument.key);
        if (ignored) return;
        std::vector<std::string_view> names;
        for (const FrameworkArg& one : class_.arguments) names.push_back(one.name);
        fail(argument.key_span,
             fmt::format("`{}` of {} has no argument `{}`", name_, found_.framework->name, argument.key),
             did_you_mean(argument.key, names));
    }

    void translate(const FrameworkArg& argument, const CallValue* given) {
        bool absent = !given || given->form == Form::none;
        CallValue value = !absent ? *given : standard_value(argument.standard, given ? given->span : name_span_);
        switch (argument.meaning) {
            case Meaning::nothing:
            case Meaning::helper: return;
            case Meaning::only: return only(argument, given);
            case Meaning::bias_double: return bias(argument, value, "double");
            case Meaning::bias_single: return bias(argument, value, "single");
            case Meaning::shared_axes: return shared_axes(argument, value);
            case Meaning::transposed: return transposed(value);
            case Meaning::channel_axis: return channel_axis(value);
            default: break;
        }
        if (value.form == Form::none) return;
        switch (argument.meaning) {
            case Meaning::value:
            case Meaning::channels: return set(argument.param, value);
            case Meaning::layout: return layout(argument, value);
            case Meaning::ends: return ends(argument, value);
            case Meaning::edges: return edges(argument, value);
            case Meaning::bias_reset: return bias_reset(argument, value);
            case Meaning::activation: return activation(argument, value);
            case Meaning::normalized: return normalized(argument, value);
            case Meaning::slopes: return slopes(argument, value);
            case Meaning::axes: return axes(argument, value);
            case Meaning::sizes: return sizes(argument, value);
            case Meaning::head_dim: return head_dim(argument, value);
            case Meaning::wrapped: return wrapped(argument, value);
            case Meaning::type: return type_of(value);
            case Meaning::frozen:
                if (!is_true(argument, value)) set(argument.param, boolean(true, value.span));
                return;
            default: return;
        }
    }

    void only(const FrameworkArg& argument, const CallValue* given) {
        if (!given || is_same_value(*given, standard_value(argument.standard, given->span))) return;
        fail(given->span, demand_of(argument),
             "another value has no equivalent; a `custom` layer takes the shape of its output");
    }

    // Whether a boolean is true. A value that is not written out is a fault.
    bool is_true(const FrameworkArg& argument, const CallValue& value) {
        if (value.form != Form::boolean) fail(value.span, fmt::format("`{}` needs `True` or `False`", argument.name));
        return value.number != 0;
    }

    void layout(const FrameworkArg& argument, const CallValue& value) {
        if (!value.is("channels_last") && !value.is("channels_first")) {
            return fail(value.span, demand_of(argument));
        }
        translation_.data_format = value;
    }

    // The layer types have `double` by default.
    void bias(const FrameworkArg& argument, const CallValue& value, std::string_view with) {
        if (value.form != Form::none && !is_true(argument, value)) {
            return set(argument.param, word("none", value.span));
        }
        if (with != "double") set(argument.param, word(with, value.span));
    }

    void bias_reset(const FrameworkArg& argument, const CallValue& value) {
        bool is_none = !translation_.arguments.empty() && translation_.arguments.back().value.is("none");
        if (!is_true(argument, value) && !is_none) set(argument.param, word("single", value.span));
    }

    void ends(const FrameworkArg& argument, const CallValue& value) {
        bool is_pair = find_kind(translation_.type).rank == 1 && value.form == Form::list && value.items.size() == 2;
        set(argument.param, is_pair ? list({value}, value.span) : value);
    }

    // The last axis is the channels of a vector and of a sequence, but not of an image.
    void channel_axis(const CallValue& value) {
        if (value.form == Form::integer && value.number == 1) return;
        fail(value.span, fmt::format("`{}` halves the last axis, which may not be the channels", name_),
             fmt::format("`{}` halves the channels", translation_.type));
    }

    // Zeros before and after each axis, of the last axis first, as pairs in the order of the axes.
    void edges(const FrameworkArg& argument, const CallValue& value) {
        if (value.form != Form::list) return set(argument.param, value);
        auto rank = static_cast<size_t>(found_.rank);
        if (value.items.size() != 2 * rank) {
            return fail(value.span, fmt::format("`{}` needs {} sizes, one for each edge", name_, 2 * rank));
        }
        std::vector<CallValue> pairs;
        for (size_t axis = rank; axis-- > 0;) {
            pairs.push_back(list({value.items[2 * axis], value.items[2 * axis + 1]}, value.span));
        }
        set(argument.param, list(std::move(pairs), value.span));
    }

    void activation(const FrameworkArg& argument, const CallValue& value) {
        if (value.is("linear")) return;
        bool is_name = value.form == Form::expression && is_dotted_name(value.text);
        set(argument.param, is_name ? word(last_part(value.text), value.span) : value);
    }

    static bool is_dotted_name(std::string_view text) {
        auto is_part = [](char letter) {
            return letter == '_' || letter == '.' || is_letter(letter) || is_digit(letter);
        };
        return !text.empty() && std::all_of(text.begin(), text.end(), is_part);
    }
    static bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }
    static bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

    // The channels alone, or all sizes of the shape.
    void normalized(const FrameworkArg& argument, const CallValue& value) {
        if (value.form != Form::list) return set("in", value);
        if (value.items.size() == 1) return set("in", value.items[0]);
        if (argument.param != "over") {
            return fail(value.span, fmt::format("`{}` can only normalise over the channels here", name_));
        }
        set("over", word("all", value.span));
        translation_.output = value;
    }

    void slopes(const FrameworkArg& argument, const CallValue& value) {
        if (value.form == Form::integer && value.number == 1) return;
        set(argument.param, word("channel", value.span));
        set("in", value);
    }

    void shared_axes(const FrameworkArg& argument, const CallValue& value) {
        set(argument.param, word(value.form == Form::none ? "element" : "channel", value.span));
    }

    // Keras counts the axes from 1, as the batch is the first.
    void axes(const FrameworkArg& argument, const CallValue& value) {
        CallValue order = value;
        for (CallValue& axis : order.items) {
            if (axis.form != Form::integer || axis.number < 1) {
                return fail(axis.span, fmt::format("`{}` needs the numbers of axes, from 1", name_));
            }
            --axis.number;
        }
        translation_.data_format = word("channels_last", value.span);  // in which the axes are counted
        set(argument.param, order);
    }

    void sizes(const FrameworkArg& argument, const CallValue& value) {
        CallValue shape = value.form == Form::list ? value : list({value}, value.span);
        for (const CallValue& size : shape.items) {
            if (size.form == Form::none) fail(size.span, "a size is `None`", "write a number in its place");
        }
        set_shape(argument.param, shape);
    }

    const CallValue* given(std::string_view name) const {
        for (size_t index = 0; index < class_.arguments.size(); ++index) {
            if (class_.arguments[index].name == name) return given_[index];
        }
        return nullptr;
    }

    // In Keras the values of a head have as many channels as its keys, unless `value_dim` is given.
    void head_dim(const FrameworkArg& argument, const CallValue& key_dim) {
        const CallValue *heads = given("num_heads"), *value_dim = given("value_dim");
        if (!heads) heads = given("num_query_heads");
        if (!heads) return;
        set(argument.param, key_dim);
        const CallValue& value = value_dim && value_dim->form != Form::none ? *value_dim : key_dim;
        if (heads->form == Form::integer && value.form == Form::integer) {
            Checked dim = Checked(heads->number) * value.number;
            if (!dim.overflowed()) return set("dim", integer(dim.value(), value.span));
        }
        auto text_of = [](const CallValue& one) {
            return one.form == Form::integer ? std::to_string(one.number) : fmt::format("({})", one.text);
        };
        set("dim", {.form = Form::expression, .span = value.span, .text = text_of(*heads) + "*" + text_of(value)});
    }

    void type_of(const CallValue& value) {
        if (value.form == Form::call) return become(value);
        bool is_name = value.form == Form::expression && is_dotted_name(value.text);
        if (!is_name && value.form != Form::word) return fail(value.span, "an activation is named by a string");
        std::string_view type = is_name ? last_part(value.text) : std::string_view(value.text);
        translation_.type = type == "linear" ? "identity" : type;
    }

    void wrapped(const FrameworkArg& argument, const CallValue& value) {
        if (value.form != Form::call) {
            return fail(value.span, fmt::format("`{}` needs a layer, such as LSTM(64)", name_));
        }
        become(value);
        if (fault_) return;
        const LayerKind* kind = find_kind(translation_.type).kind;
        if (!argument.param.empty()) {
            bool has_param = kind && find_param(params_of(*kind), argument.param) >= 0;
            if (!has_param) return fail(value.span, fmt::format("`{}` needs a recurrent layer", name_));
            return set(argument.param, boolean(true, value.span));
        }
        // A layer that is applied at each position is already applied at each step.
        bool is_positional = kind && (traits_of(*kind).keeps_positions || traits_of(*kind).meant_for_vectors);
        if (is_positional) return;
        fail(value.span, fmt::format("`{}` of this layer has no equivalent", name_),
             "write the layer itself, if it treats each step alone");
    }

    // Takes the translation of a constructor inside this one.
    void become(const CallValue& inner) {
        auto chosen = choose_class(inner, found_.framework);
        if (!chosen) return fail(inner.span, fmt::format("`{}` is not a layer", printable(inner.text)));
        auto translated = nnshape::translate(chosen->found, last_part(inner.text), inner);
        if (!translated) {
            fault_ = translated.fault();
        } else {
            translation_ = std::move(*translated);
        }
    }

    // Keras: `valid` makes the output at least the input times the stride; with output_padding, `same` takes half a
    // kernel from both ends.
    void transposed(const CallValue& padding) {
        const CallValue* output_padding = given("output_padding");
        bool explicit_size = output_padding && output_padding->form != Form::none;
        bool same = padding.form == Form::word && are_same_folded(padding.text, "same");
        if (same && !explicit_size) return set("padding", padding);
        const CallValue* kernel = given("kernel_size");
        const CallValue* strides = given("strides");
        const CallValue* dilation = given("dilation_rate");
        std::vector<CallValue> before, extra;
        auto rank = static_cast<size_t>(found_.rank);
        for (size_t axis = 0; axis < rank; ++axis) {
            auto size = size_at(kernel, axis, 0), stride = size_at(strides, axis, 1), step = size_at(dilation, axis, 1);
            if (!size || !stride || !step) {
                return fail(padding.span, fmt::format("the sizes of `{}` must be numbers here", name_));
            }
            int64_t reach = *step * (*size - 1) + 1;
            before.push_back(integer(reach / 2, padding.span));
            extra.push_back(integer(std::max<int64_t>(*stride - reach, 0), padding.span));
        }
        if (same) return set("padding", list(std::move(before), padding.span));
        bool is_longer = std::any_of(extra.begin(), extra.end(), [](const CallValue& one) { return one.number > 0; });
        if (!explicit_size && is_longer) set("output_padding", list(std::move(extra), padding.span));
    }

    // The size of an axis, as far as it is a number of a moderate size.
    static std::optional<int64_t> size_at(const CallValue* value, size_t axis, int64_t standard) {
        if (!value || value->form == Form::none) return standard;
        if (value->form == Form::list && axis < value->items.size()) value = &value->items[axis];
        bool usable = value->form == Form::integer && value->number > 0 && value->number < (int64_t{1} << 31);
        return usable ? std::optional(value->number) : std::nullopt;
    }

    const FoundClass& found_;
    const FrameworkClass& class_;
    std::string_view name_;
    const CallValue& call_;
    Span name_span_;
    std::vector<const CallValue*> given_;  // by argument
    Translation translation_;
    std::optional<Fault<Span>> fault_;
};

}  // namespace

Result<Translation, Fault<Span>> translate(const FoundClass& found, std::string_view name, const CallValue& call) {
    return Translator(found, name, call).run();
}

}  // namespace nnshape
