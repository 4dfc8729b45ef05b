// Einstein's sum, as sums, products of matrices and elementwise products.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/product.h"
#include "import/tensor_operations.h"

namespace nnshape {
namespace {

// The axes of a tensor by their letters. Those of `...` are digits, 0 for the last, so that they are aligned as
// broadcasting does.
struct Term {
    Traced tensor;
    std::string letters;
};

struct Equation {
    std::vector<std::string> inputs;
    std::optional<std::string> result;  // nothing: without an arrow
};

bool has(std::string_view letters, char letter) { return letters.find(letter) != std::string_view::npos; }

bool repeats(std::string letters) {
    std::sort(letters.begin(), letters.end());
    return std::adjacent_find(letters.begin(), letters.end()) != letters.end();
}

bool is_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

// The parts of an equation, with `.` for `...`, and `?` for what is not a letter.
Equation split(std::string_view text) {
    Equation equation{{""}, {}};
    std::string* part = &equation.inputs[0];
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] == ' ') continue;
        if (text.substr(at, 2) == "->" && !equation.result) {
            part = &equation.result.emplace();
            ++at;
        } else if (text[at] == ',' && !equation.result) {
            part = &equation.inputs.emplace_back();
        } else if (text.substr(at, 3) == "...") {
            *part += '.';
            at += 2;
        } else {
            *part += is_letter(text[at]) ? text[at] : '?';
        }
    }
    return equation;
}

int64_t size_of(const Term& term, char letter) { return term.tensor.dims[term.letters.find(letter)]; }

// The letter of a tensor's batch; empty if it has none.
std::string batch_of(const Term& term) {
    return term.tensor.batch < 0 ? std::string() : std::string(1, term.letters[static_cast<size_t>(term.tensor.batch)]);
}

// Replaces the `.` by as many digits as there are axes without a letter.
void name_others(std::string& letters, size_t count) {
    std::string digits;
    while (count > 0) digits += static_cast<char>('0' + --count);
    if (size_t dots = letters.find('.'); dots != std::string::npos) letters.replace(dots, 1, digits);
}

[[noreturn]] void refuse(const Placer& placer, std::string_view equation, std::string_view what) {
    placer.refuse(code::rank_mismatch, fmt::format("the equation `{}` {}", equation, what));
}

// The letters that are there once, in alphabetical order, behind the axes of `...`.
std::string implied(const std::string& all) {
    std::string once = ".";
    for (char letter : all) {
        if (is_letter(letter) && std::count(all.begin(), all.end(), letter) == 1) once += letter;
    }
    std::sort(once.begin(), once.end());
    return once;
}

void check_letters(const Placer& placer, std::string_view equation, std::string_view letters) {
    if (has(letters, '?')) refuse(placer, equation, "has characters that are not letters");
}

void check_sizes(const Placer& placer, std::string_view equation, const Term& one, const Term& other) {
    for (char letter : one.letters) {
        if (!has(other.letters, letter)) continue;
        int64_t a = size_of(one, letter), b = size_of(other, letter);
        if (a == b || a == 1 || b == 1) continue;
        placer.refuse(
            code::shape_mismatch,
            fmt::format("an axis of the equation `{}` is {} in one tensor and {} in another", equation, a, b));
    }
}

// The terms of an equation: each axis of each tensor has its letter.
struct Terms {
    std::vector<Term> inputs;
    std::string result;
};

