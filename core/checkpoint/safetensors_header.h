// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/error.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bozzetto {

// Both limits hold for reading and for writing.
inline constexpr size_t kMaxEmptyTogether =
    64;  // networks' outputs may be empty; thousands at one offset are an attack
inline constexpr const char* kSafetensorsMetadata = "__metadata__";

struct SafetensorsEntry {
    std::string name;
    at::ScalarType dtype;
    std::vector<int64_t> shape;
    uint64_t begin, end;  // bytes of `data`
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries;  // in the order of their bytes
    std::map<std::string, std::string> metadata;
    std::string_view data;  // what follows the header
};

/// Understands the header of a safetensors file, given whole, and checks all that safetensors.h
/// promises; allocates in proportion to the header alone. `path` is for messages. Throws Error of
/// the given kind.
SafetensorsHeader parseSafetensorsHeader(std::string_view bytes,
                                         const std::string& path,
                                         Error::Kind kind = Error::Kind::BadInput);

/// "F32"; throws Error(Internal) for a dtype that the format does not have.
std::string safetensorsDtype(at::ScalarType dtype);

}  // namespace bozzetto
