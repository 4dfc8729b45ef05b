#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "import/torch_print/leaf.h"
#include "import/tracer.h"

// A printed PyTorch model, str(model): the modules with their counts, and with an input the shapes of a chain.
namespace nnshape::formats {
namespace {

using namespace print_format;

constexpr size_t most_rows = 200'000;

// A row of the listing: a module that is a leaf, or that stores something itself.
struct Row {
    std::string path;
    const Module* module;
    Leaf leaf;
};

constexpr std::string_view lists = "ModuleList ModuleDict ParameterList ParameterDict";

bool is_of_torch(const Module& module) {
    return contains_word(
        "Sequential ModuleList ModuleDict DataParallel DistributedDataParallel TransformerEncoder "
        "TransformerDecoder TransformerEncoderLayer TransformerDecoderLayer Transformer "
        "MultiheadAttention",
        module.class_name);
}

// Whether the modules inside are applied one after the other: their names are the numbers from 0.
bool is_sequence(const Module& module) {
    if (contains_word(lists, module.class_name)) return false;
    if (module.class_name == "Sequential") return true;
    int64_t next = 0;
    for (const Module& inside : module.inside) {
        if (inside.times == 1 && inside.name != std::to_string(next)) return false;
        next += inside.times;
    }
    return true;
}

class Model {
  public:
    /// Nothing if there are too many modules.
    bool collect(const Module& module, const std::string& path) {
        bool is_root = path.empty() && module.name.empty();
        if (module.inside.empty()) return add(path, module, leaf_of(module));
        if (auto projections = projections_of(module)) {
            attention_ = true;
            if (!add(path, module, {.kind = Leaf::Kind::counted, .counts = *projections})) return false;
        } else if (!is_of_torch(module)) {
            note_container(module, is_root);
            Leaf leaf = leaf_of(module);
            bool stored = leaf.kind == Leaf::Kind::counted || leaf.kind == Leaf::Kind::layer;
            if (stored && !module.arguments.empty() && !add(path, module, leaf)) return false;
        }
        certain_ = certain_ && (is_sequence(module) || (is_root && module.inside.size() == 1));
        for (const Module& inside : module.inside) {
            for (int64_t turn = 0; turn < inside.times; ++turn) {
                std::string name = inside.times > 1 ? std::to_string(inside.first + turn) : inside.name;
                if (!collect(inside, path.empty() ? name : path + "." + name)) return false;
            }
        }
        return true;
    }

    const std::vector<Row>& rows() const { return rows_; }
    bool certain() const { return certain_; }
    bool has_attention() const { return attention_; }
    const std::vector<std::string>& hidden() const { return hidden_; }
    const std::vector<std::string>& likes() const { return likes_; }
    const std::vector<std::string>& containers() const { return containers_; }

  private:
    bool add(const std::string& path, const Module& module, Leaf leaf) {
        if (rows_.size() >= most_rows) return false;
        if (leaf.kind == Leaf::Kind::hidden) note(hidden_, module.class_name);
        if (leaf.is_like) note(likes_, module.class_name);
        rows_.push_back({path.empty() ? module.class_name : path, &module, std::move(leaf)});
        return true;
    }

    static void note(std::vector<std::string>& names, const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }

    void note_container(const Module& module, bool is_root) {
        if (!is_sequence(module) || is_root) note(containers_, module.class_name);
    }

    std::vector<Row> rows_;
    std::vector<std::string> hidden_, likes_, containers_;
    bool certain_ = true;
    bool attention_ = false;
};

Origin origin_of(const Row& row) { return {.line = row.module->line, .column = row.module->column}; }

// The print's modules one after the other, for an input. Fails where one does not fit.
class Chain {
  public:
    /// `ceil`: average poolings round up, which is not printed.
    Chain(Tracer& tracer, Tensor input, bool ceil) : tracer_(tracer), tensor_(input), ceil_(ceil) {}

