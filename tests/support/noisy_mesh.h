// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/random.h"
#include "geometry/marching_tets.h"
#include "mesh/mesh.h"
#include "tensor/convert.h"

#include <ATen/ATen.h>

#include <cmath>
#include <cstdint>

namespace bozzetto {

/// Deterministic bumpy torus in [-1/2, 1/2]^3, cut from a tet grid of `resolution` cells a side:
/// small scale bumps, and noise of up to `noise` cells on the distance, so that the surface is as
/// rough as an unfinished reconstruction's (slivers, spikes, small blobs and handles).
inline TriangleMesh noisyTorus(int64_t resolution, float noise = 0.4f) {
    const TetGrid grid = bccTetGrid(resolution);
    const int64_t count = grid.vertices.size(0);
    at::Tensor sdf = at::empty({count}, at::kFloat);
    const float* p = grid.vertices.data_ptr<float>();
    for (int64_t i = 0; i < count; ++i, p += 3) {
        const float ring = std::sqrt(p[0] * p[0] + p[2] * p[2]) - 0.28f;
        const float bumps = 0.01f * std::sin(40 * p[0]) * std::sin(37 * p[1]) * std::sin(43 * p[2]);
        const float jitter = 2 * randomUniform(17, 0, static_cast<uint64_t>(i)) - 1;
        sdf.data_ptr<float>()[i] = std::sqrt(ring * ring + p[1] * p[1]) - 0.14f + bumps +
                                   noise * jitter / static_cast<float>(resolution);
    }
    const MarchingTetsMesh mesh = marchingTets(grid.vertices, sdf, grid.tets);
    return {toVec3f(mesh.vertices), toVec3i(mesh.triangles)};
}

/// The same with about the wanted number of triangles (it grows with the square of the resolution).
inline TriangleMesh noisyMesh(int64_t wanted_triangles, float noise = 0.4f) {
    constexpr int64_t kProbe = 24;
    const auto probe = static_cast<double>(noisyTorus(kProbe, noise).triangles.size());
    const double resolution = kProbe * std::sqrt(static_cast<double>(wanted_triangles) / probe);
    return noisyTorus(std::max<int64_t>(4, std::llround(resolution)), noise);
}

}  // namespace bozzetto
