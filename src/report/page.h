#pragma once

#include <string>
#include <string_view>
#include <vector>

// A page of the reference, and its two renderings: text and Markdown.
namespace nnshape {

/// A term, its description, and an optional second description.
struct PageItem {
    std::string term;
    std::string text;
    std::string detail = {};
};

/// A heading and its content; any part may be empty.
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

/// The page as text in lines of at most 80 columns.
std::string page_text(const Page& page);

/// The page as Markdown for GitHub; items become a table.
std::string page_markdown(const Page& page);

}  // namespace nnshape
