#include "spec/foreign.h"

#include <algorithm>

namespace nnshape {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view blanks = " \t\r\n";

// The words that are searched are near the beginning of a file; the rest of a long spec is not searched.
constexpr size_t searched_text = 1 << 14;
constexpr size_t searched_json = 1 << 9;

constexpr std::string_view print_it =
    "print the model's layers and write each as a line, as in conv 64 3, or as a JSON object";
constexpr std::string_view to_onnx = "convert it to ONNX, which nnshape opens, for example with tf2onnx";
constexpr std::string_view save_anew =
    "save it again with torch.save(model.state_dict(), FILE) of PyTorch 1.6 or newer, which nnshape opens";
constexpr std::string_view to_utf8 = "save it as UTF-8";
constexpr std::string_view from_torch =
    "keep the lines of its layers, such as nn.Conv2d(3, 64, 3), and remove the others";
constexpr std::string_view from_keras =
    "keep the lines of its layers, such as layers.Conv2D(64, 3), and remove the others";
constexpr std::string_view from_summary =
    "it has no kernels and strides; write the lines that made the layers, which print(model) of PyTorch shows too";

// A binary file is recognised by bytes at a fixed offset, and if those are not enough, by other bytes anywhere.
struct Binary {
    size_t at;
    std::string_view begins;
    std::string_view holds;
    std::string_view what;
    std::string_view help;
};

constexpr Binary binaries[] = {
    {0, "PK\3\4"sv, "", "a ZIP archive", "unpack it and give the spec that it holds"},
    {0, "\x80\2"sv, "", "a Python pickle, as PyTorch writes", save_anew},
    {0, "\x80\3"sv, "", "a Python pickle, as PyTorch writes", save_anew},
    {0, "\x80\4"sv, "", "a Python pickle, as PyTorch writes", save_anew},
    {0, "\x80\5"sv, "", "a Python pickle, as PyTorch writes", save_anew},
    {4, "TFL3"sv, "", "a TensorFlow Lite model", to_onnx},
    // Protocol buffers have no signature: these are the tags of the first fields, and names that every such file holds.
    {0, "\x08\1\x12"sv, "serve", "a TensorFlow SavedModel", to_onnx},
    {0, "\n"sv, "\x12\x0bPlaceholder"sv, "a TensorFlow graph", to_onnx},
    {0, "\n"sv,
     "\x12\x05"
     "Const"sv,
     "a TensorFlow graph", to_onnx},
    {0, "\x93NUMPY"sv, "", "a NumPy array", "write the layers that it belongs to"},
    {0, "\x1f\x8b"sv, "", "a gzip archive", "unpack it, as in gzip -dc FILE | nnshape -"},
    {0, "%PDF-"sv, "", "a PDF", print_it},
    {0, "\x89PNG"sv, "", "a PNG image", print_it},
    {0, "\xff\xd8\xff"sv, "", "a JPEG image", print_it},
    {0, "\xff\xfe\0\0"sv, "", "a text in UTF-32", to_utf8},
    {0, "\0\0\xfe\xff"sv, "", "a text in UTF-32", to_utf8},
    {0, "\xff\xfe"sv, "", "a text in UTF-16", to_utf8},
    {0, "\xfe\xff"sv, "", "a text in UTF-16", to_utf8},
};

// Words that identify a text: at the start of a line, or anywhere in a line except in comments and quotes.
struct Wording {
    enum class Where { line_begin, anywhere };
    Where where;
    std::string_view words;
    std::string_view what;
    std::string_view help;
};
using enum Wording::Where;

constexpr Wording wordings[] = {
    {line_begin, "import torch", "PyTorch code", from_torch},
    {line_begin, "from torch", "PyTorch code", from_torch},
    {anywhere, "(nn.Module)", "PyTorch code", from_torch},
    {line_begin, "import tensorflow", "Keras code", from_keras},
    {line_begin, "from tensorflow", "Keras code", from_keras},
    {line_begin, "import keras", "Keras code", from_keras},
    {line_begin, "from keras", "Keras code", from_keras},
    {anywhere, "keras.Model(", "Keras code", from_keras},
    {line_begin, "version https://git-lfs", "a pointer of Git LFS", "get the file itself with git lfs pull"},
    {line_begin, "<!DOCTYPE html", "a web page", "the download brought a page in place of the file"},
    {line_begin, "<!doctype html", "a web page", "the download brought a page in place of the file"},
    {line_begin, "<html", "a web page", "the download brought a page in place of the file"},
    {anywhere, "Layer (type", "a summary of a model", from_summary},
};

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// In a Latin text in UTF-16 or UTF-32 without a byte-order mark, at least every second byte is zero.
bool has_zeros_between(std::string_view bytes) {
    if (bytes.size() < 4) return false;
    bool little = bytes[0] != '\0' && bytes[1] == '\0' && bytes[3] == '\0';
    bool big = bytes[0] == '\0' && bytes[1] != '\0' && bytes[2] == '\0';
    bool big_32 = bytes.starts_with("\0\0\0"sv) && bytes[3] != '\0';
    return little || big || big_32;
}

bool applies(const Wording& wording, std::string_view text, size_t line, size_t at) {
    std::string_view before = text.substr(line, at - line);
    if (wording.where == line_begin) return before.find_first_not_of(blanks) == std::string_view::npos;
    return !holds(before, "#") && std::count(before.begin(), before.end(), '"') % 2 == 0;
}

// The first place where the words count, searched once in each line.
std::optional<Foreign> find_wording(const Wording& wording, std::string_view text) {
    for (size_t at = text.find(wording.words); at != std::string_view::npos;) {
        size_t line = text.rfind('\n', at) + 1;  // npos + 1 is 0
        auto begin = static_cast<uint32_t>(at);
        auto end = static_cast<uint32_t>(at + wording.words.size());
        if (applies(wording, text, line, at)) return Foreign{wording.what, wording.help, {begin, end}};
        at = text.find(wording.words, std::min(text.find('\n', at), text.size()));
    }
    return std::nullopt;
}

// Keras's `to_json`, and the model.json of TensorFlow.js.
std::optional<Foreign> find_keras_json(std::string_view text) {
    constexpr std::string_view key = "\"class_name\"";
    size_t at = text.find(key);
    if (at == std::string_view::npos || !holds(text, "\"config\"") || holds(text, "\"type\"")) return std::nullopt;
    return Foreign{"a Keras model in JSON",
                   R"(a layer is written {"type": "conv", "filters": 64, "kernel": 3}, in an array `layers`)",
                   {static_cast<uint32_t>(at), static_cast<uint32_t>(at + key.size())}};
}

}  // namespace

std::optional<Foreign> recognise(std::string_view bytes) {
    for (const Binary& binary : binaries) {
        bool begins = bytes.size() > binary.at && bytes.substr(binary.at).starts_with(binary.begins);
        if (begins && holds(bytes, binary.holds)) return Foreign{binary.what, binary.help};
    }
    if (has_zeros_between(bytes)) return Foreign{"a text in UTF-16 or UTF-32", to_utf8};
    size_t first = std::min(bytes.find_first_not_of(blanks), bytes.size());
    std::string_view text = bytes.substr(first);
    if (text.starts_with('{')) return find_keras_json(bytes.substr(0, first + searched_json));
    for (const Wording& wording : wordings) {
        if (auto found = find_wording(wording, bytes.substr(0, first + searched_text))) return found;
    }
    return std::nullopt;
}

}  // namespace nnshape
