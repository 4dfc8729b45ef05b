#include "network/literal.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "network/literal_advice.h"
#include "spec/decimal.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

using Form = Literal::Form;

constexpr uint32_t most_items = 64;

bool is_list(const Literal& literal) { return literal.form == Form::list || literal.form == Form::commas; }
bool is_pair(const Literal& literal) { return literal.form == Form::pair || literal.form == Form::list; }

// The two sizes of "0:1" in JSON, where only a string can be one pair for all axes. Empty if the word is not a pair.
std::vector<Literal> sides_in(const Literals& literals, const Literal& word) {
    std::string_view text = literals.text(word);
    size_t colon = text.find(':');
    if (!dialect_of(literals.spec()).strings_are_pairs || colon == std::string_view::npos) return {};
    std::vector<Literal> sides;
    for (std::string_view side : {text.substr(0, colon), text.substr(colon + 1)}) {
        ReadInteger size = read_integer(side);
        if (size.form == Form::word) return {};
        sides.push_back({.form = size.form, .span = word.span, .number = size.value});
    }
    return sides;
}

class LiteralReader {
  public:
    LiteralReader(const Literals& literals, const Param& param, std::vector<int64_t>& pool)
        : literals_(literals), param_(param), advice_(literals, param), pool_(pool), first_(pool.size()) {}

    Result<Arg, Fault<Span>> read(const Literal& literal) {
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
        if (auto sizes = advice_.product(literal)) return refuse(*sizes);
        switch (param_.type) {
            case ParamType::integer: return integer(literal);
            case ParamType::boolean: return boolean(literal);
            case ParamType::choice: return choice(literal);
            case ParamType::rate: return rate(literal);
            case ParamType::sizes:
            case ParamType::kept_sizes: return each(literal, &LiteralReader::size);
            case ParamType::scales: return each(literal, &LiteralReader::scale);
            case ParamType::padding: return padding(literal);
            case ParamType::ends: return ends(literal);
            case ParamType::shape: return shape(literal);
            case ParamType::axis: return axis(literal);
            case ParamType::axes: return axes(literal);
            case ParamType::order: return each(literal, &LiteralReader::integer);
            case ParamType::layer: return;  // the network finds it
        }
    }

    void refuse(Fault<Span> misfit) {
        if (!misfit_) misfit_ = std::move(misfit);
    }
    void refuse(const Literal& literal, std::string message, std::string help = {}) {
        refuse(Fault<Span>{literal.span, std::move(message), std::move(help)});
    }
    void wrong_kind(const Literal& literal) { refuse(advice_.wrong_kind(literal)); }
    std::string quoted(const Literal& literal) const { return advice_.quoted(literal); }

