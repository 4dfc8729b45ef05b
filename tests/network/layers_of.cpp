#include "network/layers_of.h"

#include <fmt/format.h>

#include "support/program.h"

namespace nnshape::test {

std::string layers_of(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    const Network& network = studied.study.network;
    std::string out;
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", network.nodes[node].name,
                           to_text(network.nodes[node].output, network.layout));
    }
    return studied.study.ok() ? out : diagnostics_of(text);
}

}  // namespace nnshape::test
