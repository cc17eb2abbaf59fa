// SPDX-License-Identifier: Apache-2.0
#include "mesh/normals.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

// Tangents after Mikkelsen 2008, "Simulation of Wrinkled Surfaces Revisited", section 5: every
// triangle has the tangent of its own UV map and a sign (does the map mirror?). Triangles that
// share a vertex, its UV and an edge there, and have the same sign, form a group; a group's tangent
// is the sum of its triangles' tangents, each laid into the plane of the vertex normal, made unit,
// and weighted by the triangle's angle at the vertex measured in that plane.
namespace bozzetto {
namespace {

Vec3d toDouble(Vec3f v) {
    return {v.x, v.y, v.z};
}
Vec3f toFloat(Vec3d v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

Vec3d intoPlane(Vec3d v, Vec3d normal) {
    return v - normal * dot(normal, v);
}

Vec3d anyPerpendicular(Vec3d normal) {
    const Vec3d axis = std::abs(normal.x) < 0.7 ? Vec3d{1, 0, 0} : Vec3d{0, 1, 0};
    return normalize(intoPlane(axis, normal));
}

struct TriangleTangent {
    Vec3d tangent;  // unit, direction of growing u
    int sign = 0;   // -1 where the map mirrors, 0 where it has no area
};

TriangleTangent tangentOf(const TexturedMesh& mesh, size_t t) {
    const Vec3i& p = mesh.mesh.triangles[t];
    const Vec3i& q = mesh.uv_triangles[t];
    const Vec3d origin = toDouble(mesh.mesh.positions[p.x]);
    const Vec3d e1 = toDouble(mesh.mesh.positions[p.y]) - origin;
    const Vec3d e2 = toDouble(mesh.mesh.positions[p.z]) - origin;
    const Vec2f uv0 = mesh.uvs[q.x], uv1 = mesh.uvs[q.y], uv2 = mesh.uvs[q.z];
    const Vec2d d1{double(uv1.x) - uv0.x, double(uv1.y) - uv0.y};
    const Vec2d d2{double(uv2.x) - uv0.x, double(uv2.y) - uv0.y};
    const double area = cross(d1, d2);
    const int sign = area > 0 ? 1 : area < 0 ? -1 : 0;
    return {normalize((e1 * d2.y - e2 * d1.y) * static_cast<double>(sign)), sign};
}

/// Angle of the triangle at its corner, edges laid into the plane of the vertex normal.
double angleInPlane(const TriangleMesh& mesh, int corner, Vec3d normal) {
    const Vec3i& t = mesh.triangles[corner / 3];
    const Vec3d p = toDouble(mesh.positions[t[corner % 3]]);
    const Vec3d a = normalize(intoPlane(toDouble(mesh.positions[t[(corner + 1) % 3]]) - p, normal));
    const Vec3d b = normalize(intoPlane(toDouble(mesh.positions[t[(corner + 2) % 3]]) - p, normal));
    return std::acos(std::clamp(dot(a, b), -1.0, 1.0));
}

/// corner % 3 + 1 and + 2 stay within the triangle.
int cornerAfter(int corner, int steps) {
    return corner - corner % 3 + (corner % 3 + steps) % 3;
}

/// The corners of one UV vertex, in groups that share a tangent.
class CornerGroups {
public:
    CornerGroups(const TexturedMesh& mesh, const std::vector<TriangleTangent>& tangents)
        : mesh_(mesh), tangents_(tangents) {}

    std::vector<std::vector<int>> split(const std::vector<int>& corners) const {
        std::vector<std::vector<int>> groups;
        std::vector<int> without_sign;
        for (const int corner : corners) {
            if (tangents_[corner / 3].sign == 0) {
                without_sign.push_back(corner);
                continue;
            }
            // Joins every group that it touches; those become one.
            std::vector<int> joined{corner};
            std::erase_if(groups, [&](const std::vector<int>& group) {
                const bool touches = std::any_of(group.begin(), group.end(), [&](int other) {
                    return belongTogether(corner, other);
                });
                if (touches) {
                    joined.insert(joined.end(), group.begin(), group.end());
                }
                return touches;
            });
            groups.push_back(std::move(joined));
        }
        if (groups.empty()) {
            groups.emplace_back();
        }
        // Triangles without area in the map have no say: they take what there is.
        groups[0].insert(groups[0].end(), without_sign.begin(), without_sign.end());
        return groups;
    }

private:
    int position(int corner) const { return mesh_.mesh.triangles[corner / 3][corner % 3]; }
    int uv(int corner) const { return mesh_.uv_triangles[corner / 3][corner % 3]; }

    bool belongTogether(int a, int b) const {
        if (position(a) != position(b) || tangents_[a / 3].sign != tangents_[b / 3].sign) {
            return false;
        }
        for (int i = 1; i <= 2; ++i) {
            for (int j = 1; j <= 2; ++j) {
                const int c = cornerAfter(a, i), d = cornerAfter(b, j);
                if (position(c) == position(d) && uv(c) == uv(d)) {
                    return true;
                }
            }
        }
        return false;
    }

    const TexturedMesh& mesh_;
    const std::vector<TriangleTangent>& tangents_;
};

Vec4f groupTangent(const TexturedMesh& mesh,
                   const std::vector<TriangleTangent>& tangents,
                   const std::vector<int>& group) {
    const Vec3d normal = toDouble(mesh.normals[mesh.mesh.triangles[group[0] / 3][group[0] % 3]]);
    Vec3d sum;
    int sign = 0;
    for (const int corner : group) {
        const TriangleTangent& own = tangents[corner / 3];
        if (own.sign != 0) {
            sum +=
                normalize(intoPlane(own.tangent, normal)) * angleInPlane(mesh.mesh, corner, normal);
            sign = own.sign;
        }
    }
    const Vec3d unit = dot(sum, sum) > 1e-24 ? normalize(sum) : anyPerpendicular(normal);
    const Vec3f t = toFloat(unit);
    return {t.x, t.y, t.z, sign < 0 ? -1.0f : 1.0f};
}

}  // namespace

std::vector<Vec3f> vertexNormals(const TriangleMesh& mesh) {
    std::vector<Vec3d> sums(mesh.positions.size());
    for (const Vec3i& t : mesh.triangles) {
        const Vec3d a = toDouble(mesh.positions[t.x]);
        const Vec3d normal =
            cross(toDouble(mesh.positions[t.y]) - a, toDouble(mesh.positions[t.z]) - a);
        for (int k = 0; k < 3; ++k) {
            sums[t[k]] += normal;
        }
    }
    std::vector<Vec3f> normals;
    normals.reserve(sums.size());
    for (const Vec3d& sum : sums) {
        const double size = length(sum);
        normals.push_back(size > 0 ? toFloat(sum * (1 / size)) : Vec3f{0, 0, 1});
    }
    return normals;
}

void computeTangents(TexturedMesh& mesh) {
    require(mesh.uv_triangles.size() == mesh.mesh.triangles.size(),
            "computeTangents: uv_triangles and triangles differ");
    require(mesh.normals.size() == mesh.mesh.positions.size(),
            "computeTangents: one normal a position is needed");
    std::vector<TriangleTangent> tangents;
    tangents.reserve(mesh.uv_triangles.size());
    std::vector<std::vector<int>> corners(mesh.uvs.size());
    for (size_t t = 0; t < mesh.uv_triangles.size(); ++t) {
        tangents.push_back(tangentOf(mesh, t));
        for (int k = 0; k < 3; ++k) {
            corners[mesh.uv_triangles[t][k]].push_back(static_cast<int>(3 * t + k));
        }
    }
    mesh.tangents.assign(mesh.uvs.size(), {1, 0, 0, 1});
    std::vector<std::vector<std::vector<int>>>
        groups;  // all of them before the first index changes
    groups.reserve(corners.size());
    for (const std::vector<int>& own : corners) {
        groups.push_back(own.empty() ? std::vector<std::vector<int>>{}
                                     : CornerGroups(mesh, tangents).split(own));
    }
    for (size_t u = 0; u < groups.size(); ++u) {
        for (size_t g = 0; g < groups[u].size(); ++g) {
            const Vec4f tangent = groupTangent(mesh, tangents, groups[u][g]);
            if (g == 0) {
                mesh.tangents[u] = tangent;
                continue;
            }
            const int added = static_cast<int>(mesh.uvs.size());
            mesh.uvs.push_back(Vec2f(mesh.uvs[u]));
            mesh.tangents.push_back(tangent);
            for (const int corner : groups[u][g]) {
                mesh.uv_triangles[corner / 3][corner % 3] = added;
            }
        }
    }
}

}  // namespace bozzetto
