// Functions of Python's own that make parts of classes, and those of libraries that describe functions.
#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/library_names.h"
#include "import/python/natives.h"

namespace nnshape::python {
namespace {

Value property(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "property", {"fget?", "fset?", "fdel?", "doc?"});
    Property* made = interpreter.make<Property>(bound[0]);
    made->set = bound[1];
    return Value::of(made);
}

Value static_method(Interpreter& interpreter, Arguments& arguments) {
    return Value::of(interpreter.make<StaticMethod>(arguments.items.at(0).value));
}

Value class_method(Interpreter& interpreter, Arguments& arguments) {
    return Value::of(interpreter.make<ClassMethod>(arguments.items.at(0).value));
}

Value itself(Interpreter&, Arguments& arguments) {
    return arguments.items.empty() ? Value::none() : arguments.items[0].value;
}

// `@dataclass(frozen=True)` is `@dataclass`.
Value dataclass(Interpreter& interpreter, Arguments& arguments) {
    bool decorates = !arguments.items.empty() && as<ClassType>(arguments.items[0].value);
    return decorates ? arguments.items[0].value : interpreter.library("dataclasses.dataclass");
}

Value wraps_function(Interpreter& interpreter, Arguments& arguments) {
    auto* function = arguments.items.empty() ? nullptr : as<FunctionValue>(arguments.items[0].value);
    const Value& wrapped = arguments.callee->bound.at(0);
    if (function) {
        function->attributes.set("__wrapped__", wrapped);
        if (auto name = interpreter.find_attribute(wrapped, "__name__")) function->attributes.set("__name__", *name);
    }
    return itself(interpreter, arguments);
}

// functools.wraps(function): a decorator that keeps the function as `__wrapped__`.
Value wraps(Interpreter& interpreter, Arguments& arguments) {
    return interpreter.native("wraps", wraps_function, {arguments.items.at(0).value});
}

// inspect.signature(function).parameters: names with objects that have `name`, `kind` and `default`.
Value signature(Interpreter& interpreter, Arguments& arguments) {
    Value of = arguments.items.at(0).value;
    size_t skipped = 0;
    for (int step = 0; step < 20; ++step) {
        auto* function = as<FunctionValue>(of);
        const Value* wrapped = function ? function->attributes.find("__wrapped__") : nullptr;
        if (auto* method = as<Method>(of)) {
            of = method->function;
            skipped = 1;
        } else if (auto* type = as<ClassType>(of)) {
            auto init = find_in_class(interpreter, *type, "__init__");
            if (!init) break;
            of = *init;
            skipped = 1;
        } else if (wrapped) {
            of = *wrapped;
        } else {
            break;
        }
    }
    auto* function = as<FunctionValue>(of);
    if (!function) return interpreter.unknown("the signature of a function");
    constexpr std::string_view kinds[] = {"POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY",
                                          "VAR_KEYWORD"};
    ClassType* type = interpreter.library_class("inspect.Parameter");
    type->is_known = true;
    Dict* parameters = interpreter.make<Dict>();
    for (size_t at = skipped; at < function->code->params.size(); ++at) {
        const ParamDef& param = function->code->params[at];
        Instance* one = interpreter.make<Instance>(type);
        one->attributes.set("name", interpreter.string(param.name));
        for (size_t kind = 0; kind < std::size(kinds); ++kind) {
            one->attributes.set(kinds[kind], Value::number(static_cast<int64_t>(kind)));
        }
        one->attributes.set("kind", Value::number(static_cast<int64_t>(param.kind)));
        one->attributes.set("empty", interpreter.library("inspect.Parameter.empty"));
        one->attributes.set("default",
                            param.standard ? function->standards[at] : interpreter.library("inspect.Parameter.empty"));
        parameters->set(interpreter.string(param.name), Value::of(one));
    }
    Instance* result = interpreter.make<Instance>(type);
    result->attributes.set("parameters", Value::of(parameters));
    return Value::of(result);
}

constexpr NativeEntry table[] = {
    {"builtins.property", property},
    {"builtins.staticmethod", static_method},
    {"builtins.classmethod", class_method},
    {"abc.abstractmethod", itself},
    {"abc.abstractproperty", property},
    {"typing.overload", itself},
    {"typing.final", itself},
    {"enum.unique", itself},
    {"dataclasses.dataclass", dataclass},
    {"functools.wraps", wraps},
    {"inspect.signature", signature},
    {"property.getter", itself},
};

}  // namespace

std::span<const NativeEntry> language_functions() { return table; }

std::optional<Value> library_constant(Interpreter& interpreter, std::string_view name) {
    if (auto number = find_constant(name)) return number;
    if (name == "typing.TYPE_CHECKING") return Value::boolean(false);
    if (name == "builtins.__debug__") return Value::boolean(true);
    if (name == "builtins.Ellipsis") return Value::of(interpreter.make<Ellipsis>());
    if (name == "torch.__version__") return interpreter.string("1.13.1");  // whose figures the tests have
    if (name == "math.pi" || name == "torch.pi" || name == "numpy.pi") return Value::number(3.141592653589793);
    if (name == "torch.inf" || name == "numpy.inf") return Value::number(HUGE_VAL);
    return std::nullopt;
}

}  // namespace nnshape::python
