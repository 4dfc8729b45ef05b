#include "export/block_builder.h"

namespace nnshape {

CodeValue BlockBuilder::add_input(const Shape& shape, AxisOrder order, std::string name) {
    block_.input_names.push_back(std::move(name));
    return {block_.inputs++, shape, order};
}

CodeValue BlockBuilder::add(CodeStep step, const Shape& shape, AxisOrder order) {
    bool last = order == AxisOrder::channels_last;
    if (!step.comment.empty()) step.comment = to_text(shape, last ? Layout::hwc : Layout::chw);
    block_.steps.push_back(std::move(step));
    return {block_.value_of(block_.steps.size() - 1), shape, order};
}

CodeValue BlockBuilder::in_order(const CodeValue& value, AxisOrder order) {
    if (value.shape.rank == 0 || value.order == order) return value;
    auto found = moved_.find({value.number, order});
    if (found != moved_.end()) return found->second;
    bool to_last = order == AxisOrder::channels_last;
    CodeStep step{.expression = to_last ? "{0}.movedim(1, -1)" : "{0}.movedim(-1, 1)", .reads = {value.number}};
    CodeValue moved = add(std::move(step), value.shape, order);
    return moved_[{value.number, order}] = moved;
}

}  // namespace nnshape
