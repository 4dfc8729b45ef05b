// The containers of torch.nn: Sequential, ModuleList, ModuleDict, ParameterList.
#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/modules.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"

namespace nnshape::python {
namespace {

Instance& self_of(Interpreter& interpreter, const Arguments& arguments) {
    auto* instance = arguments.items.empty() ? nullptr : as<Instance>(arguments.items[0].value);
    if (!instance || !instance->module) interpreter.raise("TypeError", "this needs a module", arguments.spot);
    return *instance;
}

// The items of a container in order: modules, or parameters of a ParameterList.
std::vector<std::pair<std::string, Value>> contents(const Instance& module) {
    std::vector<std::pair<std::string, Value>> items;
    for (const auto& [name, value] : module.attributes.items()) {
        auto* child = as<Instance>(value);
        auto* tensor = as<TensorValue>(value);
        bool is_item = (child && child->module) || (tensor && tensor->storage && !tensor->storage->is_buffer);
        bool is_number =
            !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (is_item || (value.is_none() && is_number)) items.emplace_back(name, value);
    }
    return items;
}

void append_to(Interpreter& interpreter, Instance& module, Value value) {
    set_module_attribute(interpreter, module, std::to_string(contents(module).size()), value);
}

Value init_sequential(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    self.module->is_initialised = true;
    bool one = arguments.items.size() == 2;
    if (auto* dict = one ? as<Dict>(arguments.items[1].value) : nullptr) {
        for (const auto& [name, value] : dict->items) set_module_attribute(interpreter, self, str(name), value);
        return Value::none();
    }
    for (size_t at = 1; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        auto* child = as<Instance>(argument.value);
        if (as<Unknown>(argument.value)) {
            interpreter.raise(code::python_error,
                              fmt::format("this module depends on {}", as<Unknown>(argument.value)->why), {},
                              argument.spot);
        }
        if (!child || !child->module) {
            interpreter.raise("TypeError", fmt::format("{} is not a Module subclass", repr(argument.value)),
                              argument.spot);
        }
        append_to(interpreter, self, argument.value);
    }
    return Value::none();
}

Value init_list(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    self.module->is_initialised = true;
    if (arguments.items.size() < 2 || arguments.items[1].value.is_none()) return Value::none();
    for (Value item : interpreter.items_of(arguments.items[1].value, arguments.spot))
        append_to(interpreter, self, item);
    return Value::none();
}

void update_dict(Interpreter& interpreter, Instance& self, Value from, Spot spot) {
    if (auto* dict = as<Dict>(from)) {
        for (const auto& [name, value] : std::vector(dict->items)) {
            set_module_attribute(interpreter, self, str(name), value);
        }
        return;
    }
    for (Value item : interpreter.items_of(from, spot)) {
        auto both = interpreter.items_of(item, spot);
        if (both.size() == 2) set_module_attribute(interpreter, self, str(both[0]), both[1]);
    }
}

Value init_dict(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    self.module->is_initialised = true;
    if (arguments.items.size() > 1) update_dict(interpreter, self, arguments.items[1].value, arguments.spot);
    return Value::none();
}

Value forward_sequential(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    if (arguments.items.size() != 2) {
        interpreter.raise(
            "TypeError",
            fmt::format("Sequential.forward() takes 1 argument but {} were given", arguments.items.size() - 1),
            arguments.spot);
    }
    Value value = arguments.items[1].value;
    for (const auto& [name, child] : contents(self)) {
        Arguments inner{.items = {{.name = {}, .value = value, .spot = {}}}, .spot = arguments.spot};
        value = interpreter.call(child, inner);
    }
    return value;
}

Value append(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "append", {"self", "module"});
    append_to(interpreter, self_of(interpreter, arguments), bound[1]);
    return bound[0];
}

Value extend(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "extend", {"self", "modules"});
    for (Value item : interpreter.items_of(bound[1], arguments.spot)) {
        append_to(interpreter, self_of(interpreter, arguments), item);
    }
    return bound[0];
}

// Gives a container these items, with new numbers.
void renumber(Interpreter& interpreter, Instance& self, const std::vector<Value>& items) {
    for (const auto& [name, value] : contents(self)) self.attributes.erase(name);
    for (Value item : items) append_to(interpreter, self, item);
}

