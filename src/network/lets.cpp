#include "network/lets.h"

namespace nnshape {

std::vector<Binding> take_lets(const Spec& spec, Values& values, Diagnostics& diagnostics) {
    std::vector<Binding> lets;
    for (const Argument& let : spec.lets) {
        auto value = evaluate(spec, values, let.value, {{}, lets});
        bool known = value && !holds({spec, values}, *value, Literal::Form::object);  // this is reported already
        lets.push_back(bind_name(spec, values, spec.text(let.key), known ? *value : Literal{}));
        lets.back().known = known;
        if (value || value.fault().is_follow_on()) continue;
        Fault<Span>& fault = value.fault();
        diagnostics.push_back({&code::bad_value, std::move(fault.message), std::move(fault.help), fault.where});
    }
    return lets;
}

}  // namespace nnshape
