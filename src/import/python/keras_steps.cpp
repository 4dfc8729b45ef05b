// TimeDistributed of a layer or a model that the file defines.
#include <fmt/format.h>

#include "import/product.h"
#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"
#include "import/python/modules.h"
#include "import/python/network.h"
#include "import/sub_listing.h"

namespace nnshape::python {
namespace {

// While it lives, layers go to a listing of one step.
class StepGuard {
  public:
    StepGuard(Interpreter& interpreter, Sheet& sheet, int64_t number)
        : interpreter_(interpreter), placer_(interpreter.placer), listing_(interpreter.listing) {
        interpreter.placer = &sheet.placer;
        interpreter.listing = number;
    }
    ~StepGuard() {
        interpreter_.placer = placer_;
        interpreter_.listing = listing_;
    }
    StepGuard(const StepGuard&) = delete;
    StepGuard& operator=(const StepGuard&) = delete;

  private:
    Interpreter& interpreter_;
    Placer* placer_;
    int64_t listing_;
};

}  // namespace

Value run_each_step(Interpreter& interpreter, Instance& wrapper, Instance& layer, const Arguments& arguments) {
    if (arguments.items.size() < 2) interpreter.raise("TypeError", "a TimeDistributed needs a tensor", arguments.spot);
    TensorValue& input = tensor_of(interpreter, arguments.items[1].value, arguments.spot);
    if (input.dims.size() < 3) {
        interpreter.raise("ValueError",
                          fmt::format("a TimeDistributed needs steps, but its input is {}", dims_text(input.dims)),
                          arguments.spot);
    }
    KerasState& state = keras_of(interpreter);
    Sheet sheet(Layout::hwc);
    Dims sizes(input.dims.begin() + 2, input.dims.end());
    std::optional<ListingTotals> totals;
    {
        StepGuard guard(interpreter, sheet, --state.step_listing);
        Tensor line = sheet.tracer.input("step", sizes, "", {});
        Traced step{.tensor = line, .dims = {1}, .batch = 0, .order = {}};
        for (int64_t size : sizes) {
            step.order.push_back(static_cast<int>(step.dims.size()));
            step.dims.push_back(size);
        }
        bool traces = interpreter.tracing;
        interpreter.tracing = false;  // a layer that does not fit is reported here
        Arguments one{.items = {{.name = {}, .value = made(interpreter, step), .spot = {}}}, .spot = arguments.spot};
        Value result;
        try {
            result = interpreter.call(Value::of(&layer), one);
        } catch (...) {
            interpreter.tracing = traces;
            throw;
        }
        interpreter.tracing = traces;
        TensorValue& output = tensor_of(interpreter, result, arguments.spot);
        sheet.tracer.outputs({sheet.placer.in_file_order(output.traced).tensor});
        totals = totals_of(sheet.tracer.finish().listing, Layout::hwc);
    }
    if (!totals) {
        interpreter.raise(code::unsupported_op, "the layer in the TimeDistributed cannot be calculated", {},
                          arguments.spot);
    }
    bool is_first = state.rows.try_emplace({&wrapper, interpreter.listing}).second;
    Dims output = totals->output;
    output.insert(output.begin(), input.dims[1]);
    Checked macs = Checked(totals->macs) * input.dims[1];
    std::string counts =
        is_first ? fmt::format(" weights={} biases={} buffers={}", totals->weights, totals->biases, totals->buffers)
                 : std::string();
    Value steps = operate(interpreter, "", arguments.spot, {&input}, Dtype::real,
                          [&](Placer& placer, std::vector<Traced>& inputs) {
                              PlacedLayer row{.operation = fmt::format("custom {}{} macs={}", dims_text(output), counts,
                                                                       macs.overflowed() ? 0 : macs.value()),
                                              .inputs = {placer.in_file_order(inputs[0])}};
                              std::vector<int> axes;
                              for (size_t at = 0; at < output.size(); ++at) axes.push_back(static_cast<int>(at) + 1);
                              return placer.emit(row, axes, static_cast<int>(output.size()) + 1, 0, 1);
                          });
    for (const auto& [path, module] : modules_of(layer)) {  // their weights are in the row
        for (const auto& [name, weight] : parameters_of(*module)) {
            count_storage(interpreter, *weight->storage, as<TensorValue>(steps)->traced.tensor);
        }
    }
    return steps;
}

}  // namespace nnshape::python
