#pragma once

#include <string_view>

// Whether bytes are well formed in what programs read, JSON aside.
namespace nnshape::fuzz {

/// Records of equally many fields, quoted as RFC 4180 has it.
bool is_csv(std::string_view text);

/// One element with others in it: tags in pairs, attributes in quotes, and no character that needed an entity.
bool is_xml(std::string_view text);

/// A workflow command of GitHub on each line.
bool is_workflow(std::string_view text);

}  // namespace nnshape::fuzz
