// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <functional>
#include <vector>

namespace bozzetto::unwrapping {

/// A flat piece to be placed: its triangles' corners in the plane.
struct Piece {
    std::vector<Vec2d> points;
    std::vector<Vec3i> triangles;  // counter-clockwise, indices into points
    std::vector<int> border;       // indices into points
};

struct Packing {
    std::vector<std::vector<Vec2d>> points;  // of each piece, in [0, 1]^2
    double scale = 0;                        // units of the result per unit of the pieces
    int gutter = 0;  // texels that were kept between pieces, less than asked if too many to fit
};

/// Places the pieces, turned and moved but never mirrored, in the unit square at the largest common
/// scale that first fit finds: masks of the texels covered, largest piece first, each as low as it
/// goes in one of four turns. Between texel centres covered by different pieces at least `gutter`
/// texels of the resolution x resolution map stay free. `tick` is called now and then and may
/// throw.
Packing packPieces(std::vector<Piece> pieces,
                   int resolution,
                   int gutter,
                   const std::function<void()>& tick);

}  // namespace bozzetto::unwrapping
