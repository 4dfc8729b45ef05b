#include "import/python/tensor_values.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "import/product.h"
#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/network.h"

namespace nnshape::python {
namespace {

constexpr size_t most_numbers = 65536;  // that a constant tensor keeps

Value shape_of(Interpreter& interpreter, const TensorValue& tensor) {
    std::vector<Value> sizes;
    for (int64_t size : tensor.dims) sizes.push_back(Value::number(size));
    return interpreter.tuple(std::move(sizes));
}

std::string_view dtype_name(Dtype dtype) {
    return dtype == Dtype::real ? "torch.float32" : dtype == Dtype::integer ? "torch.int64" : "torch.bool";
}

// A step of an index: what is done at the axis that comes next.
struct Step {
    enum class Kind { whole, at, part, add, take } kind;
    int64_t index = 0;
    Part part = {};
    Dims dims = {};             // of `take`: of the tensor of indexes
    TensorValue* by = nullptr;  // of `take`: the tensor, if it is one
};

// The items of an index, with `...` written out.
std::vector<Value> index_items(Interpreter& interpreter, const TensorValue& tensor, Value index, Spot spot) {
    std::vector<Value> items = as<Tuple>(index) ? as<Tuple>(index)->items : std::vector<Value>{index};
    size_t used = 0;
    for (const Value& item : items) {
        bool takes = !item.is_none() && !(item.tag == Tag::object && item.object->kind == ObjectKind::ellipsis);
        auto* by = as<TensorValue>(item);
        used += !takes ? 0 : by && by->dtype == Dtype::boolean ? by->dims.size() : 1;
    }
    if (used > tensor.dims.size()) {
        interpreter.raise("IndexError", fmt::format("too many indices for tensor of dimension {}", tensor.dims.size()),
                          spot);
    }
    std::vector<Value> all;
    bool written = false;
    for (const Value& item : items) {
        bool is_rest = item.tag == Tag::object && item.object->kind == ObjectKind::ellipsis;
        if (!is_rest || written) {
            if (!is_rest) all.push_back(item);
            continue;
        }
        written = true;
        for (size_t at = used; at < tensor.dims.size(); ++at) {
            all.push_back(Value::of(interpreter.make<Slice>(Value(), Value(), Value())));
        }
    }
    return all;
}

// What an item of an index does at an axis of this size; nothing if it is not known.
std::optional<Step> step_of(Interpreter& interpreter, const Value& item, int64_t size, Spot spot) {
    if (item.is_none()) return Step{.kind = Step::Kind::add};
    if (auto* slice = as<Slice>(item)) {
        auto indexes = slice_indexes(*slice, size);
        bool unknown = as<Unknown>(slice->start) || as<Unknown>(slice->stop) || as<Unknown>(slice->step);
        if (unknown) return std::nullopt;
        auto count = static_cast<int64_t>(indexes.size());
        if (count == size) return Step{.kind = Step::Kind::whole};
        int64_t step = slice->step.is_integer() ? slice->step.integer : 1;
        int64_t first = count > 0 ? indexes[0] : 0;
        return Step{.kind = Step::Kind::part, .part = {first, step, count}};
    }
    if (item.is_integer() && item.tag == Tag::integer) {
        if (item.integer < -size || item.integer >= size) {
            interpreter.raise("IndexError",
                              fmt::format("index {} is out of bounds for an axis of size {}", item.integer, size),
                              spot);
        }
        return Step{.kind = Step::Kind::at, .index = item.integer < 0 ? item.integer + size : item.integer};
    }
    if (auto* list = as<List>(item)) {
        auto count = static_cast<int64_t>(list->items.size());
        bool one = count == 1 && list->items[0].tag == Tag::integer && list->items[0].integer >= -size &&
                   list->items[0].integer < size;
        if (!one) return Step{.kind = Step::Kind::take, .dims = {count}};
        int64_t at = list->items[0].integer;
        return Step{.kind = Step::Kind::part, .part = {at < 0 ? at + size : at, 1, 1}};
    }
    auto* by = as<TensorValue>(item);
    if (!by || by->dtype == Dtype::boolean) return std::nullopt;
    return Step{.kind = Step::Kind::take, .dims = by->dims, .by = by};
}

Dims taken_dims(const Dims& dims, int axis, const Dims& indexes) {
    Dims result(dims.begin(), dims.begin() + axis);
    result.insert(result.end(), indexes.begin(), indexes.end());
    result.insert(result.end(), dims.begin() + axis + 1, dims.end());
    return result;
}

// Elements at indexes along one axis.
Traced take(Placer& placer, Traced traced, int axis, const Dims& indexes) {
    Dims dims = taken_dims(traced.dims, axis, indexes);
    if (axis == traced.batch) traced = placer.without_batch(traced);
    int batch = traced.batch > axis ? traced.batch + static_cast<int>(indexes.size()) - 1 : traced.batch;
    return rearranged(placer, {traced}, dims, batch);
}

Traced indexed(Placer& placer, Traced traced, const std::vector<Step>& steps) {
    int axis = 0;
    for (const Step& step : steps) {
        switch (step.kind) {
            case Step::Kind::whole: ++axis; break;
            case Step::Kind::at: traced = at_index(placer, traced, axis, step.index); break;
            case Step::Kind::part: traced = part_of(placer, traced, axis++, step.part); break;
            case Step::Kind::add: traced = unsqueezed(placer, traced, {axis++}); break;
            case Step::Kind::take:
                traced = take(placer, traced, axis, step.dims);
                axis += static_cast<int>(step.dims.size());
                break;
        }
    }
    return traced;
}

// The numbers of a constant at an index of its first axis, or of some of them.
void keep_numbers(const TensorValue& tensor, const std::vector<Step>& steps, TensorValue& result) {
    if (!tensor.is_known || tensor.dims.size() != 1 || steps.size() != 1) return;
    const Step& step = steps[0];
    if (step.kind == Step::Kind::at) result.numbers = {tensor.numbers[static_cast<size_t>(step.index)]};
    if (step.kind == Step::Kind::whole) result.numbers = tensor.numbers;
    for (int64_t turn = 0; step.kind == Step::Kind::part && turn < step.part.count; ++turn) {
        result.numbers.push_back(tensor.numbers[static_cast<size_t>(step.part.first + turn * step.part.step)]);
    }
    result.is_known = !result.numbers.empty();
}

struct Operator {
    std::string_view sign, type;
};
constexpr Operator operators[] = {{"+", "add"},       {"-", "subtract"}, {"*", "multiply"},  {"/", "multiply"},
                                  {"//", "multiply"}, {"%", "multiply"}, {"**", "multiply"}, {"&", "multiply"},
                                  {"|", "add"},       {"^", "add"}};

// The numbers of two constants, one by one.
void calculate_numbers(std::string_view sign, const TensorValue* left, const TensorValue* right, const Value& one,
                       const Value& other, TensorValue& result) {
    auto count = static_cast<size_t>(product_of(result.dims));
    bool left_known = left ? left->is_known && (left->numbers.size() == count) : one.is_number();
    bool right_known = right ? right->is_known && (right->numbers.size() == count) : other.is_number();
    if (!left_known || !right_known || count > most_numbers) return;
    bool is_real = result.dtype == Dtype::real;
    for (size_t at = 0; at < count; ++at) {
        double a = left ? left->numbers[at] : one.as_real(), b = right ? right->numbers[at] : other.as_real();
        double number = 0;
        if (sign == "+") {
            number = a + b;
        } else if (sign == "-") {
            number = a - b;
        } else if (sign == "*") {
            number = a * b;
        } else if (sign == "/") {
            number = a / b;
        } else if (sign == "//") {
            number = std::floor(a / b);
        } else if (sign == "**") {
            number = std::pow(a, b);
        } else {
            result.numbers.clear();
            return;
        }
        result.numbers.push_back(is_real ? static_cast<double>(static_cast<float>(number)) : number);
    }
    result.is_known = true;
}

[[noreturn]] void raise_broadcast(Interpreter& interpreter, const Dims& left, const Dims& right, Spot spot) {
    size_t axis = 0;
    for (size_t back = 1; back <= std::min(left.size(), right.size()); ++back) {
        int64_t a = left[left.size() - back], b = right[right.size() - back];
        if (a != b && a != 1 && b != 1) axis = std::max(left.size(), right.size()) - back;
    }
    interpreter.raise(
        code::shape_mismatch,
        fmt::format("the tensors {} and {} do not match at axis {}", dims_text(left), dims_text(right), axis),
        "sizes must be the same, or one of them 1", spot);
}

}  // namespace

Value merged_values(Interpreter& interpreter, std::string_view type, TensorValue& left, TensorValue& right, Spot spot,
                    Dtype dtype) {
    auto dims = broadcast(left.dims, right.dims);
    if (!dims) raise_broadcast(interpreter, left.dims, right.dims, spot);
    bool left_fixed = is_constant(interpreter, left), right_fixed = is_constant(interpreter, right);
    if (left_fixed && right_fixed) return constant(interpreter, *dims, dtype);
    if (left_fixed || right_fixed) {  // a constant changes the shape at most
        TensorValue& other = left_fixed ? right : left;
        if (other.dims == *dims && other.dtype == dtype) return Value::of(&other);
        return operate(interpreter, "expand", spot, {&other}, dtype,
                       [&](Placer& placer, std::vector<Traced>& inputs) { return expanded(placer, inputs[0], *dims); });
    }
    Traced result = placed(interpreter, type, spot, [&](Placer& placer) {
        bool left_leads = left.listing == interpreter.listing;
        Traced first = left_leads                             ? left.traced
                       : right.listing == interpreter.listing ? right.traced
                                                              : traced_of(interpreter, left);
        Traced a = left_leads ? first : traced_like(interpreter, left, first);
        Traced b = right.listing == interpreter.listing ? right.traced : traced_like(interpreter, right, first);
        place_at(interpreter, row_name(interpreter, type), spot);
        return merged(placer, type, {a, b});
    });
    return made(interpreter, result, dtype);
}

Value tensor_binary(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot) {
    if (as<Unknown>(left)) return left;
    if (as<Unknown>(right)) return right;
    auto *one = as<TensorValue>(left), *other = as<TensorValue>(right);
    if (sign == "@") {
        TensorValue &a = tensor_of(interpreter, left, spot), &b = tensor_of(interpreter, right, spot);
        return matrix_product(interpreter, a, b, spot);
    }
    if (!one && !other) return interpreter.unknown("a tensor");
    bool compares = contains_word("== != < > <= >=", sign);
    Dtype dtype = compares ? Dtype::boolean : one ? one->dtype : other->dtype;
    if (one && other && !compares && (one->dtype == Dtype::real || other->dtype == Dtype::real)) dtype = Dtype::real;
    if (sign == "/") dtype = Dtype::real;
    bool real_number = (!one && left.tag == Tag::real) || (!other && right.tag == Tag::real);
    if (real_number && !compares) dtype = Dtype::real;
    Value result;
    if (one && other) {
        auto found = std::find_if(std::begin(operators), std::end(operators),
                                  [&](const Operator& known) { return known.sign == sign; });
        std::string_view type = found == std::end(operators) ? std::string_view("multiply") : found->type;
        result = merged_values(interpreter, type, *one, *other, spot, dtype);
    } else {
        TensorValue& tensor = one ? *one : *other;
        const Value& number = one ? right : left;
        bool usable = number.is_number() || number.is_none() || compares;
        if (!usable) {
            auto* items = as<List>(number);
            if (!items) {
                interpreter.raise("TypeError",
                                  fmt::format("unsupported operand type(s) for {}: '{}' and '{}'", sign,
                                              type_name(left), type_name(right)),
                                  spot);
            }
        }
        if (is_constant(interpreter, tensor)) {
            result = constant(interpreter, tensor.dims, dtype);
        } else {
            // A number for all elements leaves no row.
            result =
                made(interpreter,
                     tensor.listing == interpreter.listing ? tensor.traced : traced_of(interpreter, tensor), dtype);
        }
    }
    auto* made = as<TensorValue>(result);
    bool fixed = made && made != one && made != other && is_constant(interpreter, *made);
    if (fixed) calculate_numbers(sign, one, other, left, right, *made);
    return result;
}

std::optional<Value> tensor_attribute(Interpreter& interpreter, TensorValue& tensor, std::string_view name) {
    Value self = Value::of(&tensor);
    if (name == "shape") return shape_of(interpreter, tensor);
    if (name == "ndim") return Value::number(static_cast<int64_t>(tensor.dims.size()));
    if (name == "dtype") return interpreter.library(dtype_name(tensor.dtype));
    if (name == "device") return interpreter.library("torch.device.cpu");
    if (name == "is_cuda" || name == "is_quantized" || name == "is_sparse") return Value::boolean(false);
    if (name == "requires_grad")
        return Value::boolean(tensor.storage && tensor.storage->trainable && !tensor.storage->is_buffer);
    if (name == "data" || name == "real") return self;
    if (name == "grad" || name == "grad_fn") return Value::none();
    if (name == "is_leaf") return Value::boolean(true);
    if (name == "itemsize") return Value::number(int64_t{4});
    if (name == "__class__") {
        bool is_parameter = tensor.storage && !tensor.storage->is_buffer;
        return Value::of(interpreter.library_class(is_parameter ? "torch.nn.Parameter" : "torch.Tensor"));
    }
    if (name == "T" || name == "mT" || name == "H") {
        if (auto transpose = find_native("torch.Tensor.t")) {
            Arguments arguments{.items = {{.name = {}, .value = self, .spot = {}}}, .spot = interpreter.here()};
            return transpose(interpreter, arguments);
        }
    }
    NativeCode code = find_native(fmt::format("torch.Tensor.{}", name));
    if (!code) {
        if (name.starts_with("__")) return std::nullopt;
        bool in_place = name.size() > 1 && name.ends_with('_');
        if (in_place) code = find_native(fmt::format("torch.Tensor.{}", name.substr(0, name.size() - 1)));
    }
    if (!code) return interpreter.library(fmt::format("torch.Tensor.{}", name));
    return Value::of(interpreter.make<Method>(self, interpreter.native(std::string(name), code)));
}

void set_tensor_attribute(Interpreter& interpreter, TensorValue& tensor, std::string_view name, Value value) {
    if (name == "requires_grad" && tensor.storage) {
        tensor.storage->trainable = interpreter.find_truth(value).value_or(true);
    }
    auto* other = as<TensorValue>(value);
    bool replaced = name == "data" && other && tensor.storage && other->dims != tensor.dims;
    if (!replaced) return;
    tensor.dims = other->dims;
    tensor.storage->dims = other->dims;
}

Value tensor_item(Interpreter& interpreter, TensorValue& tensor, Value index, Spot spot) {
    std::vector<Step> steps;
    size_t axis = 0;
    size_t takes = 0, first_take = 0;
    for (const Value& item : index_items(interpreter, tensor, index, spot)) {
        int64_t size = axis < tensor.dims.size() ? tensor.dims[axis] : 1;
        auto step = step_of(interpreter, item, size, spot);
        if (!step) return interpreter.unknown("an index that depends on data");
        if (step->kind == Step::Kind::part && step->part.count == 0) {
            Dims dims = tensor.dims;
            dims[axis] = 0;
            return constant(interpreter, dims, tensor.dtype);
        }
        if (step->kind == Step::Kind::take && takes++ == 0) first_take = steps.size();
        axis += step->kind != Step::Kind::add;
        steps.push_back(std::move(*step));
    }
    if (takes > 1) {  // several tensors of indexes are broadcast, and stand for all their axes
        Dims indexes = steps[first_take].dims;
        for (size_t at = first_take + 1; at < steps.size(); ++at) {
            if (steps[at].kind != Step::Kind::take) continue;
            auto both = broadcast(indexes, steps[at].dims);
            if (!both) return interpreter.unknown("indexes that do not match");
            indexes = *both;
            steps[at] = {.kind = Step::Kind::at, .index = 0};
        }
        steps[first_take].dims = indexes;
    }
    bool whole =
        std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.kind == Step::Kind::whole; });
    if (whole) return Value::of(&tensor);
    Value result =
        operate(interpreter, "index", spot, {&tensor}, tensor.dtype,
                [&](Placer& placer, std::vector<Traced>& inputs) { return indexed(placer, inputs[0], steps); });
    keep_numbers(tensor, steps, *as<TensorValue>(result));
    return result;
}

