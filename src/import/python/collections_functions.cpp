#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/named_tuples.h"
#include "import/python/natives.h"
#include "import/python/operators.h"
#include "import/python/self.h"
#include "import/python/sorting.h"

// https://docs.python.org/3/library/collections.html
namespace nnshape::python {
namespace {

Value ordered_dict(Interpreter& interpreter, Arguments& arguments) {
    return find_native("builtins.dict")(interpreter, arguments);
}

// defaultdict(factory, ...): what follows is as dict() takes it.
Value default_dict(Interpreter& interpreter, Arguments& arguments) {
    Arguments rest = arguments;
    Value standard;
    if (arguments.positional() > 0) {
        standard = arguments.items[0].value;
        rest.items.erase(rest.items.begin());
    }
    Value result = find_native("builtins.dict")(interpreter, rest);
    auto* dict = as<Dict>(result);
    if (!dict) return result;
    dict->standard = standard;
    dict->has_standard = !standard.is_none();
    return result;
}

Value counter(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "Counter", {"iterable?", "**"});
    auto* dict = interpreter.make<Dict>();
    Value content = content_of(bound[0]);
    if (as<Dict>(content)) {
        update(interpreter, *dict, content, arguments.spot);
    } else if (!content.is_none()) {
        for (const Value& item : bound.items(0)) {
            check_hashable(interpreter, item);
            Value* count = dict->find(item);
            dict->set(item, Value::number(count && count->is_integer() ? count->integer + 1 : int64_t{1}));
        }
    }
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty()) dict->set(interpreter.string(argument.name), argument.value);
    }
    dict->standard = interpreter.library("builtins.int");
    dict->has_standard = true;
    return Value::of(dict);
}

Value most_common(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "Counter.most_common", {"self", "n?"});
    std::vector<Value> pairs;
    for (const auto& [key, count] : self_of<Dict>(interpreter, bound, "dict").items) {
        pairs.push_back(interpreter.tuple({count, interpreter.tuple({key, count})}));
    }
    Value key = interpreter.call(interpreter.library("operator.itemgetter"), {Value::number(int64_t{0})});
    pairs = sorted(interpreter, pairs, key, true);
    auto most = std::clamp<int64_t>(bound.integer(1, most_items), 0, static_cast<int64_t>(pairs.size()));
    pairs.resize(static_cast<size_t>(most));
    for (Value& pair : pairs) pair = as<Tuple>(pair)->items[1];
    return interpreter.list(pairs);
}

Value deque(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "deque", {"iterable?", "maxlen?"});
    if (!bound[1].is_none()) return interpreter.unknown("a `deque` with a `maxlen`");
    return interpreter.list(bound[0].is_none() ? std::vector<Value>() : bound.items(0));
}

// `__new__` of a named tuple: the class, then its fields. It is bound to the class that has the fields and to the
// values of the last ones.
Value make_named_tuple(Interpreter& interpreter, Arguments& arguments) {
    const Native& native = *arguments.callee;
    const std::vector<std::string>& names = as<ClassType>(native.bound[0])->fields;
    const std::vector<Value>& standards = as<Tuple>(native.bound[1])->items;
    auto* type = arguments.items.empty() ? nullptr : as<ClassType>(arguments.items[0].value);
    if (!type) interpreter.raise("TypeError", "__new__() needs a class", arguments.spot);
    std::vector<std::optional<Value>> values(names.size());
    for (size_t index = 1; index < arguments.items.size(); ++index) {
        const Argument& argument = arguments.items[index];
        size_t place = index - 1;
        if (!argument.name.empty()) {
            place = static_cast<size_t>(std::find(names.begin(), names.end(), argument.name) - names.begin());
        }
        if (place >= names.size() || values[place]) {
            std::string fault = argument.name.empty() ? fmt::format("takes {} arguments", names.size())
                                                      : fmt::format("got an unexpected argument '{}'", argument.name);
            interpreter.raise("TypeError", fmt::format("{}() {}", type->name, fault), argument.spot);
        }
        values[place] = argument.value;
    }
    auto* tuple = interpreter.make<Tuple>();
    size_t first_standard = names.size() - std::min(names.size(), standards.size());
    for (size_t place = 0; place < names.size(); ++place) {
        if (!values[place] && place < first_standard) {
            interpreter.raise("TypeError",
                              fmt::format("{}() missing 1 required argument: '{}'", type->name, names[place]),
                              arguments.spot);
        }
        tuple->items.push_back(values[place] ? *values[place] : standards[place - first_standard]);
    }
    tuple->names = names;
    tuple->type = type;
    return Value::of(tuple);
}

std::vector<std::string> field_names(Interpreter& interpreter, const Value& fields) {
    std::vector<std::string> names;
    if (auto* text = as<String>(fields)) {
        std::string spaced = text->text;
        std::replace(spaced.begin(), spaced.end(), ',', ' ');
        Value parts = interpreter.call(interpreter.attribute(interpreter.string(spaced), "split", {}), {});
        for (const Value& part : as<List>(parts)->items) names.push_back(as<String>(part)->text);
        return names;
    }
    for (const Value& field : to_items(interpreter, fields)) {
        auto* pair = as<Tuple>(field);  // of typing.NamedTuple: the name and its type
        names.push_back(to_text(interpreter, pair && !pair->items.empty() ? pair->items[0] : field));
    }
    return names;
}

Value named_tuple(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "namedtuple",
                {"typename", "field_names", "*", "rename?", "defaults?", "module?"});
    auto* type = interpreter.make<ClassType>();
    type->name = bound.text(0);
    type->order = {type};
    type->fields = field_names(interpreter, bound[1]);
    make_named_tuples(interpreter, *type, bound[4].is_none() ? std::vector<Value>() : bound.items(4));
    return Value::of(type);
}

const NativeEntry entries[] = {
    {"collections.OrderedDict", ordered_dict}, {"collections.defaultdict", known<default_dict>},
    {"collections.Counter", known<counter>},   {"dict.most_common", known<most_common>},
    {"collections.deque", known<deque>},       {"collections.namedtuple", known<named_tuple>},
    {"typing.NamedTuple", known<named_tuple>},
};

}  // namespace

void make_named_tuples(Interpreter& interpreter, ClassType& type, std::vector<Value> standards) {
    std::vector<Value> names;
    for (const std::string& name : type.fields) names.push_back(interpreter.string(name));
    Value values = interpreter.tuple(std::move(standards));
    type.attributes.set("__new__", interpreter.native(type.name, make_named_tuple, {Value::of(&type), values}));
    type.attributes.set("_fields", interpreter.tuple(names));
}

std::span<const NativeEntry> collections_functions() { return entries; }

}  // namespace nnshape::python
