#pragma once

#include <string_view>
#include <vector>

#include "spec/json/document.h"
#include "spec/json/part.h"
#include "spec/spec.h"

// Makes a Spec of the events of a JSON parser: keeps the objects and arrays that are open, and makes literals of
// tokens. Any parser works that reports its values in order, each with the place of its token.
namespace nnshape {

class JsonBuilder {
  public:
    /// `file` is what the whole text is.
    JsonBuilder(Spec& spec, Diagnostics& diagnostics, JsonPart file = JsonPart::file)
        : spec_(spec), document_(spec, diagnostics), file_(file) {}

    /// The events, each with its token's place. That of a string or a key leaves the quotes out, and `decoded` is its
    /// text with the escapes resolved. False: the parser must stop, because nesting is too deep.
    bool null(Span token) { return scalar(token, Literal::Form::nothing, 0); }
    bool boolean(Span token, bool value) { return scalar(token, Literal::Form::boolean, value); }
    bool integer(Span token, int64_t value) { return scalar(token, Literal::Form::integer, value); }
    bool number(Span token);  ///< its value is read from the token

    /// A token whose beginning the parser took for a value. The parser fails at the rest.
    bool half_value(Span token);

    bool string(Span token, std::string_view decoded);
    bool key(Span token, std::string_view decoded);
    bool start_object(Span token) { return open(token, true); }
    bool end_object(Span token) { return close(token); }
    bool start_array(Span token) { return open(token, false); }
    bool end_array(Span token) { return close(token); }

    /// Must follow the last event: ends the statements of a text that breaks off, as broken.
    void abandon() { document_.abandon(); }

    /// The kind of the last event, which says what may follow it.
    enum class After : uint8_t { nothing, opening, key, value };
    After after() const { return after_; }

    /// Where the last event's token ends.
    uint32_t position() const { return position_; }

    /// The last event's token if it was a number, true, false or null, else an empty span.
    Span last_scalar() const { return last_scalar_; }

    size_t depth() const { return frames_.size(); }

    /// The offset of the innermost bracket that is still open.
    uint32_t innermost() const { return frames_.back().span.begin; }

  private:
    using Part = JsonPart;

    struct Frame {
        Part part;
        Span span;
        size_t first_key;       // in keys_
        size_t first_item;      // in open_items_, for a list
        Text key;               // the last one
        bool repeated = false;  // the object has that key already, or one that excludes it: its value is passed over
    };

    bool scalar(Span token, Literal::Form form, int64_t number);
    void value(const Literal& literal);
    Literal pair(Span token, std::string_view decoded, size_t colon);
    bool open(Span token, bool object);
    bool close(Span token);
    void end_list(const Frame& frame);
    Text text_of(Span token, std::string_view decoded);
    Part around() const { return frames_.empty() ? file_ : frames_.back().part; }
    JsonDocument::Place place() const { return {around(), frames_.empty() ? Text{} : frames_.back().key}; }
    bool is_passed_over() const { return !frames_.empty() && frames_.back().repeated; }

    Spec& spec_;
    JsonDocument document_;
    Part file_;
    uint32_t position_ = 0;
    After after_ = After::nothing;
    Span last_scalar_;
    std::vector<Frame> frames_;
    std::vector<std::string_view> keys_;  // of the objects that are open, the outermost first
    std::vector<Literal> open_items_;     // of the lists that are open, the outermost first
};

}  // namespace nnshape
