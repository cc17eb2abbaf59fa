// SPDX-License-Identifier: Apache-2.0
#include "tests/device/torch_zip_writer.h"

#include <caffe2/serialize/inline_container.h>
#include <string>

namespace bozzetto::device_test {
namespace {

// Pieces of a pickle, protocol 2.
std::string little(uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text.push_back(static_cast<char>(value >> 8 * i & 0xff));
    }
    return text;
}
std::string text(const std::string& s) {
    return "X" + little(s.size(), 4) + s;
}
std::string number(int64_t n) {
    return "\x8a\x08" + little(static_cast<uint64_t>(n), 8);
}
std::string tuple(at::IntArrayRef numbers) {
    std::string items = "(";
    for (const int64_t n : numbers) {
        items += number(n);
    }
    return items + "t";
}

/// A whole storage, which is the entry "data/<key>".
std::string tensorPickle(const at::Tensor& tensor, const std::string& key) {
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" +
           text(key) + text("cpu") + number(tensor.numel()) + "tQ" + number(0) +
           tuple(tensor.sizes()) + tuple(tensor.strides()) + "\x89" +
           "ccollections\nOrderedDict\n)RtR";
}

}  // namespace

void writeTorchZip(const std::filesystem::path& path, const TensorMap& tensors) {
    caffe2::serialize::PyTorchStreamWriter writer(path.string());
    std::string items;
    size_t count = 0;
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor values = tensor.to(at::kFloat).cpu().contiguous();
        const std::string key = std::to_string(count++);
        items += text(name) + tensorPickle(values, key);
        writer.writeRecord("data/" + key, values.data_ptr(), values.nbytes());
    }
    const std::string pickle =
        "\x80\x02" + std::string("ccollections\nOrderedDict\n)R(") + items + "u.";
    writer.writeRecord("data.pkl", pickle.data(), pickle.size());
    writer.writeEndOfFile();
}

}  // namespace bozzetto::device_test
