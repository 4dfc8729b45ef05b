#include "spec/json/quick_reader.h"

#ifdef NNSHAPE_BOOST_JSON

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>  // the library itself, in this file alone
#include <cmath>
#include <limits>

#include "spec/json/builder.h"

namespace nnshape {
namespace {

using Error = boost::system::error_code;
using View = boost::json::string_view;

// Passes Boost's events on. A view that it reports is a part of the text, unless Boost had to assemble it.
class PushEvents {
  public:
    static constexpr auto unlimited = std::numeric_limits<size_t>::max();
    static constexpr size_t max_object_size = unlimited, max_array_size = unlimited;
    static constexpr size_t max_key_size = unlimited, max_string_size = unlimited;

    PushEvents(std::string_view text, JsonBuilder& builder) : text_(text), builder_(builder) {}

    bool on_document_begin(Error&) { return true; }
    bool on_document_end(Error&) { return true; }
    bool on_object_begin(Error& error) { return goes_on(builder_.start_object(bracket()), error); }
    bool on_object_end(size_t, Error& error) { return goes_on(builder_.end_object(bracket()), error); }
    bool on_array_begin(Error& error) { return goes_on(builder_.start_array(bracket()), error); }
    bool on_array_end(size_t, Error& error) { return goes_on(builder_.end_array(bracket()), error); }
    bool on_key(View key, size_t, Error& error) {
        return goes_on(is_plain(key) && builder_.key(place_of_string(key), key), error);
    }
    bool on_string(View string, size_t, Error& error) {
        return goes_on(is_plain(string) && builder_.string(place_of_string(string), string), error);
    }
    bool on_int64(int64_t value, View number, Error& error) {
        return goes_on(is_of_text(number) && builder_.integer(place_of(number), value), error);
    }
    bool on_uint64(uint64_t, View number, Error& error) { return on_number(number, error); }
    bool on_double(double value, View number, Error& error) {
        constexpr double surely_finite = 1e300;
        return std::abs(value) < surely_finite ? on_number(number, error) : goes_on(false, error);
    }
    bool on_bool(bool value, Error& error) { return goes_on(builder_.boolean(word(value ? 4 : 5), value), error); }
    bool on_null(Error& error) { return goes_on(builder_.null(word(4)), error); }

    // Boost reports a string with escapes in parts.
    bool on_key_part(View, size_t, Error& error) { return goes_on(false, error); }
    bool on_string_part(View, size_t, Error& error) { return goes_on(false, error); }
    bool on_number_part(View, Error& error) { return goes_on(false, error); }
    bool on_comment_part(View, Error&) { return true; }
    bool on_comment(View, Error&) { return true; }

  private:
    static bool goes_on(bool well, Error& error) {
        if (!well) error = boost::json::error::syntax;
        return well;
    }

    bool on_number(View number, Error& error) {
        return goes_on(is_of_text(number) && builder_.number(place_of(number)), error);
    }

    // A string without escapes. `class_name` may mean a model of Keras, which `recognise` must look at.
    bool is_plain(View string) const { return is_of_text(string) && string != "class_name"; }

    bool is_of_text(View view) const {
        return view.data() >= text_.data() && view.data() + view.size() <= text_.data() + text_.size();
    }

    Span place_of(View view) {
        auto begin = static_cast<uint32_t>(view.data() - text_.data());
        at_ = static_cast<uint32_t>(begin + view.size());
        return {begin, at_};
    }

    Span place_of_string(View view) {
        Span place = place_of(view);
        ++at_;
        return place;
    }

    // A token whose place Boost does not report: it follows the last one after blanks, commas and colons.
    Span word(uint32_t length) {
        while (is_between(text_[at_])) ++at_;
        at_ += length;
        return {at_ - length, at_};
    }

    Span bracket() { return word(1); }

    static bool is_between(char letter) {
        return letter == ' ' || letter == ',' || letter == ':' || letter == '\t' || letter == '\r' || letter == '\n';
    }

    std::string_view text_;
    JsonBuilder& builder_;
    uint32_t at_ = 0;  // where the last token ends
};

}  // namespace

bool read_json_quickly(Spec& spec, Diagnostics& diagnostics, JsonPart file) {
    spec.form = SpecForm::json;
    std::string_view text = spec.source.text;
    JsonBuilder builder(spec, diagnostics, file);
    boost::json::parse_options options;
    options.max_depth = std::numeric_limits<size_t>::max();  // the builder has its own limit
    boost::json::basic_parser<PushEvents> parser(options, text, builder);
    Error error;
    size_t read = parser.write_some(false, text.data(), text.size(), error);
    return !error && read == text.size();
}

}  // namespace nnshape

#else

namespace nnshape {

bool read_json_quickly(Spec&, Diagnostics&, JsonPart) { return false; }

}  // namespace nnshape

#endif
