#include "import/python/sorting.h"

#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/operators.h"

namespace nnshape::python {
namespace {

struct Keyed {
    Value key, item;
};

// A merge sort: std::sort must not be given an order that contradicts itself.
std::vector<Keyed> merge_sorted(Interpreter& interpreter, std::vector<Keyed> items) {
    if (items.size() < 2) return items;
    auto middle = items.begin() + static_cast<ptrdiff_t>(items.size() / 2);
    std::vector<Keyed> left = merge_sorted(interpreter, {items.begin(), middle});
    std::vector<Keyed> right = merge_sorted(interpreter, {middle, items.end()});
    size_t at = 0, other = 0;
    for (Keyed& place : items) {
        bool takes_right =
            at == left.size() || (other < right.size() && is_less(interpreter, right[other].key, left[at].key));
        place = takes_right ? right[other++] : left[at++];
    }
    return items;
}

}  // namespace

std::vector<Value> sorted(Interpreter& interpreter, std::vector<Value> items, const Value& key, bool reverse) {
    std::vector<Keyed> keyed;
    for (const Value& item : items) {
        Value one = key.is_none() ? item : interpreter.call(key, {item});
        need_known(interpreter, one);
        keyed.push_back({without_tensor(interpreter, one), item});
    }
    if (reverse) std::reverse(keyed.begin(), keyed.end());
    keyed = merge_sorted(interpreter, std::move(keyed));
    if (reverse) std::reverse(keyed.begin(), keyed.end());
    for (size_t index = 0; index < items.size(); ++index) items[index] = keyed[index].item;
    return items;
}

}  // namespace nnshape::python
