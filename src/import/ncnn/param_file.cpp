#include "import/ncnn/param_file.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace nnshape::ncnn {
namespace {

constexpr std::string_view blanks = " \t\r\v\f";

// Ids of arrays are written as this number less the id.
constexpr int array_base = -23300;

std::vector<std::string_view> words_of_line(std::string_view line) {
    std::vector<std::string_view> words;
    for (size_t begin = line.find_first_not_of(blanks); begin < line.size();) {
        size_t end = std::min(line.find_first_of(blanks, begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        begin = line.find_first_not_of(blanks, end);
    }
    return words;
}

std::optional<int> integer_of(std::string_view word) {
    int number = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    return number;
}

std::vector<std::string_view> parts_of(std::string_view list) {
    std::vector<std::string_view> parts;
    while (true) {
        size_t comma = std::min(list.find(','), list.size());
        parts.push_back(list.substr(0, comma));
        if (comma == list.size()) return parts;
        list.remove_prefix(comma + 1);
    }
}

// `0=64`, `-23303=2,1,2` whose first value is the length, or `3=1,2` of newer files.
bool read_parameter(std::string_view word, ParamLine& line) {
    size_t equals = word.find('=');
    if (equals == std::string_view::npos) return false;
    auto key = integer_of(word.substr(0, equals));
    if (!key) return false;
    std::vector<std::string_view> values = parts_of(word.substr(equals + 1));
    bool is_array = *key <= array_base && *key > array_base - 1000;
    if (is_array) values.erase(values.begin());
    line.parameters[is_array ? array_base - *key : *key] = std::move(values);
    return true;
}

// What is wrong with the line, or null.
const char* read_line(const std::vector<std::string_view>& words, ParamLine& line) {
    if (words[0].starts_with("pnnx.")) return "this is PNNX's own graph; open the `.ncnn.param` file beside it";
    if (words.size() < 4) return "a layer is a line `type name inputs outputs …`; this one ends before that";
    auto inputs = integer_of(words[2]), outputs = integer_of(words[3]);
    if (!inputs || !outputs || *inputs < 0 || *outputs < 0) {
        return "the third and fourth word must be the numbers of inputs and outputs";
    }
    auto first = words.begin() + 4;
    if (words.end() - first < int64_t{*inputs} + *outputs) return "the line ends before the names of all outputs";
    line.type = words[0];
    line.name = words[1];
    line.bottoms.assign(first, first + *inputs);
    line.tops.assign(first + *inputs, first + *inputs + *outputs);
    for (auto word = first + *inputs + *outputs; word != words.end(); ++word) {
        if (!read_parameter(*word, line)) return "a parameter is written `0=64`, or `-23300=2,32,32` if it is a list";
    }
    return nullptr;
}

}  // namespace

Result<std::vector<ParamLine>, ImportFault> read_lines(std::string_view bytes) {
    std::vector<ParamLine> lines;
    uint64_t number = 0, read = 0;
    for (size_t begin = 0; begin < bytes.size();) {
        size_t end = std::min(bytes.find('\n', begin), bytes.size());
        std::vector<std::string_view> words = words_of_line(bytes.substr(begin, end - begin));
        Span span{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
        begin = end + 1;
        ++number;
        if (words.empty() || words[0].starts_with('#')) continue;
        if (++read == 1 && words[0] != magic) {
            return ImportFault{.message = "an ncnn param file begins with `7767517`", .span = span};
        }
        if (read <= 2) continue;
        lines.emplace_back();
        lines.back().number = number;
        if (const char* problem = read_line(words, lines.back())) return ImportFault{.message = problem, .span = span};
    }
    if (lines.empty()) return ImportFault{.message = "the file ends before its first layer"};
    return lines;
}

}  // namespace nnshape::ncnn
