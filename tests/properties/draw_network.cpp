#include "properties/draw_network.h"

#include <algorithm>

#include "properties/draw_layer.h"

// Each statement is drawn as it comes and then tried: the walk says whether it can stand there.
namespace nnshape::test {
namespace {

using Kind = DrawnStatement::Kind;
using Statements = std::vector<DrawnStatement>;

constexpr int deepest = 3, trials = 12;

// Sizes beyond which nothing goes on, for the arithmetic's extremes have tests of their own.
bool is_moderate(const Tensor& tensor) {
    Wide elements = 1;
    for (int64_t size : tensor) elements = elements * size;
    return elements <= 1'000'000'000 && tensor.back() <= 1'000'000;
}

class NetworkDrawer {
  public:
    NetworkDrawer(uint64_t seed, std::string_view favourite) : random_(seed), favourite_(favourite) {}

    DrawnCase run() {
        draw_head();
        DrawnCase drawn;
        for (int64_t count = random_.number(0, 3); count > 0; --count) draw_definition();
        Walk walk = walk_of(network_);
        network_.layers = draw_block(walk, random_.number(2, 8), 0);
        if (walk.sums.layers == 0) network_.layers = draw_first(walk);
        draw_outputs(walk);
        drop_unused_definitions();
        drawn.network = network_;
        drawn.walk = walk;
        return drawn;
    }

  private:
    void draw_head() {
        static const std::string dtypes[] = {"float64", "float32", "float16", "bfloat16", "int64",
                                             "int32",   "int16",   "int8",    "uint8",    "int4",
                                             "uint4",   "int2",    "nf4",     "fp8_e4m3", "fp8_e5m2"};
        static const std::string names[] = {"", "net", "net 1", "Grüße"};
        network_.name = random_.one_of(names);
        network_.dtype = random_.one_of(dtypes);
        if (random_.chance(20)) network_.weights_dtype = random_.one_of(dtypes);
        network_.channels_first = random_.chance(40);
        network_.spacing = static_cast<uint64_t>(random_.number(1, 1'000'000));
        for (int64_t count = random_.number(0, 2); count > 0; --count) {
            network_.lets.emplace_back("let" + std::to_string(count), random_.number(1, 8));
        }
        int64_t inputs = random_.chance(75) ? 1 : random_.number(2, 3);
        std::string_view type = favourite_.empty() ? random_.one_of(types_) : favourite_;
        Tensor sizes = draw_input(random_, type, false);
        for (int64_t count = 1; count <= inputs; ++count) {
            network_.inputs.emplace_back(inputs == 1 ? "" : "in" + std::to_string(count), sizes);
            if (random_.chance(30)) sizes = draw_input(random_, random_.one_of(types_), false);
        }
    }

    // A body that is right for some input and some values; whether it is for others, each call tells.
    void draw_definition() {
        DrawnDefinition definition{.name = "block" + std::to_string(network_.definitions.size() + 1)};
        Walk walk{.network = &network_, .current = draw_input(random_, random_.one_of(types_), false)};
        walk.names["input"] = {.type = "input", .output = *walk.current};
        for (const auto& [name, value] : network_.lets) walk.variables[name] = value;
        for (int64_t count = random_.number(0, 3); count > 0; --count) {
            std::string name = "p" + std::to_string(count);
            walk.variables[name] = random_.number(1, 8);
            std::optional<int64_t> standard;
            if (random_.chance(50)) standard = walk.variables[name];
            definition.parameters.emplace_back(name, standard);
        }
        definition.inside = draw_block(walk, random_.number(1, 4), 1);
        if (!definition.inside.empty()) network_.definitions.push_back(std::move(definition));
    }

    // Statements that can stand here; the walk goes on behind them.
    Statements draw_block(Walk& walk, int64_t count, int depth) {
        Statements statements;
        for (int64_t trial = 0; trial < count * trials && std::ssize(statements) < count; ++trial) {
            DrawnStatement statement = draw_statement(walk, depth);
            Walk next = walk;
            if (!take(next, statement) || !is_moderate(*next.current)) continue;
            if (depth == 0 && random_.chance(20)) expect(walk, next, statement);
            walk = std::move(next);
            statements.push_back(std::move(statement));
        }
        return statements;
    }

    // What any shape goes through, for a network that came to nothing.
    Statements draw_first(Walk& walk) {
        DrawnStatement statement{.layer = {.type = "relu"}};
        if (network_.inputs.size() > 1) read(statement.layer, {network_.inputs[0].first});
        take(walk, statement);
        return {statement};
    }

    DrawnStatement draw_statement(const Walk& walk, int depth) {
        int64_t way = random_.number(1, 100);
        if (!walk.current) return way <= 50 ? draw_named_merge(walk) : draw_plain(walk, true);
        if (way <= 12 && depth < deepest) return draw_merge(walk, depth);
        if (way <= 20 && depth < deepest) return draw_around(walk, depth);
        if (way <= 32 && !network_.definitions.empty()) return draw_call(walk);
        if (way <= 40) return draw_named_merge(walk);
        return way <= 44 ? draw_sharing(walk) : draw_plain(walk, way <= 50);
    }

