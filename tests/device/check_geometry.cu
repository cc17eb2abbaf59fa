// SPDX-License-Identifier: Apache-2.0
// FlexiCubes and the regularizers on the GPU against their twins on the CPU: numbering and topology
// must be the same, numbers too up to rounding; what is documented to have the same bits always
// must have them. Then times at the size of an optimisation step.
//   check_geometry [small | once]    small: for a run under compute-sanitizer; once: each kernel of
//   a step a few times at its size, for a profiler
#include "bake/ambient_occlusion.h"
#include "bake/ambient_occlusion_cuda.h"
#include "geometry/flexicubes_cuda.h"
#include "geometry/marching_tets_cuda.h"
#include "geometry/marching_tets_kernel.h"
#include "geometry/regularizers_cuda.h"
#include "geometry/regularizers_kernel.h"
#include "geometry/surface_loss_cuda.h"
#include "tests/device/device_array.h"
#include "tests/device/device_timer.h"
#include "tests/device/geometry_scenes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>

using namespace bozzetto;
using namespace bozzetto::device_test;

namespace {

int failures = 0;

void expect(bool good, const std::string& what) {
    if (!good) {
        ++failures;
        std::printf("FAILED %s\n", what.c_str());
    }
}
void expectSame(const std::string& what,
                const std::vector<int32_t>& cpu,
                const std::vector<int32_t>& gpu) {
    expect(cpu == gpu, what + ": not the same");
}
/// The largest difference must stay below `tolerance` of the largest value.
void expectNear(const std::string& what,
                const std::vector<float>& cpu,
                const std::vector<float>& gpu,
                double tolerance) {
    double largest = 0, worst = 0;
    for (size_t i = 0; i < cpu.size() && i < gpu.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(cpu[i])));
        const double difference = std::abs(static_cast<double>(cpu[i]) - gpu[i]);
        worst = difference <= worst ? worst : difference;  // keeps what is not a number
    }
    const bool good = cpu.size() == gpu.size() && worst <= tolerance * largest;
    std::printf("    %-44s %9.2e of the largest value\n",
                what.c_str(),
                largest > 0 ? worst / largest : worst);
    expect(good, what);
}

std::vector<float> randomGradient(int64_t count, unsigned int seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> any(-1.0f, 1.0f);
    std::vector<float> values(static_cast<size_t>(count));
    for (float& value : values) {
        value = any(random);
    }
    return values;
}

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

/// A mesh on both processors.
struct MeshScene {
    std::string name;
    std::vector<float> positions;
    std::vector<int32_t> triangles;
    int64_t vertices() const { return static_cast<int64_t>(positions.size() / 3); }
    int64_t count() const { return static_cast<int64_t>(triangles.size() / 3); }
};

MeshScene meshOf(const CubeScene& scene) {
    Arriving unused;
    Extraction extraction = onCpu(scene, false, unused);
    return {scene.name, extraction.vertices, extraction.triangles};
}

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

/// Rays that graze a triangle may hit on one processor only: a few values differ by a ray's share.
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

void runAll(bool small) {
    const CubeScene random = randomScene(small ? 6 : 24, 3);
    const CubeScene band = bandScene(small ? 16 : 96, 3.0f);
    for (const bool centred : {false, true}) {
        checkExtraction(random, centred);
        checkExtraction(band, centred);
        checkExtraction(emptyScene(), centred);
    }
    checkSignLoss(random);
    checkSignLoss(emptyScene());
    checkTets(random, false);
    checkTets(emptyScene(), false);
    checkTets(band, !small);
    const MeshScene band_mesh = meshOf(band), random_mesh = meshOf(random);
    for (const bool deterministic : {false, true}) {
        checkRegularizers(band_mesh, deterministic);
        checkRegularizers(random_mesh, deterministic);
    }
    checkOcclusion(band_mesh, 32, !small);
    checkOcclusion(random_mesh, 32, false);
    checkOcclusion({"one triangle", {0, 0, 0, 1, 0, 0, 0, 1, 0}, {0, 1, 2}}, 32, false);
    checkOcclusion({"no triangle", {0, 0, 0}, {}}, 32, false);
    if (!small) {
        checkOcclusion(band_mesh, 128, true);
        timeExtraction(band);
        timeExtraction(bandScene(128, 3.0f));
        timeRegularizers(band_mesh);
    }
}

/// What a step runs, without comparisons.
void runOnce() {
    const CubeScene band = bandScene(96, 3.0f);
    Arriving arriving;
    onCpu(band, false, arriving);
    DeviceExtraction device(band, false);
    device.setArriving(arriving);
    const MeshScene mesh = meshOf(band);
    DeviceRegularizers regularizers(mesh);
    for (int i = 0; i < 2; ++i) {
        device.findSurface();
        device.evaluate();
        device.backward();
        regularizers.findNeighbours();
        regularizers.laplacian();
        regularizers.laplacianBackward();
        regularizers.bend();
        regularizers.bendBackward();
        regularizers.vertexNormals();
        regularizers.vertexNormalsBackward();
    }
    checkCuda(cudaDeviceSynchronize(), "a kernel");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::string mode = argc > 1 ? argv[1] : "";
        if (mode == "once") {
            runOnce();
        } else {
            runAll(mode == "small");
        }
    } catch (const Error& e) {
        std::printf("FAILED %s (%s)\n", e.what(), e.detail().c_str());
        return 1;
    }
    std::printf("%s\n", failures == 0 ? "check_geometry: all agree" : "check_geometry: FAILED");
    return failures == 0 ? 0 : 1;
}
