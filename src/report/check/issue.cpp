#include "report/check/issue.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

#include "report/snippet.h"

namespace nnshape {
namespace {

// FNV-1a with 64 bits over all texts. A zero byte, which occurs in none of them, follows each.
uint64_t hash_of(std::initializer_list<std::string_view> texts) {
    uint64_t hash = 0xcbf29ce484222325;
    auto add = [&](char letter) { hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3; };
    for (std::string_view text : texts) {
        std::for_each(text.begin(), text.end(), add);
        add('\0');
    }
    return hash;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

// The text at a place: the line, or only the token if the line is long, as in a JSON spec without line breaks.
std::string_view text_at(const Source& source, Span span) {
    constexpr uint32_t reach = 400;
    uint32_t first = span.begin - std::min(span.begin, reach);
    std::string_view near = source.text.substr(first, span.begin - first + reach);
    Span line = line_around(near, span.begin - first);
    bool cut_front = line.begin == 0 && first > 0;
    bool cut_back = line.end == near.size() && first + near.size() < source.text.size();
    if (!cut_front && !cut_back) return trimmed(near.substr(line.begin, line.end - line.begin));
    return source.at({span.begin, std::min(span.end, span.begin + reach)});
}

// The layer is left out: an automatic name changes when a layer is inserted before it.
uint64_t hash_of(const CheckedFile& file, const Diagnostic& diagnostic) {
    return hash_of({diagnostic.code->name, text_at(file.source, diagnostic.span)});
}

std::string hexadecimal(uint64_t hash) { return fmt::format("{:016x}", hash); }

}  // namespace

std::string tracked_path(const CheckedFile& file) {
    return std::filesystem::path(file.tracked.empty() ? file.path : file.tracked).lexically_normal().generic_string();
}

Issue IssueReader::read(const Diagnostic& diagnostic) {
    Region region{begins_.at(diagnostic.span.begin), ends_.at(diagnostic.span.end)};
    Issue issue{.region = region, .text = message_of(diagnostic), .uses = {}};
    for (Span use : diagnostic.used_from) {
        Place begin = uses_.at(use.begin);
        issue.uses.push_back({begin, uses_.at(use.end)});
    }
    return issue;
}

int64_t Fingerprints::count(const CheckedFile& file, uint64_t hash) {
    return ++seen_[hash_of({tracked_path(file), hexadecimal(hash)})];
}

std::string Fingerprints::in_file(const CheckedFile& file, const Diagnostic& diagnostic) {
    uint64_t hash = hash_of(file, diagnostic);
    return fmt::format("{}:{}", hexadecimal(hash), count(file, hash));
}

std::string Fingerprints::in_report(const CheckedFile& file, const Diagnostic& diagnostic) {
    return hexadecimal(hash_of({tracked_path(file), in_file(file, diagnostic)}));
}

std::string Fingerprints::in_report(const CheckedFile& file) {
    uint64_t hash = hash_of({unreadable_file});
    return hexadecimal(hash_of({tracked_path(file), fmt::format("{}:{}", hexadecimal(hash), count(file, hash))}));
}

}  // namespace nnshape
