#pragma once

#include <string>
#include <string_view>

// What an importer makes of a file.
namespace nnshape::test {

/// The listing and below it a line for each remark; or the fault.
std::string listing_of(std::string_view format, std::string_view bytes);

/// Lays every prefix of the bytes before the importer, and what it makes of it before the program. Fails if one ends
/// without a listing and without an error.
void read_prefixes(std::string_view format, std::string_view bytes);

}  // namespace nnshape::test
