// SPDX-License-Identifier: Apache-2.0
// FlexiCubes: part of check_geometry.
#include "geometry/flexicubes_cuda.h"
#include "geometry/regularizers_cuda.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/geometry_checks.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace bozzetto::device_test {
namespace {

DeviceArray<CubeTables> uploadTables() {
    return DeviceArray<CubeTables>(std::vector<CubeTables>{cubeTables()});
}

/// What an extraction and its gradient give, on either processor.
struct Extraction {
    std::vector<int32_t> cubes, cube_slots, quad_vertices, quad_slots, triangles;
    std::vector<float> vertices, attributes, deviation;
    std::vector<float> grad_positions, grad_sdf, grad_attributes, grad_raw;
};

/// The same gradient arrives on both.
struct Arriving {
    std::vector<float> vertices, attributes;
    float deviation = 0.7f;
};

Extraction onCpu(const CubeScene& scene, bool centred, Arriving& arriving) {
    Extraction out;
    const DualSurface found = findDualSurface(
        scene.topology(), scene.sdf.data(), centred ? EdgeQuads::Keep : EdgeQuads::Skip);
    const DualSurfaceView surface = found.view();
    for (const SurfaceCube& cube : found.cubes) {
        out.cubes.insert(out.cubes.end(), {cube.cube, cube.first_vertex, cube.cube_case});
    }
    out.cube_slots = found.cube_slots;
    out.quad_vertices = found.quad_vertices;
    out.quad_slots = found.quad_slots;
    std::vector<float> weights(static_cast<size_t>(surface.cube_count * kCubeWeights));
    activateWeights(&surface, 0, scene.raw.data(), weights.data());
    const int64_t rows = surface.vertices + (centred ? surface.quads : 0);
    out.vertices.resize(rows * 3);
    out.attributes.resize(rows * scene.channels);
    out.triangles.resize(surface.quads * (centred ? 12 : 6));
    const DualInput<float> in{surface,
                              scene.corners.data(),
                              scene.points(),
                              scene.positions.data(),
                              scene.sdf.data(),
                              weights.data(),
                              scene.attributes.data(),
                              scene.channels};
    const double sum = dualVertices(in, out.vertices.data(), out.attributes.data());
    const int64_t group_edges = countGroupEdges(surface);
    out.deviation = {static_cast<float>(group_edges > 0 ? sum / group_edges : 0)};
    if (centred) {
        centreQuads(in, out.vertices.data(), out.attributes.data(), out.triangles.data());
    } else {
        splitQuads(in, out.triangles.data());
    }

    arriving.vertices = randomGradient(rows * 3, 3);
    arriving.attributes = randomGradient(rows * scene.channels, 4);
    out.grad_positions.resize(scene.points() * 3);
    out.grad_sdf.resize(scene.points());
    out.grad_attributes.resize(scene.points() * scene.channels);
    out.grad_raw.resize(scene.raw.size());
    std::vector<float> grad_weights(weights.size());
    DualGradients<float> g;
    g.centred = centred;
    g.vertices = out.vertices.data();
    g.vertex_attributes = out.attributes.data();
    g.grad_vertices = arriving.vertices.data();
    g.grad_attributes = arriving.attributes.data();
    g.grad_deviation = group_edges > 0 ? static_cast<float>(arriving.deviation / group_edges) : 0;
    g.positions = out.grad_positions.data();
    g.sdf = out.grad_sdf.data();
    g.attributes = out.grad_attributes.data();
    g.weights = grad_weights.data();
    dualBackward(scene.topology(), in, g);
    activateWeightsBackward(&surface,
                            scene.cubes(),
                            static_cast<const float*>(weights.data()),
                            static_cast<const float*>(grad_weights.data()),
                            out.grad_raw.data());
    return out;
}

/// A scene on the device, and one extraction of it.
class DeviceExtraction {
public:
    DeviceExtraction(const CubeScene& scene, bool centred)
        : centred_(centred),
          cubes_(scene.cubes()),
          points_(scene.points()),
          channels_(scene.channels),
          corners_(scene.corners),
          vertex_cubes_(scene.vertex_cubes),
          inner_edges_(scene.inner_edges),
          positions_(scene.positions),
          sdf_(scene.sdf),
          raw_(scene.raw),
          attributes_(scene.attributes),
          tables_(uploadTables()),
          deviation_(1),
          cube_slots_(1 + cubes_),
          grad_positions_(points_ * 3),
          grad_sdf_(points_),
          grad_attributes_(points_ * channels_),
          grad_raw_(cubes_ * kCubeWeights) {
        counts_ = countDualSurfaceCuda(topology(), tables_.data(), sdf_.data(), queue_.begin());
        const int64_t rows = counts_.vertices() + (centred ? counts_.quads() : 0);
        surface_cubes_ = DeviceArray<SurfaceCube>(counts_.cubes());
        quad_vertices_ = DeviceArray<int32_t>(counts_.quads() * 4);
        quad_slots_ = DeviceArray<int32_t>(counts_.quads() * 4);
        edge_quads_ = DeviceArray<int32_t>(centred ? counts_.cubes() * 12 : 0);
        weights_ = DeviceArray<float>(counts_.cubes() * kCubeWeights);
        grad_weights_ = DeviceArray<float>(counts_.cubes() * kCubeWeights);
        vertices_ = DeviceArray<float>(rows * 3);
        vertex_attributes_ = DeviceArray<float>(rows * channels_);
        triangles_ = DeviceArray<int32_t>(counts_.quads() * (centred ? 12 : 6));
    }

