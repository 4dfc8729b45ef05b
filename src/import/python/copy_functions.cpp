#include <unordered_map>

#include "import/python/arguments.h"
#include "import/python/natives.h"

// https://docs.python.org/3/library/copy.html
namespace nnshape::python {
namespace {

constexpr int deepest = 200;  // values in values that are copied

std::unique_ptr<ModuleState> copy_of(const ModuleState& module) {
    auto copy = std::make_unique<ModuleState>();
    copy->made = module.made;
    copy->argument_spots = module.argument_spots;
    copy->buffers = module.buffers;
    return copy;
}

// Copies a value with all that it holds. What is shared inside is shared in the copy.
class DeepCopy {
  public:
    explicit DeepCopy(Interpreter& interpreter) : interpreter_(interpreter) {}

    Value operator()(const Value& value) {
        if (value.tag != Tag::object) return value;
        if (auto found = copies_.find(value.object); found != copies_.end()) return found->second;
        interpreter_.count_step();
        if (++depth_ > deepest) interpreter_.raise("RecursionError", "maximum recursion depth exceeded");
        Value copy = copy_content(value);
        --depth_;
        return copy;
    }

  private:
    template <class Type>
    Type* keep(const Value& from, Type* copy) {
        copies_.emplace(from.object, Value::of(copy));
        return copy;
    }

    Value copy_content(const Value& value) {
        if (auto* list = as<List>(value)) {
            auto* copy = keep(value, interpreter_.make<List>());
            copy_items(list->items, copy->items);
            return Value::of(copy);
        }
        if (auto* tuple = as<Tuple>(value)) {
            auto* copy = keep(value, interpreter_.make<Tuple>());
            copy->names = tuple->names;
            copy->type = tuple->type;
            copy_items(tuple->items, copy->items);
            return Value::of(copy);
        }
        if (auto* dict = as<Dict>(value)) return copy_dict(*dict, value);
        if (auto* set = as<Set>(value)) {
            auto* copy = keep(value, interpreter_.make<Set>());
            for (const auto& [key, unused] : set->items.items) copy->items.set((*this)(key), {});
            return Value::of(copy);
        }
        if (auto* instance = as<Instance>(value)) return copy_instance(*instance, value);
        if (auto* tensor = as<TensorValue>(value); tensor && tensor->storage) return copy_tensor(*tensor, value);
        if (auto* method = as<Method>(value)) {
            Value self = (*this)(method->self);
            return Value::of(interpreter_.make<Method>(self, method->function));
        }
        if (auto* native = as<Native>(value)) return copy_native(*native, value);
        return value;
    }

    void copy_items(const std::vector<Value>& from, std::vector<Value>& to) {
        count_items(interpreter_, static_cast<int64_t>(from.size()));
        std::vector<Value> items = from;  // `__deepcopy__` may change them
        for (const Value& item : items) to.push_back((*this)(item));
    }

    Value copy_dict(const Dict& dict, const Value& value) {
        auto* copy = keep(value, interpreter_.make<Dict>());
        copy->standard = dict.standard;
        copy->has_standard = dict.has_standard;
        auto items = dict.items;
        for (const auto& [key, item] : items) copy->set((*this)(key), (*this)(item));
        return Value::of(copy);
    }

    void copy_names(const NameTable& from, NameTable& to) {
        auto items = from.items();
        for (const auto& [name, value] : items) to.set(name, (*this)(value));
    }

    Value copy_instance(Instance& instance, const Value& value) {
        auto* memo = interpreter_.make<Dict>();
        if (auto copy = call_method(interpreter_, value, "__deepcopy__", {Value::of(memo)})) {
            copies_.emplace(value.object, *copy);
            return *copy;
        }
        auto* copy = keep(value, interpreter_.make<Instance>(instance.type));
        if (instance.module) copy->module = copy_of(*instance.module);
        copy->content = (*this)(instance.content);
        copy_names(instance.attributes, copy->attributes);
        return Value::of(copy);
    }

    Value copy_tensor(const TensorValue& tensor, const Value& value) {
        auto [found, is_new] = storages_.emplace(tensor.storage, nullptr);
        if (is_new) {
            Storage* storage = interpreter_.storage(tensor.storage->dims);
            storage->trainable = tensor.storage->trainable;
            storage->is_buffer = tensor.storage->is_buffer;
            found->second = storage;
        }
        auto* copy = keep(value, interpreter_.make<TensorValue>(tensor.dims));
        copy->dtype = tensor.dtype;
        copy->storage = found->second;
        copy->numbers = tensor.numbers;
        copy->is_known = tensor.is_known;
        return Value::of(copy);
    }

    Value copy_native(const Native& native, const Value& value) {
        if (native.bound.empty() && native.named.items().empty()) return value;
        auto* copy = keep(value, interpreter_.make<Native>(native.name, native.code));
        copy_items(native.bound, copy->bound);
        copy_names(native.named, copy->named);
        return Value::of(copy);
    }

    Interpreter& interpreter_;
    std::unordered_map<const Object*, Value> copies_;
    std::unordered_map<const Storage*, Storage*> storages_;
    int depth_ = 0;
};

Value deep_copy(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "deepcopy", {"x", "memo?"});
    return DeepCopy(interpreter)(bound[0]);
}

Value copy(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "copy", {"x"});
    if (auto result = call_method(interpreter, bound[0], "__copy__")) return *result;
    if (auto* list = as<List>(bound[0])) return interpreter.list(list->items);
    for (std::string_view type : {"dict", "set"}) {
        bool fits = type == "dict" ? as<Dict>(bound[0]) != nullptr : as<Set>(bound[0]) != nullptr;
        if (fits) return interpreter.call(interpreter.attribute(bound[0], "copy", arguments.spot), {});
    }
    auto* instance = as<Instance>(bound[0]);
    if (!instance) return bound[0];
    auto* result = interpreter.make<Instance>(instance->type);
    if (instance->module) result->module = copy_of(*instance->module);
    result->content = instance->content;
    for (const auto& [name, value] : instance->attributes.items()) result->attributes.set(name, value);
    return Value::of(result);
}

const NativeEntry entries[] = {
    {"copy.deepcopy", known<deep_copy>},
    {"copy.copy", known<copy>},
};

}  // namespace

std::span<const NativeEntry> copy_functions() { return entries; }

}  // namespace nnshape::python
