#pragma once

#include <string>
#include <vector>

#include "query/solve/solve.h"

// Finds all windows along one axis.
namespace nnshape {

/// Whether the rule determines the padding from the size.
bool makes_padding(WindowRule rule);

class AxisSolver {
  public:
    /// The question must outlive this.
    AxisSolver(WindowRule rule, const AxisQuestion& question);

    /// Whether no size is given, so that the windows fit any size.
    bool is_any_size() const { return !asked_.in && !asked_.out; }

    /// Which value has too many choices; empty: `run` can try all combinations.
    std::string problem() const;

    /// Tries all combinations.
    void run();

    /// The windows that `run` found.
    const std::vector<AxisWindow>& windows() const { return windows_; }

    /// Why `run` found no window:
    /// "no window makes 100 of 28 with a kernel of 1 to 11, …; the nearest makes 38 (kernel 1, …)"
    std::string reason() const;

  private:
    // A window whose output is nearest to a requested size, and its distance.
    struct Nearest {
        int64_t distance = INT64_MAX;
        AxisWindow window = {};

        void take(int64_t away, const AxisWindow& one) {
            if (away < distance) *this = {away, one};
        }
    };

    std::string padding_text(const AxisWindow& window) const;
    std::vector<int64_t> whole_ratios() const;
    Choices default_kernels(const std::vector<int64_t>& ratios) const;
    Checked padded_reach(int64_t kernel, int64_t dilation) const;
    Choices paddings_of(const AxisWindow& window) const;
    void each_size(AxisWindow window);
    void try_backwards(AxisWindow window, int64_t out);
    void try_window(AxisWindow window);
    void try_output_padding(AxisWindow window, bool is_placed);
    void note_nearest(const AxisWindow& window);

    WindowRule rule_;
    const AxisQuestion& asked_;
    Choices kernels_, strides_, dilations_;
    std::vector<AxisWindow> windows_;
    Nearest below_, above_;  // whose outputs are below and above the requested sizes
};

}  // namespace nnshape
