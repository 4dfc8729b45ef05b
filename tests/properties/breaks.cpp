#include "properties/breaks.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "base/text.h"

namespace nnshape::test {
namespace {

using Form = DrawnValue::Form;
using In = Break::In;
using Where = Break::Where;

constexpr Break breaks[] = {
    {"unknown-layer", "<convolutoin> filters=4 kernel=3"},
    {"unknown-layer", "<x>"},
    {"unknown-parameter", "relu <foo>=3"},
    {"unknown-parameter", "relu <kernel>=3"},
    {"unknown-parameter", "conv filters=4 kernel=3 <filtres>=4"},
    {"missing-parameter", "<conv> filters=4"},
    {"missing-parameter", "<dense>"},
    {"duplicate-key", "conv filters=4 kernel=3 stride=1 <stride>=2", Where::last},
    {"duplicate-key", "dropout rate=0.5 <rate>=0.5", Where::unchanged},
    {"duplicate-name", "twin: relu ; <twin>: relu", Where::unchanged},
    {"unknown-input", "relu inputs=<nowhere>"},
    {"unknown-input", "left: relu ; add inputs=left,<nowhere>"},
    {"unknown-input", "relu inputs=<later> ; later: relu"},
    {"unknown-input", "dense units=4 share=<nowhere>"},
    {"recursive-definition", "loop"},
    {"bad-value", "conv filters=<many> kernel=3"},
    {"bad-value", "conv filters=4 kernel=<1.5>"},
    {"bad-value", "conv filters=4 kernel=<0>"},
    {"bad-value", "conv filters=4 kernel=3 padding=<-1>"},
    {"bad-value", "conv filters=4 kernel=3 padding=<most>"},
    {"bad-value", "conv filters=4 kernel=3 bias=<7>"},
    {"bad-value", "conv filters=<4x4> kernel=3"},
    {"bad-value", "conv filters=<$nothing> kernel=3"},
    {"bad-value", "dense units=<99999999999999999999>"},
    {"bad-value", "prelu per=<row>"},
    {"bad-value", "dropout rate=<1.5>"},
    {"bad-value", "relu activation=<conv>"},
    {"bad-value", "relu allow=<no-such-code>"},
    {"bad-value", "relu in=<0>"},
    {"kernel-exceeds-input", "max_pool kernel=<9>"},
    {"kernel-exceeds-input", "conv filters=4 kernel=<3x9>"},
    {"kernel-exceeds-input", "center_crop size=<9>"},
    {"padding-exceeds-kernel", "avg_pool kernel=3 padding=<3>"},
    {"output-padding-too-large", "conv_transpose filters=4 kernel=3 stride=2 output_padding=<2>"},
    {"groups-mismatch", "conv filters=6 kernel=3 groups=<3>"},
    {"groups-mismatch", "group_norm groups=<3>"},
    {"rank-mismatch", "<conv1d> filters=4 kernel=3"},
    {"rank-mismatch", "conv filters=4 kernel=<3x3x3>"},
    {"rank-mismatch", "<lstm> units=4"},
    {"shape-mismatch", "reshape shape=<7x7>"},
    {"shape-mismatch", "left: custom shape=8x8x4 ; right: custom shape=8x8x5 ; <add> inputs=left,right"},
    {"input-count", "left: custom shape=8x8x4 ; <relu> inputs=left,left"},
    {"index-out-of-range", "select index=<8>"},
    {"index-out-of-range", "slice end=<5>"},
    {"index-out-of-range", "slice end=4 start=<-5>"},
    {"index-out-of-range", "reduce axis=<3>"},
    {"index-out-of-range", "unsqueeze axis=<4>"},
    {"bad-value", "slice end=4 step=<0>"},
    {"shape-mismatch", "squeeze axis=<1>"},
    {"shape-mismatch", "expand shape=<9x8x4>"},
    {"rank-mismatch", "tile repeats=<2x2>"},
    {"rank-mismatch", "<conv_lstm> filters=4 kernel=3"},
    {"input-count", "left: relu ; <parameter> shape=4 inputs=left"},
    {"input-count", "left: relu ; <where> inputs=left,left"},
    {"empty-output", "crop cropping=<4>"},
    {"overflow", "pad padding=<9223372036854775807>"},
    {"overflow", "<custom> shape=1 weights=9223372036854775807 biases=1"},
    {"expectation-failed", "relu in=<5>", Where::last},
    {"expectation-failed", "relu -> output=<8x8x5>", Where::last},
    {"expectation-failed", "conv filters=4 kernel=1 -> params=<21>", Where::last},
    {"expectation-failed", "conv filters=4 kernel=1 -> output=8x8x4 macs=<1>", Where::last},
    {"bad-value", "conv 4 1 <3>", Where::anywhere, In::text},
    {"unknown-parameter", "relu <@>", Where::anywhere, In::text},
    {"syntax", "twin <=> relu", Where::anywhere, In::text},
    {"syntax", "twin <:> relu", Where::anywhere, In::text},
    {"syntax", "<twin:>", Where::last, In::text},
    {"syntax", "<twin:relu>", Where::anywhere, In::text},
    {"syntax", "relu <}>", Where::last, In::text},
    {"syntax", "add <{> relu", Where::last, In::text},
    {"syntax", "repeat 2 <{> relu ; add { relu }", Where::last, In::text},
    {"limit-exceeded", "limit layers=<0>", Where::last, In::text},
    {"syntax", "<path> { relu }", Where::last, In::text},
    {"bad-value", "<1>", Where::unchanged, In::json},
    {"bad-value", R"({"type": "conv", "filters": 4, "kernel": <true>})", Where::anywhere, In::json},
    {"unknown-parameter", R"({"type": "relu", "<share_with>": "input"})", Where::anywhere, In::json},
    {"syntax", "<@>", Where::anywhere, In::json},
    {"syntax", R"({"type": "relu"<,>})", Where::anywhere, In::json},
    {"syntax", R"({"type": "relu" <">name": "twin"})", Where::anywhere, In::json},
    {"syntax", R"({"type": "dense", "units": <01>})", Where::anywhere, In::json},
    {"syntax", R"({"type": "relu"<]>)", Where::anywhere, In::json},
    {"syntax", R"({"type": "relu", <name>: "twin"})", Where::anywhere, In::json},
    {"syntax", R"({"type": <'>relu'})", Where::anywhere, In::json},
};

std::string with_marks(std::string text) {
    std::replace(text.begin(), text.end(), '<', mark_begin);
    std::replace(text.begin(), text.end(), '>', mark_end);
    return text;
}

std::string unmarked(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '<' || c == '>'; }), text.end());
    return text;
}

