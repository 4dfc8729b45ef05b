#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/python/arguments.h"
#include "import/python/format.h"
#include "import/python/format_spec.h"
#include "import/python/natives.h"
#include "import/python/numbers.h"

// The methods of strings: https://docs.python.org/3/library/stdtypes.html#string-methods
namespace nnshape::python {
namespace {

constexpr std::string_view white_space = " \t\n\r\f\v";

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_letter(char letter) { return is_upper(letter) || is_lower(letter); }
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_space(char letter) { return white_space.find(letter) != std::string_view::npos; }
char upper(char letter) { return is_lower(letter) ? static_cast<char>(letter - 'a' + 'A') : letter; }
char lower(char letter) { return is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter; }
char swapped(char letter) { return is_upper(letter) ? lower(letter) : upper(letter); }

// What the evaluator knows of letters is ASCII's.
std::string_view ascii(Interpreter& interpreter, std::string_view text) {
    bool plain = std::all_of(text.begin(), text.end(), [](char letter) { return letter >= 0; });
    if (!plain) throw NotKnown{interpreter.unknown("the letters of a text that is not ASCII")};
    return text;
}

using Change = char (*)(char);

template <Change change>
Value changed(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.upper", {"self"});
    std::string text(ascii(interpreter, bound.text(0)));
    std::transform(text.begin(), text.end(), text.begin(), change);
    return interpreter.string(text);
}

Value title(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.title", {"self"});
    std::string text(ascii(interpreter, bound.text(0)));
    for (size_t at = 0; at < text.size(); ++at) {
        text[at] = at > 0 && is_letter(text[at - 1]) ? lower(text[at]) : upper(text[at]);
    }
    return interpreter.string(text);
}

Value capitalize(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.capitalize", {"self"});
    std::string text(ascii(interpreter, bound.text(0)));
    for (size_t at = 0; at < text.size(); ++at) text[at] = at > 0 ? lower(text[at]) : upper(text[at]);
    return interpreter.string(text);
}

using Test = bool (*)(char);
bool is_letter_or_digit(char letter) { return is_letter(letter) || is_digit(letter); }

template <Test test>
Value all_are(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.isalpha", {"self"});
    std::string_view text = ascii(interpreter, bound.text(0));
    return Value::boolean(!text.empty() && std::all_of(text.begin(), text.end(), test));
}

// Some letter passes the test, and none is of the other case.
template <Test test>
Value is_case(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.isupper", {"self"});
    std::string_view text = ascii(interpreter, bound.text(0));
    bool some = std::any_of(text.begin(), text.end(), test);
    return Value::boolean(
        some && std::all_of(text.begin(), text.end(), [](char letter) { return !is_letter(letter) || test(letter); }));
}

Value is_identifier(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.isidentifier", {"self"});
    std::string_view text = ascii(interpreter, bound.text(0));
    bool fits =
        std::all_of(text.begin(), text.end(), [](char letter) { return is_letter_or_digit(letter) || letter == '_'; });
    return Value::boolean(fits && !text.empty() && !is_digit(text[0]));
}

std::string_view stripped(std::string_view text, std::string_view letters, bool left, bool right) {
    if (left) text.remove_prefix(std::min(text.find_first_not_of(letters), text.size()));
    if (right) text = text.substr(0, text.find_last_not_of(letters) + 1);
    return text;
}

template <bool left, bool right>
Value strip(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.strip", {"self", "chars?"});
    std::string_view letters = bound[1].is_none() ? white_space : ascii(interpreter, bound.text(1));
    return interpreter.string(std::string(stripped(bound.text(0), letters, left, right)));
}

Value join(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.join", {"self", "iterable"});
    std::string_view separator = bound.text(0);
    std::string joined;
    std::vector<Value> items = bound.items(1);
    for (size_t index = 0; index < items.size(); ++index) {
        need_known(interpreter, items[index]);
        auto* text = as<String>(content_of(items[index]));
        if (!text) {
            interpreter.raise(
                "TypeError",
                fmt::format("sequence item {}: expected str instance, {} found", index, type_name(items[index])),
                bound.spot(1));
        }
        if (index > 0) joined += separator;
        joined += text->text;
        if (static_cast<int64_t>(joined.size()) > most_bytes) count_bytes(interpreter, most_bytes + 1);
    }
    count_bytes(interpreter, static_cast<int64_t>(joined.size()));
    return interpreter.string(joined);
}

std::vector<std::string_view> split_at_space(std::string_view text, int64_t most) {
    std::vector<std::string_view> parts;
    text = stripped(text, white_space, true, false);
    while (!text.empty()) {
        bool is_last = most >= 0 && static_cast<int64_t>(parts.size()) == most;
        size_t end = is_last ? text.size() : std::min(text.find_first_of(white_space), text.size());
        parts.push_back(is_last ? stripped(text, white_space, false, true) : text.substr(0, end));
        text = stripped(text.substr(end), white_space, true, false);
    }
    return parts;
}

std::vector<std::string_view> split_from_right(std::string_view text, std::string_view separator, int64_t most) {
    std::vector<std::string_view> parts;
    bool at_space = separator.empty();
    if (at_space) text = stripped(text, white_space, false, true);
    while (most < 0 || static_cast<int64_t>(parts.size()) < most) {
        size_t place = at_space ? text.find_last_of(white_space) : text.rfind(separator);
        if (place == std::string_view::npos) break;
        parts.push_back(text.substr(place + (at_space ? 1 : separator.size())));
        text = text.substr(0, place);
        if (at_space) text = stripped(text, white_space, false, true);
    }
    if (!at_space || !text.empty()) parts.push_back(text);
    std::reverse(parts.begin(), parts.end());
    return parts;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view separator, int64_t most) {
    std::vector<std::string_view> parts;
    while (most < 0 || static_cast<int64_t>(parts.size()) < most) {
        size_t place = text.find(separator);
        if (place == std::string_view::npos) break;
        parts.push_back(text.substr(0, place));
        text.remove_prefix(place + separator.size());
    }
    parts.push_back(text);
    return parts;
}

Value list_of(Interpreter& interpreter, const std::vector<std::string_view>& parts) {
    count_items(interpreter, static_cast<int64_t>(parts.size()));
    std::vector<Value> items;
    for (std::string_view part : parts) items.push_back(interpreter.string(std::string(part)));
    return interpreter.list(items);
}

template <bool from_right>
Value split(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, from_right ? "str.rsplit" : "str.split", {"self", "sep?", "maxsplit?"});
    std::string_view text = bound.text(0), separator = bound.text(1);
    int64_t most = bound.integer(2, -1);
    if (!bound[1].is_none() && separator.empty()) interpreter.raise("ValueError", "empty separator", bound.spot(1));
    if (from_right) return list_of(interpreter, split_from_right(text, separator, most));
    return list_of(interpreter, separator.empty() ? split_at_space(text, most) : split_at(text, separator, most));
}

Value split_lines(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.splitlines", {"self", "keepends?"});
    std::string_view text = bound.text(0);
    bool keeps = bound.truth(1);
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        size_t end = std::min(text.find_first_of("\r\n"), text.size());
        size_t mark = end == text.size() ? 0 : text.substr(end).starts_with("\r\n") ? 2 : 1;
        lines.push_back(text.substr(0, end + (keeps ? mark : 0)));
        text.remove_prefix(end + mark);
    }
    return list_of(interpreter, lines);
}

