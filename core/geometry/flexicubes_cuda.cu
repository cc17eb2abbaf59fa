// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_blocks.h"
#include "geometry/flexicubes_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;  // few elements with much work each: small blocks spread better

/// Kernels with a thread a weight: a block is some rows of kCubeWeights threads.
constexpr int kRowsPerBlock = 12;

struct WeightOfThread {
    int64_t row, index;  // index: of the weight in [rows, kCubeWeights]
    int column;
};
__device__ WeightOfThread weightOfThread() {
    const int64_t row = blockIdx.x * static_cast<int64_t>(kRowsPerBlock) + threadIdx.y;
    const auto column = static_cast<int>(threadIdx.x);
    return {row, row * kCubeWeights + column, column};
}

/// One activated weight: 1 + 0.99 tanh(x), and 0.99 logistic(x) + 0.005 for gamma.
__device__ float activated(float raw, bool is_gamma) {
    const float logistic = 1.0f / (1.0f + expf(is_gamma ? -raw : -2.0f * raw));
    return is_gamma ? 0.99f * logistic + 0.005f : 0.99f * (2.0f * logistic - 1.0f) + 1.0f;
}

/// A thread a weight of the `rows` rows: cubes [rows] are the rows of raw, or all when null.
__global__ void activateKernel(const SurfaceCube* cubes,
                               int64_t rows,
                               const float* raw,
                               float* weights) {
    const auto [row, i, column] = weightOfThread();
    if (row < rows) {
        const int64_t from = cubes ? cubes[row].cube : row;
        weights[i] = activated(raw[from * kCubeWeights + column], column == kGamma);
    }
}

/// A thread a weight of all cubes. slots [1 + rows], or null: row for row.
__global__ void activateBackwardKernel(const int32_t* slots,
                                       int64_t rows,
                                       const float* weights,
                                       const float* grad_weights,
                                       float* grad_raw) {
    const auto [cube, i, column] = weightOfThread();
    if (cube >= rows) {
        return;
    }
    const int64_t row = slots ? slots[1 + cube] : cube;
    float grad = 0.0f;
    if (row >= 0) {
        grad = activationGradient(weights[row * kCubeWeights + column],
                                  grad_weights[row * kCubeWeights + column],
                                  column);
    }
    grad_raw[i] = grad;
}

__global__ void gatherKernel(const SurfaceCube* cubes,
                             int64_t rows,
                             const float* beta,
                             const float* alpha,
                             const float* gamma,
                             float* weights) {
    const auto [row, i, column] = weightOfThread();
    if (row < rows) {
        const int64_t cube = cubes[row].cube;
        weights[i] = column < kAlpha   ? beta[cube * kBetas + column]
                     : column < kGamma ? alpha[cube * kAlphas + column - kAlpha]
                                       : gamma[cube];
    }
}

__global__ void spreadKernel(const int32_t* slots,
                             int64_t rows,
                             const float* grad_weights,
                             float* grad_beta,
                             float* grad_alpha,
                             float* grad_gamma) {
    const auto [cube, i, column] = weightOfThread();
    if (cube >= rows) {
        return;
    }
    const int64_t slot = slots[1 + cube];
    const float grad = slot < 0 ? 0.0f : grad_weights[slot * kCubeWeights + column];
    if (column < kAlpha) {
        grad_beta[cube * kBetas + column] = grad;
    } else if (column < kGamma) {
        grad_alpha[cube * kAlphas + column - kAlpha] = grad;
    } else {
        grad_gamma[cube] = grad;
    }
}

/// A thread a surface cube.
__global__ void dualKernel(DualInput<float> in,
                           float* vertices,
                           float* attributes,
                           GridSum sum,
                           double group_edges,
                           float* mean_deviation) {
    const int64_t slot = elementOfThread();
    double deviation[1] = {0};
    if (slot < in.surface.cube_count) {
        dualVerticesOf(in, slot, vertices, attributes, deviation[0]);
    }
    deviation[0] = blockSum<kThreads>(deviation[0]);
    if (sum.add<1, kThreads>(deviation) && threadIdx.x == 0) {
        *mean_deviation = static_cast<float>(deviation[0] / group_edges);
    }
}

