#pragma once

#include <sys/stat.h>
#include <optional>
#include <string>
#include <string_view>

#include "cli/file.h"

// A file that gets its name only when it is complete. Whatever goes wrong before, a signal or a full disk among it,
// leaves the file that has the name, and nothing else.
namespace nnshape {

struct Destination {
    std::string path;                        ///< as the user wrote it, for messages
    std::string target;                      ///< the file itself, without symbolic links
    std::optional<struct stat> before = {};  ///< of the file that has the name
    bool force = false;                      ///< replace a file whose links, owner or attributes cannot be kept
};

/// Writes a new file, with the mode, the owner and the extended attributes of the one before. Returns the fault, if
/// there is one.
std::optional<FileFault> write_new(const Destination& to, std::string_view bytes);

}  // namespace nnshape
