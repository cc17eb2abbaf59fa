// SPDX-License-Identifier: Apache-2.0
// Optimisation steps of nvdiffrec on the bundled sample, whole and in parts, at the standard
// preset's sizes (grid 96, 512 px, maps of 1024). Time is wall time, CPU that of all threads. The
// parts are timed on the mesh, light and materials of a short run, one view; `forward_ms` is the
// share of the forward pass in wall time, `pixels` what the view covers.
#include "base/parallel_for.h"
#include "camera/image_set_reader.h"
#include "geometry/regularizers.h"
#include "mesh/cleanup.h"
#include "mesh/unwrap.h"
#include "nvdiffrec/sdf_band.h"
#include "nvdiffrec/texture_stage.h"
#include "nvdiffrec/unit_frame.h"
#include "raster/interpolate.h"
#include "raster/texture.h"
#include "render/shade.h"
#include "tensor/convert.h"
#include "texturing/appearance.h"
#include "texturing/image_loss.h"

#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <chrono>

using namespace bozzetto;

namespace {

constexpr int kThreads = 2;
constexpr int kOcclusionRays = 32;   // as the shape stage takes when it cuts its band anew
constexpr int64_t kMapChannels = 8;  // base colour, roughness, metallic, normal

const Scene& sample() {
    // The scene points into the images: both live as long as the program.
    static const ImageSet images = loadImageSet(BOZZETTO_SOURCE_DIR "/resources/samples/pip7");
    static const Scene scene = makeScene(images, false, [](const std::string&) {});
    return scene;
}

NvdiffrecOptions optionsOf(int shape_iterations) {
    NvdiffrecOptions options;
    options.grid = 96;
    options.image_side = 512;
    options.texture_size = 1024;
    options.use_depth = false;
    options.shape_iterations = shape_iterations;
    return options;
}

TriangleMesh cleanMesh(const Shape& shape) {
    return removeUnreferenced(removeDegenerate(
        removeSmallComponents({toVec3f(shape.vertices), toVec3i(shape.triangles)}, 0.05)));
}

/// What a short run arrives at: the input of all parts.
struct ShortRun {
    NvdiffrecOptions options = optionsOf(40);
    ShapeStage stage{sample().input, options, 1};
    TriangleMesh mesh;
    Atlas atlas;
    SdfBand band;  // of the visual hull: as many cubes as the run's own
    TrainingView view;
    Surface surface;
    SurfacePixels pixels;
    at::Tensor values,
        unit;          // [M, 5] materials and [M, 3] places in the unit cube of the view's pixels
    at::Tensor color;  // [M, 3]
    LightMaps light;
    LightPrefilter prefilter{options.light_size};

    ShortRun() {
        while (stage.done() < stage.iterations()) {
            stage.step();
        }
        mesh = cleanMesh(stage.extract());
        UnwrapOptions unwrap_options;
        unwrap_options.resolution = options.texture_size;
        atlas = unwrap(mesh, unwrap_options);
        const ShapeInput& input = sample().input;
        const Lattice lattice = makeLattice(input.box, options.grid);
        std::vector<float> hull = visualHullDistance(input.silhouettes, lattice.positions());
        for (float& d : hull) {
            d = std::clamp(d / static_cast<float>(lattice.cell), -1e6f, 1e6f);
        }
        const at::Tensor cells = at::tensor(at::ArrayRef<float>(hull));
        SdfVolume volume{lattice, cells.clone()};
        redistance(volume);
        band = cutBand(volume, cells, 3, 1);

        const at::NoGradGuard no_grad;
        view = makeTrainingViews({input.views[0]}, options.image_side, input.box, false).at(0);
        const at::Tensor vertices = toTensor(mesh.positions);
        surface = makeSurface(vertices, toTensor(mesh.triangles), at::ones({vertices.size(0), 1}));
        pixels = seeSurface(surface, view);
        unit = materialPlace(pixels.position);
        values = decodeMaterial(stage.appearance()(unit));
        light = prefilter(stage.lightLogits().exp());
        const MaterialSamples material = materialSamples(values, pixels.openness);
        color = shade({pixels.position, pixels.normal, material.kd, material.orm, view.position},
                      light);
    }

