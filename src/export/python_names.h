#pragma once

#include <set>
#include <string>
#include <string_view>

// Names for Python.
namespace nnshape {

/// The text as an identifier: `FC-1` as `fc_1` if `lower`, else as `FC_1`. What Python or torch.nn.Module uses gets an
/// underscore.
std::string python_name(std::string_view text, bool lower);

/// The text as the name of a class: `dense_block` as `DenseBlock`.
std::string python_class(std::string_view text);

bool is_python_name(std::string_view text);

/// Names that have been given.
class UsedNames {
  public:
    /// The name; if it has been given before, with a number after the joint: `conv_2`, `Stage2`.
    std::string give(const std::string& name, std::string_view joint);

  private:
    std::set<std::string> used_;
};

}  // namespace nnshape
