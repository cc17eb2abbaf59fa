// SPDX-License-Identifier: Apache-2.0
// The losses of a mesh's shape and its normals: part of check_geometry.
#include "geometry/regularizers_cuda.h"
#include "geometry/regularizers_kernel.h"
#include "geometry/surface_loss_cuda.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/geometry_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace bozzetto::device_test {
namespace {

/// The regularizers of one mesh on the device; every result stays there.
struct DeviceRegularizers {
    const MeshScene& scene;
    DeviceArray<float> positions, grad_normals, one;
    DeviceArray<int32_t> triangles, neighbours;
    DeviceArray<float> delta, scales, units, inverses, normals, normal_inverses, gradient;
    DeviceArray<float> loss, share;
    ScratchQueue queue{int64_t{256} << 20};
    bool deterministic = false;

    explicit DeviceRegularizers(const MeshScene& mesh)
        : scene(mesh),
          positions(mesh.positions),
          grad_normals(randomGradient(mesh.vertices() * 3, 9)),
          one(std::vector<float>{1.0f}),
          triangles(mesh.triangles),
          neighbours(mesh.count() * 3),
          delta(mesh.vertices() * 3),
          scales(mesh.vertices()),
          units(mesh.count() * 3),
          inverses(mesh.count()),
          normals(mesh.vertices() * 3),
          normal_inverses(mesh.vertices()),
          gradient(mesh.vertices() * 3),
          loss(1),
          share(1) {}

    DeviceMesh mesh() const { return {triangles.data(), scene.count(), scene.vertices()}; }
    /// Both losses and a deviation (the float that `one` holds) as one.
    SurfaceLossParams together() const {
        return {mesh(),
                positions.data(),
                one.data(),
                kLaplacian,
                kBend,
                kDeviation,
                neighbours.data(),
                units.data(),
                inverses.data(),
                delta.data(),
                share.data()};
    }
    static constexpr float kLaplacian = 30, kBend = 0.5f, kDeviation = 0.125f;
    void surfaceLoss() { surfaceLossCuda(together(), loss.data(), queue.begin(deterministic)); }
    void surfaceLossBackward() {
        surfaceLossBackwardCuda(
            together(), one.data(), gradient.data(), queue.begin(deterministic));
    }
    void laplacian() {
        laplacianCuda(mesh(),
                      positions.data(),
                      3,
                      delta.data(),
                      scales.data(),
                      loss.data(),
                      queue.begin(deterministic));
    }
    void laplacianBackward() {
        laplacianBackwardCuda(mesh(),
                              3,
                              delta.data(),
                              scales.data(),
                              one.data(),
                              gradient.data(),
                              queue.begin(deterministic));
    }
    void findNeighbours() { faceNeighboursCuda(mesh(), neighbours.data(), queue.begin()); }
    void bend() {
        normalConsistencyCuda(mesh(),
                              positions.data(),
                              neighbours.data(),
                              units.data(),
                              inverses.data(),
                              loss.data(),
                              share.data(),
                              queue.begin(deterministic));
    }
    void bendBackward() {
        normalConsistencyBackwardCuda(mesh(),
                                      positions.data(),
                                      neighbours.data(),
                                      units.data(),
                                      inverses.data(),
                                      one.data(),
                                      share.data(),
                                      gradient.data(),
                                      queue.begin(deterministic));
    }
    void vertexNormals() {
        vertexNormalsCuda(mesh(),
                          positions.data(),
                          normals.data(),
                          normal_inverses.data(),
                          queue.begin(deterministic));
    }
    void vertexNormalsBackward() {
        vertexNormalsBackwardCuda(mesh(),
                                  positions.data(),
                                  normals.data(),
                                  normal_inverses.data(),
                                  grad_normals.data(),
                                  gradient.data(),
                                  queue.begin(deterministic));
    }
};

}  // namespace

