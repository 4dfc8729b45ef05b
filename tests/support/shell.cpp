#include "support/shell.h"

#include <sys/wait.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/catch.h"

namespace nnshape::test {

namespace fs = std::filesystem;

std::string binary() {
    const char* named = std::getenv("NNSHAPE_BINARY");
    return named ? fs::absolute(named).string() : NNSHAPE_BINARY_DIR "/nnshape";
}

Shown run_shell(const std::string& command) {
    std::string line = "PATH=" + fs::path(binary()).parent_path().string() + ":$PATH; { " + command + "; } 2>&1";
    FILE* pipe = popen(line.c_str(), "r");
    REQUIRE(pipe);
    Shown ran;
    char buffer[4096];
    for (size_t count; (count = fread(buffer, 1, sizeof buffer, pipe)) > 0;) ran.all.append(buffer, count);
    ran.code = WEXITSTATUS(pclose(pipe));
    return ran;
}

WorkFolder::WorkFolder() : path_((fs::temp_directory_path() / "nnshape-XXXXXX").string()) {
    REQUIRE(mkdtemp(path_.data()));
}

WorkFolder::~WorkFolder() { fs::remove_all(path_); }

std::string WorkFolder::write(const std::string& name, const std::string& text) const {
    std::string path = path_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

}  // namespace nnshape::test
