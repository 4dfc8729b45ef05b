#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/natives.h"

// https://docs.python.org/3/library/functools.html, and decorators of other modules that change nothing of a shape.
namespace nnshape::python {
namespace {

Value first(Interpreter& interpreter, Arguments& arguments) {
    if (arguments.items.empty()) interpreter.raise("TypeError", "missing 1 required argument", arguments.spot);
    return arguments.items[0].value;
}

bool is_function(const Value& value) {
    return as<FunctionValue>(value) || as<ClassType>(value) || as<Native>(value) || as<Method>(value) ||
           as<Library>(value) || as<StaticMethod>(value) || as<ClassMethod>(value) || as<Property>(value);
}

// `@decorator` and `@decorator(...)`.
Value decorator(Interpreter& interpreter, Arguments& arguments) {
    bool decorates =
        arguments.items.size() == 1 && arguments.positional() == 1 && is_function(arguments.items[0].value);
    return decorates ? arguments.items[0].value : interpreter.native("a decorator", first);
}

Value call_partial(Interpreter& interpreter, Arguments& arguments) {
    const Native& partial = *arguments.callee;
    Arguments all;
    all.spot = arguments.spot;
    for (size_t index = 1; index < partial.bound.size(); ++index) {
        all.items.push_back({.value = partial.bound[index], .spot = arguments.spot});
    }
    size_t count = arguments.positional();
    all.items.insert(all.items.end(), arguments.items.begin(), arguments.items.begin() + static_cast<ptrdiff_t>(count));
    for (const auto& [name, value] : partial.named.items()) {
        if (!arguments.named(name)) all.items.push_back({.name = name, .value = value, .spot = arguments.spot});
    }
    all.items.insert(all.items.end(), arguments.items.begin() + static_cast<ptrdiff_t>(count), arguments.items.end());
    return interpreter.call(partial.bound[0], all);
}

Value partial(Interpreter& interpreter, Arguments& arguments) {
    if (arguments.positional() == 0) {
        interpreter.raise("TypeError", "type 'partial' takes at least one argument", arguments.spot);
    }
    std::vector<Value> bound;
    for (size_t index = 0; index < arguments.positional(); ++index) bound.push_back(arguments.items[index].value);
    Value result = interpreter.native("functools.partial", call_partial, bound);
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty()) as<Native>(result)->named.set(argument.name, argument.value);
    }
    return result;
}

Value reduce(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "reduce", {"function", "iterable", "initial?"});
    std::vector<Value> items = bound.items(1);
    if (bound.has(2)) items.insert(items.begin(), bound[2]);
    if (items.empty()) {
        interpreter.raise("TypeError", "reduce() of empty iterable with no initial value", arguments.spot);
    }
    Value result = items[0];
    for (size_t index = 1; index < items.size(); ++index) result = interpreter.call(bound[0], {result, items[index]});
    return result;
}

Value cached_property(Interpreter& interpreter, Arguments& arguments) {
    return Value::of(interpreter.make<Property>(first(interpreter, arguments)));
}

Value second(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "cast", {"typ", "val"});
    return bound[1];
}

const NativeEntry entries[] = {
    {"functools.partial", partial},
    {"functools.partialmethod", partial},
    {"functools.reduce", known<reduce>},
    {"functools.lru_cache", decorator},
    {"functools.cache", decorator},
    {"functools.update_wrapper", first},
    {"functools.total_ordering", decorator},
    {"functools.singledispatch", decorator},
    {"functools.cached_property", cached_property},
    {"contextlib.contextmanager", decorator},
    {"typing.no_type_check", decorator},
    {"typing.runtime_checkable", decorator},
    {"typing_extensions.override", decorator},
    {"typing.cast", second},
    {"typing.NewType", second},
};

}  // namespace

std::span<const NativeEntry> functools_functions() { return entries; }

}  // namespace nnshape::python
