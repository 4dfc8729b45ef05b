#pragma once

#include "cli/options.h"
#include "report/page.h"

// The options of the commands that print a page of the reference.
namespace nnshape {

struct PageOptions {
    OutputOptions output;
    std::string form = "text";
    bool json = false;

    void add_to(OptionParser& parser);

    /// What is wrong with the options, or nothing.
    std::string problem() const;

    bool wants_json() const { return json || form == "json"; }
    std::string render(const Page& page) const;
};

}  // namespace nnshape
