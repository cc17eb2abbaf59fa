// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/unwrap_surface.h"

#include <vector>

namespace bozzetto::unwrapping {

/// A disk of glued triangles with its map to the plane.
struct Chart {
    std::vector<int> triangles;
    std::vector<Vec3i> corners;    // [triangles], indices into uvs
    std::vector<Vec2d> uvs;        // surface units (the bounding box of the surface has diagonal 1)
    std::vector<int> border;       // indices into uvs along the border
    double area = 0, uv_area = 0;  // in space, in the plane
    double stretch_squared = 0;    // sum over triangles of area * (L2 stretch)^2
    double worst = 0;              // largest singular value of the map from the plane to space
    bool valid = false;            // no triangle folded, border crosses itself nowhere
};

struct FlattenSettings {
    int iterations = 40;
    double good_worst = 3;  // stretch that the last iterations try to get below
};

/// Maps the disk of glued triangles that contains `triangles` (all of it) to the plane: Tutte's map
/// on a circle, then the symmetric Dirichlet energy without folding on the way. Writes nothing but
/// the result, so charts can go in parallel.
Chart flattenChart(const Surface& surface,
                   const std::vector<int>& triangles,
                   const FlattenSettings& settings = {});

}  // namespace bozzetto::unwrapping
