#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"

// Makes a Spec of the events of a JSON parser. It follows the parser through the text with a cursor of its own, so
// that any parser that reports values in order will do: none has to know positions.
namespace nnshape {

/// Whether a token is a number, true, false or null as JSON writes them, and nothing more.
bool is_json_scalar(std::string_view text);

class JsonBuilder {
  public:
    JsonBuilder(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

    /// The events; false where nothing more should come, which is when nesting goes too deep.
    bool null() { return scalar(Literal::Form::nothing, 0, nullptr); }
    bool boolean(bool value) { return scalar(Literal::Form::boolean, value, nullptr); }
    bool number() { return scalar(Literal::Form::decimal, 0, nullptr); }
    bool string(const std::string& decoded) { return scalar(Literal::Form::word, 0, &decoded); }
    bool key(const std::string& decoded);
    bool start_object();
    bool end_object();
    bool start_array();
    bool end_array();

    /// What the last event was, for telling what is wrong with the text behind it.
    enum class After : uint8_t { nothing, opening, key, value };
    After after() const { return after_; }

    /// Where the last event's token ends.
    uint32_t position() const { return at_; }

    /// The last event's token if it was a number, true, false or null, else an empty span.
    Span last_scalar() const { return last_scalar_; }

    size_t depth() const { return frames_.size(); }

    /// Where the innermost bracket that is still open stands, or the text's beginning.
    uint32_t innermost() const { return frames_.empty() ? 0 : frames_.back().span.begin; }

  private:
    enum class Part : uint8_t { document, layers, layer, expected, expect, limit, list, outputs, allow, skipped };

    struct Frame {
        Part part;
        Span span;
        size_t first_key;       // in keys_
        size_t first_item;      // in open_items_, for a list
        Text key;               // the last one
        bool repeated = false;  // that key stands there a second time, so that its value is passed over
    };

    bool scalar(Literal::Form form, int64_t number, const std::string* decoded);
    void value(const Literal& literal);
    bool open(bool object);
    bool close();
    Part part_of_child(bool object);
    void document_value(const Literal& literal);
    void layer_value(const Literal& literal);
    void amount(std::vector<Argument>& into, const Literal& literal);
    void name_item(std::vector<Literal>& into, const Literal& literal);
    void take_input(const Literal& literal);
    void finish_layer();
    Text string_or_fail(const Literal& literal);
    uint32_t next_token() const;
    Span take_token();
    Text text_of(Span span, const std::string& decoded);
    std::string_view key_text() const { return spec_.text(frames_.back().key); }
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::bad_value);

    Spec& spec_;
    Diagnostics& diagnostics_;
    uint32_t at_ = 0;
    After after_ = After::nothing;
    Span last_scalar_;
    std::vector<Frame> frames_;
    std::vector<std::string_view> keys_;  // of the objects that are open, one behind the other
    std::vector<Literal> open_items_;     // of the lists that are open, likewise
    Statement layer_;
};

}  // namespace nnshape
