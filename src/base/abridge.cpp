#include "base/abridge.h"

#include <algorithm>
#include <string_view>

namespace nnshape {
namespace {

constexpr size_t longest_quote = 400, kept_of_quote = 100, longest_message = 4'000;

// The beginning of a text, at most `size` bytes of it, without a part of a code point at its end.
std::string_view beginning(std::string_view text, size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return text.substr(0, size);
}

void append_part(std::string_view part, std::string& out) {
    bool whole = part.size() <= longest_quote;
    out += whole ? part : beginning(part, kept_of_quote);
    if (!whole) out += "…";
}

}  // namespace

std::string abridged(std::string message) {
    if (message.size() <= longest_quote) return message;
    std::string out;
    bool quoted = false;
    for (std::string_view rest = message;;) {
        size_t end = std::min(rest.find_first_of(quoted ? "`" : "` \n"), rest.size());
        append_part(rest.substr(0, end), out);
        if (end == rest.size()) break;
        out += rest[end];
        if (rest[end] == '`') quoted = !quoted;
        rest.remove_prefix(end + 1);
    }
    if (out.size() <= longest_message) return out;
    return std::string(beginning(out, longest_message)) + "…";
}

}  // namespace nnshape
