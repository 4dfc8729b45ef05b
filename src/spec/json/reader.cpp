#include "spec/json/reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "spec/json/builder.h"
#include "spec/json/cursor.h"
#include "spec/json/fault.h"

namespace nnshape {
namespace {

// Passes nlohmann's events on with their places. Its messages are not used: json_fault makes better ones.
class Events {
  public:
    Events(const Source& source, JsonBuilder& builder) : source_(source), cursor_(source.text), builder_(builder) {}

    bool null() {
        Span token = cursor_.take();
        return is_whole(token) ? builder_.null(token) : builder_.half_value(token);
    }
    bool boolean(bool value) {
        Span token = cursor_.take();
        return is_whole(token) ? builder_.boolean(token, value) : builder_.half_value(token);
    }
    bool number_integer(int64_t) { return number(); }
    bool number_unsigned(uint64_t) { return number(); }
    bool number_float(double, const std::string&) { return number(); }
    bool string(std::string& value) { return builder_.string(cursor_.take(), value); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(size_t) { return builder_.start_object(cursor_.take()); }
    bool key(std::string& value) { return builder_.key(cursor_.take(), value); }
    bool end_object() { return builder_.end_object(cursor_.take()); }
    bool start_array(size_t) { return builder_.start_array(cursor_.take()); }
    bool end_array() { return builder_.end_array(cursor_.take()); }
    bool parse_error(size_t, const std::string&, const nlohmann::json::exception&) {
        failed_ = true;
        return false;
    }

    bool failed() const { return failed_; }

  private:
    bool number() {
        Span token = cursor_.take();
        return is_whole(token) ? builder_.number(token) : builder_.half_value(token);
    }

    // nlohmann reports a 0 for `01` and a null for `nullx` before it finds the error.
    bool is_whole(Span token) const { return is_json_scalar(source_.at(token)); }

    const Source& source_;
    JsonCursor cursor_;
    JsonBuilder& builder_;
    bool failed_ = false;
};

// Finds where a text is not JSON, whatever it holds and however deep.
class Syntax {
  public:
    bool null() { return true; }
    bool boolean(bool) { return true; }
    bool number_integer(int64_t) { return true; }
    bool number_unsigned(uint64_t) { return true; }
    bool number_float(double, const std::string&) { return true; }
    bool string(std::string&) { return true; }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(size_t) { return true; }
    bool key(std::string&) { return true; }
    bool end_object() { return true; }
    bool start_array(size_t) { return true; }
    bool end_array() { return true; }
    bool parse_error(size_t read, const std::string&, const nlohmann::json::exception&) {
        wrong_at_ = read - 1;  // the byte that was read last
        return false;
    }

    std::optional<size_t> wrong_at() const { return wrong_at_; }

  private:
    std::optional<size_t> wrong_at_;
};

// What is nested too deep to be a spec may not be JSON either.
void check_syntax(std::string_view text, Diagnostics& diagnostics) {
    Syntax syntax;
    nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &syntax);
    if (!syntax.wrong_at()) return;
    auto at = static_cast<uint32_t>(std::min(*syntax.wrong_at(), text.size()));
    bool ends = at == text.size();
    diagnostics.push_back(
        {&code::syntax, ends ? "the text ends too early" : "the text is not JSON here", {}, {at, at}});
}

}  // namespace

void read_json(Spec& spec, Diagnostics& diagnostics, JsonPart file) {
    spec.form = SpecForm::json;
    JsonBuilder builder(spec, diagnostics, file);
    Events events(spec.source, builder);
    std::string_view text = spec.source.text;
    bool read = nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &events);
    builder.abandon();
    if (events.failed()) diagnostics.push_back(json_fault(spec.source, builder));
    if (!read && !events.failed()) check_syntax(text, diagnostics);
}

}  // namespace nnshape
