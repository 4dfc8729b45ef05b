#include "properties/drawn_network.h"
#include "properties/random.h"

// A drawn network as text, with blanks, line ends, comments and `;` wherever they may stand.
namespace nnshape::test {
namespace {

bool is_plain(const std::string& name) { return name.find(' ') == std::string::npos; }

std::string name_in_text(const std::string& name) { return is_plain(name) ? name : quoted(name); }

class NetworkInText {
  public:
    explicit NetworkInText(const DrawnNetwork& network) : network_(network), random_(network.spacing) {}

    std::string run() {
        if (!network_.name.empty()) line("network " + name_in_text(network_.name));
        line(network_.channels_first ? "layout CHW" : "layout HWC");
        line("dtype " + network_.dtype + (network_.weights_dtype.empty() ? "" : " weights=" + network_.weights_dtype));
        for (const auto& [name, value] : network_.lets) line("let " + name + "=" + std::to_string(value));
        for (const auto& [label, sizes] : network_.inputs) line(input(label, sizes));
        for (const DrawnDefinition& definition : network_.definitions) define(definition);
        block(network_.layers, 0);
        if (!network_.outputs.empty()) line("outputs " + joined(names(network_.outputs), " "));
        if (!network_.expected.empty()) line("expect" + arguments(network_.expected));
        return std::move(out_);
    }

  private:
    void line(const std::string& text) {
        out_ += text;
        end_line();
    }

    void end_line() {
        if (random_.chance(10)) out_ += "  # what follows { means nothing }";
        out_ += random_.chance(5) ? "\r\n" : "\n";
        if (random_.chance(10)) out_ += "\n";
    }

    static std::vector<std::string> names(const std::vector<std::string>& all) {
        std::vector<std::string> written;
        for (const std::string& name : all) written.push_back(name_in_text(name));
        return written;
    }

    std::string input(const std::string& label, const Tensor& sizes) const {
        DrawnArgument shape{.value = {.form = DrawnValue::Form::shape, .numbers = sizes},
                            .style = DrawnArgument::Style::keyless};
        std::string text = "input " + text_of(shape, network_.channels_first);
        return label.empty() ? text : name_in_text(label) + ": " + text;
    }

    std::string arguments(const std::vector<DrawnArgument>& all) {
        std::string text;
        for (DrawnArgument argument : all) {
            if (argument.value.form == DrawnValue::Form::names) argument.value.words = names(argument.value.words);
            text += (random_.chance(5) ? "   " : " ") + text_of(argument, network_.channels_first);
        }
        return text;
    }

    void define(const DrawnDefinition& definition) {
        std::vector<std::string> parameters;
        for (const auto& [name, standard] : definition.parameters) {
            parameters.push_back(standard ? name + "=" + std::to_string(*standard) : name);
        }
        out_ += "define " + definition.name;
        if (!parameters.empty()) out_ += "(" + joined(parameters, ", ") + ")";
        braces(definition.inside, 0);
        end_line();
    }

    void block(const std::vector<DrawnStatement>& statements, int depth) {
        for (const DrawnStatement& statement : statements) {
            out_ += std::string(static_cast<size_t>(2 * depth), ' ');
            write(statement, depth);
            bool apart = random_.chance(80);
            if (!apart) out_ += " ;\n";
            if (apart) end_line();
        }
    }

    // The statements in a line, or each in its own.
    void braces(const std::vector<DrawnStatement>& statements, int depth) {
        out_ += " {";
        if (random_.chance(40) || statements.empty()) {
            for (size_t at = 0; at < statements.size(); ++at) {
                out_ += at == 0 ? " " : " ; ";
                write(statements[at], depth);
            }
            out_ += " }";
            return;
        }
        end_line();
        block(statements, depth + 1);
        out_ += std::string(static_cast<size_t>(2 * depth), ' ') + "}";
    }

    void write(const DrawnStatement& statement, int depth) {
        if (!statement.raw.empty()) {
            out_ += statement.raw;
            return;
        }
        static constexpr const char* words[] = {"", "path", "repeat ", "freeze", "experts"};
        if (!statement.label.empty()) out_ += name_in_text(statement.label) + ": ";
        out_ += words[static_cast<int>(statement.kind)];
        if (statement.kind == DrawnStatement::Kind::repeat) out_ += std::to_string(statement.times);
        if (statement.kind == DrawnStatement::Kind::layer) out_ += statement.layer.name();
        out_ += arguments(statement.layer.arguments);
        if (statement.has_block) braces(statement.inside, depth);
        if (!statement.expected.empty()) out_ += " ->" + arguments(statement.expected);
    }

    const DrawnNetwork& network_;
    Random random_;
    std::string out_;
};

}  // namespace

std::string text_of(const DrawnNetwork& network) { return NetworkInText(network).run(); }

}  // namespace nnshape::test
