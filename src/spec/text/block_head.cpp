#include "spec/text/block_head.h"

#include <fmt/format.h>
#include <algorithm>

#include "spec/text/definition_reader.h"

namespace nnshape {
namespace {

using Kind = Statement::Kind;

struct BlockWord {
    std::string_view name;
    Kind kind;
};
constexpr BlockWord block_words[] = {{"path", Kind::path},
                                     {"repeat", Kind::repeat},
                                     {"freeze", Kind::freeze},
                                     {"experts", Kind::experts},
                                     {"define", Kind::define}};

void read_turns(StatementReader& head, Statement& repeat) {
    repeat.arguments = head.read_arguments();
    if (repeat.arguments.count == 1) return;
    head.fail(repeat.type.span, "`repeat` takes one number, or one name with its values",
              "for example `repeat 3` or `repeat width=64,128`");
}

}  // namespace

std::optional<Kind> block_kind(std::string_view word) {
    auto found = std::find_if(std::begin(block_words), std::end(block_words),
                              [&](const BlockWord& one) { return one.name == word; });
    return found == std::end(block_words) ? std::nullopt : std::optional(found->kind);
}

void read_head(Spec& spec, StatementReader& head, Kind kind) {
    auto index = static_cast<uint32_t>(spec.statements.size());
    spec.statements.push_back({.label = head.label(), .type = head.type(), .span = head.span(), .kind = kind});
    if (!head.label().empty() && kind != Kind::repeat) {
        head.fail(head.label().span, fmt::format("`{}` cannot have a label", spec.text(head.type())),
                  "layers, calls and repeats have names");
    } else if (kind == Kind::define) {
        read_definition(spec, head, index);
    } else if (kind == Kind::repeat) {
        read_turns(head, spec.statements[index]);
    } else if (kind == Kind::experts) {
        spec.statements[index].arguments = head.read_arguments();
    }
    if (!head.done()) {
        const Token& surplus = head.peek();
        head.fail(surplus.span,
                  fmt::format("{} is not allowed after `{}`", head.shown(surplus), spec.text(head.type())));
    }
    spec.statements[index].broken = head.failed();
}

}  // namespace nnshape
