// SPDX-License-Identifier: Apache-2.0
#pragma once
// Structured latents as a GPU is timed with: stated voxels, and networks of the published sizes
// with random weights. Of LibTorch, on any device.
#include "tests/device/random_weights.h"

namespace bozzetto::device_test {

/// The `count` voxels of a lattice of resolution^3 that are nearest to a sphere of 13/32 of its
/// side around its middle, in lexicographic order: [count, 4] int32, batch 0. At 64^3, 20 000 lie
/// in about 4500 voxels of 32^3.
at::Tensor shellCoords(int64_t resolution, int64_t count, const at::Device& device);

/// Every cube of the subdivided shell with what a sphere says about its corners, small random
/// deformations and weights, random colours: [N, 101] for coords [N, 4] in resolution^3.
at::Tensor sphereFeatures(int64_t resolution, const at::Tensor& coords);

struct SlatSizes {
    int64_t resolution = 64, voxels = 20000, tokens = 1374;  // tokens of a view
    int64_t flow_channels = 1024, flow_io_channels = 128, flow_blocks = 24, flow_heads = 16;
    int64_t cond_channels = 1024, decoder_channels = 768, decoder_blocks = 12;
    int64_t latent_channels = 8, mlp_ratio = 4, num_gaussians = 32;
};

/// Adds all weights of a network, by the published keys.
void addSlatFlow(RandomWeights& w, const SlatSizes& sizes);
void addSlatMeshDecoder(RandomWeights& w, const SlatSizes& sizes);
void addSlatGaussianDecoder(RandomWeights& w, const SlatSizes& sizes);

}  // namespace bozzetto::device_test
