#include "export/python_names.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace nnshape {
namespace {

// Keywords, names that the code itself uses, and what torch.nn.Module and keras.Model have already.
constexpr std::string_view taken =
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with match case self super nn torch math "
    "keras layers ops range int float list tuple dict set print type object F "
    "forward train eval half double to apply modules parameters children buffers training bfloat16 cpu cuda "
    "zero_grad state_dict compile call";

bool is_letter(char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_'; }

}  // namespace

bool is_python_name(std::string_view text) {
    bool begins = !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0;
    return begins && std::all_of(text.begin(), text.end(), is_letter) && !contains_word(taken, text);
}

std::string python_name(std::string_view text, bool lower) {
    std::string name;
    for (char letter : text) {
        bool fits = is_letter(letter);
        if (!fits && (name.empty() || name.back() == '_')) continue;
        name += !fits ? '_' : lower ? static_cast<char>(std::tolower(static_cast<unsigned char>(letter))) : letter;
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    if (name.empty()) return "layer";
    if (std::isdigit(static_cast<unsigned char>(name[0])) != 0) name.insert(0, lower ? "layer_" : "Layer");
    if (contains_word(taken, name)) name += '_';
    return name;
}

std::string python_class(std::string_view text) {
    std::string name;
    bool upper = true;
    for (char letter : text) {
        bool fits = is_letter(letter) && letter != '_';
        if (fits) name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
        upper = !fits;
    }
    if (name.empty()) return "Net";
    if (std::isdigit(static_cast<unsigned char>(name[0])) != 0) name.insert(0, "Net");
    return contains_word(taken, name) ? name + "Net" : name;
}

std::string UsedNames::give(const std::string& name, std::string_view joint) {
    std::string free = name;
    for (int number = 2; !used_.insert(free).second; ++number) free = fmt::format("{}{}{}", name, joint, number);
    return free;
}

}  // namespace nnshape
