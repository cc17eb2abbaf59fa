// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"
#include "mesh/mesh.h"
#include "mesh/normals.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace bozzetto::testing {

// The source is z-up with its front at -y.
constexpr Vec3d kUp{0, 0, 1}, kFront{0, -1, 0}, kSide{-1, 0, 0};  // side = front x up
constexpr double kLengths[] = {3, 2, 1};
const Vec3f kColors[] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

/// Three bars along up, front and side, each of its own length and colour.
inline TexturedMesh makeProbe() {
    TexturedMesh probe;
    const Vec3d axes[] = {kUp, kFront, kSide};
    for (int bar = 0; bar < 3; ++bar) {
        const Vec3d a = axes[bar], b = axes[(bar + 1) % 3];
        Vec3d c = cross(a, b);
        const int first = static_cast<int>(probe.mesh.positions.size());
        for (int i = 0; i < 8; ++i) {  // from 0.5 to 0.5 + length, 0.2 thick
            const Vec3d p = a * (0.5 + (i & 1 ? kLengths[bar] : 0)) + b * (i & 2 ? 0.1 : -0.1) +
                            c * (i & 4 ? 0.1 : -0.1);
            probe.mesh.positions.push_back(
                {static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)});
        }
        const float u = (static_cast<float>(bar) + 0.5f) / 3;
        const int uv = static_cast<int>(probe.uvs.size());
        probe.uvs.insert(probe.uvs.end(), {{u, 0.4f}, {u + 0.05f, 0.4f}, {u, 0.6f}});
        const int sides[6][4] = {
            {0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}};
        for (const auto& s : sides) {
            for (const Vec3i t : {Vec3i{s[0], s[1], s[2]}, Vec3i{s[0], s[2], s[3]}}) {
                probe.mesh.triangles.push_back({t.x + first, t.y + first, t.z + first});
                probe.uv_triangles.push_back({uv, uv + 1, uv + 2});
            }
        }
    }
    probe.normals = vertexNormals(probe.mesh);
    // Eight texels a bar, so that no colour bleeds into another where one is sampled.
    probe.material.base_color = Image(24, 1, 3);
    for (int x = 0; x < 24; ++x) {
        const Vec3f own = kColors[x / 8];
        const float color[] = {own.x, own.y, own.z};
        std::copy(color, color + 3, probe.material.base_color.at(x, 0));
    }
    probe.material.roughness = probe.material.metallic = Image(1, 1, 1, 0.5f);
    return probe;
}

/// A program: its axes and unit, and what its importer does with the numbers of each format.
struct Program {
    const char* target;
    Vec3d up, front;
    double side;  // of front x up: 1 in right-handed programs, -1 in left-handed ones
    double unit;  // metres
    std::array<Vec3i, 3> from_file;  // by format: which file axis (1-based, signed) x, y, z take
    std::array<double, 3> scale;     // by format
    Vec3d glb_front;                 // where GLB's front comes to lie
};

constexpr Vec3i kSame{1, 2, 3}, kStandUp{1, -3, 2}, kSwap{1, 3, 2}, kMirrorX{-1, 2, 3};
constexpr Vec3d kX{1, 0, 0}, kY{0, 1, 0}, kZ{0, 0, 1}, kMinusY{0, -1, 0};
const Program kPrograms[] = {
    {"blender", kZ, kMinusY, 1, 1, {kStandUp, kSame, kStandUp}, {1, 1, 1}, kMinusY},
    {"unreal", kZ, kX, -1, 0.01, {kSwap, kSame, kSwap}, {1, 1, 100}, kY},
    {"unity", kY, kZ, -1, 1, {kMirrorX, kSame, kMirrorX}, {1, 1, 1}, kZ},
    {"godot", kY, kZ, 1, 1, {kSame, kSame, kSame}, {1, 1, 1}, kZ},
    {"web", kY, kZ, 1, 1, {kSame, kSame, kSame}, {1, 1, 1}, kZ},
    {"print", kZ, kMinusY, 1, 0.001, {kSame, kSame, kStandUp}, {1, 1, 1000}, kMinusY},
};

/// Where a program's importer puts a point of the file.
inline Vec3d imported(Vec3d p, Vec3i from, double scale) {
    Vec3d result;
    for (int i = 0; i < 3; ++i) {
        result[i] = p[std::abs(from[i]) - 1] * (from[i] < 0 ? -scale : scale);
    }
    return result;
}

}  // namespace bozzetto::testing