bool is_numeral(const std::string& text) { return text.find_first_not_of("-.0123456789") == std::string::npos; }

std::vector<std::string> split(const std::string& text, char between) {
    std::vector<std::string> parts(1);
    for (char one : text) {
        if (one == between) parts.emplace_back();
        if (one != between) parts.back() += one;
    }
    return parts;
}

// `3`, `1.5`, `3x9`, `left,right` or a word, by what it looks like and by its key.
DrawnValue value_of(std::string_view key, const std::string& text) {
    bool is_name = key == "inputs" || key == "share" || key == "allow";
    if (is_name) return {.form = Form::names, .words = split(with_marks(text), ',')};
    std::string plain = unmarked(text);
    if (is_numeral(plain)) return {.form = Form::number, .numbers = {0}, .words = {plain}};
    bool are_sizes = plain.find_first_not_of("x0123456789") == std::string::npos;
    if (!are_sizes) return word_of(plain);
    DrawnValue value{.form = key == "shape" || key == "output" ? Form::shape : Form::sizes};
    for (const std::string& size : split(plain, 'x')) value.numbers.push_back(std::stoll(size));
    return value;
}

DrawnArgument argument_of(const std::string& word) {
    size_t equals = word.find('=');
    std::string key = word.substr(0, equals), text = word.substr(equals + 1);
    DrawnArgument argument{.key = with_marks(key), .value = value_of(unmarked(key), text)};
    argument.is_marked_value = argument.value.form != Form::names && text != unmarked(text);
    if (key == "output") argument.style = DrawnArgument::Style::keyless;
    return argument;
}

