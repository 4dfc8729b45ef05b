#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Reads a pickle as data: https://docs.python.org/3/library/pickletools.html. Nothing is executed. A call is a value
// that remembers what would be called; whoever asks for it decides what it means.
namespace nnshape::torch {

/// A pickle that cannot be read: what() says why.
struct Malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct PickleValue {
    enum class Kind : uint8_t {
        none,
        boolean,
        integer,
        real,
        text,
        tuple,       ///< or a list or a set: of `items`
        dict,        ///< of `items`, keys and values in turn
        global,      ///< a name of a module: "torch FloatStorage"
        call,        ///< of `items`: what is called, and a tuple of arguments
        persistent,  ///< of one item: what the pickle says of an object outside it
    };

    Kind kind = Kind::none;
    int64_t number = 0;
    std::string_view text = {};  ///< in the pickle; of a global, its module
    std::string_view name = {};  ///< of a global
    std::vector<uint32_t> items = {};
};

/// The values of a pickle; `root` is the whole. They refer to each other by number, also in circles.
struct Pickle {
    std::vector<PickleValue> values;
    uint32_t root = 0;

    const PickleValue& operator[](uint32_t value) const { return values[value]; }
};

/// Reads a pickle, which must outlive the result. Throws Malformed.
Pickle read_pickle(std::string_view bytes);

}  // namespace nnshape::torch
