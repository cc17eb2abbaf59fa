// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

namespace bozzetto {

/// Largest resident memory that this process has had so far, in bytes.
uint64_t peakMemoryBytes();

/// "process 123 on a.example": what a lock file says about its holder.
std::string processName();

}  // namespace bozzetto
