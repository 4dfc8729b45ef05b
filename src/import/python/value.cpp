#include "import/python/value.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <functional>

#include "import/python/interpreter.h"
#include "import/python/numbers.h"

namespace nnshape::python {
namespace {

constexpr size_t most_searched = 8;  // names that are searched one by one
constexpr int deepest = 100;         // values in values
constexpr size_t longest_key = 1 << 20;

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

std::string simple_repr(const Value& value) {
    switch (value.tag) {
        case Tag::none: return "None";
        case Tag::boolean: return value.integer ? "True" : "False";
        case Tag::integer: return std::to_string(value.integer);
        case Tag::real: return number_text(value.real);
        case Tag::object: break;
    }
    if (auto* string = as<String>(value)) return quoted(string->text);
    if (auto* range = as<Range>(value)) {
        std::string step = range->step == 1 ? "" : fmt::format(", {}", range->step);
        return fmt::format("range({}, {}{})", range->start, range->stop, step);
    }
    if (auto* type = as<ClassType>(value)) return fmt::format("<class '{}'>", type->name);
    if (auto* library = as<Library>(value)) return library->name;
    if (auto* function = as<FunctionValue>(value)) return fmt::format("<function {}>", function->name);
    if (as<Set>(value)) return "set()";
    if (value.object->kind == ObjectKind::ellipsis) return "Ellipsis";
    return fmt::format("<{} object>", type_name(value));
}

// Writes values; what is too deep or too long is cut.
class Writer {
  public:
    std::string take() { return std::move(out_); }

    void write(const Value& value) {
        if (depth_ == deepest || out_.size() > longest) {
            out_ += "...";
            return;
        }
        ++depth_;
        write_content(value);
        --depth_;
    }

  private:
    static constexpr size_t longest = 1 << 20;

    void write_content(const Value& value) {
        if (auto* list = as<List>(value)) return write_items("[", list->items, "]");
        if (auto* tuple = as<Tuple>(value)) {
            return write_items("(", tuple->items, tuple->items.size() == 1 ? ",)" : ")");
        }
        if (auto* dict = as<Dict>(value)) return write_pairs(dict->items, true);
        auto* set = as<Set>(value);
        if (set && !set->items.items.empty()) return write_pairs(set->items.items, false);
        out_ += simple_repr(value);
    }

    void write_items(std::string_view open, const std::vector<Value>& items, std::string_view close) {
        out_ += open;
        for (size_t index = 0; index < items.size() && out_.size() <= longest; ++index) {
            if (index > 0) out_ += ", ";
            write(items[index]);
        }
        out_ += close;
    }

    void write_pairs(const std::vector<std::pair<Value, Value>>& pairs, bool with_values) {
        out_ += "{";
        for (size_t index = 0; index < pairs.size() && out_.size() <= longest; ++index) {
            if (index > 0) out_ += ", ";
            write(pairs[index].first);
            if (!with_values) continue;
            out_ += ": ";
            write(pairs[index].second);
        }
        out_ += "}";
    }

    std::string out_;
    int depth_ = 0;
};

const std::vector<Value>* sequence_of(const Value& value) {
    if (auto* list = as<List>(value)) return &list->items;
    if (auto* tuple = as<Tuple>(value)) return &tuple->items;
    return nullptr;
}

// Lists that contain themselves, and what would take for ever.
[[noreturn]] void refuse_depth() {
    throw Raised{.type = "RecursionError", .message = "maximum recursion depth exceeded", .is_limit = true};
}

std::string key_at(const Value& value, int depth) {
    switch (value.tag) {
        case Tag::none: return "none";
        case Tag::boolean:
        case Tag::integer: return fmt::format("i{}", value.integer);
        case Tag::real: {
            bool whole = value.real == std::floor(value.real) && std::fabs(value.real) < 9e18;
            return whole ? fmt::format("i{}", static_cast<int64_t>(value.real)) : "r" + number_text(value.real);
        }
        case Tag::object: break;
    }
    if (auto* string = as<String>(value)) return "s" + string->text;
    if (auto* tuple = as<Tuple>(value)) {
        if (depth == deepest) refuse_depth();
        std::string key = "t";
        for (const Value& item : tuple->items) {
            std::string one = key_at(item, depth + 1);
            key += fmt::format("{}:{}", one.size(), one);
            if (key.size() > longest_key) refuse_depth();
        }
        return key;
    }
    if (auto* library = as<Library>(value)) return "l" + library->name;
    return fmt::format("o{}", static_cast<const void*>(value.object));
}

// Compares values, and counts how many.
class Equality {
  public:
    bool operator()(const Value& one, const Value& other) {
        if (one.is_number() && other.is_number()) {
            return compare_numbers(one, other) == 0;
        }
        if (one.tag != Tag::object || other.tag != Tag::object) return one.is_none() && other.is_none();
        if (one.object == other.object) return true;
        if (one.object->kind != other.object->kind) return false;
        if (depth_ == deepest || ++count_ > most_compared) refuse_depth();
        ++depth_;
        bool same = same_content(one, other);
        --depth_;
        return same;
    }

