#include "import/onnx/model.h"

#include <algorithm>
#include <cstring>

// What protozero takes for granted, such as that a text is not a number, a file must prove.
#define protozero_assert(condition) \
    if (!(condition)) throw nnshape::onnx::Malformed("a field has not the type that ONNX gives it")
#include <protozero/pbf_reader.hpp>

namespace nnshape::onnx {
namespace {

using protozero::pbf_reader;

constexpr int deepest = 32;  // graphs in graphs

std::string_view view_of(protozero::data_view view) { return {view.data(), view.size()}; }

// A repeated number, packed or not.
template <class Range, class Value>
void read_packed(Range range, std::vector<Value>& values) {
    for (auto value : range) values.push_back(static_cast<Value>(value));
}

void read_integers(pbf_reader& reader, std::vector<int64_t>& values) {
    if (reader.wire_type() == protozero::pbf_wire_type::length_delimited) {
        read_packed(reader.get_packed_int64(), values);
    } else {
        values.push_back(reader.get_int64());
    }
}

template <class Stored>
Number stored_at(std::string_view bytes, size_t index) {
    Stored value{};
    std::memcpy(&value, bytes.data() + index * sizeof(Stored), sizeof(Stored));
    return static_cast<Number>(value);
}

using Decoder = Number (*)(std::string_view bytes, size_t index);

// How a number of a type is stored in `raw_data`, which is little-endian.
struct Storage {
    Type type;
    size_t bytes;
    Decoder decode;
};

constexpr Storage storages[] = {
    {Type::float32, 4, stored_at<float>},   {Type::float64, 8, stored_at<double>},
    {Type::int64, 8, stored_at<int64_t>},   {Type::int32, 4, stored_at<int32_t>},
    {Type::int16, 2, stored_at<int16_t>},   {Type::int8, 1, stored_at<int8_t>},
    {Type::uint64, 8, stored_at<uint64_t>}, {Type::uint32, 4, stored_at<uint32_t>},
    {Type::uint16, 2, stored_at<uint16_t>}, {Type::uint8, 1, stored_at<uint8_t>},
    {Type::boolean, 1, stored_at<uint8_t>},
};

// The elements of a tensor, or -1 if they are too many to be read.
int64_t few_elements(const std::vector<int64_t>& dims) {
    int64_t count = 1;
    for (int64_t size : dims) {
        if (size < 0 || size > most_numbers) return -1;
        count *= size;
        if (count > most_numbers) return -1;
    }
    return count;
}

void read_raw(std::string_view raw, int64_t count, TensorProto& tensor) {
    auto storage = std::find_if(std::begin(storages), std::end(storages),
                                [&](const Storage& one) { return one.type == tensor.type; });
    if (storage == std::end(storages) || raw.size() != static_cast<size_t>(count) * storage->bytes) return;
    for (size_t index = 0; index < static_cast<size_t>(count); ++index) {
        tensor.numbers.push_back(storage->decode(raw, index));
    }
}

TensorProto read_tensor(pbf_reader reader) {
    enum { dims = 1, type = 2, floats = 4, int32s = 5, int64s = 7, name = 8, raw = 9, doubles = 10, uint64s = 11 };
    TensorProto tensor;
    std::string_view bytes;
    pbf_reader data[5];
    const int tags[5] = {floats, int32s, int64s, doubles, uint64s};
    bool has_data[5] = {};
    while (reader.next()) {
        auto tag = static_cast<int>(reader.tag());
        auto list = std::find(std::begin(tags), std::end(tags), tag) - std::begin(tags);
        bool packed = reader.wire_type() == protozero::pbf_wire_type::length_delimited;
        if (tag == dims) {
            read_integers(reader, tensor.dims);
        } else if (tag == type) {
            tensor.type = static_cast<Type>(reader.get_int32());
        } else if (tag == name) {
            tensor.name = view_of(reader.get_view());
        } else if (tag == raw) {
            bytes = view_of(reader.get_view());
        } else if (list < 5 && packed) {
            data[list] = pbf_reader(reader.get_view());
            has_data[list] = true;
        } else {
            reader.skip();
        }
    }
    int64_t count = few_elements(tensor.dims);
    if (count < 0) return tensor;
    read_raw(bytes, count, tensor);
    for (int list = 0; list < 5 && tensor.numbers.empty(); ++list) {
        if (!has_data[list]) continue;
        const char* begin = data[list].data().data();
        const char* end = begin + data[list].data().size();
        if (tags[list] == floats || tags[list] == doubles) {
            size_t bytes_each = tags[list] == floats ? 4 : 8;
            std::string_view all(begin, static_cast<size_t>(end - begin));
            if (all.size() / bytes_each > static_cast<size_t>(most_numbers)) continue;
            for (size_t index = 0; index < all.size() / bytes_each; ++index) {
                tensor.numbers.push_back(tags[list] == floats ? stored_at<float>(all, index)
                                                              : stored_at<double>(all, index));
            }
            continue;
        }
        while (begin != end && tensor.numbers.size() <= static_cast<size_t>(most_numbers)) {
            uint64_t value = protozero::decode_varint(&begin, end);
            bool is_unsigned = tags[list] == uint64s;
            tensor.numbers.push_back(is_unsigned ? static_cast<Number>(value)
                                                 : static_cast<Number>(static_cast<int64_t>(value)));
        }
    }
    tensor.has_numbers = static_cast<int64_t>(tensor.numbers.size()) == count;
    if (!tensor.has_numbers) tensor.numbers.clear();
    return tensor;
}

Dimension read_dimension(pbf_reader reader) {
    Dimension dimension;
    while (reader.next()) {
        if (reader.tag() == 1) {
            dimension.size = std::max<int64_t>(reader.get_int64(), 0);
        } else if (reader.tag() == 2) {
            dimension.symbol = view_of(reader.get_view());
        } else {
            reader.skip();
        }
    }
    return dimension;
}

void read_tensor_type(pbf_reader reader, ValueInfo& value) {
    while (reader.next()) {
        if (reader.tag() == 1) {
            value.type = static_cast<Type>(reader.get_int32());
        } else if (reader.tag() == 2) {
            value.has_shape = true;
            pbf_reader shape = reader.get_message();
            while (shape.next(1)) value.dims.push_back(read_dimension(shape.get_message()));
        } else {
            reader.skip();
        }
    }
}

ValueInfo read_value(pbf_reader reader) {
    ValueInfo value;
    while (reader.next()) {
        if (reader.tag() == 1) {
            value.name = view_of(reader.get_view());
        } else if (reader.tag() == 2) {
            pbf_reader type = reader.get_message();
            while (type.next()) {
                if (type.tag() == 1) {
                    read_tensor_type(type.get_message(), value);
                } else {
                    type.skip();
                }
            }
        } else {
            reader.skip();
        }
    }
    return value;
}

Graph read_graph(pbf_reader reader, int depth);

Attribute read_attribute(pbf_reader reader, int depth) {
    enum { name = 1, f = 2, i = 3, s = 4, t = 5, g = 6, floats = 7, ints = 8, sparse = 22, reference = 21 };
    Attribute attribute;
    while (reader.next()) {
        switch (reader.tag()) {
            case name: attribute.name = view_of(reader.get_view()); break;
            case f: attribute.f = reader.get_float(); break;
            case i: attribute.i = reader.get_int64(); break;
            case s: attribute.s = view_of(reader.get_view()); break;
            case t: attribute.tensors.push_back(read_tensor(reader.get_message())); break;
            case g: attribute.graphs.push_back(read_graph(reader.get_message(), depth + 1)); break;
            case floats:
                if (reader.wire_type() == protozero::pbf_wire_type::length_delimited) {
                    read_packed(reader.get_packed_float(), attribute.floats);
                } else {
                    attribute.floats.push_back(reader.get_float());
                }
                break;
            case ints: read_integers(reader, attribute.ints); break;
            case reference: attribute.reference = view_of(reader.get_view()); break;
            default: reader.skip();
        }
    }
    return attribute;
}

Node read_node(pbf_reader reader, int depth) {
    Node node;
    while (reader.next()) {
        switch (reader.tag()) {
            case 1: node.inputs.push_back(view_of(reader.get_view())); break;
            case 2: node.outputs.push_back(view_of(reader.get_view())); break;
            case 3: node.name = view_of(reader.get_view()); break;
            case 4: node.op = view_of(reader.get_view()); break;
            case 5: node.attributes.push_back(read_attribute(reader.get_message(), depth)); break;
            case 7: node.domain = view_of(reader.get_view()); break;
            default: reader.skip();
        }
    }
    return node;
}

void add_node(std::vector<Node>& nodes, Node node) {
    node.number = nodes.size();
    nodes.push_back(std::move(node));
}

// A sparse initializer is named by its values and has the dims of the whole.
TensorProto read_sparse(pbf_reader reader) {
    TensorProto tensor;
    std::vector<int64_t> dims;
    while (reader.next()) {
        if (reader.tag() == 1) {
            tensor = read_tensor(reader.get_message());
        } else if (reader.tag() == 3) {
            read_integers(reader, dims);
        } else {
            reader.skip();
        }
    }
    tensor.dims = dims;
    tensor.numbers.clear();
    tensor.has_numbers = false;
    return tensor;
}

Graph read_graph(pbf_reader reader, int depth) {
    if (depth > deepest) throw Malformed("graphs are nested too deeply");
    Graph graph;
    while (reader.next()) {
        switch (reader.tag()) {
            case 1: add_node(graph.nodes, read_node(reader.get_message(), depth)); break;
            case 5: graph.initializers.push_back(read_tensor(reader.get_message())); break;
            case 11: graph.inputs.push_back(read_value(reader.get_message())); break;
            case 12: graph.outputs.push_back(read_value(reader.get_message())); break;
            case 13: graph.values.push_back(read_value(reader.get_message())); break;
            case 15: graph.initializers.push_back(read_sparse(reader.get_message())); break;
            default: reader.skip();
        }
    }
    return graph;
}

Function read_function(pbf_reader reader) {
    Function function;
    while (reader.next()) {
        switch (reader.tag()) {
            case 1: function.name = view_of(reader.get_view()); break;
            case 4: function.inputs.push_back(view_of(reader.get_view())); break;
            case 5: function.outputs.push_back(view_of(reader.get_view())); break;
            case 7: add_node(function.nodes, read_node(reader.get_message(), 1)); break;
            case 10: function.domain = view_of(reader.get_view()); break;
            case 11: function.defaults.push_back(read_attribute(reader.get_message(), 1)); break;
            default: reader.skip();
        }
    }
    return function;
}

void read_opset(pbf_reader reader, Model& model) {
    std::string_view domain;
    int64_t version = 0;
    while (reader.next()) {
        if (reader.tag() == 1) {
            domain = view_of(reader.get_view());
        } else if (reader.tag() == 2) {
            version = reader.get_int64();
        } else {
            reader.skip();
        }
    }
    if (domain.empty() || domain == "ai.onnx") model.opset = version;
}

Model read_fields(pbf_reader reader) {
    Model model;
    while (reader.next()) {
        switch (reader.tag()) {
            case 1: model.ir_version = reader.get_int64(); break;
            case 2: model.producer = view_of(reader.get_view()); break;
            case 3: model.producer_version = view_of(reader.get_view()); break;
            case 7:
                model.graph = read_graph(reader.get_message(), 0);
                model.has_graph = true;
                break;
            case 8: read_opset(reader.get_message(), model); break;
            case 25: model.functions.push_back(read_function(reader.get_message())); break;
            default: reader.skip();
        }
    }
    return model;
}

}  // namespace

bool is_real(Type type) {
    constexpr Type real[] = {Type::float32,  Type::float16,     Type::float64,
                             Type::bfloat16, Type::float8_e4m3, Type::float8_e5m2};
    return std::find(std::begin(real), std::end(real), type) != std::end(real);
}

const Attribute* Node::find(std::string_view attribute) const {
    auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& one) { return one.name == attribute; });
    return found == attributes.end() ? nullptr : &*found;
}

