// SPDX-License-Identifier: Apache-2.0
// The four primitives beside memcpy and beside VTK on Mesa's llvmpipe, which draws the same mesh.
// Names end in /triangles level/image side; bytes are the floor of README.md, so GB/s compare with
// memcpy's in the same run.
#include "base/parallel_for.h"
#include "bench/bench_scene.h"
#include "bench/llvmpipe_anchor.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <cstring>
#include <map>

using namespace bozzetto;
using bozzetto::bench::Scene;

namespace {

const Scene& sceneAt(int64_t level) {
    static std::map<int64_t, Scene> scenes;
    const auto found = scenes.find(level);
    return found != scenes.end()
               ? found->second
               : scenes.emplace(level, bench::bumpySphere(static_cast<int>(level))).first->second;
}

/// Inputs of an operation at one size, all made once.
struct Inputs {
    const Scene& scene;
    int64_t side, pixels, triangles, vertices, covered;
    Raster raster;

    explicit Inputs(const benchmark::State& state)
        : scene(sceneAt(state.range(0))),
          side(state.range(1)),
          pixels(side * side),
          triangles(scene.tri.size(0)),
          vertices(scene.pos.size(1)),
          raster(rasterize(scene.pos, scene.tri, side, side)) {
        covered = raster.rast.select(3, 3).gt(0).sum().item<int64_t>();
    }
    int64_t meshBytes() const { return 12 * triangles + 16 * vertices; }
};

void report(benchmark::State& state, const Inputs& in, int64_t bytes) {
    state.SetBytesProcessed(state.iterations() * bytes);
    state.counters["covered"] = static_cast<double>(in.covered);
    state.counters["triangles"] = static_cast<double>(in.triangles);
}

void BM_memcpy(benchmark::State& state) {
    const auto size = static_cast<size_t>(state.range(0));
    std::vector<char> from(size, 1), to(size, 2);
    for (auto _ : state) {
        std::memcpy(to.data(), from.data(), size);
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * 2 *
                            static_cast<int64_t>(size));  // read and written
}

void rasterizeOnce(benchmark::State& state, Derivatives derivatives, int threads) {
    const Inputs in(state);
    setThreadCount(threads);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            rasterize(in.scene.pos, in.scene.tri, in.side, in.side, derivatives));
    }
    report(state, in, in.meshBytes() + (derivatives == Derivatives::Yes ? 32 : 16) * in.pixels);
    setThreadCount(2);
}
void BM_rasterize(benchmark::State& state) {
    rasterizeOnce(state, Derivatives::No, 2);
}
void BM_rasterize_1thread(benchmark::State& state) {
    rasterizeOnce(state, Derivatives::No, 1);
}
void BM_rasterize_db(benchmark::State& state) {
    rasterizeOnce(state, Derivatives::Yes, 2);
}

void BM_rasterize_backward(benchmark::State& state) {
    const Inputs in(state);
    const at::Tensor pos = in.scene.pos.clone().requires_grad_(true);
    const Raster r = rasterize(pos, in.scene.tri, in.side, in.side);
    const at::Tensor grad = at::ones_like(r.rast), grad_db = at::ones_like(r.rast_db);
    for (auto _ : state) {
        pos.mutable_grad() = at::Tensor();
        torch::autograd::backward({r.rast, r.rast_db}, {grad, grad_db}, /*retain_graph=*/true);
    }
    report(state, in, 48 * in.pixels + 32 * in.vertices);
}

void BM_interpolate(benchmark::State& state) {
    const Inputs in(state);
    const at::Tensor attr = at::rand({1, in.vertices, 6});
    for (auto _ : state) {
        benchmark::DoNotOptimize(interpolate(attr, in.raster.rast, in.scene.tri));
    }
    report(state, in, (16 + 24) * in.pixels + 24 * in.vertices);
}
void BM_interpolate_backward(benchmark::State& state) {
    const Inputs in(state);
    const at::Tensor attr = at::rand({1, in.vertices, 6}).requires_grad_(true);
    const at::Tensor rast = in.raster.rast.detach().clone().requires_grad_(true);
    const at::Tensor out = interpolate(attr, rast, in.scene.tri), grad = at::ones_like(out);
    for (auto _ : state) {
        attr.mutable_grad() = at::Tensor();
        rast.mutable_grad() = at::Tensor();
        torch::autograd::backward({out}, {grad}, true);
    }
    report(state, in, (16 + 24 + 16) * in.pixels + 48 * in.vertices);
}

