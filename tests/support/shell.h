#pragma once

#include <string>

#include "support/program.h"

// What tests do outside of their process: run other programs, keep files for a while.
namespace nnshape::test {

/// The path of the program under test: the one built beside the tests, or what the variable NNSHAPE_BINARY names.
std::string binary();

/// Runs a command line in the shell, which finds the built binary; `all` is what it prints.
Shown run_shell(const std::string& command);

/// A folder of its own, gone in the end.
class WorkFolder {
  public:
    WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    ~WorkFolder();

    const std::string& path() const { return path_; }

    /// Writes a file into it; returns the path.
    std::string write(const std::string& name, const std::string& text) const;

  private:
    std::string path_;
};

}  // namespace nnshape::test
