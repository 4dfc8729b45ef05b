#pragma once

#include <span>

#include "frameworks/framework.h"
#include "layers/param.h"
#include "spec/literals.h"

// Decides which parameter an argument is for. No other code decides it.
namespace nnshape {

/// The parameters that any layer takes besides its own, by these numbers.
enum class Common : uint8_t { inputs, in, freeze, share, activation, allow };
std::span<const Param> common_params();

/// What an argument is for.
struct ArgumentMatch {
    enum class Kind : uint8_t {
        own,      ///< the parameter number `param` of the layer type or of the definition
        common,   ///< the parameter number `param` of `common_params`
        ignored,  ///< a framework's argument that changes neither shape nor count, if `framework` accepts its value
        surplus,  ///< a value without a key, after all values that may be written without one
        unknown,  ///< a key that is not the name of a parameter
    };

    Kind kind = Kind::unknown;
    int param = -1;
    bool is_switch = false;                   ///< a bare word: `ceil`, `no-bias`, `freeze`
    bool is_on = true;                        ///< of a switch: without `no-`
    const FrameworkArg* framework = nullptr;  ///< of an ignored argument: if not null, it may accept one value only

    bool is(Common common) const { return kind == Kind::common && param == static_cast<int>(common); }
    bool is_own() const { return kind == Kind::own; }
    /// Own, and it takes the next of the places for values without a key.
    bool takes_place(const Argument& argument) const { return is_own() && argument.key.empty() && !is_switch; }
};

/// The parameter that an argument of a layer is for, where `taken` of the values before it took a place.
ArgumentMatch match(const Literals& literals, const LayerKind& kind, const Argument& argument, size_t taken = 0);

/// The parameter that an argument of a call is for. Of the common parameters, a call takes `inputs`, `freeze` and
/// `allow`; the others are matched too, but are mistakes.
ArgumentMatch match(const Spec& spec, const Definition& definition, const Argument& argument, size_t taken = 0);

/// Whether a literal is a word without quotes, which may be a switch.
inline bool is_bare_word(const Literal& literal) { return literal.form == Literal::Form::word && !literal.quoted; }

/// The numbers of the parameters that take a call's values without a key, in their order: those without a default, or
/// the first where all have one.
std::vector<uint32_t> positionals(const Spec& spec, const Definition& definition);

inline std::span<const Parameter> parameters_of(const Spec& spec, const Definition& definition) {
    return {spec.parameters.data() + definition.parameters.first, definition.parameters.count};
}

inline std::span<const Argument> arguments_of(const Spec& spec, const Statement& statement) {
    return {spec.arguments.data() + statement.arguments.first, statement.arguments.count};
}

/// The argument that names the inputs of a layer or a call; null if there is none.
const Argument* inputs_argument(const Spec& spec, const Statement& statement);

}  // namespace nnshape
