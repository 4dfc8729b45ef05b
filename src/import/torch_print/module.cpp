#include "import/torch_print/module.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>
#include <optional>

#include "spec/text/call_parser.h"

namespace nnshape::print_format {
namespace {

constexpr size_t deepest = 64;
constexpr size_t most_modules = 100'000;
constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<int64_t> number_in(std::string_view text) {
    int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

struct Line {
    std::string_view text;  // without the blanks around it
    size_t begin = 0;       // of the text
    uint64_t number = 0;
};

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    uint64_t number = 0;
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at), content = trimmed(line);
        ++number;
        if (!content.empty()) lines.push_back({content, static_cast<size_t>(content.data() - text.data()), number});
        at = end + 1;
    }
    return lines;
}

// `(name): ` in front of a module
struct Label {
    std::string_view name;
    std::string_view rest;
};
std::optional<Label> label_of(std::string_view line) {
    if (!line.starts_with('(')) return std::nullopt;
    size_t end = line.find("): ");
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    std::string_view name = line.substr(1, end - 1);
    bool plain = name.find_first_of("(), \t") == std::string_view::npos;
    return plain ? std::optional(Label{name, line.substr(end + 3)}) : std::nullopt;
}

// `Conv2d(`, also with a blank before the parenthesis, as very old versions print
struct Head {
    std::string_view class_name;
    std::string_view inside;  // after the parenthesis
};
std::optional<Head> head_of(std::string_view text) {
    size_t length = dotted_name_length(text);
    size_t open = length + (length < text.size() && text[length] == ' ');
    if (length == 0 || open >= text.size() || text[open] != '(') return std::nullopt;
    std::string_view name = text.substr(0, length);
    return Head{name.substr(name.rfind('.') + 1), text.substr(open + 1)};
}

// Whether the parentheses of a line close each other, strings aside.
int depth_of(std::string_view text) {
    int depth = 0;
    for (char letter : text) depth += (letter == '(') - (letter == ')');
    return depth;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text), lines_(lines_of(text)) {}

    Result<Module, ImportFault> run() {
        skip_prompt();
        Module model;
        if (at_ >= lines_.size()) return ImportFault{"the text has no printed model"};
        read(model, lines_[at_].text, 0);
        if (!fault_ && at_ < lines_.size() && lines_[at_].text != ">>>") {
            fail("something follows the printed model", "keep the print of one model");
        }
        if (fault_) return *fault_;
        return model;
    }

  private:
    void skip_prompt() {
        while (at_ < lines_.size() && lines_[at_].text.starts_with(">>>")) ++at_;
    }

    void fail(std::string message, std::string help = {}) {
        if (fault_) return;
        const Line& line = lines_[std::min(at_, lines_.size() - 1)];
        auto begin = static_cast<uint32_t>(line.begin);
        fault_ =
            ImportFault{std::move(message), std::move(help), {begin, begin + static_cast<uint32_t>(line.text.size())}};
    }

    // Reads the module whose class begins `text`, on the line at hand, and moves behind it.
    void read(Module& module, std::string_view text, size_t depth) {
        if (depth > deepest) return fail(fmt::format("nested deeper than {}", deepest));
        if (++count_ > most_modules) return fail("the model has too many modules");
        module.line = lines_[at_].number;
        module.column = static_cast<uint64_t>(text.data() - text_.data()) - line_begin() + 1;
        auto head = head_of(text);
        if (!head) return value(module, text);
        module.class_name = head->class_name;
        int open = depth_of(head->inside);
        if (open < 0) {  // the module ends on its line
            std::string_view inside = trimmed(head->inside);
            if (open < -1 || !inside.ends_with(')')) return fail("parentheses that do not match");
            module.arguments = inside.substr(0, inside.size() - 1);
            ++at_;
            return;
        }
        module.arguments = trimmed(head->inside);
        ++at_;
        read_inside(module, depth);
    }

    size_t line_begin() const {
        size_t begin = text_.rfind('\n', lines_[at_].begin);
        return begin == std::string_view::npos ? 0 : begin + 1;
    }

    // What is printed in place of a module: a parameter, `None`.
    void value(Module& module, std::string_view text) {
        module.class_name = text.starts_with("Parameter containing") ? "Parameter" : "None";
        module.arguments = text;
        if (module.class_name == "None" && text != "None") return fail("a module is missing");
        ++at_;
    }

    void read_inside(Module& module, size_t depth) {
        int open = 1 + depth_of(module.arguments);
        while (!fault_) {
            if (at_ >= lines_.size()) return fail(fmt::format("the print breaks off inside `{}`", module.class_name));
            std::string_view line = lines_[at_].text;
            if (open == 1 && line == ")") {
                ++at_;
                return;
            }
            auto label = open == 1 ? label_of(line) : std::nullopt;
            if (label) {
                module.inside.emplace_back();
                read_labelled(module.inside.back(), *label, depth);
                continue;
            }
            open += depth_of(line);
            bool closes = open == 0;
            if (open < 0) return fail("parentheses that do not match");
            module.arguments += " ";
            module.arguments += closes ? line.substr(0, line.size() - 1) : line;
            ++at_;
            if (closes) return;
        }
    }

    void read_labelled(Module& module, const Label& label, size_t depth) {
        module.name = label.name;
        std::string_view rest = label.rest;
        // `(0-11): 12 x Block(`
        size_t times = rest.find(" x ");
        size_t dash = label.name.find('-');
        if (times != std::string_view::npos && dash != std::string_view::npos && is_digits(rest.substr(0, times))) {
            auto first = number_in(label.name.substr(0, dash)), last = number_in(label.name.substr(dash + 1));
            auto count = number_in(rest.substr(0, times));
            if (!first || !last || !count || *first < 0 || *last < *first || *last - *first + 1 != *count) {
                return fail("a range of modules whose number is not that of the range");
            }
            module.first = *first;
            module.times = *count;
            rest = rest.substr(times + 3);
        }
        read(module, rest, depth + 1);
    }

    std::string_view text_;
    std::vector<Line> lines_;
    size_t at_ = 0;
    size_t count_ = 0;
    std::optional<ImportFault> fault_;
};

// The first lines of a text; the others are not read.
constexpr size_t searched = 1 << 12;

}  // namespace

bool recognises(std::string_view text) {
    auto lines = lines_of(text.substr(0, searched));
    size_t at = 0;
    while (at < lines.size() && lines[at].text.starts_with(">>>")) ++at;
    if (at + 1 >= lines.size()) return false;
    auto head = head_of(lines[at].text);
    if (!head || !trimmed(head->inside).empty() || label_of(lines[at].text)) return false;
    for (size_t index = at + 1; index < std::min(lines.size(), at + 8); ++index) {
        auto label = label_of(lines[index].text);
        if (label && (head_of(label->rest) || is_digits(label->rest.substr(0, label->rest.find(' '))))) return true;
    }
    return false;
}

Result<Module, ImportFault> read_module(std::string_view text) { return Reader(text).run(); }

}  // namespace nnshape::print_format
