#include "import/python/natives.h"

#include <limits>
#include <numbers>
#include <unordered_map>

namespace nnshape::python {
namespace {

using Functions = std::unordered_map<std::string_view, NativeCode>;

Functions all_functions() {
    Functions functions;
    auto add = [&](std::span<const NativeEntry> table) {
        for (const NativeEntry& entry : table) functions.emplace(entry.name, entry.code);
    };
#define NATIVES(table) add(table());
#include "import/python/natives.def"
#undef NATIVES
    return functions;
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct Constant {
    std::string_view name;
    double value;
};

const Constant constants[] = {
    {"math.pi", std::numbers::pi},  {"math.e", std::numbers::e},  {"math.tau", 2 * std::numbers::pi},
    {"math.inf", infinity},         {"math.nan", not_a_number},   {"numpy.pi", std::numbers::pi},
    {"numpy.e", std::numbers::e},   {"numpy.inf", infinity},      {"numpy.nan", not_a_number},
    {"torch.pi", std::numbers::pi}, {"torch.e", std::numbers::e}, {"torch.inf", infinity},
    {"torch.nan", not_a_number},
};

}  // namespace

NativeCode find_native(std::string_view name) {
    static const Functions functions = all_functions();
    auto found = functions.find(name);
    return found == functions.end() ? nullptr : found->second;
}

std::optional<Value> find_constant(std::string_view name) {
    if (name == "sys.maxsize") return Value::number(std::numeric_limits<int64_t>::max());
    if (name == "numpy.newaxis") return Value::none();
    for (const Constant& constant : constants) {
        if (constant.name == name) return Value::number(constant.value);
    }
    return {};
}

}  // namespace nnshape::python
