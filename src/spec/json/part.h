#pragma once

#include <cstdint>
#include <string_view>

// What the objects and arrays of a JSON spec are.
namespace nnshape {

enum class JsonPart : uint8_t {
    file,  ///< around the document
    document,
    layers,
    layer,
    paths,
    path,
    expected,  ///< of a layer
    expect,
    limit,
    let,
    define,
    definition,
    parameters,
    list,  ///< a value with items
    outputs,
    allow,
    skipped,  ///< means nothing where it stands
};

/// What an object, or else an array, is inside its parent; an object's child by its key.
JsonPart part_of_child(JsonPart parent, std::string_view key, bool object);

}  // namespace nnshape
