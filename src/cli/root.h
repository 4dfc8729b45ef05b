#pragma once

#include <string>

#include "base/result.h"

// The folder that paths in reports for CI services are relative to.
namespace nnshape {

class Root {
  public:
    /// `given` is the value of `--root`, or empty. Without it, the root is the folder that GITHUB_WORKSPACE or else
    /// CI_PROJECT_DIR names, or else the nearest folder above the current one that has `.git`. Returns what is wrong
    /// with `--root`.
    static Result<Root, std::string> find(const std::string& given);

    /// The path relative to the root, normalised. A file outside of it is shown relative to its own repository, or else
    /// as `report_path` shows it.
    std::string path_of(const std::string& path) const;

  private:
    std::string folder_;  // empty: no root is known
};

}  // namespace nnshape
