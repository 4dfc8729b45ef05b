#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "report/table/columns.h"
#include "report/table/fold.h"

// The parts of the JSON report that describe a network. Each writes one value.
namespace nnshape {

class NetworkJson {
  public:
    /// All three must outlive this. To write layers, the view needs its `fields`.
    NetworkJson(const Study& study, const View& view, JsonWriter& json) : study_(study), view_(view), json_(json) {}

    /// The values of `inputs` and `outputs`: arrays of names and shapes, empty if no layer is listed.
    void inputs();
    void outputs();

    /// The output shape of a node, or null if it is not known.
    void output_of(uint32_t node);

    /// The value of `layers`: a list, or with `options.depth` a tree of calls; depth 0 makes it empty.
    /// `out` is what the writer appends to.
    void layers(const ReportOptions& options, std::string& out);

    /// The value of `totals` with these keys; no keys: all of them. Null if the network is not calculated.
    void totals(const std::vector<std::string>& fields);

  private:
    void shape(const Shape& shape);
    void tensor(uint32_t node);
    void layer(uint32_t index);
    void experts(const Experts& experts);
    void figures(const Figures* known);
    void peak(uint32_t first, uint32_t end);
    void field(uint32_t node);
    void axes(std::string_view key, const std::optional<Sizes>& sizes);
    void call(const CallTree& tree, const Call& call, int64_t depth);
    void items(const CallTree& tree, const Call* around, int64_t depth);

    const Study& study_;
    const View& view_;
    JsonWriter& json_;
};

}  // namespace nnshape
