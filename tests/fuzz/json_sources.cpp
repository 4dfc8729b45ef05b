#include <fmt/format.h>

#include "fuzz/checks.h"
#include "report/report.h"
#include "spec/json/quick_reader.h"
#include "spec/read.h"

// Bytes to a spec by either parser of JSON, the one that batch tries first and the one that words the mistakes.
namespace nnshape::fuzz {
namespace {

// All that a spec holds, piece by piece: two are the same whose pieces are.
class Pieces {
  public:
    explicit Pieces(const Spec& spec) : spec_(spec) {
        fmt::format_to(end(), "form {} text {} name {} layout {} dtype {} id {} schema {}\n", int(spec.form),
                       spec.source.text.size(), of(spec.name), of(spec.layout), of(spec.dtype), of(spec.id),
                       of(spec.schema));
        for (const Statement& input : spec.inputs) add("input", of(input));
        for (const Statement& statement : spec.statements) add("statement", of(statement));
        for (const Definition& definition : spec.definitions) add("definition", of(definition));
        for (const Parameter& one : spec.parameters) add("parameter", of(one.name) + " = " + of(one.standard));
        add_all("let", spec.lets);
        add_all("expect", spec.expect);
        add_all("limit", spec.limit);
        add_all("argument", spec.arguments);
        add_all("expected", spec.expected);
        for (const Literal& output : spec.outputs) add("output", of(output));
        for (const Literal& allowed : spec.allow) add("allow", of(allowed));
        for (const Literal& item : spec.items) add("item", of(item));
        for (const std::string& decoded : spec.decoded) add("decoded", decoded);
    }

    void add(const Diagnostics& diagnostics) {
        for (const Diagnostic& one : diagnostics) {
            fmt::format_to(end(), "{} {}: {}; {}; {} {} {}\n", one.code->name, of(one.span), one.message, one.help,
                           one.layer, one.instance, int(one.severity()));
            for (Span used : one.used_from) add("used from", of(used));
        }
    }

    const std::string& words() const { return words_; }

  private:
    std::back_insert_iterator<std::string> end() { return std::back_inserter(words_); }

    void add(std::string_view what, std::string_view piece) { fmt::format_to(end(), "{} {}\n", what, piece); }

    void add_all(std::string_view what, const std::vector<Argument>& arguments) {
        for (const Argument& one : arguments) add(what, of(one.key) + " = " + of(one.value));
    }

    std::string of(Span span) const { return fmt::format("{}-{}", span.begin, span.end); }
    std::string of(Range range) const { return fmt::format("[{}, +{})", range.first, range.count); }
    std::string of(const Text& text) const {
        return fmt::format("`{}` {} {}", spec_.text(text), of(text.span), text.decoded);
    }
    std::string of(const Literal& literal) const {
        return fmt::format("`{}` {} form {} quoted {} number {} items {} {}", spec_.text(literal), of(literal.span),
                           int(literal.form), literal.quoted, literal.number, of(literal.items), literal.decoded);
    }
    std::string of(const Definition& definition) const {
        return fmt::format("{} {} {}", of(definition.name), definition.statement, of(definition.parameters));
    }
    std::string of(const Statement& one) const {
        return fmt::format("{} {} arguments {} expected {} at {} {} kind {} block {} to {} broken {}", of(one.label),
                           of(one.type), of(one.arguments), of(one.expected), one.expects_at, of(one.span),
                           int(one.kind), one.has_block, one.end, one.broken);
    }

    const Spec& spec_;
    std::string words_;
};

using Reader = void(Spec& spec, Diagnostics& diagnostics);

std::string read_by(Reader reader, std::string_view text) {
    Spec spec;
    spec.source = {.name = "spec", .text = text};
    Diagnostics diagnostics;
    reader(spec, diagnostics);
    Pieces pieces(spec);
    pieces.add(diagnostics);
    return pieces.words();
}

// What batch says, with what it made of half of the text still in its memory.
std::string line_of(std::string_view text, bool quickly) {
    StudyOptions options{.form = SpecForm::json, .quickly = quickly, .notes = false};
    Study study;
    run_study({.name = {}, .text = text.substr(0, text.size() / 2), .first_line = 6}, {}, options, study);
    run_study({.name = {}, .text = text, .first_line = 7}, {}, options, study);
    std::string out;
    write_batch_line(study, 7, {.layers = true, .fields = {}}, out);
    return out;
}

}  // namespace

void json_sources(std::string_view bytes, Promises& promises) {
    std::string one = read_by([](Spec& spec, Diagnostics& told) { read_spec(spec, SpecForm::json, told); }, bytes);
    std::string other = read_by(read_json_spec, bytes);
    promises.hold(one == other, "either parser makes the same spec and mistakes", one + "---\n" + other);
    one = line_of(bytes, false);
    other = line_of(bytes, true);
    promises.hold(one == other, "either parser makes the same line of a batch", one + "\n---\n" + other);
}

}  // namespace nnshape::fuzz
