// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>

namespace bozzetto {

// Random offsets for points [N, C] float, on the points' device: pure functions of (seed, stream,
// element), the same numbers on every device.

/// Nearly normal with the standard deviation `sigma`: the sum of four uniform numbers.
at::Tensor gaussianLike(const at::Tensor& points, uint64_t seed, uint64_t stream, double sigma);

/// Uniform in [-range, range).
at::Tensor uniformLike(const at::Tensor& points, uint64_t seed, uint64_t stream, double range);

/// A random colour [3], linear, on a device.
at::Tensor randomColor(uint64_t seed, uint64_t stream, const at::Device& device);

}  // namespace bozzetto
