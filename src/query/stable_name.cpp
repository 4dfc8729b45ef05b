#include "query/stable_name.h"

namespace nnshape {
namespace {

// Stands in front of a type, where a label would be: no label begins with it.
constexpr char unlabelled_mark = '\n';

// Where the last part of a path begins: behind it stand the label and the turns of the repeats around, `c_2_1`. A label
// may hold slashes and digits of its own.
size_t begin_of_label(std::string_view path, std::string_view label) {
    for (size_t at = path.rfind(label); at != std::string_view::npos && at <= path.size();
         at = path.rfind(label, at - 1)) {
        bool begins = at == 0 || path[at - 1] == '/';
        if (begins && path.find_first_not_of("_0123456789", at + label.size()) == std::string_view::npos) return at;
        if (at == 0) break;
    }
    return 0;
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