Terms read_terms(const Placer& placer, std::string_view text, const std::vector<Traced>& inputs) {
    Equation equation = split(text);
    if (inputs.size() != equation.inputs.size()) {
        refuse(placer, text,
               fmt::format("is for {}, and there are {}",
                           counted(static_cast<int64_t>(equation.inputs.size()), "tensor"), inputs.size()));
    }
    Terms terms;
    size_t others = 0;
    std::string all;
    for (size_t index = 0; index < inputs.size(); ++index) {
        Term term{inputs[index], equation.inputs[index]};
        check_letters(placer, text, term.letters);
        bool has_others = has(term.letters, '.');
        size_t named = term.letters.size() - (has_others ? 1 : 0), rank = term.tensor.dims.size();
        if (has_others ? rank < named : rank != named) refuse(placer, text, "has other axes than the tensors");
        name_others(term.letters, rank - named);
        others = std::max(others, rank - named);
        if (repeats(term.letters)) {
            placer.refuse(code::unsupported_op, fmt::format("the equation `{}` is of a diagonal", text));
        }
        all += term.letters;
        for (const Term& other : terms.inputs) check_sizes(placer, text, term, other);
        terms.inputs.push_back(std::move(term));
    }
    terms.result = equation.result.value_or(implied(all));
    check_letters(placer, text, terms.result);
    name_others(terms.result, others);
    const std::string& result = terms.result;
    bool is_known = std::all_of(result.begin(), result.end(), [&](char letter) { return has(all, letter); });
    if (!is_known || repeats(result)) refuse(placer, text, "has a result that does not name its axes once");
    return terms;
}

class Sum {
  public:
    Sum(Placer& placer, Terms terms) : placer_(placer), terms_(std::move(terms)) {}

    Traced place() {
        Term term = terms_.inputs[0];
        if (terms_.inputs.size() == 1) term = summed(term, terms_.result);
        Dims expected = placer_.expected();
        for (size_t index = 1; index < terms_.inputs.size(); ++index) {
            std::string needed = terms_.result;
            for (size_t later = index + 1; later < terms_.inputs.size(); ++later) {
                needed += terms_.inputs[later].letters;
            }
            placer_.expect(index + 1 == terms_.inputs.size() ? expected : Dims());
            term = multiplied(term, terms_.inputs[index], needed);
        }
        placer_.expect(std::move(expected));
        return in_order_of(term, terms_.result);
    }

  private:
    // The sum over all letters that are not kept.
    Term summed(const Term& term, std::string_view kept) {
        std::vector<int> axes;
        std::string left;
        for (size_t axis = 0; axis < term.letters.size(); ++axis) {
            if (has(kept, term.letters[axis])) {
                left += term.letters[axis];
            } else {
                axes.push_back(static_cast<int>(axis));
            }
        }
        if (axes.empty()) return term;
        bool is_one = std::all_of(axes.begin(), axes.end(),
                                  [&](int axis) { return term.tensor.dims[static_cast<size_t>(axis)] == 1; });
        Traced tensor =
            is_one ? squeezed(placer_, term.tensor, axes) : reduced(placer_, term.tensor, axes, "sum", false, "sum");
        return {std::move(tensor), left};
    }

    // The letters of `one` that are in the product with `other`, or that the product sums: both have the same size.
    static std::string multiplied_letters(const Term& one, const Term& other, std::string_view needed) {
        std::string letters;
        for (char letter : one.letters) {
            bool is_common = has(other.letters, letter) && size_of(one, letter) == size_of(other, letter);
            if (has(needed, letter) || is_common) letters += letter;
        }
        return letters;
    }

    Term multiplied(const Term& first, const Term& second, const std::string& needed) {
        Term left = summed(first, multiplied_letters(first, second, needed));
        Term right = summed(second, multiplied_letters(second, first, needed));
        std::string shared, rows, columns, sum;
        for (char letter : left.letters) {
            bool is_common = has(right.letters, letter);
            (is_common ? (has(needed, letter) ? shared : sum) : rows) += letter;
        }
        for (char letter : right.letters) {
            if (!has(left.letters, letter)) columns += letter;
        }
        if (sum.empty()) return elementwise(left, right, shared + rows + columns);
        move_batch(left, rows, shared);
        move_batch(right, columns, shared);
        return matrix_product(left, right, shared, rows, columns, sum);
    }

    // A batch stays one where several axes are joined.
    static void move_batch(const Term& term, std::string& letters, std::string& shared) {
        std::string batch = batch_of(term);
        size_t at = letters.find(batch);
        bool is_alone = letters.size() == 1 && batch_size_of(term.tensor) == 1;
        if (batch.empty() || at == std::string::npos || is_alone) return;
        letters.erase(at, 1);
        shared.insert(0, batch);
    }

