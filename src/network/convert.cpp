#include "network/convert.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

constexpr std::string_view demands[] = {
    "a whole number",
    "true or false",
    "a word",
    "a number from 0 to 1",
    "a whole number, or one for each spatial axis",
    "a whole number, or one for each spatial axis",
    "a number, or one for each spatial axis",
    "a whole number, one for each spatial axis, or before:after",
    "the sizes of a shape",
    "`channels`, or an axis from 0",
    "every axis of the shape once",
};

class Converter {
  public:
    Converter(const Spec& spec, const Param& param, std::vector<int64_t>& pool)
        : spec_(spec), param_(param), pool_(pool), first_(pool.size()) {}

    Result<Arg, Misfitting> convert(const Literal& literal) {
        take(literal);
        if (misfit_) {
            pool_.resize(first_);
            return *misfit_;
        }
        return Arg{.first = static_cast<uint32_t>(first_),
                   .count = static_cast<uint16_t>(pool_.size() - first_),
                   .form = form_,
                   .stride = stride()};
    }

  private:
    uint8_t stride() const {
        if (form_ == Arg::Form::pairs) return 2;
        if (form_ != Arg::Form::list) return 0;
        return param_.type == ParamType::scales ? 2 : 1;
    }

    void take(const Literal& literal) {
        if (is_list(literal) && literal.items.count > most_items) {
            return refuse(literal,
                          fmt::format("{} is too long for `{}`", counted(literal.items.count, "value"), param_.name));
        }
        switch (param_.type) {
            case ParamType::integer: return integer(literal);
            case ParamType::boolean: return boolean(literal);
            case ParamType::choice: return choice(literal);
            case ParamType::rate: return rate(literal);
            case ParamType::sizes:
            case ParamType::kept_sizes: return each(literal, &Converter::size);
            case ParamType::scales: return each(literal, &Converter::scale);
            case ParamType::padding: return padding(literal);
            case ParamType::shape: return shape(literal);
            case ParamType::axis: return axis(literal);
            case ParamType::order: return each(literal, &Converter::integer);
        }
    }

    static constexpr uint32_t most_items = 64;

    bool is_list(const Literal& literal) const { return literal.form == Form::list || literal.form == Form::commas; }

    std::span<const Literal> items(const Literal& literal) const {
        return {spec_.items.data() + literal.items.first, literal.items.count};
    }

    // A value as it stands in the spec, or for the name that stands there; a string of JSON with its quotes.
    std::string quoted(const Literal& literal) const {
        if (literal.form == Form::integer) return fmt::format("`{}`", literal.number);
        if (literal.form == Form::boolean) return literal.number ? "`true`" : "`false`";
        if (literal.form == Form::nothing) return spec_.form == SpecForm::json ? "`null`" : "`-`";
        std::string_view quote = spec_.form == SpecForm::json && literal.form == Form::word ? "\"" : "";
        return fmt::format("`{}{}{}`", quote, printable(spec_.text(literal)), quote);
    }

    void refuse(const Literal& literal, std::string message, std::string help = {}) {
        if (!misfit_) misfit_ = Misfitting{literal.span, std::move(message), std::move(help)};
    }

    // The mistakes that people make with any value, and else what the parameter wants.
    void wrong_kind(const Literal& literal) {
        if (std::string help = commas_help(literal); !help.empty()) {
            return refuse(literal, fmt::format("{} has commas between values", quoted(literal)), help);
        }
        if (literal.form == Form::word && are_sizes(spec_.text(literal))) {
            return refuse(literal, fmt::format("{} is no size", quoted(literal)), sizes_help(literal));
        }
        std::string found = literal.form == Form::object ? "an object" : quoted(literal);
        refuse(literal, fmt::format("`{}` needs {}, not {}", param_.name, demand(param_.type), found));
    }

    std::string commas_help(const Literal& literal) const {
        if (literal.form != Form::commas) return {};
        if (param_.type == ParamType::rate) return "a decimal has a point, as in `0.5`";
        bool one = param_.type == ParamType::integer || param_.type == ParamType::boolean;
        if (one) return "values are separated by blanks; no commas stand in a number";
        std::string_view text = spec_.text(literal);
        bool sizes = text.find_first_not_of("0123456789:,") == std::string_view::npos && text.front() != ',' &&
                     text.back() != ',';
        return sizes ? sizes_help(literal) : std::string();
    }

