#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/natives.h"

// argparse gives what a program gets that is run without arguments: https://docs.python.org/3/library/argparse.html
namespace nnshape::python {
namespace {

Value namespace_of(Interpreter& interpreter, std::string_view type) {
    return Value::of(interpreter.make<Instance>(interpreter.library_class(type)));
}

Value simple_namespace(Interpreter& interpreter, Arguments& arguments) {
    Value result = namespace_of(interpreter, "types.SimpleNamespace");
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty()) as<Instance>(result)->attributes.set(argument.name, argument.value);
    }
    return result;
}

// `--batch-size` is `batch_size`; of several names the first long one.
std::string destination(Interpreter& interpreter, const std::vector<Value>& names) {
    std::string found;
    for (const Value& name : names) {
        std::string_view text = to_text(interpreter, name);
        bool is_long = text.starts_with("--");
        if (found.empty() || (is_long && !found.starts_with("--"))) found = text;
    }
    found.erase(0, std::min(found.find_first_not_of('-'), found.size()));
    std::replace(found.begin(), found.end(), '-', '_');
    return found;
}

Value not_given(Interpreter& interpreter, std::string_view name) {
    return interpreter.unknown(fmt::format("the command line's argument `{}`", name));
}

// What the argument is if it is not given.
Value standard_of(Interpreter& interpreter, const Bound& bound, std::string_view first_name) {
    bool is_option = first_name.starts_with('-');
    std::string action(as<String>(bound[2]) ? bound.text(2) : "store");
    bool required = !is_option || (bound.has(6) && interpreter.find_truth(bound[6]).value_or(true));
    Value count = bound[4];
    bool may_be_missing = as<String>(count) && (as<String>(count)->text == "?" || as<String>(count)->text == "*");
    if (required && !may_be_missing) return not_given(interpreter, first_name);
    if (!bound.has(3)) {
        if (action == "store_true") return Value::boolean(false);
        if (action == "store_false") return Value::boolean(true);
        return {};
    }
    Value standard = bound[3];
    bool converts = as<String>(standard) && !bound[5].is_none();
    return converts ? interpreter.call(bound[5], {standard}) : standard;
}

// The parser's defaults are the attributes of its first bound value, a namespace.
Value add_argument(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "add_argument",
                {"*names", "dest?", "action?", "default?", "nargs?", "type?", "required?", "**"});
    std::vector<Value> names = bound.rest_values();
    if (names.empty() && !bound.has(1)) return {};
    std::string first(names.empty() ? bound.text(1) : std::string_view(to_text(interpreter, names[0])));
    std::string name = bound.has(1) ? std::string(bound.text(1)) : destination(interpreter, names);
    as<Instance>(arguments.callee->bound[0])->attributes.set(name, standard_of(interpreter, bound, first));
    return {};
}

Value set_defaults(Interpreter&, Arguments& arguments) {
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty()) {
            as<Instance>(arguments.callee->bound[0])->attributes.set(argument.name, argument.value);
        }
    }
    return {};
}

Value parsed(Interpreter& interpreter, Arguments& arguments) {
    Value result = namespace_of(interpreter, "argparse.Namespace");
    for (const auto& [name, value] : as<Instance>(arguments.callee->bound[0])->attributes.items()) {
        as<Instance>(result)->attributes.set(name, value);
    }
    return result;
}

Value parsed_with_rest(Interpreter& interpreter, Arguments& arguments) {
    return interpreter.tuple({parsed(interpreter, arguments), interpreter.list({})});
}

Value parser_of(Interpreter& interpreter, const Value& defaults);

Value group(Interpreter& interpreter, Arguments& arguments) {
    return parser_of(interpreter, arguments.callee->bound[0]);
}

Value parser_of(Interpreter& interpreter, const Value& defaults) {
    auto* parser = interpreter.make<Instance>(interpreter.library_class("argparse.ArgumentParser"));
    constexpr struct {
        std::string_view name;
        NativeCode code;
    } methods[] = {
        {"add_argument", known<add_argument>},  {"set_defaults", set_defaults}, {"parse_args", parsed},
        {"parse_known_args", parsed_with_rest}, {"add_argument_group", group},  {"add_mutually_exclusive_group", group},
    };
    for (const auto& method : methods) {
        parser->attributes.set(method.name, interpreter.native(std::string(method.name), method.code, {defaults}));
    }
    return Value::of(parser);
}

Value argument_parser(Interpreter& interpreter, Arguments&) {
    return parser_of(interpreter, namespace_of(interpreter, "argparse.Namespace"));
}

const NativeEntry entries[] = {
    {"argparse.ArgumentParser", argument_parser},
    {"argparse.Namespace", simple_namespace},
    {"types.SimpleNamespace", simple_namespace},
};

}  // namespace

std::span<const NativeEntry> argparse_functions() { return entries; }

}  // namespace nnshape::python
