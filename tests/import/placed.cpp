#include "import/placed.h"

#include <fmt/format.h>
#include <charconv>

#include "support/catch.h"

namespace nnshape::test {
namespace {

Traced input(Tracer& tracer, const Placer& placer, std::string_view name, std::string_view text) {
    Traced traced;
    while (!text.empty()) {
        std::string_view size = text.substr(0, text.find('x'));
        text.remove_prefix(std::min(size.size() + 1, text.size()));
        bool is_batch = size[0] == 'N';
        if (is_batch) traced.batch = static_cast<int>(traced.dims.size());
        if (is_batch) size.remove_prefix(1);
        int64_t number = 1;
        std::from_chars(size.data(), size.data() + size.size(), number);
        traced.dims.push_back(number);
    }
    traced.order = axes_without_batch(traced);
    traced.tensor = tracer.input(name, placer.written_sizes(traced), "");
    return traced;
}

std::string text_of(const Traced& traced) {
    std::string text;
    for (size_t axis = 0; axis < traced.dims.size(); ++axis) {
        bool is_batch = traced.batch == static_cast<int>(axis);
        text += axis == 0 ? "" : "x";
        text += is_batch ? "N" : "";
        if (!is_batch || traced.dims[axis] != 1) text += fmt::format("{}", traced.dims[axis]);
    }
    return text;
}

}  // namespace

Outcome outcome_of(const PlacedRow& row, const Dims& expected) {
    ImportOptions options;
    Tracer tracer("test", row.layout, options);
    Placer placer(tracer, row.layout);
    Tensors inputs;
    constexpr std::string_view names[] = {"a", "b", "c"};
    for (std::string_view text : row.inputs) inputs.push_back(input(tracer, placer, names[inputs.size()], text));
    placer.at({.name = "y", .expected = expected});
    std::string dims = "stopped";
    try {
        dims = text_of(row.operation(placer, inputs));
    } catch (const Misfit& misfit) {
        dims = misfit.help.empty() ? misfit.message : misfit.message + "; " + misfit.help;
    } catch (const Stopped&) {}
    return {dims, tracer.finish().listing};
}

void check(const PlacedRow& row, const Dims& expected) {
    auto [dims, listing] = outcome_of(row, expected);
    size_t lines_before = row.inputs.size() + (row.layout == Layout::chw ? 1 : 0);
    for (size_t count = 0; count < lines_before; ++count) listing.erase(0, listing.find('\n') + 1);
    INFO(row.inputs[0] << " " << row.listing);
    CHECK(dims == row.dims);
    CHECK(listing == row.listing);
}

}  // namespace nnshape::test