template <bool from_right>
Value partition(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, from_right ? "str.rpartition" : "str.partition", {"self", "sep"});
    std::string text(bound.text(0)), separator(bound.text(1));
    if (separator.empty()) interpreter.raise("ValueError", "empty separator", bound.spot(1));
    size_t place = from_right ? text.rfind(separator) : text.find(separator);
    bool found = place != std::string::npos;
    std::string before = found ? text.substr(0, place) : from_right ? "" : text;
    std::string after = found ? text.substr(place + separator.size()) : from_right ? text : "";
    return interpreter.tuple(
        {interpreter.string(before), interpreter.string(found ? separator : ""), interpreter.string(after)});
}

Value replace(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.replace", {"self", "old", "new", "count?"});
    std::string_view text = bound.text(0), old = bound.text(1), fresh = bound.text(2);
    int64_t most = bound.integer(3, -1);
    std::vector<std::string_view> parts = old.empty() ? split_characters(text) : split_at(text, old, most);
    std::string result;
    for (size_t index = 0; index < parts.size(); ++index) {
        bool replaces = old.empty() ? most < 0 || static_cast<int64_t>(index) < most : index > 0;
        if (replaces) result += fresh;
        result += parts[index];
        if (static_cast<int64_t>(result.size()) > most_bytes) count_bytes(interpreter, most_bytes + 1);
    }
    if (old.empty() && (most < 0 || static_cast<int64_t>(parts.size()) < most)) result += fresh;
    return interpreter.string(result);
}

template <bool at_end>
Value has_affix(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, at_end ? "str.endswith" : "str.startswith",
                {"self", "affix", "start?", "end?"});
    if (bound.has(2)) throw NotKnown{interpreter.unknown("whether a part of a string starts or ends with another")};
    std::string_view text = bound.text(0);
    auto* tuple = as<Tuple>(bound[1]);
    std::vector<Value> affixes = tuple ? tuple->items : std::vector{bound[1]};
    return Value::boolean(std::any_of(affixes.begin(), affixes.end(), [&](const Value& affix) {
        const std::string& one = to_text(interpreter, affix, bound.spot(1));
        return at_end ? text.ends_with(one) : text.starts_with(one);
    }));
}

template <bool at_end>
Value remove_affix(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, at_end ? "str.removesuffix" : "str.removeprefix", {"self", "affix"});
    std::string_view text = bound.text(0), affix = bound.text(1);
    if (at_end && text.ends_with(affix)) text.remove_suffix(affix.size());
    if (!at_end && text.starts_with(affix)) text.remove_prefix(affix.size());
    return interpreter.string(std::string(text));
}

