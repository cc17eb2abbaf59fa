// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"

#include <cmath>
#include <numbers>

namespace bozzetto::testing {

/// Ring of `around` x `tube` quads, two triangles each: closed, genus 1. Radii 1 and 0.4.
inline TriangleMesh makeTorus(int around, int tube) {
    TriangleMesh mesh;
    for (int i = 0; i < around; ++i) {
        for (int j = 0; j < tube; ++j) {
            const double a = 2 * std::numbers::pi * i / around, b = 2 * std::numbers::pi * j / tube;
            const double r = 1 + 0.4 * std::cos(b);
            mesh.positions.push_back({static_cast<float>(r * std::cos(a)),
                                      static_cast<float>(r * std::sin(a)),
                                      static_cast<float>(0.4 * std::sin(b))});
        }
    }
    for (int i = 0; i < around; ++i) {
        for (int j = 0; j < tube; ++j) {
            const int a = i * tube + j, b = (i + 1) % around * tube + j;
            const int c = (i + 1) % around * tube + (j + 1) % tube, d = i * tube + (j + 1) % tube;
            mesh.triangles.push_back({a, b, c});
            mesh.triangles.push_back({a, c, d});
        }
    }
    return mesh;
}

/// Unit ball: poles, `rows` - 1 rings of `columns` vertices. Closed.
inline TriangleMesh makeSphere(int columns, int rows, Vec3f centre = {}) {
    TriangleMesh mesh;
    const auto add = [&](double x, double y, double z) {
        mesh.positions.push_back(
            centre + Vec3f{static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)});
    };
    add(0, 0, 1);
    add(0, 0, -1);
    for (int j = 1; j < rows; ++j) {
        for (int i = 0; i < columns; ++i) {
            const double a = 2 * std::numbers::pi * i / columns, b = std::numbers::pi * j / rows;
            add(std::sin(b) * std::cos(a), std::sin(b) * std::sin(a), std::cos(b));
        }
    }
    const auto ring = [&](int j, int i) { return 2 + (j - 1) * columns + i % columns; };
    for (int i = 0; i < columns; ++i) {
        mesh.triangles.push_back({0, ring(1, i), ring(1, i + 1)});
        mesh.triangles.push_back({1, ring(rows - 1, i + 1), ring(rows - 1, i)});
        for (int j = 1; j + 1 < rows; ++j) {
            mesh.triangles.push_back({ring(j, i), ring(j + 1, i), ring(j + 1, i + 1)});
            mesh.triangles.push_back({ring(j, i), ring(j + 1, i + 1), ring(j, i + 1)});
        }
    }
    return mesh;
}

/// Square [0, 1]^2 at z = 0 of `cells`^2 quads, facing +z. Open.
inline TriangleMesh makeGrid(int cells) {
    TriangleMesh mesh;
    for (int j = 0; j <= cells; ++j) {
        for (int i = 0; i <= cells; ++i) {
            mesh.positions.push_back({static_cast<float>(i) / static_cast<float>(cells),
                                      static_cast<float>(j) / static_cast<float>(cells),
                                      0});
        }
    }
    for (int j = 0; j < cells; ++j) {
        for (int i = 0; i < cells; ++i) {
            const int a = j * (cells + 1) + i, b = a + 1, c = a + cells + 2, d = a + cells + 1;
            mesh.triangles.push_back({a, b, c});
            mesh.triangles.push_back({a, c, d});
        }
    }
    return mesh;
}

inline void append(TriangleMesh* mesh, const TriangleMesh& other) {
    const int base = static_cast<int>(mesh->positions.size());
    mesh->positions.insert(mesh->positions.end(), other.positions.begin(), other.positions.end());
    for (const Vec3i& t : other.triangles) {
        mesh->triangles.push_back({t.x + base, t.y + base, t.z + base});
    }
}

}  // namespace bozzetto::testing
