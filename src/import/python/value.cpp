#include "import/python/value.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace nnshape::python {
namespace {

constexpr size_t most_searched = 8;  // names that are searched one by one

std::string number_text(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    std::string text = fmt::format("{}", number);
    bool whole = text.find_first_of(".en") == std::string::npos;
    return whole ? text + ".0" : text;
}

std::string quoted(std::string_view text) {
    char mark = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string out(1, mark);
    for (char letter : text) {
        if (letter == mark || letter == '\\') out += '\\';
        if (letter == '\n') {
            out += "\\n";
        } else if (letter == '\t') {
            out += "\\t";
        } else {
            out += letter;
        }
    }
    return out + mark;
}

std::string joined(const std::vector<Value>& items) {
    std::string text;
    for (const Value& item : items) text += (text.empty() ? "" : ", ") + repr(item);
    return text;
}

std::string repr_of(const Dict& dict) {
    std::string text;
    for (const auto& [key, value] : dict.items) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", repr(key), repr(value));
    }
    return "{" + text + "}";
}

std::string repr_of(const Set& set) {
    std::string text;
    for (const auto& [key, value] : set.items.items) text += (text.empty() ? "" : ", ") + repr(key);
    return text.empty() ? "set()" : "{" + text + "}";
}

const std::vector<Value>* sequence_of(const Value& value) {
    if (auto* list = as<List>(value)) return &list->items;
    if (auto* tuple = as<Tuple>(value)) return &tuple->items;
    return nullptr;
}

}  // namespace

Value* NameTable::find(std::string_view name) {
    if (items_.size() <= most_searched) {
        for (auto& [key, value] : items_) {
            if (key == name) return &value;
        }
        return nullptr;
    }
    auto found = places_.find(name);
    return found == places_.end() ? nullptr : &items_[found->second].second;
}

void NameTable::index() {
    places_.clear();
    if (items_.size() <= most_searched) return;
    for (size_t place = 0; place < items_.size(); ++place) places_.emplace(items_[place].first, place);
}

void NameTable::set(std::string_view name, Value value) {
    if (Value* found = find(name)) {
        *found = value;
        return;
    }
    bool moves = items_.size() == items_.capacity();  // short names move with their items
    items_.emplace_back(std::string(name), value);
    if (moves || items_.size() == most_searched + 1) return index();
    if (items_.size() > most_searched) places_.emplace(items_.back().first, items_.size() - 1);
}

bool NameTable::erase(std::string_view name) {
    auto found = std::find_if(items_.begin(), items_.end(), [&](const auto& item) { return item.first == name; });
    if (found == items_.end()) return false;
    items_.erase(found);
    index();
    return true;
}

void NameTable::clear() {
    items_.clear();
    places_.clear();
}

Value* Dict::find(const Value& key) {
    auto found = places_.find(key_of(key));
    return found == places_.end() ? nullptr : &items[found->second].second;
}

void Dict::set(const Value& key, Value value) {
    auto [found, is_new] = places_.emplace(key_of(key), items.size());
    if (is_new) {
        items.emplace_back(key, value);
    } else {
        items[found->second].second = value;
    }
}

bool Dict::erase(const Value& key) {
    auto found = places_.find(key_of(key));
    if (found == places_.end()) return false;
    size_t place = found->second;
    places_.erase(found);
    items.erase(items.begin() + static_cast<ptrdiff_t>(place));
    for (auto& [text, other] : places_) other -= other > place;
    return true;
}

int64_t Range::count() const {
    if (step > 0 && start < stop) {
        auto distance = static_cast<uint64_t>(stop) - static_cast<uint64_t>(start);
        return static_cast<int64_t>((distance - 1) / static_cast<uint64_t>(step)) + 1;
    }
    if (step < 0 && start > stop) {
        auto distance = static_cast<uint64_t>(start) - static_cast<uint64_t>(stop);
        return static_cast<int64_t>((distance - 1) / (0 - static_cast<uint64_t>(step))) + 1;
    }
    return 0;
}

std::string key_of(const Value& value) {
    switch (value.tag) {
        case Tag::none: return "none";
        case Tag::boolean:
        case Tag::integer: return fmt::format("i{}", value.integer);
        case Tag::real: {
            bool whole = value.real == std::floor(value.real) && std::fabs(value.real) < 9e15;
            return whole ? fmt::format("i{}", static_cast<int64_t>(value.real)) : fmt::format("r{}", value.real);
        }
        case Tag::object: break;
    }
    if (auto* string = as<String>(value)) return "s" + string->text;
    if (auto* tuple = as<Tuple>(value)) {
        std::string key = "t";
        for (const Value& item : tuple->items) {
            std::string one = key_of(item);
            key += fmt::format("{}:{}", one.size(), one);
        }
        return key;
    }
    if (auto* library = as<Library>(value)) return "l" + library->name;
    return fmt::format("o{}", static_cast<const void*>(value.object));
}

