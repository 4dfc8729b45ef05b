#pragma once

#include <cstdint>
#include <string>

#include "cli/batch/interrupt.h"

// Cuts what is read into blocks of whole lines, for batch.
namespace nnshape {

/// The longest line that is kept, in bytes without its end.
inline constexpr size_t longest_line = 64 << 20;

struct LineBlock {
    std::string text;         ///< the last line of all may lack its end
    uint64_t first_line = 1;  ///< its number in the input
    bool too_long = false;    ///< it stands for a line longer than `longest_line`, and has no text
};

class LineBlocks {
  public:
    LineBlocks(int descriptor, const Interrupt& interrupt) : descriptor_(descriptor), interrupt_(interrupt) {}

    /// Fills `block`, whose memory is used again, with the whole lines that can be had without waiting, a few hundred
    /// kilobytes of them at most; it waits for the first. False at the end, at a failed read, and when interrupted.
    bool next(LineBlock& block);

    /// The errno of a read that failed, or 0.
    int error() const { return error_; }

  private:
    bool skip_line(LineBlock& block);
    bool read_more(std::string& text);

    int descriptor_;
    const Interrupt& interrupt_;
    std::string rest_;  // of what was read, behind the last line that is whole
    uint64_t line_ = 1;
    bool ended_ = false;
    int error_ = 0;
};

}  // namespace nnshape
