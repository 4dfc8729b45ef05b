#include <cstdint>
#include <fstream>

#include "import/import.h"
#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

// Checkpoints: tensors and their bytes, from headers alone.
using namespace nnshape;
using namespace nnshape::test;
using namespace std::string_literals;

namespace {

std::string little(uint64_t number, size_t size) {
    std::string bytes;
    for (size_t index = 0; index < size; ++index) bytes += static_cast<char>(number >> (8 * index));
    return bytes;
}

std::string safetensors(const std::string& header) { return little(header.size(), 8) + header; }

std::string text(const std::string& word) { return little(word.size(), 8) + word; }

struct GgufTensor {
    std::string name;
    std::vector<uint64_t> sizes;  // the innermost axis first
    uint32_t type;
};

std::string gguf(const std::vector<GgufTensor>& tensors) {
    std::string bytes = "GGUF" + little(3, 4) + little(tensors.size(), 8) + little(2, 8);
    bytes += text("general.architecture") + little(8, 4) + text("llama");
    bytes += text("tokens") + little(9, 4) + little(8, 4) + little(2, 8) + text("a") + text("b");
    for (const GgufTensor& tensor : tensors) {
        bytes += text(tensor.name) + little(tensor.sizes.size(), 4);
        for (uint64_t size : tensor.sizes) bytes += little(size, 8);
        bytes += little(tensor.type, 4) + little(0, 8);
    }
    return bytes;
}

// A ZIP archive of one stored entry, whose checksum is that of the bytes.
std::string archive(const std::string& name, const std::string& content) {
    uint32_t sum = 0xffffffff;
    for (char letter : content) {
        sum ^= static_cast<unsigned char>(letter);
        for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (0xedb88320 & (0 - (sum & 1)));
    }
    std::string sizes = little(~sum, 4) + little(content.size(), 4) + little(content.size(), 4);
    std::string entry = little(20, 2) + little(0, 8) + sizes + little(name.size(), 2) + little(0, 2);
    std::string local = "PK\3\4" + entry + name + content;
    std::string directory = "PK\1\2" + little(20, 2) + entry + little(0, 14) + name;
    return local + directory + "PK\5\6" + little(0, 4) + little(1, 2) + little(1, 2) + little(directory.size(), 4) +
           little(local.size(), 4) + little(0, 2);
}

// Opcodes of pickle, protocol 2.
std::string word(const std::string& value) { return "X" + little(value.size(), 4) + value; }
std::string number(uint32_t value) { return "J" + little(value, 4); }
std::string global(const std::string& module, const std::string& name) { return "c" + module + "\n" + name + "\n"; }

std::string tensor(const std::string& storage, const std::string& key, std::initializer_list<uint32_t> sizes) {
    std::string shape = "(";
    for (uint32_t size : sizes) shape += number(size);
    shape += "t";
    std::string persistent =
        "(" + word("storage") + global("torch", storage) + word(key) + word("cpu") + number(1) + "tQ";
    return global("torch._utils", "_rebuild_tensor_v2") + "(" + persistent + number(0) + shape + shape + "\x89" +
           global("collections", "OrderedDict") + ")RtR";
}

std::string state_dict(const std::string& entries) {
    return archive("net/data.pkl", "\x80\2" + global("collections", "OrderedDict") + ")R(" + entries + "u.");
}

}  // namespace

TEST_CASE("a safetensors file is a list of its tensors") {
    CHECK(
        listing_of("safetensors",
                   safetensors(R"({"__metadata__": {"format": "pt"},)"
                               R"( "fc.weight": {"dtype": "F16", "shape": [3, 4], "data_offsets": [0, 24]},)"
                               R"( "fc.bias": {"dtype": "F16", "shape": [3], "data_offsets": [24, 30]},)"
                               R"( "norm": {"dtype": "F32", "shape": [], "data_offsets": [30, 34]},)"
                               R"( "bn.num_batches_tracked": {"dtype": "I64", "shape": [], "data_offsets": [34, 42]},)"
                               R"( "empty": {"dtype": "F16", "shape": [0, 3], "data_offsets": [42, 42]}})")) ==
        "dtype float16\n"
        "fc.weight: custom 3x4 weights=12\n"
        "fc.bias: custom 3 biases=3\n"
        "norm: custom 1 weights=1 bytes=4\n"
        "bn.num_batches_tracked: custom 1 buffers=1 bytes=8\n");
    CHECK(listing_of("safetensors", R"({"metadata": {}, "weight_map": {"w": "model-00001-of-00002.safetensors"}})") ==
          "fault: this is the index of a checkpoint, and `model-00001-of-00002.safetensors`, which it names, is not "
          "beside "
          "it\n");
    const std::pair<std::string, std::string> wrong[] = {
        {safetensors("{}").substr(0, 9), "the safetensors file ends inside its header\n"},
        {safetensors("[1]"), "the header of the safetensors file is not a JSON object\n"},
        {safetensors(R"({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}})"),
         "the bytes of the tensor `w` do not fit its shape\n"},
        {safetensors(R"({"w": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 4]}})"),
         "the bytes of the tensor `w` do not fit its shape\n"},
        {safetensors(R"({"w": {"dtype": "F32", "shape": [9223372036854775807, 9], "data_offsets": [0, 4]}})"),
         "the bytes of the tensor `w` do not fit its shape\n"},
        {safetensors(R"({"w": {"dtype": "X9", "shape": [2], "data_offsets": [0, 8]}})"),
         "the tensor `w` has the type `X9`, which safetensors does not have\n"},
        {safetensors(R"({"w": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]},)"
                     R"( "w": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]}})"),
         "the tensor `w` is there twice\n"}};
    for (const auto& [bytes, fault] : wrong) {
        INFO(bytes.substr(8));
        CHECK(listing_of("safetensors", bytes) == "fault: " + fault);
    }
}

