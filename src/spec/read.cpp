#include "spec/read.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "spec/foreign.h"
#include "spec/json/quick_reader.h"
#include "spec/json/reader.h"
#include "spec/text/reader.h"

namespace nnshape {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view blanks = " \t\r\n";

// Reports the first byte that is zero or not UTF-8.
std::optional<Diagnostic> broken_bytes(std::string_view text) {
    size_t zero = text.find('\0');
    size_t invalid = find_invalid_utf8(text.substr(0, zero));
    size_t at = std::min(zero, invalid);
    if (at == std::string_view::npos) return std::nullopt;
    auto offset = static_cast<uint32_t>(at);
    Span span{offset, offset + 1};
    if (at == zero) return Diagnostic{&code::syntax, "a zero byte", "a spec is text; save it as UTF-8", span};
    return Diagnostic{&code::syntax, fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(text[at])),
                      "save the file as UTF-8; from Latin-1, iconv -f LATIN1 -t UTF-8 does it", span};
}

}  // namespace

void read_spec(Spec& spec, std::optional<SpecForm> form, Diagnostics& diagnostics) {
    std::string_view& text = spec.source.text;
    if (text.size() > longest_text) {
        text = {};
        diagnostics.push_back({&code::too_large, "the text is longer than 64 MiB", {}, {}});
        return;
    }
    while (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        text = {};  // messages do not quote blanks
        diagnostics.push_back(
            {&code::syntax, "the file is empty", "a spec has an `input`, and a layer on each line", {}});
        return;
    }
    if (auto foreign = recognise(text)) {
        diagnostics.push_back({&code::syntax, fmt::format("this is {}, not a spec", foreign->what),
                               std::string(foreign->help), foreign->given_away_by});
        if (foreign->given_away_by == Span{}) text = {};  // messages do not quote binary lines
        return;
    }
    if (auto broken = broken_bytes(text)) {
        diagnostics.push_back(*broken);
        return;
    }
    bool like_json = text[first] == '{' || text[first] == '[';
    SpecForm told = like_json ? SpecForm::json : SpecForm::text;
    form.value_or(told) == SpecForm::json ? read_json(spec, diagnostics) : read_text(spec, diagnostics);
}

void read_json_spec(Spec& spec, Diagnostics& diagnostics) {
    bool like_json = spec.source.text.starts_with('{') && spec.source.text.size() <= longest_text;
    if (like_json && read_json_quickly(spec, diagnostics) && diagnostics.empty()) return;
    spec.clear();
    diagnostics.clear();
    read_spec(spec, SpecForm::json, diagnostics);
}

void read_changes(Spec& spec, Diagnostics& diagnostics) {
    std::string_view text = spec.source.text;
    bool like_json = text.starts_with('{') && text.size() <= longest_text;
    if (like_json && read_json_quickly(spec, diagnostics, JsonPart::changes_file) && diagnostics.empty()) return;
    spec.clear();
    diagnostics.clear();
    if (auto broken = broken_bytes(text)) return diagnostics.push_back(*broken);
    read_json(spec, diagnostics, JsonPart::changes_file);
}

}  // namespace nnshape