    /// Both looks at the signs: as in an extraction, with the one wait between them.
    void findSurface() {
        const CudaQueue& queue = queue_.begin();
        counts_ = countDualSurfaceCuda(topology(), tables_.data(), sdf_.data(), queue);
        const DualSurfaceArrays arrays{surface_cubes_.data(),
                                       cube_slots_.data(),
                                       quad_vertices_.data(),
                                       quad_slots_.data(),
                                       centred_ ? edge_quads_.data() : nullptr};
        fillDualSurfaceCuda(topology(), tables_.data(), sdf_.data(), counts_, arrays, queue);
        surface_ = {tables_.data(),
                    arrays.cubes,
                    arrays.cube_slots,
                    arrays.quad_vertices,
                    arrays.quad_slots,
                    arrays.edge_quads,
                    counts_.cubes(),
                    counts_.vertices(),
                    counts_.quads()};
    }
    void evaluate() {
        const CudaQueue& queue = queue_.begin();
        activateWeightsCuda(&surface_, 0, raw_.data(), weights_.data(), queue);
        dualVerticesCuda(input(),
                         counts_.group_edges,
                         vertices_.data(),
                         vertex_attributes_.data(),
                         deviation_.data(),
                         queue);
        if (centred_) {
            centreQuadsCuda(
                input(), vertices_.data(), vertex_attributes_.data(), triangles_.data(), queue);
        } else {
            splitQuadsCuda(input(), triangles_.data(), queue);
        }
    }
    void setArriving(const Arriving& arriving) {
        arriving_vertices_ = DeviceArray<float>(arriving.vertices);
        arriving_attributes_ = DeviceArray<float>(arriving.attributes);
        arriving_deviation_ = DeviceArray<float>(std::vector<float>{arriving.deviation});
    }
    void backward() {
        const CudaQueue& queue = queue_.begin();
        DualGradients<float> g;
        g.centred = centred_;
        g.vertices = vertices_.data();
        g.vertex_attributes = vertex_attributes_.data();
        g.grad_vertices = arriving_vertices_.data();
        g.grad_attributes = arriving_attributes_.data();
        g.positions = grad_positions_.data();
        g.sdf = grad_sdf_.data();
        g.attributes = grad_attributes_.data();
        g.weights = grad_weights_.data();
        dualBackwardCuda(
            topology(), input(), g, arriving_deviation_.data(), counts_.group_edges, queue);
        activateWeightsBackwardCuda(
            &surface_, cubes_, weights_.data(), grad_weights_.data(), grad_raw_.data(), queue);
    }
    Extraction download() const {
        Extraction out;
        for (const SurfaceCube& cube : surface_cubes_.download()) {
            out.cubes.insert(out.cubes.end(), {cube.cube, cube.first_vertex, cube.cube_case});
        }
        out.cube_slots = cube_slots_.download();
        out.quad_vertices = quad_vertices_.download();
        out.quad_slots = quad_slots_.download();
        out.triangles = triangles_.download();
        out.vertices = vertices_.download();
        out.attributes = vertex_attributes_.download();
        out.deviation = deviation_.download();
        out.grad_positions = grad_positions_.download();
        out.grad_sdf = grad_sdf_.download();
        out.grad_attributes = grad_attributes_.download();
        out.grad_raw = grad_raw_.download();
        return out;
    }

private:
    CubeTopology topology() const {
        return {cubes_, points_, corners_.data(), vertex_cubes_.data(), inner_edges_.data()};
    }
    DualInput<float> input() const {
        return {surface_,
                corners_.data(),
                points_,
                positions_.data(),
                sdf_.data(),
                weights_.data(),
                attributes_.data(),
                channels_};
    }

