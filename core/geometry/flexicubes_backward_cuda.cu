// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_blocks.h"
#include "geometry/flexicubes_backward_kernel.h"
#include "geometry/flexicubes_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

__global__ void centreGradientKernel(DualInput<float> in,
                                     DualGradients<float> gradients,
                                     CentreGradient<float>* centres) {
    const int64_t quad = elementOfThread();
    if (quad < in.surface.quads) {
        centres[quad] = centreGradient(in, gradients, quad);
    }
}

/// corner_rows [1 + S, 8, 4 + A]; scratch [S, A].
__global__ void cubeKernel(DualInput<float> in,
                           DualGradients<float> gradients,
                           const float* grad_deviation,
                           double group_edges,
                           const CentreGradient<float>* centres,
                           float* corner_rows,
                           float* scratch) {
    const int64_t slot = elementOfThread();
    if (slot >= in.surface.cube_count) {
        return;
    }
    gradients.grad_deviation =
        grad_deviation ? static_cast<float>(*grad_deviation / group_edges) : 0.0f;
    cubeBackward(in, gradients, centres, corner_rows, scratch + slot * in.channels, slot);
}

__global__ void gatherKernel(CubeTopology topology,
                             DualInput<float> in,
                             DualGradients<float> gradients,
                             const float* corner_rows) {
    const int64_t point = elementOfThread();
    if (point < in.lattice_points) {
        gatherPoint(topology, in, gradients, corner_rows, point);
    }
}

}  // namespace

void dualBackwardCuda(const CubeTopology& topology,
                      const DualInput<float>& in,
                      const DualGradients<float>& gradients,
                      const float* grad_deviation,
                      int64_t group_edges,
                      const CudaQueue& queue) {
    const cudaStream_t stream = streamOf(queue);
    const int64_t cubes = in.surface.cube_count, row = 8 * (4 + in.channels);
    CentreGradient<float>* centres = nullptr;
    if (gradients.centred && in.surface.quads > 0) {
        centres = queue.scratch<CentreGradient<float>>(in.surface.quads);
        centreGradientKernel<<<blocksFor(in.surface.quads, kThreads), kThreads, 0, stream>>>(
            in, gradients, centres);
        checkLaunch("FlexiCubes gradient");
    }
    auto* corner_rows = queue.scratch<float>((1 + cubes) * row);
    checkCuda(cudaMemsetAsync(corner_rows, 0, row * sizeof(float), stream), "FlexiCubes gradient");
    if (cubes > 0) {
        cubeKernel<<<blocksFor(cubes, kThreads), kThreads, 0, stream>>>(
            in,
            gradients,
            group_edges > 0 ? grad_deviation : nullptr,
            static_cast<double>(group_edges),
            centres,
            corner_rows,
            in.channels > 0 ? queue.scratch<float>(cubes * in.channels) : nullptr);
        checkLaunch("FlexiCubes gradient");
    }
    if (in.lattice_points > 0) {
        gatherKernel<<<blocksFor(in.lattice_points, kThreads), kThreads, 0, stream>>>(
            topology, in, gradients, corner_rows);
        checkLaunch("FlexiCubes gradient");
    }
}

}  // namespace bozzetto