    at::Tensor materialPlace(const at::Tensor& positions) const {
        const Box& box = sample().input.box;
        const Vec3d size = box.high - box.low;
        const Vec3f low{static_cast<float>(box.low.x),
                        static_cast<float>(box.low.y),
                        static_cast<float>(box.low.z)};
        return ((positions - toTensor(std::vector<Vec3f>{low})) /
                std::max({size.x, size.y, size.z}))
            .contiguous();
    }
    at::Tensor texturePlaces() const {  // [1, 1, M, 2]
        return interpolate(
            toTensor(atlas.uvs).unsqueeze(0), pixels.compact, toTensor(atlas.uv_triangles));
    }
};

ShortRun& shortRun() {
    static ShortRun run;
    return run;
}

at::Tensor leaf(const at::Tensor& values) {
    return values.detach().clone().requires_grad_();
}

/// Times forward() with the backward pass from a gradient of ones, after which it forgets the
/// gradients of `leaves`.
template <class Forward>
void forwardAndBackward(benchmark::State& state,
                        const std::vector<at::Tensor>& leaves,
                        const Forward& forward) {
    using Clock = std::chrono::steady_clock;
    Clock::duration forward_time{};
    for (auto _ : state) {
        const Clock::time_point begin = Clock::now();
        const std::vector<at::Tensor> results = forward();
        forward_time += Clock::now() - begin;
        std::vector<at::Tensor> gradients;
        for (const at::Tensor& result : results) {
            gradients.push_back(at::ones_like(result));
        }
        torch::autograd::backward(results, gradients);
        for (const at::Tensor& tensor : leaves) {
            tensor.mutable_grad() = at::Tensor();
        }
    }
    state.counters["forward_ms"] = std::chrono::duration<double, std::milli>(forward_time).count() /
                                   static_cast<double>(state.iterations());
}

/// Foreground pixels of a view on average: what a step covers, where a part covers those of one
/// view.
double meanPixels(int side) {
    double sum = 0;
    const std::vector<TrainingView> views =
        makeTrainingViews(sample().input.views, side, sample().input.box, false);
    for (const TrainingView& view : views) {
        sum += static_cast<double>(view.target.select(2, 3).gt(0.5).sum().item<int64_t>());
    }
    return sum / static_cast<double>(views.size());
}

/// Steps of one level, after those of the levels before it and its own first, which pays for the
/// level's views and band.
void shapeStep(benchmark::State& state) {
    const auto level = static_cast<size_t>(state.range(0));
    const NvdiffrecOptions options = optionsOf(160);
    ShapeStage stage(sample().input, options, 1);
    const std::vector<ShapeLevel> levels = options.levels();
    int64_t before = 1;
    for (size_t i = 0; i < level; ++i) {
        before += levels[i].iterations;
    }
    while (stage.done() < before) {
        stage.step();
    }
    double loss = 0;
    for (auto _ : state) {
        loss = stage.step().value_or(loss);
    }
    state.counters["px"] = levels[level].image_side;
    state.counters["pixels"] = meanPixels(levels[level].image_side);
    state.counters["views"] = levels[level].views;
    state.counters["triangles"] = static_cast<double>(stage.extract().triangles.size(0));
    state.counters["loss"] = loss;
}

void textureStep(benchmark::State& state) {
    ShortRun& run = shortRun();
    TextureInput input{sample().input, run.mesh, run.atlas, run.stage.lightLogits(), {}};
    input.appearance = [&run](const at::Tensor& positions) {
        const at::NoGradGuard no_grad;
        return decodeMaterial(run.stage.appearance()(run.materialPlace(positions)));
    };
    TextureStage stage(input, run.options, 1);
    stage.step();
    double loss = 0;
    for (auto _ : state) {
        loss = stage.step().value_or(loss);
    }
    state.counters["pixels"] = meanPixels(run.options.image_side);
    state.counters["triangles"] = static_cast<double>(run.mesh.triangles.size());
    state.counters["loss"] = loss;
}

void flexiCubesPart(benchmark::State& state) {
    const SdfBand& band = shortRun().band;
    const at::Tensor positions = leaf(band.positions), sdf = leaf(band.sdf),
                     raw = leaf(at::zeros({band.cubes.grid.cubes.size(0), 21}));
    const at::Tensor openness = at::ones({positions.size(0), 1});
    forwardAndBackward(state, {positions, sdf, raw}, [&] {
        const FlexiCubesMesh mesh =
            flexiCubesFromRaw(band.cubes.grid, positions, sdf, raw, openness, QuadSplit::Split);
        return std::vector<at::Tensor>{mesh.vertices, mesh.deviation};
    });
    state.counters["cubes"] = static_cast<double>(raw.size(0));
    state.counters["vertices"] = static_cast<double>(positions.size(0));
}

void makeSurfacePart(benchmark::State& state) {
    const Surface& s = shortRun().surface;
    const at::Tensor vertices = leaf(s.vertices);
    forwardAndBackward(state, {vertices}, [&] {
        return std::vector<at::Tensor>{makeSurface(vertices, s.triangles, s.openness).normals};
    });
    state.counters["triangles"] = static_cast<double>(s.triangles.size(0));
}

void seeSurfacePart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    Surface s = run.surface;
    s.vertices = leaf(s.vertices);
    s.normals = leaf(s.normals);
    forwardAndBackward(state, {s.vertices, s.normals}, [&] {
        const SurfacePixels pixels = seeSurface(s, run.view);
        return std::vector<at::Tensor>{pixels.position, pixels.normal};
    });
    state.counters["pixels"] = static_cast<double>(run.pixels.index.size(0));
}