bool is_equal(const Value& one, const Value& other) {
    if (one.is_number() && other.is_number()) {
        bool integers = one.is_integer() && other.is_integer();
        return integers ? one.integer == other.integer : one.as_real() == other.as_real();
    }
    if (one.tag != Tag::object || other.tag != Tag::object) return one.is_none() && other.is_none();
    if (one.object == other.object) return true;
    if (one.object->kind != other.object->kind) return false;
    if (auto* items = sequence_of(one)) {
        auto& others = *sequence_of(other);
        return std::equal(items->begin(), items->end(), others.begin(), others.end(), is_equal);
    }
    auto same_items = [](Dict& a, Dict& b) {
        bool same = a.items.size() == b.items.size();
        for (size_t index = 0; same && index < a.items.size(); ++index) {
            Value* found = b.find(a.items[index].first);
            same = found && is_equal(*found, a.items[index].second);
        }
        return same;
    };
    if (auto* dict = as<Dict>(one)) return same_items(*dict, *as<Dict>(other));
    if (auto* set = as<Set>(one)) return same_items(set->items, as<Set>(other)->items);
    if (auto* range = as<Range>(one)) {
        auto* second = as<Range>(other);
        return range->start == second->start && range->stop == second->stop && range->step == second->step;
    }
    if (auto* string = as<String>(one)) return string->text == as<String>(other)->text;
    if (auto* library = as<Library>(one)) return library->name == as<Library>(other)->name;
    if (auto* method = as<Method>(one)) {
        auto* second = as<Method>(other);
        return is_same(method->self, second->self) && is_same(method->function, second->function);
    }
    return false;
}

bool is_same(const Value& one, const Value& other) {
    if (one.tag == Tag::object && other.tag == Tag::object) {
        bool named = one.object->kind == ObjectKind::library || one.object->kind == ObjectKind::string;
        return one.object == other.object || (named && is_equal(one, other));
    }
    if (one.tag != other.tag) return false;
    return one.is_none() || is_equal(one, other);
}

std::string type_name(const Value& value) {
    switch (value.tag) {
        case Tag::none: return "NoneType";
        case Tag::boolean: return "bool";
        case Tag::integer: return "int";
        case Tag::real: return "float";
        case Tag::object: break;
    }
    if (auto* instance = as<Instance>(value)) return instance->type->name;
    if (auto* tuple = as<Tuple>(value)) return tuple->type ? tuple->type->name : "tuple";
    constexpr std::string_view names[] = {"ellipsis", "str",      "list",    "tuple",    "dict",         "set",
                                          "range",    "slice",    "function", "method",   "builtin_function_or_method",
                                          "type",     "object",   "module",  "module",   "object",       "Tensor",
                                          "iterator", "property", "staticmethod", "classmethod", "super"};
    return std::string(names[static_cast<size_t>(value.object->kind)]);
}

bool is_derived(const ClassType& type, std::string_view library) {
    return std::any_of(type.order.begin(), type.order.end(),
                       [&](const ClassType* base) { return base->library == library; });
}

std::string repr(const Value& value) {
    switch (value.tag) {
        case Tag::none: return "None";
        case Tag::boolean: return value.integer ? "True" : "False";
        case Tag::integer: return std::to_string(value.integer);
        case Tag::real: return number_text(value.real);
        case Tag::object: break;
    }
    if (auto* string = as<String>(value)) return quoted(string->text);
    if (auto* list = as<List>(value)) return "[" + joined(list->items) + "]";
    if (auto* tuple = as<Tuple>(value)) {
        return fmt::format("({}{})", joined(tuple->items), tuple->items.size() == 1 ? "," : "");
    }
    if (auto* dict = as<Dict>(value)) return repr_of(*dict);
    if (auto* set = as<Set>(value)) return repr_of(*set);
    if (auto* range = as<Range>(value)) return fmt::format("range({}, {})", range->start, range->stop);
    if (auto* type = as<ClassType>(value)) return fmt::format("<class '{}'>", type->name);
    if (auto* library = as<Library>(value)) return library->name;
    if (auto* function = as<FunctionValue>(value)) return fmt::format("<function {}>", function->name);
    if (value.object->kind == ObjectKind::ellipsis) return "Ellipsis";
    return fmt::format("<{} object>", type_name(value));
}

std::string str(const Value& value) {
    auto* string = as<String>(value);
    return string ? string->text : repr(value);
}

}  // namespace nnshape::python
