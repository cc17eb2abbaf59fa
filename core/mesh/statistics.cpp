// SPDX-License-Identifier: Apache-2.0
#include "mesh/statistics.h"

#include "base/error.h"
#include "mesh/cleanup.h"

#include <algorithm>
#include <numeric>

namespace bozzetto {
namespace {

int findRoot(std::vector<int>& parent, int i) {
    while (parent[i] != i) {
        i = parent[i] = parent[parent[i]];
    }
    return i;
}

void join(std::vector<int>& parent, int a, int b) {
    parent[findRoot(parent, a)] = findRoot(parent, b);
}

int countRoots(const std::vector<int>& parent) {
    int count = 0;
    for (size_t i = 0; i < parent.size(); ++i) {
        count += parent[i] == static_cast<int>(i);
    }
    return count;
}

/// One side of a triangle; its corners are 3 * triangle + 0, 1, 2.
struct Side {
    int low, high;  // vertices of the edge
    int from, to;   // corners where the side begins and ends
    bool forward;   // runs from low to high
    bool sameEdge(const Side& other) const { return low == other.low && high == other.high; }
    int cornerAt(int vertex) const { return (vertex == low) == forward ? from : to; }
};

bool collapsed(const Vec3i& t) {
    return t.x == t.y || t.y == t.z || t.z == t.x;
}

/// Sides of all triangles with three different corners, equal edges side by side.
std::vector<Side> sortedSides(const std::vector<Vec3i>& triangles) {
    std::vector<Side> sides;
    sides.reserve(triangles.size() * 3);
    for (size_t i = 0; i < triangles.size(); ++i) {
        const Vec3i t = triangles[i];
        if (collapsed(t)) {
            continue;  // no surface: what it connects, its two equal edges connect directly
        }
        for (int k = 0; k < 3; ++k) {
            const int a = t[k], b = t[(k + 1) % 3], first = 3 * static_cast<int>(i);
            sides.push_back(
                {std::min(a, b), std::max(a, b), first + k, first + (k + 1) % 3, a < b});
        }
    }
    std::sort(sides.begin(), sides.end(), [](const Side& a, const Side& b) {
        return a.low != b.low ? a.low < b.low : a.high < b.high;
    });
    return sides;
}

/// Counts edges and joins the corners that meet over a shared edge: what stays joined at a vertex
/// is one fan. Returns the open sides.
std::vector<Side> walkEdges(const std::vector<Side>& sides,
                            std::vector<int>* fans,
                            MeshStatistics* result) {
    std::vector<Side> open;
    for (size_t i = 0, j = 0; i < sides.size(); i = j) {
        int forward = 0;
        for (j = i; j < sides.size() && sides[j].sameEdge(sides[i]); ++j) {
            forward += sides[j].forward;
            join(*fans, sides[i].cornerAt(sides[i].low), sides[j].cornerAt(sides[i].low));
            join(*fans, sides[i].cornerAt(sides[i].high), sides[j].cornerAt(sides[i].high));
        }
        if (j - i == 1) {
            open.push_back(sides[i]);
        } else if (j - i != 2 || forward != 1) {
            ++result->non_manifold_edges;
        }
    }
    result->open_edges = static_cast<int64_t>(open.size());
    return open;
}

/// Open sides follow each other where they end at the same fan, so that two pieces that touch in a
/// point keep a rim each.
int64_t countHoles(const std::vector<Side>& open, std::vector<int>* fans) {
    std::vector<int> parent(open.size()), first_at(fans->size(), -1);
    std::iota(parent.begin(), parent.end(), 0);
    for (size_t i = 0; i < open.size(); ++i) {
        for (const int corner : {open[i].from, open[i].to}) {
            int& first = first_at[findRoot(*fans, corner)];
            first < 0 ? void(first = static_cast<int>(i))
                      : join(parent, first, static_cast<int>(i));
        }
    }
    return countRoots(parent);
}

int64_t countVerticesOfSeveralFans(const TriangleMesh& mesh, std::vector<int>* fans) {
    std::vector<int> fan_of(mesh.positions.size(), -1);
    std::vector<bool> several(mesh.positions.size(), false);
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
        if (collapsed(mesh.triangles[i])) {
            continue;
        }
        for (int k = 0; k < 3; ++k) {
            const int vertex = mesh.triangles[i][k];
            const int fan = findRoot(*fans, 3 * static_cast<int>(i) + k);
            if (fan_of[vertex] >= 0 && fan_of[vertex] != fan) {
                several[vertex] = true;
            }
            fan_of[vertex] = fan;
        }
    }
    return std::count(several.begin(), several.end(), true);
}

/// Box, area, volume, triangles without area.
void measureShape(const TriangleMesh& mesh, MeshStatistics* result) {
    const Vec3f first = mesh.positions[mesh.triangles.front().x];
    result->low = result->high = first;
    double six_volumes = 0;
    for (const Vec3i& t : mesh.triangles) {
        Vec3d p[3];
        for (int k = 0; k < 3; ++k) {
            const Vec3f v = mesh.positions[t[k]];
            for (int axis = 0; axis < 3; ++axis) {
                result->low[axis] = std::min(result->low[axis], v[axis]);
                result->high[axis] = std::max(result->high[axis], v[axis]);
                p[k][axis] = static_cast<double>(v[axis]) - static_cast<double>(first[axis]);
            }
        }
        const double twice_area = length(cross(p[1] - p[0], p[2] - p[0]));
        result->area += twice_area / 2;
        result->degenerate_triangles += !(twice_area > 0);
        six_volumes += dot(p[0], cross(p[1], p[2]));
    }
    if (result->closed() && result->manifold()) {
        result->volume = six_volumes / 6;
    }
}

void checkIndices(const TriangleMesh& mesh) {
    const auto count = static_cast<int>(mesh.positions.size());
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            if (t[k] < 0 || t[k] >= count) {
                throw Error(Error::Kind::BadInput, "A triangle names a vertex that is not there.");
            }
        }
    }
}

}  // namespace

MeshStatistics measureMesh(const TriangleMesh& mesh) {
    checkIndices(mesh);
    MeshStatistics result;
    const TriangleMesh joined = removeUnreferenced(weld(mesh));
    if (joined.triangles.empty()) {
        return result;
    }
    int component_count = 0;
    components(joined, &component_count);
    result.triangles = static_cast<int64_t>(joined.triangles.size());
    result.vertices = static_cast<int64_t>(joined.positions.size());
    result.components = component_count;
    std::vector<int> fans(joined.triangles.size() * 3);
    std::iota(fans.begin(), fans.end(), 0);
    const std::vector<Side> open = walkEdges(sortedSides(joined.triangles), &fans, &result);
    result.holes = countHoles(open, &fans);
    result.non_manifold_vertices = countVerticesOfSeveralFans(joined, &fans);
    measureShape(joined, &result);
    return result;
}

MeshStatistics measureMesh(const TexturedMesh& mesh) {
    MeshStatistics result = measureMesh(mesh.mesh);
    result.texture_width = mesh.material.base_color.width;
    result.texture_height = mesh.material.base_color.height;
    return result;
}

}  // namespace bozzetto
