#include "spec/json_reader.h"

#include <nlohmann/json.hpp>

#include "spec/json_builder.h"
#include "spec/json_fault.h"

namespace nnshape {
namespace {

// nlohmann's events, handed on. What its errors say is not used: json_fault looks for itself.
class Events {
  public:
    Events(JsonBuilder& builder) : builder_(builder) {}

    bool null() { return builder_.null(); }
    bool boolean(bool value) { return builder_.boolean(value); }
    bool number_integer(int64_t) { return builder_.number(); }
    bool number_unsigned(uint64_t) { return builder_.number(); }
    bool number_float(double, const std::string&) { return builder_.number(); }
    bool string(std::string& value) { return builder_.string(value); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool start_object(size_t) { return builder_.start_object(); }
    bool key(std::string& value) { return builder_.key(value); }
    bool end_object() { return builder_.end_object(); }
    bool start_array(size_t) { return builder_.start_array(); }
    bool end_array() { return builder_.end_array(); }
    bool parse_error(size_t, const std::string&, const nlohmann::json::exception&) {
        failed_ = true;
        return false;
    }

    bool failed() const { return failed_; }

  private:
    JsonBuilder& builder_;
    bool failed_ = false;
};

}  // namespace

void read_json(Spec& spec, Diagnostics& diagnostics) {
    spec.form = SpecForm::json;
    JsonBuilder builder(spec, diagnostics);
    Events events(builder);
    std::string_view text = spec.source.text;
    nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &events);
    builder.abandon();
    if (events.failed()) diagnostics.push_back(json_fault(spec.source, builder));
}

}  // namespace nnshape
