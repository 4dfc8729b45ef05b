#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "lint/codes.h"
#include "properties/breaks.h"
#include "properties/draw_network.h"
#include "report/form.h"
#include "report/report.h"
#include "support/catch.h"
#include "support/program.h"

// A network that is broken in one place gets one error, with the code of what was done, at the very token.
using namespace nnshape;
using namespace nnshape::test;
using nlohmann::json;

namespace {

std::string errors_of(const Study& study) {
    std::string out, errors;
    write_json(NetworkReport{study, {}}, out);
    json report = json::parse(out);
    for (const json& one : report["diagnostics"]) {
        if (one["severity"] != "error") continue;
        auto at = [&](const char* key) { return one[key].get<int64_t>(); };
        errors += fmt::format("{} at {}:{}-{}:{}: {}\n", one["code"].get<std::string>(), at("line"), at("column"),
                              at("end_line"), at("end_column"), one["message"].get<std::string>());
    }
    return errors;
}

// Whether the one error stands where it must.
bool check_break(uint64_t seed, const Break& one, bool as_json) {
    Random random(seed);
    DrawnNetwork network = draw_network(seed).network;
    apply(one, network, random);
    Marked marked = without_marks(as_json ? json_of(network) : text_of(network));
    Studied studied;
    study_text(studied, marked.text);
    std::string errors = errors_of(studied.study);
    std::string wanted = fmt::format("{} at {}: ", one.code, marked.place);
    bool alone = errors.starts_with(wanted) && errors.find('\n') + 1 == errors.size();
    if (alone) return true;
    INFO("NNSHAPE_SEED=" << seed << " " << one.statements << "\n" << marked.text);
    CHECK(errors == wanted);
    return false;
}

}  // namespace

TEST_CASE("every error but four is provoked by breaking a network") {
    std::set<std::string_view> provoked, errors;
    for (const Break& one : all_breaks()) provoked.insert(one.code);
    for (const Code* one : all_codes()) {
        if (one->severity == Severity::error) errors.insert(one->name);
    }
    // The first has no token, the second takes millions of layers or a text of 4 GiB, the others are of imported files.
    for (std::string_view other : {"missing-input", "too-large", "uncounted-weights", "python-error"})
        CHECK(provoked.insert(other).second);
    CHECK(provoked == errors);
}

TEST_CASE("a network that is broken in one place is blamed there") {
    auto breaks = all_breaks();
    int64_t cases = case_count(5 * std::ssize(breaks)), blamed = 0;
    for (int64_t turn = 0; turn < cases; ++turn) {
        uint64_t seed = first_seed() + static_cast<uint64_t>(turn);
        const Break& one = breaks[seed % breaks.size()];
        bool as_text = one.in == Break::In::json || check_break(seed, one, false);
        bool as_json = one.in == Break::In::text || check_break(seed, one, true);
        blamed += as_text && as_json;
    }
    CHECK(blamed == cases);
}
