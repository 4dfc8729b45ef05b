#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Words and numbers in the form in which people read and write them.
namespace nnshape {

/// 62378344 as "62,378,344".
std::string with_commas(int64_t number);

/// 62378344 as "62.4 M": one decimal, rounded, and a power of 1,000 as k, M, G, T, P or E. Below 1,000 as it is. The
/// number is not negative.
std::string with_unit(int64_t number);

/// The word in lower case, without `_` and `-`: `MaxPool-2d` and `max_pool_2d` both become `maxpool2d`.
std::string folded(std::string_view word);

/// Whether two words are the same when folded.
bool are_same_folded(std::string_view one, std::string_view other);

/// The candidate that `word` is most likely a misspelling of, or an empty view if none is close. The
/// Damerau-Levenshtein distance is at most a third of the word's length.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

/// "did you mean `kernel`?", or an empty string if nothing is close.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

/// The words of a list that separates them with single blanks.
std::vector<std::string_view> words_of(std::string_view list);

/// Whether such a list contains exactly this word.
bool contains_word(std::string_view list, std::string_view word);

/// The index of a word in such a list, compared as `folded` words; -1 if the list does not contain it.
int find_word(std::string_view list, std::string_view word);

/// "a, b and c"
std::string enumerate(const std::vector<std::string_view>& words, std::string_view last = "and");

/// A number with its noun: "1 value", "2 values".
std::string counted(int64_t number, std::string_view noun);

}  // namespace nnshape