    // A merge of paths, or of its input and the statements in it.
    DrawnStatement draw_merge(const Walk& walk, int depth) {
        static const std::string merges[] = {"add",     "subtract", "multiply", "average",
                                             "maximum", "minimum",  "concat",   "concat"};
        DrawnStatement merge{.label = draw_label(), .layer = {.type = random_.one_of(merges)}, .has_block = true};
        bool bare = random_.chance(40);
        int64_t paths = bare ? 1 : merge.layer.type == "subtract" ? 2 : random_.number(2, 4);
        std::optional<Tensor> shape;
        if (bare) shape = walk.current;
        for (; paths > 0; --paths) {
            Walk inner = walk;
            Statements inside = draw_block(inner, random_.number(bare ? 1 : 0, 3), depth + 1);
            bool fits = !shape || *inner.current == *shape;
            if (!fits) inside.push_back(into_shape(*shape, merge.layer.type == "concat"));
            if (!shape) shape = inner.current;
            if (bare) merge.inside = std::move(inside);
            if (!bare) merge.inside.push_back({.kind = Kind::path, .has_block = true, .inside = std::move(inside)});
        }
        return merge;
    }

    // Whatever came before, out comes this shape; along the channels it may be another.
    DrawnStatement into_shape(Tensor shape, bool free_channels) {
        if (free_channels) shape.back() = random_.number(1, 20);
        DrawnLayer custom{.type = "custom"};
        custom.arguments.push_back({.key = "shape", .value = {.form = DrawnValue::Form::shape, .numbers = shape}});
        return {.label = draw_label(), .layer = custom};
    }

    DrawnStatement draw_around(const Walk& walk, int depth) {
        static const Kind blocks[] = {Kind::repeat, Kind::repeat, Kind::repeat, Kind::freeze, Kind::experts};
        DrawnStatement around{.kind = random_.one_of(blocks), .has_block = true};
        around.times = random_.number(0, 3);
        Walk inner = walk;
        if (around.kind == Kind::repeat) inner.turns += "_1";
        if (around.kind == Kind::experts) draw_experts(inner, around.layer);
        around.inside = draw_block(inner, random_.number(1, 3), depth + 1);
        if (around.inside.empty()) around.inside = draw_first(inner);
        return around;
    }

    void draw_experts(Walk& walk, DrawnLayer& head) {
        int64_t count = random_.number(1, 8), active = random_.number(1, count);
        auto style = random_.chance(70) ? DrawnArgument::Style::keyless : DrawnArgument::Style::keyed;
        head.arguments.push_back({.key = "count", .value = number_of(count), .style = style});
        head.arguments.push_back({.key = "active", .value = number_of(active)});
        walk.experts *= count;
        walk.active *= active;
    }

    DrawnStatement draw_call(const Walk& walk) {
        const DrawnDefinition& definition = random_.one_of(network_.definitions);
        DrawnStatement call{.label = draw_label(), .layer = {.type = definition.name}};
        bool keyless = random_.chance(50);
        for (const auto& [name, standard] : definition.parameters) {
            if (standard && random_.chance(60)) continue;
            DrawnArgument argument{.key = name, .value = number_of(random_.number(1, 8))};
            if (!standard && keyless) argument.style = DrawnArgument::Style::keyless;
            call.layer.arguments.push_back(with_variable(walk, argument));
        }
        add_common(walk, call.layer, true);
        return call;
    }

    DrawnStatement draw_named_merge(const Walk& walk) {
        static const std::string merges[] = {"add",    "maximum", "multiply", "concat", "concat",
                                             "matmul", "stack",   "divide",   "power",  "where"};
        DrawnLayer merge = draw_layer(random_, random_.one_of(merges), {known(walk).second}, {});
        merge.rank_suffix = -1;
        std::vector<std::string> read_names;
        auto [least, most] = inputs_of(merge.type);
        int64_t count = random_.number(least, std::min<int64_t>(most, 3));
        for (; count > 0; --count) read_names.push_back(known(walk).first);
        read(merge, read_names);
        return {.label = draw_label(), .layer = merge};
    }

    // The layer of a label once more, with its parameters.
    DrawnStatement draw_sharing(const Walk& walk) {
        auto [name, tensor] = known(walk);
        const Walked& other = walk.names.at(name);
        bool can_share = other.type != "input" && !network_.find(other.type) && *walk.current == tensor;
        if (!can_share) return draw_plain(walk, false);
        DrawnLayer layer = draw_layer(random_, other.type, {tensor}, {});
        layer.arguments.push_back({.key = "share", .value = {.form = DrawnValue::Form::names, .words = {name}}});
        return {.label = draw_label(), .layer = layer};
    }

