#include "import/huggingface/listing.h"

#include <fmt/format.h>

namespace nnshape::huggingface {

std::string Listing::let(std::string_view name, int64_t value) {
    lets_ += fmt::format(" {}={}", name, value);
    return fmt::format("${}", name);
}

void Listing::explained_let(std::string_view name, int64_t value, std::string_view why) {
    explained_ += fmt::format("let {}={}  # {}\n", name, value, why);
}

void Listing::line(std::string_view text) {
    if (text.starts_with('}')) --depth_;
    body_.append(static_cast<size_t>(2 * depth_), ' ').append(text).append("\n");
    if (text.ends_with('{')) ++depth_;
}

std::string Listing::finish(std::string_view head) const {
    std::string lets = lets_.empty() ? "" : fmt::format("let{}\n", lets_);
    return fmt::format("{}{}{}{}", head, lets, explained_, body_);
}

}  // namespace nnshape::huggingface
