#pragma once

#include <optional>
#include <string_view>

#include "frameworks/call.h"
#include "frameworks/framework.h"

// Which class of which framework a constructor in the code is.
namespace nnshape {

/// The class that a call means.
struct ChosenClass {
    enum class By : uint8_t {
        name,     ///< its module or its arguments leave no other
        context,  ///< several fit, and another line has decided, or they are the same layer
        guess,    ///< several fit, and are not the same layer
    };

    FoundClass found;
    By by = By::name;
};

/// Chooses by the module; else the class whose arguments fit, if there is only one; else that of `preferred`; else the
/// first. Nothing if no class has the name.
std::optional<ChosenClass> choose_class(const CallValue& call, const Framework* preferred);

/// The last part of a dotted name: `Conv2d` of `torch.nn.Conv2d`.
std::string_view last_part(std::string_view dotted);

}  // namespace nnshape
