#include "frameworks/call.h"

#include <algorithm>

namespace nnshape {

bool is_same_value(const CallValue& one, const CallValue& other) {
    return one.form != CallValue::Form::call && one.form == other.form && one.number == other.number &&
           one.text == other.text &&
           std::equal(one.items.begin(), one.items.end(), other.items.begin(), other.items.end(), is_same_value);
}

}  // namespace nnshape
