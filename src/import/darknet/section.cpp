#include "import/darknet/section.h"

#include <algorithm>
#include <charconv>

namespace nnshape::darknet {
namespace {

// The options that shapes and counts depend on. Others may hold anything.
constexpr std::string_view integer_keys[] = {
    "antialiasing", "atoms",        "batch_normalize", "bottleneck", "cbn",
    "channels",     "classes",      "coords",          "crop_width", "crop_height",
    "dilation",     "dont_update",  "filters",         "group_id",   "groups",
    "height",       "hidden",       "history_size",    "inputs",     "maxpool_depth",
    "num",          "out_channels", "output",          "pad",        "padding",
    "peephole",     "reverse",      "share_index",     "side",       "size",
    "stopbackward", "stride",       "stride_x",        "stride_y",   "width"};

std::string without_blanks(std::string_view line) {
    std::string out;
    for (char letter : line) {
        if (letter != ' ' && letter != '\t' && letter != '\r') out += letter;
    }
    return out;
}

bool is_comment(std::string_view line) { return line.empty() || line[0] == '#' || line[0] == ';'; }

// What is between the brackets; a bracket may be missing.
std::string type_of(std::string_view line) { return std::string(line.substr(1, line.find(']') - 1)); }

// Whether only something that `atoi` ignores follows the integer: a fraction, a comment, or nothing.
bool is_integer(std::string_view value) {
    if (!leading_integer(value)) return false;
    size_t end = value.find_first_not_of("+-0123456789");
    return end == std::string_view::npos || std::string_view(".#;,").find(value[end]) != std::string_view::npos;
}

void read_line(Cfg& cfg, const std::string& line, uint64_t number) {
    if (is_comment(line)) return;
    if (line[0] == '[') return cfg.sections.push_back({type_of(line), number, {}});
    size_t equals = line.find('=');
    if (equals == std::string::npos || cfg.sections.empty()) return cfg.stray_lines.push_back(number);
    cfg.sections.back().options.push_back({line.substr(0, equals), line.substr(equals + 1), number});
}

}  // namespace

std::optional<int64_t> leading_integer(std::string_view value) {
    if (value.starts_with('+')) value.remove_prefix(1);
    int32_t number = 0;
    std::errc error = std::from_chars(value.data(), value.data() + value.size(), number).ec;
    return error == std::errc() ? std::optional<int64_t>(number) : std::nullopt;
}

const CfgOption* CfgSection::find(std::string_view key) const {
    auto found =
        std::find_if(options.begin(), options.end(), [&](const CfgOption& option) { return option.key == key; });
    return found == options.end() ? nullptr : &*found;
}

std::string_view CfgSection::text(std::string_view key, std::string_view fallback) const {
    const CfgOption* option = find(key);
    return option ? std::string_view(option->value) : fallback;
}

int64_t CfgSection::integer(std::string_view key, int64_t fallback) const {
    const CfgOption* option = find(key);
    return option ? leading_integer(option->value).value_or(fallback) : fallback;
}

const CfgOption* wrong_integer(const CfgSection& section) {
    auto is_wrong = [](const CfgOption& option) {
        bool counts = std::find(std::begin(integer_keys), std::end(integer_keys), option.key) != std::end(integer_keys);
        return counts && !is_integer(option.value);
    };
    auto found = std::find_if(section.options.begin(), section.options.end(), is_wrong);
    return found == section.options.end() ? nullptr : &*found;
}

Cfg read_cfg(std::string_view bytes) {
    Cfg cfg;
    uint64_t number = 0;
    for (size_t begin = 0; begin < bytes.size();) {
        size_t end = std::min(bytes.find('\n', begin), bytes.size());
        read_line(cfg, without_blanks(bytes.substr(begin, end - begin)), ++number);
        begin = end + 1;
    }
    return cfg;
}

}  // namespace nnshape::darknet
