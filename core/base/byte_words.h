// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

namespace bozzetto {

/// "12 MiB", rounded up: what is needed is never said to be less. For messages and tables; the
/// window words sizes itself (ui/common/text.h).
inline std::string mebibytes(uint64_t bytes) {
    constexpr uint64_t kMebibyte = uint64_t{1} << 20;
    return std::to_string(bytes / kMebibyte + (bytes % kMebibyte != 0 ? 1 : 0)) + " MiB";
}

}  // namespace bozzetto