    bool centred_;
    int64_t cubes_, points_, channels_;
    DeviceArray<int32_t> corners_, vertex_cubes_, inner_edges_;
    DeviceArray<float> positions_, sdf_, raw_, attributes_;
    DeviceArray<CubeTables> tables_;
    DeviceArray<float> deviation_;
    DeviceArray<int32_t> cube_slots_;
    DeviceArray<float> grad_positions_, grad_sdf_, grad_attributes_, grad_raw_;
    ScratchQueue queue_{int64_t{256} << 20};
    DualCounts counts_;
    DualSurfaceView surface_;
    DeviceArray<SurfaceCube> surface_cubes_;
    DeviceArray<int32_t> quad_vertices_, quad_slots_, edge_quads_, triangles_;
    DeviceArray<float> weights_, grad_weights_, vertices_, vertex_attributes_;
    DeviceArray<float> arriving_vertices_, arriving_attributes_, arriving_deviation_;
};

}  // namespace

MeshScene meshOf(const CubeScene& scene) {
    Arriving unused;
    Extraction extraction = onCpu(scene, false, unused);
    return {scene.name, extraction.vertices, extraction.triangles};
}

void checkExtraction(const CubeScene& scene, bool centred) {
    std::printf("FlexiCubes, %s, %s: %lld cubes\n",
                scene.name.c_str(),
                centred ? "centred" : "split",
                static_cast<long long>(scene.cubes()));
    Arriving arriving;
    const Extraction cpu = onCpu(scene, centred, arriving);
    DeviceExtraction device(scene, centred);
    device.setArriving(arriving);
    const auto run = [&] {
        device.findSurface();
        device.evaluate();
        device.backward();
        return device.download();
    };
    const Extraction gpu = run(), again = run();
    expectSame("surface cubes", cpu.cubes, gpu.cubes);
    expectSame("slots", cpu.cube_slots, gpu.cube_slots);
    expectSame("quads", cpu.quad_vertices, gpu.quad_vertices);
    expectSame("quads' cubes", cpu.quad_slots, gpu.quad_slots);
    // A diagonal may turn where both products of weights agree to the last bit or two.
    int64_t turned = 0;
    for (size_t i = 0; i < cpu.triangles.size() && i < gpu.triangles.size(); ++i) {
        turned += cpu.triangles[i] != gpu.triangles[i];
    }
    expect(cpu.triangles.size() == gpu.triangles.size() &&
               turned <= static_cast<int64_t>(cpu.triangles.size() / 10000),
           "triangles: " + std::to_string(turned) + " corners differ");
    expectNear("vertices", cpu.vertices, gpu.vertices, 1e-5);
    expectNear("vertex attributes", cpu.attributes, gpu.attributes, 1e-5);
    expectNear("deviation", cpu.deviation, gpu.deviation, 1e-5);
    expectNear("gradient of positions", cpu.grad_positions, gpu.grad_positions, 2e-4);
    expectNear("gradient of sdf", cpu.grad_sdf, gpu.grad_sdf, 2e-3);
    expectNear("gradient of attributes", cpu.grad_attributes, gpu.grad_attributes, 2e-4);
    expectNear("gradient of raw weights", cpu.grad_raw, gpu.grad_raw, 2e-3);
    const auto sameBits = [](const std::vector<float>& a, const std::vector<float>& b) {
        return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * 4) == 0;
    };
    expect(sameBits(gpu.vertices, again.vertices) && sameBits(gpu.deviation, again.deviation) &&
               sameBits(gpu.grad_positions, again.grad_positions) &&
               sameBits(gpu.grad_sdf, again.grad_sdf) && sameBits(gpu.grad_raw, again.grad_raw),
           "two extractions differ");
}

void timeExtraction(const CubeScene& scene) {
    Arriving arriving;
    const Extraction cpu = onCpu(scene, false, arriving);
    DeviceExtraction device(scene, false);
    device.setArriving(arriving);
    device.findSurface();
    std::printf("times, %s: %lld cubes, %zu triangles\n",
                scene.name.c_str(),
                static_cast<long long>(scene.cubes()),
                cpu.triangles.size() / 3);
    const auto report = [](const char* what, double ms) {
        std::printf("    %-44s %8.1f us\n", what, ms * 1000);
    };
    report("find surface, with its wait", medianMilliseconds([&] { device.findSurface(); }));
    report("weights, vertices, triangles", medianMilliseconds([&] { device.evaluate(); }));
    report("backward", medianMilliseconds([&] { device.backward(); }));
}

void runExtraction(const CubeScene& scene, int times) {
    Arriving arriving;
    onCpu(scene, false, arriving);
    DeviceExtraction device(scene, false);
    device.setArriving(arriving);
    for (int i = 0; i < times; ++i) {
        device.findSurface();
        device.evaluate();
        device.backward();
    }
    checkCuda(cudaDeviceSynchronize(), "a kernel");
}

}  // namespace bozzetto::device_test
