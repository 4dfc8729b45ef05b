#include "support/schema.h"

#include <sys/wait.h>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "support/catch.h"

namespace nnshape::test {
namespace {

namespace fs = std::filesystem;

// A folder of its own, gone in the end.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "nnshape-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()));
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }

    std::string write(const std::string& name, const std::string& text) const {
        std::string path = path_ + "/" + name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

  private:
    std::string path_;
};

// What a command prints, and its exit code where that is not 0.
std::string output_of(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe);
    std::string out;
    char buffer[4096];
    for (size_t count; (count = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, count);
    int code = WEXITSTATUS(pclose(pipe));
    return code == 0 ? out : out + "[exit " + std::to_string(code) + "]\n";
}

}  // namespace

std::string schema_problems(const std::string& schema, const std::vector<std::string>& documents) {
    Folder folder;
    std::string array;
    for (const std::string& document : documents) array += (array.empty() ? "[" : ",") + document;
    std::string out = output_of("python3 tests/support/validate.py " + folder.write("schema", schema) + " " +
                                folder.write("documents", array + "]"));
    std::string well = std::to_string(documents.size()) + " looked at\n";
    return out == well ? std::string() : out;
}

std::string xml_schema_problems(const std::string& schema, const std::vector<std::string>& documents) {
    Folder folder;
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
