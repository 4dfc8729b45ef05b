#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/spec.h"

// The literals of a spec and the values of its expressions. A spec does not change once it is read, so a value that is
// calculated has pools of its own, whose indices continue those of the spec's pools.
namespace nnshape {

/// The pools of calculated values.
struct Values {
    std::vector<Literal> items;
    std::deque<std::string> decoded;  ///< references stay valid

    void clear() { items.clear(), decoded.clear(); }
};

/// Reads literals of a spec, and values that are calculated from it if their pools are given. Both must outlive this.
class Literals {
  public:
    Literals(const Spec& spec) : spec_(spec) {}  // NOLINT(google-explicit-constructor): a spec's own literals
    Literals(const Spec& spec, const Values& values) : spec_(spec), values_(&values) {}

    const Spec& spec() const { return spec_; }

    std::string_view text(const Text& piece) const {
        size_t own = spec_.decoded.size();
        bool calculated = piece.decoded != Text::as_written && piece.decoded >= own;
        return calculated ? std::string_view(values_->decoded[piece.decoded - own]) : spec_.text(piece);
    }
    std::string_view text(const Literal& literal) const { return text(Text{literal.span, literal.decoded}); }

    /// None if the literal is not a list; the range of a calculated number has another meaning.
    std::span<const Literal> items(const Literal& literal) const {
        bool is_list = literal.form == Literal::Form::list || literal.form == Literal::Form::commas ||
                       literal.form == Literal::Form::pair;
        if (!is_list) return {};
        size_t own = spec_.items.size(), first = literal.items.first;
        const Literal* pool = first < own ? spec_.items.data() + first : values_items() + (first - own);
        return {pool, literal.items.count};
    }

  private:
    const Literal* values_items() const { return values_ ? values_->items.data() : nullptr; }

    const Spec& spec_;
    const Values* values_ = nullptr;
};

}  // namespace nnshape
