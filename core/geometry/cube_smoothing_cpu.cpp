// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "geometry/cube_smoothing_kernel.h"

namespace bozzetto {
namespace {
constexpr int64_t kGrain = 4096;
}

void smoothOverCubesCpu(const CubeSmoothing& p, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        parallelFor(p.cubes, kGrain, [&](int64_t begin, int64_t end, int) {
            for (int64_t cube = begin; cube < end; ++cube) {
                meanOfCorners(p, cube);
            }
        });
        parallelFor(p.vertices, kGrain, [&](int64_t begin, int64_t end, int) {
            for (int64_t vertex = begin; vertex < end; ++vertex) {
                meanOfCubes(p, vertex);
            }
        });
    }
}

}  // namespace bozzetto