    DrawnStatement draw_plain(const Walk& walk, bool reads_name) {
        bool favours = !favourite_.empty() && random_.chance(40);
        std::string_view type = favours ? favourite_ : random_.one_of(types_);
        if (inputs_of(type).least > 1) return draw_named_merge(walk);
        if (inputs_of(type).most == 0) {
            return {.label = draw_label(), .layer = draw_layer(random_, type, {}, {})};
        }
        auto [name, tensor] = reads_name ? known(walk) : std::pair(std::string(), *walk.current);
        DrawnLayer layer = draw_layer(random_, type, {tensor}, {});
        if (random_.chance(30)) {
            for (DrawnArgument& argument : layer.arguments) argument = with_variable(walk, argument);
        }
        std::vector<std::string> names{name};
        for (int64_t more = inputs_of(type).most - 1; more > 0 && random_.chance(40); --more) {
            names.push_back(known(walk).first);
        }
        if (reads_name) read(layer, names);
        add_common(walk, layer, false);
        return {.label = draw_label(), .layer = layer};
    }

    // What any layer takes, and `freeze` for a call.
    void add_common(const Walk& walk, DrawnLayer& layer, bool is_call) {
        static const std::string activations[] = {"relu", "silu", "hard_swish", "softmax"};
        if (random_.chance(8)) {
            layer.arguments.push_back({"freeze",
                                       {.form = DrawnValue::Form::boolean, .numbers = {1}},
                                       random_.chance(50) ? DrawnArgument::Style::bare : DrawnArgument::Style::keyed});
        }
        if (is_call) return;
        if (random_.chance(10)) layer.arguments.push_back({"activation", word_of(random_.one_of(activations))});
        if (random_.chance(8) && walk.current) layer.arguments.push_back({"in", number_of(walk.current->back())});
        if (random_.chance(4)) layer.arguments.push_back({"allow", word_of("stride-remainder")});
    }

    // A number as an expression of some variable, where there is one; in a list of the form it stays.
    DrawnArgument with_variable(const Walk& walk, DrawnArgument argument) {
        bool plain = argument.value.form == DrawnValue::Form::number && argument.value.numbers[0] > 0;
        if (!plain || walk.variables.empty() || random_.chance(30)) return argument;
        auto variable = walk.variables.begin();
        std::advance(variable, random_.number(0, std::ssize(walk.variables) - 1));
        int64_t number = argument.value.numbers[0], factor = number / variable->second;
        argument.value = {.form = DrawnValue::Form::expression,
                          .numbers = {std::max<int64_t>(factor, 1), factor > 0 ? number % variable->second : 0},
                          .words = {variable->first}};
        return argument;
    }

    // A name that can be read here, and what it stands for.
    std::pair<std::string, Tensor> known(const Walk& walk) {
        auto one = walk.names.begin();
        std::advance(one, random_.number(0, std::ssize(walk.names) - 1));
        return {one->first, one->second.output};
    }

    static void read(DrawnLayer& layer, std::vector<std::string> names) {
        layer.arguments.push_back({"inputs", {.form = DrawnValue::Form::names, .words = std::move(names)}});
    }

    std::string draw_label() {
        if (random_.chance(50)) return {};
        static const std::string stems[] = {"n", "N-", "bloc.k", "a/b", "Maß", "FC "};
        return random_.one_of(stems) + std::to_string(++labels_);
    }

    // What comes out, and what it counts, as the spec's own expectations.
    void expect(const Walk& before, const Walk& behind, DrawnStatement& statement) {
        if (statement.kind != Kind::layer) return;
        Wide params = behind.sums.weights + behind.sums.biases - before.sums.weights - before.sums.biases;
        bool counts_inside = statement.has_block;  // those of its paths are none of the merge's own
        DrawnValue shape{.form = DrawnValue::Form::shape, .numbers = *behind.current};
        statement.expected.push_back({"output", shape, DrawnArgument::Style::keyless});
        if (!counts_inside) statement.expected.push_back({"params", number_of(params.narrow())});
    }

    void draw_outputs(const Walk& walk) {
        if (!random_.chance(30)) return;
        std::vector<std::string> names;
        for (const auto& [name, walked] : walk.names) {
            if (walked.type != "input" && random_.chance(30)) names.push_back(name);
        }
        network_.outputs = names;
    }

    void drop_unused_definitions() {
        auto& all = network_.definitions;
        for (bool dropped = true; dropped;) {
            auto unused = std::find_if(all.begin(), all.end(), [&](const auto& one) { return !is_called(one.name); });
            dropped = unused != all.end();
            if (dropped) all.erase(unused);
        }
    }

    bool is_called(const std::string& name) {
        for (const Statements* block : blocks_of(network_)) {
            for (const DrawnStatement& statement : *block) {
                if (statement.layer.type == name) return true;
            }
        }
        return false;
    }

    Random random_;
    std::string_view favourite_;
    std::vector<std::string_view> types_ = drawn_types();
    DrawnNetwork network_;
    int64_t labels_ = 0;
};

}  // namespace

DrawnCase draw_network(uint64_t seed, std::string_view favourite) { return NetworkDrawer(seed, favourite).run(); }

}  // namespace nnshape::test