    // `11*11`, and in JSON "3x3".
    static bool are_sizes(std::string_view text) {
        constexpr std::string_view signs = "*xX";
        return text.find_first_of(signs) != std::string_view::npos &&
               text.find_first_not_of("0123456789*xX") == std::string_view::npos &&
               signs.find(text.front()) == std::string_view::npos && signs.find(text.back()) == std::string_view::npos;
    }

    // How sizes are written that came with commas, with `*`, or as a string in JSON.
    std::string sizes_help(const Literal& literal) const {
        bool json = spec_.form == SpecForm::json;
        std::string sizes;
        for (char letter : spec_.text(literal)) {
            bool digit = letter >= '0' && letter <= '9';
            sizes += digit || letter == ':' ? std::string(1, letter) : json ? ", " : "x";
        }
        return json ? fmt::format("sizes are an array: `[{}]`", sizes)
                    : fmt::format("sizes are joined by `x`: `{}`", sizes);
    }

    void integer(const Literal& literal) {
        if (literal.form == Form::huge) {
            return refuse(literal, fmt::format("{} does not fit into 64 bits", quoted(literal)),
                          fmt::format("the largest number is {}", INT64_MAX));
        }
        if (literal.form != Form::integer) return wrong_kind(literal);
        if (literal.number < param_.least) {
            return refuse(literal,
                          fmt::format("`{}` must be at least {}, not {}", param_.name, param_.least, literal.number));
        }
        pool_.push_back(literal.number);
    }

    void boolean(const Literal& literal) {
        auto value = read_boolean(spec_, literal);
        if (!value) return wrong_kind(literal);
        pool_.push_back(*value);
    }

    void choice(const Literal& literal) {
        int found = find_word(param_.choices, spec_.text(literal));
        if (literal.form != Form::word || found < 0) {
            auto words = words_of(param_.choices);
            return refuse(literal,
                          fmt::format("`{}` is {}, not {}", param_.name, enumerate(words, "or"), quoted(literal)),
                          did_you_mean(spec_.text(literal), words));
        }
        pool_.push_back(found);
    }

    // A decimal as digits over a power of ten.
    bool ratio(const Literal& literal) {
        if (literal.form == Form::integer) {
            pool_.insert(pool_.end(), {literal.number, 1});
            return true;
        }
        if (literal.form != Form::decimal) return false;
        Checked numerator = 0, denominator = 1;
        std::string_view text = spec_.text(literal);
        size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
        bool fraction = false;
        for (char letter : text.substr(0, exponent_at)) {
            if (letter == '-') return false;
            fraction = fraction || letter == '.';
            if (letter == '.') continue;
            numerator = numerator * 10 + (letter - '0');
            if (fraction) denominator *= 10;
        }
        if (exponent_at < text.size()) {
            std::string_view digits = text.substr(exponent_at + 1);
            if (digits.starts_with('+')) digits.remove_prefix(1);
            int64_t exponent = read_integer(digits).value;
            constexpr int64_t beyond = 19;  // 10^19 leaves 64 bits
            for (int64_t step = 0; step < std::min(std::abs(exponent), beyond); ++step) {
                (exponent < 0 ? denominator : numerator) *= 10;
            }
        }
        if (numerator.overflowed() || denominator.overflowed()) {
            refuse(literal, fmt::format("{} has more digits than can be read exactly", quoted(literal)));
            return true;
        }
        pool_.insert(pool_.end(), {numerator.value(), denominator.value()});
        return true;
    }

    void rate(const Literal& literal) {
        size_t first = pool_.size();
        if (!ratio(literal)) return wrong_kind(literal);
        if (misfit_) return;
        if (pool_[first] < 0 || pool_[first] > pool_[first + 1]) {
            refuse(literal, fmt::format("`{}` goes from 0 to 1, not {}", param_.name, quoted(literal)));
        }
    }

    void scale(const Literal& literal) {
        size_t first = pool_.size();
        if (!ratio(literal)) return wrong_kind(literal);
        if (misfit_) return;
        if (pool_[first] <= 0)
            refuse(literal, fmt::format("`{}` must be above 0, not {}", param_.name, quoted(literal)));
    }

    void size(const Literal& literal) {
        if (param_.type == ParamType::kept_sizes && literal.form == Form::nothing) return pool_.push_back(kept);
        integer(literal);
    }

