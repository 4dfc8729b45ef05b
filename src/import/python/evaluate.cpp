// Expressions.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/python/evaluation.h"
#include "import/python/format.h"
#include "import/python/library_names.h"
#include "import/python/operators.h"

namespace nnshape::python {
namespace {

Spot spot_of(const Frame& frame, const Expr& expr) { return {frame.package, expr.span}; }

Value evaluate_name(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    if (auto value = find_name(interpreter, frame, expr.text)) return *value;
    interpreter.raise("NameError", fmt::format("name '{}' is not defined", expr.text), spot_of(frame, expr));
}

Value evaluate_constant(Interpreter& interpreter, const Expr& expr) {
    if (expr.text == "None") return Value::none();
    if (expr.text == "...") return Value::of(interpreter.make<Ellipsis>());
    return Value::boolean(expr.text == "True");
}

// The values of a display, with `*items` put in.
std::vector<Value> evaluate_items(Interpreter& interpreter, Frame& frame, const std::vector<Expr*>& items) {
    std::vector<Value> values;
    for (const Expr* item : items) {
        if (item->kind == ExprKind::starred) {
            Value all = interpreter.evaluate(frame, *item->items[0]);
            auto more = interpreter.items_of(all, spot_of(frame, *item));
            values.insert(values.end(), more.begin(), more.end());
        } else {
            values.push_back(interpreter.evaluate(frame, *item));
        }
    }
    return values;
}

Value evaluate_dict(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    Dict* dict = interpreter.make<Dict>();
    for (size_t at = 0; at + 1 < expr.items.size(); at += 2) {
        Value value = interpreter.evaluate(frame, *expr.items[at + 1]);
        if (expr.items[at]) {
            dict->set(interpreter.evaluate(frame, *expr.items[at]), value);
        } else if (auto* more = as<Dict>(value)) {
            for (const auto& [key, one] : std::vector(more->items)) dict->set(key, one);
        }
    }
    return Value::of(dict);
}

Value evaluate_slice(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    Value parts[3];
    for (size_t part = 0; part < 3; ++part) {
        if (expr.items[part]) parts[part] = interpreter.evaluate(frame, *expr.items[part]);
    }
    return Value::of(interpreter.make<Slice>(parts[0], parts[1], parts[2]));
}

Value evaluate_format(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    std::string text;
    for (const Expr* item : expr.items) {
        if (item->kind != ExprKind::interpolation) {
            text += str(interpreter.evaluate(frame, *item));
            continue;
        }
        Value value = interpreter.evaluate(frame, *item->items[0]);
        std::string format = item->items.size() > 1 ? str(interpreter.evaluate(frame, *item->items[1])) : "";
        Value shown = interpolated(interpreter, value, item->text, format, spot_of(frame, *item));
        if (as<Unknown>(shown)) return shown;
        text += str(shown);
    }
    return interpreter.string(std::move(text));
}

// The place that decides an argument: of a name that is a parameter, the argument that its function was called with.
Spot deciding_spot(const Frame& frame, const Expr& expr) {
    if (expr.kind == ExprKind::name) {
        for (const auto& [name, spot] : frame.argument_spots) {
            if (name == expr.text && spot.is_in_file()) return spot;
        }
    }
    return spot_of(frame, expr);
}

void add_arguments(Interpreter& interpreter, Frame& frame, const CallItem& item, Arguments& arguments) {
    Value value = interpreter.evaluate(frame, *item.value);
    Spot spot = deciding_spot(frame, *item.value);
    if (item.stars == 0) {
        arguments.items.push_back({item.name, value, spot});
    } else if (item.stars == 1) {
        for (Value one : interpreter.items_of(value, spot)) arguments.items.push_back({{}, one, spot});
    } else if (auto* dict = as<Dict>(value)) {
        for (const auto& [key, one] : dict->items) arguments.items.push_back({str(key), one, spot});
    }
}

Value evaluate_super(Interpreter& interpreter, const Frame& frame, Arguments& arguments) {
    if (arguments.items.size() >= 2) {
        auto* type = as<ClassType>(arguments.items[0].value);
        if (type) return Value::of(interpreter.make<Super>(type, arguments.items[1].value));
    }
    for (const Frame* at = &frame; at; at = at->caller) {
        if (at->function && at->function->owner) {
            return Value::of(interpreter.make<Super>(at->function->owner, at->self));
        }
    }
    interpreter.raise("RuntimeError", "super(): no arguments", arguments.spot);
}

Value evaluate_call(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    const Expr& callee = *expr.items[0];
    Arguments arguments{.items = {}, .spot = spot_of(frame, expr)};
    bool is_super = callee.kind == ExprKind::name && callee.text == "super" && !frame.scope->names.find("super");
    Value function = is_super ? Value::none() : interpreter.evaluate(frame, callee);
    for (const CallItem& item : expr.arguments) {
        if (item.name.empty() && item.stars < 2) add_arguments(interpreter, frame, item, arguments);
    }
    for (const CallItem& item : expr.arguments) {
        if (!item.name.empty() || item.stars == 2) add_arguments(interpreter, frame, item, arguments);
    }
    if (is_super) return evaluate_super(interpreter, frame, arguments);
    bool is_scope = callee.kind == ExprKind::name && (callee.text == "locals" || callee.text == "globals");
    if (is_scope && as<Native>(function) == nullptr) {
        Dict* dict = interpreter.make<Dict>();
        const Scope& scope = callee.text == "locals" ? *frame.scope : frame.package->scope;
        for (const auto& [name, value] : scope.names.items()) dict->set(interpreter.string(name), value);
        return Value::of(dict);
    }
    return interpreter.call(function, arguments);
}

Value evaluate_logic(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    bool is_and = expr.text == "and";
    Value value;
    Value unknown;
    bool has_unknown = false;
    for (const Expr* item : expr.items) {
        value = interpreter.evaluate(frame, *item);
        auto truth = interpreter.find_truth(value);
        if (truth && *truth != is_and) return value;  // it decides, whatever the others are
        if (!truth && !has_unknown) unknown = value;
        has_unknown = has_unknown || !truth;
    }
    return has_unknown ? unknown : value;
}

Value evaluate_comparison(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    Value left = interpreter.evaluate(frame, *expr.items[0]), result = Value::boolean(true);
    for (size_t index = 0; index < expr.operators.size(); ++index) {
        Value right = interpreter.evaluate(frame, *expr.items[index + 1]);
        result = interpreter.compare(expr.operators[index], left, right, spot_of(frame, expr));
        auto truth = interpreter.find_truth(result);
        if (!truth || !*truth) return result;
        left = right;
    }
    return result;
}

// Calls `take` in a frame in which the targets of the clauses have their values.
void for_each_turn(Interpreter& interpreter, Frame& frame, const Expr& expr, size_t clause,
                   const std::function<void(Frame&)>& take) {
    if (clause == expr.clauses.size()) return take(frame);
    const Clause& here = expr.clauses[clause];
    Value iterable = interpreter.evaluate(frame, *here.iterable);
    for (Value item : interpreter.items_of(iterable, spot_of(frame, *here.iterable))) {
        interpreter.count_step();
        assign(interpreter, frame, *here.target, item);
        bool holds = std::all_of(here.conditions.begin(), here.conditions.end(),
                                 [&](const Expr* one) { return condition(interpreter, frame, *one); });
        if (holds) for_each_turn(interpreter, frame, expr, clause + 1, take);
    }
}

Value evaluate_comprehension(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    Frame inner = frame;
    inner.scope = interpreter.make<Scope>();
    inner.scope->around = frame.scope;
    std::vector<Value> values;
    Set* set = expr.kind == ExprKind::set_of ? interpreter.make<Set>() : nullptr;
    Dict* dict = expr.kind == ExprKind::dict_of ? interpreter.make<Dict>() : set ? &set->items : nullptr;
    for_each_turn(interpreter, inner, expr, 0, [&](Frame& turn) {
        Value value = interpreter.evaluate(turn, *expr.items[0]);
        if (!dict) return values.push_back(value);
        dict->set(value, set ? Value::none() : interpreter.evaluate(turn, *expr.items[1]));
    });
    if (set) return Value::of(set);
    if (dict) return Value::of(dict);
    if (expr.kind == ExprKind::list_of) return interpreter.list(std::move(values));
    return Value::of(interpreter.make<Iterator>(std::move(values)));
}

Value evaluate_yield(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    Frame* runs = &frame;
    while (runs->caller && !(runs->function && runs->function->code->is_generator)) runs = runs->caller;
    if (expr.kind == ExprKind::yield_from) {
        auto more = interpreter.items_of(interpreter.evaluate(frame, *expr.items[0]), spot_of(frame, expr));
        runs->yields.insert(runs->yields.end(), more.begin(), more.end());
    } else {
        runs->yields.push_back(expr.items.empty() ? Value::none() : interpreter.evaluate(frame, *expr.items[0]));
    }
    return Value::none();
}

}  // namespace

std::optional<Value> find_name(Interpreter& interpreter, const Frame& frame, std::string_view name) {
    for (Scope* scope = frame.scope; scope; scope = scope->around) {
        if (const Value* value = scope->names.find(name)) return *value;
    }
    if (const Value* value = frame.package->scope.names.find(name)) return *value;
    std::string full = fmt::format("builtins.{}", name);
    if (auto constant = library_constant(interpreter, full)) return *constant;
    if (is_class_name(full)) return Value::of(interpreter.library_class(full));
    if (NativeCode code = find_native(full)) return interpreter.native(std::string(name), code);
    if (name == "locals" || name == "globals") return interpreter.library(full);
    return std::nullopt;
}

bool condition(Interpreter& interpreter, Frame& frame, const Expr& expr) {
    Value value = interpreter.evaluate(frame, expr);
    if (auto truth = interpreter.find_truth(value)) return *truth;
    if (interpreter.tracing || interpreter.constructing > 0) {
        auto* unknown = as<Unknown>(value);
        interpreter.note(code::unknown_condition,
                         fmt::format("nnshape does not know whether this holds{}; it goes on as if it did not",
                                     unknown ? ", which depends on " + unknown->why : ""),
                         {}, spot_of(frame, expr));
    }
    return false;
}

Value Interpreter::evaluate(Frame& frame, const Expr& expr) {
    count_step();
    NestingGuard nesting(*this);
    switch (expr.kind) {
        case ExprKind::constant: return evaluate_constant(*this, expr);
        case ExprKind::integer: return Value::number(expr.integer);
        case ExprKind::real: return Value::number(expr.real);
        case ExprKind::string: return string(expr.text);
        case ExprKind::format:
        case ExprKind::interpolation: return evaluate_format(*this, frame, expr);
        case ExprKind::name: return evaluate_name(*this, frame, expr);
        case ExprKind::attribute:
            return attribute(evaluate(frame, *expr.items[0]), expr.text, {frame.package, expr.name_span});
        case ExprKind::subscript: {
            Value of = evaluate(frame, *expr.items[0]);
            return item(of, evaluate(frame, *expr.items[1]), spot_of(frame, expr));
        }
        case ExprKind::slice: return evaluate_slice(*this, frame, expr);
        case ExprKind::call: return evaluate_call(*this, frame, expr);
        case ExprKind::unary: {
            Value value = evaluate(frame, *expr.items[0]);
            return unary(*this, expr.text, value, spot_of(frame, expr));
        }
        case ExprKind::binary: {
            Value left = evaluate(frame, *expr.items[0]), right = evaluate(frame, *expr.items[1]);
            return binary(expr.text, left, right, spot_of(frame, expr));
        }
        case ExprKind::compare: return evaluate_comparison(*this, frame, expr);
        case ExprKind::logic: return evaluate_logic(*this, frame, expr);
        case ExprKind::conditional:
            return evaluate(frame, *expr.items[condition(*this, frame, *expr.items[1]) ? 0 : 2]);
        case ExprKind::lambda: return make_function(*this, frame, "<lambda>", *expr.function);
        case ExprKind::tuple: return tuple(evaluate_items(*this, frame, expr.items));
        case ExprKind::list: return list(evaluate_items(*this, frame, expr.items));
        case ExprKind::set: {
            Set* set = make<Set>();
            for (Value value : evaluate_items(*this, frame, expr.items)) set->items.set(value, Value::none());
            return Value::of(set);
        }
        case ExprKind::dict: return evaluate_dict(*this, frame, expr);
        case ExprKind::list_of:
        case ExprKind::set_of:
        case ExprKind::generator_of:
        case ExprKind::dict_of: return evaluate_comprehension(*this, frame, expr);
        case ExprKind::starred: raise("SyntaxError", "can't use starred expression here", spot_of(frame, expr));
        case ExprKind::walrus: {
            Value value = evaluate(frame, *expr.items[1]);
            assign_name(frame, expr.items[0]->text, value);
            return value;
        }
        case ExprKind::yield:
        case ExprKind::yield_from: return evaluate_yield(*this, frame, expr);
        case ExprKind::await: return evaluate(frame, *expr.items[0]);
    }
    return Value::none();
}

}  // namespace nnshape::python
