#include "network/expansion_counter.h"

#include <algorithm>

#include "network/call.h"
#include "network/environments.h"
#include "network/match.h"
#include "network/paths.h"
#include "network/repeat_turns.h"
#include "spec/arithmetic.h"

namespace nnshape {
namespace {

using Kind = Statement::Kind;

constexpr int deepest = 64;
constexpr int most_evaluated = 100'000;

// The bytes of `_1`, `_2` … for all turns together.
Checked bytes_of_turns(int64_t turns) {
    Checked bytes = turns;  // `_`
    Checked power = 1;      // the first number with one digit more
    while (!power.overflowed() && power.value() <= turns) {
        bytes += Checked(turns) - power + 1;
        power *= 10;
    }
    return bytes;
}

}  // namespace

void ExpansionCounter::Size::add(const Size& other, Checked times) {
    layers += other.layers * times;
    blocks += other.blocks * times;
    empty += other.empty * times;
    bytes += other.bytes * times;
    names += other.names * times;
    labels += other.labels * times;
    inputs += other.inputs * times;
    input_bytes += other.input_bytes * times;
}

ExpansionCounter::ExpansionCounter(const Definitions& definitions, std::span<const Binding> lets, Network& network)
    : definitions_(definitions), lets_(lets), network_(network), spec_(*network.spec) {
    for (uint32_t which = 0; which < spec_.definitions.size(); ++which) count_definition(which);
}

// Those above it, which it may call, are counted already.
void ExpansionCounter::count_definition(uint32_t which) {
    depends_.push_back(depends_on_values(which));
    sizes_.emplace_back();
    Place place{{{}, lets_, Environments::no_parameters}, which, 1, true};
    if (!depends_[which]) sizes_[which] = size_of_block(spec_.definitions[which].statement, place);
}

bool ExpansionCounter::depends_on_values(uint32_t which) const {
    const Definition& definition = spec_.definitions[which];
    if (definition.parameters.count == 0) return false;
    uint32_t first = definition.statement + 1, end = spec_.statements[definition.statement].end;
    for (uint32_t index = first; index < end; ++index) {
        if (depends_on_an_expression(spec_.statements[index], which)) return true;
    }
    return false;
}

// Whether the size of a statement, without those inside it, depends on the value of an expression. `definition` is the
// number of the definition that it is in.
bool ExpansionCounter::depends_on_an_expression(const Statement& statement, uint32_t definition) const {
    auto called = statement.kind == Kind::layer ? definitions_.find(spec_.text(statement.type)) : std::nullopt;
    if (called && *called < definition && *called < depends_.size() && depends_[*called]) return true;
    if (statement.kind != Kind::repeat || statement.arguments.count == 0) return false;
    return holds_expression(spec_, spec_.arguments[statement.arguments.first].value);
}

// Whether the turns of a repeat may have different sizes.
bool ExpansionCounter::varies(uint32_t repeat) const {
    auto depends = [&](const Statement& one) { return depends_on_an_expression(one, UINT32_MAX); };
    auto statements = spec_.statements.begin();
    return std::any_of(statements + repeat + 1, statements + spec_.statements[repeat].end, depends) &&
           uses_turns(spec_, repeat);
}

Expansion ExpansionCounter::size_of(uint32_t statement) {
    size_t items = network_.values.items.size(), texts = network_.values.decoded.size();
    Size size = size_of(statement, {.environment = {{}, lets_, Environments::no_parameters}});
    network_.values.items.resize(items);
    network_.values.decoded.resize(texts);
    return {.layers = size.layers,
            .blocks = size.blocks,
            .empty = size.empty,
            .bytes = size.bytes,
            .inputs = size.inputs,
            .input_bytes = size.input_bytes};
}

ExpansionCounter::Size ExpansionCounter::size_of_block(uint32_t block, const Place& place) {
    Size size;
    if (place.depth > deepest) return size;
    Place inside = place;
    ++inside.depth;
    for (uint32_t index = block + 1; index < spec_.statements[block].end; index = spec_.statements[index].end) {
        size.add(size_of(index, inside));
    }
    return size;
}

ExpansionCounter::Size ExpansionCounter::size_of(uint32_t index, const Place& place) {
    switch (spec_.statements[index].kind) {
        case Kind::layer: return size_of_layer(index, place);
        case Kind::repeat: return size_of_repeat(index, place);
        case Kind::freeze:
        case Kind::experts: {
            Size size = size_of_block(index, place);
            size.blocks += 1;
            return size;
        }
        case Kind::path:  // outside a merge, which is a mistake
        case Kind::define: return {};
    }
    return {};
}

ExpansionCounter::Size ExpansionCounter::size_of_layer(uint32_t index, const Place& place) {
    const Statement& statement = spec_.statements[index];
    const LayerKind* kind = network_.kinds[index].kind;
    if (kind && is_input(*kind)) return {};
    auto definition = kind || statement.broken ? std::nullopt : definitions_.find(spec_.text(statement.type));
    if (definition) return size_of_call(*definition, statement, place);
    bool labelled = !statement.label.empty();
    Size size{.layers = 1, .labels = labelled ? 1 : 0};
    if (kind) {
        bool keeps = !labelled || place.keeps_labels;
        size.names = keeps ? 1 : 0;
        if (keeps) size.bytes = labelled ? spec_.text(statement.label).size() : name_of(*kind).size() + 2;
        add_inputs(statement, size);
    }
    if (!statement.has_block || !kind || !is_merge(*kind)) return size;
    Paths paths = paths_of(spec_, index);
    if (paths.bare && paths.count > 0) return size;
    size.blocks += paths.count;
    size.inputs += std::max<uint32_t>(paths.count, 1) - 1;
    if (paths.count == 0) size.add(size_of_block(index, place));
    for (uint32_t child = index + 1; paths.count > 0 && child < statement.end; child = spec_.statements[child].end) {
        size.add(size_of_block(child, place));
    }
    return size;
}

// The inputs that a layer names; one if it names none.
void ExpansionCounter::add_inputs(const Statement& statement, Size& size) const {
    size.bytes += sizeof(uint32_t);
    const Argument* inputs = inputs_argument(spec_, statement);
    if (!inputs || inputs->value.items.count < 2) return;
    Checked more = inputs->value.items.count - 1;
    size.inputs += more;
    size.bytes += more * sizeof(uint32_t);
    size.input_bytes += spec_.text(inputs->value).size();
}

ExpansionCounter::Size ExpansionCounter::size_of_repeat(uint32_t index, const Place& place) {
    const Statement& repeat = spec_.statements[index];
    if (repeat.broken || repeat.arguments.count == 0) return {};
    auto turns = repeat_turns_of(network_, place.environment, repeat);
    if (!turns || turns->count == 0) return {};
    Place inside = place;
    inside.keeps_labels = true;
    inside.environment.number = Environment::unnumbered;
    Size all;
    if (!varies(index)) {
        Size turn = size_of_turn(index, inside);
        all.add(turn, turns->count);
        all.bytes += turn.labels * bytes_of_turns(turns->count);
        return all;
    }
    for (int64_t turn = 1; turn <= turns->count && evaluated_ < most_evaluated; ++turn, ++evaluated_) {
        TurnBindings names = turns->names_of(turn, place.environment.turn);
        inside.environment.turn = &names;
        Size one = size_of_turn(index, inside);
        all.add(one);
        all.bytes += one.labels * (bytes_of_turns(turn) - bytes_of_turns(turn - 1));
    }
    return all;
}

// A turn, of which `labels` are the names that end in its number.
ExpansionCounter::Size ExpansionCounter::size_of_turn(uint32_t index, const Place& place) {
    Size turn = size_of_block(index, place);
    std::string_view label = spec_.text(spec_.statements[index].label);
    bool empty = !turn.layers.overflowed() && turn.layers.value() == 0;
    turn.blocks += 1;
    turn.empty += empty ? 1 : 0;
    if (label.empty()) return turn;
    // As a call: its path is kept with a `/`, and begins all others.
    Checked name = label.size();
    turn.bytes += turn.names * (name + 1) + name + 1;
    turn.input_bytes += turn.inputs * (name + 1);
    turn.names += 1;
    turn.labels = turn.names;
    return turn;
}

ExpansionCounter::Size ExpansionCounter::size_of_call(uint32_t which, const Statement& call, const Place& place) {
    const Definition& definition = spec_.definitions[which];
    bool broken = which >= place.definition || spec_.statements[definition.statement].broken;
    if (broken) return {.layers = 1};
    Size body = depends_[which] ? size_of_body(which, call, place) : sizes_[which];
    bool labelled = !call.label.empty();
    Checked name = labelled ? spec_.text(call.label).size() : spec_.text(definition.name).size() + 2;
    bool empty = !body.layers.overflowed() && body.layers.value() == 0;
    return {.layers = body.layers,
            .blocks = body.blocks + 1,
            .empty = body.empty + (empty ? 1 : 0),
            .bytes = body.bytes + body.names * (name + 1) + name + 1,
            .names = body.names + 1,
            .labels = labelled ? 1 : 0,
            .inputs = body.inputs,
            .input_bytes = body.input_bytes + body.inputs * (name + 1)};
}

ExpansionCounter::Size ExpansionCounter::size_of_body(uint32_t which, const Statement& call, const Place& place) {
    if (evaluated_ == most_evaluated || place.depth > deepest) return {};
    ++evaluated_;
    const Definition& definition = spec_.definitions[which];
    Binding channels{in_name, {}, false};  // not known before the layers are placed
    auto values = bind_call(network_, place.environment, definition, call,
                            definitions_.uses_channels(which) ? &channels : nullptr);
    if (!values) return {.layers = 1};
    std::string key = key_of(network_.literals(), which, values->bindings);
    if (auto known = memo_.find(key); known != memo_.end()) return known->second;
    Size size = size_of_block(definition.statement, {{values->bindings, lets_}, which, place.depth, true});
    memo_.emplace(std::move(key), size);
    return size;
}

}  // namespace nnshape