void checkRegularizers(const MeshScene& scene, bool deterministic) {
    std::printf("regularizers, %s, %s: %lld triangles\n",
                scene.name.c_str(),
                deterministic ? "deterministic" : "any order",
                static_cast<long long>(scene.count()));
    const int64_t count = scene.count(), vertices = scene.vertices();
    const float* positions = scene.positions.data();
    const int32_t* triangles = scene.triangles.data();
    DeviceRegularizers device(scene);
    device.deterministic = deterministic;
    std::vector<float> gradient(vertices * 3);
    const auto compareGradient = [&](const char* what, const auto& run) {
        run();
        const std::vector<float> first = device.gradient.download();
        expectNear(what, gradient, first, 1e-4);
        if (deterministic) {
            run();
            const std::vector<float> second = device.gradient.download();
            expect(std::memcmp(first.data(), second.data(), first.size() * 4) == 0,
                   std::string(what) + ": other bits the second time");
        }
    };

    std::vector<float> delta(vertices * 3), scales(vertices);
    umbrella(positions, triangles, count, vertices, 3, delta.data());
    umbrellaScales(triangles, count, vertices, scales.data());
    double square = 0;
    for (int64_t i = 0; i < vertices * 3; ++i) {
        delta[i] *= scales[i / 3];
        square += static_cast<double>(delta[i]) * delta[i];
    }
    device.laplacian();
    expectNear("Laplacian", delta, device.delta.download(), 1e-5);
    expectNear("its loss",
               {static_cast<float>(square / static_cast<double>(vertices * 3))},
               device.loss.download(),
               1e-5);
    std::vector<float> weighted(delta);
    for (int64_t i = 0; i < vertices * 3; ++i) {
        weighted[i] *= scales[i / 3] * static_cast<float>(2.0 / static_cast<double>(vertices * 3));
    }
    umbrella(weighted.data(), triangles, count, vertices, 3, gradient.data());
    compareGradient("its gradient", [&] { device.laplacianBackward(); });
    std::vector<float> summed(gradient);
    for (float& g : summed) {
        g *= DeviceRegularizers::kLaplacian;
    }

    std::vector<int32_t> neighbours(count * 3);
    const int64_t pairs = faceNeighbours(triangles, count, vertices, neighbours.data());
    device.findNeighbours();
    expectSame("neighbours", neighbours, device.neighbours.download());

    std::vector<float> units(count * 3), inverses(count);
    faceNormals(positions, triangles, count, units.data(), inverses.data());
    device.bend();
    const double bend =
        bendSum(units.data(), neighbours.data(), count) / static_cast<double>(pairs);
    expectNear("face normals", units, device.units.download(), 1e-4);
    expectNear("normal consistency", {static_cast<float>(bend)}, device.loss.download(), 1e-5);
    bozzetto::bendBackward(positions,
                           triangles,
                           neighbours.data(),
                           static_cast<const float*>(units.data()),
                           static_cast<const float*>(inverses.data()),
                           static_cast<float>(1.0 / static_cast<double>(pairs)),
                           count,
                           vertices,
                           gradient.data());
    compareGradient("its gradient", [&] { device.bendBackward(); });
    for (size_t i = 0; i < summed.size(); ++i) {
        gradient[i] = summed[i] + DeviceRegularizers::kBend * gradient[i];
    }
    device.surfaceLoss();
    expectNear("both at once",
               {static_cast<float>(
                   DeviceRegularizers::kLaplacian * square / static_cast<double>(vertices * 3) +
                   DeviceRegularizers::kBend * bend + DeviceRegularizers::kDeviation)},
               device.loss.download(),
               1e-5);
    compareGradient("their gradient", [&] { device.surfaceLossBackward(); });

    std::vector<float> normals(vertices * 3), normal_inverses(vertices);
    vertexNormalsForward(
        positions, triangles, count, vertices, normals.data(), normal_inverses.data());
    device.vertexNormals();
    expectNear("vertex normals", normals, device.normals.download(), 1e-4);
    const std::vector<float> grad_normals = device.grad_normals.download();
    bozzetto::vertexNormalsBackward(positions,
                                    triangles,
                                    count,
                                    vertices,
                                    static_cast<const float*>(normals.data()),
                                    static_cast<const float*>(normal_inverses.data()),
                                    grad_normals.data(),
                                    gradient.data());
    compareGradient("their gradient", [&] { device.vertexNormalsBackward(); });
}

void timeRegularizers(const MeshScene& scene) {
    DeviceRegularizers device(scene);
    device.findNeighbours();
    for (const bool deterministic : {false, true}) {
        device.deterministic = deterministic;
        std::printf("times, %s, %s: %lld triangles\n",
                    scene.name.c_str(),
                    deterministic ? "deterministic" : "any order",
                    static_cast<long long>(scene.count()));
        const auto report = [](const char* what, double ms) {
            std::printf("    %-44s %8.1f us\n", what, ms * 1000);
        };
        report("neighbours", medianMilliseconds([&] { device.findNeighbours(); }));
        report("Laplacian", medianMilliseconds([&] { device.laplacian(); }));
        report("its gradient", medianMilliseconds([&] { device.laplacianBackward(); }));
        report("normal consistency", medianMilliseconds([&] { device.bend(); }));
        report("its gradient", medianMilliseconds([&] { device.bendBackward(); }));
        report("both at once, neighbours too", medianMilliseconds([&] { device.surfaceLoss(); }));
        report("their gradient", medianMilliseconds([&] { device.surfaceLossBackward(); }));
        report("vertex normals", medianMilliseconds([&] { device.vertexNormals(); }));
        report("their gradient", medianMilliseconds([&] { device.vertexNormalsBackward(); }));
    }
}

void runRegularizers(const MeshScene& scene, int times) {
    DeviceRegularizers device(scene);
    for (int i = 0; i < times; ++i) {
        device.findNeighbours();
        device.laplacian();
        device.laplacianBackward();
        device.bend();
        device.bendBackward();
        device.vertexNormals();
        device.vertexNormalsBackward();
    }
    checkCuda(cudaDeviceSynchronize(), "a kernel");
}

}  // namespace bozzetto::device_test
