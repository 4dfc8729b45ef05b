#include "report/form.h"

namespace nnshape {

#define FORMS(command, Input)                     \
    template <>                                   \
    std::span<const Form<Input>> forms<Input>() { \
        static constexpr Form<Input> table[] = {
#define FORM(Input, name, what) {#name, what, write_##name},
#define END_FORMS \
    }             \
    ;             \
    return table; \
    }
#include "report/forms.def"
#undef FORMS
#undef FORM
#undef END_FORMS

}  // namespace nnshape
