#include "import/python/model.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "import/python/evaluation.h"
#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"
#include "import/python/layers.h"
#include "import/python/modules.h"
#include "import/python/parser.h"

namespace nnshape::python {
namespace {

bool is_loss(const Instance& module) { return module.type->name.ends_with("Loss"); }

// Whether all layers of a Keras model are in another, which has more.
bool has_layers_of(const Instance& outer, const Instance& inner) {
    const Value *more = outer.attributes.find("layers"), *fewer = inner.attributes.find("layers");
    auto *outside = more ? as<List>(*more) : nullptr, *inside = fewer ? as<List>(*fewer) : nullptr;
    if (!outside || !inside || inside->items.empty() || inside->items.size() >= outside->items.size()) return false;
    return std::all_of(inside->items.begin(), inside->items.end(), [&](const Value& layer) {
        return std::any_of(outside->items.begin(), outside->items.end(),
                           [&](const Value& one) { return is_same(one, layer); });
    });
}

// Whether one module is inside another.
bool contains(Instance& outer, const Instance& inner) {
    auto all = modules_of(outer);
    return std::any_of(all.begin() + 1, all.end(), [&](const auto& one) { return one.second == &inner; }) ||
           has_layers_of(outer, inner);
}

// The names that are read in a tree.
void collect_names(const std::vector<Stmt*>& body, std::set<std::string>& names);

void collect_names(const Expr* expr, std::set<std::string>& names) {
    if (!expr) return;
    if (expr->kind == ExprKind::name) names.insert(expr->text);
    if (expr->kind == ExprKind::attribute) names.insert("." + expr->text);
    for (const Expr* item : expr->items) collect_names(item, names);
    for (const CallItem& item : expr->arguments) collect_names(item.value, names);
    for (const Clause& clause : expr->clauses) {
        collect_names(clause.iterable, names);
        for (const Expr* one : clause.conditions) collect_names(one, names);
    }
    if (expr->function) collect_names(expr->function->result, names);
}

void collect_names(const Stmt& statement, std::set<std::string>& names) {
    for (const Expr* expr : statement.exprs) collect_names(expr, names);
    for (const CallItem& item : statement.arguments) collect_names(item.value, names);
    for (const auto* inner : {&statement.body, &statement.other, &statement.last}) collect_names(*inner, names);
    for (const Handler& handler : statement.handlers) collect_names(handler.body, names);
    if (!statement.function) return;
    collect_names(statement.function->body, names);
    for (const ParamDef& param : statement.function->params) collect_names(param.standard, names);
}

void collect_names(const std::vector<Stmt*>& body, std::set<std::string>& names) {
    for (const Stmt* statement : body) collect_names(*statement, names);
}

struct Candidates {
    std::vector<std::pair<std::string, Instance*>> variables;
    std::vector<std::string> classes, functions;
};

// Whether a Keras model has neither a `call` of its own nor inputs and outputs: its parts are the models.
bool lacks_call(Interpreter& interpreter, const Instance& instance) {
    if (!is_keras_model(instance) || is_derived(*instance.type, "keras.Sequential")) return false;
    auto call = find_in_class(interpreter, *instance.type, "call");
    return !(call && as<FunctionValue>(*call)) && interpreter.keras->models.count(&instance) == 0;
}

// The Keras models that functions have made and no variable of the file has.
void take_made(Interpreter& interpreter, Candidates& candidates) {
    if (!interpreter.keras) return;
    for (Instance* made : interpreter.keras->made) {
        const Value* name = made->attributes.find("name");
        if (!lacks_call(interpreter, *made)) candidates.variables.emplace_back(name ? str(*name) : "model", made);
    }
}

void take_variables(Interpreter& interpreter, Package& package, Candidates& candidates) {
    for (const auto& [name, value] : package.scope.names.items()) {
        auto* instance = as<Instance>(value);
        bool is_model = instance && instance->module && !is_loss(*instance) &&
                        (!is_keras(*instance) || is_keras_model(*instance)) && !lacks_call(interpreter, *instance);
        bool again = std::any_of(candidates.variables.begin(), candidates.variables.end(),
                                 [&](const auto& one) { return one.second == instance; });
        if (is_model && !again) candidates.variables.emplace_back(name, instance);
    }
    if (candidates.variables.empty()) take_made(interpreter, candidates);
    auto all = candidates.variables;
    std::erase_if(candidates.variables, [&](const auto& one) {
        return std::any_of(all.begin(), all.end(), [&](const auto& other) {
            return other.second != one.second && contains(*other.second, *one.second);
        });
    });
}

// Layers of Keras are parts of models.
bool is_model_class(const ClassType& type) {
    return is_module_class(type) && (!is_derived(type, "keras.layers.Layer") || is_derived(type, "keras.Model"));
}

void take_definitions(const Package& package, Candidates& candidates) {
    std::set<std::string> used;
    std::vector<const Stmt*> functions;
    for (const Stmt* statement : package.file.body) {
        if (statement->kind == StmtKind::function) functions.push_back(statement);
        if (statement->kind != StmtKind::class_type) continue;
        std::set<std::string> names;
        collect_names(*statement, names);
        names.erase(statement->text);
        used.insert(names.begin(), names.end());
    }
    std::set<std::string> models;
    for (const auto& [name, value] : package.scope.names.items()) {
        auto* type = as<ClassType>(value);
        bool is_model = type && type->package == &package && is_model_class(*type) && type->name == name;
        if (!is_model) continue;
        models.insert(name);
        if (used.count(name) == 0) candidates.classes.push_back(name);
    }
    bool has_keras = package.text.find("keras") != std::string_view::npos;
    for (const Stmt* function : functions) {
        std::set<std::string> names;
        collect_names(*function, names);
        bool makes =
            std::any_of(names.begin(), names.end(), [&](const std::string& name) { return models.count(name) != 0; }) ||
            (has_keras && (names.count("Model") || names.count(".Model") || names.count("Sequential") ||
                           names.count(".Sequential")));
        if (makes) candidates.functions.push_back(function->text);
    }
}

// Where code begins that is not of the file: behind its end.
uint32_t behind(const Frame& frame) { return static_cast<uint32_t>(frame.package->text.size()) + 1; }

// The arguments that --set gives.
Arguments set_arguments(Interpreter& interpreter, Frame& frame, const ImportOptions& options) {
    Arguments arguments{.items = {}, .spot = {frame.package, {}}};
    for (const auto& [name, text] : options.sets) {
        Value value;
        try {
            auto& kept = interpreter.texts.emplace_back(text);
            value = interpreter.evaluate(frame, *parse_expression(kept, behind(frame), frame.package->file));
        } catch (const SyntaxFault&) {
            value = interpreter.string(text);
        } catch (const Raised&) {
            value = interpreter.string(text);
        }
        arguments.items.push_back({.name = name, .value = value, .spot = {}});
    }
    return arguments;
}

// What a class or a function needs: "Net(num_classes, width=64)".
std::string signature(const Value& value) {
    const FunctionValue* function = as<FunctionValue>(value);
    std::string name;
    if (auto* type = as<ClassType>(value)) {
        name = type->name;
        for (const ClassType* base : type->order) {
            const Value* init = base->attributes.find("__init__");
            function = init && !function ? as<FunctionValue>(*init) : function;
        }
    } else if (function) {
        name = function->name;
    }
    std::string params;
    for (size_t at = 0; function && at < function->code->params.size(); ++at) {
        const ParamDef& param = function->code->params[at];
        bool is_self = at == 0 && as<ClassType>(value);
        bool shown = !is_self && (param.kind == ParamDef::Kind::plain || param.kind == ParamDef::Kind::keyword_only);
        if (!shown) continue;
        params += params.empty() ? "" : ", ";
        params += param.standard ? fmt::format("{}={}", param.name, repr(function->standards[at])) : param.name;
    }
    return fmt::format("{}({})", name, params);
}

Instance& model_of(Interpreter& interpreter, const Value& value, std::string_view entry) {
    auto* instance = as<Instance>(value);
    if (instance && instance->module) return *instance;
    if (auto* unknown = as<Unknown>(value)) {
        interpreter.raise(code::python_error, fmt::format("`{}` depends on {}", printable(entry), unknown->why), {});
    }
    interpreter.raise(code::python_error,
                      fmt::format("`{}` is no model, but of type {}", printable(entry), type_name(value)),
                      "name a class that is derived from nn.Module, a function that makes one, or a variable");
}

Instance& make_model(Interpreter& interpreter, Frame& frame, Value value, std::string_view entry,
                     const ImportOptions& options) {
    bool is_made = as<Instance>(value) || as<Unknown>(value);
    if (is_made) return model_of(interpreter, value, entry);
    Arguments arguments = set_arguments(interpreter, frame, options);
    if (interpreter.keras) interpreter.keras->names.clear();  // as if nothing had been made before
    try {
        return model_of(interpreter, interpreter.call(value, arguments), entry);
    } catch (Raised& raised) {
        bool lacks =
            raised.type == "TypeError" && raised.message.find("missing required argument") != std::string::npos;
        if (lacks && raised.chain.size() <= 1) {
            raised.help = fmt::format("give the arguments after the colon: `FILE.py:{}`", signature(value));
            if (auto* type = as<ClassType>(value)) raised.spot = {type->package, type->span};
        }
        throw;
    }
}

Instance& named_model(Interpreter& interpreter, Frame& frame, std::string_view entry, const ImportOptions& options) {
    auto& text = interpreter.texts.emplace_back(entry);
    const Expr* expr = nullptr;
    try {
        expr = parse_expression(text, behind(frame), frame.package->file);
    } catch (const SyntaxFault& fault) {
        interpreter.raise(code::python_error, fmt::format("`{}` cannot be read: {}", printable(entry), fault.message),
                          "for example `FILE.py:Net` or `FILE.py:Net(num_classes=10)`");
    }
    if (expr->kind == ExprKind::name && !find_name(interpreter, frame, expr->text)) {
        std::vector<std::string_view> names;
        for (const auto& [name, value] : frame.package->scope.names.items()) names.push_back(name);
        interpreter.raise(code::python_error, fmt::format("the file has no `{}`", printable(entry)),
                          did_you_mean(expr->text, names));
    }
    Expr at_file = *expr;
    frame.span = {};
    Value value = interpreter.evaluate(frame, at_file);
    return make_model(interpreter, frame, value, entry, options);
}

// The statement to report: the first whose layers do not fit, or that a later one depends on, else the first.
const Raised& first_failure(const Interpreter& interpreter) {
    const auto& failures = interpreter.failures;
    for (const Raised& failure : failures) {
        if (failure.code && failure.code != &code::python_error) return failure;
    }
    for (const Raised& failure : failures) {
        bool is_needed = std::any_of(failures.begin(), failures.end(), [&](const Raised& other) {
            return other.message.ends_with("a statement that fails: " + failure.message);
        });
        if (is_needed) return failure;
    }
    auto own = std::find_if(failures.begin(), failures.end(), [](const Raised& one) { return one.code != nullptr; });
    return own == failures.end() ? failures.front() : *own;
}

[[noreturn]] void raise_several(Interpreter& interpreter, const Candidates& candidates, const Package& package) {
    std::vector<std::string> names;
    for (const auto& [name, instance] : candidates.variables) names.push_back(name);
    if (names.empty()) {
        for (const std::string& name : candidates.classes) names.push_back(signature(*package.scope.names.find(name)));
        for (const std::string& name : candidates.functions) {
            const Value* value = package.scope.names.find(name);
            if (value) names.push_back(signature(*value));
        }
    }
    std::string list;
    for (size_t at = 0; at < std::min<size_t>(names.size(), 30); ++at) {
        list += fmt::format("{}`{}`", at == 0 ? "" : ", ", printable(names[at]));
    }
    if (names.empty()) {
        interpreter.raise(code::python_error, "the file has no model",
                          "a model is a class that is derived from nn.Module, or a variable of such a class");
    }
    interpreter.raise(code::python_error, fmt::format("the file has several models: {}", list),
                      "name one after a colon, for example `FILE.py:NAME` or `FILE.py:NAME(key=value)`");
}

}  // namespace

Instance& choose_model(Interpreter& interpreter, Package& package, std::string_view entry,
                       const ImportOptions& options) {
    Frame frame{.package = &package, .scope = &package.scope};
    FrameGuard guard(interpreter, frame);
    if (!entry.empty()) return named_model(interpreter, frame, entry, options);
    Candidates candidates;
    for (const Raised& failure : interpreter.failures) {  // Keras's layers are called at the level of the file
        bool is_misfit = interpreter.keras && failure.code && failure.code != &code::python_error;
        if (is_misfit) throw failure;
    }
    take_variables(interpreter, package, candidates);
    take_definitions(package, candidates);
    bool sets = !options.sets.empty();
    bool is_nameless = candidates.variables.size() > 1 && !package.scope.names.find(candidates.variables[0].first);
    if (is_nameless) candidates.variables.clear();  // no one can name them
    if (candidates.variables.size() == 1 && !sets) return *candidates.variables[0].second;
    bool one = candidates.variables.empty() && candidates.classes.size() == 1;
    if (sets && candidates.classes.size() == 1) one = true;
    if (one) {
        const std::string& name = candidates.classes[0];
        return make_model(interpreter, frame, *package.scope.names.find(name), name, options);
    }
    bool one_function = candidates.variables.empty() && candidates.classes.empty() && candidates.functions.size() == 1;
    if (one_function) {
        const std::string& name = candidates.functions[0];
        const Value* function = package.scope.names.find(name);
        if (function) return make_model(interpreter, frame, *function, name, options);
    }
    bool failed = candidates.variables.empty() && !interpreter.failures.empty();
    if (failed && candidates.classes.empty()) throw first_failure(interpreter);
    raise_several(interpreter, candidates, package);
}

}  // namespace nnshape::python
