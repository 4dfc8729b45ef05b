#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/format.h"

// repr() and str() with the methods of classes.
namespace nnshape::python {
namespace {

constexpr int deepest = 100;  // lists in lists that are written

class Writer {
  public:
    explicit Writer(Interpreter& interpreter) : interpreter_(interpreter) {}

    void write(const Value& value) {
        need_known(interpreter_, value);
        if (static_cast<int64_t>(out_.size()) > most_bytes) count_bytes(interpreter_, most_bytes + 1);
        if (open_.size() > deepest) interpreter_.raise("RecursionError", "maximum recursion depth exceeded");
        if (std::find(open_.begin(), open_.end(), value.object) != open_.end() && value.tag == Tag::object) {
            out_ += as<Dict>(value) ? "{...}" : "[...]";
            return;
        }
        if (value.tag == Tag::object) open_.push_back(value.object);
        write_content(value);
        if (value.tag == Tag::object) open_.pop_back();
    }

    std::string take() { return std::move(out_); }

  private:
    void write_content(const Value& value) {
        if (auto* list = as<List>(value)) return write_items("[", list->items, "]");
        if (auto* tuple = as<Tuple>(value)) {
            if (!tuple->names.empty()) return write_fields(type_name(value), tuple->names, tuple->items);
            return write_items("(", tuple->items, tuple->items.size() == 1 ? ",)" : ")");
        }
        if (auto* dict = as<Dict>(value)) return write_dict(*dict);
        if (auto* set = as<Set>(value); set && !set->items.items.empty()) {
            std::vector<Value> items;
            for (const auto& [key, unused] : set->items.items) items.push_back(key);
            return write_items("{", items, "}");
        }
        if (auto* instance = as<Instance>(value)) return write_instance(*instance, value);
        if (as<TensorValue>(value)) throw NotKnown{interpreter_.unknown("the text of a tensor")};
        out_ += repr(value);
    }

    void write_items(std::string_view open, const std::vector<Value>& items, std::string_view close) {
        out_ += open;
        for (size_t index = 0; index < items.size(); ++index) {
            if (index > 0) out_ += ", ";
            write(Value(items[index]));
        }
        out_ += close;
    }

    void write_dict(const Dict& dict) {
        out_ += "{";
        for (size_t index = 0; index < dict.items.size(); ++index) {
            if (index > 0) out_ += ", ";
            write(Value(dict.items[index].first));
            out_ += ": ";
            if (index < dict.items.size()) write(Value(dict.items[index].second));
        }
        out_ += "}";
    }

    void write_fields(std::string_view type, const std::vector<std::string>& names, const std::vector<Value>& values) {
        out_ += fmt::format("{}(", type);
        for (size_t index = 0; index < names.size(); ++index) {
            out_ += fmt::format("{}{}=", index > 0 ? ", " : "", names[index]);
            write(values[index]);
        }
        out_ += ")";
    }

    void write_instance(Instance& instance, const Value& value) {
        if (instance.module) throw NotKnown{interpreter_.unknown("the text of a module")};
        if (auto text = call_method(interpreter_, value, "__repr__")) {
            out_ += to_text(interpreter_, *text);
            return;
        }
        if (!instance.content.is_none()) return write(instance.content);
        if (!instance.type->is_dataclass) {
            throw NotKnown{interpreter_.unknown(fmt::format("the text of a `{}`", instance.type->name))};
        }
        std::vector<Value> values;
        std::vector<std::string> fields = fields_of(*instance.type);
        for (const std::string& field : fields) {
            values.push_back(interpreter_.attribute(value, field, interpreter_.here()));
        }
        write_fields(instance.type->name, fields, values);
    }

    Interpreter& interpreter_;
    std::string out_;
    std::vector<const Object*> open_;
};

// What an exception says.
std::optional<std::string> exception_text(Interpreter& interpreter, const Value& value) {
    auto* instance = as<Instance>(value);
    if (!instance || !is_derived(*instance->type, "builtins.BaseException")) return {};
    const Value* arguments = instance->attributes.find("args");
    auto* tuple = arguments ? as<Tuple>(*arguments) : nullptr;
    if (!tuple || tuple->items.empty()) return "";
    return tuple->items.size() == 1 ? str_text(interpreter, tuple->items[0]) : repr_text(interpreter, *arguments);
}

}  // namespace

std::string repr_text(Interpreter& interpreter, const Value& value) {
    Writer writer(interpreter);
    writer.write(value);
    return writer.take();
}

std::string str_text(Interpreter& interpreter, const Value& value) {
    if (auto* text = as<String>(content_of(value))) return text->text;
    if (auto text = call_method(interpreter, value, "__str__")) return to_text(interpreter, *text);
    if (auto text = exception_text(interpreter, value)) return *text;
    return repr_text(interpreter, value);
}

std::vector<std::string_view> split_characters(std::string_view text) {
    std::vector<std::string_view> characters;
    for (size_t at = 0; at < text.size(); at += characters.back().size()) {
        size_t bytes = std::max<size_t>(decode(text.substr(at)).bytes, 1);
        characters.push_back(text.substr(at, bytes));
    }
    return characters;
}

}  // namespace nnshape::python
