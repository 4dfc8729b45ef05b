#pragma once

#include <cstdint>
#include <string>
#include <vector>

// The wiring of a table's rows in characters, beside the rows, as `git log --graph` draws it.
namespace nnshape {

/// The rows that each row reads, all of them above it.
using RowReads = std::vector<std::vector<uint32_t>>;

/// At most this number of lanes is drawn.
inline constexpr uint32_t most_lanes = 64;

/// A text for each row. It begins with ● if the row reads the row above it, otherwise with ○. What is read by a row
/// further down goes there in a lane on the right: ╮ is its beginning, ┤ a row that reads it, and ╯ the last of them. A
/// line to another lane may cross it (┼), or read it on its way (•). Where a lane would be beyond `most_lanes`, an
/// ellipsis is in its place. With `ascii`: * o . | ' + @ and ...
std::vector<std::string> lanes_of(const RowReads& reads, bool ascii);

}  // namespace nnshape