void hashGridPart(benchmark::State& state) {
    ShortRun& run = shortRun();
    const at::Tensor places = leaf(run.unit);
    const float rates[HashGrid::kFeatures] = {};
    forwardAndBackward(state, {places}, [&] {
        return std::vector<at::Tensor>{decodeMaterial(run.stage.appearance()(places))};
    });
    run.stage.appearance().step(rates);
    state.counters["pixels"] = static_cast<double>(places.size(0));
}

/// The grid's Adam on what one view touched, the lookup that touches it included: read it less
/// hashGridPart.
void hashGridStepPart(benchmark::State& state) {
    ShortRun& run = shortRun();
    const at::Tensor places = leaf(run.unit);
    const float rates[HashGrid::kFeatures] = {};
    for (auto _ : state) {
        const at::Tensor values = decodeMaterial(run.stage.appearance()(places));
        torch::autograd::backward({values}, {at::ones_like(values)});
        run.stage.appearance().step(rates);
        places.mutable_grad() = at::Tensor();
    }
}

void lookupPart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const int size = run.options.texture_size;
    const at::Tensor map = leaf(at::full({1, size, size, kMapChannels}, 0.5)),
                     places = run.texturePlaces();
    TextureOptions options;
    options.boundary = TextureBoundary::Clamp;
    forwardAndBackward(
        state, {map}, [&] { return std::vector<at::Tensor>{texture(map, places, options)}; });
    state.counters["pixels"] = static_cast<double>(places.size(2));
}

void shadePart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const MaterialSamples material = materialSamples(run.values, run.pixels.openness);
    const at::Tensor kd = leaf(material.kd), orm = leaf(material.orm),
                     normal = leaf(run.pixels.normal);
    LightMaps light = run.light;
    std::vector<at::Tensor> leaves{kd, orm, normal, light.diffuse = leaf(light.diffuse)};
    for (at::Tensor& map : light.specular) {
        leaves.push_back(map = leaf(map));
    }
    forwardAndBackward(state, leaves, [&] {
        return std::vector<at::Tensor>{
            shade({run.pixels.position, normal, kd, orm, run.view.position}, light)};
    });
    state.counters["pixels"] = static_cast<double>(kd.size(0));
}

void shadingNormalPart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const at::Tensor normal = leaf(run.pixels.normal),
                     map = leaf(at::tensor({0.0f, 0.0f, 1.0f}).expand({normal.size(0), 3}));
    const at::Tensor tangent =
        at::tensor({1.0f, 0.0f, 0.0f, 1.0f}).expand({normal.size(0), 4}).contiguous();
    forwardAndBackward(state, {normal, map}, [&] {
        return std::vector<at::Tensor>{shadingNormal(
            run.pixels.position, run.view.position, normal, run.pixels.normal, tangent, map)};
    });
    state.counters["pixels"] = static_cast<double>(normal.size(0));
}

void composePart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const at::Tensor color = leaf(run.color), background = at::full({3}, 0.5);
    SurfacePixels pixels = run.pixels;
    pixels.clip = leaf(pixels.clip);
    forwardAndBackward(state, {color, pixels.clip}, [&] {
        return std::vector<at::Tensor>{composeView(run.surface, pixels, color, background)};
    });
    state.counters["image_pixels"] =
        static_cast<double>(run.view.target.size(0) * run.view.target.size(1));
}

void imageLossPart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const at::Tensor background = at::full({3}, 0.5),
                     image = leaf(composeView(run.surface, run.pixels, run.color, background)[0]);
    forwardAndBackward(state, {image}, [&] {
        return std::vector<at::Tensor>{imageLoss(image, run.view.target, background, {})};
    });
    state.counters["image_pixels"] = static_cast<double>(image.size(0) * image.size(1));
}

void prefilterPart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const at::Tensor base = leaf(run.stage.lightLogits().exp());
    forwardAndBackward(state, {base}, [&] {
        LightMaps maps = run.prefilter(base);
        maps.specular.push_back(maps.diffuse);
        return maps.specular;
    });
}

void regularizersPart(benchmark::State& state) {
    const Surface& s = shortRun().surface;
    const at::Tensor vertices = leaf(s.vertices);
    forwardAndBackward(state, {vertices}, [&] {
        return std::vector<at::Tensor>{laplacianLoss(vertices, s.triangles),
                                       normalConsistencyLoss(vertices, s.triangles)};
    });
}

