// SPDX-License-Identifier: Apache-2.0
#include "checkpoint/safetensors.h"

#include "base/error.h"
#include "base/files.h"
#include "checkpoint/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <cstring>

namespace bozzetto {
namespace {

using Json = nlohmann::json;

at::Tensor copyTensor(const SafetensorsEntry& entry, std::string_view bytes) {
    at::Tensor tensor = at::empty(entry.shape, at::TensorOptions().dtype(entry.dtype));
    if (!bytes.empty()) {
        std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
    }
    if (entry.dtype == at::kBool) {  // any other value in a bool is undefined behaviour
        auto* values = static_cast<unsigned char*>(tensor.data_ptr());
        for (size_t i = 0; i < bytes.size(); ++i) {
            values[i] = values[i] != 0;
        }
    }
    return tensor;
}

}  // namespace

const at::Tensor& Safetensors::at(const std::string& name) const {
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        throw Error(Error::Kind::BadInput,
                    path + ": holds no tensor '" + name + "'",
                    "The file belongs to another version or another program.",
                    path);
    }
    return found->second;
}

Safetensors parseSafetensors(std::string_view bytes, const std::filesystem::path& path) {
    Safetensors result;
    result.path = displayPath(path);
    SafetensorsHeader header = parseSafetensorsHeader(bytes, result.path);
    result.metadata = std::move(header.metadata);
    for (const SafetensorsEntry& entry : header.entries) {
        result.tensors.emplace(
            entry.name,
            copyTensor(entry, header.data.substr(entry.begin, entry.end - entry.begin)));
    }
    return result;
}

Safetensors readSafetensors(const std::filesystem::path& path, uint64_t max_bytes) {
    return parseSafetensors(readFile(path, max_bytes), path);
}

void writeSafetensors(const std::filesystem::path& path,
                      const std::map<std::string, at::Tensor>& tensors,
                      const std::map<std::string, std::string>& metadata) {
    Json header = Json::object();
    if (!metadata.empty()) {
        header[kSafetensorsMetadata] = metadata;
    }
    std::string data;
    size_t empty_together = 0;
    for (const auto& [name, value] : tensors) {
        require(name != kSafetensorsMetadata,
                "writeSafetensors: a tensor may not be named __metadata__");
        const at::Tensor tensor = value.detach().to(at::kCPU).contiguous();
        empty_together = tensor.numel() == 0 ? empty_together + 1 : 0;
        require(empty_together <= kMaxEmptyTogether,
                "writeSafetensors: too many empty tensors in a row");
        const size_t begin = data.size();
        data.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
        header[name] = {{"dtype", safetensorsDtype(tensor.scalar_type())},
                        {"shape", tensor.sizes().vec()},
                        {"data_offsets", {begin, data.size()}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // the buffer starts on a multiple of 8
    std::string bytes;
    bytes.reserve(8 + text.size() + data.size());
    for (int i = 0; i < 8; ++i) {
        bytes.push_back(static_cast<char>(text.size() >> 8 * i & 0xff));
    }
    bytes += text;
    bytes += data;
    writeFileAtomically(path, bytes);
}

}  // namespace bozzetto
