// SPDX-License-Identifier: Apache-2.0
// From a volume of distances to the losses of its surface, on CUDA tensors against CPU tensors: the
// band, both extractions with their gradients, regularizers, occlusion. Then times, with autograd
// and LibTorch's own operations.
//   check_surface [CELLS [cpu]]    cells a side for the times, 96 without it; cpu: its times too
#include "geometry/marching_tets.h"
#include "geometry/regularizers.h"
#include "geometry/surface_loss.h"
#include "geometry/visual_hull_device.h"
#include "nvdiffrec/kuhn_tets.h"
#include "nvdiffrec/sdf_band.h"
#include "tensor/convert.h"
#include "texturing/light_whiteness.h"
#include "texturing/surface.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <chrono>
#include <cstdio>
#include <functional>

using namespace bozzetto;

namespace {

const at::Device kGpu(at::kCUDA, 0);

bool all_agree = true;

void report(bool passes, const std::string& what, double off) {
    std::printf("%s %-44s off by %.1e\n", passes ? "ok    " : "FAILED", what.c_str(), off);
    all_agree = all_agree && passes;
}
void same(const std::string& what, const at::Tensor& cpu, const at::Tensor& gpu) {
    report(gpu.device() == kGpu && at::equal(cpu, gpu.cpu()), what, 0);
}
/// No number farther off than `tolerance` times the largest of the CPU's.
void near(const std::string& what, const at::Tensor& cpu, const at::Tensor& gpu, double tolerance) {
    const bool comparable = gpu.device() == kGpu && gpu.sizes() == cpu.sizes();
    const double largest = cpu.detach().abs().max().item<double>();
    const double off =
        comparable ? (gpu.detach().cpu() - cpu.detach()).abs().max().item<double>() / largest
                   : 1e30;
    report(largest > 0 && off <= tolerance, what, off);
}

/// A bumpy ball, distances in cells.
SdfVolume bumpyBall(int grid) {
    SdfVolume volume{makeLattice({{-1, -1, -1}, {1, 1, 1}}, grid), {}};
    std::vector<float> values;
    for (const Vec3f& p : volume.lattice.positions()) {
        const double bump = 0.1 * std::sin(8.0 * p.x) * std::sin(8.0 * p.y) * std::sin(8.0 * p.z);
        values.push_back(static_cast<float>((length(p) - 0.7 + bump) / volume.lattice.cell));
    }
    volume.values = at::tensor(at::ArrayRef<float>(values));
    return volume;
}

SdfVolume uploaded(const SdfVolume& volume) {
    return {volume.lattice, volume.values.to(kGpu)};
}

/// A ball of radius 0.7 seen from `count` sides; every second mask doubtful here and there, every
/// third view with the ball's depth.
std::vector<Silhouette> ballViews(int count, int side) {
    std::vector<Silhouette> views;
    for (int i = 0; i < count; ++i) {
        const double turn = 2.4 * i, c = std::cos(turn), s = std::sin(turn);
        Camera camera;
        camera.width = camera.height = side;
        camera.fx = camera.fy = side;
        camera.cx = camera.cy = 0.5 * side;
        camera.world_from_camera.m[0][0] = camera.world_from_camera.m[2][2] = c;
        camera.world_from_camera.m[0][2] = s;
        camera.world_from_camera.m[2][0] = -s;
        camera.world_from_camera.m[0][3] = 3 * s;
        camera.world_from_camera.m[2][3] = 3 * c;
        Image mask(side, side, 1), depth, confidence(side, side, 1, 1.0f);
        if (i % 3 == 0) {
            depth = Image(side, side, 1);
        }
        for (int p = 0; p < side * side; ++p) {
            const double x = (p % side + 0.5) / side - 0.5, y = (p / side + 0.5) / side - 0.5;
            const double across = 3 * std::sqrt((x * x + y * y) / (1 + x * x + y * y));
            mask.pixels[p] = across < 0.7 ? 1.0f : 0.0f;
            if (!depth.empty() && across < 0.7) {
                depth.pixels[p] = static_cast<float>(3 - std::sqrt(0.49 - across * across));
            }
            if (i % 2 == 0 && (p / 7 + p / side / 5) % 3 == 0) {
                confidence.pixels[p] = 0.1f + 0.05f * static_cast<float>(p % 9);
            }
        }
        views.push_back(silhouetteOf(mask, camera, depth));
        views.back().confidence = confidence;
    }
    return views;
}

void checkHull() {
    const Lattice lattice = makeLattice({{-1.2, -1.2, -1.2}, {1.2, 1.2, 1.2}}, 48);
    const at::Tensor points = toTensor(lattice.positions());
    for (const int count : {1, 2, 9}) {
        const std::vector<Silhouette> views = ballViews(count, 160);
        const at::Tensor cpu = visualHullDistance(views, points);
        const at::Tensor gpu = visualHullDistance(views, points.to(kGpu)).cpu();
        const double off = (cpu - gpu).abs().max().item<double>();
        report(off < 1e-5 && cpu.lt(0).any().item<bool>() && cpu.gt(0).any().item<bool>(),
               "visual hull of " + std::to_string(count) + " views",
               off);
    }
}

void checkRedistance(const SdfVolume& given) {
    SdfVolume cpu{given.lattice, given.values * 0.5}, gpu = uploaded(cpu);
    const at::Tensor before = cpu.values.clone();
    redistance(cpu);
    redistance(gpu);
    const at::Tensor found = gpu.values.cpu();
    same("redistance, signs", cpu.values.lt(0), gpu.values.lt(0));
    const at::Tensor shorter = cpu.values.abs() - found.abs();
    report(shorter.min().item<float>() >= 0 && shorter.max().item<float>() < 1,
           "redistance, the nearest instead of the first",
           shorter.max().item<double>());
    // What has a neighbour of the other sign is kept on both.
    const at::Tensor kept = cpu.values.eq(before);
    report(kept.sum().item<int64_t>() > 1000 &&
               at::equal(found.masked_select(kept), before.masked_select(kept)),
           "redistance, at the surface",
           0);
}

SdfBand checkCut(const SdfVolume& volume, SdfBand& on_gpu) {
    const at::Tensor hull = volume.values - 0.5, region = volume.values + 0.25;
    const SdfVolume there = uploaded(volume);
    SdfBand cpu = cutBand(volume, hull, 3, 1, region);
    on_gpu = cutBand(there, hull.to(kGpu), 3, 1, region.to(kGpu));
    same("band, cubes", cpu.cubes.grid.cubes, on_gpu.cubes.grid.cubes);
    same("band, corners", cpu.cubes.grid.corners, on_gpu.cubes.grid.corners);
    same("band, neighbourhoods", cpu.cubes.grid.vertex_cubes, on_gpu.cubes.grid.vertex_cubes);
    same("band, inner edges", cpu.cubes.grid.inner_edges, on_gpu.cubes.grid.inner_edges);
    same("band, vertices", cpu.cubes.vertices, on_gpu.cubes.vertices);
    same("band, rows", cpu.rows, on_gpu.rows);
    same("band, values", cpu.sdf, on_gpu.sdf);
    same("band, lower bounds", cpu.low, on_gpu.low);
    same("band, upper bounds", cpu.high, on_gpu.high);
    near("band, positions", cpu.positions, on_gpu.positions, 1e-7);
    return cpu;
}

struct Inputs {
    at::Tensor positions, sdf, raw, attributes;

