// SPDX-License-Identifier: Apache-2.0
#include "mesh/unwrap_surface.h"

#include "base/error.h"
#include "mesh/equal_positions.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace bozzetto::unwrapping {
namespace {

// Noise of one triangle's size must not steer the charts: each pass reaches one ring of neighbours
// further.
constexpr int kSmoothingPasses = 6;

void validate(const TriangleMesh& mesh) {
    const int count = static_cast<int>(mesh.positions.size());
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
        const Vec3f p = mesh.positions[i];
        if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z)) {
            throw Error(Error::Kind::BadInput,
                        "Vertex " + std::to_string(i) +
                            " of the mesh has a position that is not a finite number.",
                        "Repair the mesh in the program that wrote it.");
        }
    }
    for (size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            const int v = mesh.triangles[t][k];
            if (v < 0 || v >= count) {
                throw Error(Error::Kind::BadInput,
                            "Triangle " + std::to_string(t) + " of the mesh uses vertex " +
                                std::to_string(v) + ", but there are " + std::to_string(count) +
                                " vertices.",
                            "Repair the mesh in the program that wrote it.");
            }
        }
    }
}

void copyScaled(const TriangleMesh& mesh, Surface* surface) {
    Vec3d low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
    for (const Vec3f& p : mesh.positions) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min<double>(low[k], p[k]);
            high[k] = std::max<double>(high[k], p[k]);
        }
    }
    const double diagonal = mesh.positions.empty() ? 0 : length(high - low);
    const double scale = diagonal > 0 ? 1 / diagonal : 1;
    for (const Vec3f& p : mesh.positions) {
        surface->points.push_back((Vec3d{p.x, p.y, p.z} - low) * scale);
    }
}

/// Pairs the half-edges of every edge that has exactly two, in opposite directions.
std::vector<int> pairHalfEdges(const std::vector<Vec3i>& triangles) {
    struct Entry {
        uint64_t edge;  // smaller vertex, larger vertex
        int half_edge;
    };
    std::vector<Entry> entries(3 * triangles.size());
    const auto start = [&](int h) { return triangles[h / 3][h % 3]; };
    for (int h = 0; h < static_cast<int>(entries.size()); ++h) {
        const uint64_t a = start(h), b = start(nextHalfEdge(h));
        entries[h] = {std::min(a, b) << 32 | std::max(a, b), h};
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.edge != b.edge ? a.edge < b.edge : a.half_edge < b.half_edge;
    });
    std::vector<int> twin(entries.size(), -1);
    for (size_t i = 0, j = 0; i < entries.size(); i = j) {
        for (j = i; j < entries.size() && entries[j].edge == entries[i].edge;) {
            ++j;
        }
        const int a = entries[i].half_edge;
        if (j - i == 2 && start(a) != start(entries[i + 1].half_edge)) {
            twin[a] = entries[i + 1].half_edge;
            twin[entries[i + 1].half_edge] = a;
        }
    }
    return twin;
}

/// Area-weighted averages over neighbours, less across an edge the sharper it is: noise goes,
/// creases stay.
void smoothNormals(Surface* surface) {
    const int count = surface->triangleCount();
    std::vector<Vec3d> next(count);
    for (int pass = 0; pass < kSmoothingPasses; ++pass) {
        for (int t = 0; t < count; ++t) {
            Vec3d sum = surface->normals[t] * surface->areas[t];
            for (int h = 3 * t; h < 3 * t + 3; ++h) {
                if (surface->twin[h] < 0) {
                    continue;
                }
                const int other = surface->twin[h] / 3;
                const double agreement =
                    std::max(0.0, dot(surface->normals[t], surface->normals[other]));
                sum += surface->normals[other] * (surface->areas[other] * agreement * agreement);
            }
            const double size = length(sum);
            next[t] = size > 0 ? sum * (1 / size) : surface->normals[t];
        }
        surface->normals.swap(next);
    }
}

}  // namespace

Surface makeSurface(const TriangleMesh& mesh) {
    validate(mesh);
    Surface surface;
    copyScaled(mesh, &surface);
    const std::vector<int> welded = firstOfEqualPositions(mesh.positions);
    for (int t = 0; t < static_cast<int>(mesh.triangles.size()); ++t) {
        const Vec3i& in = mesh.triangles[t];
        const Vec3i triangle{welded[in.x], welded[in.y], welded[in.z]};
        if (triangle.x != triangle.y && triangle.y != triangle.z && triangle.z != triangle.x) {
            surface.triangles.push_back(triangle);
            surface.source.push_back(t);
        }
    }
    const int count = surface.triangleCount();
    surface.twin = pairHalfEdges(surface.triangles);
    surface.glued.assign(3 * static_cast<size_t>(count), 0);
    surface.lengths.resize(3 * static_cast<size_t>(count));
    surface.normals.resize(count);
    surface.areas.resize(count);
    for (int t = 0; t < count; ++t) {
        const Vec3d a = surface.cornerPoint(3 * t), b = surface.cornerPoint(3 * t + 1),
                    c = surface.cornerPoint(3 * t + 2);
        const Vec3d normal = cross(b - a, c - a);
        surface.areas[t] = 0.5 * length(normal);
        surface.normals[t] = normalize(normal);
        surface.lengths[3 * t] = length(b - a);
        surface.lengths[3 * t + 1] = length(c - b);
        surface.lengths[3 * t + 2] = length(a - c);
    }
    smoothNormals(&surface);
    return surface;
}

}  // namespace bozzetto::unwrapping
