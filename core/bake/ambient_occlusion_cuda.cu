// SPDX-License-Identifier: Apache-2.0
#include "bake/ambient_occlusion_cuda.h"
#include "bake/ambient_occlusion_kernel.h"
#include "bake/cuda_bvh.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

/// A warp a vertex, a lane a ray: the rays of one vertex go through the same nodes.
__global__ void rayKernel(OcclusionParams params, DeviceBvh bvh, float* open) {
    const int64_t vertex = (blockIdx.x * static_cast<int64_t>(kThreads) + threadIdx.x) / kWarp;
    if (vertex >= params.vertices) {
        return;
    }
    const float* p = params.positions + vertex * 3;
    const float* n = params.normals + vertex * 3;
    const float diagonal = *bvh.diagonal;
    const OcclusionRays sky({p[0], p[1], p[2]}, {n[0], n[1], n[2]}, diagonal, vertex, params.rays);
    int hits = 0;
    for (int ray = threadIdx.x % kWarp; ray < params.rays; ray += kWarp) {
        hits += bvh.occluded(sky.origin, sky.direction(ray), diagonal);
    }
    for (int step = kWarp / 2; step > 0; step /= 2) {
        hits += __shfl_xor_sync(0xffffffffu, hits, step);
    }
    if (threadIdx.x % kWarp == 0) {
        open[vertex] = 1.0f - static_cast<float>(hits) / static_cast<float>(params.rays);
    }
}

/// Adds to each corner the two others' values, and 2 to its weight: sums [vertices, 2]. The values
/// are multiples of 1 / rays, so no order of additions rounds.
__global__ void addNeighbours(OcclusionParams params, const float* open, float* sums) {
    const int64_t t = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (t >= params.count) {
        return;
    }
    const int32_t* corners = params.triangles + t * 3;
    const float total = open[corners[0]] + open[corners[1]] + open[corners[2]];
    for (int k = 0; k < 3; ++k) {
        atomicAdd(sums + 2 * int64_t{corners[k]}, total - open[corners[k]]);
        atomicAdd(sums + 2 * int64_t{corners[k]} + 1, 2.0f);
    }
}

__global__ void smoothKernel(OcclusionParams params, const float* open, const float* sums) {
    const int64_t v = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
    if (v < params.vertices) {
        const float sum = sums[2 * v], weight = sums[2 * v + 1];
        params.open[v] = weight > 0 ? 0.5f * open[v] + 0.5f * sum / weight : open[v];
    }
}

}  // namespace

void ambientOcclusionCuda(const OcclusionParams& params, const CudaQueue& queue) {
    const char* what = "ambient occlusion";
    if (params.vertices == 0) {
        return;
    }
    const cudaStream_t stream = streamOf(queue);
    const DeviceBvh bvh =
        buildBvhCuda(params.positions, params.vertices, params.triangles, params.count, queue);
    auto* open = queue.scratch<float>(params.vertices);
    rayKernel<<<blocksFor(params.vertices * kWarp, kThreads), kThreads, 0, stream>>>(
        params, bvh, open);
    checkLaunch(what);
    auto* sums = queue.scratch<float>(params.vertices * 2);
    checkCuda(cudaMemsetAsync(sums, 0, params.vertices * 2 * sizeof(float), stream), what);
    if (params.count > 0) {
        addNeighbours<<<blocksFor(params.count, kThreads), kThreads, 0, stream>>>(
            params, open, sums);
        checkLaunch(what);
    }
    smoothKernel<<<blocksFor(params.vertices, kThreads), kThreads, 0, stream>>>(params, open, sums);
    checkLaunch(what);
}

}  // namespace bozzetto
