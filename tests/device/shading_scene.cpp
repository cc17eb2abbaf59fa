// SPDX-License-Identifier: Apache-2.0
#include "tests/device/shading_scene.h"

#include "base/random.h"
#include "math/vec.h"
#include "render/cube_map.h"

namespace bozzetto::device_test {
namespace {

constexpr double kRadius = 0.5;
constexpr double kBump = 0.15;

Vec3d turned(Vec3d p, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return {c * p.x + s * p.z, p.y, c * p.z - s * p.x};
}

void append(std::vector<float>& values, Vec3d v) {
    values.insert(values.end(),
                  {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)});
}

}  // namespace

std::vector<float> uniformNumbers(int64_t count, uint64_t stream, float low, float high) {
    std::vector<float> values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i) {
        values[i] = low + (high - low) * randomUniform(5, stream, i);
    }
    return values;
}

ShadingScene::ShadingScene(int views, int side, double share) {
    const double reach = std::sqrt(share * 4 / M_PI);  // of the outline, in half pictures
    for (int view = 0; view < views; ++view) {
        const double angle = 0.8 * view;
        const Vec3d eye = turned({0, 0, 3}, angle);
        for (int row = 0; row < side; ++row) {
            for (int column = 0; column < side; ++column) {
                const double x = (2.0 * column + 1 - side) / side / reach,
                             y = (side - 2.0 * row - 1) / side / reach;
                if (x * x + y * y >= 1) {
                    continue;
                }
                const Vec3d n = turned({x, y, std::sqrt(1 - x * x - y * y)}, angle);
                const Vec3d p = n * kRadius;
                const Vec3d bump{std::sin(17 * p.y), std::sin(19 * p.z), std::sin(23 * p.x)};
                append(position, p);
                append(face_normal, n);
                append(normal, (n + bump * kBump) * 0.7);
                append(camera, eye);
                append(unit, p + Vec3d{0.5, 0.5, 0.5});
                append(kd, {0.5 + 0.4 * std::sin(5 * p.x), 0.3, 0.5 + 0.4 * std::cos(9 * p.y)});
                append(
                    orm,
                    {0.9, 0.5 + 0.45 * std::sin(7 * p.x + 5 * p.y), 0.5 + 0.5 * std::sin(4 * p.z)});
                append(tangent, normalize(cross(Vec3d{0, 1, 0.01}, n)));
                tangent.push_back(p.x > 0 ? 1.0f : -1.0f);
                append(map, {0.2 * std::sin(31 * p.y), 0.2 * std::sin(29 * p.x), 0.9});
                ++count;
            }
        }
    }
    noise = uniformNumbers(count * 8, 1, -1, 1);
}

std::vector<float> lampCube(int size) {
    std::vector<float> cube;
    for (int t = 0; t < 6 * size * size; ++t) {
        const Vec3d d = normalize(
            cubeTexelDirection<double>(t / (size * size), t / size % size, t % size, size));
        const double lamp = std::exp(40 * (dot(d, normalize(Vec3d{1, 2, 1})) - 1)) +
                            std::exp(20 * (dot(d, normalize(Vec3d{-2, 1, 0.5})) - 1));
        append(cube, {0.4 + 6 * lamp, 0.5 + 5 * lamp + 0.2 * d.y, 0.6 + 4 * lamp + 0.1 * d.x});
    }
    return cube;
}

}  // namespace bozzetto::device_test