DrawnStatement statement_of(std::string_view text) {
    DrawnStatement statement;
    bool is_expected = false;
    for (std::string_view view : words_of(text)) {
        std::string word(view);
        if (word == "->") {
            is_expected = true;
        } else if (word.find(':') != std::string::npos) {
            word.erase(word.find(':'), 1);
            statement.label = with_marks(word);
        } else if (statement.layer.type.empty()) {
            statement.layer.type = with_marks(word);
        } else {
            (is_expected ? statement.expected : statement.layer.arguments).push_back(argument_of(word));
        }
    }
    return statement;
}

std::vector<DrawnStatement> statements_of(const Break& one) {
    std::vector<DrawnStatement> statements;
    if (one.where != Where::unchanged) statements.push_back(statement_of("custom shape=8x8x4"));
    if (one.in != In::both) {
        statements.push_back({.raw = with_marks(std::string(one.statements))});
        return statements;
    }
    for (const std::string& text : split(std::string(one.statements), ';')) statements.push_back(statement_of(text));
    return statements;
}

// The blocks that something is put into: not the list of a merge's paths, nor what no turn and no call comes to.
class Reached {
  public:
    explicit Reached(DrawnNetwork& network) : network_(network) { visit(network.layers); }

    std::vector<std::vector<DrawnStatement>*> blocks;

  private:
    void visit(std::vector<DrawnStatement>& block) {
        bool are_paths = !block.empty() && block[0].kind == DrawnStatement::Kind::path;
        if (!are_paths) blocks.push_back(&block);
        for (DrawnStatement& statement : block) {
            if (statement.has_block && statement.times > 0) visit(statement.inside);
            visit_call(statement.layer.type);
        }
    }

    void visit_call(const std::string& type) {
        for (DrawnDefinition& definition : network_.definitions) {
            if (definition.name == type && visited_.insert(type).second) visit(definition.inside);
        }
    }

    DrawnNetwork& network_;
    std::set<std::string> visited_;
};

}  // namespace

std::span<const Break> all_breaks() { return breaks; }

void apply(const Break& one, DrawnNetwork& network, Random& random) {
    if (one.code == "recursive-definition") {
        DrawnDefinition loop{.name = "loop", .inside = {statement_of("<loop>")}};
        network.definitions.insert(network.definitions.begin(), loop);  // others may call it
    }
    auto statements = statements_of(one);
    bool is_last = one.where == Where::last;
    if (is_last) network.outputs.clear();
    auto* block = is_last ? &network.layers : random.one_of(Reached(network).blocks);
    bool needs_first = block == &network.layers && network.inputs.size() > 1;
    auto at = is_last ? std::ssize(*block) : random.number(needs_first ? 1 : 0, std::ssize(*block));
    block->insert(block->begin() + at, statements.begin(), statements.end());
}

Marked without_marks(const std::string& text) {
    Marked marked;
    int64_t line = 1, column = 1;
    for (char one : text) {
        bool is_begin = one == mark_begin;
        if (is_begin || one == mark_end) {
            marked.place += fmt::format("{}{}:{}", is_begin ? "" : "-", line, column);
            continue;
        }
        marked.text += one;
        bool continues = (static_cast<unsigned char>(one) & 0xC0) == 0x80;
        if (!continues) ++column;
        if (one != '\n') continue;
        ++line;
        column = 1;
    }
    return marked;
}

}  // namespace nnshape::test
