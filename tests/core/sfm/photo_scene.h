// SPDX-License-Identifier: Apache-2.0
#pragma once
// Photographs of an object on a table, ray-traced: everything carries a solid noise texture with
// detail at several scales, as structure from motion likes it.
#include "base/parallel_for.h"
#include "camera/camera.h"
#include "core/camera/synthetic_set.h"
#include "image/color.h"
#include "image/image.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto::test {

inline double latticeNoise(int x, int y, int z, uint32_t seed) {
    uint32_t h = seed + 0x9e3779b9u * static_cast<uint32_t>(x) +
                 0x85ebca6bu * static_cast<uint32_t>(y) + 0xc2b2ae35u * static_cast<uint32_t>(z);
    h ^= h >> 15, h *= 0x2c1b3c6du, h ^= h >> 12, h *= 0x297a2d39u, h ^= h >> 15;
    return h / 4294967295.0;
}

inline double solidNoise(Vec3d p, uint32_t seed) {
    const Vec3d base{std::floor(p.x), std::floor(p.y), std::floor(p.z)};
    const Vec3d f = p - base;
    double sum = 0;
    for (int corner = 0; corner < 8; ++corner) {
        const int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
        sum += (dx != 0 ? f.x : 1 - f.x) * (dy != 0 ? f.y : 1 - f.y) * (dz != 0 ? f.z : 1 - f.z) *
               latticeNoise(static_cast<int>(base.x) + dx,
                            static_cast<int>(base.y) + dy,
                            static_cast<int>(base.z) + dz,
                            seed);
    }
    return sum;
}

inline double textureAt(Vec3d p, uint32_t seed) {
    double value = 0;
    for (const auto& [frequency, weight] : {std::pair{7.0, 0.3}, {25.0, 0.35}, {79.0, 0.35}}) {
        value += weight * solidNoise(p * frequency, seed);
    }
    return std::clamp(0.5 + 2.2 * (value - 0.5), 0.02, 0.98);
}

/// Which object stands on the table: they differ in texture and place of their second sphere.
enum class PhotoObject { First, Second };

/// A sphere with a smaller one on it, at the origin's height 0.4, on the table z = 0.
inline double shadeOf(Vec3d origin, Vec3d direction, PhotoObject object) {
    const bool first = object == PhotoObject::First;
    double nearest = direction.z < 0 ? -origin.z / direction.z : INFINITY;
    uint32_t seed = 1;
    for (const auto& [center, radius] :
         {std::pair{Vec3d{0, 0, 0.4}, 0.4},
          {first ? Vec3d{0.3, 0.1, 0.75} : Vec3d{-0.25, 0.2, 0.7}, 0.25}}) {
        const Vec3d to = center - origin;
        const double along = dot(to, direction), missed = dot(to, to) - along * along;
        if (missed < radius * radius && along > 0) {
            const double t = along - std::sqrt(radius * radius - missed);
            if (t < nearest) {
                nearest = t;
                seed = first ? 2 : 3;
            }
        }
    }
    return std::isfinite(nearest) ? textureAt(origin + direction * nearest, seed) : 0.9;
}

/// [H, W, 4] linear.
inline Image photograph(const Camera& camera, PhotoObject object = PhotoObject::First) {
    constexpr int kSamples = 2;
    Image image(camera.width, camera.height, 4, 1.0f);
    const Mat4d& m = camera.world_from_camera;
    parallelTasks(camera.height, [&](int64_t row, int) {
        const int y = static_cast<int>(row);
        for (int x = 0; x < camera.width; ++x) {
            double sum = 0;
            for (int k = 0; k < kSamples * kSamples; ++k) {
                const double px = x + (k % kSamples + 0.5) / kSamples,
                             py = y + (k / kSamples + 0.5) / kSamples;
                const Vec3d ray = column(m, 0) * ((px - camera.cx) / camera.fx) -
                                  column(m, 1) * ((py - camera.cy) / camera.fy) - column(m, 2);
                sum += shadeOf(camera.position(), normalize(ray), object);
            }
            const auto value = static_cast<float>(sum / (kSamples * kSamples));
            for (int c = 0; c < 3; ++c) {
                image.at(x, y)[c] = linearFromSrgb(value);
            }
        }
    });
    return image;
}

/// Camera i of n on a ring around the object, alternately low and high.
inline Camera ringCamera(int i, int n, int size) {
    const double angle = 2 * std::numbers::pi * i / n,
                 height = (i % 2 == 0 ? 32 : 42) * std::numbers::pi / 180;
    const Vec3d direction{
        std::cos(angle) * std::cos(height), std::sin(angle) * std::cos(height), std::sin(height)};
    Camera camera = lookAtOrigin(direction * (2.6 + 0.3 * (i % 3)), size);
    camera.world_from_camera.m[2][3] += 0.35;
    return camera;
}

/// The mean over `pixels` pixels in a row along (dx, dy): a moved camera.
inline Image motionBlur(const Image& image, int pixels, int dx, int dy) {
    Image blurred(image.width, image.height, image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            for (int k = 0; k < pixels; ++k) {
                const int sx = std::clamp(x + (k - pixels / 2) * dx, 0, image.width - 1),
                          sy = std::clamp(y + (k - pixels / 2) * dy, 0, image.height - 1);
                for (int c = 0; c < image.channels; ++c) {
                    blurred.at(x, y)[c] += image.at(sx, sy)[c] / static_cast<float>(pixels);
                }
            }
        }
    }
    return blurred;
}

}  // namespace bozzetto::test
