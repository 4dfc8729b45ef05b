#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/json/open_statements.h"
#include "spec/json/part.h"
#include "spec/spec.h"

// Makes a Spec of the events of a JSON parser, each with the place of its token. So any parser will do that reports
// values in order.
namespace nnshape {

class JsonBuilder {
  public:
    JsonBuilder(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics), statements_(spec) {}

    /// The events, each with its token's place, a string's and a key's without the quotes and with the text that its
    /// escapes come to; false where nothing more should come, which is when nesting goes too deep.
    bool null(Span token) { return scalar(token, Literal::Form::nothing, 0); }
    bool boolean(Span token, bool value) { return scalar(token, Literal::Form::boolean, value); }
    bool number(Span token);

    /// A token of which the parser has taken the beginning for a value; it fails at the rest.
    bool half_value(Span token);

    bool string(Span token, std::string_view decoded);
    bool key(Span token, std::string_view decoded);
    bool start_object(Span token) { return open(token, true); }
    bool end_object(Span token) { return close(token); }
    bool start_array(Span token) { return open(token, false); }
    bool end_array(Span token) { return close(token); }

    /// To be called behind the last event: what a text that breaks off leaves open is ended as broken.
    void abandon() { statements_.abandon(); }

    /// What the last event was, for telling what is wrong with the text behind it.
    enum class After : uint8_t { nothing, opening, key, value };
    After after() const { return after_; }

    /// Where the last event's token ends.
    uint32_t position() const { return position_; }

    /// The last event's token if it was a number, true, false or null, else an empty span.
    Span last_scalar() const { return last_scalar_; }

    size_t depth() const { return frames_.size(); }

    /// Where the innermost bracket that is still open stands.
    uint32_t innermost() const { return frames_.back().span.begin; }

  private:
    using Part = JsonPart;

    struct Frame {
        Part part;
        Span span;
        size_t first_key;   // in keys_
        size_t first_item;  // in open_items_, for a list
        Text key;           // the last one
        bool repeated =
            false;  // that key, or one that excludes it, stood there before, so that its value is passed over
    };

    bool scalar(Span token, Literal::Form form, int64_t number);
    void value(const Literal& literal);
    bool open(Span token, bool object);
    bool close(Span token);
    Text text_of(Span token, std::string_view decoded);
    bool takes_expression() const;
    void begin_part(Part part, Span span);
    void end_part(const Frame& frame);
    void document_value(const Literal& literal);
    void layer_value(const Literal& literal);
    void definition_value(const Literal& literal);
    void let_value(const Literal& literal);
    void parameter_value(const Literal& literal);
    void amount(std::vector<Argument>& into, const Literal& literal);
    void name_item(std::vector<Literal>& into, const Literal& literal);
    void take_input(const Literal& literal);
    void finish_layer(uint32_t end);
    void finish_turns(Statement& repeat);
    void refuse_key(std::string_view whose, const std::vector<std::string_view>& keys);
    Text string_or_fail(const Literal& literal);
    Text word_or_fail(const Literal& literal);
    bool refuse_object(const Literal& literal, std::string_view help);
    bool key_is_name(std::string_view whose);  // one that expressions can hold, or it fails
    Part around() const { return frames_.empty() ? Part::file : frames_.back().part; }
    bool is_passed_over() const { return !frames_.empty() && frames_.back().repeated; }
    std::string_view key_text() const { return spec_.text(frames_.back().key); }
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::bad_value);

    Spec& spec_;
    Diagnostics& diagnostics_;
    OpenStatements statements_;
    uint32_t position_ = 0;
    After after_ = After::nothing;
    Span last_scalar_;
    std::vector<Frame> frames_;
    std::vector<std::string_view> keys_;  // of the objects that are open, one behind the other
    std::vector<Literal> open_items_;     // of the lists that are open, likewise
};

}  // namespace nnshape
