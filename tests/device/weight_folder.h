// SPDX-License-Identifier: Apache-2.0
#pragma once
// A folder of ReconViaGen's weights as they are published, of random numbers: what a run costs does
// not depend on them.
#include "tests/device/network_weights.h"
#include "tests/device/slat_scenes.h"

#include <filesystem>

namespace bozzetto::device_test {

struct EngineSizes {
    VitSize vit;
    StructureSize structure;
    SlatSizes slat;
    std::vector<int64_t> taps = {4, 11, 17, 23};
    bool published = true;  // else the sizes that files do not tell stand in config.json

    static EngineSizes tiny();
};

/// Writes all files of the engine below `folder`: names, keys, shapes, types (half precision where
/// the published files have it) and descriptions of weights/manifest.json's; without VGGT's point,
/// depth and tracking heads (0.3 GB), of which nothing is ever read. Numbers are drawn on `device`,
/// normal and scaled so that all layers' outputs stay finite. Prints each file's bytes. Throws
/// Error(Output).
void writeWeightFolder(const std::filesystem::path& folder,
                       const EngineSizes& sizes,
                       const at::Device& device);

}  // namespace bozzetto::device_test
