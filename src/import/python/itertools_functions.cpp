#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/natives.h"

// https://docs.python.org/3/library/itertools.html
namespace nnshape::python {
namespace {

constexpr size_t longest_endless = 10'000;  // items of an iterator that has no end

Value iterator(Interpreter& interpreter, std::vector<Value> items) {
    count_items(interpreter, static_cast<int64_t>(items.size()));
    return Value::of(interpreter.make<Iterator>(std::move(items)));
}

// What comes after the last item that is made is not known.
Value endless(Interpreter& interpreter, std::vector<Value> items, std::string_view name) {
    items.push_back(interpreter.unknown(fmt::format("`{}()` behind {} items", name, longest_endless)));
    return iterator(interpreter, std::move(items));
}

Value chained(Interpreter& interpreter, const std::vector<Value>& iterables, Spot spot) {
    std::vector<Value> all;
    for (const Value& iterable : iterables) {
        std::vector<Value> items = to_items(interpreter, iterable, spot);
        all.insert(all.end(), items.begin(), items.end());
        count_items(interpreter, static_cast<int64_t>(all.size()));
    }
    return iterator(interpreter, std::move(all));
}

Value chain(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "chain", {"*iterables"});
    return chained(interpreter, bound.rest_values(), arguments.spot);
}

Value chain_items(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "chain.from_iterable", {"iterable"});
    return chained(interpreter, bound.items(0), arguments.spot);
}

Value product(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "product", {"*iterables", "repeat?"});
    std::vector<std::vector<Value>> pools;
    for (int64_t time = 0; time < std::min<int64_t>(bound.integer(1, 1), 64); ++time) {
        for (const Value& iterable : bound.rest_values()) pools.push_back(to_items(interpreter, iterable));
    }
    std::vector<std::vector<Value>> rows = {{}};
    for (const std::vector<Value>& pool : pools) {
        count_items(interpreter, static_cast<int64_t>(rows.size() * pool.size()));
        std::vector<std::vector<Value>> longer;
        for (const std::vector<Value>& row : rows) {
            for (const Value& item : pool) {
                longer.push_back(row);
                longer.back().push_back(item);
            }
        }
        rows = std::move(longer);
    }
    std::vector<Value> tuples;
    for (std::vector<Value>& row : rows) tuples.push_back(interpreter.tuple(std::move(row)));
    return iterator(interpreter, std::move(tuples));
}

Value repeat(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "repeat", {"object", "times?"});
    if (!bound.has(1)) return endless(interpreter, std::vector<Value>(longest_endless, bound[0]), "repeat");
    int64_t times = std::max<int64_t>(bound.integer(1), 0);
    count_items(interpreter, times);
    return iterator(interpreter, std::vector<Value>(static_cast<size_t>(times), bound[0]));
}

Value count(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "count", {"start?", "step?"});
    Value number = bound.has(0) ? bound[0] : Value::number(int64_t{0});
    Value step = bound.has(1) ? bound[1] : Value::number(int64_t{1});
    std::vector<Value> items;
    for (size_t index = 0; index < longest_endless; ++index) {
        items.push_back(number);
        number = interpreter.binary("+", number, step, arguments.spot);
    }
    return endless(interpreter, std::move(items), "count");
}

Value cycle(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "cycle", {"iterable"});
    std::vector<Value> items = bound.items(0), repeated;
    if (items.empty()) return iterator(interpreter, {});
    for (size_t index = 0; index < longest_endless; ++index) repeated.push_back(items[index % items.size()]);
    return endless(interpreter, std::move(repeated), "cycle");
}

// Reads no more of an iterator than it gives.
Value slice(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "islice", {"iterable", "start", "stop?", "step?"});
    bool has_start = bound.has(2);
    int64_t start = has_start ? bound.integer(1) : 0;
    int64_t stop = bound.integer(has_start ? 2 : 1, most_items);
    int64_t step = bound.integer(3, 1);
    if (start < 0 || stop < 0 || step < 1) {
        interpreter.raise("ValueError", "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
                          arguments.spot);
    }
    auto* source = as<Iterator>(bound[0]);
    if (!source) source = interpreter.make<Iterator>(bound.items(0));
    auto rest = static_cast<int64_t>(source->items.size() - std::min(source->at, source->items.size()));
    std::vector<Value> items;
    stop = std::min(stop, rest);
    for (int64_t index = start; index < stop; index += std::min(step, rest)) {
        items.push_back(source->items[source->at + static_cast<size_t>(index)]);
    }
    source->at += static_cast<size_t>(stop);
    return iterator(interpreter, std::move(items));
}

Value accumulate(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "accumulate", {"iterable", "func?", "*", "initial?"});
    std::vector<Value> items = bound.items(0);
    if (!bound[3].is_none()) items.insert(items.begin(), bound[3]);
    for (size_t index = 1; index < items.size(); ++index) {
        Value before = items[index - 1], item = items[index];
        items[index] = bound[1].is_none() ? interpreter.binary("+", before, item, arguments.spot)
                                          : interpreter.call(bound[1], {before, item});
    }
    return iterator(interpreter, std::move(items));
}

