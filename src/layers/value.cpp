#include "layers/value.h"

#include "base/text.h"

namespace nnshape {
namespace {

using Form = ParamValue::Form;

ParamValue number_of(int64_t number) { return {.form = Form::number, .number = number}; }

ParamValue word_of(std::string_view words, int64_t index) {
    return {.form = Form::word, .word = words_of(words)[static_cast<size_t>(index)]};
}

ParamValue pair_of(int64_t before, int64_t after) {
    return {.form = Form::pair, .items = {number_of(before), number_of(after)}};
}

// One value of the parameter's type, or one item of a list.
ParamValue item_of(const Param& param, const int64_t* numbers) {
    switch (param.type) {
        case ParamType::boolean:
            if (numbers[0] > 1) return word_of(param.choices, numbers[0] - 2);
            return {.form = Form::boolean, .number = numbers[0]};
        case ParamType::choice: return word_of(param.choices, numbers[0]);
        case ParamType::rate:
        case ParamType::scales: return {.form = Form::decimal, .ratio = {numbers[0], numbers[1]}};
        case ParamType::kept_sizes:
            if (numbers[0] == kept) return {};
            break;
        case ParamType::axis:
        case ParamType::axes:
            if (numbers[0] == channels_axis) return {.form = Form::word, .word = "channels"};
            break;
        case ParamType::integer:
        case ParamType::sizes:
        case ParamType::padding:
        case ParamType::ends:
        case ParamType::shape:
        case ParamType::order:
        case ParamType::layer: break;
    }
    return number_of(numbers[0]);
}

// Makes the result of `value_of`.
class Resolved {
  public:
    Resolved(const Args& args, int param, const Shape& input, Layout layout)
        : args_(args),
          index_(param),
          param_(args.params()[static_cast<size_t>(param)]),
          input_(input),
          layout_(layout) {}

    ParamValue value() const {
        bool given = args_.has(index_);
        if (param_.type == ParamType::layer) return {};  // only the network knows its name
        if (!given && param_.fallback == Fallback::none) return {};
        int64_t derived = !given && param_.fallback == Fallback::derived ? param_.derive(args_, input_) : 0;
        const int64_t* number = param_.fallback == Fallback::derived && !given ? &derived : at(0);
        switch (param_.type) {
            case ParamType::sizes:
            case ParamType::kept_sizes:
            case ParamType::scales: return axes();
            case ParamType::padding: return padding();
            case ParamType::ends: return pair_of(args_.numbers(index_).front(), args_.numbers(index_).back());
            case ParamType::shape: return shape();
            case ParamType::axis: return axis(*number);
            case ParamType::axes: return listed_axes();
            case ParamType::order: return order();
            case ParamType::integer:
            case ParamType::boolean:
            case ParamType::choice:
            case ParamType::rate:
            case ParamType::layer: break;
        }
        return item_of(param_, number);
    }

  private:
    // The number of spatial axes that a list has a value for.
    int rank() const { return input_.rank - param_.skipped; }

    // The first number of an axis.
    const int64_t* at(int axis) const {
        return args_.numbers(index_).data() + axis * args_.values()[static_cast<size_t>(index_)].stride;
    }

    ParamValue axes() const {
        ParamValue all{.form = Form::axes};
        for (int axis = 0; axis < rank(); ++axis) all.items.push_back(item_of(param_, at(axis)));
        return all;
    }

    ParamValue padding() const {
        Padding padding = args_.padding(index_, rank());
        if (padding.mode != PaddingMode::given) return word_of(padding_words, static_cast<int64_t>(padding.mode));
        ParamValue all{.form = Form::axes};
        for (int axis = 0; axis < rank(); ++axis) {
            auto at = static_cast<size_t>(axis);
            all.items.push_back(pair_of(padding.before[at], padding.after[at]));
        }
        return all;
    }

    ParamValue shape() const {
        ParamValue all{.form = Form::shape};
        Sizes sizes = sizes_of(shape_of(args_.numbers(index_), args_.layout()), layout_);
        for (int64_t size : sizes) all.items.push_back(number_of(size));
        return all;
    }

    ParamValue axis(int64_t written) const {
        if (written == channels_axis) return item_of(param_, &written);
        int rank = input_.rank + (param_.of_output ? static_cast<int>(args_.numbers(index_).size()) : 0);
        int along = axis_of(static_cast<int>(written), rank, args_.layout());
        ParamValue value = number_of(axis_in(layout_, rank, along));
        value.is_channels = along == rank;
        return value;
    }

    ParamValue listed_axes() const {
        ParamValue all{.form = Form::axes};
        for (int64_t written : args_.numbers(index_)) all.items.push_back(axis(written));
        return all;
    }

    ParamValue order() const {
        ParamValue all{.form = Form::shape};
        auto written = args_.numbers(index_);
        for (int shown = 0; shown <= input_.rank; ++shown) {
            int at = axis_in(args_.layout(), input_.rank, axis_of(shown, input_.rank, layout_));
            int along = axis_of(static_cast<int>(written[static_cast<size_t>(at)]), input_.rank, args_.layout());
            all.items.push_back(number_of(axis_in(layout_, input_.rank, along)));
        }
        return all;
    }

    const Args& args_;
    int index_;
    const Param& param_;
    const Shape& input_;
    Layout layout_;
};

}  // namespace

ParamValue value_of(const Args& args, int param, const Shape& input, Layout layout) {
    return Resolved(args, param, input, layout).value();
}

ParamValue given_value(const Args& args, int param) {
    const Param& description = args.params()[static_cast<size_t>(param)];
    const Arg& value = args.values()[static_cast<size_t>(param)];
    auto numbers = args.numbers(param);
    bool is_padding_word = description.type == ParamType::padding && value.form == Arg::Form::word;
    if (is_padding_word) return word_of(padding_words, numbers[0]);
    bool is_shape = description.type == ParamType::shape || description.type == ParamType::order;
    ParamValue all{.form = is_shape ? Form::shape : Form::axes};
    bool is_decimal = description.type == ParamType::rate || description.type == ParamType::scales;
    size_t step = value.has_pairs() || is_decimal ? 2 : 1;
    for (size_t at = 0; at < numbers.size(); at += step) {
        all.items.push_back(value.has_pairs() ? pair_of(numbers[at], numbers[at + 1])
                                              : item_of(description, &numbers[at]));
    }
    if (is_shape || all.items.size() != 1) return all;
    ParamValue only = all.items[0];
    return only;
}

ParamValue default_value(const Param& param) { return item_of(param, param.standard.data()); }

}  // namespace nnshape
