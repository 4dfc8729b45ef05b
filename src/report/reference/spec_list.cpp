#include "base/json_writer.h"
#include "report/form.h"
#include "report/reference.h"
#include "study/included.h"

// The list of the networks that come with the program.
namespace nnshape {

Page page_of(const SpecReference&) {
    Page page;
    PageBlock list;
    for (const IncludedSpec& spec : included_specs()) {
        list.items.push_back({"@" + std::string(spec.name), summary_of(spec)});
    }
    page.blocks.push_back(std::move(list));
    page.blocks.push_back(
        {.paragraph = "Every command reads them: `nnshape @resnet-50`, `nnshape diff @resnet-50 mine.nn`."});
    return page;
}

void write_text(const SpecReference& reference, std::string& out) { out += page_text(page_of(reference)); }

void write_markdown(const SpecReference& reference, std::string& out) { out += page_markdown(page_of(reference)); }

void write_json(const SpecReference&, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    json.open_object().key("specs").open_array();
    for (const IncludedSpec& spec : included_specs()) {
        json.open_object().key("name").value(spec.name).key("summary").value(summary_of(spec));
        json.key("spec").value(spec.text).close_object();
    }
    json.close_array().close_object();
    out += "\n";
}

}  // namespace nnshape
