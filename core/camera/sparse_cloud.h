// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace bozzetto {

/// A point that several photographs see, as structure from motion leaves it.
struct SparsePoint {
    Vec3d position;                  // world
    std::array<uint8_t, 3> color{};  // sRGB
    float error = 0;                 // mean reprojection error, pixels of the full pictures
    std::vector<uint32_t> seen_by;   // indices into SparseCloud::pictures, no repeats
};

struct SparseCloud {
    /// In a camera file: pictures as the file names them. In a SetSource or ImageSet: view names.
    std::vector<std::string> pictures;
    std::vector<SparsePoint> points;
    bool empty() const { return points.empty(); }
};

}  // namespace bozzetto