__global__ void centreKernel(DualInput<float> in,
                             float* vertices,
                             float* attributes,
                             int32_t* triangles) {
    const int64_t quad = elementOfThread();
    if (quad < in.surface.quads) {
        centreQuad(in, quad, vertices, attributes, triangles);
    }
}

__global__ void splitKernel(DualInput<float> in, int32_t* triangles) {
    const int64_t quad = elementOfThread();
    if (quad < in.surface.quads) {
        splitQuad(in, quad, triangles);
    }
}

dim3 weightBlock() {
    return {kCubeWeights, kRowsPerBlock, 1};
}

}  // namespace

void activateWeightsCuda(const DualSurfaceView* surface,
                         int64_t rows,
                         const float* raw,
                         float* weights,
                         const CudaQueue& queue) {
    const int64_t count = surface ? surface->cube_count : rows;
    if (count > 0) {
        activateKernel<<<blocksFor(count, kRowsPerBlock), weightBlock(), 0, streamOf(queue)>>>(
            surface ? surface->cubes : nullptr, count, raw, weights);
        checkLaunch("FlexiCubes");
    }
}

void activateWeightsBackwardCuda(const DualSurfaceView* surface,
                                 int64_t rows,
                                 const float* weights,
                                 const float* grad_weights,
                                 float* grad_raw,
                                 const CudaQueue& queue) {
    if (rows > 0) {
        activateBackwardKernel<<<blocksFor(rows, kRowsPerBlock),
                                 weightBlock(),
                                 0,
                                 streamOf(queue)>>>(
            surface ? surface->cube_slots : nullptr, rows, weights, grad_weights, grad_raw);
        checkLaunch("FlexiCubes");
    }
}

void gatherWeightsCuda(const DualSurfaceView& surface,
                       const float* beta,
                       const float* alpha,
                       const float* gamma,
                       float* weights,
                       const CudaQueue& queue) {
    if (surface.cube_count > 0) {
        gatherKernel<<<blocksFor(surface.cube_count, kRowsPerBlock),
                       weightBlock(),
                       0,
                       streamOf(queue)>>>(
            surface.cubes, surface.cube_count, beta, alpha, gamma, weights);
        checkLaunch("FlexiCubes");
    }
}

void spreadWeightGradientsCuda(const DualSurfaceView& surface,
                               int64_t rows,
                               const float* grad_weights,
                               float* grad_beta,
                               float* grad_alpha,
                               float* grad_gamma,
                               const CudaQueue& queue) {
    if (rows > 0) {
        spreadKernel<<<blocksFor(rows, kRowsPerBlock), weightBlock(), 0, streamOf(queue)>>>(
            surface.cube_slots, rows, grad_weights, grad_beta, grad_alpha, grad_gamma);
        checkLaunch("FlexiCubes");
    }
}

void dualVerticesCuda(const DualInput<float>& in,
                      int64_t group_edges,
                      float* vertices,
                      float* attributes,
                      float* deviation,
                      const CudaQueue& queue) {
    const cudaStream_t stream = streamOf(queue);
    if (in.surface.cube_count == 0) {
        checkCuda(cudaMemsetAsync(deviation, 0, sizeof(float), stream), "FlexiCubes");
        return;
    }
    const unsigned int blocks = blocksFor(in.surface.cube_count, kThreads);
    dualKernel<<<blocks, kThreads, 0, stream>>>(in,
                                                vertices,
                                                attributes,
                                                GridSum(blocks, 1, queue),
                                                static_cast<double>(group_edges),
                                                deviation);
    checkLaunch("FlexiCubes");
}

void centreQuadsCuda(const DualInput<float>& in,
                     float* vertices,
                     float* attributes,
                     int32_t* triangles,
                     const CudaQueue& queue) {
    if (in.surface.quads > 0) {
        centreKernel<<<blocksFor(in.surface.quads, kThreads), kThreads, 0, streamOf(queue)>>>(
            in, vertices, attributes, triangles);
        checkLaunch("FlexiCubes");
    }
}

void splitQuadsCuda(const DualInput<float>& in, int32_t* triangles, const CudaQueue& queue) {
    if (in.surface.quads > 0) {
        splitKernel<<<blocksFor(in.surface.quads, kThreads), kThreads, 0, streamOf(queue)>>>(
            in, triangles);
        checkLaunch("FlexiCubes");
    }
}

}  // namespace bozzetto
