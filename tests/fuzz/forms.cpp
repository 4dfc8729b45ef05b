#include "fuzz/forms.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace nnshape::fuzz {
namespace {

// One record off the front; the number of its fields, or −1 where a quote is out of place.
int take_record(std::string_view& text) {
    bool quoted = false;
    int fields = 1;
    char before = ',';
    while (!text.empty()) {
        char letter = text[0];
        text.remove_prefix(1);
        if (!quoted && letter == '\n') return fields;
        if (!quoted && letter == ',') ++fields;
        if (letter == '"') {
            if (!quoted && before != ',' && before != '"') return -1;
            quoted = !quoted;
        }
        before = letter;
    }
    return -1;
}

bool is_entity(std::string_view text) {
    constexpr std::string_view entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    return std::any_of(std::begin(entities), std::end(entities),
                       [&](std::string_view entity) { return text.starts_with(entity); });
}

bool is_xml_text(std::string_view text) {
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '&' && !is_entity(text.substr(at))) return false;
        if (text[at] == '<' || text[at] == '"' || text[at] == '>') return false;
    }
    return true;
}

// `name key="value"…` and perhaps a `/`.
bool is_tag(std::string_view tag) {
    size_t at = tag.find_first_of(" /");
    while (at != std::string_view::npos && at < tag.size()) {
        if (tag.substr(at) == "/") return true;
        size_t equals = tag.find("=\"", at);
        if (equals == std::string_view::npos) return false;
        size_t end = tag.find('"', equals + 2);
        if (end == std::string_view::npos || !is_xml_text(tag.substr(equals + 2, end - equals - 2))) return false;
        at = end + 1;
    }
    return true;
}

}  // namespace

bool is_csv(std::string_view text) {
    int first = take_record(text);
    bool alike = first > 0;
    while (alike && !text.empty()) alike = take_record(text) == first;
    return alike;
}

bool is_xml(std::string_view text) {
    constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (!text.starts_with(head)) return false;
    text.remove_prefix(head.size());
    std::vector<std::string_view> open;
    while (!text.empty()) {
        size_t begin = text.find('<'), end = text.find('>', begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) break;
        if (!is_xml_text(text.substr(0, begin))) return false;
        std::string_view tag = text.substr(begin + 1, end - begin - 1);
        text.remove_prefix(end + 1);
        if (!is_tag(tag.starts_with('/') ? tag.substr(1) : tag)) return false;
        std::string_view name = tag.substr(0, tag.find_first_of(" /", 1));
        if (!name.starts_with('/')) {
            if (!tag.ends_with('/')) open.push_back(name);
            continue;
        }
        if (open.empty() || open.back() != name.substr(1)) return false;
        open.pop_back();
    }
    return open.empty() && text == "\n";
}

bool is_workflow(std::string_view text) {
    constexpr std::string_view commands[] = {"::error file=", "::warning file=", "::notice file="};
    while (!text.empty()) {
        size_t end = text.find('\n');
        bool is_command = std::any_of(std::begin(commands), std::end(commands),
                                      [&](std::string_view command) { return text.starts_with(command); });
        if (end == std::string_view::npos || !is_command) return false;
        text.remove_prefix(end + 1);
    }
    return true;
}

}  // namespace nnshape::fuzz
