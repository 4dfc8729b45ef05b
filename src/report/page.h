#pragma once

#include <string>
#include <string_view>
#include <vector>

// A page of the reference: what stands on it, and how it looks as text and as Markdown.
namespace nnshape {

/// A name, what is to be said of it, and what else there is to know.
struct PageItem {
    std::string term;
    std::string text;
    std::string detail = {};
};

/// A heading with what stands under it; any part may be empty.
struct PageBlock {
    std::string heading = {};
    std::string paragraph = {};
    std::vector<PageItem> items = {};
    std::string code = {};  ///< whole lines
};

struct Page {
    std::string title;
    std::vector<PageBlock> blocks = {};
};

/// The page in lines of at most 80 columns.
std::string page_text(const Page& page);

/// The page as GitHub renders it; items become a table.
std::string page_markdown(const Page& page);

}  // namespace nnshape
