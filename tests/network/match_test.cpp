#include "network/match.h"

#include "layers/find_kind.h"
#include "spec/read.h"
#include "support/catch.h"

using namespace nnshape;

namespace {

std::string text_of(const ArgumentMatch& found, const std::vector<std::string_view>& own) {
    constexpr std::string_view others[] = {"", "", "ignored", "surplus", "unknown"};
    std::string out(others[static_cast<size_t>(found.kind)]);
    if (found.is_own()) out = own[static_cast<size_t>(found.param)];
    if (found.kind == ArgumentMatch::Kind::common) out = "any layer's ";
    if (found.kind == ArgumentMatch::Kind::common) out += common_params()[static_cast<size_t>(found.param)].name;
    return found.is_switch ? out + (found.is_on ? " on" : " off") : out;
}

// What each argument of the last statement is for, with commas between them.
std::string matches_of(const std::string& text) {
    Spec spec;
    Diagnostics diagnostics;
    spec.source = {.name = "spec", .text = text};
    read_spec(spec, SpecForm::text, diagnostics);
    REQUIRE(diagnostics.empty());
    const Statement& statement = spec.statements.back();
    const LayerKind* kind = find_kind(spec.text(statement.type)).kind;
    std::vector<std::string_view> own;
    if (kind) {
        for (const Param& param : params_of(*kind)) own.push_back(param.name);
    } else {
        for (const Parameter& parameter : parameters_of(spec, spec.definitions[0])) {
            own.push_back(spec.text(parameter.name));
        }
    }
    std::string all;
    size_t taken = 0;
    for (const Argument& argument : arguments_of(spec, statement)) {
        ArgumentMatch found =
            kind ? match(spec, *kind, argument, taken) : match(spec, spec.definitions[0], argument, taken);
        if (found.takes_place(argument)) ++taken;
        all += (all.empty() ? "" : ", ") + text_of(found, own);
    }
    return all;
}

struct Case {
    std::string line, matches;
};

}  // namespace

TEST_CASE("an argument of a layer is matched by its key, as a switch, or by its place") {
    const Case cases[] = {
        {"conv 6 5", "filters, kernel"},
        {"conv kernel=5 6", "kernel, filters"},
        {"conv 6 no-bias 5", "filters, bias off, kernel"},
        {"conv 6 5 bias no_bias freeze no-freeze",
         "filters, kernel, bias on, bias off, any layer's freeze on, any layer's freeze off"},
        {"conv 6 5 7 same", "filters, kernel, surplus, surplus"},
        {"conv 6 \"bias\"", "filters, kernel"},
        {"conv out_channels=6 kernel_size=5", "filters, kernel"},
        {"conv in_channels=3 from=a share=b activation=relu allow=x freeze=true",
         "any layer's in, any layer's inputs, any layer's share, any layer's activation, any layer's allow, any "
         "layer's freeze"},
        {"conv momentum=0.1 colour=3", "ignored, unknown"},
        {"dropout 0.5 0.5", "rate, surplus"},
        {"relu 3", "surplus"},
    };
    for (const Case& one : cases) {
        INFO(one.line);
        CHECK(matches_of("input 8x8x3\n" + one.line + "\n") == one.matches);
    }
}

TEST_CASE("an argument of a call is matched to the definition's parameters before those of any layer") {
    const Case cases[] = {
        {"f 3 4", "width, surplus"},
        {"f in_channels=3 4", "in_channels, width"},
        {"f 3 no-freeze from=input allow=x", "width, any layer's freeze off, any layer's inputs, any layer's allow"},
        {"f share=a depth=3 momentum=1", "any layer's share, unknown, unknown"},
    };
    for (const Case& one : cases) {
        INFO(one.line);
        std::string definition = "define f(width, in_channels=1) { dense $width }\n";
        CHECK(matches_of("input 8\n" + definition + one.line + "\n") == one.matches);
    }
}
