// Calls: how arguments find their parameters, and what is called.
#include <fmt/format.h>
#include <algorithm>
#include <stdexcept>

#include "import/python/evaluation.h"
#include "import/python/keras_graph.h"
#include "import/python/modules.h"

namespace nnshape::python {
namespace {

constexpr int deepest = 200;

// "CausalAttention.forward"
std::string name_of(const FunctionValue& function) {
    return function.owner ? fmt::format("{}.{}", function.owner->name, function.name) : function.name;
}

// Gives each parameter its value, in the scope of the call.
class Binder {
  public:
    Binder(Interpreter& interpreter, FunctionValue& function, const Arguments& arguments, Frame& frame)
        : interpreter_(interpreter), function_(function), arguments_(arguments), frame_(frame) {}

    void run() {
        taken_.resize(arguments_.items.size());
        const auto& params = function_.code->params;
        for (size_t index = 0; index < params.size(); ++index) bind(params[index], index);
        check_taken();
    }

  private:
    [[noreturn]] void fail(const std::string& problem, Spot spot = {}) const {
        interpreter_.raise("TypeError", fmt::format("{}() {}", name_of(function_), problem),
                           spot.package ? spot : arguments_.spot);
    }

    void set(const std::string& name, const Argument& argument) {
        frame_.scope->names.set(name, argument.value);
        if (argument.spot.package) frame_.argument_spots.emplace_back(name, argument.spot);
    }

    void bind(const ParamDef& param, size_t index) {
        if (param.kind == ParamDef::Kind::rest) return bind_rest(param);
        if (param.kind == ParamDef::Kind::keywords) return bind_keywords(param);
        bool by_place = param.kind != ParamDef::Kind::keyword_only;
        if (by_place && place_ < arguments_.items.size() && arguments_.items[place_].name.empty()) {
            taken_[place_] = true;
            return set(param.name, arguments_.items[place_++]);
        }
        for (size_t at = 0; at < arguments_.items.size(); ++at) {
            if (arguments_.items[at].name != param.name) continue;
            taken_[at] = true;
            return set(param.name, arguments_.items[at]);
        }
        if (!param.standard) fail(fmt::format("missing required argument: '{}'", param.name));
        frame_.scope->names.set(param.name, function_.standards[index]);
    }

    void bind_rest(const ParamDef& param) {
        std::vector<Value> rest;
        for (; place_ < arguments_.items.size() && arguments_.items[place_].name.empty(); ++place_) {
            taken_[place_] = true;
            rest.push_back(arguments_.items[place_].value);
        }
        frame_.scope->names.set(param.name, interpreter_.tuple(std::move(rest)));
    }

    // They are bound last, as a parameter with keywords is the last one.
    void bind_keywords(const ParamDef& param) {
        Dict* dict = interpreter_.make<Dict>();
        for (size_t at = 0; at < arguments_.items.size(); ++at) {
            if (taken_[at] || arguments_.items[at].name.empty()) continue;
            taken_[at] = true;
            dict->set(interpreter_.string(arguments_.items[at].name), arguments_.items[at].value);
        }
        frame_.scope->names.set(param.name, Value::of(dict));
    }

    void check_taken() const {
        for (size_t at = 0; at < taken_.size(); ++at) {
            const Argument& argument = arguments_.items[at];
            if (taken_[at]) continue;
            if (!argument.name.empty()) {
                bool twice = std::any_of(function_.code->params.begin(), function_.code->params.end(),
                                         [&](const ParamDef& param) { return param.name == argument.name; });
                const char* problem = twice ? "got multiple values for argument" : "got an unexpected keyword argument";
                fail(fmt::format("{} '{}'", problem, argument.name), argument.spot);
            }
            fail(fmt::format("takes {} positional arguments but {} were given", place_, arguments_.positional()));
        }
    }

