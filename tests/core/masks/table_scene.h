// SPDX-License-Identifier: Apache-2.0
#pragma once
// A toy of two balls and a thin stick on a patterned table, ray-traced, with its true masks.
#include "camera/image_set.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto::test {

inline double hashOf(int x, int y, int seed) {
    auto h = static_cast<uint32_t>(x) * 374761393u + static_cast<uint32_t>(y) * 668265263u +
             static_cast<uint32_t>(seed) * 2246822519u;
    h = (h ^ (h >> 13)) * 1274126177u;
    return ((h ^ (h >> 16)) & 0xffff) / 65535.0;
}

/// Linear colour of the table: cells of many colours, duller far away.
inline Vec3d tableColor(double x, double y) {
    const double far = std::clamp((std::hypot(x, y) - 4) / 6, 0.0, 1.0);
    const int i = static_cast<int>(std::floor(x / 0.17)),
              j = static_cast<int>(std::floor(y / 0.17));
    const Vec3d cell{
        0.05 + 0.4 * hashOf(i, j, 1), 0.05 + 0.3 * hashOf(i, j, 2), 0.05 + 0.35 * hashOf(i, j, 3)};
    return cell * (1 - far) + Vec3d{0.2, 0.17, 0.15} * far;
}

struct Hit {
    double distance;
    Vec3d normal, color;
};

inline std::optional<Hit> hitBall(Vec3d eye, Vec3d ray, Vec3d center, double radius, Vec3d color) {
    const Vec3d to = center - eye;
    const double along = dot(to, ray), missed = dot(to, to) - along * along;
    if (missed >= radius * radius || along <= 0) {
        return std::nullopt;
    }
    const double t = along - std::sqrt(radius * radius - missed);
    return Hit{t, (eye + ray * t - center) * (1 / radius), color};
}

/// An upright stick from `low` to `high` at (x, y).
inline std::optional<Hit> hitStick(
    Vec3d eye, Vec3d ray, double x, double y, double low, double high, double radius, Vec3d color) {
    const double a = ray.x * ray.x + ray.y * ray.y;
    const double b = (eye.x - x) * ray.x + (eye.y - y) * ray.y;
    const double c = (eye.x - x) * (eye.x - x) + (eye.y - y) * (eye.y - y) - radius * radius;
    const double d = b * b - a * c;
    if (d <= 0 || a <= 0) {
        return std::nullopt;
    }
    const double t = (-b - std::sqrt(d)) / a;
    const Vec3d p = eye + ray * t;
    if (t <= 0 || p.z < low || p.z > high) {
        return std::nullopt;
    }
    return Hit{t, Vec3d{p.x - x, p.y - y, 0} * (1 / radius), color};
}

inline std::optional<Hit> hitToy(Vec3d eye, Vec3d ray) {
    std::optional<Hit> nearest;
    for (const auto& hit : {hitBall(eye, ray, {0, 0, 0.5}, 0.5, {0.75, 0.25, 0.04}),
                            hitBall(eye, ray, {0.15, 0.1, 1.15}, 0.3, {0.05, 0.15, 0.6}),
                            hitStick(eye, ray, -0.25, 0, 0.8, 1.5, 0.045, {0.8, 0.75, 0.6})}) {
        if (hit && (!nearest || hit->distance < nearest->distance)) {
            nearest = hit;
        }
    }
    return nearest;
}

inline Camera cameraAt(double azimuth, double elevation, double distance, int width, int height) {
    const Vec3d target{0, 0, 0.65};
    const Vec3d back{std::cos(azimuth) * std::cos(elevation),
                     std::sin(azimuth) * std::cos(elevation),
                     std::sin(elevation)};
    const Vec3d right = normalize(cross(Vec3d{0, 0, 1}, back)), up = cross(back, right);
    const Vec3d eye = target + back * distance;
    Camera camera;
    camera.width = width, camera.height = height;
    camera.fx = camera.fy = 1.3 * width;
    camera.cx = 0.5 * width, camera.cy = 0.5 * height;
    for (int r = 0; r < 3; ++r) {
        camera.world_from_camera.m[r][0] = right[r];
        camera.world_from_camera.m[r][1] = up[r];
        camera.world_from_camera.m[r][2] = back[r];
        camera.world_from_camera.m[r][3] = eye[r];
    }
    return camera;
}

