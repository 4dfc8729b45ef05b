#include "import/python/arguments.h"
#include "import/python/natives.h"
#include "import/python/operators.h"

// https://docs.python.org/3/library/operator.html
namespace nnshape::python {
namespace {

// A sign that a template can have.
struct Sign {
    char text[3];
};

template <Sign sign>
Value binary(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator", {"a", "b"});
    return interpreter.binary(sign.text, bound[0], bound[1], arguments.spot);
}

template <Sign sign>
Value compare(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator", {"a", "b"});
    return interpreter.compare(sign.text, bound[0], bound[1], arguments.spot);
}

template <Sign sign>
Value changed(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator", {"a"});
    return unary(interpreter, sign.text, bound[0], arguments.spot);
}

Value negated(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator.not_", {"a"});
    return unary(interpreter, "not", bound[0], arguments.spot);
}

Value truth(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator.truth", {"a"});
    return Value::boolean(to_truth(interpreter, bound[0]));
}

Value contains(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator.contains", {"a", "b"});
    return interpreter.compare("in", bound[1], bound[0], arguments.spot);
}

Value item(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator.getitem", {"a", "b"});
    return interpreter.item(bound[0], bound[1], arguments.spot);
}

// One value, or a tuple of several.
Value one_or_tuple(Interpreter& interpreter, std::vector<Value> values) {
    return values.size() == 1 ? values[0] : interpreter.tuple(std::move(values));
}

Value get_items(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "itemgetter", {"obj"});
    std::vector<Value> values;
    for (const Value& key : arguments.callee->bound) values.push_back(interpreter.item(bound[0], key, arguments.spot));
    return one_or_tuple(interpreter, std::move(values));
}

Value get_attributes(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "attrgetter", {"obj"});
    std::vector<Value> values;
    for (const Value& names : arguments.callee->bound) {
        std::string_view rest = to_text(interpreter, names);
        Value value = bound[0];
        while (!rest.empty()) {
            std::string_view name = rest.substr(0, rest.find('.'));
            value = interpreter.attribute(value, name, arguments.spot);
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        }
        values.push_back(value);
    }
    return one_or_tuple(interpreter, std::move(values));
}

Value call_named(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "methodcaller", {"obj"});
    const std::vector<Value>& with = arguments.callee->bound;
    Value method = interpreter.attribute(bound[0], to_text(interpreter, with[0]), arguments.spot);
    return interpreter.call(method, std::vector<Value>(with.begin() + 1, with.end()));
}

template <NativeCode code>
Value getter(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "operator", {"item", "*items"});
    std::vector<Value> keys = bound.rest_values();
    keys.insert(keys.begin(), bound[0]);
    return interpreter.native("operator", code, std::move(keys));
}

const NativeEntry entries[] = {
    {"operator.add", known<binary<Sign{"+"}>>},
    {"operator.iadd", known<binary<Sign{"+"}>>},
    {"operator.concat", known<binary<Sign{"+"}>>},
    {"operator.sub", known<binary<Sign{"-"}>>},
    {"operator.mul", known<binary<Sign{"*"}>>},
    {"operator.imul", known<binary<Sign{"*"}>>},
    {"operator.truediv", known<binary<Sign{"/"}>>},
    {"operator.floordiv", known<binary<Sign{"//"}>>},
    {"operator.mod", known<binary<Sign{"%"}>>},
    {"operator.pow", known<binary<Sign{"**"}>>},
    {"operator.matmul", known<binary<Sign{"@"}>>},
    {"operator.and_", known<binary<Sign{"&"}>>},
    {"operator.or_", known<binary<Sign{"|"}>>},
    {"operator.xor", known<binary<Sign{"^"}>>},
    {"operator.lshift", known<binary<Sign{"<<"}>>},
    {"operator.rshift", known<binary<Sign{">>"}>>},
    {"operator.eq", known<compare<Sign{"=="}>>},
    {"operator.ne", known<compare<Sign{"!="}>>},
    {"operator.lt", known<compare<Sign{"<"}>>},
    {"operator.le", known<compare<Sign{"<="}>>},
    {"operator.gt", known<compare<Sign{">"}>>},
    {"operator.ge", known<compare<Sign{">="}>>},
    {"operator.is_", known<compare<Sign{"is"}>>},
    {"operator.neg", known<changed<Sign{"-"}>>},
    {"operator.pos", known<changed<Sign{"+"}>>},
    {"operator.invert", known<changed<Sign{"~"}>>},
    {"operator.not_", known<negated>},
    {"operator.truth", known<truth>},
    {"operator.contains", known<contains>},
    {"operator.getitem", known<item>},
    {"operator.itemgetter", known<getter<known<get_items>>>},
    {"operator.attrgetter", known<getter<known<get_attributes>>>},
    {"operator.methodcaller", known<getter<known<call_named>>>},
};

}  // namespace

std::span<const NativeEntry> operator_functions() { return entries; }

}  // namespace nnshape::python
