#include "cli/batch/lines.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape {
namespace {

// After a network with more nodes, the study is dropped, because its memory would stay allocated.
constexpr size_t most_kept_nodes = 10'000;

}  // namespace

BatchCounts BatchLines::take(const LineBlock& block, std::string& out) {
    if (block.too_long) {
        refuse(block.first_line, out);
        return {.specs = 1, .failed = 1};
    }
    BatchCounts counts;
    std::string_view text = block.text;
    for (uint64_t number = block.first_line; !text.empty(); ++number) {
        size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        ++counts.specs;
        if (!study(line, number, out)) ++counts.failed;
    }
    return counts;
}

void BatchLines::refuse(uint64_t number, std::string& out) const {
    if (!settings_.writes_failed) return;
    out += fmt::format(R"({{"line":{0},"ok":false,"diagnostics":[{{"code":"too-large","severity":"error",)"
                       R"("message":"the line is longer than 64 MiB","line":{0},"column":1,"end_line":{0},)"
                       R"("end_column":1}}]}})"
                       "\n",
                       number);
}

bool BatchLines::study(std::string_view line, uint64_t number, std::string& out) {
    if (line.size() > longest_line) {
        refuse(number, out);
        return false;
    }
    const Study& study = study_of({.name = {}, .text = line, .first_line = number});
    bool ok = study.ok();
    if (ok ? settings_.writes_ok : settings_.writes_failed) {
        write_batch_line(study, number, settings_.report, out);
        out += '\n';
    }
    if (study.network.nodes.size() > most_kept_nodes) study_.reset(), varied_.reset();
    return ok;
}

const Study& BatchLines::study_of(Source line) {
    if (settings_.base) {
        if (!varied_) varied_.emplace(*settings_.base, settings_.base_name, settings_.study);
        return varied_->with(std::move(line));
    }
    if (!study_) study_.emplace();
    run_study(std::move(line), {}, settings_.study, *study_);
    return *study_;
}

}  // namespace nnshape