enum class Ground { Table, Sweep };

struct TableScene {
    ImageSet set;
    std::vector<std::vector<char>> truth;  // of each view's pixels: the object
};

/// `exposure`: linear factor, different from view to view as a camera's automatic makes it.
inline View drawView(const Camera& camera,
                     Ground ground,
                     double exposure,
                     std::vector<char>& truth) {
    constexpr int kSamples = 2;  // a side
    View view;
    view.camera = camera;
    view.image = Image(camera.width, camera.height, 4, 1.0f);
    truth.assign(static_cast<std::size_t>(camera.width) * camera.height, 0);
    const auto& m = camera.world_from_camera.m;
    for (int y = 0; y < camera.height; ++y) {
        for (int x = 0; x < camera.width; ++x) {
            Vec3d sum;
            int covered = 0;
            for (int s = 0; s < kSamples * kSamples; ++s) {
                const double px = x + (s % kSamples + 0.5) / kSamples;
                const double py = y + (s / kSamples + 0.5) / kSamples;
                const Vec3d local{(px - camera.cx) / camera.fx, -(py - camera.cy) / camera.fy, -1};
                Vec3d ray;
                for (int r = 0; r < 3; ++r) {
                    ray[r] = m[r][0] * local.x + m[r][1] * local.y + m[r][2] * local.z;
                }
                ray = normalize(ray);
                const Vec3d eye = camera.position();
                if (const auto hit = hitToy(eye, ray)) {
                    const double light =
                        0.35 +
                        0.65 * std::max(0.0, dot(hit->normal, normalize(Vec3d{0.4, 0.3, 0.9})));
                    sum += hit->color * light;
                    ++covered;
                } else if (ground == Ground::Table) {
                    const double t = ray.z < -1e-3 ? -eye.z / ray.z : 1e9;
                    const Vec3d p = eye + ray * t;
                    sum += t < 60 ? tableColor(p.x, p.y) : Vec3d{0.25, 0.27, 0.3};
                } else {
                    const double fall = 0.62 + 0.18 * y / camera.height;
                    sum += Vec3d{fall, fall, 0.97 * fall};
                }
            }
            for (int c = 0; c < 3; ++c) {
                const double noise = 0.006 * (hashOf(x, y, 7 + c) - 0.5);
                view.image.at(x, y)[c] = static_cast<float>(
                    std::clamp(exposure * (sum[c] / (kSamples * kSamples) + noise), 0.0, 1.0));
            }
            truth[static_cast<std::size_t>(y) * camera.width + x] =
                2 * covered >= kSamples * kSamples;
        }
    }
    return view;
}

inline TableScene drawScene(int views, Ground ground, int width = 200, int height = 170) {
    TableScene scene;
    scene.truth.resize(static_cast<std::size_t>(views));
    for (int i = 0; i < views; ++i) {
        const double azimuth = 2 * std::numbers::pi * 2 * i / views + 0.1 * (i % 3);
        const double elevation = (i < views / 2 ? 0.38 : 0.8);
        const Camera camera = cameraAt(azimuth, elevation, 3.6 + 0.3 * (i % 2), width, height);
        View view = drawView(camera,
                             ground,
                             ground == Ground::Table ? 0.9 + 0.2 * hashOf(i, 0, 3) : 1.0,
                             scene.truth[static_cast<std::size_t>(i)]);
        view.name = "photo_" + std::to_string(i);
        view.path = view.name + ".jpg";
        scene.set.views.push_back(std::move(view));
    }
    return scene;
}

inline double overlapOf(const View& view, const std::vector<char>& truth) {
    double both = 0, any = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const bool object = view.image.pixels[4 * i + 3] >= 0.5f;
        both += object && truth[i];
        any += object || truth[i];
    }
    return any > 0 ? both / any : 1;
}

}  // namespace bozzetto::test
