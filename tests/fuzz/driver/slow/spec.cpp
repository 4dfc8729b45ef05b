#include <fmt/format.h>

#include "fuzz/driver/slow/grammar.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"

// A random spec, line by line.
namespace nnshape::fuzz {
namespace {

constexpr std::string_view names[] = {"a", "b", "c", "n", "w", "left", "out", "in", "turn", "x1"};
constexpr std::string_view numbers[] = {"0",
                                        "1",
                                        "1",
                                        "2",
                                        "2",
                                        "3",
                                        "3",
                                        "4",
                                        "5",
                                        "7",
                                        "8",
                                        "11",
                                        "16",
                                        "28",
                                        "31",
                                        "64",
                                        "97",
                                        "224",
                                        "997",
                                        "1024",
                                        "4095",
                                        "9973",
                                        "65536",
                                        "1000003",
                                        "16777216",
                                        "2147483647",
                                        "4294967296",
                                        "999999999989",
                                        "4611686018427387904",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "-1"};
constexpr std::string_view turns[] = {"2",    "3",    "7",      "10",      "64",
                                      "99",   "400",  "999",    "2000",    "3333",
                                      "4999", "9990", "100000", "9999998", "9223372036854775807"};
constexpr std::string_view call_lines[] = {
    "nn.Conv2d(3, 64, kernel_size=(3, 3), stride=2, padding=1)",
    "layers.Conv2D(64, 3, strides=(2, 2), padding=\"same\", activation=\"relu\")",
    "(0): Linear(in_features=400, out_features=120, bias=True)",
    "self.c = nn.MaxPool2d(2, stride=3, ceil_mode=True)",
    "x = layers.LSTM(64, return_sequences=True)(x)",
    "LSTM(64)",
    "nn.ConvTranspose2d(8, 8, 4, stride=2, output_padding=1)",
    "layers.Bidirectional(layers.LSTM(64))",
    "nn.Sequential(nn.Linear(3, 4), nn.ReLU())",
    "Dense(8)"};
constexpr std::string_view keys[] = {"from",   "share",   "in",     "allow",    "activation", "filters",
                                     "kernel", "padding", "stride", "dilation", "groups",     "units",
                                     "heads",  "ceil",    "kernl",  "size"};
constexpr std::string_view codes[] = {"stride-remainder", "unused-layer",  "padding-remainder",
                                      "automatic-name",   "suspect-input", "nothing-of-this-name"};
constexpr std::string_view figures[] = {
    "params", "weights", "macs", "activation_bytes", "layers", "peak_activation_bytes", "output", "parms"};

class SpecWriter {
  public:
    explicit SpecWriter(Random& random) : random_(random) {}

    std::string write() {
        if (random_.once_in(6)) out_ += random_.once_in(2) ? "layout CHW\n" : "dtype float16\n";
        for (size_t lets = random_.below(4); lets > 0; --lets) write_let();
        out_ += fmt::format("input {}\n", shape());
        if (random_.once_in(5)) out_ += fmt::format("left: input {}\n", shape());
        for (size_t definitions = random_.below(4); definitions > 0; --definitions) write_definition();
        write_block(2 + random_.below(10));
        if (random_.once_in(5)) out_ += fmt::format("outputs {}\n", name_list(" "));
        if (random_.once_in(5)) out_ += fmt::format("expect {}={}\n", random_.one_of(figures), number());
        if (random_.once_in(6)) out_ += fmt::format("allow {}\n", random_.one_of(codes));
        return out_;
    }

  private:
    std::string number() { return std::string(random_.one_of(numbers)); }
    std::string name() { return std::string(random_.one_of(names)); }

    std::string shape() {
        std::string text = number();
        for (size_t axes = random_.below(4); axes > 0; --axes) text += "x" + number();
        return text;
    }

    std::string automatic_name() {
        return fmt::format("{}_{}", name_of(*random_.one_of(all_kinds())), 1 + random_.below(3));
    }

    std::string name_list(std::string_view sign) {
        std::string text = name();
        size_t count = random_.once_in(4) ? random_.below(200) : random_.below(3);
        std::string again = random_.once_in(2) ? name() : automatic_name();
        for (; count > 0; --count) text += fmt::format("{}{}", sign, again);
        return text;
    }

    // `$a+1+1+1`
    std::string expression() {
        constexpr std::string_view operators[] = {"+", "-", "*", "/", "//", "%", "**"};
        std::string text = "$" + name();
        std::string_view sign = random_.one_of(operators);
        std::string operand = random_.once_in(3) ? "$" + name() : number();
        size_t count = random_.once_in(4) ? random_.below(600) : random_.below(3);
        for (; count > 0; --count) text += fmt::format("{}{}", sign, operand);
        return text;
    }

