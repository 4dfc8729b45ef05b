#pragma once

#include <string>

// Transcripts: a command behind `$ ` and all that it prints, its exit code in a line `[exit 2]` where it is not 0.
namespace nnshape::test {

/// The transcript that comes of running every command in `text` again. A command is `nnshape` with its arguments, run
/// in process; `<<END` behind it gives the lines up to END as its standard input. A command with a `|` goes to the
/// shell, which finds the built binary. Any other text, and a blank line behind an output, stays as it is.
std::string rerun(const std::string& text);

/// The same for the ```console blocks of a Markdown page alone; commands that are not nnshape's stay as they are.
std::string rerun_markdown(const std::string& page);

/// Fails the test unless a file is what its rerun is; NNSHAPE_UPDATE=1 writes it instead.
void check_transcript(const std::string& path);

}  // namespace nnshape::test