    Interpreter& interpreter_;
    FunctionValue& function_;
    const Arguments& arguments_;
    Frame& frame_;
    std::vector<bool> taken_;
    size_t place_ = 0;
};

// Functions that make and call a layer, which is remembered itself.
bool makes_layers(std::string_view name) {
    return name.starts_with("keras.layers.") || name.starts_with("keras.Input") || name.starts_with("builtins.");
}

// Functions of the evaluator read their arguments by place, and may find that there are too few.
Value call_native(Interpreter& interpreter, const Native& native, Arguments& arguments) {
    try {
        return native.code(interpreter, arguments);
    } catch (const std::out_of_range&) {
        interpreter.raise("TypeError", fmt::format("{}() has too few arguments", native.name), arguments.spot);
    }
}

Value call_library(Interpreter& interpreter, const Library& library, Arguments& arguments) {
    if (NativeCode code = find_native(library.name)) {
        KerasOperation run = [code, name = library.name](Interpreter& inner, Arguments& given) {
            Native native(name, code);
            given.callee = &native;
            return call_native(inner, native, given);
        };
        return makes_layers(library.name) ? run(interpreter, arguments)
                                          : recorded(interpreter, arguments, nullptr, run);
    }
    note_model_input(interpreter, arguments);
    return interpreter.unknown(fmt::format("`{}`, which nnshape does not know", library.name));
}

Value call_instance(Interpreter& interpreter, Instance& instance, Arguments& arguments) {
    if (instance.module) return call_module(interpreter, instance, arguments);
    if (auto method = interpreter.find_attribute(Value::of(&instance), "__call__")) {
        return interpreter.call(*method, arguments);
    }
    interpreter.raise("TypeError", fmt::format("'{}' object is not callable", instance.type->name), arguments.spot);
}

}  // namespace

CallDepth::CallDepth(Interpreter& interpreter) : interpreter_(interpreter) {
    if (interpreter.depth_ >= deepest) interpreter.raise_too_deep();
    ++interpreter.depth_;
}

void Interpreter::raise_too_deep() {
    Raised raised{.type = "RecursionError",
                  .message = "maximum recursion depth exceeded",
                  .code = &code::too_large,
                  .spot = here()};
    raised.is_limit = true;
    throw raised;
}

Value make_function(Interpreter& interpreter, Frame& frame, const std::string& name, const Function& code) {
    FunctionValue* function = interpreter.make<FunctionValue>();
    function->name = name;
    function->code = &code;
    function->package = frame.package;
    bool at_file_level = frame.scope == &frame.package->scope;
    function->around = at_file_level ? nullptr : frame.in_class ? frame.scope->around : frame.scope;
    for (const ParamDef& param : code.params) {
        function->standards.push_back(param.standard ? interpreter.evaluate(frame, *param.standard) : Value::none());
    }
    return Value::of(function);
}

Value call_function(Interpreter& interpreter, FunctionValue& function, Arguments& arguments) {
    CallDepth depth(interpreter);
    Frame frame{.package = function.package, .scope = interpreter.make<Scope>(), .function = &function};
    frame.scope->around = function.around;
    frame.span = arguments.spot.span;
    if (!arguments.items.empty()) frame.self = arguments.items[0].value;
    try {
        Binder(interpreter, function, arguments, frame).run();
        FrameGuard guard(interpreter, frame);
        if (function.code->result) return interpreter.evaluate(frame, *function.code->result);
        execute(interpreter, frame, function.code->body);
    } catch (Raised& raised) {
        if (raised.chain.size() < 8 && arguments.spot.package) {
            raised.chain.push_back({name_of(function), arguments.spot});
        }
        throw;
    }
    if (!function.code->is_generator) return frame.result;
    return Value::of(interpreter.make<Iterator>(std::move(frame.yields)));
}

Value Interpreter::call(Value callee, Arguments& arguments) {
    count_step();
    if (auto* method = as<Method>(callee)) {
        arguments.items.insert(arguments.items.begin(), {.name = {}, .value = method->self, .spot = {}});
        bool is_operation = keras && as<TensorValue>(method->self) && as<Native>(method->function);
        if (!is_operation) return call(method->function, arguments);
        return recorded(*this, arguments, nullptr, [function = method->function](Interpreter& inner, Arguments& given) {
            return inner.call(function, given);
        });
    }
    if (auto* function = as<FunctionValue>(callee)) return call_function(*this, *function, arguments);
    if (auto* native = as<Native>(callee)) {
        CallDepth depth(*this);
        arguments.callee = native;
        return call_native(*this, *native, arguments);
    }
    if (auto* type = as<ClassType>(callee)) {
        CallDepth depth(*this);
        return construct(*this, *type, arguments);
    }
    if (auto* instance = as<Instance>(callee)) return call_instance(*this, *instance, arguments);
    if (auto* library = as<Library>(callee)) return call_library(*this, *library, arguments);
    if (auto* unknown = as<Unknown>(callee)) {
        note_model_input(*this, arguments);
        return Value::of(unknown);
    }
    if (auto* method = as<StaticMethod>(callee)) return call(method->function, arguments);
    raise("TypeError", fmt::format("'{}' object is not callable", type_name(callee)), arguments.spot);
}

Value Interpreter::call(Value callee, std::vector<Value> values) {
    Arguments arguments{.items = {}, .spot = here()};
    for (Value value : values) arguments.add(value);
    return call(callee, arguments);
}

}  // namespace nnshape::python
