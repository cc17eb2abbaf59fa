// SPDX-License-Identifier: Apache-2.0
#include "bake/ambient_occlusion.h"

#include "bake/ambient_occlusion_kernel.h"
#include "base/parallel_for.h"
#include "mesh/distance.h"

#include <algorithm>

namespace bozzetto {
std::vector<float> ambientOcclusion(const TriangleMesh& mesh,
                                    const std::vector<Vec3f>& normals,
                                    int rays) {
    const TriangleBvh bvh(mesh);
    Vec3f low{1e30f, 1e30f, 1e30f}, high{-1e30f, -1e30f, -1e30f};
    for (const Vec3f& p : mesh.positions) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min(low[k], p[k]);
            high[k] = std::max(high[k], p[k]);
        }
    }
    const float diagonal = length(high - low);
    std::vector<float> open(mesh.positions.size(), 1.0f);
    constexpr int64_t kBlock = 256;
    const auto count = static_cast<int64_t>(mesh.positions.size());
    parallelTasks((count + kBlock - 1) / kBlock, [&](int64_t block, int) {
        for (int64_t v = block * kBlock; v < std::min(count, (block + 1) * kBlock); ++v) {
            const OcclusionRays sky(mesh.positions[v], normals[v], diagonal, v, rays);
            int hits = 0;
            for (int i = 0; i < rays; ++i) {
                hits += bvh.occluded(sky.origin, sky.direction(i), diagonal);
            }
            open[v] = 1.0f - static_cast<float>(hits) / static_cast<float>(rays);
        }
    });
    return open;
}

std::vector<float> smoothOverEdges(const TriangleMesh& mesh, const std::vector<float>& values) {
    std::vector<float> sum(values.size(), 0.0f), weight(values.size(), 0.0f);
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            sum[t[k]] += values[t[(k + 1) % 3]] + values[t[(k + 2) % 3]];
            weight[t[k]] += 2.0f;
        }
    }
    std::vector<float> result(values.size());
    for (size_t v = 0; v < values.size(); ++v) {
        result[v] = weight[v] > 0 ? 0.5f * values[v] + 0.5f * sum[v] / weight[v] : values[v];
    }
    return result;
}

}  // namespace bozzetto
