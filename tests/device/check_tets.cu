// SPDX-License-Identifier: Apache-2.0
// The sign loss, marching tetrahedra and ambient occlusion: part of check_geometry.
#include "bake/ambient_occlusion.h"
#include "bake/ambient_occlusion_cuda.h"
#include "geometry/marching_tets_cuda.h"
#include "geometry/marching_tets_kernel.h"
#include "geometry/regularizers_cuda.h"
#include "geometry/regularizers_kernel.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/geometry_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace bozzetto::device_test {
namespace {

/// The edges of tets, as tetTopology finds them.
struct TetEdges {
    std::vector<int32_t> edges, tet_edges;
};
TetEdges edgesOf(const std::vector<int32_t>& tets) {
    std::vector<std::array<int32_t, 2>> pairs;
    for (size_t tet = 0; tet < tets.size(); tet += 4) {
        for (const auto& edge : kTetEdges) {
            const auto [low, high] = std::minmax(tets[tet + edge[0]], tets[tet + edge[1]]);
            pairs.push_back({low, high});
        }
    }
    std::vector<std::array<int32_t, 2>> unique = pairs;
    std::sort(unique.begin(), unique.end());
    unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
    TetEdges result;
    for (const auto& pair : pairs) {
        result.tet_edges.push_back(static_cast<int32_t>(
            std::lower_bound(unique.begin(), unique.end(), pair) - unique.begin()));
    }
    for (const auto& [low, high] : unique) {
        result.edges.insert(result.edges.end(), {low, high});
    }
    return result;
}

}  // namespace

void checkSignLoss(const CubeScene& scene) {
    std::printf("sign loss, %s\n", scene.name.c_str());
    const std::vector<int32_t> edges = scene.edges();
    const auto count = static_cast<int64_t>(edges.size() / 2);
    const std::vector<int32_t> crossing = signChanges(scene.sdf.data(), edges.data(), count);
    const auto number = static_cast<double>(std::max<size_t>(1, crossing.size()));
    const double sum = signEntropy(scene.sdf.data(), edges.data(), crossing);
    std::vector<float> gradient(scene.sdf.size());
    signEntropyBackward(scene.sdf.data(),
                        edges.data(),
                        crossing,
                        static_cast<float>(1 / number),
                        scene.points(),
                        gradient.data());
    const DeviceArray<float> sdf(scene.sdf), loss(1), share(1), one(std::vector<float>{1.0f}),
        device_gradient(scene.points());
    const DeviceArray<int32_t> device_edges(edges);
    ScratchQueue queue{int64_t{64} << 20};
    signLossCuda(sdf.data(), device_edges.data(), count, loss.data(), share.data(), queue.begin());
    expectNear("loss", {static_cast<float>(sum / number)}, loss.download(), 1e-5);
    for (const bool deterministic : {false, true}) {
        signLossBackwardCuda(sdf.data(),
                             device_edges.data(),
                             count,
                             scene.points(),
                             one.data(),
                             share.data(),
                             device_gradient.data(),
                             queue.begin(deterministic));
        expectNear("gradient", gradient, device_gradient.download(), 1e-5);
    }
}

