#pragma once

#include <string>
#include <vector>

#include "study/study.h"

// The program run in process, and what tests ask of it.
namespace nnshape::test {

struct Ran {
    int code = 0;
    std::string out;  ///< standard output
    std::string err;  ///< standard error
};

/// A run whose two streams are one, as a terminal shows them.
struct Shown {
    int code = 0;
    std::string all;
};

/// A file in memory.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view content = {});
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile();

    int descriptor() const { return descriptor_; }
    std::string content() const;

  private:
    int descriptor_;
};

/// Runs `nnshape args…` with `in` as its standard input: in process, or where the variable NNSHAPE_BINARY names a
/// program, that program.
Ran run_program(const std::vector<std::string>& args, const std::string& in = {});

Shown run_shown(const std::vector<std::string>& args, const std::string& in = {});

/// A spec's study. The text outlives the study, whose memory is the test's own.
struct Studied {
    std::string text;
    Study study;
};
void study_text(Studied& studied, std::string text, const StudyOptions& options = {});

/// All diagnostics as `file:line:column: severity: message; help [code]` with line and caret, the file called `spec`.
std::string diagnostics_of(const std::string& text);

std::string read_text_file(const std::string& path);

/// The files below a folder with one of these endings, sorted; an exception where there are none.
std::vector<std::string> files_below(const std::string& folder, const std::vector<std::string>& endings);

}  // namespace nnshape::test
