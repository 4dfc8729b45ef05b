#include <algorithm>

#include "properties/question.h"

// Layers that take axes out of a shape or put them in, and that repeat along them. They go by the sizes as the layout
// writes them.
namespace nnshape::test {
namespace {

bool has(const std::vector<size_t>& places, size_t at) {
    return std::find(places.begin(), places.end(), at) != places.end();
}

// A shape has at least one size.
Answer of_written(const LayerQuestion& question, std::vector<Wide> sizes) {
    if (sizes.empty()) sizes.push_back(1);
    return {.output = question.channels_last_of(sizes)};
}

Answer with_new_axes(const LayerQuestion& question, const std::vector<size_t>& places, size_t sizes, Wide size) {
    std::vector<Wide> written = wide(question.written(question.input())), all;
    for (size_t at = 0, next = 0; at < sizes; ++at) all.push_back(has(places, at) ? size : written[next++]);
    return of_written(question, all);
}

}  // namespace

Answer refer_reduce(const LayerQuestion& question) {
    auto places = question.places("axis", question.input().size());
    if (!places) return refused("index-out-of-range");
    Tensor written = question.written(question.input());
    std::vector<Wide> left;
    for (size_t at = 0; at < written.size(); ++at) {
        if (!has(*places, at)) left.push_back(written[at]);
        if (has(*places, at) && question.flag("keepdims", false)) left.push_back(1);
    }
    return of_written(question, left);
}

Answer refer_squeeze(const LayerQuestion& question) {
    auto places = question.places("axis", question.input().size());
    if (!places) return refused("index-out-of-range");
    Tensor written = question.written(question.input());
    std::vector<Wide> left;
    for (size_t at = 0; at < written.size(); ++at) {
        if (!has(*places, at)) left.push_back(written[at]);
        if (has(*places, at) && written[at] != 1) return refused("shape-mismatch");
    }
    return of_written(question, left);
}

Answer refer_unsqueeze(const LayerQuestion& question) {
    size_t sizes = question.input().size() + question.layer.find("axis")->numbers.size();
    if (static_cast<int64_t>(sizes) > most_sizes) return refused("rank-mismatch");
    auto places = question.places("axis", sizes);
    return places ? with_new_axes(question, *places, sizes, 1) : refused("index-out-of-range");
}

Answer refer_stack(const LayerQuestion& question) {
    for (const Tensor& input : question.inputs) {
        if (input != question.input()) return refused("shape-mismatch");
    }
    size_t sizes = question.input().size() + 1;
    if (static_cast<int64_t>(sizes) > most_sizes) return refused("rank-mismatch");
    std::optional<std::vector<size_t>> places = std::vector<size_t>{0};
    if (question.layer.find("axis")) places = question.places("axis", sizes);
    if (!places) return refused("index-out-of-range");
    return with_new_axes(question, *places, sizes, static_cast<int64_t>(question.inputs.size()));
}

Answer refer_expand(const LayerQuestion& question) {
    const Tensor &wanted = question.layer.find("shape")->numbers, &input = question.input();
    if (wanted.size() != input.size()) return refused("rank-mismatch");
    Answer answer;
    for (size_t at = 0; at < input.size(); ++at) {
        int64_t size = wanted[at] == -1 ? input[at] : wanted[at];
        if (size != input[at] && input[at] != 1) return refused("shape-mismatch");
        answer.output.push_back(size);
    }
    return answer;
}

Answer refer_tile(const LayerQuestion& question) {
    const Tensor &repeats = question.layer.find("repeats")->numbers, &input = question.input();
    if (repeats.size() != input.size()) return refused("rank-mismatch");
    Answer answer;
    for (size_t at = 0; at < input.size(); ++at) answer.output.push_back(Wide(input[at]) * repeats[at]);
    return answer;
}

}  // namespace nnshape::test
