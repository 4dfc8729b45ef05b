#include "report/markup.h"

#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

// A space without width. It ends what a service would make a link of, and is not visible.
constexpr std::string_view nothing = "&#8203;";

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Whether a link would run across the end of `before`: `@name`, `#12`, `https://…`, `www.…`. Services look for these in
// the text that is left when the escapes are gone, so that a backslash does not help.
bool begins_link(std::string_view before, std::string_view after) {
    if (before.empty() || after.empty()) return false;
    if (before.back() == '@') return true;
    if (before.back() == '#') return is_digit(after[0]);
    if (before.back() == ':') return after.starts_with("//");
    bool www = before.size() >= 3 && folded(before.substr(before.size() - 3)) == "www";
    return www && after[0] == '.';
}

}  // namespace

std::string escaped_markdown(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        if (begins_link(text.substr(0, at), text.substr(at))) out += nothing;
        if (std::string_view("|\\`*_<>[]~$&#").find(text[at]) != std::string_view::npos) out += '\\';
        out += text[at];
    }
    return out;
}

}  // namespace nnshape
