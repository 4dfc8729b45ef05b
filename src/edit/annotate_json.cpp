#include <fmt/format.h>
#include <fmt/ranges.h>

#include "edit/annotation.h"

// Writes `expect` as JSON: on its own line if the keys of its layer have their own lines.
namespace nnshape {
namespace {

constexpr std::string_view blanks = " \t\r\n";

class JsonAnnotator {
  public:
    JsonAnnotator(const Spec& spec, Edits& edits) : spec_(spec), text_(spec.source.text), edits_(edits) {}

    void write(const Annotation& annotation) {
        const Statement& layer = *annotation.statement;
        compact_ = text_[layer.type.span.begin - 2] == ':';
        bool is_new = layer.expects_at == layer.span.end - 1;
        if (is_new) return write_expect(annotation);
        if (layer.expected.count == 0) return come_in(layer.expects_at, members(annotation, comma()));
        const Argument* first = &spec_.expected[layer.expected.first];
        const Argument* last = first + layer.expected.count - 1;
        std::string separator = separator_before(first->key.span.begin - 1);
        Annotation counts{.statement = &layer, .output = {}, .counts = annotation.counts};
        Annotation output{.statement = &layer, .output = annotation.output, .counts = {}};
        if (output.output) come_in(first->key.span.begin - 1, members(output, separator) + separator);
        if (!counts.counts.empty()) come_in(last->value.span.end, separator + members(counts, separator));
    }

  private:
    void write_expect(const Annotation& annotation) {
        const Statement& layer = *annotation.statement;
        auto first_key = static_cast<uint32_t>(text_.find_first_not_of(blanks, layer.span.begin + 1));
        auto end = static_cast<uint32_t>(text_.find_last_not_of(blanks, layer.span.end - 2) + 1);
        come_in(end, fmt::format("{}\"expect\"{}{{{}}}", separator_before(first_key), colon(),
                                 members(annotation, comma())));
    }

    void come_in(uint32_t at, std::string what) { edits_.push_back({{at, at}, std::move(what)}); }

    // The separator of the keys of an object: a comma, and the line break that precedes its first key.
    std::string separator_before(uint32_t first_key) const {
        size_t begin = text_.find_last_not_of(blanks, first_key - 1) + 1;
        std::string_view before = text_.substr(begin, first_key - begin);
        size_t line = before.rfind('\n');
        if (line == std::string_view::npos) return std::string(comma());
        bool carriage_return = line > 0 && before[line - 1] == '\r';
        return "," + std::string(before.substr(line - (carriage_return ? 1 : 0)));
    }

    std::string members(const Annotation& annotation, std::string_view separator) const {
        std::string out;
        if (annotation.output) {
            out += fmt::format("\"output\"{}[{}]", colon(), fmt::join(annotation.output->view(), comma()));
        }
        for (const auto& [key, count] : annotation.counts) {
            out += fmt::format("{}\"{}\"{}{}", out.empty() ? "" : separator, key, colon(), count);
        }
        return out;
    }

    std::string_view comma() const { return compact_ ? "," : ", "; }
    std::string_view colon() const { return compact_ ? ":" : ": "; }

    const Spec& spec_;
    std::string_view text_;
    Edits& edits_;
    bool compact_ = false;  // no blanks after colons and commas
};

}  // namespace

void write_json_annotations(const Spec& spec, const std::vector<Annotation>& annotations, Edits& edits) {
    JsonAnnotator annotator(spec, edits);
    for (const Annotation& annotation : annotations) annotator.write(annotation);
}

}  // namespace nnshape
