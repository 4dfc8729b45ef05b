#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/option_parser.h"
#include "report/form.h"

// `--format` and `--json`, the same for every command that has forms.
namespace nnshape {

/// The two options as the user gives them.
struct FormWords {
    std::string format;  ///< empty: the first form
    bool json = false;

    /// Declares the options; `names` has at least one form.
    void add_to(OptionParser& parser, const std::vector<std::string_view>& names);

    /// The name of the form that is asked for, which may not exist.
    std::string_view name(const std::vector<std::string_view>& names) const;
};

/// The options of a command whose result is an Input.
template <class Input>
class FormOption {
  public:
    void add_to(OptionParser& parser) { words_.add_to(parser, form_names<Input>()); }

    /// The form that is asked for, or what is wrong with its name.
    Result<const Form<Input>*, std::string> resolve() const {
        auto names = form_names<Input>();
        if (const Form<Input>* form = find_form<Input>(words_.name(names))) return form;
        return not_among(words_.format, "an output form", names);
    }

  private:
    FormWords words_;
};

}  // namespace nnshape
