#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/format.h"
#include "import/python/natives.h"
#include "import/python/numbers.h"

// str.format: https://docs.python.org/3/library/string.html#formatstrings
namespace nnshape::python {
namespace {

class StringFormat {
  public:
    StringFormat(Interpreter& interpreter, const Arguments& arguments)
        : interpreter_(interpreter), arguments_(arguments) {}

    std::string write(std::string_view text, int depth = 0) {
        std::string out;
        while (!text.empty()) {
            char letter = text[0];
            bool doubled = text.size() > 1 && text[1] == letter;
            if (static_cast<int64_t>(out.size()) > most_bytes) count_bytes(interpreter_, most_bytes + 1);
            if (letter != '{' && letter != '}') {
                out += letter;
                text.remove_prefix(1);
            } else if (doubled && depth == 0) {
                out += letter;
                text.remove_prefix(2);
            } else if (text == "{") {
                fail("Single '{' encountered in format string");
            } else if (letter == '{') {
                size_t end = end_of_field(text);
                out += write_field(text.substr(1, end - 1), depth);
                text.remove_prefix(end + 1);
            } else {
                fail("Single '}' encountered in format string");
            }
        }
        return out;
    }

  private:
    [[noreturn]] void fail(std::string message) {
        interpreter_.raise("ValueError", std::move(message), arguments_.spot);
    }

    size_t end_of_field(std::string_view text) {
        int open = 0;
        for (size_t at = 0; at < text.size(); ++at) {
            if (text[at] == '{') ++open;
            if (text[at] == '}' && --open == 0) return at;
        }
        fail("expected '}' before end of string");
    }

    std::string write_field(std::string_view field, int depth) {
        if (depth > 1) fail("Max string recursion exceeded");
        size_t colon = field.find(':');
        std::string_view head = field.substr(0, colon);
        size_t mark = head.find('!');
        std::string_view conversion = mark == std::string_view::npos ? "" : head.substr(mark + 1);
        Value value = value_of(head.substr(0, mark));
        std::string spec = colon == std::string_view::npos ? "" : write(field.substr(colon + 1), depth + 1);
        return to_text(interpreter_, interpolated(interpreter_, value, conversion, spec, arguments_.spot));
    }

    // `0.name[key]`
    Value value_of(std::string_view name) {
        size_t end = std::min(name.find_first_of(".["), name.size());
        Value value = argument(name.substr(0, end));
        name.remove_prefix(end);
        while (!name.empty()) {
            bool is_item = name[0] == '[';
            end = std::min(is_item ? name.find(']') : name.find_first_of(".[", 1), name.size());
            std::string part(name.substr(1, end - 1));
            if (is_item) {
                auto index = integer_of(part, 10);
                Value key = index ? Value::number(*index) : interpreter_.string(part);
                value = interpreter_.item(value, key, arguments_.spot);
            } else {
                value = interpreter_.attribute(value, part, arguments_.spot);
            }
            name.remove_prefix(std::min(name.size(), end + is_item));
        }
        return value;
    }

    Value argument(std::string_view name) {
        std::optional<int64_t> place = name.empty() ? std::optional(next_++) : integer_of(name, 10);
        if (place) {
            auto index = static_cast<size_t>(*place) + 1;  // the first is the string itself
            if (*place < 0 || index >= arguments_.positional()) {
                interpreter_.raise("IndexError",
                                   fmt::format("Replacement index {} out of range for positional args tuple", *place),
                                   arguments_.spot);
            }
            return arguments_.items[index].value;
        }
        const Argument* found = arguments_.named(name);
        if (!found) {
            interpreter_.raise("KeyError", repr(interpreter_.string(std::string(name))), arguments_.spot);
        }
        return found->value;
    }

    Interpreter& interpreter_;
    const Arguments& arguments_;
    int64_t next_ = 0;
};

Value format(Interpreter& interpreter, Arguments& arguments) {
    if (arguments.items.empty()) interpreter.raise("TypeError", "format() needs a string", arguments.spot);
    const std::string& text = to_text(interpreter, arguments.items[0].value);
    return interpreter.string(StringFormat(interpreter, arguments).write(text));
}

Value format_map(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str.format_map", {"self", "mapping"});
    need_known(interpreter, bound[1]);
    auto* dict = as<Dict>(content_of(bound[1]));
    if (!dict) throw NotKnown{interpreter.unknown("`str.format_map()` of what is not a dict")};
    Arguments named;
    named.spot = arguments.spot;
    named.items.push_back(arguments.items[0]);
    for (const auto& [key, value] : dict->items) {
        auto* name = as<String>(key);
        if (name) named.items.push_back({.name = name->text, .value = value});
    }
    return interpreter.string(StringFormat(interpreter, named).write(bound.text(0)));
}

const NativeEntry entries[] = {
    {"str.format", known<format>},
    {"str.format_map", known<format_map>},
};

}  // namespace

std::span<const NativeEntry> string_formats() { return entries; }

}  // namespace nnshape::python