void BM_edge_topology(benchmark::State& state) {
    const Inputs in(state);
    for (auto _ : state) {
        benchmark::DoNotOptimize(edgeTopology(in.scene.tri, in.vertices));
    }
    report(state, in, 24 * in.triangles);
}
void BM_antialias(benchmark::State& state) {
    const Inputs in(state);
    const at::Tensor color = at::rand({1, in.side, in.side, 4}).requires_grad_(true);
    const at::Tensor pos = in.scene.pos.clone().requires_grad_(true);
    const at::Tensor topology = edgeTopology(in.scene.tri, in.vertices);
    const at::Tensor grad = at::ones_like(color);
    for (auto _ : state) {
        color.mutable_grad() = at::Tensor();
        pos.mutable_grad() = at::Tensor();
        torch::autograd::backward({antialias(color, in.raster.rast, pos, in.scene.tri, topology)},
                                  {grad});
    }
    report(state, in, (16 + 4 * 16) * in.pixels + 32 * in.vertices);
}

/// Texture lookups of a quarter of the pixels (a compact list), 512 x 512 x 3 texels.
struct TextureInputs {
    at::Tensor tex, uv;
    TextureOptions options;
    TextureInputs(const benchmark::State& state, TextureFilter filter) {
        const int64_t count = state.range(1) * state.range(1) / 4;
        tex = at::rand({1, 512, 512, 3});
        uv = at::stack({at::linspace(0, 1, count), at::linspace(0, 7, count)}, 1)
                 .reshape({1, 1, count, 2})
                 .contiguous();
        options.filter = filter;
        if (filter == TextureFilter::LinearMipmapLinear) {
            options.uv_da = at::full({1, 1, count, 4}, 0.003);
        }
    }
};
void textureBoth(benchmark::State& state, TextureFilter filter) {
    TextureInputs in(state, filter);
    in.tex.requires_grad_(true);
    in.uv.requires_grad_(true);
    const at::Tensor grad = at::ones({1, 1, in.uv.size(2), 3});
    for (auto _ : state) {
        in.tex.mutable_grad() = at::Tensor();
        in.uv.mutable_grad() = at::Tensor();
        torch::autograd::backward({texture(in.tex, in.uv, in.options)}, {grad});
    }
    state.SetItemsProcessed(state.iterations() * in.uv.size(2));
}
void BM_texture_linear(benchmark::State& state) {
    textureBoth(state, TextureFilter::Linear);
}
void BM_texture_mip(benchmark::State& state) {
    textureBoth(state, TextureFilter::LinearMipmapLinear);
}

void BM_llvmpipe(benchmark::State& state) {
    if (!bench::llvmpipeAvailable()) {
        state.SkipWithError("no display: run under xvfb-run -s '-screen 0 1280x1280x24'");
        return;
    }
    const Scene& scene = sceneAt(state.range(0));
    bench::LlvmpipeAnchor anchor(scene, static_cast<int>(state.range(1)));
    anchor.draw();  // uploads, compiles shaders
    for (auto _ : state) {
        anchor.draw();
    }
    state.counters["covered"] = static_cast<double>(anchor.coveredPixels());
    state.SetLabel(anchor.renderer());
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
void sizes(benchmark::internal::Benchmark* b) {
    b->ArgsProduct({{4, 6, 8}, {256, 512, 1024}});
    inMilliseconds(b);
}
void textureSizes(benchmark::internal::Benchmark* b) {
    b->ArgsProduct({{4}, {256, 512, 1024}});
    inMilliseconds(b);
}

BENCHMARK(BM_memcpy)->Arg(1 << 22)->Arg(1 << 26)->Apply(inMilliseconds);
BENCHMARK(BM_rasterize)->Apply(sizes);
BENCHMARK(BM_llvmpipe)->Apply(sizes);
BENCHMARK(BM_rasterize_1thread)->Apply(sizes);
BENCHMARK(BM_rasterize_db)->Apply(sizes);
BENCHMARK(BM_rasterize_backward)->Apply(sizes);
BENCHMARK(BM_interpolate)->Apply(sizes);
BENCHMARK(BM_interpolate_backward)->Apply(sizes);
BENCHMARK(BM_edge_topology)->Apply(sizes);
BENCHMARK(BM_antialias)->Apply(sizes);
BENCHMARK(BM_texture_linear)->Apply(textureSizes);
BENCHMARK(BM_texture_mip)->Apply(textureSizes);

}  // namespace

int main(int argc, char** argv) {
    at::set_num_threads(
        1);  // as the program does: the pool of base/parallel_for.h does the parallel work
    setThreadCount(2);
    bench::startLlvmpipe(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
    bench::stopLlvmpipe();
    return 0;
}
