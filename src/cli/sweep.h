#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "study/study.h"

// The values that `--set` and `--input` give a spec: one each, or several, which make a sweep over all combinations.
namespace nnshape {

/// One way to read a spec. The values are those of the swept names, in their order.
struct Variant {
    StudyOptions options;
    std::vector<std::string> values = {};
};

struct Sweep {
    std::vector<std::string> names = {};  ///< those with several values; an input without a name is called `input`
    std::vector<Variant> variants = {};   ///< at least one; the values of the last name change fastest
};

/// The most combinations of a sweep.
inline constexpr size_t most_variants = 10'000;

/// The sweep over `sets` (`width=16`, `width=16,32`, `width=16..128:16`) and `inputs` (`64x64x3`, `left=8x8x1`),
/// or what is wrong with them. A name can occur more than once: its values are put together.
Result<Sweep, std::string> sweep_of(const StudyOptions& base, const std::vector<std::string>& sets,
                                    const std::vector<std::string>& inputs);

/// "width=16 kernel=3"; empty if nothing is swept.
std::string label_of(const Sweep& sweep, const Variant& variant);

/// Joins the diagnostics of all variants of one spec. A diagnostic that not all of them have names their values.
class VariantDiagnostics {
  public:
    /// `label` is that of the variant; labels are different.
    void add(const Diagnostics& diagnostics, const std::string& label);

    /// All of them by place. Forgets them.
    Diagnostics take();

  private:
    struct Found {
        Diagnostic diagnostic;
        std::vector<std::string> labels;
    };
    std::vector<Found> found_;
    std::map<std::string, size_t> index_;  // from what is the same in two variants to the place in `found_`
    size_t variants_ = 0;
};

}  // namespace nnshape
