#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/operators.h"
#include "import/python/tensor_values.h"

// `==`, `<`, `in` and `is`: https://docs.python.org/3/reference/expressions.html#value-comparisons
namespace nnshape::python {
namespace {

constexpr int deepest = 200;  // lists in lists that are compared

struct Sign {
    std::string_view sign, method, reflected;
};
constexpr std::array<Sign, 6> signs = {{{"==", "__eq__", "__eq__"},
                                        {"!=", "__ne__", "__ne__"},
                                        {"<", "__lt__", "__gt__"},
                                        {"<=", "__le__", "__ge__"},
                                        {">", "__gt__", "__lt__"},
                                        {">=", "__ge__", "__le__"}}};

bool is_not_implemented(const Value& value) {
    auto* library = as<Library>(value);
    return library && library->name.ends_with("NotImplemented");
}

bool holds(std::string_view sign, int order) {
    if (sign == "<") return order < 0;
    if (sign == "<=") return order <= 0;
    if (sign == ">") return order > 0;
    return order >= 0;
}

const std::vector<Value>* sequence_of(const Value& value) {
    if (auto* list = as<List>(value)) return &list->items;
    if (auto* tuple = as<Tuple>(value)) return &tuple->items;
    return nullptr;
}

class Comparison {
  public:
    Comparison(Interpreter& interpreter, Spot spot) : interpreter_(interpreter), spot_(spot) {}

    std::optional<bool> equal(const Value& left, const Value& right) {
        Deeper deeper(*this);
        if (as<Unknown>(left) || as<Unknown>(right)) return {};
        if (is_same(left, right)) return true;
        if (left.is_none() || right.is_none()) return find_truth(by_method(signs[0], left, right), false);
        if (as<TensorValue>(left) || as<TensorValue>(right)) {
            return interpreter_.find_truth(tensor_binary(interpreter_, "==", left, right, spot_));
        }
        if (auto result = by_method(signs[0], left, right)) return interpreter_.find_truth(*result);
        return equal_content(content_of(left), content_of(right));
    }

    // The result of <, <=, > or >=.
    Value ordered(std::string_view sign, const Value& left, const Value& right) {
        Deeper deeper(*this);
        auto found = std::find_if(signs.begin(), signs.end(), [&](const Sign& one) { return one.sign == sign; });
        if (as<Unknown>(left)) return left;
        if (as<Unknown>(right)) return right;
        if (as<TensorValue>(left) || as<TensorValue>(right)) {
            return tensor_binary(interpreter_, sign, left, right, spot_);
        }
        if (auto result = by_method(*found, left, right)) return *result;
        if (auto result = by_other_methods(sign, left, right)) return *result;
        return ordered_content(sign, content_of(left), content_of(right));
    }

    // The result of the class's method, or of the other's; nothing if there is none.
    std::optional<Value> by_method(const Sign& sign, const Value& left, const Value& right) {
        auto result = call_method(interpreter_, left, sign.method, {right});
        if (result && !is_not_implemented(*result)) return result;
        result = call_method(interpreter_, right, sign.reflected, {left});
        if (result && !is_not_implemented(*result)) return result;
        return {};
    }

  private:
    // Lists that contain themselves are not compared for ever.
    struct Deeper {
        explicit Deeper(Comparison& of) : comparison(of) {
            comparison.interpreter_.count_step();
            if (++comparison.depth_ > deepest) {
                comparison.interpreter_.raise("RecursionError", "maximum recursion depth exceeded in comparison");
            }
        }
        ~Deeper() { --comparison.depth_; }
        Comparison& comparison;
    };

    std::optional<bool> find_truth(const std::optional<Value>& value, bool standard) {
        return value ? interpreter_.find_truth(*value) : standard;
    }

