#include "import/onnx/fold.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/unicode.h"
#include "import/onnx/elements.h"

namespace nnshape::onnx {
namespace {

using Inputs = std::vector<const Value*>;

// Operators on one number or two.

using Unary = Number (*)(Number);
using Binary = Number (*)(Number, Number);

struct UnaryRow {
    std::string_view op;
    Unary apply;
};

constexpr UnaryRow unaries[] = {
    {"Neg", [](Number a) { return -a; }},
    {"Abs", [](Number a) { return std::fabs(a); }},
    {"Floor", [](Number a) { return std::floor(a); }},
    {"Ceil", [](Number a) { return std::ceil(a); }},
    {"Round", [](Number a) { return std::nearbyint(a); }},
    {"Sqrt", [](Number a) { return std::sqrt(a); }},
    {"Exp", [](Number a) { return std::exp(a); }},
    {"Log", [](Number a) { return std::log(a); }},
    {"Reciprocal", [](Number a) { return 1 / a; }},
    {"Not", [](Number a) { return static_cast<Number>(a == 0); }},
    {"Sign", [](Number a) { return static_cast<Number>((a > 0) - (a < 0)); }},
    {"Sin", [](Number a) { return std::sin(a); }},
    {"Cos", [](Number a) { return std::cos(a); }},
};

struct BinaryRow {
    std::string_view op;
    Binary apply;
};

constexpr BinaryRow binaries[] = {
    {"Add", [](Number a, Number b) { return a + b; }},
    {"Sum", [](Number a, Number b) { return a + b; }},
    {"Sub", [](Number a, Number b) { return a - b; }},
    {"Mul", [](Number a, Number b) { return a * b; }},
    {"Pow", [](Number a, Number b) { return std::pow(a, b); }},
    {"Max", [](Number a, Number b) { return std::max(a, b); }},
    {"Min", [](Number a, Number b) { return std::min(a, b); }},
    {"Equal", [](Number a, Number b) { return static_cast<Number>(a == b); }},
    {"Less", [](Number a, Number b) { return static_cast<Number>(a < b); }},
    {"LessOrEqual", [](Number a, Number b) { return static_cast<Number>(a <= b); }},
    {"Greater", [](Number a, Number b) { return static_cast<Number>(a > b); }},
    {"GreaterOrEqual", [](Number a, Number b) { return static_cast<Number>(a >= b); }},
    {"And", [](Number a, Number b) { return static_cast<Number>(a != 0 && b != 0); }},
    {"Or", [](Number a, Number b) { return static_cast<Number>(a != 0 || b != 0); }},
    {"Xor", [](Number a, Number b) { return static_cast<Number>((a != 0) != (b != 0)); }},
    {"Div", [](Number a, Number b) { return a / b; }},
    {"Mod", [](Number a, Number b) { return std::fmod(a, b); }},
};

// ONNX divides integers towards zero, and its Mod has the sign of the divisor unless `fmod` is set.
Number exactly(const Node& node, Binary apply, Number a, Number b, bool whole) {
    if (node.op == "Div" && whole) return std::trunc(apply(a, b));
    Number result = apply(a, b);
    bool other_sign = node.op == "Mod" && node.integer("fmod", 0) == 0 && result != 0 && (result < 0) != (b < 0);
    return other_sign ? result + b : result;
}

bool fold_binary(GraphReader& reader, const Node& node, const Inputs& inputs, Binary apply) {
    Stored result = inputs[0]->stored;
    for (size_t index = 1; index < inputs.size(); ++index) {
        const Stored& other = inputs[index]->stored;
        auto dims = broadcast(result.dims, other.dims);
        if (!dims || !is_small(*dims) || !result.known || !other.known) return false;
        bool whole = !is_real(result.type) && !is_real(other.type);
        std::vector<Number> numbers;
        bool empty = std::find(dims->begin(), dims->end(), 0) != dims->end();
        auto count = static_cast<size_t>(empty ? 0 : product_of(*dims));
        for (size_t at = 0; at < count; ++at) {
            Number b = other.numbers[broadcast_index(at, *dims, other.dims)];
            bool by_zero = b == 0 && whole && (node.op == "Div" || node.op == "Mod");
            if (by_zero) return false;
            numbers.push_back(exactly(node, apply, result.numbers[broadcast_index(at, *dims, result.dims)], b, whole));
        }
        result = known_numbers(*dims, std::move(numbers), whole ? result.type : Type::float32);
    }
    reader.set(node, Value::of(result));
    return true;
}

bool fold_unary(GraphReader& reader, const Node& node, const Inputs& inputs, Unary apply) {
    Stored result = inputs[0]->stored;
    if (!result.known) return false;
    for (Number& number : result.numbers) number = apply(number);
    result.generated = result.generated || result.is_one();
    reader.set(node, Value::of(result));
    return true;
}

// Operators that look at their inputs' dims or numbers.

bool fold_gather(GraphReader& reader, const Node& node, const Inputs& inputs) {
    const Stored &from = inputs[0]->stored, &indexes = inputs[1]->stored;
    if (!from.known || !indexes.known || from.dims.empty()) return false;
    int axis = reader.axis_of(node.integer("axis", 0), from.dims.size());
    auto split = static_cast<size_t>(axis);
    Dims dims(from.dims.begin(), from.dims.begin() + axis);
    dims.insert(dims.end(), indexes.dims.begin(), indexes.dims.end());
    dims.insert(dims.end(), from.dims.begin() + axis + 1, from.dims.end());
    if (!is_small(dims)) return false;
    int64_t size = from.dims[split];
    Stored result = known_numbers(dims, {}, from.type);
    Dims before(from.dims.begin(), from.dims.begin() + axis), after(from.dims.begin() + axis + 1, from.dims.end());
    for (int64_t outer = 0; outer < product_of(before); ++outer) {
        for (int64_t index : integers_of(indexes)) {
            if (index < -size || index >= size) {
                reader.refuse(code::index_out_of_range, fmt::format("index {} in an axis of {}", index, size));
            }
            int64_t at = index < 0 ? index + size : index;
            for (int64_t inner = 0; inner < product_of(after); ++inner) {
                result.numbers.push_back(
                    from.numbers[static_cast<size_t>((outer * size + at) * product_of(after) + inner)]);
            }
        }
    }
    reader.set(node, Value::of(result));
    return true;
}

bool fold_concat(GraphReader& reader, const Node& node, const Inputs& inputs) {
    Stored first = inputs[0]->stored;
    if (first.dims.empty()) return false;
    int axis = reader.axis_of(node.integer("axis", 0), first.dims.size());
    auto split = static_cast<size_t>(axis);
    Dims dims = first.dims;
    dims[split] = 0;
    for (const Value* input : inputs) {
        if (!input->is_known() || input->stored.dims.size() != dims.size()) return false;
        dims[split] += input->stored.dims[split];
    }
    if (!is_small(dims)) return false;
    Stored result = known_numbers(dims, {}, first.type);
    int64_t outer_count = 1;
    for (size_t index = 0; index < split; ++index) outer_count *= dims[index];
    for (int64_t outer = 0; outer < outer_count; ++outer) {
        for (const Value* input : inputs) {
            auto each = static_cast<int64_t>(input->stored.numbers.size()) / std::max<int64_t>(outer_count, 1);
            auto begin = input->stored.numbers.begin() + outer * each;
            result.numbers.insert(result.numbers.end(), begin, begin + each);
        }
    }
    reader.set(node, Value::of(result));
    return true;
}

bool fold_where(GraphReader& reader, const Node& node, const Inputs& inputs) {
    if (inputs.size() != 3) return false;
    const Stored &condition = inputs[0]->stored, &yes = inputs[1]->stored, &no = inputs[2]->stored;
    auto dims = broadcast(yes.dims, no.dims);
    if (dims) dims = broadcast(*dims, condition.dims);
    if (!dims || !is_small(*dims) || !condition.known || !yes.known || !no.known) return false;
    Stored result = known_numbers(*dims, {}, yes.type);
    for (size_t at = 0; at < static_cast<size_t>(product_of(*dims)); ++at) {
        bool holds = condition.numbers[broadcast_index(at, *dims, condition.dims)] != 0;
        const Stored& from = holds ? yes : no;
        result.numbers.push_back(from.numbers[broadcast_index(at, *dims, from.dims)]);
    }
    reader.set(node, Value::of(result));
    return true;
}

bool fold_range(GraphReader& reader, const Node& node, const Inputs& inputs) {
    if (inputs.size() != 3) return false;
    for (const Value* input : inputs) {
        if (!input->is_known() || input->stored.numbers.size() != 1) return false;
    }
    Number first = inputs[0]->stored.numbers[0], end = inputs[1]->stored.numbers[0],
           step = inputs[2]->stored.numbers[0];
    Number count = step == 0 ? 0 : std::ceil((end - first) / step);
    if (!(count >= 0 && count <= 1e9)) return false;
    Stored result = known_numbers({static_cast<int64_t>(count)}, {}, inputs[0]->stored.type);
    result.known = count <= most_numbers;
    for (int64_t at = 0; result.known && at < static_cast<int64_t>(count); ++at)
        result.numbers.push_back(first + step * at);
    reader.set(node, Value::of(result));
    return true;
}

bool fold_constant_of_shape(GraphReader& reader, const Node& node, const Inputs& inputs) {
    if (!inputs[0]->is_known()) return false;
    Dims dims = integers_of(inputs[0]->stored);
    if (std::any_of(dims.begin(), dims.end(), [](int64_t size) { return size < 0; })) return false;
    Stored result = known_numbers(dims, {}, Type::float32);
    result.roots = {node.output(0)};
    result.generated = inputs[0]->stored.generated;  // old files make their weights so, from shapes that they store
    Number fill = 0;
    if (const Attribute* value = node.find("value"); value && !value->tensors.empty()) {
        result.type = value->tensors[0].type;
        if (!value->tensors[0].numbers.empty()) fill = value->tensors[0].numbers[0];
    }
    result.known = is_small(dims);
    bool empty = std::find(dims.begin(), dims.end(), 0) != dims.end();
    if (result.known && !empty) result.numbers.assign(static_cast<size_t>(product_of(dims)), fill);
    reader.set(node, Value::of(result));
    return true;
}

bool fold_expand(GraphReader& reader, const Node& node, const Inputs& inputs) {
    if (inputs.size() != 2 || !inputs[1]->is_known()) return false;
    const Stored& from = inputs[0]->stored;
    auto dims = broadcast(from.dims, integers_of(inputs[1]->stored));
    if (!dims) return false;
    bool same = product_of(*dims) == product_of(from.dims);
    if (!same && !from.known && !from.generated) return false;  // its parameters are counted before it is expanded
    reader.set(node, Value::of(chosen(from, *dims, [&](size_t at) { return broadcast_index(at, *dims, from.dims); })));
    return true;
}

bool fold_tile(GraphReader& reader, const Node& node, const Inputs& inputs) {
    if (inputs.size() != 2 || !inputs[1]->is_known() || !inputs[0]->is_known()) return false;
    const Stored& from = inputs[0]->stored;
    Dims repeats = integers_of(inputs[1]->stored), dims = from.dims;
    if (repeats.size() != dims.size()) return false;
    for (size_t axis = 0; axis < dims.size(); ++axis) {
        Checked size = Checked(dims[axis]) * repeats[axis];
        if (size.overflowed() || size.value() < 0) return false;
        dims[axis] = size.value();
    }
    if (!is_small(dims)) return false;
    reader.set(node, Value::of(chosen(from, dims, [&](size_t at) {
                   size_t place = 0, stride = 1;
                   for (size_t axis = dims.size(); axis-- > 0;) {
                       auto size = static_cast<size_t>(dims[axis]), own = static_cast<size_t>(from.dims[axis]);
                       place += at % size % own * stride;
                       at /= size;
                       stride *= own;
                   }
                   return place;
               })));
    return true;
}

bool fold_split(GraphReader& reader, const Node& node, const Inputs& inputs) {
    const Stored& from = inputs[0]->stored;
    if (!from.known || from.dims.empty()) return false;
    auto axis = static_cast<size_t>(reader.axis_of(node.integer("axis", 0), from.dims.size()));
    auto sizes = split_sizes(reader, node, from.dims[axis]);
    std::vector<Part> parts;
    for (int64_t size : from.dims) parts.push_back({0, 1, size});
    int64_t first = 0;
    for (size_t index = 0; index < sizes.size() && index < node.outputs.size(); ++index) {
        parts[axis] = {first, 1, sizes[index]};
        reader.set(node, Value::of(sliced(from, parts)), index);
        first += sizes[index];
    }
    return true;
}

struct ReduceRow {
    std::string_view op;
    Binary apply;
};

constexpr ReduceRow reduces[] = {
    {"ReduceProd", [](Number a, Number b) { return a * b; }},
    {"ReduceSum", [](Number a, Number b) { return a + b; }},
    {"ReduceMax", [](Number a, Number b) { return std::max(a, b); }},
    {"ReduceMin", [](Number a, Number b) { return std::min(a, b); }},
};

// All elements to one number, as shape arithmetic does.
bool fold_reduce(GraphReader& reader, const Node& node, const Inputs& inputs, Binary apply) {
    const Stored& from = inputs[0]->stored;
    if (!from.known || from.dims.size() > 1 || from.numbers.empty()) return false;
    Number result = std::accumulate(from.numbers.begin() + 1, from.numbers.end(), from.numbers[0], apply);
    bool kept = node.integer("keepdims", 1) != 0;
    reader.set(node, Value::of(known_numbers(kept ? Dims(from.dims.size(), 1) : Dims(), {result}, from.type)));
    return true;
}

bool fold_shape(GraphReader& reader, const Node& node) {
    const Value& value = reader.input(node, 0);
    if (!value.is_traced() && !value.is_stored()) return false;
    const Dims& dims = value.dims();
    if (node.op == "Size") {
        reader.set(node, Value::of(known_numbers({}, {static_cast<Number>(product_of(dims))})));
        return true;
    }
    auto rank = static_cast<int64_t>(dims.size());
    auto bounded = [&](int64_t index) { return std::clamp<int64_t>(index < 0 ? index + rank : index, 0, rank); };
    int64_t first = bounded(node.integer("start", 0)), end = bounded(node.integer("end", rank));
    std::vector<Number> numbers;
    for (int64_t axis = first; axis < end; ++axis)
        numbers.push_back(static_cast<Number>(dims[static_cast<size_t>(axis)]));
    auto count = static_cast<int64_t>(numbers.size());
    reader.set(node, Value::of(known_numbers({count}, std::move(numbers))));
    return true;
}

// Operators that keep a tensor, and change at most its dims.
bool fold_view(GraphReader& reader, const Node& node, const Inputs& inputs) {
    const Stored& from = inputs[0]->stored;
    auto is = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), node.op) != names.end();
    };
    if (is({"Identity", "Dropout", "DequantizeLinear", "QuantizeLinear", "Cast", "CastLike"})) {
        Stored result = from;
        if (node.op == "Cast") result.type = static_cast<Type>(node.integer("to", 1));
        if (node.op == "DequantizeLinear") result.type = Type::float32;
        bool cut = node.op == "Cast" && !is_real(result.type);
        for (Number& number : result.numbers) {
            if (cut) number = std::trunc(number);
        }
        for (size_t index = 1; index < inputs.size(); ++index) reader.use(inputs[index]->stored);
        reader.set(node, Value::of(std::move(result)));
        return true;
    }
    if (is({"Squeeze"}))
        return reader.set(node, Value::of(with_dims(from, squeezed_dims(reader, node, from.dims)))), true;
    if (is({"Unsqueeze"}))
        return reader.set(node, Value::of(with_dims(from, unsqueezed_dims(reader, node, from.dims)))), true;
    if (is({"Reshape"}) && (inputs.size() < 2 || inputs[1]->is_known())) {
        auto asked = inputs.size() < 2 ? node.integers("shape") : integers_of(inputs[1]->stored);
        return reader.set(node, Value::of(with_dims(from, reshaped_dims(reader, node, from.dims, asked)))), true;
    }
    if (is({"Transpose"})) {
        return reader.set(node, Value::of(transposed(from, order_of(reader, node, from.dims.size())))), true;
    }
    if (is({"Slice"}) && from.known) {
        return reader.set(node, Value::of(sliced(from, slice_parts(reader, node, from.dims)))), true;
    }
    return false;
}

}  // namespace

