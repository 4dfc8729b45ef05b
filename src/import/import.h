#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "base/source.h"
#include "network/input_shapes.h"

// Opens the files of other programs. An importer reads a file and writes a listing: a spec in the text form, with a
// line for each layer and the place in the file that the line is from. Everything after that works on the listing.
namespace nnshape {

struct ImportOptions {
    std::span<const InputShape> inputs = {};  ///< sizes for the inputs, in the file's layout, without a batch
    int64_t batch_size = 1;                   ///< the size of an open batch axis
    std::string_view entry = {};              ///< of source code: which model is meant, `Net(num_classes=10)`
    std::span<const std::pair<std::string, std::string>> sets = {};  ///< of source code: arguments of the model

    /// The bytes of a file in the same folder, or nothing if it cannot be read. They stay while the file is read.
    /// Empty: there is no folder.
    std::function<std::optional<std::string_view>(const std::string& name)> beside = {};
};

/// What an importer has to say about a line of its listing.
struct ImportRemark {
    const Code* code;
    std::string message, help;
    size_t line;                          ///< in the listing, from 0
    std::optional<Severity> weight = {};  ///< a severity that replaces the code's
};

/// A file as a spec in the text form.
struct Imported {
    std::string_view format;  ///< the name of the format
    std::string listing;
    std::vector<Origin> origins;                             ///< by line of the listing
    std::vector<ImportRemark> remarks;                       ///< by line
    std::vector<std::pair<std::string, std::string>> facts;  ///< of the file's origin: `producer`, `opset`
    std::vector<std::string> scalars = {};  ///< the outputs that are one number for each sample, of no axis in the file
    bool is_quoted = false;                 ///< messages quote the file, not the listing
    bool has_set = false;                   ///< `ImportOptions::sets` had their effect
    bool is_inventory = false;              ///< it has tensors, and no layers that are connected
};

/// Why a file cannot be read at all.
struct ImportFault {
    std::string message;  ///< "the file ends inside a tensor's name"
    std::string help = {};
    Span span = {};  ///< in the file's bytes, if it is a text; empty if it is binary
};

/// A format that is not ours.
struct Format {
    std::string_view name;  ///< as `--from` accepts it
    std::string_view what;  ///< "an ONNX model"

    /// Whether a file is of this format, by its first bytes or words: the first megabyte, or the whole of an archive.
    bool (*recognises)(std::string_view bytes);

    /// Reads the file. `bytes` are never trusted: whatever is in them, the result is a listing or a fault.
    Result<Imported, ImportFault> (*read)(std::string_view bytes, const ImportOptions& options);
};

/// A path and what follows its colon, which names a model in source code: `net.py:Net(width=64)`.
struct Operand {
    std::string_view path, entry;
};
Operand split_operand(std::string_view text);

/// All formats, in the order in which they are tried.
std::span<const Format* const> all_formats();

/// The format of this name, or null.
const Format* find_format(std::string_view name);

/// The format that recognises the bytes, or null.
const Format* format_of(std::string_view bytes);

}  // namespace nnshape
