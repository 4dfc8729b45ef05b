#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

#include "analysis/expectations.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/options.h"
#include "report/report.h"
#include "spec/amount.h"

// nnshape batch: a filter from NDJSON of specs to NDJSON of reports, a line for a line.
namespace nnshape {
namespace {

constexpr size_t longest_line = 64 << 20;
constexpr size_t block = 256 << 10;

constexpr std::string_view explanation =
    "A line holds one spec in JSON; its report is one line: id, name, ok, output,\n"
    "totals, diagnostics. A line that cannot be read is reported in its place and\n"
    "touches no other; the exit code stays 0 unless --strict is given. `id` may be\n"
    "any JSON value and comes back as it is. Output is flushed whenever input runs\n"
    "dry, so that the program also answers line by line.\n"
    "\n"
    "examples:\n"
    "  nnshape batch specs.ndjson > reports.ndjson\n"
    "  generate | nnshape batch --limit params=5M --only ok --fields params,macs\n";

struct BatchCommand {
    std::vector<std::string> files;
    bool layers = false;
    std::vector<std::string> fields;
    LimitOptions limits;
    std::string only;
    bool strict = false;

    void add_to(OptionParser& parser) {
        parser.operands("FILE", "specs, one a line; standard input unless given", 1, files);
        parser.flag("--layers", "write every layer too", layers);
        parser.list("--fields", "A,B", "the totals to write, as in params,macs; all unless given", ',', fields);
        limits.add_to(parser);
        parser.text("--only", "ok|failed", "write only the reports that are ok, or that failed", only);
        parser.flag("--strict", "exit with 2 if any spec failed", strict);
        parser.remark(explanation);
    }
};

std::vector<std::string_view> field_names() {
    auto names = total_names();
    names.push_back(peak_layer_key);
    return names;
}

class Batch {
  public:
    Batch(const BatchCommand& command, std::vector<Limit> limits, std::string name, int in, const Streams& streams)
        : command_(command), name_(std::move(name)), in_(in), streams_(streams) {
        options_.limits = std::move(limits);
        report_.layers = command.layers;
        report_.fields = command.fields;
    }

    int run() {
        std::vector<char> buffer(block);
        long count = 1;
        while (count > 0 && status_ == Written::all) {
            if (would_wait(in_)) flush();
            count = read_some(in_, buffer.data(), buffer.size());
            if (count > 0) take({buffer.data(), static_cast<size_t>(count)});
        }
        int unread = count < 0 ? errno : 0;
        if (count == 0 && (skipping_ || !pending_.empty())) end_line();
        flush();
        if (status_ == Written::failed) return refuse(streams_, write_problem("", error_).message);
        if (unread != 0) return refuse(streams_, read_problem(name_, unread).message);
        return command_.strict && failed_ ? exit_refused : exit_fine;
    }

  private:
    // Lines that lie whole in the bytes are studied where they lie; the rest waits for what comes.
    void take(std::string_view bytes) {
        while (!bytes.empty()) {
            size_t end = bytes.find('\n');
            bool whole = end != std::string_view::npos;
            std::string_view part = bytes.substr(0, end);
            bytes.remove_prefix(whole ? end + 1 : bytes.size());
            if (whole && pending_.empty() && !skipping_) {
                study(part);
                continue;
            }
            keep(part);
            if (whole) end_line();
        }
    }

    void keep(std::string_view part) {
        if (skipping_) return;
        skipping_ = pending_.size() + part.size() > longest_line;
        if (!skipping_) pending_ += part;
    }

    void end_line() {
        skipping_ ? refuse_length() : study(pending_);
        if (pending_.capacity() > block) pending_ = {};
        pending_.clear();
        skipping_ = false;
    }

    void refuse_length() {
        ++line_;
        failed_ = true;
        if (command_.only == "ok") return;
        out_ += fmt::format(R"({{"line":{},"ok":false,"diagnostics":[{{"code":"too-large","severity":"error",)"
                            R"("message":"the line is longer than 64 MiB","line":{},"column":1,"end_line":{},)"
                            R"("end_column":1}}]}})"
                            "\n",
                            line_, line_, line_);
    }

    void study(std::string_view line) {
        ++line_;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
        run_study({.name = {}, .text = line, .first_line = line_}, {}, options_, study_);
        bool ok = study_.ok();
        failed_ = failed_ || !ok;
        if ((command_.only == "ok" && !ok) || (command_.only == "failed" && ok)) return;
        write_batch_line(study_, line_, report_, out_);
        out_ += '\n';
        if (out_.size() >= block) flush();
    }

    void flush() {
        if (out_.empty() || status_ != Written::all) return;
        status_ = write_all(streams_.out, out_);
        error_ = errno;
        out_.clear();
    }

    const BatchCommand& command_;
    std::string name_;
    int in_;
    const Streams& streams_;
    StudyOptions options_{.form = SpecForm::json, .quickly = true, .notes = false};
    BatchOptions report_;
    Study study_;
    std::string pending_, out_;
    uint64_t line_ = 0;
    bool skipping_ = false;  // the line at hand is too long; its rest is passed over
    bool failed_ = false;
    Written status_ = Written::all;
    int error_ = 0;
};

}  // namespace

int run_batch(const std::vector<std::string>& args, const Streams& streams) {
    BatchCommand command;
    OptionParser parser("batch", "Reads a spec a line and writes a report a line, in the order of the input.");
    command.add_to(parser);
    if (auto code = parser.parse(args, streams)) return *code;
    for (const std::string& field : command.fields) {
        auto names = field_names();
        bool known = std::find(names.begin(), names.end(), field) != names.end();
        if (!known) return refuse(streams, not_among(field, "total", names));
    }
    if (!command.only.empty() && command.only != "ok" && command.only != "failed") {
        return refuse(streams, not_among(command.only, "value of `--only`", {"ok", "failed"}));
    }
    auto limits = command.limits.resolve();
    if (!limits) return refuse(streams, limits.problem());
    std::string file = command.files.empty() ? "-" : command.files[0];
    int in = file == "-" ? streams.in : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (in < 0) return refuse(streams, read_problem(file, errno).message);
    int code = Batch(command, *limits, file, in, streams).run();
    if (in != streams.in) ::close(in);
    return code;
}

}  // namespace nnshape
