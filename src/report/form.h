#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/named.h"

// The registry of output forms. Each command has one type for its result, its Input, and a table of the forms that the
// result can be written in. report/forms.def lists them all; the type of the Input selects the table.
namespace nnshape {

/// A form of the result of one command.
template <class Input>
struct Form {
    std::string_view name;                                ///< the word that `--format` takes
    std::string_view what;                                ///< for whom it is, or what it contains
    void (*write)(const Input& input, std::string& out);  ///< appends the bytes; reads no file and writes none
};

/// The forms of the command whose result is an Input; the first is the default.
template <class Input>
std::span<const Form<Input>> forms();

#define FORMS(command, Input) \
    struct Input;             \
    template <>               \
    std::span<const Form<Input>> forms<Input>();
#define FORM(Input, name, what) void write_##name(const Input& input, std::string& out);
#define END_FORMS
#include "report/forms.def"
#undef FORMS
#undef FORM
#undef END_FORMS

template <class Input>
std::vector<std::string_view> form_names() {
    return entry_names(forms<Input>());
}

/// The form of this name, or null.
template <class Input>
const Form<Input>* find_form(std::string_view name) {
    return find_named(forms<Input>(), name);
}

}  // namespace nnshape
