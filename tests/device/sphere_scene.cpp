// SPDX-License-Identifier: Apache-2.0
#include "tests/device/sphere_scene.h"

#include "math/vec.h"

#include <random>
#include <unordered_map>

namespace bozzetto::device_test {
namespace {

struct Sphere {
    std::vector<Vec3d> points;
    std::vector<int32_t> tri;
};

Sphere icosahedron() {
    const double g = (1 + std::sqrt(5.0)) / 2;
    Sphere s;
    s.points = {{-1, g, 0},
                {1, g, 0},
                {-1, -g, 0},
                {1, -g, 0},
                {0, -1, g},
                {0, 1, g},
                {0, -1, -g},
                {0, 1, -g},
                {g, 0, -1},
                {g, 0, 1},
                {-g, 0, -1},
                {-g, 0, 1}};
    s.tri = {0, 11, 5,  0, 5,  1, 0, 1, 7, 0, 7,  10, 0, 10, 11, 1, 5, 9, 5, 11,
             4, 11, 10, 2, 10, 7, 6, 7, 1, 8, 3,  9,  4, 3,  4,  2, 3, 2, 6, 3,
             6, 8,  3,  8, 9,  4, 9, 5, 2, 4, 11, 6,  2, 10, 8,  6, 7, 9, 8, 1};
    for (Vec3d& p : s.points) {
        p = normalize(p);
    }
    return s;
}

/// Cuts each face in four; the new vertices lie on the sphere.
void subdivide(Sphere& s) {
    std::unordered_map<uint64_t, int32_t> middles;
    middles.reserve(s.tri.size());
    const auto middle = [&](int32_t a, int32_t b) {
        const uint64_t key = uint64_t(std::min(a, b)) << 32 | uint64_t(std::max(a, b));
        const auto [place, fresh] = middles.try_emplace(key, int32_t(s.points.size()));
        if (fresh) {
            s.points.push_back(normalize(s.points[size_t(a)] + s.points[size_t(b)]));
        }
        return place->second;
    };
    std::vector<int32_t> finer;
    finer.reserve(4 * s.tri.size());
    for (size_t t = 0; t < s.tri.size(); t += 3) {
        const int32_t a = s.tri[t], b = s.tri[t + 1], c = s.tri[t + 2];
        const int32_t ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
        finer.insert(finer.end(), {a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca});
    }
    s.tri = std::move(finer);
}

/// A turn by `angle` about a slanted axis.
Mat4d turn(double angle) {
    const Vec3d k = normalize(Vec3d{1, 2, 3});
    const double c = std::cos(angle), s = std::sin(angle), t = 1 - c;
    Mat4d m;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            m.m[i][j] = t * k[i] * k[j] + (i == j ? c : 0.0);
        }
    }
    m.m[0][1] -= s * k.z;
    m.m[0][2] += s * k.y;
    m.m[1][0] += s * k.z;
    m.m[1][2] -= s * k.x;
    m.m[2][0] -= s * k.y;
    m.m[2][1] += s * k.x;
    return m;
}

}  // namespace

SphereScene sphereScene(int subdivisions, int images) {
    Sphere sphere = icosahedron();
    for (int i = 0; i < subdivisions; ++i) {
        subdivide(sphere);
    }
    SphereScene scene;
    scene.images = images;
    scene.vertices = static_cast<int64_t>(sphere.points.size());
    scene.triangles = static_cast<int64_t>(sphere.tri.size() / 3);
    scene.tri = std::move(sphere.tri);
    // Seen from 3 radii away the outline has the half-angle asin(1/3): a focal length that makes
    // its circle 60 % of a frame that spans [-1, 1] each way.
    constexpr double kDistance = 3, kNear = 0.1, kFar = 10;
    const double outline = std::sqrt(scene.covered * 4 / M_PI);
    const double focal = outline * std::sqrt(kDistance * kDistance - 1);
    scene.pos.reserve(static_cast<size_t>(images * scene.vertices * 4));
    for (int n = 0; n < images; ++n) {
        const Mat4d rotation = turn(0.3 + 0.7 * n);
        for (const Vec3d& point : sphere.points) {
            const Vec3d p = transformPoint(rotation, point);
            const double w = kDistance - p.z;
            const double z = (w * (kFar + kNear) - 2 * kFar * kNear) / (kFar - kNear);
            for (const double value : {p.x * focal, p.y * focal, z, w}) {
                scene.pos.push_back(static_cast<float>(value));
            }
        }
    }
    std::mt19937 random(7);
    std::uniform_real_distribution<float> unit(0, 1);
    scene.uv.resize(static_cast<size_t>(2 * scene.vertices));
    for (float& value : scene.uv) {
        value = unit(random);
    }
    return scene;
}

}  // namespace bozzetto::device_test