    std::optional<bool> equal_content(const Value& left, const Value& right) {
        auto* one = sequence_of(left);
        auto* other = sequence_of(right);
        if (one && other) {
            return left.object->kind == right.object->kind ? equal_items(*one, *other) : std::optional(false);
        }
        if (as<Dict>(left) && as<Dict>(right)) return equal_dicts(*as<Dict>(left), *as<Dict>(right));
        auto* instance = as<Instance>(left);
        auto* second = as<Instance>(right);
        if (instance && second && instance->type == second->type && instance->type->is_dataclass) {
            return equal_fields(*instance, *second);
        }
        return is_equal(left, right);
    }

    std::optional<bool> equal_items(const std::vector<Value>& one, const std::vector<Value>& other) {
        if (one.size() != other.size()) return false;
        std::optional<bool> result = true;
        for (size_t index = 0; index < one.size() && index < other.size(); ++index) {
            Value item = one[index], second = other[index];  // `__eq__` may change the lists
            std::optional<bool> same = equal(item, second);
            if (same == false) return false;
            if (!same) result = {};
        }
        return result;
    }

    std::optional<bool> equal_dicts(Dict& one, Dict& other) {
        if (one.items.size() != other.items.size()) return false;
        std::optional<bool> result = true;
        auto items = one.items;  // `__eq__` may change the dicts
        for (const auto& [key, value] : items) {
            Value* found = other.find(key);
            std::optional<bool> same = found ? equal(value, Value(*found)) : false;
            if (same == false) return false;
            if (!same) result = {};
        }
        return result;
    }

    std::optional<bool> equal_fields(Instance& one, Instance& other) {
        std::vector<Value> values, others;
        for (const std::string& field : fields_of(*one.type)) {
            values.push_back(interpreter_.attribute(Value::of(&one), field, spot_));
            others.push_back(interpreter_.attribute(Value::of(&other), field, spot_));
        }
        return equal_items(values, others);
    }

    // As functools.total_ordering derives them.
    std::optional<Value> by_other_methods(std::string_view sign, const Value& left, const Value& right) {
        bool turned = sign == ">" || sign == "<=";
        if (!as<Instance>(left) || !as<Instance>(right) || sign == "<") return {};
        auto less = call_method(interpreter_, turned ? right : left, "__lt__", {turned ? left : right});
        if (!less || is_not_implemented(*less)) return {};
        bool is_less = to_truth(interpreter_, *less);
        return Value::boolean(sign == ">" ? is_less : !is_less);
    }

    Value ordered_content(std::string_view sign, const Value& left, const Value& right) {
        if (left.is_number() && right.is_number()) {
            int order = compare_numbers(left, right);
            return Value::boolean(order != 2 && holds(sign, order));
        }
        auto* text = as<String>(left);
        auto* other_text = as<String>(right);
        if (text && other_text) return Value::boolean(holds(sign, text->text.compare(other_text->text)));
        auto* one = sequence_of(left);
        auto* other = sequence_of(right);
        if (one && other && left.object->kind == right.object->kind) return ordered_items(sign, *one, *other);
        if (as<Set>(left) && as<Set>(right)) return ordered_sets(sign, *as<Set>(left), *as<Set>(right));
        interpreter_.raise("TypeError",
                           fmt::format("'{}' not supported between instances of '{}' and '{}'", sign, type_name(left),
                                       type_name(right)),
                           spot_);
    }

    Value ordered_items(std::string_view sign, const std::vector<Value>& one, const std::vector<Value>& other) {
        for (size_t index = 0; index < one.size() && index < other.size(); ++index) {
            Value item = one[index], second = other[index];  // `__eq__` may change the lists
            std::optional<bool> same = equal(item, second);
            if (!same) throw NotKnown{interpreter_.unknown("whether values are equal")};
            if (!*same) return ordered(sign, item, second);
        }
        return Value::boolean(holds(sign, (one.size() > other.size()) - (one.size() < other.size())));
    }

    Value ordered_sets(std::string_view sign, Set& left, Set& right) {
        bool turned = sign[0] == '>';
        Set& one = turned ? right : left;
        Set& other = turned ? left : right;
        bool is_part = std::all_of(one.items.items.begin(), one.items.items.end(),
                                   [&](const auto& item) { return other.items.find(item.first) != nullptr; });
        bool is_larger = other.items.items.size() > one.items.items.size();
        return Value::boolean(is_part && (is_larger || sign.size() == 2));
    }