    std::string value() {
        switch (random_.below(8)) {
            case 0: return expression();
            case 1: return shape();
            case 2: return fmt::format("{}:{}", number(), number());
            case 3: return random_.once_in(2) ? "same" : "causal";
            case 4: return name_list(",");
            default: return number();
        }
    }

    void write_let() {
        std::string one = name();
        if (random_.once_in(3)) {  // each has the one before it twice
            size_t count = 2 + random_.below(40);
            for (size_t number = 1; number < count; ++number) {
                out_ += fmt::format("let {0}{1}=${0}{2},${0}{2}\n", one, number, number - 1);
            }
            return;
        }
        out_ += fmt::format("let {}={}\n", one, value());
    }

    void write_definition() {
        defined_.push_back(fmt::format("d{}", defined_.size()));
        std::string parameters = random_.once_in(2) ? fmt::format("({}, {}={})", name(), name(), number()) : "";
        out_ += fmt::format("define {}{} {{\n", defined_.back(), parameters);
        depth_ = 1;
        write_block(1 + random_.below(4));
        depth_ = 0;
        out_ += "}\n";
    }

    void write_block(size_t lines) {
        for (; lines > 0; --lines) {
            size_t times = random_.once_in(6) ? 1 + random_.below(30) : 1;
            size_t begin = out_.size();
            write_statement();
            std::string line = out_.substr(begin);
            for (size_t once = 1; once < times && out_.size() < 4096; ++once) out_ += line;
        }
    }

    void write_statement() {
        if (random_.once_in(5)) out_ += name() + ": ";
        size_t kind = random_.below(12);
        if (kind < 6) return write_layer();
        if (kind == 6 && !defined_.empty()) {
            out_ += random_.one_of(defined_);
            return write_arguments();
        }
        if (kind == 7) {
            out_ += fmt::format("{}\n", random_.one_of(call_lines));
            return;
        }
        if (depth_ > 4) return write_layer();
        ++depth_;
        if (kind == 8) write_merge();
        if (kind > 8) {
            bool each = random_.once_in(4);
            std::string count =
                each ? fmt::format("{}={}", name(), name_list(",")) : std::string(random_.one_of(turns));
            out_ += kind == 9 ? "freeze {\n" : fmt::format("repeat {} {{\n", count);
            write_block(1 + random_.below(3));
            out_ += "}\n";
        }
        --depth_;
        if (kind < 8) write_layer();
    }

    void write_merge() {
        constexpr std::string_view merges[] = {"add", "concat", "multiply", "attention", "subtract"};
        out_ += fmt::format("{} {{\n", random_.one_of(merges));
        size_t paths = random_.once_in(5) ? random_.below(100) : random_.below(4);
        if (paths == 0) write_block(1 + random_.below(2));
        for (; paths > 0; --paths) {
            out_ += "path {\n";
            if (random_.once_in(2)) write_block(1);
            out_ += "}\n";
        }
        out_ += "}\n";
    }

    void write_layer() {
        const LayerKind& kind = *random_.one_of(all_kinds());
        if (random_.once_in(3)) {  // its example fits more often than random values
            out_ += fmt::format("{}\n", kind.example);
            return;
        }
        out_ += name_of(kind);
        if (kind.traits.takes_rank_suffix && random_.once_in(3)) out_ += fmt::format("{}d", 1 + random_.below(3));
        for (int param : positionals(params_of(kind))) {
            if (param_is_given())
                out_ += fmt::format(
                    " {}", kind.params[static_cast<size_t>(param)].type == ParamType::shape ? shape() : value());
        }
        write_arguments();
    }

    bool param_is_given() { return !random_.once_in(12); }

    void write_arguments() {
        for (size_t count = random_.below(3); count > 0; --count) {
            out_ += fmt::format(" {}={}", random_.one_of(keys), random_.once_in(4) ? name_list(",") : value());
        }
        if (random_.once_in(8)) {
            out_ += fmt::format(" -> {} {}={}", shape(), random_.one_of(figures), number());
        }
        out_ += "\n";
    }

    Random& random_;
    std::string out_;
    std::vector<std::string> defined_;
    int depth_ = 0;
};

}  // namespace

std::string random_spec(Random& random) { return SpecWriter(random).write(); }

std::string random_question(Random& random) {
    constexpr std::string_view options[] = {"--in",       "--out",  "--kernel",     "--stride", "--padding",
                                            "--dilation", "--same", "--transposed", "--ceil",   "--top"};
    std::string text = "--json";
    for (size_t count = 2 + random.below(6); count > 0; --count) {
        text += fmt::format(" {} {}", random.one_of(options), random.one_of(numbers));
        if (random.once_in(3)) text += fmt::format("x{}", random.one_of(numbers));
        if (random.once_in(3)) text += fmt::format("..{}", random.one_of(numbers));
    }
    return text;
}

}  // namespace nnshape::fuzz
