// SPDX-License-Identifier: Apache-2.0
#include "bake/ambient_occlusion.h"

#include "base/parallel_for.h"
#include "base/random.h"
#include "mesh/distance.h"

#include <cmath>

namespace bozzetto {
namespace {

constexpr float kTwoPi = 6.28318531f;
// Rays start off the surface by this share of the box's diagonal: a faceted sphere must not shade
// itself.
constexpr float kOffset = 2e-3f;

/// Radical inverse in base 2 (van der Corput): second coordinate of a Hammersley set.
float radicalInverse(uint32_t i) {
    i = (i << 16) | (i >> 16);
    i = ((i & 0x00ff00ffu) << 8) | ((i & 0xff00ff00u) >> 8);
    i = ((i & 0x0f0f0f0fu) << 4) | ((i & 0xf0f0f0f0u) >> 4);
    i = ((i & 0x33333333u) << 2) | ((i & 0xccccccccu) >> 2);
    i = ((i & 0x55555555u) << 1) | ((i & 0xaaaaaaaau) >> 1);
    return static_cast<float>(i >> 8) * 0x1p-24f;
}

}  // namespace

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
            const Vec3f n = normals[v];
            const Vec3f helper = std::abs(n.x) < 0.5f ? Vec3f{1, 0, 0} : Vec3f{0, 1, 0};
            const Vec3f t = normalize(cross(helper, n)), b = cross(n, t);
            const Vec3f origin = mesh.positions[v] + n * (kOffset * diagonal);
            const float turn = randomUniform(0xa0, 0, static_cast<uint64_t>(v));
            int hits = 0;
            for (int i = 0; i < rays; ++i) {
                const float u = (static_cast<float>(i) + 0.5f) / static_cast<float>(rays);
                const float phi = kTwoPi * (radicalInverse(static_cast<uint32_t>(i)) + turn);
                const float r = std::sqrt(u);
                const Vec3f d = t * (r * std::cos(phi)) + b * (r * std::sin(phi)) +
                                n * std::sqrt(std::max(0.0f, 1.0f - u));
                hits += bvh.occluded(origin, d, diagonal);
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
