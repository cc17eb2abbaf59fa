// SPDX-License-Identifier: Apache-2.0
#pragma once
// ReconViaGen's networks by their published keys and shapes, with random weights (those on sparse
// voxels: slat_scenes.h).
#include "tests/device/random_weights.h"

#include <string>
#include <vector>

namespace bozzetto::device_test {

/// A vision transformer on square pictures; the published sizes.
struct VitSize {
    int64_t dim = 1024, heads = 16, depth = 24, hidden = 4096, grid = 37, patch = 14;

    int64_t pixels() const { return grid * patch; }
};
inline constexpr VitSize kTinyVit{64, 2, 2, 128, 4, 14};

void addDinoV2(RandomWeights& w, const std::string& prefix, const VitSize& size);
/// VGGT's aggregator, as many frame and global blocks as `size` is deep.
void addVggtAggregator(RandomWeights& w, const std::string& prefix, const VitSize& size);
/// VGGT's camera head, twice as wide.
void addCameraHead(RandomWeights& w, const std::string& prefix, const VitSize& size);

/// The sparse structure: both flow and conditions `dim` wide, on resolution^3 cells.
struct StructureSize {
    int64_t dim = 1024, heads = 16, hidden = 4096, blocks = 24, resolution = 16, latent = 8;
    int64_t vggt = 2048, patches = 1369, taps = 4;
    std::vector<int64_t> decoder = {512, 128, 32};

    static StructureSize tiny();
    int64_t tokens() const { return resolution * resolution * resolution; }
};

void addStructureCondition(RandomWeights& w, const StructureSize& size);
void addStructureFlow(RandomWeights& w, const StructureSize& size);
void addStructureDecoder(RandomWeights& w, const StructureSize& size);
/// The condition of the latents, with the layers that no program reads.
void addLatentCondition(RandomWeights& w, const StructureSize& size);

}  // namespace bozzetto::device_test
