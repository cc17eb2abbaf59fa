// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "image/image.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace bozzetto {

/// A square camera at `eye` that looks at `target`; `focal` in picture widths.
inline Camera cameraLookingAt(Vec3d eye, Vec3d target, int size, double focal = 1.2) {
    const Vec3d back = normalize(eye - target);
    const Vec3d helper = std::abs(back.z) < 0.9 ? Vec3d{0, 0, 1} : Vec3d{1, 0, 0};
    const Vec3d right = normalize(cross(helper, back)), up = cross(back, right);
    Camera c;
    c.width = c.height = size;
    c.fx = c.fy = focal * size;
    c.cx = c.cy = 0.5 * size;
    for (int k = 0; k < 3; ++k) {
        c.world_from_camera.m[k][0] = right[k];
        c.world_from_camera.m[k][1] = up[k];
        c.world_from_camera.m[k][2] = back[k];
        c.world_from_camera.m[k][3] = eye[k];
    }
    return c;
}

/// `count` directions spread evenly over the sphere (golden spiral).
inline std::vector<Vec3d> directionsAround(int count) {
    std::vector<Vec3d> result;
    for (int i = 0; i < count; ++i) {
        const double z = 1 - 2 * (i + 0.5) / count, r = std::sqrt(1 - z * z);
        const double angle = i * 2.399963229728653;
        result.push_back({r * std::cos(angle), r * std::sin(angle), z});
    }
    return result;
}

/// Smallest t > 0 at which origin + t direction enters a solid; infinity for a miss.
using Solid = std::function<double(Vec3d origin, Vec3d direction)>;

inline constexpr double kMiss = std::numeric_limits<double>::infinity();

struct Interval {
    double enter = kMiss, leave = -kMiss;
};
inline Interval throughSphere(Vec3d centre, double radius, Vec3d origin, Vec3d direction) {
    const Vec3d o = origin - centre;
    const double a = dot(direction, direction), b = dot(o, direction);
    const double discriminant = b * b - a * (dot(o, o) - radius * radius);
    if (discriminant < 0) {
        return {};
    }
    const double root = std::sqrt(discriminant);
    return {(-b - root) / a, (-b + root) / a};
}
inline Solid sphere(Vec3d centre, double radius) {
    return [=](Vec3d o, Vec3d d) { return throughSphere(centre, radius, o, d).enter; };
}
inline Solid box(Vec3d low, Vec3d high) {
    return [=](Vec3d o, Vec3d d) {
        double enter = -kMiss, leave = kMiss;
        for (int k = 0; k < 3; ++k) {
            const double a = (low[k] - o[k]) / d[k], b = (high[k] - o[k]) / d[k];
            enter = std::max(enter, std::min(a, b));
            leave = std::min(leave, std::max(a, b));
        }
        return enter < leave ? enter : kMiss;
    };
}

/// Direction of a pixel position, with length 1 along the optical axis: t is the depth.
inline Vec3d rayThrough(const Camera& c, double x, double y) {
    const double d[3] = {(x - c.cx) / c.fx, -(y - c.cy) / c.fy, -1};
    Vec3d world;
    for (int k = 0; k < 3; ++k) {
        for (int j = 0; j < 3; ++j) {
            world[k] += c.world_from_camera.m[k][j] * d[j];
        }
    }
    return world;
}

/// Share of 4 x 4 rays a pixel that hit: [H, W, 1].
inline Image maskOf(const Solid& solid, const Camera& camera) {
    Image mask(camera.width, camera.height, 1);
    for (int y = 0; y < camera.height; ++y) {
        for (int x = 0; x < camera.width; ++x) {
            for (int k = 0; k < 16; ++k) {
                const Vec3d ray = rayThrough(camera, x + (k % 4 + 0.5) / 4, y + (k / 4 + 0.5) / 4);
                *mask.at(x, y) += solid(camera.position(), ray) < kMiss ? 1.0f / 16 : 0.0f;
            }
        }
    }
    return mask;
}

/// Depth at the pixel centres: [H, W, 1], 0 where nothing is hit.
inline Image depthOf(const Solid& solid, const Camera& camera) {
    Image depth(camera.width, camera.height, 1);
    for (int y = 0; y < camera.height; ++y) {
        for (int x = 0; x < camera.width; ++x) {
            const double t = solid(camera.position(), rayThrough(camera, x + 0.5, y + 0.5));
            *depth.at(x, y) = t < kMiss ? static_cast<float>(t) : 0.0f;
        }
    }
    return depth;
}

}  // namespace bozzetto
