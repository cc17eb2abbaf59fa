// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"
#include "mesh/normals.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto::testing {

/// A torus around +Z with a seam in both directions and maps in which everything differs from place
/// to place: colour, roughness from mirror to matt, metallic patches, a bumpy normal map,
/// occlusion.
inline TexturedMesh makeMaterialTorus(int around, int tube, int map_size) {
    constexpr double kTau = 2 * std::numbers::pi;
    TexturedMesh out;
    for (int i = 0; i < around; ++i) {
        for (int j = 0; j < tube; ++j) {
            const double a = kTau * i / around, b = kTau * j / tube;
            const double r = 1 + 0.42 * std::cos(b) * (1 + 0.15 * std::cos(3 * a));
            out.mesh.positions.push_back({static_cast<float>(r * std::cos(a)),
                                          static_cast<float>(r * std::sin(a)),
                                          static_cast<float>(0.42 * std::sin(b))});
        }
    }
    for (int i = 0; i <= around; ++i) {
        for (int j = 0; j <= tube; ++j) {
            out.uvs.push_back({static_cast<float>(i) / static_cast<float>(around),
                               static_cast<float>(j) / static_cast<float>(tube)});
        }
    }
    const auto position = [&](int i, int j) { return i % around * tube + j % tube; };
    const auto uv = [&](int i, int j) { return i * (tube + 1) + j; };
    for (int i = 0; i < around; ++i) {
        for (int j = 0; j < tube; ++j) {
            out.mesh.triangles.push_back(
                {position(i, j), position(i + 1, j), position(i + 1, j + 1)});
            out.mesh.triangles.push_back(
                {position(i, j), position(i + 1, j + 1), position(i, j + 1)});
            out.uv_triangles.push_back({uv(i, j), uv(i + 1, j), uv(i + 1, j + 1)});
            out.uv_triangles.push_back({uv(i, j), uv(i + 1, j + 1), uv(i, j + 1)});
        }
    }
    out.normals = vertexNormals(out.mesh);
    computeTangents(out);
    Material& m = out.material;
    m.base_color = m.normal = Image(map_size, map_size, 3);
    m.roughness = m.metallic = m.occlusion = Image(map_size, map_size, 1);
    for (int y = 0; y < map_size; ++y) {
        for (int x = 0; x < map_size; ++x) {
            const double u = (x + 0.5) / map_size, v = (y + 0.5) / map_size;
            const double wave = std::sin(kTau * 5 * u), other = std::sin(kTau * 3 * v);
            float* color = m.base_color.at(x, y);
            color[0] = static_cast<float>(0.45 + 0.35 * wave);
            color[1] = static_cast<float>(0.4 + 0.3 * other);
            color[2] = static_cast<float>(0.35 + 0.25 * std::cos(kTau * (2 * u + v)));
            m.roughness.at(x, y)[0] = static_cast<float>(0.5 + 0.38 * std::sin(kTau * 2 * u));
            m.metallic.at(x, y)[0] = other > 0.2 ? 1.0f : 0.0f;
            m.occlusion.at(x, y)[0] = static_cast<float>(0.8 + 0.2 * std::cos(kTau * v));
            const Vec3d n = normalize(
                Vec3d{0.25 * std::cos(kTau * 12 * u), 0.25 * std::cos(kTau * 8 * v), 1.0});
            for (int c = 0; c < 3; ++c) {
                m.normal.at(x, y)[c] = static_cast<float>(n[c]);
            }
        }
    }
    return out;
}

/// Radiance [64, 128, 3] in the layout of pipeline/engine.h that differs in every direction: a warm
/// lamp from +X, a cold one from -Y, sky above and a dark floor.
inline Image makeTwoLampLight() {
    constexpr double kPi = std::numbers::pi;
    Image light(128, 64, 3);
    for (int y = 0; y < light.height; ++y) {
        for (int x = 0; x < light.width; ++x) {
            const double azimuth = 2 * kPi * (0.5 - (x + 0.5) / light.width);
            const double polar = kPi * (y + 0.5) / light.height;
            const Vec3d d{std::sin(polar) * std::cos(azimuth),
                          std::sin(polar) * std::sin(azimuth),
                          std::cos(polar)};
            const auto lamp = [&](Vec3d towards, double sharpness) {
                return std::exp(sharpness * (dot(d, normalize(towards)) - 1));
            };
            const double warm = 6 * lamp({1, 0.2, 0.5}, 18), cold = 4 * lamp({-0.3, -1, 0.2}, 10);
            const double sky = 0.15 + 0.35 * std::max(0.0, d.z);
            light.at(x, y)[0] = static_cast<float>(sky * 0.8 + warm + 0.4 * cold);
            light.at(x, y)[1] = static_cast<float>(sky + 0.8 * warm + 0.7 * cold);
            light.at(x, y)[2] = static_cast<float>(sky * 1.3 + 0.55 * warm + cold);
        }
    }
    return light;
}

}  // namespace bozzetto::testing
