#include "layers/find_kind.h"

#include <algorithm>

#include "base/text.h"
#include "base/text_pool.h"
#include "base/word_index.h"
#include "layers/kinds.h"

namespace nnshape {
namespace {

// The types by each of their names, as written and folded.
class KindIndex {
  public:
    KindIndex() {
        for (const LayerKind* kind : all_kinds()) {
            for (std::string_view name : names_of(*kind)) add(name);
            ++number_;
        }
    }

    const LayerKind* find(std::string_view name) const {
        const uint32_t* number = numbers_.find(name);
        return number ? all_kinds()[*number] : nullptr;
    }

    /// The type that has this name and also accepts it with the suffix of a rank.
    const LayerKind* find_ranked(std::string_view name) const {
        const LayerKind* kind = find(name);
        return kind && kind->traits.takes_rank_suffix ? kind : nullptr;
    }

  private:
    void add(std::string_view name) {
        numbers_.add(name, number_);
        std::string plain = folded(name);
        if (plain != name) numbers_.add(names_.keep({plain}), number_);
    }

    TextPool names_;
    WordIndex numbers_;
    uint32_t number_ = 0;
};

// Whether a suffix 1d, 2d or 3d is at this place.
bool is_rank_at(std::string_view name, size_t at) {
    return at + 1 < name.size() && name[at] >= '1' && name[at] <= '3' && name[at + 1] == 'd';
}

}  // namespace

std::span<const LayerKind* const> all_kinds() {
    static constexpr const LayerKind* kinds[] = {
#define LAYER(name) &kinds::name,
#include "layers/layers.def"
#undef LAYER
    };
    return kinds;
}

std::string_view name_of(const LayerKind& kind) { return kind.name; }

std::vector<std::string_view> names_of(const LayerKind& kind) {
    auto names = words_of(kind.also);
    names.insert(names.begin(), kind.name);
    return names;
}

std::vector<std::string_view> all_kind_names() {
    std::vector<std::string_view> all;
    for (const LayerKind* kind : all_kinds()) {
        auto names = names_of(*kind);
        all.insert(all.end(), names.begin(), names.end());
    }
    return all;
}

std::span<const Param> params_of(const LayerKind& kind) { return kind.params; }

FoundKind find_kind(std::string_view name) {
    static const KindIndex index;
    if (auto kind = index.find(name)) return {kind, -1};
    size_t end = name.size() - std::min<size_t>(name.size(), 2);
    if (is_rank_at(name, end)) {
        if (auto kind = index.find_ranked(name.substr(0, end))) return {kind, name[end] - '0'};
    }
    std::string plain = folded(name);
    if (auto kind = index.find(plain)) return {kind, -1};
    for (size_t at = 1; at < plain.size(); ++at) {  // the suffix may be in the middle, as in `conv2d_transpose`
        if (!is_rank_at(plain, at)) continue;
        std::string without = plain;
        if (auto kind = index.find_ranked(without.erase(at, 2))) return {kind, plain[at] - '0'};
    }
    return {};
}

int find_param(std::span<const Param> params, std::string_view name) {
    auto find = [&](auto is_called) {
        auto found = std::find_if(params.begin(), params.end(), is_called);
        return found == params.end() ? -1 : static_cast<int>(found - params.begin());
    };
    int param = find([&](const Param& candidate) { return candidate.name == name; });
    return param >= 0 ? param : find([&](const Param& candidate) { return contains_word(candidate.also, name); });
}

std::vector<int> positionals(std::span<const Param> params) {
    std::vector<int> required;
    for (size_t index = 0; index < params.size(); ++index) {
        if (params[index].fallback == Fallback::required) required.push_back(static_cast<int>(index));
    }
    if (required.empty() && !params.empty()) required.push_back(0);
    return required;
}

}  // namespace nnshape
