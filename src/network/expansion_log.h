#pragma once

#include <string>

#include "base/diagnostic.h"
#include "network/network.h"
#include "network/scope.h"

// Counts the steps of an expansion and reports its mistakes.
namespace nnshape {

class ExpansionLog {
  public:
    ExpansionLog(const Network& network, const Scopes& scopes, Diagnostics& diagnostics)
        : network_(network), scopes_(scopes), diagnostics_(diagnostics) {}

    /// Counts a statement or one turn of a `repeat`. Returns false if the expansion must stop: a spec of a few lines
    /// may ask for more layers than there is memory for. `ExpansionCounter` has found most of these specs before.
    bool count(const Statement& statement);

    /// Counts a call, a turn, a path or a block of `freeze` or `experts`, before what is in it.
    void count_block() { ++blocks_; }

    /// Counts a call or a turn that begins with the node `first`, after what is in it.
    void close_block(size_t first) { empty_ += network_.nodes.size() == first ? 1 : 0; }

    bool has_stopped() const { return stopped_; }
    void stop() { stopped_ = true; }

    /// Reports a mistake, with the calls around the statement that is expanded. `layer` is the name of the layer.
    void fail(const Code& code, Span span, std::string message, std::string help = {}, std::string layer = {});

    /// Likewise; the calls that the diagnostic names already are the inner ones.
    void fail(Diagnostic diagnostic);

  private:
    const Network& network_;
    const Scopes& scopes_;
    Diagnostics& diagnostics_;
    size_t steps_ = 0;  // statements and turns
    int64_t blocks_ = 0, empty_ = 0;
    bool stopped_ = false;
};

}  // namespace nnshape