Value insert(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "insert", {"self", "index", "module"});
    Instance& self = self_of(interpreter, arguments);
    std::vector<Value> items;
    for (const auto& [name, value] : contents(self)) items.push_back(value);
    auto count = static_cast<int64_t>(items.size());
    int64_t at = bound.integer(1);
    at = std::clamp<int64_t>(at < 0 ? at + count : at, 0, count);
    items.insert(items.begin() + at, bound[2]);
    renumber(interpreter, self, items);
    return Value::none();
}

Value length(Interpreter& interpreter, Arguments& arguments) {
    return Value::number(static_cast<int64_t>(contents(self_of(interpreter, arguments)).size()));
}

Value iterate(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> items;
    for (const auto& [name, value] : contents(self_of(interpreter, arguments))) items.push_back(value);
    return Value::of(interpreter.make<Iterator>(std::move(items)));
}

Value keys(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> items;
    for (const auto& [name, value] : contents(self_of(interpreter, arguments))) {
        items.push_back(interpreter.string(name));
    }
    return interpreter.list(std::move(items));
}

Value pairs(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> items;
    for (const auto& [name, value] : contents(self_of(interpreter, arguments))) {
        items.push_back(interpreter.tuple({interpreter.string(name), value}));
    }
    return interpreter.list(std::move(items));
}

Value get_item(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "__getitem__", {"self", "index"});
    Instance& self = self_of(interpreter, arguments);
    auto items = contents(self);
    if (auto* slice = as<Slice>(bound[1])) {
        bool is_own = !self.type->library.empty();
        ClassType* type =
            is_own ? self.type
                   : interpreter.library_class(is_derived(*self.type, "torch.nn.Sequential") ? "torch.nn.Sequential"
                                                                                             : "torch.nn.ModuleList");
        Instance* part = interpreter.make<Instance>(type);
        begin_module(interpreter, *part, arguments.spot);
        part->module->is_initialised = true;
        for (int64_t at : slice_indexes(*slice, static_cast<int64_t>(items.size()))) {
            const auto& [name, value] = items[static_cast<size_t>(at)];
            bool numbered = type->library == "torch.nn.ModuleList";
            part->attributes.set(numbered ? std::to_string(contents(*part).size()) : name, value);
        }
        return Value::of(part);
    }
    if (auto* name = as<String>(bound[1])) {
        if (const Value* value = self.attributes.find(name->text)) return *value;
        interpreter.raise("KeyError", repr(bound[1]), arguments.spot);
    }
    int64_t at = bound.integer(1), count = static_cast<int64_t>(items.size());
    if (at < -count || at >= count) {
        interpreter.raise("IndexError", fmt::format("index {} is out of range", at), arguments.spot);
    }
    return items[static_cast<size_t>(at < 0 ? at + count : at)].second;
}

Value set_item(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "__setitem__", {"self", "index", "module"});
    Instance& self = self_of(interpreter, arguments);
    if (auto* name = as<String>(bound[1])) {
        set_module_attribute(interpreter, self, name->text, bound[2]);
        return Value::none();
    }
    auto items = contents(self);
    int64_t at = bound.integer(1), count = static_cast<int64_t>(items.size());
    if (at < -count || at >= count) {
        interpreter.raise("IndexError", fmt::format("index {} is out of range", at), arguments.spot);
    }
    set_module_attribute(interpreter, self, items[static_cast<size_t>(at < 0 ? at + count : at)].first, bound[2]);
    return Value::none();
}

Value remove_item(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "__delitem__", {"self", "index"});
    Instance& self = self_of(interpreter, arguments);
    auto items = contents(self);
    std::vector<int64_t> gone;
    if (auto* slice = as<Slice>(bound[1])) {
        gone = slice_indexes(*slice, static_cast<int64_t>(items.size()));
    } else if (auto* name = as<String>(bound[1])) {
        self.attributes.erase(name->text);
        return Value::none();
    } else {
        int64_t at = bound.integer(1);
        gone = {at < 0 ? at + static_cast<int64_t>(items.size()) : at};
    }
    std::vector<Value> kept;
    for (size_t at = 0; at < items.size(); ++at) {
        if (std::find(gone.begin(), gone.end(), static_cast<int64_t>(at)) == gone.end())
            kept.push_back(items[at].second);
    }
    renumber(interpreter, self, kept);
    return Value::none();
}

