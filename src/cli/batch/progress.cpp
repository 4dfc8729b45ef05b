#include "cli/batch/progress.h"

#include <fmt/format.h>

#include "base/text.h"

namespace nnshape {
namespace {

constexpr auto pause = std::chrono::milliseconds(200);

}  // namespace

Progress::Progress(const Streams& streams)
    : terminal_(is_terminal(streams.err) && !is_terminal(streams.out) ? streams.err : -1),
      start_(Clock::now()),
      last_(start_) {}

void Progress::show(const BatchCounts& counts) {
    if (terminal_ < 0) return;
    Clock::time_point now = Clock::now();
    if (now - last_ < pause) return;
    last_ = now;
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_).count();
    write(fmt::format("{} specs, {} of them failed, {} a second", with_commas(counts.specs), with_commas(counts.failed),
                      with_commas(counts.specs * 1000 / milliseconds)));
}

void Progress::clear() {
    if (shown_ > 0) write("");
}

// Blanks overwrite the rest of a longer line before; an empty line is all blanks.
void Progress::write(const std::string& line) {
    size_t blanks = shown_ > line.size() ? shown_ - line.size() : 0;
    write_all(terminal_, fmt::format("\r{}{:{}}{}", line, "", blanks, line.empty() ? "\r" : ""));
    shown_ = line.size();
}

}  // namespace nnshape
