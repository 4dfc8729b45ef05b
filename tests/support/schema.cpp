#include "support/schema.h"

#include "support/shell.h"

namespace nnshape::test {
namespace {

// What a command prints, and its exit code where that is not 0.
std::string output_of(const std::string& command) {
    Shown ran = run_shell(command);
    return ran.code == 0 ? ran.all : ran.all + "[exit " + std::to_string(ran.code) + "]\n";
}

}  // namespace

std::string schema_problems(const std::string& schema, const std::vector<std::string>& documents) {
    WorkFolder folder;
    std::string array;
    for (const std::string& document : documents) array += (array.empty() ? "[" : ",") + document;
    std::string out = output_of("python3 tests/support/validate.py " + folder.write("schema", schema) + " " +
                                folder.write("documents", array + "]"));
    std::string well = std::to_string(documents.size()) + " looked at\n";
    return out == well ? std::string() : out;
}

std::string xml_schema_problems(const std::string& schema, const std::vector<std::string>& documents) {
    WorkFolder folder;
    std::string command = "xmllint --noout --nonet --schema " + folder.write("schema", schema), well;
    for (const std::string& document : documents) {
        std::string path = folder.write(std::to_string(well.size()), document);
        command += " " + path;
        well += path + " validates\n";
    }
    std::string out = output_of(command);
    return out == well ? std::string() : out;
}

}  // namespace nnshape::test
