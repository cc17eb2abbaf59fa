// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/lattice.h"

#include <cmath>

namespace bozzetto {

inline constexpr float kUnbounded = 1e9f;
inline constexpr float kPinned = 0.05f;  // cells: how far a pinned sign stays from zero
inline constexpr int kBandSpreads = 4;   // cells that spreadOverBand reaches: wider than the band

/// What a band is cut from: see cutBand.
struct BandCut {
    Lattice lattice;
    const float* values = nullptr;  // [points] signed distance in cells
    const float* hull = nullptr;    // [points]
    const float* region = nullptr;  // [points], or null
    float half_width = 0, slack = 0;
};

/// Whether the cube with this low corner belongs to the band.
BOZZETTO_HD bool keepsCube(const BandCut& cut, Vec3i low) {
    float nearest = kUnbounded;
    bool inside = false, outside = false;
    for (int c = 0; c < 8; ++c) {
        const float s = cut.values[cut.lattice.index(
            low.x + (c & 1), low.y + ((c >> 1) & 1), low.z + (c >> 2))];
        const float size = std::abs(s);
        nearest = size < nearest ? size : nearest;
        (s < 0 ? inside : outside) = true;
    }
    return nearest < cut.half_width || (inside && outside);
}

/// Value and bounds of one vertex of the band.
struct BandVertex {
    float sdf, low, high;
};
/// cubes_around: how many of its 8 cubes the band has.
BOZZETTO_HD BandVertex bandVertex(const BandCut& cut, Vec3i p, int cubes_around) {
    const int* cells = cut.lattice.cells;
    const int64_t row = cut.lattice.index(p.x, p.y, p.z);
    const bool lattice_border =
        p.x == 0 || p.y == 0 || p.z == 0 || p.x == cells[0] || p.y == cells[1] || p.z == cells[2];
    const bool outside = cut.hull[row] > cut.slack || lattice_border;
    BandVertex v{cut.values[row], -kUnbounded, kUnbounded};
    if (outside || (cubes_around < 8 && v.sdf >= 0)) {
        v.low = kPinned;
    } else if (cubes_around < 8) {
        v.high = -kPinned;
    }
    if (cut.region) {
        // The intersection with the box. A pinned inside stays one, if barely: the band's end.
        const float wanted = cut.region[row] < v.high ? cut.region[row] : v.high;
        v.low = v.low < wanted ? wanted : v.low;
    }
    v.sdf = v.sdf < v.low ? v.low : (v.high < v.sdf ? v.high : v.sdf);
    return v;
}

}  // namespace bozzetto
