#include "base/unicode.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <vector>

namespace nnshape {
namespace {

struct Range {
    uint32_t first;
    uint32_t last;
};

struct Decomposition {
    uint16_t whole;
    uint16_t first;
    uint16_t second;  // 0: none
};

#include "base/unicode_tables.inc"

template <size_t count>
bool is_in(const Range (&ranges)[count], uint32_t code_point) {
    auto after = std::upper_bound(std::begin(ranges), std::end(ranges), code_point,
                                  [](uint32_t value, const Range& range) { return value < range.first; });
    return after != std::begin(ranges) && code_point <= std::prev(after)->last;
}

constexpr uint32_t joiner = 0x200D;

// Hangul syllables decompose by arithmetic: Unicode Standard, section 3.12.
constexpr uint32_t hangul_first = 0xAC00, hangul_last = 0xD7A3, vowels = 21, trails = 28;

void append_decomposed(std::vector<uint32_t>& out, uint32_t code_point) {
    if (code_point >= hangul_first && code_point <= hangul_last) {
        uint32_t index = code_point - hangul_first;
        out.push_back(0x1100 + index / (vowels * trails));
        out.push_back(0x1161 + index % (vowels * trails) / trails);
        if (index % trails != 0) out.push_back(0x11A7 + index % trails);
        return;
    }
    auto found = std::lower_bound(std::begin(decompositions), std::end(decompositions), code_point,
                                  [](const Decomposition& entry, uint32_t value) { return entry.whole < value; });
    if (found == std::end(decompositions) || found->whole != code_point) return out.push_back(code_point);
    append_decomposed(out, found->first);
    if (found->second != 0) append_decomposed(out, found->second);
}

}  // namespace

CodePoint decode(std::string_view text) {
    auto byte = [&](size_t index) { return static_cast<uint32_t>(static_cast<unsigned char>(text[index])); };
    uint32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
    uint32_t value = lead & (0x7Fu >> length);
    for (uint32_t index = 1; index < length; ++index) {
        if ((byte(index) & 0xC0) != 0x80) return {};
        value = value << 6 | (byte(index) & 0x3F);
    }
    constexpr uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < least[length] || surrogate || value > 0x10FFFF) return {};
    return {value, length};
}

void append_utf8(std::string& text, uint32_t code_point) {
    auto trail = [&](int shift) { text += static_cast<char>(0x80 | (code_point >> shift & 0x3F)); };
    if (code_point < 0x80) {
        text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        text += static_cast<char>(0xC0 | code_point >> 6);
        trail(0);
    } else if (code_point < 0x10000) {
        text += static_cast<char>(0xE0 | code_point >> 12);
        trail(6), trail(0);
    } else {
        text += static_cast<char>(0xF0 | code_point >> 18);
        trail(12), trail(6), trail(0);
    }
}

size_t find_invalid_utf8(std::string_view text) {
    for (size_t offset = 0; offset < text.size();) {
        if (static_cast<unsigned char>(text[offset]) < 0x80) {
            ++offset;
            continue;
        }
        uint32_t bytes = decode(text.substr(offset)).bytes;
        if (bytes == 0) return offset;
        offset += bytes;
    }
    return std::string_view::npos;
}

uint64_t code_points(std::string_view text) {
    uint64_t count = 0;
    for (size_t offset = 0; offset < text.size(); ++count) {
        offset += std::max(1u, decode(text.substr(offset)).bytes);
    }
    return count;
}

int display_width(std::string_view text) {
    auto is_ascii = [](char letter) { return static_cast<unsigned char>(letter) < 0x80; };
    if (std::all_of(text.begin(), text.end(), is_ascii)) return static_cast<int>(text.size());
    int width = 0;
    bool joined = false;
    for (size_t offset = 0; offset < text.size();) {
        auto [value, bytes] = decode(text.substr(offset));
        offset += std::max(1u, bytes);
        if (value == joiner) {
            joined = true;
            continue;
        }
        bool ascii = value < 0x80;
        if (!joined && (ascii || !is_in(zero_width, value))) width += !ascii && is_in(wide, value) ? 2 : 1;
        joined = false;
    }
    return width;
}

bool is_blank(uint32_t code_point) {
    return code_point == ' ' || code_point == '\t' || code_point == 0xA0 || code_point == 0x202F ||
           code_point == 0x3000 || (code_point >= 0x2000 && code_point <= 0x200A);
}

bool is_unprintable(uint32_t code_point) {
    constexpr Range never_raw[] = {{0, 0x1F},        {0x7F, 0x9F},     {0xAD, 0xAD},     {0x061C, 0x061C},
                                   {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},
                                   {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0001, 0xE0001}};
    return is_in(never_raw, code_point);
}

std::string printable(std::string_view text) {
    auto is_plain = [](char letter) { return letter >= ' ' && letter <= '~'; };
    if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
    std::string out;
    for (size_t offset = 0; offset < text.size();) {
        auto [value, bytes] = decode(text.substr(offset));
        if (bytes == 0) {
            out += fmt::format("\\x{{{:02x}}}", static_cast<unsigned char>(text[offset]));
        } else if (value == '\n') {
            out += "\\n";
        } else if (value == '\t') {
            out += "\\t";
        } else if (is_unprintable(value)) {
            out += fmt::format("\\u{{{:x}}}", value);
        } else {
            out += text.substr(offset, bytes);
        }
        offset += std::max(1u, bytes);
    }
    return out;
}

std::string decomposed(std::string_view text) {
    std::vector<uint32_t> points;
    for (size_t offset = 0; offset < text.size();) {
        auto [value, bytes] = decode(text.substr(offset));
        append_decomposed(points, value);
        offset += std::max(1u, bytes);
    }
    std::string out;
    for (uint32_t point : points) append_utf8(out, point);
    return out;
}

}  // namespace nnshape