    void integer(const Literal& literal) {
        if (literal.form == Form::huge) {
            return refuse(literal, fmt::format("{} does not fit into a 64-bit integer", quoted(literal)),
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
        if (auto value = read_boolean(literals_, literal)) return pool_.push_back(*value);
        if (param_.choices.empty()) return wrong_kind(literal);
        int found = literal.form == Form::word ? find_word(param_.choices, literals_.text(literal)) : -1;
        if (found < 0) return no_choice(literal);
        pool_.push_back(2 + found);
    }

    void no_choice(const Literal& literal) {
        auto words = words_of(param_.choices);
        std::string near = did_you_mean(literals_.text(literal), words);
        if (param_.type == ParamType::boolean) words.insert(words.begin(), {"true", "false"});
        refuse(literal, fmt::format("`{}` is {}, not {}", param_.name, enumerate(words, "or"), quoted(literal)),
               std::move(near));
    }

    void choice(const Literal& literal) {
        int found = find_word(param_.choices, literals_.text(literal));
        if (literal.form != Form::word || found < 0) return no_choice(literal);
        pool_.push_back(found);
    }

    // Appends a decimal, as digits over a power of ten; false if the literal is not one.
    bool ratio(const Literal& literal) {
        if (literal.form == Form::integer) {
            pool_.insert(pool_.end(), {literal.number, 1});
            return true;
        }
        std::string_view text = literals_.text(literal);
        bool negative = text.find('-') < text.find_first_of("eE");
        if (literal.form != Form::decimal || negative) return false;
        auto exact = exact_decimal(text);
        if (!exact && text.find('/') != std::string_view::npos) {
            refuse(literal, fmt::format("`{}` needs a decimal, and {} is not one", param_.name, quoted(literal)));
        } else if (!exact) {
            refuse(literal, fmt::format("{} has more digits than can be read exactly", quoted(literal)));
        }
        if (exact) pool_.insert(pool_.end(), {exact->numerator, exact->denominator});
        return true;
    }

    void rate(const Literal& literal) {
        size_t first = pool_.size();
        if (!ratio(literal)) return wrong_kind(literal);
        if (misfit_) return;
        if (pool_[first] < 0 || pool_[first] > pool_[first + 1]) {
            refuse(literal, fmt::format("`{}` must be from 0 to 1, not {}", param_.name, quoted(literal)));
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

    void each(const Literal& literal, void (LiteralReader::*one)(const Literal&)) {
        bool order = param_.type == ParamType::order;
        if (literal.form != Form::list && !(order && literal.form == Form::commas)) return (this->*one)(literal);
        form_ = Arg::Form::list;
        if (literal.items.count == 0) return wrong_kind(literal);
        for (const Literal& item : literals_.items(literal)) (this->*one)(item);
    }

    void pair(const Literal& literal) {
        bool two = (literal.form == Form::pair || literal.form == Form::list) && literal.items.count == 2;
        if (!two)
            return refuse(literal, fmt::format("{} is not a pair of before and after", quoted(literal)),
                          "if one axis has a pair, each axis needs one");
        for (const Literal& item : literals_.items(literal)) integer(item);
    }

    void padding(const Literal& literal) {
        if (literal.form == Form::word) return padding_word(literal);
        if (literal.form == Form::pair) {
            form_ = Arg::Form::pair;
            return pair(literal);
        }
        auto all = literals_.items(literal);
        bool pairs = literal.form == Form::list && std::any_of(all.begin(), all.end(), is_pair);
        if (!pairs) return each(literal, &LiteralReader::integer);
        form_ = Arg::Form::pairs;
        for (const Literal& item : all) pair(item);
    }

    void ends(const Literal& literal) {
        if (literal.form == Form::word) {
            auto sides = sides_in(literals_, literal);
            if (sides.empty()) return wrong_kind(literal);
            form_ = Arg::Form::pair;
            for (const Literal& side : sides) integer(side);
            return;
        }
        bool pairs = literal.form == Form::pair || dialect_of(literals_.spec()).strings_are_pairs;
        if (!is_pair(literal)) return integer(literal);
        if (!pairs || literal.items.count != 2) return wrong_kind(literal);
        form_ = Arg::Form::pair;
        pair(literal);
    }

    void padding_word(const Literal& literal) {
        if (auto sides = sides_in(literals_, literal); !sides.empty()) {
            form_ = Arg::Form::pair;
            for (const Literal& side : sides) integer(side);
            return;
        }
        int found = find_word(padding_words, literals_.text(literal));
        if (!param_.takes_same) return wrong_kind(literal);
        if (found < 0) {
            std::string near = did_you_mean(literals_.text(literal), words_of(padding_words));
            if (near.empty()) return wrong_kind(literal);
            return refuse(literal, fmt::format("`{}` cannot be {}", param_.name, quoted(literal)), near);
        }
        bool valid = found == 0;
        form_ = valid ? Arg::Form::scalar : Arg::Form::word;
        pool_.push_back(found);
    }

    void shape(const Literal& literal) {
        each(literal, &LiteralReader::integer);
        if (misfit_) return;
        form_ = Arg::Form::list;
        if (pool_.size() - first_ > max_rank + 1) {
            return refuse(literal, fmt::format("a shape of {} sizes", pool_.size() - first_),
                          "a shape has one to seven: channels and up to six spatial sizes; leave the batch out");
        }
        if (std::find(pool_.begin() + static_cast<ptrdiff_t>(first_), pool_.end(), 0) != pool_.end()) {
            refuse(literal, fmt::format("{} has a size of 0", quoted(literal)), "every size is at least 1");
        }
    }

    bool is_channels(const Literal& literal) const {
        return literal.form == Form::word && are_same_folded(literals_.text(literal), "channels");
    }

    void axis(const Literal& literal) {
        if (!is_channels(literal)) return integer(literal);
        form_ = Arg::Form::word;
        pool_.push_back(channels_axis);
    }

    void axes(const Literal& literal) {
        form_ = Arg::Form::list;
        if (is_list(literal) && literal.items.count == 0) return wrong_kind(literal);
        auto all = is_list(literal) ? literals_.items(literal) : std::span(&literal, 1);
        for (const Literal& item : all) is_channels(item) ? pool_.push_back(channels_axis) : integer(item);
    }

    const Literals& literals_;
    const Param& param_;
    LiteralAdvice advice_;
    std::vector<int64_t>& pool_;
    size_t first_;
    Arg::Form form_ = Arg::Form::scalar;
    std::optional<Fault<Span>> misfit_;
};

}  // namespace

std::optional<bool> read_boolean(const Literals& literals, const Literal& literal) {
    if (literal.form == Form::boolean) return literal.number != 0;
    if (literal.form != Form::word || !dialect_of(literals.spec()).words_are_flags) return std::nullopt;
    std::string word = folded(literals.text(literal));
    if (word == "true" || word == "yes") return true;
    if (word == "false" || word == "no") return false;
    return std::nullopt;
}

Result<Arg, Fault<Span>> read_literal(const Literals& literals, const Param& param, const Literal& literal,
                                      std::vector<int64_t>& pool) {
    return LiteralReader(literals, param, pool).read(literal);
}

}  // namespace nnshape
