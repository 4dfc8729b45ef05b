#include "import/darknet/network.h"
#include "import/darknet/sections.h"

#include <algorithm>

// Darknet's cfg files, of pjreddie's and AlexeyAB's versions:
// https://github.com/AlexeyAB/darknet/wiki/CFG-Parameters-in-the-different-layers.
namespace nnshape {
namespace darknet {

ReadSection find_section(std::string_view type) {
    struct Row {
        std::string_view type;
        ReadSection read;
    };
    static constexpr Row table[] = {
#define SECTION(name, function) {#name, function},
#include "import/darknet/sections.def"
#undef SECTION
    };
    for (const Row& row : table) {
        if (row.type == type) return row.read;
    }
    return nullptr;
}

}  // namespace darknet

namespace formats {
namespace {

// The text up to the end of the first line that is neither blank nor a comment.
std::string_view first_line(std::string_view bytes) {
    while (!bytes.empty()) {
        size_t begin = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
        bytes.remove_prefix(begin);
        std::string_view line = bytes.substr(0, bytes.find('\n'));
        if (!line.empty() && line[0] != '#' && line[0] != ';') return line;
        bytes.remove_prefix(line.size());
    }
    return bytes;
}

bool recognises(std::string_view bytes) {
    std::string_view line = first_line(bytes);
    if (!line.starts_with('[')) return false;
    darknet::Cfg cfg = darknet::read_cfg(line);
    if (cfg.sections.empty() || line.find(']') == std::string_view::npos) return false;
    const std::string& type = cfg.sections[0].type;
    return darknet::is_net(type) || darknet::find_section(type);
}

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    darknet::Cfg cfg = darknet::read_cfg(bytes);
    if (cfg.sections.empty()) {
        return ImportFault{.message = "the file has no section", .help = "a Darknet cfg begins with `[net]`"};
    }
    return darknet::CfgNetwork(options).read(cfg);
}

}  // namespace

extern const Format darknet{"darknet", "a Darknet cfg", recognises, read};

}  // namespace formats
}  // namespace nnshape
