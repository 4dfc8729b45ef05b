#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Words and numbers as people read and write them.
namespace nnshape {

/// 62378344 as "62,378,344".
std::string with_commas(int64_t number);

/// Lower case, without `_` and `-`: `MaxPool-2d`, `max_pool_2d` and `maxpool2d` are one word.
std::string folded(std::string_view word);

/// Whether two words are the same when folded.
bool are_same_folded(std::string_view one, std::string_view other);

/// The candidate that a slip of the keyboard turns into `word`, or an empty view where none is close.
/// Distance is Damerau-Levenshtein's, at most a third of the word's length.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

/// "did you mean `kernel`?", or an empty string where nothing is close.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

/// The words of a list that is written with single blanks between them.
std::vector<std::string_view> words_of(std::string_view list);

/// Whether such a list contains exactly this word.
bool contains_word(std::string_view list, std::string_view word);

/// The number of a word among those of such a list, however it is folded; -1 where it is none of them.
int find_word(std::string_view list, std::string_view word);

/// "a, b and c"
std::string enumerate(const std::vector<std::string_view>& words, std::string_view last = "and");

/// A number with its noun: "1 value", "2 values".
std::string counted(int64_t number, std::string_view noun);

}  // namespace nnshape
