#include "spec/json/part.h"

namespace nnshape {
namespace {

using enum JsonPart;

JsonPart part_in_document(std::string_view key, bool object) {
    if (object) {
        return key == "expect"   ? expect
               : key == "limit"  ? limit
               : key == "let"    ? let
               : key == "define" ? define
                                 : skipped;
    }
    return key == "layers"    ? layers
           : key == "outputs" ? outputs
           : key == "allow"   ? allow
           : key == "input"   ? list
                              : skipped;
}

JsonPart part_in_changes(std::string_view key, bool object) {
    if (object) return key == "set" ? let : key == "input" ? inputs : skipped;
    return key == "input" ? list : skipped;
}

JsonPart part_in_layer(std::string_view key, bool object) {
    if (object) return key == "expect" ? expected : key == "values" ? values : skipped;
    if (key == "layers") return layers;
    if (key == "paths") return paths;
    return key == "type" || key == "name" ? skipped : list;
}

}  // namespace

JsonPart part_of_child(JsonPart parent, std::string_view key, bool object) {
    switch (parent) {
        case file: return object ? document : skipped;
        case changes_file: return object ? changes : skipped;
        case changes: return part_in_changes(key, object);
        case document: return part_in_document(key, object);
        case layer: return part_in_layer(key, object);
        case layers:
        case path: return object ? layer : skipped;
        case paths: return object ? skipped : path;
        case define: return object ? definition : skipped;
        case definition:
            if (object) return key == "parameters" ? parameters : skipped;
            return key == "layers" ? layers : skipped;
        case expected:
        case expect: return !object && key == "output" ? list : skipped;
        case inputs:
        case let:
        case values:
        case parameters:
        case list: return object ? skipped : list;
        default: return skipped;
    }
}

}  // namespace nnshape
