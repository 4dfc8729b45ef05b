#pragma once

#include <cstdint>
#include <string>

#include "cli/batch/interrupt.h"

// Cuts the input of batch into blocks of whole lines.
namespace nnshape {

/// The longest line that is kept, in bytes without its line ending.
inline constexpr size_t longest_line = 64 << 20;

struct LineBlock {
    std::string text;         ///< the last line of the input may lack its line ending
    uint64_t first_line = 1;  ///< the number of the first line in the input, from 1
    bool too_long = false;    ///< the block represents one line longer than `longest_line`, and has no text
};

class LineBlocks {
  public:
    LineBlocks(int descriptor, const Interrupt& interrupt) : descriptor_(descriptor), interrupt_(interrupt) {}

    /// Fills `block` with whole lines and reuses its memory. Waits for the first line, and then takes the lines that
    /// are available, about 256 KiB. Returns false at the end, after a failed read, and after an interrupt.
    bool next(LineBlock& block);

    /// The errno of a failed read, or 0.
    int error() const { return error_; }

  private:
    bool skip_line(LineBlock& block);
    bool read_more(std::string& text);

    int descriptor_;
    const Interrupt& interrupt_;
    std::string rest_;  // the bytes that were read after the last whole line
    uint64_t line_ = 1;
    bool ended_ = false;
    int error_ = 0;
};

}  // namespace nnshape
