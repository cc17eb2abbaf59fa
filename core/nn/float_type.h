// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bozzetto {

/// Types of numbers that a network's kernels read and write; they compute in f32. Needs neither
/// CUDA's nor LibTorch's headers.
enum class FloatType { F32, F16, BF16 };

}  // namespace bozzetto
