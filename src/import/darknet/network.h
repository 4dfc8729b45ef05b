#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/darknet/section.h"
#include "import/tracer.h"

// The layers of a Darknet network as they are traced. A section's layers are named after it and its index, which is the
// number that Darknet prints: `convolutional_5`, `convolutional_5/batch_norm`.
namespace nnshape::darknet {

class CfgNetwork {
  public:
    explicit CfgNetwork(const ImportOptions& options);

    /// Traces the sections up to the first that cannot be calculated.
    Imported read(const Cfg& cfg);

    /// The section that is read now.
    const CfgSection& section() const { return *section_; }

    /// What it is applied to by default: the layer before it.
    Tensor last() const { return last_; }
    std::vector<int64_t> sizes(Tensor tensor) const { return tracer_.sizes(tensor); }

    /// The outputs of other layers that an option names by index, a negative one counted back from this section. Empty
    /// if one is wrong, which is reported.
    std::vector<Tensor> sources(std::string_view key);

    /// Adds a layer of this section. `part` is empty for the layer that the section is named after. Returns
    /// `no_tensor` if it has no shape; layers that have such an input are not added.
    Tensor add(std::string_view part, std::string operation, std::vector<Tensor> inputs);

    /// Adds a layer with the section's `activation`, and batch normalisation before that if the section has it.
    /// `operation` must accept `no-bias`.
    Tensor add_learned(std::string_view part, const std::string& operation, Tensor input,
                       std::string_view default_activation);

    /// The tensor as a vector.
    Tensor flat(Tensor tensor);

    /// Reports that the section cannot be read.
    void refuse(const Code& code, std::string message, std::string help = {});

    /// What the output of a following layer must be, because the section itself says so.
    void expect(std::vector<int64_t> output) { expected_ = std::move(output); }

  private:
    struct Layer {
        Tensor output;
        std::vector<Tensor> learned;  // that have parameters, in order
    };

    bool has_integers(const CfgSection& section);
    void read_input(const CfgSection* section);
    void read_section(const CfgSection& section);
    Tensor place(std::string_view part, std::string operation, std::vector<Tensor> inputs, Tensor share);
    Tensor shared();
    Tensor source(std::string_view index) const;

    Tracer tracer_;
    std::vector<Layer> layers_;
    std::vector<Tensor> heads_;
    const CfgSection* section_ = nullptr;
    Tensor last_ = no_tensor;
    Layer current_;
    std::vector<int64_t> expected_;
    size_t frozen_before_ = 0;  // layers up to this one are not trained
    bool refused_ = false;
};

/// ` activation=NAME` for the section's activation; empty for `linear`.
std::string activation_of(const CfgSection& section, std::string_view fallback);

/// nnshape's name of an activation of Darknet; empty for `linear`. Darknet takes an unknown one as `relu`.
std::string_view activation_named(std::string_view name);

/// Adds the layers of a section.
using ReadSection = void (*)(CfgNetwork&);

/// How sections of this type are read. Null for an unknown type.
ReadSection find_section(std::string_view type);

/// Whether the type is the first section's, which describes the input.
bool is_net(std::string_view type);

}  // namespace nnshape::darknet