Value zip_longest(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "zip_longest", {"*iterables", "fillvalue?"});
    std::vector<std::vector<Value>> columns;
    size_t longest = 0;
    for (const Value& iterable : bound.rest_values()) {
        columns.push_back(to_items(interpreter, iterable));
        longest = std::max(longest, columns.back().size());
    }
    std::vector<Value> rows;
    for (size_t index = 0; index < longest; ++index) {
        std::vector<Value> row;
        for (const auto& column : columns) row.push_back(index < column.size() ? column[index] : bound[1]);
        rows.push_back(interpreter.tuple(std::move(row)));
    }
    return iterator(interpreter, std::move(rows));
}

Value starmap(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "starmap", {"function", "iterable"});
    std::vector<Value> results;
    for (const Value& row : bound.items(1)) {
        results.push_back(interpreter.call(bound[0], to_items(interpreter, row)));
    }
    return iterator(interpreter, std::move(results));
}

Value tee(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "tee", {"iterable", "n?"});
    std::vector<Value> items = bound.items(0), copies;
    int64_t count = bound.integer(1, 2);
    count_items(interpreter, count);
    count_items(interpreter, count * std::max<int64_t>(static_cast<int64_t>(items.size()), 1));
    for (int64_t copy = 0; copy < count; ++copy) copies.push_back(iterator(interpreter, items));
    return interpreter.tuple(std::move(copies));
}

// All choices of some of the items, by their places: those of `next` that may follow.
void choose(Interpreter& interpreter, const std::vector<Value>& items, size_t count, bool ordered,
            std::vector<size_t>& places, std::vector<Value>& found) {
    if (places.size() == count) {
        std::vector<Value> row;
        for (size_t place : places) row.push_back(items[place]);
        found.push_back(interpreter.tuple(std::move(row)));
        if (static_cast<int64_t>(found.size()) > most_items) count_items(interpreter, most_items + 1);
        return;
    }
    interpreter.count_step();
    for (size_t place = ordered && !places.empty() ? places.back() + 1 : 0; place < items.size(); ++place) {
        if (std::find(places.begin(), places.end(), place) != places.end()) continue;
        places.push_back(place);
        choose(interpreter, items, count, ordered, places, found);
        places.pop_back();
    }
}

template <bool ordered>
Value choices(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, ordered ? "combinations" : "permutations", {"iterable", "r?"});
    std::vector<Value> items = bound.items(0), found;
    int64_t count = bound.integer(1, static_cast<int64_t>(items.size()));
    if (count < 0) interpreter.raise("ValueError", "r must be non-negative", arguments.spot);
    std::vector<size_t> places;
    if (count <= static_cast<int64_t>(std::min<size_t>(items.size(), 200))) {
        choose(interpreter, items, static_cast<size_t>(count), ordered, places, found);
    } else if (count <= static_cast<int64_t>(items.size())) {
        throw NotKnown{interpreter.unknown("choices of more than 200 items")};
    }
    return iterator(interpreter, std::move(found));
}

Value pairwise(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "pairwise", {"iterable"});
    std::vector<Value> items = bound.items(0), pairs;
    for (size_t index = 1; index < items.size(); ++index) {
        pairs.push_back(interpreter.tuple({items[index - 1], items[index]}));
    }
    return iterator(interpreter, std::move(pairs));
}

template <bool takes>
Value while_true(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, takes ? "takewhile" : "dropwhile", {"predicate", "iterable"});
    std::vector<Value> items = bound.items(1);
    size_t end = 0;
    while (end < items.size() && to_truth(interpreter, interpreter.call(bound[0], {items[end]}))) ++end;
    auto middle = items.begin() + static_cast<ptrdiff_t>(end);
    return iterator(interpreter,
                    takes ? std::vector<Value>(items.begin(), middle) : std::vector<Value>(middle, items.end()));
}

const NativeEntry entries[] = {
    {"itertools.chain", known<chain>},
    {"itertools.chain.from_iterable", known<chain_items>},
    {"itertools.product", known<product>},
    {"itertools.repeat", known<repeat>},
    {"itertools.count", known<count>},
    {"itertools.cycle", known<cycle>},
    {"itertools.islice", known<slice>},
    {"itertools.accumulate", known<accumulate>},
    {"itertools.zip_longest", known<zip_longest>},
    {"itertools.starmap", known<starmap>},
    {"itertools.tee", known<tee>},
    {"itertools.combinations", known<choices<true>>},
    {"itertools.permutations", known<choices<false>>},
    {"itertools.pairwise", known<pairwise>},
    {"itertools.takewhile", known<while_true<true>>},
    {"itertools.dropwhile", known<while_true<false>>},
};

}  // namespace

std::span<const NativeEntry> itertools_functions() { return entries; }

}  // namespace nnshape::python
