#include "cli/batch/line_blocks.h"

#include <algorithm>
#include <cerrno>

#include "cli/io.h"

namespace nnshape {
namespace {

constexpr size_t enough = 256 << 10;  // bytes of a block; also the size of one read

}  // namespace

bool LineBlocks::next(LineBlock& block) {
    std::string& text = block.text;
    text.swap(rest_);
    rest_.clear();
    if (rest_.capacity() > 4 * enough) rest_.shrink_to_fit();  // after an unusually long line
    size_t whole = text.rfind('\n') + 1;                       // npos + 1 is 0
    while (text.size() < enough || whole == 0) {
        if (whole > 0 && would_wait(descriptor_)) break;
        if (text.size() - whole > longest_line) return skip_line(block);
        size_t searched = text.size();
        if (!read_more(text)) break;
        size_t found = std::string_view(text).substr(searched).rfind('\n');
        if (found != std::string::npos) whole = searched + found + 1;
    }
    bool complete = ended_ && error_ == 0;  // then the last line may lack its line ending
    if (!complete) {
        rest_.assign(text, whole);
        text.resize(whole);
    }
    block.first_line = line_;
    block.too_long = false;
    for (size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) ++line_;
    return !text.empty();
}

// Skips the rest of a line whose beginning is too long already.
bool LineBlocks::skip_line(LineBlock& block) {
    size_t end = std::string::npos;
    do {
        block.text.clear();
        if (!read_more(block.text)) break;
        end = block.text.find('\n');
    } while (end == std::string::npos);
    if (end != std::string::npos) rest_.assign(block.text, end + 1);
    std::string().swap(block.text);
    block.first_line = line_++;
    block.too_long = true;
    return error_ == 0;
}

bool LineBlocks::read_more(std::string& text) {
    if (ended_) return false;
    size_t size = text.size();
    long count = -1;
    if (interrupt_.wait_for(descriptor_)) {
        text.resize(size + enough);
        count = read_some(descriptor_, text.data() + size, enough);
        if (count < 0) error_ = errno;
    } else {
        error_ = EINTR;
    }
    text.resize(size + static_cast<size_t>(std::max(count, 0L)));
    ended_ = count <= 0;
    return !ended_;
}

}  // namespace nnshape
