#pragma once

#include <string>

// Keeps messages short, however long the words are that they quote.
namespace nnshape {

/// Cuts each text between backticks, and each word, that is longer than 400 bytes: the first 100 bytes and an ellipsis
/// remain. What is still longer than 4,000 bytes is cut at its end. Other messages are returned as they are.
std::string abridged(std::string message);

}  // namespace nnshape