bool fold(GraphReader& reader, const Node& node) {
    if (!node.domain.empty() && node.domain != "ai.onnx") return false;
    if (node.op == "Shape" || node.op == "Size") return fold_shape(reader, node);
    Inputs inputs;
    for (size_t index = 0; index < node.inputs.size(); ++index) {
        const Value& value = reader.input(node, index);
        if (value.kind == Value::Kind::missing) continue;
        if (!value.is_stored()) return false;
        inputs.push_back(&value);
    }
    if (inputs.empty()) return false;
    for (const UnaryRow& row : unaries) {
        if (row.op == node.op) return fold_unary(reader, node, inputs, row.apply);
    }
    for (const BinaryRow& row : binaries) {
        if (row.op == node.op) return fold_binary(reader, node, inputs, row.apply);
    }
    for (const ReduceRow& row : reduces) {
        if (row.op == node.op) return fold_reduce(reader, node, inputs, row.apply);
    }
    using Fold = bool (*)(GraphReader&, const Node&, const Inputs&);
    constexpr std::pair<std::string_view, Fold> others[] = {{"Gather", fold_gather},
                                                            {"Concat", fold_concat},
                                                            {"Where", fold_where},
                                                            {"Range", fold_range},
                                                            {"ConstantOfShape", fold_constant_of_shape},
                                                            {"Expand", fold_expand},
                                                            {"Tile", fold_tile},
                                                            {"Split", fold_split}};
    for (const auto& [op, apply] : others) {
        if (op == node.op) return apply(reader, node, inputs);
    }
    return fold_view(reader, node, inputs);
}

}  // namespace nnshape::onnx
