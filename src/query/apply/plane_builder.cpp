#include "query/apply/plane_builder.h"

#include <fmt/format.h>

#include "base/text.h"

namespace nnshape {

void PlaneBuilder::add(Fraction number, Span span) {
    bool is_first = !has_numbers();
    result_.span = is_first ? span : join(result_.span, span);
    values_.push_back(number);
    ++columns_.now;
}

std::optional<Diagnostic> PlaneBuilder::end(Extent& extent, std::string_view part, std::string_view of, Span span) {
    int64_t size = std::exchange(extent.now, 0);
    if (extent.ended++ == 0) extent.first = size;
    if (size == extent.first) return std::nullopt;
    return Diagnostic{&code::shape_mismatch,
                      fmt::format("this {} has {}, and the first one has {}", part, counted(size, of), extent.first),
                      fmt::format("each {} needs the same number", part), span};
}

std::optional<Diagnostic> PlaneBuilder::end_row(Span span) {
    ++rows_.now;
    return end(columns_, "row", "number", span);
}

std::optional<Diagnostic> PlaneBuilder::end_plane(Span span) {
    ++planes_.now;
    return end(rows_, "plane", "row", span);
}

std::optional<Diagnostic> PlaneBuilder::end_stack(Span span) {
    auto wrong = end(planes_, "kernel", "plane", span);
    if (wrong) return wrong;
    result_.stacks.push_back({planes_.first, rows_.first, columns_.first, std::move(values_)});
    values_.clear();
    return std::nullopt;
}

}  // namespace nnshape
