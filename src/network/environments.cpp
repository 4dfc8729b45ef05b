#include "network/environments.h"

#include <fmt/format.h>
#include <iterator>

namespace nnshape {
namespace {

constexpr size_t most_sets = 65'536;

void append_key(const Literals& literals, const Literal& value, std::string& key) {
    using enum Literal::Form;
    auto to = std::back_inserter(key);
    bool has_items = value.form == list || value.form == commas || value.form == pair;
    if (value.form == integer || value.form == boolean || value.form == nothing) {
        fmt::format_to(to, "{}:{};", static_cast<int>(value.form), value.number);
    } else if (has_items) {
        fmt::format_to(to, "{}[", static_cast<int>(value.form));
        for (const Literal& item : literals.items(value)) append_key(literals, item, key);
        key += ']';
    } else {
        std::string_view text = literals.text(value);
        fmt::format_to(to, "{}{}{}:{};", static_cast<int>(value.form), value.quoted ? "q" : "w", text.size(), text);
    }
}

}  // namespace

std::string key_of(const Literals& literals, uint32_t definition, const std::vector<Binding>& values) {
    std::string key = fmt::format("{};", definition);
    for (const Binding& binding : values) append_key(literals, binding.value, key);
    return key;
}

uint32_t Environments::add(const Literals& literals, uint32_t definition, const std::vector<Binding>& values) {
    if (values.empty()) return no_parameters;
    std::string key = key_of(literals, definition, values);
    if (auto found = numbers_.find(key); found != numbers_.end()) return found->second;
    if (sets_.size() == most_sets) return Environment::unnumbered;
    sets_.push_back(values);
    auto number = static_cast<uint32_t>(sets_.size());
    numbers_.emplace(std::move(key), number);
    return number;
}

const Environments::Turn* Environments::add_turn(uint32_t repeat, uint32_t around, int64_t turn,
                                                 const TurnBindings& names) {
    constexpr uint32_t first_number = 1U << 31;  // those of the sets are smaller
    if (around == Environment::unnumbered) return nullptr;
    std::string key = fmt::format("r{};{};{}", repeat, around, turn);
    if (auto found = numbers_.find(key); found != numbers_.end()) return &turns_[found->second - first_number];
    if (turns_.size() == most_sets) return nullptr;
    turns_.push_back({first_number + static_cast<uint32_t>(turns_.size()), names});
    numbers_.emplace(std::move(key), turns_.back().number);
    return &turns_.back();
}

std::span<const Binding> Environments::values(uint32_t number) const {
    if (number == no_parameters) return {};
    return sets_[number - 1];
}

}  // namespace nnshape
