// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace bozzetto {

/// A regular lattice of cubic cells over a box.
struct Lattice {
    int cells[3] = {0, 0, 0};
    Vec3d origin;
    double cell = 0;

    BOZZETTO_HD int64_t points() const {
        return static_cast<int64_t>(cells[0] + 1) * (cells[1] + 1) * (cells[2] + 1);
    }
    BOZZETTO_HD int64_t index(int x, int y, int z) const {
        return (static_cast<int64_t>(x) * (cells[1] + 1) + y) * (cells[2] + 1) + z;
    }
    /// The point with this index.
    BOZZETTO_HD Vec3i at(int64_t i) const {
        const int nz = cells[2] + 1, ny = cells[1] + 1;
        return {static_cast<int32_t>(i / nz / ny),
                static_cast<int32_t>(i / nz % ny),
                static_cast<int32_t>(i % nz)};
    }
    BOZZETTO_HD Vec3f position(Vec3i p) const {
        return {static_cast<float>(origin.x + p.x * cell),
                static_cast<float>(origin.y + p.y * cell),
                static_cast<float>(origin.z + p.z * cell)};
    }
    int resolution() const { return std::max({cells[0], cells[1], cells[2]}); }
    std::vector<Vec3f> positions() const;
};

}  // namespace bozzetto
