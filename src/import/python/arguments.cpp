#include "import/python/arguments.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace nnshape::python {
namespace {

constexpr int64_t items_per_step = 16, bytes_per_step = 256;

void count_work(Interpreter& interpreter, int64_t count, int64_t most, int64_t per_step, std::string_view what) {
    if (count > most) {
        throw Raised{.type = "MemoryError",
                     .message = fmt::format("{} {}; the limit is {}", count, what, most),
                     .spot = interpreter.here(),
                     .is_limit = true};
    }
    for (int64_t done = per_step; done <= count; done += per_step) interpreter.count_step();
}

std::string_view name_of(std::string_view parameter) {
    return parameter.ends_with('?') ? parameter.substr(0, parameter.size() - 1) : parameter;
}

std::string argument_count(size_t count) { return count == 1 ? "one argument" : fmt::format("{} arguments", count); }

}  // namespace

size_t Arguments::positional() const {
    auto named = std::find_if(items.begin(), items.end(), [](const Argument& item) { return !item.name.empty(); });
    return static_cast<size_t>(named - items.begin());
}

const Argument* Arguments::find(size_t place, std::string_view name) const {
    if (place < items.size() && items[place].name.empty()) return &items[place];
    if (name.empty()) return nullptr;
    auto found = std::find_if(items.begin(), items.end(), [&](const Argument& item) { return item.name == name; });
    return found == items.end() ? nullptr : &*found;
}

void count_items(Interpreter& interpreter, int64_t count) {
    count_work(interpreter, count, most_items, items_per_step, "items in a list");
}

void count_bytes(Interpreter& interpreter, int64_t count) {
    count_work(interpreter, count, most_bytes, bytes_per_step, "bytes in a string");
}

Value content_of(const Value& value) {
    auto* instance = as<Instance>(value);
    return instance && !instance->content.is_none() ? instance->content : value;
}

std::optional<Value> call_method(Interpreter& interpreter, const Value& self, std::string_view name,
                                 std::vector<Value> arguments) {
    if (!as<Instance>(self)) return {};
    std::optional<Value> method = interpreter.find_attribute(self, name);
    if (!method || method->is_none()) return {};
    return interpreter.call(*method, std::move(arguments));
}

Value without_tensor(Interpreter& interpreter, const Value& value) {
    auto* tensor = as<TensorValue>(value);
    if (!tensor) return value;
    if (!tensor->is_known || tensor->numbers.size() != 1) {
        throw NotKnown{interpreter.unknown("a tensor, whose numbers nnshape does not know")};
    }
    double number = tensor->numbers[0];
    switch (tensor->dtype) {
        case Dtype::real: return Value::number(number);
        case Dtype::boolean: return Value::boolean(number != 0);
        case Dtype::integer: break;
    }
    return Value::number(truncated(interpreter, number));
}

void need_known(Interpreter& interpreter, const Value& value) {
    if (as<Unknown>(value)) throw NotKnown{value};
    if (as<TensorValue>(value)) without_tensor(interpreter, value);
}

int64_t to_integer(Interpreter& interpreter, const Value& value, Spot spot) {
    need_known(interpreter, value);
    Value number = without_tensor(interpreter, content_of(value));
    if (auto index = call_method(interpreter, number, "__index__")) number = *index;
    need_known(interpreter, number);
    if (!number.is_integer()) {
        interpreter.raise("TypeError", fmt::format("'{}' object cannot be interpreted as an integer", type_name(value)),
                          spot);
    }
    return number.integer;
}

double to_real(Interpreter& interpreter, const Value& value, Spot spot) {
    need_known(interpreter, value);
    Value number = without_tensor(interpreter, content_of(value));
    if (auto real = call_method(interpreter, number, "__float__")) number = *real;
    need_known(interpreter, number);
    if (!number.is_number()) {
        interpreter.raise("TypeError", fmt::format("must be real number, not {}", type_name(value)), spot);
    }
    return number.as_real();
}

const std::string& to_text(Interpreter& interpreter, const Value& value, Spot spot) {
    need_known(interpreter, value);
    auto* string = as<String>(content_of(value));
    if (!string) {
        interpreter.raise("TypeError", fmt::format("expected str, not {}", type_name(value)), spot);
    }
    return string->text;
}

bool to_truth(Interpreter& interpreter, const Value& value) {
    std::optional<bool> truth = interpreter.find_truth(value);
    if (truth) return *truth;
    throw NotKnown{as<Unknown>(value) ? value : interpreter.unknown("whether a value is true")};
}

std::vector<Value> to_items(Interpreter& interpreter, const Value& value, Spot spot) {
    if (as<Unknown>(value)) throw NotKnown{value};
    if (auto* range = as<Range>(value)) count_items(interpreter, range->count());
    std::vector<Value> items = interpreter.items_of(value, spot);
    count_items(interpreter, static_cast<int64_t>(items.size()));
    return items;
}

