// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <c10/core/Device.h>

#include <cstdint>

namespace bozzetto {

/// Whether a step reads what it found out (its loss, gradients that are not finite): every step on
/// the CPU; on a GPU, where reading waits for all queued work, every kReadInterval-th, the first
/// and the last.
inline constexpr int64_t kReadInterval = 20;
inline bool readsStep(const c10::Device& device, int64_t done, int64_t steps) {
    return device.is_cpu() || done % kReadInterval == 0 || done + 1 >= steps;
}

}  // namespace bozzetto
