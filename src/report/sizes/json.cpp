#include "base/json_writer.h"
#include "report/form.h"
#include "report/sizes/sizes.h"

// The input sizes that fit a network, for programs.
namespace nnshape {

void write_json(const SizesReport& report, std::string& out) {
    constexpr std::string_view demands[] = {"accepted", "lossless", "exact"};
    JsonWriter json(out, JsonWriter::Style::indented);
    auto size_or_null = [&](const std::optional<int64_t>& size) { size ? json.value(*size) : json.null(); };
    json.open_object().key("name").value(report.study.network.name).key("source").value(report.source);
    json.key("demand").value(demands[static_cast<size_t>(report.question.demand)]).key("axes").open_array();
    for (const AxisSizes& sizes : report.axes) {
        json.open_object().key("axis").value(sizes.axis).key("own").value(sizes.own);
        json.key("around").value(report.question.around.value_or(sizes.own));
        json.key("fits").value(!sizes.fault).key("fails_at");
        sizes.fault ? json.value(report.study.network.nodes[*sizes.fault].name) : json.null();
        json.key("reason");
        sizes.fault ? json.value(sizes.reason) : json.null();
        json.key("with").open_row_object();
        for (const OtherAxis& other : sizes.others) json.key(other.axis).value(other.size);
        json.close_row_object();
        json.key("near").open_row();
        for (int64_t size : sizes.near) json.value(size);
        json.close_row().key("smallest");
        size_or_null(sizes.smallest);
        json.key("period");
        bool repeats = sizes.cycle && (sizes.cycle->sizes > 0 || sizes.near.empty());
        size_or_null(repeats ? std::optional(sizes.cycle->period) : std::nullopt);
        json.key("sizes_in_period");
        size_or_null(sizes.cycle ? std::optional(sizes.cycle->sizes) : std::nullopt);
        auto names = [&](std::string_view key, const std::vector<uint32_t>& nodes) {
            json.key(key).open_array();
            for (uint32_t node : nodes) json.value(report.study.network.nodes[node].name);
            json.close_array();
        };
        names("bound_by", sizes.cycle ? sizes.cycle->faults : std::vector<uint32_t>());
        names("skipping", sizes.skipping);
        json.close_object();
    }
    json.close_array().close_object();
    out += "\n";
}

}  // namespace nnshape
