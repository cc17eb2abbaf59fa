// SPDX-License-Identifier: Apache-2.0
#include "geometry/cube_smoothing_cuda.h"
#include "geometry/cuda_blocks.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

__global__ void cornersKernel(CubeSmoothing p) {
    const int64_t cube = elementOfThread();
    if (cube < p.cubes) {
        meanOfCorners(p, cube);
    }
}

__global__ void cubesKernel(CubeSmoothing p) {
    const int64_t vertex = elementOfThread();
    if (vertex < p.vertices) {
        meanOfCubes(p, vertex);
    }
}

}  // namespace

void smoothOverCubesCuda(const CubeSmoothing& p, int rounds, const CudaQueue& queue) {
    for (int round = 0; p.cubes > 0 && round < rounds; ++round) {
        cornersKernel<<<blocksFor(p.cubes, kThreads), kThreads, 0, streamOf(queue)>>>(p);
        cubesKernel<<<blocksFor(p.vertices, kThreads), kThreads, 0, streamOf(queue)>>>(p);
    }
    checkLaunch("smoothing over cubes");
}

}  // namespace bozzetto