TEST_CASE("the files beside the index of a checkpoint are read, and none elsewhere") {
    std::string shard = safetensors(R"({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})");
    ImportOptions options;
    options.beside = [&](const std::string& name) -> std::optional<std::string_view> {
        return name == "one" ? std::optional<std::string_view>(shard) : std::nullopt;
    };
    auto found = find_format("safetensors")->read(R"({"weight_map": {"w": "one", "v": "one"}})", options);
    REQUIRE(found);
    CHECK(found->listing == "w: custom 2 weights=2\n");
    WorkFolder folder;
    auto write = [&](const std::string& name, const std::string& bytes) {
        std::ofstream(folder.path() + "/" + name, std::ios::binary) << bytes;
    };
    write("part", shard);
    write("model.safetensors.index.json", R"({"weight_map": {"w": "part"}})");
    write("out.safetensors.index.json", R"({"weight_map": {"w": "../part"}})");
    CHECK(run_program({folder.path() + "/model.safetensors.index.json"}).out.find("custom 2 weights=2") !=
          std::string::npos);
    CHECK(run_program({folder.path() + "/out.safetensors.index.json"}).code == 2);
}

TEST_CASE("a GGUF file is a list of its tensors, with the bytes of their blocks") {
    std::string bytes =
        gguf({{"token_embd.weight", {256, 10}, 12}, {"norm.weight", {256}, 0}, {"out.weight", {256, 2}, 1}});
    CHECK(listing_of("gguf", bytes) ==
          "dtype float16\n"
          "token_embd.weight: custom 10x256 weights=2560 bytes=1440\n"
          "norm.weight: custom 256 weights=256 bytes=1024\n"
          "out.weight: custom 2x256 weights=512\n");
    CHECK(listing_of("gguf", gguf({{"w", {255}, 12}})) ==
          "fault: the GGUF file cannot be read: the rows of `w` are 255 numbers, and Q4_K has blocks of 256\n");
    CHECK(listing_of("gguf", gguf({{"w", {1}, 99}})) ==
          "fault: the GGUF file cannot be read: the tensor `w` has the type 99, which nnshape does not know\n");
    CHECK(listing_of("gguf", gguf({{"w", {uint64_t{1} << 62, 4}, 0}})) ==
          "fault: the GGUF file cannot be read: the bytes of `w` overflow\n");
    read_prefixes("gguf", bytes);
}

TEST_CASE("a state_dict of PyTorch is a list of its tensors, and a tensor under two names counts once") {
    std::string entries = word("a.weight") + tensor("FloatStorage", "0", {2, 3}) + word("a.bias") +
                          tensor("HalfStorage", "1", {2}) + word("tied") + tensor("FloatStorage", "0", {2, 3});
    CHECK(listing_of("pytorch", state_dict(entries)) ==
          "a.weight: custom 2x3 weights=6\n"
          "a.bias: custom 2 biases=2 bytes=4\n");
    read_prefixes("pytorch", state_dict(entries));
}

TEST_CASE("a pickle is never executed") {
    std::string call = global("posix", "system") + word("touch /tmp/nnshape-was-here") + "\x85R";
    CHECK(listing_of("pytorch", state_dict(word("x") + call)) ==
          "fault: the PyTorch checkpoint cannot be read: its `x` is made by `posix.system`, which is not a tensor of a "
          "state_dict; save `model.state_dict()` instead of the model\n");
    CHECK(listing_of("pytorch", archive("net/data.pkl", "\x80\2o.")) ==
          "fault: the PyTorch checkpoint cannot be read: its pickle has the opcode 0x6f, which a checkpoint does not "
          "need\n");
    CHECK(listing_of("pytorch", archive("net/data.pkl", "\x80\2R.")) ==
          "fault: the PyTorch checkpoint cannot be read: its pickle takes what is not there\n");
    CHECK(listing_of("pytorch", archive("net/data.pkl", "}q\1h\1h\1s."s)) ==
          "fault: the PyTorch checkpoint cannot be read: dictionaries in it are nested too deeply\n");
}

TEST_CASE("the layers of a checkpoint fold by their paths, and have no MACs") {
    auto ran = run_program({"tests/import/files/lenet-5.safetensors", "--depth", "1"});
    CHECK(ran.code == 0);
    CHECK(ran.out.find("classifier             10       58,920     214  59,134\n") != std::string::npos);
    CHECK(ran.out.find("MACs") == std::string::npos);
}
