#include "network/lets.h"

namespace nnshape {

std::vector<Binding> take_lets(Spec& spec, Diagnostics& diagnostics) {
    std::vector<Binding> lets;
    for (const Argument& let : spec.lets) {
        auto value = evaluate(spec, let.value, {{}, lets});
        bool known = value && !holds(spec, *value, Literal::Form::object);  // which is told
        lets.push_back(bind_name(spec, spec.text(let.key), known ? *value : Literal{}));
        lets.back().known = known;
        if (value || value.problem().is_told()) continue;
        ExpressionFault& fault = value.problem();
        diagnostics.push_back({&code::bad_value, std::move(fault.message), std::move(fault.help), fault.span});
    }
    return lets;
}

}  // namespace nnshape
