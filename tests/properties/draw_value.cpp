#include "properties/draw_value.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace nnshape::test {
namespace {

using Form = DrawnValue::Form;

DrawnValue one_size(Drawing& drawing, int64_t least, int64_t most) {
    bool large = drawing.extreme && drawing.random.chance(30);
    return number_of(large ? draw_size(drawing.random, most, true) : drawing.random.number(least, most));
}

// One number, or one for each axis; of a wrong length once in a while.
DrawnValue sizes(Drawing& drawing, int64_t least, int64_t most) {
    DrawnValue value = one_size(drawing, least, most);
    bool wrong = !drawing.careful && drawing.random.chance(2);
    if (!wrong && drawing.random.chance(60)) return value;
    int64_t count = wrong ? drawing.random.number(2, 4) : drawing.axes();
    if (count < 2) return value;
    value.form = Form::sizes;
    while (value.numbers.size() < static_cast<size_t>(count)) {
        value.numbers.push_back(one_size(drawing, least, most).numbers[0]);
    }
    return value;
}

DrawnValue paired(Drawing& drawing, int64_t most) {
    bool each = drawing.random.chance(50) && drawing.axes() > 0;
    DrawnValue value{.form = each ? Form::pairs : Form::pair};
    for (int axis = 0; axis < (each ? drawing.axes() : 1); ++axis) {
        value.numbers.push_back(one_size(drawing, 0, most).numbers[0]);
        value.numbers.push_back(one_size(drawing, 0, most).numbers[0]);
    }
    return value;
}

DrawnValue margins(Drawing& drawing, int64_t most, bool takes_words) {
    int64_t way = drawing.random.number(1, 10);
    if (way <= 3) return paired(drawing, most);
    static const std::string words[] = {"same", "same_lower", "valid"};
    if (way <= 6 && takes_words) return word_of(drawing.random.one_of(words));
    return sizes(drawing, 0, most);
}

DrawnValue some_negative(Drawing& drawing, DrawnValue value) {
    for (int64_t& number : value.numbers) {
        if (drawing.random.chance(15)) number = -std::min(number, INT64_MAX - 2) - 2;  // -1 is written as a kept size
    }
    return value;
}

DrawnValue boolean(Drawing& drawing) { return {.form = Form::boolean, .numbers = {drawing.random.number(0, 1)}}; }

// A divisor of both, or any small number.
DrawnValue divisor(Drawing& drawing, int64_t one, int64_t other) {
    if (!drawing.careful && drawing.random.chance(15)) return one_size(drawing, 1, 6);
    int64_t common = std::gcd(one, other);
    int64_t candidate = drawing.random.number(1, 8);
    if (drawing.random.chance(20)) candidate = common;
    return number_of(std::max<int64_t>(1, std::gcd(candidate, common)));
}

int64_t drawn_number(const Drawing& drawing, std::string_view key, int64_t standard) {
    const DrawnValue* value = drawing.layer.find(key);
    return value ? value->numbers[0] : standard;
}

DrawnValue choice(Drawing& drawing, std::vector<std::string> words) { return word_of(drawing.random.one_of(words)); }

DrawnValue index_of(Drawing& drawing, int64_t size) {
    int64_t beyond = drawing.careful ? 0 : 2;
    if (drawing.extreme && drawing.random.chance(20)) return number_of(draw_size(drawing.random, 9, true));
    return number_of(
        drawing.random.number(-std::min<int64_t>(size, 50) - beyond, std::min<int64_t>(size, 50) - 1 + beyond));
}

DrawnValue axis(Drawing& drawing) {
    bool beyond = !drawing.careful && drawing.random.chance(5);
    int64_t number = beyond ? drawing.rank() + 1 : drawing.random.number(channels_last, drawing.rank() - 1);
    DrawnValue value{.form = Form::axis, .numbers = {number}};
    if (drawing.random.chance(30)) value.numbers.push_back(drawing.rank());
    return value;
}

// Some of the axes that a shape of `sizes` sizes has, at least one; careless, one twice or one that is not there.
DrawnValue some_axes(Drawing& drawing, int64_t sizes, const std::vector<int64_t>& better) {
    std::vector<int64_t> all(static_cast<size_t>(sizes));
    std::iota(all.begin(), all.end(), 0);
    all.back() = channels_last;
    if (!better.empty() && drawing.random.chance(80)) all = better;
    DrawnValue value{.form = Form::axes};
    for (int64_t axis : all) {
        if (drawing.random.chance(40)) value.numbers.push_back(axis);
    }
    if (value.numbers.empty()) value.numbers.push_back(drawing.random.one_of(all));
    if (!drawing.careful && drawing.random.chance(5)) value.numbers.push_back(sizes);
    if (!drawing.careful && drawing.random.chance(5)) value.numbers.push_back(value.numbers[0]);
    return value;
}

DrawnValue axes(Drawing& drawing) { return some_axes(drawing, std::ssize(drawing.input()), {}); }

DrawnValue axes_of_one(Drawing& drawing) {
    std::vector<int64_t> ones;
    for (int64_t at = 0; at < std::ssize(drawing.input()); ++at) {
        bool is_last = at + 1 == std::ssize(drawing.input());
        if (drawing.input()[static_cast<size_t>(at)] == 1) ones.push_back(is_last ? channels_last : at);
    }
    return some_axes(drawing, std::ssize(drawing.input()), ones);
}

// Axes of an output that has them beside those of the input.
DrawnValue new_axes(Drawing& drawing) {
    int64_t sizes = std::ssize(drawing.input());
    int64_t added = drawing.random.number(1, std::max<int64_t>(1, most_sizes - sizes + (drawing.careful ? 0 : 1)));
    std::vector<int64_t> all(static_cast<size_t>(sizes + added));
    std::iota(all.begin(), all.end(), 0);
    all.back() = channels_last;
    while (std::ssize(all) > added) {
        all.erase(all.begin() + drawing.random.number(0, std::ssize(all) - 1));
    }
    if (!drawing.careful && drawing.random.chance(5)) all[0] = sizes + added;
    return {.form = Form::axes, .numbers = all};
}

DrawnValue new_axis(Drawing& drawing) {
    bool beyond = !drawing.careful && drawing.random.chance(5);
    return {.form = Form::axis,
            .numbers = {beyond ? drawing.rank() + 2 : drawing.random.number(channels_last, drawing.rank())}};
}

DrawnValue expanded(Drawing& drawing) {
    DrawnValue value{.form = Form::shape, .numbers = drawing.input()};
    for (int64_t& size : value.numbers) {
        bool wrong = !drawing.careful && drawing.random.chance(5);
        if (size == 1 || wrong) size = draw_size(drawing.random, 6, drawing.extreme && drawing.random.chance(30));
        if (drawing.random.chance(30)) size = -1;
    }
    if (!drawing.careful && drawing.random.chance(5)) value.numbers.pop_back();
    if (value.numbers.empty()) value.numbers = {1, 1};
    return value;
}

DrawnValue repeats(Drawing& drawing) {
    DrawnValue value{.form = Form::shape};
    bool wrong = !drawing.careful && drawing.random.chance(5);
    int64_t count = wrong ? drawing.random.number(1, most_sizes) : std::ssize(drawing.input());
    for (; count > 0; --count) value.numbers.push_back(one_size(drawing, 1, 3).numbers[0]);
    return value;
}

DrawnValue decimals(Drawing& drawing) {
    static const std::string scales[] = {"2", "3", "1.5", "0.5", "2.25", "1", "0.1", "4.0"};
    static const std::string large[] = {"4611686018427387904", "1000000007.5", "0.001", "2.0000000001"};
    auto draw = [&] {
        return drawing.extreme && drawing.random.chance(30) ? drawing.random.one_of(large)
                                                            : drawing.random.one_of(scales);
    };
    if (drawing.random.chance(60) || drawing.rank() < 2) return {.form = Form::decimal, .words = {draw()}};
    DrawnValue value{.form = Form::decimals};
    for (int at = 0; at < drawing.rank(); ++at) value.words.push_back(draw());
    return value;
}

DrawnValue kept_sizes(Drawing& drawing) {
    DrawnValue value = sizes(drawing, 1, 9);
    if (value.form != Form::sizes) return value;
    for (int64_t& size : value.numbers) size = drawing.random.chance(25) ? size_kept : size;
    return value;
}

// The input's elements dealt out anew: a factor moves from one size to another.
DrawnValue reshaped(Drawing& drawing) {
    Tensor shape(static_cast<size_t>(drawing.random.number(1, most_sizes)), 1);
    for (int64_t size : drawing.input()) {
        for (int64_t factor : {2, 3, 5, 7}) {
            for (; size % factor == 0; size /= factor) {
                int64_t& into = shape[static_cast<size_t>(drawing.random.number(0, std::ssize(shape) - 1))];
                if (into <= INT64_MAX / factor) into *= factor;
            }
        }
        if (shape[0] <= INT64_MAX / size) shape[0] *= size;
    }
    if (drawing.random.chance(30)) shape[static_cast<size_t>(drawing.random.number(0, std::ssize(shape) - 1))] = -1;
    if (!drawing.careful && drawing.random.chance(10)) shape.back() = drawing.random.number(1, 9);
    return {.form = Form::shape, .numbers = shape};
}

DrawnValue order(Drawing& drawing) {
    std::vector<int64_t> axes(drawing.input().size());
    std::iota(axes.begin(), axes.end(), 0);
    for (size_t at = axes.size(); at > 1; --at) {
        std::swap(axes[at - 1], axes[static_cast<size_t>(drawing.random.number(0, static_cast<int64_t>(at) - 1))]);
    }
    if (!drawing.careful && drawing.random.chance(10)) axes[0] = drawing.random.number(0, 4);
    return {.form = Form::order, .numbers = axes};
}

DrawnValue any_shape(Drawing& drawing) {
    DrawnValue value{.form = Form::shape};
    for (int64_t count = drawing.random.number(1, most_sizes); count > 0; --count) {
        value.numbers.push_back(draw_size(drawing.random, 12, drawing.extreme));
    }
    return value;
}

DrawnValue end_of_slice(Drawing& drawing) {
    int64_t along = drawn_number(drawing, "axis", channels_last);
    int64_t size =
        along < 0 || along >= drawing.rank() ? drawing.channels() : drawing.input()[static_cast<size_t>(along)];
    if (!drawing.careful) return index_of(drawing, size);
    int64_t end = drawing.random.number(1, std::min<int64_t>(size, 60));
    return number_of(end < size && drawing.random.chance(30) ? end - size : end);
}

const std::map<std::string_view, ValueDrawer> drawers = {
    {"filters",
     [](Drawing& d) { return d.random.chance(50) ? one_size(d, 1, 12) : number_of(4 * d.random.number(1, 4)); }},
    {"kernel", [](Drawing& d) { return sizes(d, 1, d.random.chance(80) ? 3 : 7); }},
    {"stride", [](Drawing& d) { return sizes(d, 1, 4); }},
    {"padding", [](Drawing& d) { return margins(d, 3, true); }},
    {"margins", [](Drawing& d) { return margins(d, d.layer.type == "crop" ? 2 : 4, false); }},
    {"signed_margins", [](Drawing& d) { return some_negative(d, margins(d, 4, false)); }},
    {"signed_ends",
     [](Drawing& d) {
         DrawnValue ends = d.random.chance(50) ? one_size(d, 0, 4) : DrawnValue{.form = Form::pair, .numbers = {1, 0}};
         return some_negative(d, ends);
     }},
    {"dilation", [](Drawing& d) { return sizes(d, 1, 3); }},
    {"groups", [](Drawing& d) { return divisor(d, d.channels(), drawn_number(d, "filters", 0)); }},
    {"output_padding", [](Drawing& d) { return sizes(d, 0, 2); }},
    {"multiplier", [](Drawing& d) { return one_size(d, 1, 4); }},
    {"bias", boolean},
    {"flag", boolean},
    {"sizes", [](Drawing& d) { return sizes(d, 1, 9); }},
    {"kept_sizes", kept_sizes},
    {"cut", [](Drawing& d) { return sizes(d, 1, d.careful ? std::max<int64_t>(1, d.input()[0] / 2) : 9); }},
    {"scale", decimals},
    {"units", [](Drawing& d) { return one_size(d, 1, 24); }},
    {"few", [](Drawing& d) { return one_size(d, 1, 4); }},
    {"vocabulary", [](Drawing& d) { return one_size(d, 1, 2000); }},
    {"any", [](Drawing& d) { return one_size(d, 0, 2000); }},
    {"over",
     [](Drawing& d) {
         return choice(d, {"channels", "all"});
     }},
    {"per",
     [](Drawing& d) {
         return choice(d, {"layer", "channel", "element"});
     }},
    {"biases",
     [](Drawing& d) {
         return choice(d, {"double", "single", "none"});
     }},
    {"kv_heads", [](Drawing& d) { return divisor(d, drawn_number(d, "heads", 1), 0); }},
    {"qkv_bias",
     [](Drawing& d) {
         return d.random.chance(50) ? boolean(d) : choice(d, {"qkv", "out"});
     }},
    {"spread",
     [](Drawing& d) {
         bool wrong = !d.careful && d.random.chance(10);
         return word_of((d.rank() > 1) != wrong || d.random.chance(30) ? "last" : "sequence");
     }},
    {"any_few", [](Drawing& d) { return one_size(d, 0, 4); }},
    {"rate",
     [](Drawing& d) {
         return DrawnValue{.form = Form::decimal, .words = {choice(d, {"0", "0.5", "0.25", "1"}).words[0]}};
     }},
    {"factor", [](Drawing& d) { return one_size(d, 1, 3); }},
    {"reshaped", reshaped},
    {"order", order},
    {"axis", axis},
    {"axes", axes},
    {"axes_of_one", axes_of_one},
    {"new_axes", new_axes},
    {"new_axis", new_axis},
    {"expanded", expanded},
    {"repeats", repeats},
    {"by",
     [](Drawing& d) {
         return choice(d, {"mean", "sum", "max", "min", "product", "norm"});
     }},
    {"signed_sizes", [](Drawing& d) { return some_negative(d, sizes(d, 0, 4)); }},
    {"signed", [](Drawing& d) { return some_negative(d, one_size(d, 0, 4)); }},
    {"index", [](Drawing& d) { return index_of(d, d.input()[0]); }},
    {"start", [](Drawing& d) { return d.careful ? number_of(0) : index_of(d, 2); }},
    {"end", end_of_slice},
    {"heads", [](Drawing& d) { return divisor(d, d.channels(), drawn_number(d, "dim", 0)); }},
    {"shape", any_shape},
};

}  // namespace

int64_t draw_size(Random& random, int64_t most, bool extreme) {
    if (!extreme || random.chance(50)) return random.number(1, most);
    static constexpr int64_t edges[] = {int64_t{1} << 31, int64_t{1} << 32, int64_t{3} << 30, int64_t{1} << 40,
                                        int64_t{1} << 61, int64_t{1} << 62, 3037000500,       2147483647};
    if (random.chance(15)) return INT64_MAX - random.number(0, 3);
    return random.one_of(edges) + random.number(-2, 2);
}

ValueDrawer value_drawer(std::string_view name) { return drawers.at(name); }

}  // namespace nnshape::test
