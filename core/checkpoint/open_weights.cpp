// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "checkpoint/mapped_file.h"
#include "checkpoint/safetensors_header.h"
#include "checkpoint/torch_zip.h"
#include "checkpoint/weight_scope.h"

namespace bozzetto {
namespace {

constexpr std::string_view kZipBegin = "PK\3\4";

TensorMap mapSafetensors(const std::shared_ptr<MappedFile>& file) {
    const std::string_view bytes = file->bytes();
    const SafetensorsHeader header =
        parseSafetensorsHeader(bytes, file->path(), Error::Kind::BadWeights);
    const uint64_t start = bytes.size() - header.data.size();
    TensorMap tensors;
    for (const SafetensorsEntry& entry : header.entries) {
        tensors.emplace(entry.name,
                        tensorOfBytes(file, start + entry.begin, start + entry.end, entry.dtype)
                            .view(entry.shape));
    }
    return tensors;
}

}  // namespace

TensorMap openWeights(const std::filesystem::path& path) {
    const auto file = std::make_shared<MappedFile>(path);
    return file->bytes().starts_with(kZipBegin) ? readTorchZip(file) : mapSafetensors(file);
}

}  // namespace bozzetto
