// SPDX-License-Identifier: Apache-2.0
// Averages over a grid's cubes and over a mesh's edges: part of check_geometry.
#include "geometry/cube_smoothing_cuda.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/geometry_checks.h"
#include "texturing/edge_smoothing_cuda.h"

#include <cstdio>
#include <set>

namespace bozzetto::device_test {
namespace {

template <class Run>
void reportTime(const char* what, const Run& run) {
    std::printf("    %-44s %8.1f us\n", what, medianMilliseconds(run) * 1000);
}

/// What vertexNeighbours finds.
struct Neighbours {
    std::vector<int32_t> offsets{0}, vertices;
};
Neighbours neighboursOf(const MeshScene& scene) {
    std::vector<std::set<int32_t>> around(scene.vertices());
    for (size_t i = 0; i < scene.triangles.size(); ++i) {
        const size_t first = i - i % 3;
        around[scene.triangles[i]].insert(scene.triangles[first + (i + 1) % 3]);
        around[scene.triangles[i]].insert(scene.triangles[first + (i + 2) % 3]);
    }
    Neighbours result;
    for (const std::set<int32_t>& list : around) {
        result.vertices.insert(result.vertices.end(), list.begin(), list.end());
        result.offsets.push_back(static_cast<int32_t>(result.vertices.size()));
    }
    return result;
}

}  // namespace

void checkCubeSmoothing(const CubeScene& scene, int rounds, bool timed) {
    std::printf("averages over cubes, %s: %lld cubes, %d rounds\n",
                scene.name.c_str(),
                static_cast<long long>(scene.cubes()),
                rounds);
    const std::vector<float> values = randomGradient(scene.points(), 17);
    std::vector<float> expected = values, at_cubes(scene.cubes());
    smoothOverCubesCpu({scene.corners.data(),
                        scene.vertex_cubes.data(),
                        scene.cubes(),
                        scene.points(),
                        at_cubes.data(),
                        expected.data()},
                       rounds);

    const DeviceArray<int32_t> corners(scene.corners), vertex_cubes(scene.vertex_cubes);
    const DeviceArray<float> device_cubes(scene.cubes()), first(values), second(values);
    ScratchQueue queue{1 << 20};
    const auto smooth = [&](const DeviceArray<float>& at_vertices) {
        smoothOverCubesCuda({corners.data(),
                             vertex_cubes.data(),
                             scene.cubes(),
                             scene.points(),
                             device_cubes.data(),
                             at_vertices.data()},
                            rounds,
                            queue.begin());
    };
    smooth(first);
    smooth(second);
    const std::vector<float> found = first.download();
    expectNear("averages", expected, found, 1e-5);
    expect(second.download() == found, "averages over cubes: other bits the second time");
    if (timed) {
        reportTime("all rounds", [&] { smooth(second); });
    }
}

void checkEdgeSmoothing(const MeshScene& scene, bool timed) {
    const int64_t vertices = scene.vertices();
    std::printf("averages over edges, %s: %lld vertices\n",
                scene.name.c_str(),
                static_cast<long long>(vertices));
    const Neighbours neighbours = neighboursOf(scene);
    const std::vector<float> values = randomGradient(vertices * 3, 19);
    std::vector<float> once(values.size()), twice(values.size());
    EdgeSmoothing cpu{neighbours.offsets.data(),
                      neighbours.vertices.data(),
                      vertices,
                      values.data(),
                      once.data()};
    smoothOverNeighboursCpu(cpu);
    cpu.from = once.data(), cpu.to = twice.data();
    smoothOverNeighboursCpu(cpu);

    const DeviceArray<int32_t> offsets(neighbours.offsets), listed(neighbours.vertices);
    const DeviceArray<float> start(values), between(vertices * 3), end(vertices * 3);
    ScratchQueue queue{1 << 20};
    const auto smoothTwice = [&] {
        EdgeSmoothing gpu{offsets.data(), listed.data(), vertices, start.data(), between.data()};
        smoothOverNeighboursCuda(gpu, queue.begin());
        gpu.from = between.data(), gpu.to = end.data();
        smoothOverNeighboursCuda(gpu, queue.begin());
    };
    smoothTwice();
    const std::vector<float> found = end.download();
    expectNear("one round", once, between.download(), 1e-5);
    expectNear("two", twice, found, 1e-5);
    smoothTwice();
    expect(end.download() == found, "averages over edges: other bits the second time");
    if (timed) {
        reportTime("two rounds", smoothTwice);
    }
}

}  // namespace bozzetto::device_test
