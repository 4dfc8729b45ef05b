#include <nlohmann/json.hpp>

#include "fuzz/checks.h"
#include "support/program.h"

// Bytes on standard input of every command that reads one spec.
namespace nnshape::fuzz {
namespace {

class Commands {
  public:
    Commands(std::string_view bytes, Promises& promises) : bytes_(bytes), promises_(promises) {}

    void check() {
        test::Ran shown = run({"show", "-"}, bytes_);
        promises_.hold(shown.code == 0 || shown.code == 2, "a report is written or refused");
        bool calculated = shown.code == 0;
        for (const char* form : {"text", "markdown", "json"}) {
            test::Ran explained = run({"explain", "-", "--format", form}, bytes_);
            promises_.hold(explained.code == shown.code, "explain refuses what show refuses", explained.err);
            if (form == std::string_view("json") && calculated) check_json(explained.out);
        }
        test::Ran checked = run({"check", "-", "--notes"}, bytes_);
        promises_.hold((checked.code == 2) == !calculated, "check refuses what show refuses", checked.out);
        promises_.hold(checked.code != 1 || !checked.out.empty(), "a check does not fail in silence");
        for (const char* form : {"svg", "html", "dot", "mermaid"}) {
            test::Ran drawn = run({"draw", "-", "--form", form}, bytes_);
            promises_.hold(drawn.code == 0 || !calculated || drawn.err.find("too large") != std::string::npos,
                           "what is calculated can be drawn", drawn.err);
        }
        check_annotate(calculated);
        check_sizes(calculated);
    }

  private:
    test::Ran run(const std::vector<std::string>& args, const std::string& in) {
        test::Ran ran = test::run_program(args, in);
        promises_.hold(ran.code >= 0 && ran.code <= 2, "the exit code is one of three", args[0]);
        bool told = ran.code != 2 || !ran.err.empty() || args[0] == "check";
        promises_.hold(told, "what is refused is told of", args[0]);
        // A line that begins so holds the program's own words; one of a spec is quoted with an indent.
        size_t own = ("\n" + ran.err).find("\nnnshape: ");
        bool refused = own != std::string::npos && ran.err.find("does not read back", own) != std::string::npos;
        promises_.hold(!refused, "what is written reads back", ran.err);
        check_plain(ran.err, promises_);
        if (args[0] != "annotate" || ran.code != 0) check_plain(ran.out, promises_);
        return ran;
    }

    void check_json(const std::string& text) {
        promises_.hold(nlohmann::json::accept(text), "a form for programs is JSON", text);
    }

    // What is annotated holds; annotated again it stays as it is.
    void check_annotate(bool calculated) {
        test::Ran annotated = run({"annotate", "-"}, bytes_);
        promises_.hold(calculated || annotated.code == 2, "what is not calculated is not annotated");
        if (annotated.code != 0) return;
        test::Ran again = run({"annotate", "-"}, annotated.out);
        bool same = again.code == 0 && again.out == annotated.out;
        promises_.hold(same, "annotating twice is annotating once", annotated.out + "---\n" + again.out + again.err);
        promises_.hold(run({"annotate", "--check", "-"}, annotated.out).code == 0, "annotating is checked alike");
    }

    void check_sizes(bool calculated) {
        for (const char* demand : {"--json", "--exact"}) {
            test::Ran sizes = run({"sizes", "-", demand}, bytes_);
            promises_.hold(sizes.code != 1, "sizes are told or refused");
            bool vectors = sizes.err.find("are vectors") != std::string::npos;
            promises_.hold(sizes.code == 0 || vectors || !calculated, "what is calculated has sizes", sizes.err);
            if (sizes.code == 0 && demand == std::string_view("--json")) check_json(sizes.out);
        }
    }

    std::string bytes_;
    Promises& promises_;
};

}  // namespace

void commands(std::string_view bytes, Promises& promises) { Commands(bytes, promises).check(); }

}  // namespace nnshape::fuzz