    Term elementwise(const Term& left, const Term& right, std::string letters) {
        bool is_result =
            std::is_permutation(letters.begin(), letters.end(), terms_.result.begin(), terms_.result.end());
        if (is_result) letters = terms_.result;
        std::vector<std::string> axes;
        for (char letter : letters) axes.emplace_back(1, letter);
        Traced one = grouped(left, axes, right), other = grouped(right, axes, left);
        return {merged(placer_, "multiply", {one, other}), letters};
    }

    Term matrix_product(const Term& left, const Term& right, const std::string& shared, const std::string& rows,
                        const std::string& columns, const std::string& sum) {
        std::vector<std::string> one, other;
        for (char letter : shared) one.emplace_back(1, letter);
        other = one;
        one.insert(one.end(), {rows, sum});
        other.insert(other.end(), {sum, columns});
        Term result{{}, shared + rows + columns};
        bool is_split = rows.size() != 1 || columns.size() != 1;
        placer_.expect(is_split ? Dims() : expected_of(result.letters));
        Traced a = grouped(left, one, right), b = grouped(right, other, left);
        result.tensor = product(placer_, a, b);
        if (!is_split) return result;
        Traced ordered = placer_.in_order(result.tensor);
        Dims dims(ordered.dims.begin(), ordered.dims.end() - 2);
        for (char letter : rows) dims.push_back(size_of(left, letter));
        for (char letter : columns) dims.push_back(size_of(right, letter));
        Traced whole{.tensor = no_tensor, .dims = dims, .batch = ordered.batch, .order = {}};
        whole.order = placer_.order_after(ordered, whole);
        result.tensor = placer_.rewritten(ordered, whole);
        return result;
    }

    // What the file records of the result, in the order of these letters.
    Dims expected_of(const std::string& letters) const {
        const Dims& expected = placer_.expected();
        if (expected.size() != terms_.result.size() || letters.size() != terms_.result.size()) return {};
        Dims dims;
        for (char letter : letters) dims.push_back(expected[terms_.result.find(letter)]);
        return dims;
    }

    // The tensor with an axis for each group: its letters joined, or a size of 1 if it has none of them. A group that
    // is the batch of the other factor is the batch of this one, too, if it lacks the axis.
    Traced grouped(const Term& term, const std::vector<std::string>& groups, const Term& other) {
        std::string letters;
        Traced result{.tensor = no_tensor, .dims = {}, .batch = -1, .order = {}};
        bool is_whole = true, has_batch = term.tensor.batch >= 0;
        for (const std::string& group : groups) {
            Dims sizes;
            for (char letter : group) {
                if (!has(term.letters, letter)) continue;
                letters += letter;
                sizes.push_back(size_of(term, letter));
            }
            is_whole = is_whole && sizes.size() == 1;
            bool is_others = !has_batch && sizes.empty() && !group.empty() && group == batch_of(other);
            if (is_others) sizes = {batch_size_of(other.tensor)};
            bool is_batch = is_others || (has_batch && group == batch_of(term));
            if (is_batch) result.batch = static_cast<int>(result.dims.size());
            result.dims.push_back(product_of(sizes));
        }
        if (is_whole) return in_order_of(term, letters);
        bool is_joined = has_batch && result.batch < 0;
        Traced from = is_joined ? placer_.without_batch(term.tensor) : term.tensor;
        from = placer_.in_file_order(in_order_of({from, term.letters}, letters));
        result.order = axes_without_batch(result);
        return placer_.rewritten(from, result);
    }

    // The tensor seen with its axes in the order of these letters, which are its own.
    Traced in_order_of(const Term& term, std::string_view letters) const {
        std::vector<int> axes;
        for (char letter : letters) axes.push_back(static_cast<int>(term.letters.find(letter)));
        return placer_.turned(term.tensor, axes);
    }

    Placer& placer_;
    Terms terms_;
};

}  // namespace

bool has_diagonal(std::string_view equation) {
    Equation parts = split(equation);
    return std::any_of(parts.inputs.begin(), parts.inputs.end(), repeats);
}

Traced einsum(Placer& placer, std::string_view equation, const std::vector<Traced>& inputs) {
    return Sum(placer, read_terms(placer, equation, inputs)).place();
}

}  // namespace nnshape
