// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_scene.h"

#include <array>
#include <cmath>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace bozzetto::bench {
namespace {

using Point = std::array<double, 3>;
using Triangle = std::array<int32_t, 3>;

struct Mesh {
    std::vector<Point> points;
    std::vector<Triangle> triangles;
};

Mesh icosahedron() {
    const double g = (1.0 + std::sqrt(5.0)) / 2.0;
    return {{{-1, g, 0},
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
             {-g, 0, 1}},
            {{0, 11, 5},  {0, 5, 1},  {0, 1, 7},  {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4},
             {11, 10, 2}, {10, 7, 6}, {7, 1, 8},  {3, 9, 4},  {3, 4, 2},   {3, 2, 6}, {3, 6, 8},
             {3, 8, 9},   {4, 9, 5},  {2, 4, 11}, {6, 2, 10}, {8, 6, 7},   {9, 8, 1}}};
}

Mesh subdivided(const Mesh& mesh) {
    Mesh fine{mesh.points, {}};
    std::unordered_map<int64_t, int32_t> middles;
    const auto middle = [&](int32_t a, int32_t b) {
        const int64_t key = int64_t{std::min(a, b)} << 32 | std::max(a, b);
        const auto [found, fresh] =
            middles.try_emplace(key, static_cast<int32_t>(fine.points.size()));
        if (fresh) {
            Point p;
            for (int k = 0; k < 3; ++k) {
                p[k] = (fine.points[a][k] + fine.points[b][k]) / 2;
            }
            fine.points.push_back(p);
        }
        return found->second;
    };
    for (const auto& [a, b, c] : mesh.triangles) {
        const int32_t ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
        for (const Triangle& t : {Triangle{a, ab, ca}, {ab, b, bc}, {ca, bc, c}, {ab, bc, ca}}) {
            fine.triangles.push_back(t);
        }
    }
    return fine;
}

}  // namespace

Scene bumpySphere(int level) {
    Mesh mesh = icosahedron();
    for (int i = 0; i < level; ++i) {
        mesh = subdivided(mesh);
    }
    const auto vertices = static_cast<int64_t>(mesh.points.size());
    Scene scene;
    scene.world = at::empty({vertices, 3}, at::kFloat);
    scene.pos = at::empty({1, vertices, 4}, at::kFloat);
    float* world = scene.world.data_ptr<float>();
    float* pos = scene.pos.data_ptr<float>();
    constexpr double kDistance = 4.0, kFocal = 1.93, kNear = 1.0, kFar = 10.0;
    for (int64_t i = 0; i < vertices; ++i) {
        const Point& p = mesh.points[i];
        const double length = std::sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
        const double x = p[0] / length, y = p[1] / length, z = p[2] / length;
        const double r = 1.0 + 0.06 * std::sin(9 * x) * std::sin(9 * y + 1) * std::sin(9 * z + 2);
        const double w = kDistance - r * z;
        const double values[3] = {r * x, r * y, r * z};
        const double clip[4] = {kFocal * r * x,
                                -kFocal * r * y,
                                (w * (kFar + kNear) - 2 * kFar * kNear) / (kFar - kNear),
                                w};
        for (int k = 0; k < 3; ++k) {
            world[3 * i + k] = static_cast<float>(values[k]);
        }
        for (int k = 0; k < 4; ++k) {
            pos[4 * i + k] = static_cast<float>(clip[k]);
        }
    }
    scene.tri = at::empty({static_cast<int64_t>(mesh.triangles.size()), 3}, at::kInt);
    std::memcpy(scene.tri.data_ptr(), mesh.triangles.data(), scene.tri.nbytes());
    return scene;
}

}  // namespace bozzetto::bench