void parameterStep(benchmark::State& state, const at::Tensor& value, const at::Tensor& gradient) {
    Parameter parameter(value, Parameter::Rows::Sparse, {0.9f, 0.99f});
    for (auto _ : state) {
        parameter.value().mutable_grad() = gradient;
        parameter.step(0.001f);
    }
    state.counters["rows"] = static_cast<double>(value.size(0));
    state.counters["touched"] =
        static_cast<double>(gradient.view({value.size(0), -1}).ne(0).any(1).sum().item<int64_t>());
}

/// Distances, displacements and weights of the band, with what flexiCubes passes back.
void bandParametersPart(benchmark::State& state) {
    const SdfBand& band = shortRun().band;
    const at::Tensor positions = leaf(band.positions), sdf = leaf(band.sdf),
                     raw = leaf(at::zeros({band.cubes.grid.cubes.size(0), 21}));
    const at::Tensor vertices = flexiCubesFromRaw(band.cubes.grid, positions, sdf, raw).vertices;
    torch::autograd::backward({vertices}, {at::ones_like(vertices)});
    const at::Tensor leaves[] = {sdf, positions, raw};
    std::vector<Parameter> parameters;
    for (const at::Tensor& values : leaves) {
        parameters.emplace_back(values, Parameter::Rows::Sparse, Parameter::Betas{0.7f, 0.9f});
    }
    for (auto _ : state) {
        for (size_t i = 0; i < parameters.size(); ++i) {
            parameters[i].value().mutable_grad() = leaves[i].grad();
            parameters[i].step(0.001f);
        }
    }
    state.counters["floats"] = static_cast<double>(sdf.numel() + positions.numel() + raw.numel());
}

/// The maps, with what one view passes back.
void mapParameterPart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const int64_t size = run.options.texture_size;
    const at::Tensor map = leaf(at::full({1, size, size, kMapChannels}, 0.5));
    TextureOptions options;
    options.boundary = TextureBoundary::Clamp;
    const at::Tensor values = texture(map, run.texturePlaces(), options);
    torch::autograd::backward({values}, {at::ones_like(values)});
    parameterStep(
        state, map.detach().view({-1, kMapChannels}), map.grad().view({-1, kMapChannels}));
}

/// What a new cut of the band costs beside its copies, once in many steps: occlusion rays and the
/// lattice passes.
void recutPart(benchmark::State& state) {
    const ShortRun& run = shortRun();
    const ShapeInput& input = sample().input;
    const Lattice lattice = makeLattice(input.box, run.options.grid);
    const at::Tensor hull = at::full({lattice.points()}, -1e6f);
    SdfVolume volume{lattice, at::full({lattice.points()}, 1e6f)};
    volume.values.index_copy_(0, run.band.rows, run.band.sdf);
    for (auto _ : state) {
        SdfVolume copy{lattice, volume.values.clone()};
        redistance(copy);
        const SdfBand band = cutBand(copy, hull, 3, 1);
        const at::Tensor open =
            meshOpenness(run.surface.vertices, run.surface.triangles, kOcclusionRays);
        benchmark::DoNotOptimize(spreadOverBand(lattice, band, run.surface.vertices, open));
    }
}

/// With --benchmark_repetitions=N also the fastest: on a machine that others use too, the figure to
/// compare.
void inMilliseconds(benchmark::internal::Benchmark* b) {
    b->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()
        ->UseRealTime()
        ->ComputeStatistics("min", [](const std::vector<double>& v) {
            return *std::min_element(v.begin(), v.end());
        });
}

BENCHMARK(shapeStep)->Arg(0)->Arg(1)->Arg(2)->Iterations(30)->Apply(inMilliseconds);
BENCHMARK(textureStep)->Iterations(30)->Apply(inMilliseconds);
BENCHMARK(flexiCubesPart)->Apply(inMilliseconds);
BENCHMARK(makeSurfacePart)->Apply(inMilliseconds);
BENCHMARK(prefilterPart)->Apply(inMilliseconds);
BENCHMARK(seeSurfacePart)->Apply(inMilliseconds);
BENCHMARK(hashGridPart)->Apply(inMilliseconds);
BENCHMARK(hashGridStepPart)->Apply(inMilliseconds);
BENCHMARK(lookupPart)->Apply(inMilliseconds);
BENCHMARK(shadePart)->Apply(inMilliseconds);
BENCHMARK(shadingNormalPart)->Apply(inMilliseconds);
BENCHMARK(composePart)->Apply(inMilliseconds);
BENCHMARK(imageLossPart)->Apply(inMilliseconds);
BENCHMARK(regularizersPart)->Apply(inMilliseconds);
BENCHMARK(bandParametersPart)->Apply(inMilliseconds);
BENCHMARK(mapParameterPart)->Apply(inMilliseconds);
BENCHMARK(recutPart)->Apply(inMilliseconds);

}  // namespace

int main(int argc, char** argv) {
    at::set_num_threads(
        1);  // as the program does: the pool of base/parallel_for.h does the parallel work
    setThreadCount(kThreads);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
