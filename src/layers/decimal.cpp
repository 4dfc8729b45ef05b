#include "layers/decimal.h"

namespace nnshape {

std::string decimal_of(Ratio ratio) {
    std::string digits = std::to_string(ratio.numerator);
    size_t places = std::to_string(ratio.denominator).size() - 1;
    if (places == 0) return digits;
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    while (digits.back() == '0' && digits[digits.size() - 2] != '.') digits.pop_back();
    return digits;
}

}  // namespace nnshape