void checkTets(const CubeScene& scene, bool timed) {
    const std::vector<int32_t> tets = scene.tets();
    const TetEdges grid_edges = edgesOf(tets);
    const auto count = static_cast<int64_t>(tets.size() / 4);
    std::printf(
        "marching tetrahedra, %s: %lld tets\n", scene.name.c_str(), static_cast<long long>(count));
    const TetSurface cpu = findTetSurface(tets.data(), count, scene.sdf.data(), scene.points());
    const auto vertices = static_cast<int64_t>(cpu.edges.size() / 2);
    std::vector<float> cpu_vertices(vertices * 3), cpu_gradient(scene.points() * 4);
    tetVertices(
        cpu.edges.data(), vertices, scene.positions.data(), scene.sdf.data(), cpu_vertices.data());
    const std::vector<float> arriving = randomGradient(vertices * 3, 5);
    tetVerticesBackward(cpu.edges.data(),
                        vertices,
                        scene.positions.data(),
                        scene.sdf.data(),
                        arriving.data(),
                        scene.points(),
                        cpu_gradient.data());

    const DeviceArray<int32_t> device_tets(tets), edges(grid_edges.edges),
        tet_edges(grid_edges.tet_edges), crossing(vertices * 2), triangles(cpu.triangles.size());
    const DeviceArray<float> sdf(scene.sdf), positions(scene.positions), grad_vertices(arriving),
        found(vertices * 3), gradient(scene.points() * 4);
    const DeviceTetGrid grid{device_tets.data(),
                             edges.data(),
                             tet_edges.data(),
                             count,
                             static_cast<int64_t>(grid_edges.edges.size() / 2)};
    ScratchQueue scratch{int64_t{256} << 20};
    const auto extract = [&] {
        const CudaQueue& queue = scratch.begin();
        const TetCounts counts = countTetSurfaceCuda(grid, sdf.data(), queue);
        expect(counts.vertices == vertices &&
                   counts.triangles() == static_cast<int64_t>(cpu.triangles.size() / 3),
               "sizes of the surface");
        if (counts.vertices == vertices) {
            fillTetSurfaceCuda(grid, sdf.data(), counts, crossing.data(), triangles.data(), queue);
            tetVerticesCuda(
                crossing.data(), vertices, positions.data(), sdf.data(), found.data(), queue);
        }
    };
    const auto backward = [&](bool deterministic) {
        tetVerticesBackwardCuda(crossing.data(),
                                vertices,
                                positions.data(),
                                sdf.data(),
                                grad_vertices.data(),
                                scene.points(),
                                gradient.data(),
                                scratch.begin(deterministic));
    };
    extract();
    expectSame("crossing edges", cpu.edges, crossing.download());
    expectSame("triangles", cpu.triangles, triangles.download());
    expectNear("vertices", cpu_vertices, found.download(), 1e-5);
    for (const bool deterministic : {false, true}) {
        backward(deterministic);
        expectNear("gradient", cpu_gradient, gradient.download(), 1e-4);
    }
    if (timed) {
        std::printf("    %-44s %8.1f us\n",
                    "extraction, with its wait",
                    medianMilliseconds(extract) * 1000);
        std::printf("    %-44s %8.1f us\n", "backward", medianMilliseconds([&] {
                                                            backward(false);
                                                        }) * 1000);
    }
}

void checkOcclusion(const MeshScene& scene, int rays, bool timed) {
    std::printf("ambient occlusion, %s, %d rays: %lld triangles\n",
                scene.name.c_str(),
                rays,
                static_cast<long long>(scene.count()));
    TriangleMesh mesh;
    for (int64_t v = 0; v < scene.vertices(); ++v) {
        const float* p = scene.positions.data() + v * 3;
        mesh.positions.push_back({p[0], p[1], p[2]});
    }
    for (int64_t t = 0; t < scene.count(); ++t) {
        const int32_t* corners = scene.triangles.data() + t * 3;
        mesh.triangles.push_back({corners[0], corners[1], corners[2]});
    }
    std::vector<float> normals(scene.positions.size()), inverses(scene.vertices());
    vertexNormalsForward(scene.positions.data(),
                         scene.triangles.data(),
                         scene.count(),
                         scene.vertices(),
                         normals.data(),
                         inverses.data());
    std::vector<Vec3f> unit;
    for (int64_t v = 0; v < scene.vertices(); ++v) {
        unit.push_back(loadVec3(static_cast<const float*>(normals.data()), v));
    }
    const std::vector<float> cpu = smoothOverEdges(mesh, ambientOcclusion(mesh, unit, rays));

    const DeviceArray<float> positions(scene.positions), device_normals(normals),
        open(scene.vertices());
    const DeviceArray<int32_t> triangles(scene.triangles);
    ScratchQueue queue{int64_t{256} << 20};
    const OcclusionParams params{positions.data(),
                                 device_normals.data(),
                                 scene.vertices(),
                                 triangles.data(),
                                 scene.count(),
                                 rays,
                                 open.data()};
    const auto run = [&] { ambientOcclusionCuda(params, queue.begin()); };
    run();
    const std::vector<float> gpu = open.download();
    double difference = 0, mean = 0;
    int64_t other = 0;
    for (size_t v = 0; v < cpu.size(); ++v) {
        difference = std::max(difference, std::abs(static_cast<double>(cpu[v]) - gpu[v]));
        mean += cpu[v] / static_cast<double>(cpu.size());
        other += cpu[v] != gpu[v];
    }
    std::printf("    mean %.4f; largest difference %.2e, %lld of %zu vertices differ\n",
                mean,
                difference,
                static_cast<long long>(other),
                cpu.size());
    expect(difference <= 1.01 / rays && other <= static_cast<int64_t>(cpu.size() / 100 + 2),
           "ambient occlusion");
    run();
    expect(open.download() == gpu, "ambient occlusion: other bits the second time");
    if (timed) {
        std::printf(
            "    %-44s %8.1f us\n", "hierarchy, rays, smoothing", medianMilliseconds(run) * 1000);
    }
}

}  // namespace bozzetto::device_test
