#include "query/diff/stable_name.h"

namespace nnshape {
namespace {

// Precedes a type that takes the place of a label. No label begins with it.
constexpr char unlabelled_mark = '\n';

// The offset of the last part of a path. The part is the label and the turns of the repeats around it, as in `c_2_1`. A
// label may contain slashes and digits, and turns may look like the label, but turns never follow a slash.
size_t begin_of_label(std::string_view path, std::string_view label) {
    size_t at = path.rfind(label);
    while (at > 0 && path[at - 1] != '/') at = path.rfind(label, at - 1);
    return at;
}

}  // namespace

StableName stable_name_of(const Network& network, const Node& node) {
    StableName name{.is_labelled = !node.statement->label.empty()};
    std::string_view path = node.name;
    const Statement* statement = node.statement;
    for (uint32_t scope = node.scope; statement; scope = network.scopes[scope].parent) {
        bool labelled = !statement->label.empty();
        std::string_view label = network.spec->text(statement->label);
        size_t begin = labelled ? begin_of_label(path, label) : path.rfind('/') + 1;
        std::string part(path.substr(begin));
        if (!labelled) part = unlabelled_mark + part.substr(0, part.rfind('_'));
        name.has_label = name.has_label || labelled;
        name.text = name.text.empty() ? part : part + "/" + name.text;
        path = path.substr(0, begin == 0 ? 0 : begin - 1);
        statement = network.scopes[scope].call;
    }
    return name;
}

}  // namespace nnshape
