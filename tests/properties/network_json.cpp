#include "properties/drawn_network.h"
#include "properties/random.h"

// A drawn network as JSON.
namespace nnshape::test {
namespace {

class NetworkInJson {
  public:
    explicit NetworkInJson(const DrawnNetwork& network) : network_(network), random_(network.spacing) {}

    std::string run() {
        std::vector<std::string> members;
        if (!network_.name.empty()) members.push_back("\"name\": " + quoted(network_.name));
        members.push_back(std::string("\"layout\": ") + (network_.channels_first ? "\"CHW\"" : "\"HWC\""));
        members.push_back("\"dtype\": " + quoted(network_.dtype));
        if (!network_.weights_dtype.empty()) {
            members.push_back("\"weights_dtype\": " + quoted(network_.weights_dtype));
        }
        if (!network_.lets.empty()) members.push_back("\"let\": " + lets());
        if (!network_.definitions.empty()) members.push_back("\"define\": " + definitions());
        auto layers = labelled_inputs();
        if (layers.empty()) members.push_back("\"input\": " + sizes(network_.inputs[0].second));
        for (const DrawnStatement& statement : network_.layers) layers.push_back(object(statement));
        members.push_back("\"layers\": [\n" + joined(layers, ",\n") + "]");
        if (!network_.outputs.empty()) members.push_back("\"outputs\": " + list(network_.outputs));
        if (!network_.expected.empty()) members.push_back("\"expect\": " + arguments(network_.expected));
        return "{" + joined(members, ",\n ") + "}\n";
    }

  private:
    std::string sizes(const Tensor& tensor) const {
        std::vector<std::string> numbers;
        for (int64_t size : in_layout(tensor, network_.channels_first)) numbers.push_back(std::to_string(size));
        return "[" + joined(numbers, ", ") + "]";
    }

    static std::string list(const std::vector<std::string>& words) {
        std::vector<std::string> items;
        for (const std::string& word : words) items.push_back(quoted(word));
        return "[" + joined(items, ", ") + "]";
    }

    std::string lets() const {
        std::vector<std::string> members;
        for (const auto& [name, value] : network_.lets) members.push_back(quoted(name) + ": " + std::to_string(value));
        return "{" + joined(members, ", ") + "}";
    }

    std::vector<std::string> labelled_inputs() const {
        std::vector<std::string> layers;
        for (const auto& [label, tensor] : network_.inputs) {
            if (label.empty()) continue;
            layers.push_back(R"({"type": "input", "name": )" + quoted(label) + ", \"shape\": " + sizes(tensor) + "}");
        }
        return layers;
    }

    std::string definitions() {
        std::vector<std::string> members;
        for (const DrawnDefinition& definition : network_.definitions) {
            std::vector<std::string> parameters;
            for (const auto& [name, standard] : definition.parameters) {
                parameters.push_back(quoted(name) + ": " + (standard ? std::to_string(*standard) : "null"));
            }
            std::string written = quoted(definition.name) + ": {";
            if (!parameters.empty()) written += "\"parameters\": {" + joined(parameters, ", ") + "}, ";
            members.push_back(written + "\"layers\": " + block(definition.inside) + "}");
        }
        return "{" + joined(members, ",\n ") + "}";
    }

    std::string block(const std::vector<DrawnStatement>& statements) {
        std::vector<std::string> objects;
        for (const DrawnStatement& statement : statements) objects.push_back(object(statement));
        return "[" + joined(objects, random_.chance(50) ? ", " : ",\n  ") + "]";
    }

    std::string arguments(const std::vector<DrawnArgument>& all) const {
        std::vector<std::string> members;
        for (const DrawnArgument& argument : all) members.push_back(json_of(argument, network_.channels_first));
        return "{" + joined(members, ", ") + "}";
    }

    std::string paths(const DrawnStatement& merge) {
        std::vector<std::string> all;
        for (const DrawnStatement& path : merge.inside) all.push_back(block(path.inside));
        return "\"paths\": [" + joined(all, ", ") + "]";
    }

    std::string object(const DrawnStatement& statement) {
        if (!statement.raw.empty()) return statement.raw;
        using Kind = DrawnStatement::Kind;
        bool is_layer = statement.kind == Kind::layer;
        static constexpr const char* words[] = {"", "", "repeat", "freeze", "experts"};
        std::string type = is_layer ? statement.layer.name() : words[static_cast<int>(statement.kind)];
        std::vector<std::string> members{"\"type\": " + quoted(type)};
        if (!statement.label.empty()) members.push_back("\"name\": " + quoted(statement.label));
        if (statement.kind == Kind::repeat) members.push_back("\"times\": " + std::to_string(statement.times));
        for (const DrawnArgument& argument : statement.layer.arguments) {
            members.push_back(json_of(argument, network_.channels_first));
        }
        bool has_paths = !statement.inside.empty() && statement.inside[0].kind == Kind::path;
        if (statement.has_block)
            members.push_back(has_paths ? paths(statement) : "\"layers\": " + block(statement.inside));
        if (!statement.expected.empty()) members.push_back("\"expect\": " + arguments(statement.expected));
        return "{" + joined(members, random_.chance(20) ? ",\n   " : ", ") + "}";
    }

    const DrawnNetwork& network_;
    Random random_;
};

}  // namespace

std::string json_of(const DrawnNetwork& network) { return NetworkInJson(network).run(); }

}  // namespace nnshape::test