int64_t Node::integer(std::string_view attribute, int64_t otherwise) const {
    const Attribute* found = find(attribute);
    return found ? found->i : otherwise;
}

std::string_view Node::text(std::string_view attribute, std::string_view otherwise) const {
    const Attribute* found = find(attribute);
    return found ? found->s : otherwise;
}

std::vector<int64_t> Node::integers(std::string_view attribute) const {
    const Attribute* found = find(attribute);
    return found ? found->ints : std::vector<int64_t>();
}

Model read_model(std::string_view bytes) {
    try {
        return read_fields(pbf_reader(bytes.data(), bytes.size()));
    } catch (const protozero::end_of_buffer_exception&) {
        throw Malformed("the file ends in the middle; it is not complete");
    } catch (const protozero::exception& fault) {
        throw Malformed("the bytes are not those of a protocol buffer");
    }
}

bool is_model(std::string_view bytes) {
    constexpr protozero::pbf_tag_type known[] = {1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26};
    bool has_version = false;
    try {
        pbf_reader reader(bytes.data(), bytes.size());
        while (reader.next()) {
            if (std::find(std::begin(known), std::end(known), reader.tag()) == std::end(known)) return false;
            bool is_number = reader.wire_type() == protozero::pbf_wire_type::varint;
            bool should_be = reader.tag() == 1 || reader.tag() == 5;
            if (reader.tag() == 7 && !is_number && has_version) return true;
            if (is_number != should_be) return false;
            has_version = has_version || reader.tag() == 1;
            reader.skip();
        }
    } catch (const protozero::exception&) {
        return has_version;
    } catch (const Malformed&) {
        return has_version;
    }
    return has_version;
}

}  // namespace nnshape::onnx