    Inputs to(const at::Device& device) const {
        const auto copy = [&](const at::Tensor& t) {
            return t.detach().to(device).requires_grad_();
        };
        return {copy(positions), copy(sdf), copy(raw), copy(attributes)};
    }
};
Inputs inputsOf(const SdfBand& band) {
    const auto noise = [](at::IntArrayRef shape, uint64_t seed) {
        return at::rand(shape, at::detail::createCPUGenerator(seed), at::TensorOptions()) - 0.5;
    };
    const int64_t points = band.rows.size(0), cubes = band.cubes.grid.cubes.size(0);
    return {band.positions + noise({points, 3}, 1) * 0.004,
            band.sdf,
            noise({cubes, 21}, 2),
            noise({points, 1}, 3)};
}

/// Every loss of the surface that a step has, and something for each vertex and attribute.
at::Tensor lossOf(const at::Tensor& vertices,
                  const at::Tensor& triangles,
                  const at::Tensor& attributes,
                  const at::Tensor& deviation) {
    at::Tensor loss = laplacianLoss(vertices * 10, triangles) +
                      normalConsistencyLoss(vertices, triangles) +
                      vertexNormals(vertices, triangles).select(1, 0).mean() +
                      vertices.sin().mean() + deviation * 10;
    return attributes.defined() ? loss + attributes.square().mean() : loss;
}

void checkFlexiCubes(const SdfBand& band, const SdfBand& there, QuadSplit split) {
    const std::string name = split == QuadSplit::Split ? "split" : "centre";
    const Inputs cpu = inputsOf(band).to(at::kCPU), gpu = cpu.to(kGpu);
    const auto extract = [&](const CubeGrid& grid, const Inputs& in) {
        return flexiCubesFromRaw(grid, in.positions, in.sdf, in.raw, in.attributes, split);
    };
    const FlexiCubesMesh a = extract(band.cubes.grid, cpu), b = extract(there.cubes.grid, gpu);
    near("FlexiCubes " + name + ", vertices", a.vertices, b.vertices, 1e-6);
    near("FlexiCubes " + name + ", attributes", a.attributes, b.attributes, 1e-5);
    near("FlexiCubes " + name + ", deviation", a.deviation, b.deviation, 1e-5);
    const double turned = a.triangles.ne(b.triangles.cpu()).to(at::kDouble).mean().item<double>();
    report(turned < 1e-4, "FlexiCubes " + name + ", triangles", turned);
    const at::Tensor x = lossOf(a.vertices, a.triangles, a.attributes, a.deviation);
    const at::Tensor y = lossOf(b.vertices, b.triangles, b.attributes, b.deviation);
    x.backward();
    y.backward();
    near("FlexiCubes " + name + ", losses", x, y, 1e-5);
    near("    gradient of positions", cpu.positions.grad(), gpu.positions.grad(), 1e-3);
    near("    gradient of distances", cpu.sdf.grad(), gpu.sdf.grad(), 1e-3);
    near("    gradient of weights", cpu.raw.grad(), gpu.raw.grad(), 1e-3);
    near("    gradient of attributes", cpu.attributes.grad(), gpu.attributes.grad(), 1e-3);
}

/// The fused operations against what they stand for, also where they are not fused.
void checkSurfaceLoss(const SdfBand& band, const SdfBand& there) {
    const Inputs cpu = inputsOf(band).to(at::kCPU), gpu = cpu.to(kGpu);
    const SurfaceWeights weights{0.05, 3, 0.7, 0.02, 0.005};
    const auto loss = [&](const SdfBand& b, const Inputs& in) {
        const at::Tensor deform = in.attributes.expand({-1, 3}).contiguous();
        const at::Tensor positions = deformedPositions(b.positions, deform, 0.01);
        const FlexiCubesMesh mesh =
            flexiCubesFromRaw(b.cubes.grid, positions, in.sdf, in.raw, {}, QuadSplit::Split);
        return surfaceLoss(mesh.vertices, mesh.triangles, mesh.deviation, weights);
    };
    const at::Tensor a = loss(band, cpu), b = loss(there, gpu);
    a.backward();
    b.backward();
    near("surface loss", a, b, 1e-5);
    near("    gradient of deformation", cpu.attributes.grad(), gpu.attributes.grad(), 1e-3);
    near("    gradient of distances", cpu.sdf.grad(), gpu.sdf.grad(), 1e-3);
    near("    gradient of weights", cpu.raw.grad(), gpu.raw.grad(), 1e-3);
}

/// With distances of at least `least`: a crossing next to a corner makes slivers, whose normals
/// are rounding errors in float (their gradient is 0.5 % off the one in double on the CPU already;
/// 0.004 % with 0.05 cells).
Inputs withoutSlivers(const Inputs& in, double least) {
    const at::Tensor& d = in.sdf;
    return {in.positions,
            at::where(d.lt(0), d.clamp_max(-least), d.clamp_min(least)),
            in.raw,
            in.attributes};
}

void checkTets(const SdfBand& band, const SdfBand& there) {
    const Inputs cpu = withoutSlivers(inputsOf(band), 0.05).to(at::kCPU), gpu = cpu.to(kGpu);
    const at::Tensor tets = kuhnTets(band.cubes.grid.corners);
    const at::Tensor tets_there = kuhnTets(there.cubes.grid.corners);
    const MarchingTetsMesh a = marchingTets(cpu.positions, cpu.sdf, tets);
    const MarchingTetsMesh b = marchingTets(
        gpu.positions, gpu.sdf, tets_there, tetTopology(tets_there, there.rows.size(0)));
    same("tetrahedra, triangles", a.triangles, b.triangles);
    near("tetrahedra, vertices", a.vertices, b.vertices, 1e-6);
    const at::Tensor zero = at::zeros({});
    lossOf(a.vertices, a.triangles, {}, zero).backward();
    lossOf(b.vertices, b.triangles, {}, zero.to(kGpu)).backward();
    near("    gradient of positions", cpu.positions.grad(), gpu.positions.grad(), 1e-3);
    near("    gradient of distances", cpu.sdf.grad(), gpu.sdf.grad(), 1e-3);
}

void checkWhitenessAndFaces(const SdfBand& band) {
    const at::Tensor base =
        at::rand({6, 9, 9, 3}, at::detail::createCPUGenerator(5), at::TensorOptions());
    const at::Tensor cpu = base.clone().requires_grad_();
    const at::Tensor gpu = base.to(kGpu).requires_grad_();
    const at::Tensor a = lightWhiteness(cpu), b = lightWhiteness(gpu);
    (a * 3).backward();
    (b * 3).backward();
    near("light whiteness", a, b, 1e-6);
    near("    its gradient", cpu.grad(), gpu.grad(), 1e-5);
    const Inputs in = inputsOf(band);
    const FlexiCubesMesh mesh = flexiCubesFromRaw(
        band.cubes.grid, in.positions.contiguous(), in.sdf, in.raw, {}, QuadSplit::Split);
    near("normals of triangles",
         faceNormals(mesh.vertices, mesh.triangles),
         faceNormals(mesh.vertices.to(kGpu), mesh.triangles.to(kGpu)),
         1e-3);
}

void checkOpenness(const SdfVolume& volume, const SdfBand& band, const SdfBand& there) {
    const at::NoGradGuard no_grad;
    const CubeWeights weights = activateCubeWeights(at::zeros({band.cubes.grid.cubes.size(0), 21}));
    const FlexiCubesMesh mesh =
        flexiCubes(band.cubes.grid, band.positions, band.sdf, weights, {}, QuadSplit::Split);
    const at::Tensor cpu = meshOpenness(mesh.vertices, mesh.triangles, 32);
    const at::Tensor gpu = meshOpenness(mesh.vertices.to(kGpu), mesh.triangles.to(kGpu), 32);
    const double other = (cpu - gpu.cpu()).abs().mean().item<double>();
    report(
        other < 1e-4 && cpu.lt(1).sum().item<int64_t>() > 100, "openness, mean difference", other);
    near("openness over the band",
         spreadOverBand(volume.lattice, band, mesh.vertices, cpu),
         spreadOverBand(volume.lattice, there, mesh.vertices.to(kGpu), cpu.to(kGpu)),
         1e-5);
}

/// Mean wall time of run() in ms, after a few that are not counted. wait() ends when all is done.
double meanMilliseconds(const std::function<void()>& run, const std::function<void()>& wait) {
    constexpr int kRuns = 10;
    for (int i = 0; i < 3; ++i) {
        run();
    }
    wait();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kRuns; ++i) {
        run();
    }
    wait();
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    return taken.count() / kRuns;
}