    bool add(const Row& row) {
        const Leaf& leaf = row.leaf;
        if (leaf.kind == Leaf::Kind::empty && is_identity(*row.module)) return write(row, "identity");
        if (leaf.kind == Leaf::Kind::empty && row.module->class_name == "Flatten") return flatten(row);
        if (leaf.kind != Leaf::Kind::layer || leaf.returns_several) return false;
        if (leaf.channels && !receives(row, *leaf.channels)) return false;
        if (!fits(leaf.normalized)) return false;
        std::string operation = leaf.operation;
        if (leaf.channels) operation += fmt::format(" in={}", *leaf.channels);
        if (ceil_ && operation.starts_with("avg_pool")) operation += " ceil";
        return write(row, operation);
    }

    /// The rows that had no module: where a flattening is between two modules.
    bool flattened() const { return flattened_; }

  private:
    static bool is_identity(const Module& module) {
        return contains_word("Identity StochasticDepth DropPath", module.class_name) ||
               module.class_name.ends_with("Activation");
    }

    int64_t channels() const {
        auto sizes = tracer_.sizes(tensor_);
        return sizes.empty() ? 0 : sizes[0];
    }

    // A dense layer may be given all values of an image, which the model flattens itself.
    bool receives(const Row& row, int64_t wanted) {
        auto sizes = tracer_.sizes(tensor_);
        bool last = row.leaf.operation.starts_with("dense") && sizes.size() > 1;
        if (!last) return channels() == wanted;
        int64_t all = 1;
        for (int64_t size : sizes) {
            if (size > wanted / all) return false;
            all *= size;
        }
        if (all != wanted) return false;
        flattened_ = true;
        return write_named(row.path + "/flatten", "flatten", row);
    }

    bool fits(const std::vector<int64_t>& normalized) const {
        return normalized.empty() || tracer_.sizes(tensor_) == normalized;
    }

    // Flatten(start_dim, end_dim) of some of the axes.
    bool flatten(const Row& row) { return tracer_.sizes(tensor_).size() == 1 && write(row, "flatten"); }

    bool write(const Row& row, const std::string& operation) { return write_named(row.path, operation, row); }

    bool write_named(const std::string& name, const std::string& operation, const Row& row) {
        TracedLayer layer{.name = name, .operation = operation, .inputs = {tensor_}, .origin = origin_of(row)};
        tensor_ = tracer_.layer(layer);
        return !tracer_.sizes(tensor_).empty();
    }

    Tracer& tracer_;
    Tensor tensor_;
    bool ceil_;
    bool flattened_ = false;
};

std::string listed(const std::vector<std::string>& names) {
    std::vector<std::string_view> some;
    for (const std::string& name : names) {
        if (some.size() < 5) some.push_back(name);
    }
    std::string text;
    for (std::string_view name : some) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", printable(name));
    return names.size() > some.size() ? text + " and others" : text;
}

class Importer {
  public:
    Importer(const Module& module, const Model& model, const ImportOptions& options)
        : module_(module), model_(model), options_(options) {}

    Imported run() {
        if (!options_.inputs.empty()) {
            for (bool ceil : {false, true}) {
                auto chain = run_chain(ceil);
                if (chain) return std::move(*chain);
            }
        }
        return run_counts();
    }

  private:
    static std::string network_of(const Module& module) {
        return "network " + quoted_name(printable(module.class_name));
    }

    std::optional<Imported> run_chain(bool ceil) {
        Tracer tracer("torch-print", Layout::chw, options_);
        tracer.directive(network_of(module_));
        Tensor input = tracer.input("input", {}, "3x224x224", {.line = module_.line});
        if (input == no_tensor) return std::nullopt;
        Chain chain(tracer, input, ceil);
        for (const Row& row : model_.rows()) {
            if (!chain.add(row)) return std::nullopt;
        }
        if (!model_.certain() || chain.flattened()) {
            tracer.remark(code::unsupported_op,
                          "the modules are taken as a chain in the order in which they are printed",
                          "the print does not show what the model does between its modules; an ONNX file of it does");
        }
        if (ceil) {
            tracer.remark(code::unsupported_op,
                          "the average poolings are taken to round up: only so do the modules fit",
                          "a print does not show `ceil_mode` of AvgPool2d", Severity::note);
        }
        note_hidden(tracer);
        return tracer.finish();
    }

