// SPDX-License-Identifier: Apache-2.0
#include "mesh/subdivide.h"

#include "mesh/normals.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace bozzetto {
namespace {

/// The cubic Bezier curve's middle, (p + 3 b_1 + 3 b_2 + q) / 8, with the control points moved from
/// the thirds of the edge onto the tangent planes of its ends.
Vec3f curveMiddle(Vec3f p, Vec3f p_normal, Vec3f q, Vec3f q_normal) {
    const float rise_p = dot(q - p, p_normal), rise_q = dot(p - q, q_normal);
    return (p + q) * 0.5f - (p_normal * rise_p + q_normal * rise_q) * 0.125f;
}

}  // namespace

TriangleMesh subdivided(const TriangleMesh& mesh) {
    const std::vector<Vec3f> normals = vertexNormals(mesh);
    TriangleMesh result{mesh.positions, {}};
    result.triangles.reserve(4 * mesh.triangles.size());
    std::unordered_map<uint64_t, int> middles;
    middles.reserve(2 * mesh.triangles.size());
    const auto middleOf = [&](int a, int b) {
        const auto low = static_cast<uint64_t>(std::min(a, b)),
                   high = static_cast<uint64_t>(std::max(a, b));
        const auto [entry, is_new] =
            middles.try_emplace(low << 32 | high, static_cast<int>(result.positions.size()));
        if (is_new) {
            result.positions.push_back(curveMiddle(
                mesh.positions[low], normals[low], mesh.positions[high], normals[high]));
        }
        return entry->second;
    };
    for (const Vec3i& t : mesh.triangles) {
        const int a = middleOf(t.x, t.y), b = middleOf(t.y, t.z), c = middleOf(t.z, t.x);
        result.triangles.insert(result.triangles.end(),
                                {{t.x, a, c}, {t.y, b, a}, {t.z, c, b}, {a, b, c}});
    }
    return result;
}

double meanEdgeLength(const TriangleMesh& mesh) {
    double sum = 0;
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            sum += length(mesh.positions[t[k]] - mesh.positions[t[(k + 1) % 3]]);
        }
    }
    return sum / (3.0 * static_cast<double>(std::max<size_t>(1, mesh.triangles.size())));
}

}  // namespace bozzetto
