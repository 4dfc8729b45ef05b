#include "import/torch_checkpoint/pickle.h"

#include <fmt/format.h>
#include <unordered_map>

namespace nnshape::torch {
namespace {

using Kind = PickleValue::Kind;

class Machine {
  public:
    explicit Machine(std::string_view bytes) : rest_(bytes) {}

    Pickle run() {
        while (true) {
            auto code = static_cast<unsigned char>(take(1)[0]);
            if (code == '.') break;
            if (!step(code))
                throw Malformed(
                    fmt::format("its pickle has the opcode 0x{:02x}, which a checkpoint does not need", code));
        }
        pickle_.root = pop();
        return std::move(pickle_);
    }

  private:
    std::string_view take(uint64_t count) {
        if (count > rest_.size()) throw Malformed("its pickle breaks off");
        std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    uint64_t number(size_t bytes) {
        std::string_view taken = take(bytes);
        uint64_t value = 0;
        for (size_t index = bytes; index-- > 0;) value = value << 8 | static_cast<unsigned char>(taken[index]);
        return value;
    }

    std::string_view line() {
        size_t end = rest_.find('\n');
        if (end == std::string_view::npos) throw Malformed("its pickle breaks off");
        std::string_view taken = take(end + 1);
        return taken.substr(0, end);
    }

    uint32_t add(PickleValue value) {
        pickle_.values.push_back(std::move(value));
        return static_cast<uint32_t>(pickle_.values.size() - 1);
    }

    void push(PickleValue value) { stack_.push_back(add(std::move(value))); }

    uint32_t top() const {
        if (stack_.empty() || (!marks_.empty() && marks_.back() == stack_.size()))
            throw Malformed("its pickle takes what is not there");
        return stack_.back();
    }

    uint32_t pop() {
        uint32_t value = top();
        stack_.pop_back();
        return value;
    }

    std::vector<uint32_t> pop_to_mark() {
        if (marks_.empty()) throw Malformed("its pickle takes what is not there");
        std::vector<uint32_t> items(stack_.begin() + static_cast<ptrdiff_t>(marks_.back()), stack_.end());
        stack_.resize(marks_.back());
        marks_.pop_back();
        return items;
    }

    std::vector<uint32_t> pop_some(size_t count) {
        std::vector<uint32_t> items(count);
        for (size_t index = count; index-- > 0;) items[index] = pop();
        return items;
    }

    void append(uint32_t to, const std::vector<uint32_t>& items) {
        std::vector<uint32_t>& own = pickle_.values[to].items;
        if (pickle_.values[to].kind == Kind::call) return append_to_call(to, items);
        own.insert(own.end(), items.begin(), items.end());
    }

    // An OrderedDict is made by a call, and filled after it: it becomes a dict.
    void append_to_call(uint32_t to, const std::vector<uint32_t>& items) {
        PickleValue& value = pickle_.values[to];
        value.kind = Kind::dict;
        value.items = items;
    }

    void push_text(uint64_t size) { push({.kind = Kind::text, .text = take(size)}); }

    void get(uint64_t key) {
        auto found = memo_.find(key);
        if (found == memo_.end()) throw Malformed("its pickle takes what is not there");
        stack_.push_back(found->second);
    }

    int64_t long_number(uint64_t size) {
        std::string_view bytes = take(size);
        if (size > 8) throw Malformed("its pickle has a number of more than 64 bits");
        uint64_t value = size > 0 && (bytes[size - 1] & '\x80') != 0 ? UINT64_MAX : 0;
        for (size_t index = size; index-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[index]);
        return static_cast<int64_t>(value);
    }

    bool step(unsigned char code) { return constant(code) || container(code) || memory(code) || object(code); }

    bool constant(unsigned char code) {
        switch (code) {
            case 'N': return push({}), true;
            case 0x88:
            case 0x89: return push({.kind = Kind::boolean, .number = code == 0x88}), true;
            case 'J': return push({.kind = Kind::integer, .number = static_cast<int32_t>(number(4))}), true;
            case 'K': return push({.kind = Kind::integer, .number = static_cast<int64_t>(number(1))}), true;
            case 'M': return push({.kind = Kind::integer, .number = static_cast<int64_t>(number(2))}), true;
            case 0x8a: return push({.kind = Kind::integer, .number = long_number(number(1))}), true;
            case 0x8b: return push({.kind = Kind::integer, .number = long_number(number(4))}), true;
            case 'G': return take(8), push({.kind = Kind::real}), true;
            case 'X':
            case 'T':
            case 'B': return push_text(number(4)), true;
            case 0x8c:
            case 'U':
            case 'C': return push_text(number(1)), true;
            case 0x8d:
            case 0x8e: return push_text(number(8)), true;
            default: return false;
        }
    }

    bool container(unsigned char code) {
        switch (code) {
            case '(': return marks_.push_back(stack_.size()), true;
            case 't':
            case 'l': return push({.kind = Kind::tuple, .items = pop_to_mark()}), true;
            case 'd': return push({.kind = Kind::dict, .items = pop_to_mark()}), true;
            case ')':
            case ']':
            case 0x8f: return push({.kind = Kind::tuple}), true;
            case 0x85:
            case 0x86:
            case 0x87: return push({.kind = Kind::tuple, .items = pop_some(code - 0x84u)}), true;
            case '}': return push({.kind = Kind::dict}), true;
            case 'a': {
                auto item = pop();
                return append(top(), {item}), true;
            }
            case 's': {
                auto items = pop_some(2);
                return append(top(), items), true;
            }
            case 'e':
            case 'u':
            case 0x90: {
                auto items = pop_to_mark();
                return append(top(), items), true;
            }
            default: return false;
        }
    }

    bool memory(unsigned char code) {
        switch (code) {
            case 'h': return get(number(1)), true;
            case 'j': return get(number(4)), true;
            case 'q': return memo_[number(1)] = top(), true;
            case 'r': return memo_[number(4)] = top(), true;
            case 0x94: {
                uint64_t key = memo_.size();
                return memo_[key] = top(), true;
            }
            case '0': return pop(), true;
            case '1': return pop_to_mark(), true;
            case '2': return stack_.push_back(top()), true;
            case 0x80: return take(1), true;
            case 0x95: return take(8), true;
            default: return false;
        }
    }

    bool object(unsigned char code) {
        switch (code) {
            case 'c': {
                std::string_view module = line();
                return push({.kind = Kind::global, .text = module, .name = line()}), true;
            }
            case 0x93: {
                auto parts = pop_some(2);
                PickleValue value{.kind = Kind::global, .text = pickle_[parts[0]].text, .name = pickle_[parts[1]].text};
                return push(std::move(value)), true;
            }
            case 'R':
            case 0x81: return push({.kind = Kind::call, .items = pop_some(2)}), true;
            case 'b': {
                uint32_t state = pop();  // the attributes of an object: those of an OrderedDict say nothing
                (void)state;
                return top(), true;
            }
            case 'Q': return push({.kind = Kind::persistent, .items = pop_some(1)}), true;
            default: return false;
        }
    }

    std::string_view rest_;
    Pickle pickle_;
    std::vector<uint32_t> stack_;
    std::vector<size_t> marks_;
    std::unordered_map<uint64_t, uint32_t> memo_;
};

}  // namespace

Pickle read_pickle(std::string_view bytes) { return Machine(bytes).run(); }

}  // namespace nnshape::torch
