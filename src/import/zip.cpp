#include "import/zip.h"

#include <fmt/format.h>
#include <zlib.h>
#include <algorithm>

#include "base/source.h"
#include "base/unicode.h"

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
namespace nnshape {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view local_mark = "PK\3\4"sv, directory_mark = "PK\1\2"sv, end_mark = "PK\5\6"sv;
constexpr std::string_view long_end_mark = "PK\6\6"sv, locator_mark = "PK\6\7"sv;  // of archives beyond 4 GiB
constexpr size_t local_size = 30, directory_size = 46, end_size = 22, long_end_size = 56, locator_size = 20;
constexpr size_t longest_comment = 65'535;
constexpr uint64_t in_extra = UINT32_MAX;  // the number is in the entry's extra fields

constexpr uint64_t most_expansion = 1032;  // of deflate

// A little-endian number, which must be within the bytes.
uint64_t number_at(std::string_view bytes, size_t at, size_t size) {
    uint64_t number = 0;
    for (size_t index = size; index-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + index]);
    return number;
}

ImportFault broken(std::string_view what) { return {fmt::format("the ZIP archive is damaged: {}", what)}; }

// Takes the numbers that do not fit into 32 bits from the extra fields, where they are in this order.
void read_long_numbers(std::string_view extra, ZipEntry& entry) {
    while (extra.size() >= 4) {
        uint64_t kind = number_at(extra, 0, 2), size = number_at(extra, 2, 2);
        std::string_view content = extra.substr(4, size);
        extra.remove_prefix(std::min<size_t>(4 + size, extra.size()));
        if (kind != 1) continue;
        for (uint64_t* number : {&entry.size, &entry.packed, &entry.header}) {
            if (*number != in_extra || content.size() < 8) continue;
            *number = number_at(content, 0, 8);
            content.remove_prefix(8);
        }
    }
}

// Reads an entry of the central directory, and moves `at` behind it.
bool read_entry(std::string_view bytes, size_t& at, ZipEntry& entry) {
    bool fits = at <= bytes.size() && bytes.size() - at >= directory_size;
    if (!fits || !bytes.substr(at).starts_with(directory_mark)) return false;
    size_t name_size = number_at(bytes, at + 28, 2);
    size_t others = number_at(bytes, at + 30, 2) + number_at(bytes, at + 32, 2);
    if (bytes.size() - at - directory_size < name_size + others) return false;
    entry.name = bytes.substr(at + directory_size, name_size);
    entry.method = static_cast<uint32_t>(number_at(bytes, at + 10, 2));
    entry.sum = static_cast<uint32_t>(number_at(bytes, at + 16, 4));
    entry.packed = number_at(bytes, at + 20, 4);
    entry.size = number_at(bytes, at + 24, 4);
    entry.header = number_at(bytes, at + 42, 4);
    read_long_numbers(bytes.substr(at + directory_size + name_size, number_at(bytes, at + 30, 2)), entry);
    at += directory_size + name_size + others;
    return true;
}

Result<std::string, ImportFault> inflated(std::string_view packed, const ZipEntry& entry) {
    if (entry.size / most_expansion > packed.size()) return broken("an entry is larger than it can be");
    std::string out(entry.size, '\0');
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return ImportFault{"zlib has no memory"};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int end = inflate(&stream, Z_FINISH);
    bool whole = end == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    if (!whole) return broken(fmt::format("`{}` cannot be unpacked", printable(entry.name)));
    return out;
}

}  // namespace

bool is_zip(std::string_view bytes) { return bytes.starts_with(local_mark); }

Result<std::vector<ZipEntry>, ImportFault> zip_entries(std::string_view bytes) {
    size_t before = bytes.size() - std::min(bytes.size(), end_size + longest_comment);
    size_t end = bytes.substr(before).rfind(end_mark);
    if (end == std::string_view::npos) return broken("its directory is missing");
    end += before;
    if (bytes.size() - end < end_size) return broken("its directory is missing");
    uint64_t count = number_at(bytes, end + 10, 2), at = number_at(bytes, end + 16, 4);
    if (end >= locator_size && bytes.substr(end - locator_size).starts_with(locator_mark)) {
        uint64_t long_end = number_at(bytes, end - locator_size + 8, 8);
        bool is_there = long_end < bytes.size() && bytes.size() - long_end >= long_end_size &&
                        bytes.substr(long_end).starts_with(long_end_mark);
        if (!is_there) return broken("its directory is missing");
        count = number_at(bytes, long_end + 32, 8);
        at = number_at(bytes, long_end + 48, 8);
    }
    std::vector<ZipEntry> entries;
    for (uint64_t index = 0; index < count; ++index) {
        ZipEntry entry;
        if (!read_entry(bytes, at, entry)) return broken("its directory breaks off");
        entries.push_back(entry);
    }
    return entries;
}

Result<std::string, ImportFault> unpack(std::string_view bytes, const ZipEntry& entry) {
    std::string name = printable(entry.name);
    if (entry.size > longest_text) return ImportFault{fmt::format("`{}` of the ZIP archive is too large", name)};
    bool has_header = entry.header <= bytes.size() && bytes.size() - entry.header >= local_size &&
                      bytes.substr(entry.header).starts_with(local_mark);
    if (!has_header) return broken(fmt::format("`{}` is not where its directory says", name));
    uint64_t begin =
        entry.header + local_size + number_at(bytes, entry.header + 26, 2) + number_at(bytes, entry.header + 28, 2);
    if (begin > bytes.size() || bytes.size() - begin < entry.packed)
        return broken(fmt::format("`{}` breaks off", name));
    std::string_view packed = bytes.substr(begin, entry.packed);
    bool is_stored = entry.method == 0 && entry.packed == entry.size;
    if (!is_stored && entry.method != 8) {
        return ImportFault{fmt::format("`{}` of the ZIP archive is neither stored nor deflated", name)};
    }
    auto content = is_stored ? Result<std::string, ImportFault>(std::string(packed)) : inflated(packed, entry);
    if (!content) return content;
    auto sum = crc32(0, reinterpret_cast<const Bytef*>(content->data()), static_cast<uInt>(content->size()));
    if (sum != entry.sum) return broken(fmt::format("the checksum of `{}` is wrong", name));
    return content;
}

}  // namespace nnshape
