#include "study/path_groups.h"

namespace nnshape {
namespace {

constexpr int deepest = 16;

// The first `parts` parts of a name; empty if it has no more than that.
std::string_view path_of(std::string_view name, int parts) {
    size_t end = 0;
    for (int part = 0; part < parts; ++part) {
        end = name.find_first_of("/.", end == 0 ? 1 : end + 1);
        if (end == std::string_view::npos || end + 1 == name.size()) return {};
    }
    return name.substr(0, end);
}

class Grouping {
  public:
    explicit Grouping(Network& network) : network_(network) {}

    // Groups the layers from `first` to `end`, which have `parts - 1` parts in common.
    void group(uint32_t first, uint32_t end, int parts, uint32_t scope) {
        while (first < end) {
            std::string_view path = path_of(network_.nodes[first].name, parts);
            uint32_t next = first + 1;
            while (!path.empty() && next < end && path_of(network_.nodes[next].name, parts) == path) ++next;
            if (!path.empty()) add(path, first, next, parts, scope);
            first = next;
        }
    }

  private:
    void add(std::string_view path, uint32_t first, uint32_t end, int parts, uint32_t scope) {
        auto inner = static_cast<uint32_t>(network_.scopes.size());
        network_.scopes.push_back({scope, network_.nodes[first].statement});
        if (parts < deepest) group(first, end, parts + 1, inner);
        network_.calls.push_back({nullptr, path, scope, first, end, end - 1});
    }

    Network& network_;
};

}  // namespace

void group_by_path(Network& network) {
    if (!network.calls.empty() || network.scopes.empty()) return;  // the listing has calls of its own
    Grouping(network).group(network.input_count, static_cast<uint32_t>(network.nodes.size()), 1, 0);
}

}  // namespace nnshape
