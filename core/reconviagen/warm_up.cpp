// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/warm_up.h"

#include "base/log.h"
#include "nn/attention.h"
#include "nn/conv3d.h"
#include "nn/sparse_conv.h"
#include "nn/sparse_group_norm.h"
#include "nn/window_attention.h"
#include "reconviagen/features_to_mesh.h"
#include "tensor/gpu.h"

#include <c10/core/InferenceMode.h>

#include <exception>
#include <string>
#include <vector>

namespace bozzetto {
namespace {

constexpr int64_t kChannels = 64;

at::Tensor zeros(at::IntArrayRef shape, at::ScalarType type, const at::Device& device) {
    return at::zeros(shape, at::TensorOptions(type).device(device));
}

WeightScope layer(const std::string& prefix, at::IntArrayRef shape, const at::Device& device) {
    return WeightScope({{prefix + "weight", zeros(shape, at::kHalf, device)},
                        {prefix + "bias", zeros({shape[0]}, at::kHalf, device)}},
                       "warm-up",
                       device)
        .as(at::kHalf);
}

/// Attention first: its libraries are the largest.
void useDenseLayers(const at::Device& device) {
    for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
        selfAttention(zeros({1, 256, 3, 16, kChannels}, type, device));
    }
    for (const at::ScalarType type : {at::kHalf, at::kBFloat16, at::kFloat}) {
        const at::Tensor square = zeros({kChannels, kChannels}, type, device);
        at::linear(square, square, square[0]);
    }
    const Conv3d conv(layer("", {kChannels, kChannels, 3, 3, 3}, device), kChannels, kChannels);
    conv(zeros({1, 8, 8, 8, kChannels}, at::kHalf, device));
}

/// A block of 8^3 voxels.
Voxels someVoxels(const at::Device& device) {
    const at::Tensor axis = at::arange(8, at::TensorOptions(at::kInt).device(device));
    const auto grid = at::meshgrid({axis, axis, axis}, "ij");
    const at::Tensor batch = at::zeros_like(grid[0].flatten());
    return VoxelSet::make(
        at::stack({batch, grid[0].flatten(), grid[1].flatten(), grid[2].flatten()}, 1)
            .contiguous());
}

void useSparseLayers(const at::Device& device) {
    const Voxels voxels = someVoxels(device);
    const SparseTensor x{voxels, zeros({voxels->count(), kChannels}, at::kHalf, device)};
    const std::vector<int64_t> shape{kChannels, 3, 3, 3, kChannels};
    const SparseConv3 conv(layer("conv.", shape, device), kChannels, kChannels);
    conv(x);
    conv.upsampled(downsample(x), voxels);
    const SubdividedConv3 finer(layer("conv.", shape, device), kChannels, kChannels);
    const SparseTensor children = finer(x, voxels->subdivided());
    SparseGroupNorm(layer("", {kChannels}, device), 32, kChannels).silu(children);
    windowAttention(zeros({voxels->count(), 3, 2, kChannels / 2}, at::kHalf, device), voxels, 8, 4);
    const at::Tensor features =
        at::randn({voxels->count(), 101}, at::TensorOptions(at::kFloat).device(device));
    featuresToMesh(64, voxels->coords(), features);
}

/// What fails, fails again where it is needed.
void useAll(const at::Device& device) noexcept {
    try {
        const c10::InferenceMode inference;
        warmUpDevice(device);
        useDenseLayers(device);
        useSparseLayers(device);
    } catch (const std::exception& error) {
        logInfo(std::string("the GPU's libraries could not be loaded ahead: ") + error.what());
    }
}

}  // namespace

WarmUp::WarmUp(const at::Device& device) {
    if (device.is_cuda()) {
        thread_ = std::thread([device] { useAll(device); });
    }
}

void WarmUp::wait() {
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace bozzetto
