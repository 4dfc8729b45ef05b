// Statements.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/library_names.h"
#include "import/python/operators.h"

namespace nnshape::python {
namespace {

Spot spot_of(const Frame& frame, Span span) { return {frame.package, span}; }

void unpack(Interpreter& interpreter, Frame& frame, const Expr& target, Value value) {
    if (auto* unknown = as<Unknown>(value)) {
        for (const Expr* one : target.items) {
            const Expr& name = one->kind == ExprKind::starred ? *one->items[0] : *one;
            assign(interpreter, frame, name, Value::of(unknown));
        }
        return;
    }
    auto values = interpreter.items_of(value, spot_of(frame, target.span));
    auto star = std::find_if(target.items.begin(), target.items.end(),
                             [](const Expr* one) { return one->kind == ExprKind::starred; });
    size_t wanted = target.items.size();
    bool has_star = star != target.items.end();
    if (has_star ? values.size() + 1 < wanted : values.size() != wanted) {
        auto message = values.size() < wanted ? fmt::format("not enough values to unpack (expected {}, got {})",
                                                            wanted - has_star, values.size())
                                              : fmt::format("too many values to unpack (expected {})", wanted);
        interpreter.raise("ValueError", message, spot_of(frame, target.span));
    }
    size_t at = 0, extra = values.size() - (wanted - has_star);
    for (const Expr* one : target.items) {
        if (one->kind == ExprKind::starred) {
            auto first = values.begin() + static_cast<ptrdiff_t>(at);
            assign(interpreter, frame, *one->items[0],
                   interpreter.list({first, first + static_cast<ptrdiff_t>(extra)}));
            at += extra;
        } else {
            assign(interpreter, frame, *one, values[at++]);
        }
    }
}

bool is_outer(const Frame& frame, std::string_view name) {
    if (!frame.function) return false;
    const auto& outer = frame.function->code->outer;
    return std::find(outer.begin(), outer.end(), name) != outer.end();
}

void import_names(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    for (const ImportedName& name : statement.names) {
        Value module = interpreter.import(name.name, *frame.package, spot_of(frame, name.span));
        if (!name.as.empty()) {
            assign_name(frame, name.as, module);
            continue;
        }
        std::string first = name.name.substr(0, name.name.find('.'));
        bool is_file = as<Package>(module) && first != name.name;
        assign_name(frame, first, is_file ? module : first == name.name ? module : interpreter.library(first));
    }
}

void import_from(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    if (statement.text == "__future__") return;
    Spot spot = spot_of(frame, statement.span);
    bool only_dots = statement.text.find_first_not_of('.') == std::string::npos;
    Value module = interpreter.import(statement.text, *frame.package, spot);
    for (const ImportedName& name : statement.names) {
        if (name.name == "*") {
            auto* package = as<Package>(module);
            auto* library = as<Library>(module);
            for (const std::string& one : library ? names_of_library(library->name) : std::vector<std::string>()) {
                assign_name(frame, one, interpreter.library(fmt::format("{}.{}", library->name, one)));
            }
            if (!package) continue;
            for (const auto& [key, value] : std::vector(package->scope.names.items())) {
                if (!key.starts_with('_')) assign_name(frame, key, value);
            }
            continue;
        }
        std::optional<Value> value;
        auto* package = as<Package>(module);
        if (!package || !only_dots) value = interpreter.find_attribute(module, name.name);
        if (package && !value) {  // a file of the package
            if (const Value* found = package->scope.names.find(name.name)) value = *found;
            std::string inner = statement.text + (only_dots ? "" : ".") + name.name;
            if (!value) value = interpreter.import(inner, *frame.package, spot_of(frame, name.span));
        } else if (!package && only_dots) {
            value = interpreter.import(statement.text + name.name, *frame.package, spot_of(frame, name.span));
        }
        if (!value) value = interpreter.unknown(fmt::format("`{}`, which nnshape does not know", name.name));
        assign_name(frame, name.as.empty() ? name.name : name.as, *value);
    }
}

void remove(Interpreter& interpreter, Frame& frame, const Expr& target) {
    if (target.kind == ExprKind::tuple) {
        for (const Expr* one : target.items) remove(interpreter, frame, *one);
    } else if (target.kind == ExprKind::name) {
        frame.scope->names.erase(target.text);
    } else if (target.kind == ExprKind::attribute) {
        Value of = interpreter.evaluate(frame, *target.items[0]);
        if (auto* instance = as<Instance>(of)) instance->attributes.erase(target.text);
    } else if (target.kind == ExprKind::subscript) {
        Value of = interpreter.evaluate(frame, *target.items[0]);
        Value index = interpreter.evaluate(frame, *target.items[1]);
        if (auto* dict = as<Dict>(of)) dict->erase(index);
        auto* list = as<List>(of);
        if (list && index.is_integer()) {
            auto count = static_cast<int64_t>(list->items.size());
            int64_t at = index.integer < 0 ? index.integer + count : index.integer;
            if (at >= 0 && at < count) list->items.erase(list->items.begin() + at);
        }
        call_method(interpreter, of, "__delitem__", {index});
    }
}

[[noreturn]] void raise_value(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    Spot spot = spot_of(frame, statement.span);
    if (statement.exprs.empty()) interpreter.raise("RuntimeError", "No active exception to reraise", spot);
    Value value = interpreter.evaluate(frame, *statement.exprs[0]);
    if (auto* type = as<ClassType>(value)) {
        Arguments none{.items = {}, .spot = spot};
        value = construct(interpreter, *type, none);
    }
    Raised raised{.type = "Exception", .message = {}, .spot = spot, .value = value};
    if (auto* instance = as<Instance>(value)) {
        raised.type = instance->type->name;
        const Value* args = instance->attributes.find("args");
        auto* tuple = args ? as<Tuple>(*args) : nullptr;
        if (tuple && !tuple->items.empty()) raised.message = str(tuple->items[0]);
    }
    throw raised;
}

// The classes of a handler: one, or a tuple.
bool catches(Interpreter& interpreter, Frame& frame, const Handler& handler, const Raised& raised) {
    if (raised.is_limit) return false;
    if (!handler.type) return true;
    Value type = interpreter.evaluate(frame, *handler.type);
    std::vector<Value> types = as<Tuple>(type) ? as<Tuple>(type)->items : std::vector<Value>{type};
    ClassType* own = nullptr;
    if (auto* instance = as<Instance>(raised.value)) own = instance->type;
    if (!own) own = interpreter.library_class("builtins." + raised.type);
    return std::any_of(types.begin(), types.end(), [&](const Value& one) {
        auto* wanted = as<ClassType>(one);
        return wanted && std::find(own->order.begin(), own->order.end(), wanted) != own->order.end();
    });
}

Flow attempt(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    Flow flow = Flow::onward;
    try {
        flow = execute(interpreter, frame, statement.body);
        if (flow == Flow::onward) flow = execute(interpreter, frame, statement.other);
    } catch (const Raised& raised) {
        const Handler* found = nullptr;
        for (const Handler& handler : statement.handlers) {
            if (!found && catches(interpreter, frame, handler, raised)) found = &handler;
        }
        if (!found) {
            execute(interpreter, frame, statement.last);
            throw;
        }
        if (!found->name.empty()) {
            Value value = raised.value;
            if (value.is_none()) {
                Instance* instance = interpreter.make<Instance>(interpreter.library_class("builtins." + raised.type));
                instance->attributes.set("args", interpreter.tuple({interpreter.string(raised.message)}));
                value = Value::of(instance);
            }
            assign_name(frame, found->name, value);
        }
        try {
            flow = execute(interpreter, frame, found->body);
        } catch (Raised& inner) {
            bool again = inner.message == "No active exception to reraise";
            if (again) throw raised;
            throw;
        }
    }
    Flow last = execute(interpreter, frame, statement.last);
    return last == Flow::onward ? flow : last;
}

Flow with(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    for (size_t at = 0; at + 1 < statement.exprs.size(); at += 2) {
        Value context = interpreter.evaluate(frame, *statement.exprs[at]);
        auto entered = as<Instance>(context) ? call_method(interpreter, context, "__enter__") : std::nullopt;
        const Expr* target = statement.exprs[at + 1];
        if (target) {
            bool is_value = as<Unknown>(context) || as<Instance>(context);
            Value value = entered ? *entered : is_value ? context : interpreter.unknown("a `with` statement");
            assign(interpreter, frame, *target, value);
        }
    }
    return execute(interpreter, frame, statement.body);
}

Flow loop(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    auto turn = [&](Flow& flow) {
        flow = execute(interpreter, frame, statement.body);
        return flow == Flow::leave || flow == Flow::give_back;
    };
    Flow flow = Flow::onward;
    if (statement.kind == StmtKind::for_each) {
        Value iterable = interpreter.evaluate(frame, *statement.exprs[1]);
        if (auto* list = as<List>(iterable)) {  // which the body may change
            for (size_t at = 0; at < list->items.size(); ++at) {
                assign(interpreter, frame, *statement.exprs[0], list->items[at]);
                if (turn(flow)) return flow == Flow::give_back ? flow : Flow::onward;
            }
            return execute(interpreter, frame, statement.other);
        }
        for (Value item : interpreter.items_of(iterable, spot_of(frame, statement.exprs[1]->span))) {
            assign(interpreter, frame, *statement.exprs[0], item);
            if (turn(flow)) return flow == Flow::give_back ? flow : Flow::onward;
        }
    } else {
        while (condition(interpreter, frame, *statement.exprs[0])) {
            if (turn(flow)) return flow == Flow::give_back ? flow : Flow::onward;
        }
    }
    return execute(interpreter, frame, statement.other);
}

void augment(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    const Expr& target = *statement.exprs[0];
    Value left = interpreter.evaluate(frame, target), right = interpreter.evaluate(frame, *statement.exprs[1]);
    Spot spot = spot_of(frame, statement.span);
    assign(interpreter, frame, target, augmented(interpreter, statement.text, left, right, spot));
}

void define_function(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    Value value = make_function(interpreter, frame, statement.text, *statement.function);
    as<FunctionValue>(value)->owner = frame.in_class;
    for (size_t index = statement.decorators.size(); index > 0; --index) {
        const Expr& expr = *statement.decorators[index - 1];
        bool is_setter = expr.kind == ExprKind::attribute && (expr.text == "setter" || expr.text == "deleter");
        Value decorator = interpreter.evaluate(frame, is_setter ? *expr.items[0] : expr);
        if (is_setter) {
            if (auto* property = as<Property>(decorator)) {
                property->set = value;
                value = decorator;
            }
            continue;
        }
        bool known = !as<Unknown>(decorator) && !as<Library>(decorator);
        if (auto* library = as<Library>(decorator)) known = find_native(library->name) != nullptr;
        if (auto* type = as<ClassType>(decorator)) known = type->library.empty() || type->is_known;
        if (!known) continue;
        Arguments arguments{.items = {{.name = {}, .value = value, .spot = spot_of(frame, expr.span)}},
                            .spot = spot_of(frame, expr.span)};
        Value decorated = interpreter.call(decorator, arguments);
        if (!as<Unknown>(decorated)) value = decorated;
    }
    assign_name(frame, statement.text, value);
}

void check_assertion(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    Value value = interpreter.evaluate(frame, *statement.exprs[0]);
    auto truth = interpreter.find_truth(value);
    if (!truth || *truth) return;
    std::string message = "the assertion does not hold";
    if (statement.exprs.size() > 1) message = str(interpreter.evaluate(frame, *statement.exprs[1]));
    interpreter.raise("AssertionError", message, spot_of(frame, statement.exprs[0]->span));
}

Flow execute_one(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    interpreter.count_step();
    NestingGuard nesting(interpreter);
    frame.span = statement.span;
    const auto& exprs = statement.exprs;
    switch (statement.kind) {
        case StmtKind::expression: interpreter.evaluate(frame, *exprs[0]); break;
        case StmtKind::assign: {
            Value value = interpreter.evaluate(frame, *exprs.back());
            for (size_t at = 0; at + 1 < exprs.size(); ++at) assign(interpreter, frame, *exprs[at], value);
            break;
        }
        case StmtKind::augmented: augment(interpreter, frame, statement); break;
        case StmtKind::annotated:
            if (frame.in_class && frame.in_class->is_dataclass && exprs[0]->kind == ExprKind::name) {
                frame.in_class->fields.push_back(exprs[0]->text);
            }
            if (exprs[2]) assign(interpreter, frame, *exprs[0], interpreter.evaluate(frame, *exprs[2]));
            break;
        case StmtKind::give_back:
            frame.result = exprs.empty() ? Value::none() : interpreter.evaluate(frame, *exprs[0]);
            return Flow::give_back;
        case StmtKind::raise: raise_value(interpreter, frame, statement);
        case StmtKind::branch:
            return execute(interpreter, frame,
                           condition(interpreter, frame, *exprs[0]) ? statement.body : statement.other);
        case StmtKind::for_each:
        case StmtKind::while_true: return loop(interpreter, frame, statement);
        case StmtKind::attempt: return attempt(interpreter, frame, statement);
        case StmtKind::with: return with(interpreter, frame, statement);
        case StmtKind::function: define_function(interpreter, frame, statement); break;
        case StmtKind::class_type: assign_name(frame, statement.text, make_class(interpreter, frame, statement)); break;
        case StmtKind::import: import_names(interpreter, frame, statement); break;
        case StmtKind::import_from: import_from(interpreter, frame, statement); break;
        case StmtKind::skip: break;
        case StmtKind::leave: return Flow::leave;
        case StmtKind::next: return Flow::next;
        case StmtKind::remove: remove(interpreter, frame, *exprs[0]); break;
        case StmtKind::assertion: check_assertion(interpreter, frame, statement); break;
    }
    return Flow::onward;
}

// The names that a target assigns to become unknown.
void forget(Interpreter& interpreter, Frame& frame, const Expr& target, const std::string& why) {
    if (target.kind == ExprKind::name) assign_name(frame, target.text, interpreter.unknown(why));
    if (target.kind == ExprKind::tuple || target.kind == ExprKind::list) {
        for (const Expr* one : target.items) forget(interpreter, frame, *one, why);
    }
}

}  // namespace

void assign_name(Frame& frame, std::string_view name, Value value) {
    if (is_outer(frame, name)) {
        for (Scope* scope = frame.scope->around; scope; scope = scope->around) {
            if (scope->names.find(name)) return scope->names.set(name, value);
        }
        return frame.package->scope.names.set(name, value);
    }
    std::erase_if(frame.argument_spots, [&](const auto& one) { return one.first == name; });
    frame.scope->names.set(name, value);
}

void assign(Interpreter& interpreter, Frame& frame, const Expr& target, Value value) {
    switch (target.kind) {
        case ExprKind::name: return assign_name(frame, target.text, value);
        case ExprKind::attribute:
            return interpreter.set_attribute(interpreter.evaluate(frame, *target.items[0]), target.text, value);
        case ExprKind::subscript: {
            Value of = interpreter.evaluate(frame, *target.items[0]);
            Value index = interpreter.evaluate(frame, *target.items[1]);
            return interpreter.set_item(of, index, value, spot_of(frame, target.span));
        }
        case ExprKind::tuple:
        case ExprKind::list: return unpack(interpreter, frame, target, value);
        default: interpreter.raise("SyntaxError", "cannot assign to this", spot_of(frame, target.span));
    }
}

Flow execute(Interpreter& interpreter, Frame& frame, const std::vector<Stmt*>& body) {
    for (const Stmt* statement : body) {
        Flow flow = execute_one(interpreter, frame, *statement);
        if (flow != Flow::onward) return flow;
    }
    return Flow::onward;
}

void run_at_file_level(Interpreter& interpreter, Frame& frame, const std::vector<Stmt*>& body) {
    for (const Stmt* statement : body) {
        try {
            if (statement->kind == StmtKind::branch) {
                frame.span = statement->span;
                auto truth = interpreter.find_truth(interpreter.evaluate(frame, *statement->exprs[0]));
                if (truth) run_at_file_level(interpreter, frame, *truth ? statement->body : statement->other);
            } else if (execute_one(interpreter, frame, *statement) != Flow::onward) {
                return;
            }
        } catch (const Raised& raised) {
            bool leaves = raised.type == "SystemExit";
            if (leaves) return;
            std::string why = fmt::format("a statement that fails: {}", raised.message);
            if (!statement->exprs.empty() && statement->kind == StmtKind::assign) {
                for (size_t at = 0; at + 1 < statement->exprs.size(); ++at) {
                    forget(interpreter, frame, *statement->exprs[at], why);
                }
            }
            interpreter.failures.push_back(raised);
        }
    }
}

}  // namespace nnshape::python
