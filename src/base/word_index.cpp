#include "base/word_index.h"

#include <functional>

namespace nnshape {
namespace {

constexpr size_t fewest = 64;

}  // namespace

// The slot of a word, or the free slot to put it in.
size_t WordIndex::slot_of(std::string_view word) const {
    size_t mask = slots_.size() - 1;
    size_t at = std::hash<std::string_view>()(word) & mask;
    while (slots_[at].text && slots_[at].word() != word) at = (at + 1) & mask;
    return at;
}

const uint32_t* WordIndex::find(std::string_view word) const {
    if (count_ == 0) return nullptr;
    const Slot& slot = slots_[slot_of(word)];
    return slot.text ? &slot.number : nullptr;
}

WordIndex::Added WordIndex::add(std::string_view word, uint32_t number) {
    if ((count_ + 1) * 4 > slots_.size() * 3) grow();
    Slot& slot = slots_[slot_of(word)];
    bool is_new = !slot.text;
    if (is_new) {
        slot = {word.data() ? word.data() : "", static_cast<uint32_t>(word.size()), number};
        ++count_;
    }
    return {slot.number, is_new};
}

void WordIndex::grow() {
    std::vector<Slot> old(slots_.empty() ? fewest : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
        if (slot.text) slots_[slot_of(slot.word())] = slot;
    }
}

std::vector<std::string_view> WordIndex::words() const {
    std::vector<std::string_view> words;
    for (const Slot& slot : slots_) {
        if (slot.text) words.push_back(slot.word());
    }
    return words;
}

}  // namespace nnshape
