#pragma once

#include <string>

#include "fuzz/driver/slow/random.h"

// Random specs, and random changes to a spec that know its lines, words and blocks.
namespace nnshape::fuzz {

/// A spec in text. It often has an error, or one kind of line many times.
std::string random_spec(Random& random);

/// The arguments of `solve`.
std::string random_question(Random& random);

/// Another spec: the given one with a few changes. `other` is one to take lines from.
std::string changed_spec(Random& random, const std::string& spec, const std::string& other);

}  // namespace nnshape::fuzz