    void each(const Literal& literal, void (Converter::*one)(const Literal&)) {
        bool order = param_.type == ParamType::order;
        if (literal.form != Form::list && !(order && literal.form == Form::commas)) return (this->*one)(literal);
        form_ = Arg::Form::list;
        if (literal.items.count == 0) return wrong_kind(literal);
        for (const Literal& item : items(literal)) (this->*one)(item);
    }

    void pair(const Literal& literal) {
        bool two = (literal.form == Form::pair || literal.form == Form::list) && literal.items.count == 2;
        if (!two)
            return refuse(literal, fmt::format("{} is no pair of before and after", quoted(literal)),
                          "where one axis has two sides, all must");
        for (const Literal& item : items(literal)) integer(item);
    }

    void padding(const Literal& literal) {
        if (literal.form == Form::word) return pair_word(literal) ? void() : padding_word(literal);
        if (literal.form == Form::pair) {
            form_ = Arg::Form::pair;
            return pair(literal);
        }
        auto all = items(literal);
        bool pairs = literal.form == Form::list && std::any_of(all.begin(), all.end(), is_pair);
        if (!pairs) return each(literal, &Converter::integer);
        form_ = Arg::Form::pairs;
        for (const Literal& item : all) pair(item);
    }

    static bool is_pair(const Literal& literal) { return literal.form == Form::pair || literal.form == Form::list; }

    // "0:1" in JSON, which has no other way to say one pair for every axis.
    bool pair_word(const Literal& literal) {
        std::string_view text = spec_.text(literal);
        size_t colon = text.find(':');
        if (spec_.form != SpecForm::json || colon == std::string_view::npos) return false;
        for (std::string_view side : {text.substr(0, colon), text.substr(colon + 1)}) {
            ReadInteger size = read_integer(side);
            if (size.form == Form::word) return false;
            integer({.form = size.form, .span = literal.span, .number = size.value});
        }
        form_ = Arg::Form::pair;
        return true;
    }

    void padding_word(const Literal& literal) {
        int found = find_word(padding_words, spec_.text(literal));
        if (!param_.takes_same) return wrong_kind(literal);
        if (found < 0) {
            std::string near = did_you_mean(spec_.text(literal), words_of(padding_words));
            if (near.empty()) return wrong_kind(literal);
            return refuse(literal, fmt::format("`{}` cannot be {}", param_.name, quoted(literal)), near);
        }
        bool valid = found == 0;
        form_ = valid ? Arg::Form::scalar : Arg::Form::word;
        pool_.push_back(found);
    }

    void shape(const Literal& literal) {
        each(literal, &Converter::integer);
        if (misfit_) return;
        form_ = Arg::Form::list;
        if (pool_.size() - first_ > max_rank + 1) {
            return refuse(
                literal, fmt::format("a shape of {} sizes", pool_.size() - first_),
                "a shape has one to four: channels and up to three spatial sizes; the batch is no part of it");
        }
        if (std::find(pool_.begin() + static_cast<ptrdiff_t>(first_), pool_.end(), 0) != pool_.end()) {
            refuse(literal, fmt::format("{} has a size of 0", quoted(literal)), "every size is at least 1");
        }
    }

    void axis(const Literal& literal) {
        bool channels = literal.form == Form::word && are_same_folded(spec_.text(literal), "channels");
        if (!channels) return integer(literal);
        form_ = Arg::Form::word;
        pool_.push_back(channels_axis);
    }

    const Spec& spec_;
    const Param& param_;
    std::vector<int64_t>& pool_;
    size_t first_;
    Arg::Form form_ = Arg::Form::scalar;
    std::optional<Misfitting> misfit_;
};

}  // namespace

std::string_view demand(ParamType type) { return demands[static_cast<size_t>(type)]; }

std::optional<bool> read_boolean(const Spec& spec, const Literal& literal) {
    if (literal.form == Form::boolean) return literal.number != 0;
    if (literal.form != Form::word || spec.form == SpecForm::json) return std::nullopt;
    std::string word = folded(spec.text(literal));
    if (word == "true" || word == "yes") return true;
    if (word == "false" || word == "no") return false;
    return std::nullopt;
}

Result<Arg, Misfitting> convert(const Spec& spec, const Param& param, const Literal& literal,
                                std::vector<int64_t>& pool) {
    return Converter(spec, param, pool).convert(literal);
}

}  // namespace nnshape
