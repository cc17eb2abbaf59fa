// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/noise.h"

#include <ATen/CPUGeneratorImpl.h>

namespace bozzetto {

FlowNoise::FlowNoise(uint64_t seed) : generator_(at::detail::createCPUGenerator(seed)) {}

// Always the whole tensor in one call: the vectorised transform pairs numbers within blocks of 16,
// so that drawing piece by piece would give others.
at::Tensor FlowNoise::structure(int64_t channels, int64_t resolution) {
    return at::randn(
        {1, channels, resolution, resolution, resolution}, generator_, at::TensorOptions());
}

at::Tensor FlowNoise::voxels(int64_t voxels, int64_t channels) {
    return at::randn({voxels, channels}, generator_, at::TensorOptions());
}

}  // namespace bozzetto
