// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>

namespace bozzetto {

/// The two noises that one reconstruction starts from, drawn in this order from one generator on
/// the CPU (mt19937): first the structure's, then, once the voxels are known, one row a voxel. The
/// same numbers as PyTorch's torch.manual_seed and torch.randn on the CPU: bit by bit where both
/// take the vector path (AVX2 or newer), within 1e-6 elsewhere.
class FlowNoise {
public:
    explicit FlowNoise(uint64_t seed);

    /// [1, channels, resolution, resolution, resolution] float32 on the CPU.
    at::Tensor structure(int64_t channels, int64_t resolution);
    /// [voxels, channels] float32 on the CPU; rows in the order of the voxels' coordinates.
    at::Tensor voxels(int64_t voxels, int64_t channels);

private:
    at::Generator generator_;
};

}  // namespace bozzetto
