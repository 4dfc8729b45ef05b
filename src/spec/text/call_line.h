#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "frameworks/choose.h"
#include "frameworks/translate.h"
#include "spec/spec.h"

// Lines of a framework's code, or of what it prints: `self.conv1 = nn.Conv2d(3, 16, kernel_size=3)`,
// `(0): Linear(in_features=400, out_features=120, bias=True)`, `x = layers.Dense(10)(x)`. They become statements.
namespace nnshape {

/// What a line of code begins with.
struct CallLine {
    enum class Kind : uint8_t {
        layer,    ///< a constructor, now the statement `layer`
        opening,  ///< `features = nn.Sequential(`: the layers on the next lines
        closing,  ///< `)` or `])` after them
    };

    Kind kind = Kind::layer;
    uint32_t end = 0;  ///< one past its last byte
    Statement layer = {};
    bool is_input = false;
    bool goes_on = false;  ///< a tail may follow it: `from=a`, `-> 28x28x6`; otherwise a comma ends it
};

class CallLines {
  public:
    CallLines(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

    /// Reads the code that begins at `begin`, where a statement begins. Nothing if it is not such code.
    std::optional<CallLine> read(uint32_t begin);

    /// Puts the sizes of all shapes into the order of the spec's layout, which may be given after them. Reports a
    /// data_format that contradicts it, and containers that are not closed.
    void finish();

    /// Another statement follows: the input of the next line of code is not the statement before it.
    void pass_over() { last_assigned_.clear(); }

  private:
    struct Head;

    std::optional<Head> head_at(size_t begin) const;
    std::optional<CallLine> container(const Head& head);
    size_t close_containers(size_t at);
    CallLine layer(const Head& head, const CallValue& call, const ChosenClass& chosen);
    void take_inputs(const CallValue& inputs, std::string_view target, Statement& layer);
    Text label_of(const Head& head);
    Text kept(Span span, std::string text);
    Literal literal_of(const CallValue& value, Statement& layer);
    void fail(Statement& layer, Fault<Span> fault);
    size_t skip_blanks(size_t at) const;

    struct Container {
        std::string label;
        Span open;
    };
    struct Shape {
        Range sizes;
        bool channels_last;
    };
    struct Format {
        Span span;
        bool channels_last;
    };

    Spec& spec_;
    Diagnostics& diagnostics_;
    const Framework* framework_ = nullptr;            // of the last line that was certain
    std::vector<Container> containers_;               // those that are open
    std::unordered_map<std::string, bool> assigned_;  // by variable: whether its label is still its last value
    std::string last_assigned_;                       // by the statement before
    std::vector<Shape> shapes_;
    std::vector<Format> formats_;
};

}  // namespace nnshape
