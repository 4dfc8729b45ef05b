#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/explanation.h"
#include "network/network.h"

// The formulas of a layer in letters, as lecture notes write them: (H + 2P − FH) / S + 1.
namespace nnshape {

/// A letter, its value in this layer, and what it is.
struct Letter {
    std::string name;
    int64_t value = 0;
    std::string_view meaning;
};

/// Writes the formulas of one layer: of a convolution, a pool or a dense layer.
class Letters {
  public:
    Letters(const Network& network, const ExplainedLayer& layer);

    /// The formula of the figure in letters; empty if notes have no formula for it.
    std::string formula(const ExplainedFigure& figure, Notation notation);

    /// The letters of all formulas that were asked for, in the order of their first use.
    const std::vector<Letter>& legend() const { return legend_; }

    /// A letter as LaTeX: `F_H`.
    static std::string latex_of(std::string_view letter);

  private:
    enum class Place : uint8_t { in, kernel, stride, padding, dilation, out };

    std::string letter(std::string name, int64_t value, std::string_view meaning);
    std::string along(Place place, int axis);
    std::string size(int axis);
    std::string reach(int axis);
    std::string fraction(const std::string& above, const std::string& below) const;
    std::string rounded(std::string text, bool down) const;
    std::string times(const std::vector<std::string>& factors) const;
    std::string weights();
    std::string biases();
    std::string params();
    bool learns_filters() const;

    const Node& node_;
    const ExplainedLayer& layer_;
    Args args_;
    std::vector<Shape> inputs_;
    Notation notation_ = Notation::text;
    std::vector<Letter> legend_;
};

}  // namespace nnshape
