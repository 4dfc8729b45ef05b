#include "import/python/einops_pattern.h"

#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"

namespace nnshape::python {
namespace {

bool is_name(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '_' || letter == '*';
}

// The axes of a side, without their groups.
std::vector<std::string> axes_in(const PatternSide& side) {
    std::vector<std::string> axes;
    for (const auto& group : side) axes.insert(axes.end(), group.begin(), group.end());
    return axes;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_unit(const std::string& name) { return name == "1"; }

// Replaces `...` by as many axes as it is for this tensor.
void write_out(PatternSide& side, size_t others) {
    std::vector<std::string> names;
    for (size_t at = 0; at < others; ++at) names.push_back(fmt::format("...{}", at));
    for (size_t at = 0; at < side.size(); ++at) {
        auto found = std::find(side[at].begin(), side[at].end(), "...");
        if (found == side[at].end()) continue;
        if (side[at].size() == 1) {  // each axis is a dimension of its own
            PatternSide alone;
            for (const std::string& name : names) alone.push_back({name});
            side.erase(side.begin() + static_cast<ptrdiff_t>(at));
            side.insert(side.begin() + static_cast<ptrdiff_t>(at), alone.begin(), alone.end());
        } else {
            found = side[at].erase(found);
            side[at].insert(found, names.begin(), names.end());
        }
        return;
    }
}

// The sizes of the axes of a dimension; at most one of them is not given.
void infer_sizes(const std::vector<std::string>& group, int64_t size, std::map<std::string, int64_t>& sizes) {
    int64_t known = 1;
    const std::string* open = nullptr;
    for (const std::string& name : group) {
        if (is_unit(name)) continue;
        if (auto found = sizes.find(name); found != sizes.end()) {
            known = product_of({known, found->second});
        } else if (open) {
            throw PatternFault{fmt::format("Could not infer sizes for {{'{}', '{}'}}", *open, name)};
        } else {
            open = &name;
        }
    }
    if (!open && size != known) throw PatternFault{fmt::format("Shape mismatch, {} != {}", size, known)};
    if (!open) return;
    if (known < 1 || size % known != 0) {
        throw PatternFault{fmt::format("Shape mismatch, can't divide axis of length {} in chunks of {}", size, known)};
    }
    sizes[*open] = size / known;
}

void check_names(const std::vector<std::string>& left, const std::vector<std::string>& right, PatternUse use,
                 const std::map<std::string, int64_t>& sizes) {
    auto all_in = [](const std::vector<std::string>& names, const std::vector<std::string>& others) {
        return std::find_if(names.begin(), names.end(),
                            [&](const std::string& name) { return !is_unit(name) && !has(others, name); });
    };
    auto dropped = all_in(left, right), added = all_in(right, left);
    if (use != PatternUse::reduce && dropped != left.end()) {
        throw PatternFault{fmt::format("Unexpected identifiers on the left side of {}: {{'{}'}}",
                                       use == PatternUse::repeat ? "repeat" : "rearrange", *dropped)};
    }
    if (use != PatternUse::repeat && added != right.end()) {
        throw PatternFault{
            fmt::format("Identifiers only on one side of expression (should be on both): {{'{}'}}", *added)};
    }
    for (const std::string& name : right) {
        bool is_open = use == PatternUse::repeat && !is_unit(name) && !has(left, name) && sizes.count(name) == 0;
        if (is_open) throw PatternFault{fmt::format("Specify sizes for new axes in repeat: {{'{}'}}", name)};
    }
    for (const auto& [name, size] : sizes) {
        if (!has(left, name) && !has(right, name))
            throw PatternFault{fmt::format("Axis {} is not used in transform", name)};
    }
}

}  // namespace

PatternSide read_side(std::string_view text) {
    PatternSide side;
    std::vector<std::string> seen;
    bool in_group = false;
    auto add = [&](std::string name) {
        bool is_number = name.find_first_not_of("0123456789") == std::string::npos;
        if (is_number && name != "1" && !in_group) name += "*";  // a new axis of this size
        if (!is_unit(name) && !is_number && has(seen, name)) {
            throw PatternFault{fmt::format("Indexing expression contains duplicate dimension \"{}\"", name)};
        }
        seen.push_back(name);
        if (in_group) {
            side.back().push_back(std::move(name));
        } else {
            side.push_back({std::move(name)});
        }
    };
    for (size_t at = 0; at < text.size();) {
        char letter = text[at];
        if (letter == '(' || letter == ')') {
            bool opens = letter == '(';
            if (opens == in_group)
                throw PatternFault{"Axis composition is one-level (brackets inside brackets not allowed)"};
            if (opens) side.emplace_back();
            in_group = opens;
            ++at;
        } else if (text.substr(at, 3) == "...") {
            add("...");
            at += 3;
        } else if (is_name(letter)) {
            size_t end = at;
            while (end < text.size() && is_name(text[end])) ++end;
            add(std::string(text.substr(at, end - at)));
            at = end;
        } else if (letter == ' ') {
            ++at;
        } else {
            throw PatternFault{fmt::format("Unknown character '{}'", letter)};
        }
    }
    if (in_group) throw PatternFault{"Imbalanced parentheses in expression"};
    return side;
}

std::pair<PatternSide, PatternSide> read_pattern(std::string_view text) {
    size_t arrow = text.find("->");
    if (arrow == std::string_view::npos) throw PatternFault{"the pattern has no `->`"};
    return {read_side(text.substr(0, arrow)), read_side(text.substr(arrow + 2))};
}

Rearrangement rearrangement_of(std::string_view pattern, const Dims& dims, std::map<std::string, int64_t> sizes,
                               PatternUse use) {
    auto [left, right] = read_pattern(pattern);
    bool has_others = has(axes_in(left), "...");
    if (!has_others && has(axes_in(right), "..."))
        throw PatternFault{"Ellipsis found in right side, but not left side of a pattern"};
    size_t named = left.size() - (has_others ? 1 : 0);
    if (has_others ? dims.size() < named : dims.size() != named) {
        throw PatternFault{fmt::format("Wrong shape: expected {}{} dims. Received {}-dim tensor.",
                                       has_others ? ">=" : "", named, dims.size())};
    }
    write_out(left, dims.size() - named);
    write_out(right, dims.size() - named);
    for (const std::string& name : axes_in(right)) {  // a number is a new axis of this size
        if (!is_unit(name) && name[0] >= '0' && name[0] <= '9') sizes[name] = std::atoll(name.c_str());
    }
    for (const auto& group : left) {
        for (const std::string& name : group) {
            if (!is_unit(name) && name[0] >= '0' && name[0] <= '9') sizes[name] = std::atoll(name.c_str());
        }
    }
    std::vector<std::string> from = axes_in(left), to = axes_in(right);
    check_names(from, to, use, sizes);
    for (size_t at = 0; at < left.size(); ++at) infer_sizes(left[at], dims[at], sizes);
    auto size_of = [&](const std::string& name) { return is_unit(name) ? 1 : sizes.at(name); };

    Rearrangement plan;
    std::vector<std::string> kept;
    for (size_t at = 0; at < from.size(); ++at) {
        plan.parts.push_back(size_of(from[at]));
        bool goes = is_unit(from[at]) || !has(to, from[at]);
        if (goes) {
            plan.reduced.push_back(static_cast<int>(at));
        } else {
            kept.push_back(from[at]);
        }
    }
    for (const std::string& name : to) {
        plan.separate.push_back(size_of(name));
        auto found = std::find(kept.begin(), kept.end(), name);
        if (is_unit(name) || found == kept.end()) {
            plan.added.push_back(static_cast<int>(plan.separate.size()) - 1);
        } else {
            plan.order.push_back(static_cast<int>(found - kept.begin()));
        }
    }
    for (const auto& group : right) {
        int64_t size = 1;
        for (const std::string& name : group) size = product_of({size, size_of(name)});
        plan.result.push_back(size);
    }
    return plan;
}

}  // namespace nnshape::python
