// SPDX-License-Identifier: Apache-2.0
// Time and quality of the UV atlas on raw extraction results, one thread unless the second argument
// says two.
#include "base/parallel_for.h"
#include "mesh/unwrap.h"
#include "support/flexicubes_mesh.h"
#include "support/noisy_mesh.h"

#include <benchmark/benchmark.h>

namespace {

using namespace bozzetto;

void unwrapMesh(benchmark::State& state, const TriangleMesh& mesh) {
    setThreadCount(static_cast<int>(state.range(1)));
    UnwrapOptions options;
    options.resolution = 1024;
    Atlas atlas;
    for (auto _ : state) {
        atlas = unwrap(mesh, options);
    }
    const AtlasQuality quality = measureAtlas(mesh, atlas, options.resolution);
    state.counters["triangles"] = static_cast<double>(mesh.triangles.size());
    state.counters["charts"] = quality.chart_count;
    state.counters["filled"] = quality.filled;
    state.counters["l2"] = quality.l2_stretch;
    state.counters["worst"] = quality.worst_stretch;
    state.counters["gutter"] = quality.minimum_gutter;
    state.counters["overlap"] = static_cast<double>(quality.overlapping_texels);
}

void flexiCubes(benchmark::State& state) {
    unwrapMesh(state, flexiCubesMesh(state.range(0)));
}
void noisyTets(benchmark::State& state) {
    unwrapMesh(state, noisyMesh(state.range(0)));
}

BENCHMARK(flexiCubes)
    ->Args({50, 1})
    ->Args({80, 1})
    ->Args({110, 1})
    ->Args({110, 2})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(noisyTets)
    ->Args({50000, 1})
    ->Args({200000, 1})
    ->Args({200000, 2})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