Value contains_key(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "__contains__", {"self", "key"});
    Instance& self = self_of(interpreter, arguments);
    if (auto* name = as<String>(bound[1])) return Value::boolean(self.attributes.find(name->text) != nullptr);
    auto items = contents(self);
    return Value::boolean(
        std::any_of(items.begin(), items.end(), [&](const auto& item) { return is_same(item.second, bound[1]); }));
}

Value update(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "update", {"self", "modules"});
    update_dict(interpreter, self_of(interpreter, arguments), bound[1], arguments.spot);
    return Value::none();
}

// DataParallel: the module itself, as its attribute `module`.
Value init_parallel(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "DataParallel",
                {"self", "module", "device_ids?", "output_device?", "dim?", "**"});
    Instance& self = self_of(interpreter, arguments);
    self.module->is_initialised = true;
    set_module_attribute(interpreter, self, "module", bound[1]);
    return Value::none();
}

Value forward_parallel(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    arguments.items.erase(arguments.items.begin());
    return interpreter.call(interpreter.attribute(Value::of(&self), "module", arguments.spot), arguments);
}

constexpr NativeEntry table[] = {
    {"torch.nn.Sequential.__init__", init_sequential},
    {"torch.nn.Sequential.forward", forward_sequential},
    {"torch.nn.Sequential.append", append},
    {"torch.nn.Sequential.extend", extend},
    {"torch.nn.Sequential.insert", insert},
    {"torch.nn.Sequential.__len__", length},
    {"torch.nn.Sequential.__iter__", iterate},
    {"torch.nn.Sequential.__getitem__", get_item},
    {"torch.nn.Sequential.__setitem__", set_item},
    {"torch.nn.Sequential.__delitem__", remove_item},
    {"torch.nn.ModuleList.__init__", init_list},
    {"torch.nn.ModuleList.append", append},
    {"torch.nn.ModuleList.extend", extend},
    {"torch.nn.ModuleList.__iadd__", extend},
    {"torch.nn.ModuleList.insert", insert},
    {"torch.nn.ModuleList.__len__", length},
    {"torch.nn.ModuleList.__iter__", iterate},
    {"torch.nn.ModuleList.__getitem__", get_item},
    {"torch.nn.ModuleList.__setitem__", set_item},
    {"torch.nn.ModuleList.__delitem__", remove_item},
    {"torch.nn.ModuleList.__contains__", contains_key},
    {"torch.nn.ParameterList.__init__", init_list},
    {"torch.nn.ParameterList.append", append},
    {"torch.nn.ParameterList.extend", extend},
    {"torch.nn.ParameterList.__len__", length},
    {"torch.nn.ParameterList.__iter__", iterate},
    {"torch.nn.ParameterList.__getitem__", get_item},
    {"torch.nn.ParameterList.__setitem__", set_item},
    {"torch.nn.ModuleDict.__init__", init_dict},
    {"torch.nn.ModuleDict.__len__", length},
    {"torch.nn.ModuleDict.__iter__", keys},
    {"torch.nn.ModuleDict.__getitem__", get_item},
    {"torch.nn.ModuleDict.__setitem__", set_item},
    {"torch.nn.ModuleDict.__delitem__", remove_item},
    {"torch.nn.ModuleDict.__contains__", contains_key},
    {"torch.nn.ModuleDict.keys", keys},
    {"torch.nn.ModuleDict.items", pairs},
    {"torch.nn.ModuleDict.update", update},
    {"torch.nn.ParameterDict.__init__", init_dict},
    {"torch.nn.ParameterDict.__getitem__", get_item},
    {"torch.nn.ParameterDict.__setitem__", set_item},
    {"torch.nn.ParameterDict.__contains__", contains_key},
    {"torch.nn.ParameterDict.keys", keys},
    {"torch.nn.ParameterDict.items", pairs},
    {"torch.nn.ModuleDict.values", iterate},
    {"torch.nn.ParameterDict.values", iterate},
    {"torch.nn.DataParallel.__init__", init_parallel},
    {"torch.nn.DataParallel.forward", forward_parallel},
};

}  // namespace

std::span<const NativeEntry> torch_containers() { return table; }

}  // namespace nnshape::python
