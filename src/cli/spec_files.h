#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/file.h"

// The files that the SPEC operands of a command name: a folder stands for the specs below it.
namespace nnshape {

/// Replaces each folder by the specs below it, sorted by path: every `.nn` file, and every `.json` file that is a spec.
/// Files and folders whose names begin with a dot, and symbolic links to folders, are left out. Keeps all other paths,
/// and folders that cannot be read or have no specs.
std::vector<std::string> spec_files(const std::vector<std::string>& paths);

/// All bytes of a spec: of a file, of the descriptor `in` if the path is `-`, or of a network that comes with the
/// program if it is `@NAME`.
Result<FileBytes, FileFault> read_spec(const std::string& path, int in);

/// `read_spec` for a path of `spec_files`, with the words for a folder that is kept.
Result<FileBytes, FileFault> read_spec_file(const std::string& path, int in);

/// Whether a JSON text is a spec and not some other document: an object with `layers` and `input` or `inputs` that is
/// not a report of nnshape. A mistake in its syntax does not matter.
bool is_json_spec(std::string_view text);

}  // namespace nnshape
