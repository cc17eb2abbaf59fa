// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/region.h"

#include "base/parallel_for.h"

#include <torch/types.h>

#include <algorithm>

namespace bozzetto {

at::Tensor regionInCells(const std::optional<RegionBox>& region, const Lattice& lattice) {
    if (!region) {
        return {};
    }
    const std::vector<Vec3f> points = lattice.positions();
    at::Tensor region_distance = at::empty({lattice.points()});
    float* result = region_distance.data_ptr<float>();
    parallelFor(static_cast<int64_t>(points.size()), 4096, [&](int64_t begin, int64_t end, int) {
        for (int64_t i = begin; i < end; ++i) {
            const Vec3d p{points[i].x, points[i].y, points[i].z};
            result[i] =
                static_cast<float>(std::clamp(distanceTo(*region, p) / lattice.cell, -1e6, 1e6));
        }
    });
    return region_distance;
}

at::Tensor clampedOnDevice(const RegionBox& region, const at::Tensor& points) {
    const auto& m = region.world_from_box.m;
    const auto row = [&](double x, double y, double z) {
        return at::tensor({x, y, z}, at::kDouble).to(points.device());
    };
    const at::Tensor middle = row(m[0][3], m[1][3], m[2][3]);
    const at::Tensor box_from_world = at::stack({row(m[0][0], m[1][0], m[2][0]),
                                                 row(m[0][1], m[1][1], m[2][1]),
                                                 row(m[0][2], m[1][2], m[2][2])});
    const Vec3d h = region.half_size;
    const at::Tensor half = row(h.x, h.y, h.z), known = points.detach().to(at::kDouble);
    const at::Tensor in_box = (known - middle).matmul(box_from_world.t());
    const at::Tensor back = at::min(at::max(in_box, -half), half) - in_box;
    return (known + back.matmul(box_from_world)).to(at::kFloat);
}

at::Tensor clampedTo(const RegionBox& region, const at::Tensor& points) {
    if (!points.is_cpu()) {
        return clampedOnDevice(region, points);
    }
    const auto& m = region.world_from_box.m;
    at::Tensor result = points.detach().clone().contiguous();
    auto* p = result.data_ptr<float>();
    for (int64_t i = 0; i < result.size(0); ++i, p += 3) {
        const Vec3d from{p[0] - m[0][3], p[1] - m[1][3], p[2] - m[2][3]};
        for (int axis = 0; axis < 3; ++axis) {
            const Vec3d along{m[0][axis], m[1][axis], m[2][axis]};
            const double at = dot(from, along), half = region.half_size[axis];
            const double back = std::clamp(at, -half, half) - at;
            for (int k = 0; k < 3 && back != 0; ++k) {
                p[k] += static_cast<float>(back * along[k]);
            }
        }
    }
    return result;
}

}  // namespace bozzetto
