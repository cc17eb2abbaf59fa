// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace bozzetto {

struct Safetensors {
    std::map<std::string, at::Tensor> tensors;  // CPU, contiguous, owning their memory
    std::map<std::string, std::string> metadata;

    /// The tensor of that name. Throws Error(BadInput) naming the file and the tensor if there is
    /// none.
    const at::Tensor& at(const std::string& name) const;
    bool has(const std::string& name) const { return tensors.count(name) > 0; }

    std::string path;  // for messages
};

/// Reads a safetensors file: F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL. Nothing in it is trusted:
/// header at most 100 MB and 50 000 tensors, no duplicate keys, dtype x shape equals the byte range
/// (checked multiplication), ranges cover the buffer without holes or overlap, at most 64 empty
/// tensors at one offset. Throws Error(BadInput) naming the file, the tensor and what is wrong; as
/// readFile if it cannot be read.
Safetensors readSafetensors(const std::filesystem::path& path,
                            uint64_t max_bytes = uint64_t{1} << 31);

/// The same from bytes in memory; `path` is used in messages only.
Safetensors parseSafetensors(std::string_view bytes, const std::filesystem::path& path);

/// Writes tensors (any device, any layout; of the dtypes above) atomically, in name order. Throws
/// Error(Output).
void writeSafetensors(const std::filesystem::path& path,
                      const std::map<std::string, at::Tensor>& tensors,
                      const std::map<std::string, std::string>& metadata = {});

}  // namespace bozzetto