int64_t truncated(Interpreter& interpreter, double real) {
    if (std::isnan(real)) interpreter.raise("ValueError", "cannot convert float NaN to integer");
    if (std::isinf(real)) interpreter.raise("OverflowError", "cannot convert float infinity to integer");
    constexpr double limit = 9223372036854775808.0;  // 2^63
    if (real >= limit || real < -limit) {
        throw NotKnown{interpreter.unknown("an integer of more than 64 bits, which nnshape does not have")};
    }
    return static_cast<int64_t>(real);
}

Bound::Bound(Interpreter& interpreter, const Arguments& arguments, std::string_view function,
             std::initializer_list<std::string_view> parameters)
    : interpreter_(interpreter), call_(arguments.spot), given_(parameters.size(), nullptr) {
    std::span<const std::string_view> all(parameters.begin(), parameters.size());
    auto first_star = std::find_if(all.begin(), all.end(), [](std::string_view name) { return name[0] == '*'; });
    auto places = static_cast<size_t>(first_star - all.begin());
    bool takes_rest = first_star != all.end() && first_star->size() > 1 && *first_star != "**";
    bool takes_any = std::find(all.begin(), all.end(), "**") != all.end();
    size_t count = arguments.positional();
    if (count > places && !takes_rest) {
        size_t self = places > 0 && all[0] == "self";
        bool exact = places > 0 && !all[places - 1].ends_with('?');
        interpreter.raise("TypeError",
                          fmt::format("{}() takes {} {} ({} given)", function, exact ? "exactly" : "at most",
                                      argument_count(places - self), count - self),
                          arguments.items[places].spot);
    }
    for (size_t place = 0; place < std::min(count, places); ++place) given_[place] = &arguments.items[place];
    if (count > places) rest_ = std::span(arguments.items).subspan(places, count - places);
    for (size_t item = count; item < arguments.items.size(); ++item) {
        bind_named(arguments.items[item], function, all, takes_any);
    }
    check_missing(function, all);
}

void Bound::bind_named(const Argument& argument, std::string_view function,
                       std::span<const std::string_view> parameters, bool takes_any) {
    auto found = std::find_if(parameters.begin(), parameters.end(),
                              [&](std::string_view name) { return name_of(name) == argument.name; });
    if (found == parameters.end()) {
        if (takes_any) return;
        interpreter_.raise("TypeError",
                           fmt::format("{}() got an unexpected keyword argument '{}'", function, argument.name),
                           argument.spot);
    }
    auto& given = given_[static_cast<size_t>(found - parameters.begin())];
    if (given) {
        interpreter_.raise("TypeError",
                           fmt::format("{}() got multiple values for argument '{}'", function, argument.name),
                           argument.spot);
    }
    given = &argument;
}

void Bound::check_missing(std::string_view function, std::span<const std::string_view> parameters) const {
    size_t self = !parameters.empty() && parameters[0] == "self";
    for (size_t place = 0; place < parameters.size(); ++place) {
        std::string_view name = parameters[place];
        if (given_[place] || name[0] == '*' || name.ends_with('?')) continue;
        if (parameters.size() - self == 1) {
            interpreter_.raise("TypeError", fmt::format("{}() takes exactly one argument (0 given)", function), call_);
        }
        interpreter_.raise(
            "TypeError", fmt::format("{}() missing required argument '{}' (pos {})", function, name, place + 1 - self),
            call_);
    }
}

std::vector<Value> Bound::rest_values() const {
    std::vector<Value> values;
    for (const Argument& argument : rest_) values.push_back(argument.value);
    return values;
}

int64_t Bound::integer(size_t place, int64_t standard) const {
    return is_missing(place) ? standard : to_integer(interpreter_, (*this)[place], spot(place));
}

double Bound::real(size_t place, double standard) const {
    return is_missing(place) ? standard : to_real(interpreter_, (*this)[place], spot(place));
}

std::string_view Bound::text(size_t place, std::string_view standard) const {
    return is_missing(place) ? standard : to_text(interpreter_, (*this)[place], spot(place));
}

bool Bound::truth(size_t place, bool standard) const {
    return has(place) ? to_truth(interpreter_, (*this)[place]) : standard;
}

std::vector<Value> Bound::items(size_t place) const { return to_items(interpreter_, (*this)[place], spot(place)); }

std::vector<int64_t> Bound::integers(size_t place) const {
    Value value = content_of((*this)[place]);
    if (!as<List>(value) && !as<Tuple>(value)) return {to_integer(interpreter_, value, spot(place))};
    std::vector<int64_t> integers;
    for (const Value& item : items(place)) integers.push_back(to_integer(interpreter_, item, spot(place)));
    return integers;
}

}  // namespace nnshape::python