  private:
    bool same_content(const Value& one, const Value& other) {
        if (auto* items = sequence_of(one)) {
            auto& others = *sequence_of(other);
            return std::equal(items->begin(), items->end(), others.begin(), others.end(), std::ref(*this));
        }
        if (auto* dict = as<Dict>(one)) return same_items(*dict, *as<Dict>(other));
        if (auto* set = as<Set>(one)) return same_items(set->items, as<Set>(other)->items);
        if (auto* range = as<Range>(one)) {
            auto* second = as<Range>(other);
            int64_t count = range->count();
            if (count != second->count()) return false;
            bool same_start = count == 0 || range->start == second->start;
            return same_start && (count < 2 || range->step == second->step);
        }
        if (auto* string = as<String>(one)) return string->text == as<String>(other)->text;
        if (auto* library = as<Library>(one)) return library->name == as<Library>(other)->name;
        if (auto* method = as<Method>(one)) {
            auto* second = as<Method>(other);
            return is_same(method->self, second->self) && is_same(method->function, second->function);
        }
        return false;
    }

    bool same_items(Dict& one, Dict& other) {
        if (one.items.size() != other.items.size()) return false;
        return std::all_of(one.items.begin(), one.items.end(), [&](const auto& item) {
            Value* found = other.find(item.first);
            return found && (*this)(*found, item.second);
        });
    }

    static constexpr int64_t most_compared = 10'000'000;
    int64_t count_ = 0;
    int depth_ = 0;
};

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

void Dict::clear() {
    items.clear();
    places_.clear();
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

int compare_numbers(const Value& one, const Value& other) {
    auto order = [](auto a, auto b) { return (a > b) - (a < b); };
    if (one.is_integer() && other.is_integer()) return order(one.integer, other.integer);
    double real = one.is_integer() ? other.real : one.real;
    if (std::isnan(real) || std::isnan(other.as_real())) return 2;
    if (one.is_integer() == other.is_integer()) return order(one.real, other.real);
    int64_t integer = one.is_integer() ? one.integer : other.integer;
    constexpr double limit = 9223372036854775808.0;  // 2^63
    double whole = std::floor(real);
    int result = real >= limit ? -1 : real < -limit ? 1 : order(integer, static_cast<int64_t>(whole));
    if (result == 0 && real > whole) result = -1;
    return one.is_integer() ? result : -result;
}

std::string key_of(const Value& value) { return key_at(value, 0); }

bool is_equal(const Value& one, const Value& other) { return Equality()(one, other); }

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
    constexpr std::string_view names[] = {"ellipsis",
                                          "str",
                                          "list",
                                          "tuple",
                                          "dict",
                                          "set",
                                          "range",
                                          "slice",
                                          "function",
                                          "method",
                                          "builtin_function_or_method",
                                          "type",
                                          "object",
                                          "module",
                                          "module",
                                          "object",
                                          "Tensor",
                                          "iterator",
                                          "property",
                                          "staticmethod",
                                          "classmethod",
                                          "super"};
    return std::string(names[static_cast<size_t>(value.object->kind)]);
}

bool is_wholly_known(const ClassType& type) {
    return std::all_of(type.order.begin(), type.order.end(), [](const ClassType* base) { return base->is_known; });
}

bool is_derived(const ClassType& type, std::string_view library) {
    return std::any_of(type.order.begin(), type.order.end(),
                       [&](const ClassType* base) { return base->library == library; });
}

std::string repr(const Value& value) {
    Writer writer;
    writer.write(value);
    return writer.take();
}

std::string str(const Value& value) {
    auto* string = as<String>(value);
    return string ? string->text : repr(value);
}

}  // namespace nnshape::python
