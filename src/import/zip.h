#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "import/import.h"

// The entries of a ZIP archive, by its central directory, also of one beyond 4 GiB (ZIP64). Encrypted entries are not
// read.
namespace nnshape {

struct ZipEntry {
    std::string_view name;
    uint32_t method = 0;  ///< 0: stored, 8: deflated
    uint64_t packed = 0;  ///< bytes in the archive
    uint64_t size = 0;    ///< bytes when unpacked
    uint32_t sum = 0;     ///< CRC-32 of the unpacked bytes
    uint64_t header = 0;  ///< the place of its local header
};

bool is_zip(std::string_view bytes);

/// The entries in the order of the central directory.
Result<std::vector<ZipEntry>, ImportFault> zip_entries(std::string_view bytes);

/// The unpacked bytes of an entry, at most 64 MiB.
Result<std::string, ImportFault> unpack(std::string_view bytes, const ZipEntry& entry);

}  // namespace nnshape
