#pragma once

#include <string>
#include <vector>

#include "study/study.h"

// A spec that is read once and calculated many times, with other values of its lets and other inputs.
namespace nnshape {

class VariedStudy {
  public:
    /// Reads the base. Its text and the options must outlive this.
    VariedStudy(Source base, std::string_view fallback_name, const StudyOptions& options);

    /// The base as it is.
    const Study& as_written();

    /// The base with the changes of a line: `{"id": 7, "set": {"width": 32}, "input": [64, 64, 3]}`. If there is a
    /// mistake in the line itself, a study of the line that is not understood. Valid until the next call; the text of
    /// `line` must live as long.
    const Study& with(Source line);

  private:
    void restore();
    void take_inputs(std::vector<InputShape>& inputs);

    const StudyOptions& options_;
    Source written_;
    std::string fallback_name_;
    Study base_, line_;
    std::vector<Argument> lets_;  // of the base, as written; so are the others
    size_t items_, decoded_;
    Diagnostics diagnostics_;
};

}  // namespace nnshape
