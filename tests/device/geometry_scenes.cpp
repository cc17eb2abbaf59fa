// SPDX-License-Identifier: Apache-2.0
#include "tests/device/geometry_scenes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace bozzetto::device_test {
namespace {

using Field = std::function<float(int x, int y, int z)>;

/// The scene over the cubes that `kept` names by their low corner; vertices in lattice order.
CubeScene sceneOf(const std::string& name,
                  int resolution,
                  const Field& field,
                  const std::function<bool(int x, int y, int z)>& kept,
                  int64_t channels) {
    const int side = resolution + 1;
    const auto index = [&](int x, int y, int z) { return (x * side + y) * side + z; };
    std::vector<int32_t> rank(static_cast<size_t>(side) * side * side, -1), lattice_corners;
    for (int x = 0; x < resolution; ++x) {
        for (int y = 0; y < resolution; ++y) {
            for (int z = 0; z < resolution; ++z) {
                for (int c = 0; c < 8 && kept(x, y, z); ++c) {
                    const int corner = index(x + (c & 1), y + (c >> 1 & 1), z + (c >> 2));
                    lattice_corners.push_back(corner);
                    rank[corner] = 0;
                }
            }
        }
    }
    CubeScene scene;
    scene.name = name;
    scene.channels = channels;
    std::mt19937 random(7);
    std::uniform_real_distribution<float> shift(-0.2f, 0.2f), any(-1.0f, 1.0f);
    int32_t points = 0;
    for (int x = 0; x < side; ++x) {
        for (int y = 0; y < side; ++y) {
            for (int z = 0; z < side; ++z) {
                int32_t& place = rank[index(x, y, z)];
                if (place == 0) {
                    place = points++;
                    scene.sdf.push_back(field(x, y, z));
                    for (const int at : {x, y, z}) {
                        scene.positions.push_back(
                            (static_cast<float>(at) + shift(random)) / resolution - 0.5f);
                    }
                }
            }
        }
    }
    for (const int32_t corner : lattice_corners) {
        scene.corners.push_back(rank[corner]);
    }
    scene.raw.resize(scene.corners.size() / 8 * 21);
    scene.attributes.resize(static_cast<size_t>(points * channels));
    for (std::vector<float>* values : {&scene.raw, &scene.attributes}) {
        std::generate(values->begin(), values->end(), [&] { return any(random); });
    }
    scene.vertex_cubes.resize(static_cast<size_t>(points) * 8);
    scene.inner_edges.resize(static_cast<size_t>(points) * 3);
    buildCubeTopology(scene.corners.data(),
                      scene.cubes(),
                      points,
                      scene.vertex_cubes.data(),
                      scene.inner_edges.data());
    return scene;
}

}  // namespace

std::vector<int32_t> CubeScene::edges() const {
    std::vector<int32_t> pairs;
    for (int64_t v = 0; v < points(); ++v) {
        for (const int step : {4, 2, 1}) {
            for (int k = 0; k < 8; ++k) {
                const int32_t cube = vertex_cubes[v * 8 + k];
                if ((k & step) == 0 && cube >= 0) {
                    pairs.push_back(static_cast<int32_t>(v));
                    pairs.push_back(corners[cube * int64_t{8} + (k | step)]);
                    break;
                }
            }
        }
    }
    return pairs;
}

std::vector<int32_t> CubeScene::tets() const {
    constexpr int kPaths[6][4] = {
        {0, 1, 3, 7}, {0, 3, 2, 7}, {0, 2, 6, 7}, {0, 6, 4, 7}, {0, 4, 5, 7}, {0, 5, 1, 7}};
    std::vector<int32_t> result;
    for (const auto& path : kPaths) {
        for (int64_t cube = 0; cube < cubes(); ++cube) {
            for (const int corner : path) {
                result.push_back(corners[cube * 8 + corner]);
            }
        }
    }
    return result;
}

CubeScene bandScene(int resolution, float half_width) {
    const Field field = [resolution](int x, int y, int z) {
        const double centre = 0.5 * resolution;
        const double dx = x - centre, dy = y - centre, dz = z - centre;
        const double bump = 0.05 * resolution * std::sin(dx * 12 / resolution) *
                            std::sin(dy * 12 / resolution) * std::sin(dz * 12 / resolution);
        return static_cast<float>(std::sqrt(dx * dx + dy * dy + dz * dz) - 0.36 * resolution +
                                  bump);
    };
    const auto near = [&](int x, int y, int z) {
        float nearest = half_width;
        for (int c = 0; c < 8; ++c) {
            nearest =
                std::min(nearest, std::abs(field(x + (c & 1), y + (c >> 1 & 1), z + (c >> 2))));
        }
        return nearest < half_width;
    };
    return sceneOf("band " + std::to_string(resolution), resolution, field, near, 1);
}

CubeScene randomScene(int resolution, int64_t channels) {
    std::mt19937 random(11);
    std::uniform_real_distribution<float> any(-1.0f, 1.0f);
    return sceneOf(
        "random " + std::to_string(resolution),
        resolution,
        [&](int, int, int) { return any(random); },
        [](int, int, int) { return true; },
        channels);
}

CubeScene emptyScene() {
    return sceneOf(
        "empty", 4, [](int, int, int) { return 1.0f; }, [](int, int, int) { return true; }, 1);
}

}  // namespace bozzetto::device_test