    // The counts alone: no module has a shape.
    Imported run_counts() {
        Tracer tracer("torch-print", Layout::chw, options_);
        tracer.directive(network_of(module_));
        Tensor last = tracer.input("input", {1}, {}, {.line = module_.line});
        tracer.remark(
            code::unsupported_op,
            options_.inputs.empty()
                ? "a printed model has no shapes: each module has its parameters, and neither a shape nor MACs"
                : "the modules are not a chain: each has its parameters, and neither a shape nor MACs",
            help_with_shapes());
        for (const Row& row : model_.rows()) {
            const ListingTotals& counts = row.leaf.counts;
            bool empty = counts.weights == 0 && counts.biases == 0 && counts.buffers == 0;
            if (row.leaf.kind == Leaf::Kind::lazy) {
                tracer.refuse(row.path, code::unsupported_op, "the module has no input channels yet",
                              "print the model after it has been applied to an input", origin_of(row));
                continue;
            }
            if (empty) continue;
            TracedLayer layer{.name = row.path, .operation = operation_of(counts), .inputs = {last}};
            layer.origin = origin_of(row);
            last = tracer.layer(layer);
        }
        note_hidden(tracer);
        Imported imported = tracer.finish();
        imported.is_inventory = true;
        return imported;
    }

    static std::string operation_of(const ListingTotals& counts) {
        std::string text = "custom 1";
        if (counts.weights > 0) text += fmt::format(" weights={}", counts.weights);
        if (counts.biases > 0) text += fmt::format(" biases={}", counts.biases);
        if (counts.buffers > 0) text += fmt::format(" buffers={}", counts.buffers);
        return text;
    }

    std::string help_with_shapes() const {
        constexpr std::string_view other = "an ONNX file of the model has its shapes";
        if (!options_.inputs.empty()) return std::string(other);
        for (const Row& row : model_.rows()) {
            if (row.leaf.first_input.empty()) continue;
            return fmt::format("`--input {}` gives shapes if the modules are a chain; {}",
                               fmt::join(row.leaf.first_input, "x"), other);
        }
        return std::string(other);
    }

    void note_hidden(Tracer& tracer) const {
        if (model_.has_attention()) {
            tracer.remark(code::unsupported_op, "the input projections of MultiheadAttention are not printed",
                          "they are counted by the channels of `out_proj`", Severity::note);
        }
        if (!model_.likes().empty()) {
            tracer.remark(code::unsupported_op,
                          fmt::format("{} is counted as the class of torch.nn in its name", listed(model_.likes())), {},
                          Severity::note);
        }
        if (!model_.hidden().empty()) {
            tracer.remark(code::unsupported_op,
                          fmt::format("nnshape does not know what {} stores", listed(model_.hidden())),
                          "a print shows the modules of torch.nn; other parameters are not counted");
        }
        if (!model_.containers().empty()) {
            tracer.remark(code::unsupported_op,
                          fmt::format("parameters that {} stores itself are not printed", listed(model_.containers())),
                          "only its modules are counted", Severity::note);
        }
    }

    const Module& module_;
    const Model& model_;
    const ImportOptions& options_;
};

Result<Imported, ImportFault> read(std::string_view bytes, const ImportOptions& options) {
    auto module = read_module(bytes);
    if (!module) return module.fault();
    Model model;
    if (!model.collect(*module, {})) return ImportFault{"the model has too many modules"};
    return Importer(*module, model, options).run();
}

}  // namespace

extern const Format torch_print{"torch-print", "a printed PyTorch model", print_format::recognises, read};

}  // namespace nnshape::formats
