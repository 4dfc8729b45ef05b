#include "export/slots.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <set>

#include "base/checked.h"
#include "export/python_names.h"

namespace nnshape {
namespace {

using Arguments = std::vector<CodeArgument*>;

struct Place {
    CodeSlot* slot;
    std::string name;  // what it is called if it gets one
};

void add_arguments(CodeConstruct& construct, Arguments& all) {
    for (CodeArgument& argument : construct.arguments) all.push_back(&argument);
    for (CodeConstruct& inner : construct.body) add_arguments(inner, all);
}

void add_places(CodeConstruct& construct, std::vector<Place>& all) {
    auto add = [&](CodeSlot& slot, std::string_view name) {
        if (!slot.text.empty()) all.push_back({&slot, slot.hint.empty() ? std::string(name) : slot.hint});
    };
    for (CodeArgument& argument : construct.arguments) {
        if (!argument.is_standard) add(argument.value, argument.key.empty() ? "size" : argument.key);
    }
    for (CodeConstruct& inner : construct.body) add_places(inner, all);
    add(construct.turns, "turns");
    for (auto& row : construct.rows) {
        for (CodeSlot& slot : row) add(slot, "size");
    }
}

// What is compared: the places of one block or of one turn.
struct Column {
    Arguments arguments;
    std::vector<Place> places;
};

std::optional<int64_t> number_of(const std::string& text) {
    int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool whole = error == std::errc() && end == text.data() + text.size() && number >= 0;
    return whole ? std::optional(number) : std::nullopt;
}

using Numbers = std::vector<int64_t>;

std::optional<Numbers> numbers_of(const std::vector<std::string>& texts) {
    Numbers numbers;
    for (const std::string& text : texts) {
        auto number = number_of(text);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

// Names values that differ, column by column.
class Namer {
  public:
    explicit Namer(std::vector<Column> columns) : columns_(std::move(columns)) {}

    std::vector<NamedValues> run() {
        for (size_t place = 0; place < columns_[0].places.size(); ++place) {
            const Place& one = columns_[0].places[place];
            bool is_known = !one.slot->hint.empty() && one.slot->hint != "in_channels";
            if (is_known && differs(place) && !find(values_at(place))) add(place);
        }
        for (size_t place = 0; place < columns_[0].places.size(); ++place) {
            if (!differs(place)) continue;
            std::string text = text_for(place);
            for (Column& column : columns_) column.places[place].slot->text = text;
        }
        return std::move(names_);
    }

  private:
    std::vector<std::string> values_at(size_t place) const {
        std::vector<std::string> values;
        for (const Column& column : columns_) values.push_back(column.places[place].slot->text);
        return values;
    }

    bool differs(size_t place) const {
        auto values = values_at(place);
        return std::any_of(values.begin(), values.end(), [&](const std::string& one) { return one != values[0]; });
    }

    const NamedValues* find(const std::vector<std::string>& values) const {
        auto found =
            std::find_if(names_.begin(), names_.end(), [&](const NamedValues& one) { return one.values == values; });
        return found == names_.end() ? nullptr : &*found;
    }

    void add(size_t place) {
        std::string name = used_.give(python_name(columns_[0].places[place].name, true), "_");
        names_.push_back({std::move(name), values_at(place)});
    }

    std::string text_for(size_t place) {
        auto values = values_at(place);
        if (const NamedValues* same = find(values)) return same->name;
        if (auto numbers = numbers_of(values)) {
            if (std::string text = expression_for(*numbers); !text.empty()) return text;
        }
        add(place);
        return names_.back().name;
    }

    // A multiple, a part, a sum or a product of what has a name already.
    std::string expression_for(const Numbers& wanted) const {
        std::vector<std::pair<const NamedValues*, Numbers>> known;
        for (const NamedValues& one : names_) {
            if (auto numbers = numbers_of(one.values)) known.emplace_back(&one, *numbers);
        }
        for (const auto& [one, numbers] : known) {
            for (int64_t factor = 2; factor <= 8; ++factor) {
                if (equals(wanted, numbers, [&](int64_t n) { return n > INT64_MAX / 8 ? -1 : n * factor; }))
                    return fmt::format("{} * {}", one->name, factor);
                if (equals(wanted, numbers, [&](int64_t n) { return n / factor; }))
                    return fmt::format("{} // {}", one->name, factor);
            }
        }
        return sum_for(wanted, known);
    }

    template <class Calculate>
    static bool equals(const Numbers& wanted, const Numbers& numbers, Calculate calculate) {
        for (size_t index = 0; index < wanted.size(); ++index) {
            if (calculate(numbers[index]) != wanted[index]) return false;
        }
        return true;
    }

    // The sum of two to four names, as the channels of a concatenation.
    static std::string sum_for(const Numbers& wanted,
                               const std::vector<std::pair<const NamedValues*, Numbers>>& known) {
        std::vector<size_t> chosen;
        std::string found;
        std::function<void(size_t, const Numbers&)> search = [&](size_t from, const Numbers& rest) {
            if (!found.empty() || chosen.size() > 4) return;
            bool is_done = std::all_of(rest.begin(), rest.end(), [](int64_t one) { return one == 0; });
            if (is_done && chosen.size() > 1) {
                for (size_t index : chosen) found += (found.empty() ? "" : " + ") + known[index].first->name;
                return;
            }
            for (size_t index = from; index < known.size(); ++index) {
                Numbers left = rest;
                bool fits = true;
                for (size_t at = 0; at < left.size(); ++at) fits = fits && (left[at] -= known[index].second[at]) >= 0;
                if (!fits) continue;
                chosen.push_back(index);
                search(index + 1, left);
                chosen.pop_back();
            }
        };
        if (known.size() <= 16) search(0, wanted);
        return found;
    }

    std::vector<Column> columns_;
    std::vector<NamedValues> names_;
    UsedNames used_;
};

// An argument that is not standard everywhere is written everywhere.
void level_standards(const std::vector<Arguments>& columns) {
    for (size_t index = 0; index < columns[0].size(); ++index) {
        bool everywhere =
            std::all_of(columns.begin(), columns.end(), [&](const Arguments& one) { return one[index]->is_standard; });
        for (const Arguments& one : columns) one[index]->is_standard = everywhere;
    }
}

void append_signature(const CodeConstruct& construct, std::string& out) {
    out += construct.callee + "(";
    for (const CodeArgument& argument : construct.arguments) out += argument.key + (argument.is_required ? "!" : ",");
    for (const CodeConstruct& inner : construct.body) append_signature(inner, out);
    out += ")" + construct.suffix + construct.variables +
           (construct.is_repeated() ? fmt::format("*{};", construct.rows.size()) : ";");
}

}  // namespace

std::string signature_of(const CodeConstruct& construct) {
    std::string out;
    append_signature(construct, out);
    return out;
}

std::string signature_of(const CodeBlock& block) {
    std::string out = std::to_string(block.inputs);
    for (const CodeStep& step : block.steps) {
        append_signature(step.construct, out);
        out += fmt::format("{}|{}|{}|{}|{}|{}|{}\n", step.expression, step.slots.size(), fmt::join(step.reads, ","),
                           step.shares, step.label, step.base, step.is_loop);
    }
    return out + fmt::format("{}", fmt::join(block.outputs, ","));
}

std::vector<NamedValues> name_differences(const std::vector<CodeBlock*>& blocks) {
    std::vector<Column> columns(blocks.size());
    std::vector<Arguments> arguments(blocks.size());
    for (size_t index = 0; index < blocks.size(); ++index) {
        for (CodeStep& step : blocks[index]->steps) add_arguments(step.construct, arguments[index]);
    }
    level_standards(arguments);
    for (size_t index = 0; index < blocks.size(); ++index) {
        for (size_t at = 0; at < blocks[index]->steps.size(); ++at) {
            CodeStep& step = blocks[index]->steps[at];
            add_places(step.construct, columns[index].places);
            for (CodeSlot& slot : step.slots) {
                columns[index].places.push_back({&slot, slot.hint.empty() ? "size" : slot.hint});
            }
            if (step.comment != blocks[0]->steps[at].comment) blocks[0]->steps[at].comment.clear();
        }
    }
    return Namer(std::move(columns)).run();
}

std::vector<NamedValues> name_differences(const std::vector<std::vector<CodeConstruct>*>& turns) {
    std::vector<Column> columns(turns.size());
    std::vector<Arguments> arguments(turns.size());
    for (size_t index = 0; index < turns.size(); ++index) {
        for (CodeConstruct& construct : *turns[index]) add_arguments(construct, arguments[index]);
    }
    level_standards(arguments);
    for (size_t index = 0; index < turns.size(); ++index) {
        for (CodeConstruct& construct : *turns[index]) add_places(construct, columns[index].places);
    }
    return Namer(std::move(columns)).run();
}

}  // namespace nnshape