void set_tensor_item(Interpreter& interpreter, TensorValue& tensor, Value, Value value, Spot spot) {
    tensor.is_known = false;
    tensor.numbers.clear();
    auto* part = as<TensorValue>(value);
    if (!part || is_constant(interpreter, *part) || !is_constant(interpreter, tensor)) return;
    // A tensor of which a layer makes a part is a result of that layer.
    tensor.traced = placed(interpreter, "assign", spot, [&](Placer& placer) {
        Traced input = traced_of(interpreter, *part);
        bool has_batch = input.batch == 0 && !tensor.dims.empty() && tensor.dims[0] == input.dims[0];
        return rearranged(placer, {input}, tensor.dims, has_batch ? 0 : -1);
    });
    tensor.listing = interpreter.listing;
}

std::vector<Value> tensor_items(Interpreter& interpreter, TensorValue& tensor, Spot spot) {
    if (tensor.dims.empty()) interpreter.raise("TypeError", "iteration over a 0-d tensor", spot);
    count_items(interpreter, tensor.dims[0]);
    std::vector<Value> items;
    for (int64_t at = 0; at < tensor.dims[0]; ++at) {
        items.push_back(tensor_item(interpreter, tensor, Value::number(at), spot));
    }
    return items;
}

}  // namespace nnshape::python
