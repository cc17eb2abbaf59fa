// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/unwrap_surface.h"

#include <functional>
#include <vector>

namespace bozzetto::unwrapping {

struct MergeLimits {
    double deviation = 1;     // of the normals in a region, see below; 1 = no limit
    int triangles = 1 << 30;  // of a region
    int regions = 1;          // stop when this many are left
};

/// Merges the given triangles, one region each at first, over the half-edges in `candidates` (both
/// of a pair, or one) into topological disks and glues them; the half-edges concerned must not be
/// glued yet. Returns the regions' triangles. Always merges the pair with the least (E(a + b) -
/// E(a) - E(b) + kRoundness P^2) / L, where E(r) = area of r - |sum of its area-weighted normals|
/// is the squared deviation of the normals from their mean (the L2,1 metric of Cohen-Steiner et al.
/// 2004, "Variational Shape Approximation"), P the perimeter of the union and L the length of the
/// common border: region merging for the Mumford-Shah functional (Koepfler et al. 1994). Deviation
/// of a region: E over area. `tick` is called now and then and may throw.
std::vector<std::vector<int>> mergeRegions(Surface& surface,
                                           const std::vector<int>& triangles,
                                           const std::vector<int>& candidates,
                                           const MergeLimits& limits,
                                           const std::function<void()>& tick);

/// Grows every region anew from its middle, nearest triangles first, ways being longer where the
/// surface bends away from the region's mean direction and shorter in larger regions: rounder
/// regions of about the same extent (Lloyd's iteration as in Cohen-Steiner et al. 2004, with
/// distances along the surface). What no region can take becomes regions by merging.
void regrowRegions(Surface& surface,
                   std::vector<std::vector<int>>& regions,
                   const MergeLimits& limits,
                   const std::function<void()>& tick);

/// Hands triangles over from one region to another until the borders are short and smooth at the
/// scale of a few triangles; regions stay disks. `regions` as from mergeRegions; both they and the
/// gluing change.
void straightenBorders(Surface& surface, std::vector<std::vector<int>>& regions);

}  // namespace bozzetto::unwrapping