void timeParts(int grid, const at::Device& device) {
    SdfVolume volume = bumpyBall(grid);
    volume.values = volume.values.to(device);
    const at::Tensor hull = volume.values.clone();
    const SdfBand band = cutBand(volume, hull, 3, 1);
    const auto wait = [&] { volume.values.sum().item<float>(); };
    const auto print = [&](const char* what, const std::function<void()>& run) {
        std::printf("    %-44s %8.3f ms\n", what, meanMilliseconds(run, wait));
    };
    SdfBand on_cpu = cutBand({volume.lattice, volume.values.cpu()}, hull.cpu(), 3, 1);
    const Inputs in = inputsOf(on_cpu).to(device);
    FlexiCubesMesh mesh;
    const auto extract = [&] {
        mesh = flexiCubesFromRaw(
            band.cubes.grid, in.positions, in.sdf, in.raw, in.attributes, QuadSplit::Split);
    };
    extract();
    std::printf("times on %s, %d cells: %lld cubes, %lld triangles\n",
                device.str().c_str(),
                grid,
                static_cast<long long>(band.cubes.grid.cubes.size(0)),
                static_cast<long long>(mesh.triangles.size(0)));
    SdfVolume moved{volume.lattice, hull.clone()};
    const std::vector<Silhouette> views = ballViews(24, 512);
    const at::Tensor points = toTensor(volume.lattice.positions()).to(device);
    print("visual hull of 24 views of 512 pixels", [&] { visualHullDistance(views, points); });
    print("redistance", [&] { redistance(moved); });
    print("cut of the band", [&] { cutBand(volume, hull, 3, 1); });
    at::Tensor open;
    const at::Tensor vertices = mesh.vertices.detach();
    print("openness, 32 rays", [&] { open = meshOpenness(vertices, mesh.triangles, 32); });
    print("openness over the band", [&] { spreadOverBand(volume.lattice, band, vertices, open); });
    print("extraction", extract);
    print("extraction and its gradient", [&] {
        extract();
        (mesh.vertices.sum() + mesh.attributes.sum() + mesh.deviation).backward();
    });
    print("extraction, surface loss, gradients", [&] {
        extract();
        (mesh.vertices.sum() + mesh.attributes.sum() +
         surfaceLoss(mesh.vertices, mesh.triangles, mesh.deviation, {0.02, 0.25, 1, 0.02, 0.005}))
            .backward();
    });
    print("extraction, all losses, gradients", [&] {
        extract();
        lossOf(mesh.vertices, mesh.triangles, mesh.attributes, mesh.deviation).backward();
    });
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const SdfVolume volume = bumpyBall(40);
        checkHull();
        checkRedistance(volume);
        SdfBand there;
        const SdfBand band = checkCut(volume, there);
        checkFlexiCubes(band, there, QuadSplit::Split);
        checkFlexiCubes(band, there, QuadSplit::Centre);
        checkSurfaceLoss(band, there);
        checkTets(band, there);
        checkWhitenessAndFaces(band);
        checkOpenness(volume, band, there);
        const int grid = argc > 1 ? std::atoi(argv[1]) : 96;
        timeParts(grid, kGpu);
        if (argc > 2) {
            timeParts(grid, at::kCPU);
        }
        std::printf(all_agree ? "surface: all agree\n" : "surface: FAILED\n");
        return all_agree ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
