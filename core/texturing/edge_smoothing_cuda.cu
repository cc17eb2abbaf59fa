// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "texturing/edge_smoothing_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

__global__ void neighboursKernel(const __grid_constant__ EdgeSmoothing p) {
    const int64_t vertex = static_cast<int64_t>(blockIdx.x) * kThreads + threadIdx.x;
    if (vertex < p.vertices) {
        meanWithNeighbours(p, vertex);
    }
}

}  // namespace

void smoothOverNeighboursCuda(const EdgeSmoothing& p, const CudaQueue& queue) {
    if (p.vertices > 0) {
        neighboursKernel<<<blocksFor(p.vertices, kThreads), kThreads, 0, streamOf(queue)>>>(p);
        checkLaunch("smoothing over edges");
    }
}

}  // namespace bozzetto
