#include "report/markup.h"

namespace nnshape {

std::string escaped_markdown(std::string_view text) {
    std::string out;
    for (char letter : text) {
        if (std::string_view("|\\`*_<>[]~$&#").find(letter) != std::string_view::npos) out += '\\';
        out += letter;
    }
    return out;
}

}  // namespace nnshape