    Interpreter& interpreter_;
    Spot spot_;
    int depth_ = 0;
};

Value not_known(Interpreter& interpreter, const Value& left, const Value& right) {
    if (as<Unknown>(left)) return left;
    return as<Unknown>(right) ? right : interpreter.unknown("whether values are equal");
}

Value truth_or_unknown(Interpreter& interpreter, std::optional<bool> truth, bool negated, const Value& left,
                       const Value& right) {
    return truth ? Value::boolean(*truth != negated) : not_known(interpreter, left, right);
}

Value compare_equal(Interpreter& interpreter, std::string_view sign, const Value& left, const Value& right, Spot spot) {
    bool negated = sign == "!=";
    bool has_tensor = (as<TensorValue>(left) || as<TensorValue>(right)) && !left.is_none() && !right.is_none();
    if (as<Unknown>(left) || as<Unknown>(right)) return not_known(interpreter, left, right);
    if (has_tensor) return tensor_binary(interpreter, sign, left, right, spot);
    Comparison comparison(interpreter, spot);
    if (auto result = comparison.by_method(signs[negated], left, right)) return *result;
    return truth_or_unknown(interpreter, comparison.equal(left, right), negated, left, right);
}

}  // namespace

std::optional<bool> equals(Interpreter& interpreter, const Value& one, const Value& other) {
    return Comparison(interpreter, interpreter.here()).equal(one, other);
}

bool is_less(Interpreter& interpreter, const Value& one, const Value& other) {
    return to_truth(interpreter, Comparison(interpreter, interpreter.here()).ordered("<", one, other));
}

std::optional<bool> contains(Interpreter& interpreter, const Value& container, const Value& item, Spot spot) {
    if (as<Unknown>(container) || as<TensorValue>(container)) return {};
    if (auto result = call_method(interpreter, container, "__contains__", {item}))
        return interpreter.find_truth(*result);
    Value content = content_of(container);
    Dict* keys = as<Dict>(content) ? as<Dict>(content) : as<Set>(content) ? &as<Set>(content)->items : nullptr;
    if (as<Unknown>(item)) return {};
    if (keys) return keys->find(item) != nullptr;
    if (auto* text = as<String>(content)) return text->text.find(to_text(interpreter, item, spot)) != std::string::npos;
    auto* range = as<Range>(content);
    if (range && item.is_integer()) {
        bool inside = range->step > 0 ? item.integer >= range->start && item.integer < range->stop
                                      : item.integer <= range->start && item.integer > range->stop;
        auto distance = static_cast<uint64_t>(item.integer) - static_cast<uint64_t>(range->start);
        auto step = static_cast<uint64_t>(range->step);
        return inside && (range->step > 0 ? distance % step : (0 - distance) % (0 - step)) == 0;
    }
    std::optional<bool> result = false;
    for (const Value& one : to_items(interpreter, content, spot)) {
        std::optional<bool> same = equals(interpreter, one, item);
        if (same == true) return true;
        if (!same) result = {};
    }
    return result;
}

Value Interpreter::compare(std::string_view sign, Value left, Value right, Spot spot) {
    try {
        if (sign == "is" || sign == "is not") {
            bool same = is_same(left, right), unknown = as<Unknown>(left) || as<Unknown>(right);
            return truth_or_unknown(*this, unknown && !same ? std::nullopt : std::optional(same), sign == "is not",
                                    left, right);
        }
        if (sign == "in" || sign == "not in") {
            return truth_or_unknown(*this, contains(*this, right, left, spot), sign == "not in", left, right);
        }
        if (sign == "==" || sign == "!=") return compare_equal(*this, sign, left, right, spot);
        return Comparison(*this, spot).ordered(sign, left, right);
    } catch (const NotKnown& unknown) {
        return unknown.value;
    }
}

}  // namespace nnshape::python