// The characters from a start to an end, which may count from the end.
std::pair<std::string_view, int64_t> part_of(const Bound& bound) {
    std::string_view text = bound.text(0);
    std::vector<std::string_view> characters = split_characters(text);
    auto size = static_cast<int64_t>(characters.size());
    auto place = [&](size_t argument, int64_t standard) {
        int64_t at = bound.integer(argument, standard);
        return std::clamp<int64_t>(at < 0 ? std::max<int64_t>(at, -size) + size : at, 0, size);
    };
    int64_t start = place(2, 0), end = std::max(start, place(3, size));
    auto offset = [&](int64_t at) {
        return at == size ? text.size() : static_cast<size_t>(characters[static_cast<size_t>(at)].data() - text.data());
    };
    return {text.substr(offset(start), offset(end) - offset(start)), start};
}

template <bool from_right, bool raises>
Value find(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, raises ? "str.index" : "str.find", {"self", "sub", "start?", "end?"});
    auto [text, start] = part_of(bound);
    std::string_view sought = bound.text(1);
    size_t place = from_right ? text.rfind(sought) : text.find(sought);
    if (place != std::string_view::npos) {
        return Value::number(start + static_cast<int64_t>(code_points(text.substr(0, place))));
    }
    if (raises) interpreter.raise("ValueError", "substring not found", arguments.spot);
    return Value::number(int64_t{-1});
}

Value count(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.count", {"self", "sub", "start?", "end?"});
    std::string_view text = part_of(bound).first, sought = bound.text(1);
    if (sought.empty()) return Value::number(static_cast<int64_t>(code_points(text)) + 1);
    return Value::number(static_cast<int64_t>(split_at(text, sought, -1).size()) - 1);
}

Value zfill(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.zfill", {"self", "width"});
    std::string_view text = bound.text(0);
    std::string_view sign = text.starts_with('-') || text.starts_with('+') ? text.substr(0, 1) : "";
    int64_t width = bound.integer(1);
    count_bytes(interpreter, width);
    FormatSpec spec{.fill = "0", .width = width - static_cast<int64_t>(sign.size())};
    return interpreter.string(std::string(sign) + padded(text.substr(sign.size()), spec, '>'));
}

template <char align>
Value justify(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.ljust", {"self", "width", "fillchar?"});
    int64_t width = bound.integer(1);
    count_bytes(interpreter, width);
    std::string fill(bound.text(2, " "));
    if (split_characters(fill).size() != 1) {
        interpreter.raise("TypeError", "The fill character must be exactly one character long", bound.spot(2));
    }
    std::string_view text = bound.text(0);
    FormatSpec spec{.fill = fill, .align = align, .width = width};
    auto missing = width - static_cast<int64_t>(split_characters(text).size());
    bool odd = align == '^' && missing > 0 && missing % 2 != 0 && width % 2 != 0;  // as CPython centers
    return interpreter.string(odd ? fill + padded(text, {.fill = fill, .align = align, .width = width - 1}, align)
                                  : padded(text, spec, align));
}

Value itself(Interpreter& interpreter, Arguments& arguments) {
    if (arguments.items.empty()) interpreter.raise("TypeError", "a method needs its object", arguments.spot);
    return arguments.items[0].value;
}

const NativeEntry entries[] = {
    {"str.upper", known<changed<upper>>},
    {"str.lower", known<changed<lower>>},
    {"str.casefold", known<changed<lower>>},
    {"str.swapcase", known<changed<swapped>>},
    {"str.title", known<title>},
    {"str.capitalize", known<capitalize>},
    {"str.isalpha", known<all_are<is_letter>>},
    {"str.isdigit", known<all_are<is_digit>>},
    {"str.isnumeric", known<all_are<is_digit>>},
    {"str.isdecimal", known<all_are<is_digit>>},
    {"str.isalnum", known<all_are<is_letter_or_digit>>},
    {"str.isspace", known<all_are<is_space>>},
    {"str.isupper", known<is_case<is_upper>>},
    {"str.islower", known<is_case<is_lower>>},
    {"str.isidentifier", known<is_identifier>},
    {"str.strip", known<strip<true, true>>},
    {"str.lstrip", known<strip<true, false>>},
    {"str.rstrip", known<strip<false, true>>},
    {"str.join", known<join>},
    {"str.split", known<split<false>>},
    {"str.rsplit", known<split<true>>},
    {"str.splitlines", known<split_lines>},
    {"str.partition", known<partition<false>>},
    {"str.rpartition", known<partition<true>>},
    {"str.replace", known<replace>},
    {"str.startswith", known<has_affix<false>>},
    {"str.endswith", known<has_affix<true>>},
    {"str.removeprefix", known<remove_affix<false>>},
    {"str.removesuffix", known<remove_affix<true>>},
    {"str.find", known<find<false, false>>},
    {"str.rfind", known<find<true, false>>},
    {"str.index", known<find<false, true>>},
    {"str.rindex", known<find<true, true>>},
    {"str.count", known<count>},
    {"str.zfill", known<zfill>},
    {"str.ljust", known<justify<'<'>>},
    {"str.rjust", known<justify<'>'>>},
    {"str.center", known<justify<'^'>>},
    {"str.encode", itself},
    {"str.decode", itself},
};

}  // namespace

std::span<const NativeEntry> string_methods() { return entries; }

}  // namespace nnshape::python
