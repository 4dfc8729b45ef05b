#include <nlohmann/json.hpp>

#include "fuzz/checks.h"
#include "query/diff/diff.h"
#include "report/diff/diff.h"
#include "report/form.h"

// Two specs, a line `===` between them, compared both ways and each with itself.
namespace nnshape::fuzz {
namespace {

void check_forms(const Difference& difference, Promises& promises) {
    for (const Form<DiffReport>& form : forms<DiffReport>()) {
        std::string out;
        form.write({.difference = difference, .old_source = "old", .new_source = "new"}, out);
        form.name == "json" ? check_json(out, promises) : check_plain(out, promises);
    }
}

}  // namespace

void diff(std::string_view bytes, Promises& promises) {
    constexpr std::string_view between = "\n===\n";
    size_t end = bytes.find(between);
    std::string_view old_text = bytes.substr(0, end), new_text = old_text;
    if (end != std::string_view::npos) new_text = bytes.substr(end + between.size());
    Study one, other;
    run_study({.name = "old", .text = old_text}, "network", {}, one);
    run_study({.name = "new", .text = new_text}, "network", {}, other);
    if (!one.calculated() || !other.calculated()) return;
    Difference there = difference_of(one, other), back = difference_of(other, one);
    promises.hold(there.empty() == back.empty(), "a difference is one both ways");
    promises.hold(!there.empty() || is_same_network(one, other), "where nothing differs the networks are the same");
    promises.hold(difference_of(one, one).empty(), "nothing differs from itself");
    for (const Difference* difference : {&there, &back}) check_forms(*difference, promises);
}

}  // namespace nnshape::fuzz
