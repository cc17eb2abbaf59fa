// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/random.h"
#include "geometry/flexicubes.h"
#include "mesh/mesh.h"
#include "tensor/convert.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bozzetto {

/// A raw FlexiCubes mesh of a figure with round, flat and sharp parts (a ball and a block on a
/// plate, a thin ring through it), extracted with grid points and weights off their defaults by
/// `noise` as training leaves them. Triangles grow with the square of the resolution: about 60 k at
/// 110.
inline TriangleMesh flexiCubesMesh(int64_t resolution, float noise = 0.2f) {
    const CubeGrid grid = denseCubeGrid(resolution);
    const int64_t side = resolution + 1;
    at::Tensor positions = at::empty({grid.vertex_count, 3}, at::kFloat);
    at::Tensor sdf = at::empty({grid.vertex_count}, at::kFloat);
    const auto box = [](Vec3f p, Vec3f half) {
        const Vec3f d{std::abs(p.x) - half.x, std::abs(p.y) - half.y, std::abs(p.z) - half.z};
        const Vec3f outside{std::max(d.x, 0.0f), std::max(d.y, 0.0f), std::max(d.z, 0.0f)};
        return length(outside) + std::min(0.0f, std::max({d.x, d.y, d.z}));
    };
    const auto distance = [&](Vec3f p) {
        const float ball = length(p - Vec3f{-0.12f, 0, 0.08f}) - 0.22f;
        const float block = box(p - Vec3f{0.2f, 0.05f, 0}, {0.12f, 0.16f, 0.2f});
        const float plate = box(p - Vec3f{0, 0, -0.28f}, {0.42f, 0.4f, 0.05f});
        const float around = std::sqrt(p.y * p.y + p.z * p.z) - 0.3f;
        const float ring = std::sqrt(around * around + p.x * p.x) - 0.05f;
        return std::min({ball, block, plate, ring});
    };
    for (int64_t i = 0; i < grid.vertex_count; ++i) {
        const int64_t index[3] = {i / (side * side), i / side % side, i % side};
        Vec3f p;
        for (int k = 0; k < 3; ++k) {
            const float jitter =
                randomUniform(3, static_cast<uint64_t>(k), static_cast<uint64_t>(i)) - 0.5f;
            p[k] =
                (static_cast<float>(index[k]) + noise * jitter) / static_cast<float>(resolution) -
                0.5f;
            positions.data_ptr<float>()[3 * i + k] = p[k];
        }
        sdf.data_ptr<float>()[i] = distance(p);
    }
    at::Tensor raw = at::empty({grid.cubes.size(0), 21}, at::kFloat);
    for (int64_t i = 0; i < raw.numel(); ++i) {
        raw.data_ptr<float>()[i] = noise * (2 * randomUniform(4, 0, static_cast<uint64_t>(i)) - 1);
    }
    const FlexiCubesMesh mesh = flexiCubesFromRaw(grid, positions, sdf, raw);
    return {toVec3f(mesh.vertices), toVec3i(mesh.triangles)};
}

}  // namespace bozzetto
