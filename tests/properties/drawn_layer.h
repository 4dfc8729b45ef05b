#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A layer as the generator draws it, and its values as each form of the spec writes them.
namespace nnshape::test {

/// Sizes with the channels last, whatever the layout: `C`, `L,C`, `H,W,C` or `D,H,W,C`.
using Tensor = std::vector<int64_t>;

/// The number of an axis that stands for the channels, and of a size that stays as it is.
inline constexpr int64_t channels_last = -1, size_kept = -1;

/// The most sizes that a shape has.
inline constexpr int64_t most_sizes = 7;

/// They enclose a token that is looked for, and are taken out before a spec is read.
inline constexpr char mark_begin = '\x01', mark_end = '\x02';

struct DrawnValue {
    enum class Form {
        number,
        boolean,
        word,
        decimal,     ///< `words[0]`, as it is written
        sizes,       ///< one for each axis; `size_kept` may be among them
        decimals,    ///< `words`, one for each axis
        pair,        ///< before and after, for every axis
        pairs,       ///< before and after, for each axis
        shape,       ///< with the channels last; one may be -1
        axis,        ///< spatial from 0, or `channels_last`; a second number is its own number for these
        axes,        ///< spatial ones from 0, and `channels_last`
        order,       ///< of axes as they are with the channels last
        names,       ///< of layers
        expression,  ///< the variable `words[0]` times `numbers[0]` plus `numbers[1]`
    };

    Form form = Form::number;
    std::vector<int64_t> numbers = {};
    std::vector<std::string> words = {};
};

DrawnValue number_of(int64_t number);
DrawnValue word_of(std::string word);

struct DrawnArgument {
    enum class Style {
        keyed,    ///< `key=value`
        keyless,  ///< the value alone
        bare,     ///< a boolean as `key` or `no-key`
    };

    std::string key = {};  ///< the canonical one
    DrawnValue value = {};
    Style style = Style::keyed;
    std::string written = {};      ///< another name of the key, if not empty
    bool is_marked_value = false;  ///< the value stands between marks
};

struct DrawnLayer {
    std::string type;  ///< the canonical one
    std::vector<DrawnArgument> arguments = {};
    std::string written = {};  ///< another name of the type, if not empty
    int rank_suffix = -1;

    const DrawnValue* find(std::string_view key) const;
    std::string name() const { return written.empty() ? type : written; }
};

std::string text_of(const DrawnArgument& argument, bool channels_first);
std::string json_of(const DrawnArgument& argument, bool channels_first);

/// Sizes in the order of a layout, and an axis with the channels last as that layout numbers it.
Tensor in_layout(Tensor sizes, bool channels_first);
int64_t axis_in_layout(int64_t axis, size_t sizes, bool channels_first);

std::string joined(const std::vector<std::string>& words, std::string_view between);

/// `"text"`, its quotes and backslashes escaped.
std::string quoted(const std::string& text);

}  // namespace nnshape::test
