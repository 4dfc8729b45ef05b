#include "fuzz/checks.h"

#include <nlohmann/json.hpp>

#include "base/unicode.h"

namespace nnshape::fuzz {
namespace {

bool is_plain(std::string_view text) { return printable(text) == text; }

bool lies_in(Span span, std::string_view text) { return span.begin <= span.end && span.end <= text.size(); }

// Bytes that are not UTF-8 are a character each.
bool is_between_characters(uint32_t offset, std::string_view text) {
    bool inside = offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xc0) == 0x80;
    return !inside || find_invalid_utf8(text) != std::string_view::npos;
}

// The pieces of one spec, held one after the other.
class Pieces {
  public:
    Pieces(const Spec& spec, Promises& promises) : spec_(spec), promises_(promises) {}

    void check() {
        for (const Text* text : {&spec_.name, &spec_.layout, &spec_.dtype}) hold(*text);
        for (Span span : {spec_.id, spec_.schema}) hold(span);
        for (const Statement& input : spec_.inputs) hold(input);
        for (const Definition& definition : spec_.definitions) hold(definition);
        for (const auto* arguments : {&spec_.lets, &spec_.expect, &spec_.limit, &spec_.arguments, &spec_.expected}) {
            for (const Argument& argument : *arguments) hold(argument);
        }
        for (const auto* literals : {&spec_.outputs, &spec_.allow, &spec_.items}) {
            for (const Literal& literal : *literals) hold(literal);
        }
        for (const Statement& statement : spec_.statements) hold(statement);
        check_blocks();
    }

  private:
    void hold(Span span) { promises_.hold(lies_in(span, spec_.source.text), "a piece of the spec lies in its text"); }
    void hold_decoded(uint32_t decoded) {
        bool kept = decoded == Text::as_written || decoded < spec_.decoded.size();
        promises_.hold(kept, "a decoded text lies in its pool");
    }
    void hold(const Text& text) {
        hold(text.span);
        hold_decoded(text.decoded);
    }
    void hold(Range range, size_t size) {
        promises_.hold(uint64_t{range.first} + range.count <= size, "a range lies in its pool");
    }
    void hold(const Literal& literal) {
        hold(literal.span);
        hold_decoded(literal.decoded);
        hold(literal.items, spec_.items.size());
    }
    void hold(const Argument& argument) {
        hold(argument.key);
        hold(argument.value);
    }
    void hold(const Definition& definition) {
        hold(definition.name);
        hold(definition.parameters, spec_.parameters.size());
        promises_.hold(definition.statement < spec_.statements.size(), "a definition is a statement");
    }
    void hold(const Statement& statement) {
        hold(statement.label);
        hold(statement.type);
        hold(statement.span);
        hold(statement.arguments, spec_.arguments.size());
        hold(statement.expected, spec_.expected.size());
        promises_.hold(statement.expects_at <= spec_.source.text.size(), "an expectation's place lies in the text");
    }

    void check_blocks() {
        std::vector<uint32_t> ends;  // of the blocks that are open
        for (uint32_t index = 0; index < spec_.statements.size(); ++index) {
            while (!ends.empty() && ends.back() == index) ends.pop_back();
            uint32_t end = spec_.statements[index].end, around = static_cast<uint32_t>(spec_.statements.size());
            if (!ends.empty()) around = ends.back();
            promises_.hold(end > index && end <= around, "a block lies in the block around it");
            ends.push_back(end);
        }
    }

    const Spec& spec_;
    Promises& promises_;
};

}  // namespace

void check_plain(std::string_view text, Promises& promises) {
    while (!text.empty()) {
        size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (!promises.hold(is_plain(line), "what is printed is printable", line)) return;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void check_json(std::string_view text, Promises& promises) {
    promises.hold(nlohmann::json::accept(text), "a form for programs is JSON", text);
    check_plain(text, promises);
}

void check_diagnostics(const Source& source, const Diagnostics& diagnostics, Promises& promises) {
    for (const Diagnostic& one : diagnostics) {
        bool says = one.code && !one.message.empty() && is_plain(one.message) && is_plain(one.help);
        promises.hold(says, "a diagnostic says something plain", one.message + "; " + one.help);
        std::vector<Span> spans = one.used_from;
        spans.push_back(one.span);
        for (Span span : spans) {
            promises.hold(lies_in(span, source.text), "a diagnostic is about bytes of the source", one.message);
            bool whole = is_between_characters(span.begin, source.text) && is_between_characters(span.end, source.text);
            promises.hold(whole, "a diagnostic is about whole characters", one.message);
        }
    }
}

void check_pieces(const Spec& spec, Promises& promises) { Pieces(spec, promises).check(); }

}  // namespace nnshape::fuzz
