#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/format.h"
#include "import/python/format_spec.h"

// https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
namespace nnshape::python {
namespace {

class PercentFormat {
  public:
    PercentFormat(Interpreter& interpreter, std::string_view text, const Value& values, Spot spot)
        : interpreter_(interpreter), rest_(text), values_(values), tuple_(as<Tuple>(values)), spot_(spot) {}

    std::string write() {
        std::string out;
        while (!rest_.empty()) {
            size_t plain = std::min(rest_.find('%'), rest_.size());
            out += rest_.substr(0, plain);
            rest_.remove_prefix(plain);
            if (rest_.empty()) break;
            take();
            out += write_one();
            if (static_cast<int64_t>(out.size()) > most_bytes) count_bytes(interpreter_, most_bytes + 1);
        }
        bool all_used = tuple_ ? used_ == tuple_->items.size() : used_ > 0 || as<Dict>(values_);
        if (!all_used) {
            interpreter_.raise("TypeError", "not all arguments converted during string formatting", spot_);
        }
        return out;
    }

  private:
    char take() {
        if (rest_.empty()) interpreter_.raise("ValueError", "incomplete format", spot_);
        char letter = rest_[0];
        rest_.remove_prefix(1);
        return letter;
    }

    bool next_is(std::string_view letters) const {
        return !rest_.empty() && letters.find(rest_[0]) != std::string_view::npos;
    }

    Value next_value() {
        size_t index = used_++;
        bool has_value = tuple_ ? index < tuple_->items.size() : index == 0;
        if (!has_value) interpreter_.raise("TypeError", "not enough arguments for format string", spot_);
        return tuple_ ? tuple_->items[index] : values_;
    }

    Value named_value() {
        size_t end = rest_.find(')');
        if (end == std::string_view::npos) interpreter_.raise("ValueError", "incomplete format key", spot_);
        Value key = interpreter_.string(std::string(rest_.substr(0, end)));
        rest_.remove_prefix(end + 1);
        return interpreter_.item(values_, key, spot_);
    }

    int64_t take_number() {
        if (next_is("*")) {
            take();
            return to_integer(interpreter_, next_value(), spot_);
        }
        int64_t number = 0;
        while (next_is("0123456789")) number = std::min(number * 10 + (take() - '0'), most_bytes + 1);
        return number;
    }

    std::string write_one() {
        if (next_is("%")) return std::string(1, take());
        std::optional<Value> named;
        if (next_is("(")) {
            take();
            named = named_value();
        }
        FormatSpec spec;
        while (next_is("#0- +")) {
            char flag = take();
            if (flag == '#') spec.alternative = true;
            if (flag == '0' && spec.align == 0) spec.fill = "0", spec.align = '=';
            if (flag == '-') spec.fill = " ", spec.align = '<';
            if (flag == '+' || (flag == ' ' && spec.sign != '+')) spec.sign = flag;
        }
        spec.width = take_number();
        if (spec.width < 0) spec.align = '<', spec.width = spec.width < -most_bytes ? most_bytes + 1 : -spec.width;
        if (next_is(".")) {
            take();
            spec.precision = std::max<int64_t>(take_number(), 0);
        }
        while (next_is("hlL")) take();
        spec.type = take();
        count_bytes(interpreter_, spec.width);
        return converted(named ? *named : next_value(), spec);
    }

    std::string converted(const Value& value, FormatSpec& spec) {
        need_known(interpreter_, value);
        bool is_text = spec.type == 's' || spec.type == 'r' || spec.type == 'a';
        if (is_text || (spec.type == 'c' && as<String>(value))) {
            std::string text =
                spec.type == 'r' || spec.type == 'a' ? repr_text(interpreter_, value) : str_text(interpreter_, value);
            spec.fill = " ";
            if (spec.align != '<') spec.align = '>';
            return formatted_text(text, spec);
        }
        Value number = without_tensor(interpreter_, content_of(value));
        if (auto index = call_method(interpreter_, number, "__float__")) number = *index;
        if (spec.type == 'i' || spec.type == 'u') spec.type = 'd';
        if (!number.is_number()) {
            interpreter_.raise(
                "TypeError", fmt::format("%{} format: a real number is required, not {}", spec.type, type_name(value)),
                spot_);
        }
        bool is_integer = std::string_view("doxXc").find(spec.type) != std::string_view::npos;
        if (spec.type == 'd' && number.tag == Tag::real) number = Value::number(truncated(interpreter_, number.real));
        if (is_integer) spec.precision.reset();
        if (auto text = formatted_number(number, spec)) return *text;
        interpreter_.raise("ValueError", fmt::format("unsupported format character '{}'", spec.type), spot_);
    }

    Interpreter& interpreter_;
    std::string_view rest_;
    Value values_;
    Tuple* tuple_;
    Spot spot_;
    size_t used_ = 0;
};

}  // namespace

Value percent_format(Interpreter& interpreter, std::string_view text, const Value& values, Spot spot) {
    return interpreter.string(PercentFormat(interpreter, text, values, spot).write());
}

}  // namespace nnshape::python
