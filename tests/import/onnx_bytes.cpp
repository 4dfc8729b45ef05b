#include "import/onnx_bytes.h"

#include <cstdint>
#include <cstring>
#include <sstream>
#include <vector>

namespace nnshape::test {
namespace {

std::string varint(uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
    return bytes + static_cast<char>(value);
}

std::string number(int field, int64_t value) {
    return varint(static_cast<uint64_t>(field) << 3) + varint(static_cast<uint64_t>(value));
}

std::string block(int field, std::string_view bytes) {
    return varint(static_cast<uint64_t>(field) << 3 | 2) + varint(bytes.size()) + std::string(bytes);
}

std::vector<std::string> split(const std::string& text, char between) {
    std::vector<std::string> parts;
    std::stringstream stream(text);
    for (std::string part; std::getline(stream, part, between);) {
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        parts.push_back(part);
    }
    return parts;
}

bool is_number(const std::string& text) { return text.find_first_not_of("-0123456789") == std::string::npos; }

std::string stored(const std::string& name, const std::vector<std::string>& dims, int64_t type,
                   const std::string& raw) {
    std::string bytes;
    for (const std::string& size : dims) bytes += number(1, std::stoll(size));
    bytes += number(2, type) + block(8, name);
    return raw.empty() ? bytes : bytes + block(9, raw);
}

template <class Number>
std::string raw_of(const std::vector<std::string>& values) {
    std::string raw;
    for (const std::string& text : values) {
        auto value = static_cast<Number>(std::stod(text));
        raw.append(reinterpret_cast<const char*>(&value), sizeof(value));
    }
    return raw;
}

std::string value_info(const std::string& name, const std::string& shape) {
    std::string dims;
    for (const std::string& size : split(shape == "-" ? "" : shape, 'x')) {
        dims += block(1, is_number(size) ? number(1, std::stoll(size)) : block(2, size));
    }
    return block(1, name) + block(2, block(1, number(1, 1) + block(2, dims)));
}

std::string attribute(const std::string& name, const std::string& value) {
    auto parts = split(value, ',');
    bool whole = true;
    for (const std::string& part : parts) whole = whole && is_number(part);
    std::string bytes = block(1, name);
    if (!whole && value.find('.') != std::string::npos) {
        float real = std::stof(value);
        char raw[sizeof(real)];
        std::memcpy(raw, &real, sizeof(real));
        return bytes + varint(2 << 3 | 5) + std::string(raw, sizeof(raw)) + number(20, 1);
    }
    if (!whole) return bytes + block(4, value) + number(20, 3);
    bool is_list = value.find(',') != std::string::npos;
    if (!is_list) return bytes + number(3, std::stoll(value)) + number(20, 2);
    for (const std::string& part : parts) bytes += number(8, std::stoll(part));
    return bytes + number(20, 7);
}

// `y, z = Conv(x, w) strides=2,2`; a list of one ends with a comma.
std::string node_of(const std::string& line, const std::string& name) {
    size_t equals = line.find('='), open = line.find('('), close = line.find(')');
    std::string bytes;
    for (const std::string& input : split(line.substr(open + 1, close - open - 1), ',')) bytes += block(1, input);
    for (const std::string& output : split(line.substr(0, equals), ',')) bytes += block(2, output);
    if (!name.empty()) bytes += block(3, name);
    std::string op = split(line.substr(equals + 1, open - equals - 1), ' ').back();
    size_t colon = op.find(':');
    if (colon != std::string::npos) bytes += block(7, op.substr(0, colon));
    bytes += block(4, colon == std::string::npos ? op : op.substr(colon + 1));
    for (const std::string& setting : split(line.substr(close + 1), ' ')) {
        if (setting.empty()) continue;
        size_t sign = setting.find('=');
        bytes += block(5, attribute(setting.substr(0, sign), setting.substr(sign + 1)));
    }
    return bytes;
}

}  // namespace

std::string onnx_bytes(std::string_view text) {
    std::string graph, name;
    std::stringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        line.erase(0, line.find_first_not_of(' '));
        if (line.empty()) continue;
        auto words = split(line, ' ');
        if (words[0] == "in") {
            graph += block(11, value_info(words[1], words[2]));
        } else if (words[0] == "out") {
            graph += block(12, block(1, words[1]));
        } else if (words[0] == "shape") {
            graph += block(13, value_info(words[1], words[2]));
        } else if (words[0] == "stored") {
            bool is_int8 = words.size() > 3 && words[3] == "int8";
            graph += block(5, stored(words[1], split(words[2] == "-" ? "" : words[2], 'x'), is_int8 ? 3 : 1, ""));
        } else if (words[0] == "known") {
            auto values = split(words[2], ',');
            graph += block(5, stored(words[1], {std::to_string(values.size())}, 7, raw_of<int64_t>(values)));
        } else if (words[0] == "real") {
            auto values = split(words[2], ',');
            graph += block(5, stored(words[1], {std::to_string(values.size())}, 1, raw_of<float>(values)));
        } else if (words[0] == "name") {
            name = words[1];
        } else {
            graph += block(1, node_of(line, name));
            name.clear();
        }
    }
    return number(1, 8) + block(2, "test") + block(7, graph) + block(8, number(2, 17));
}

}  // namespace nnshape::test
