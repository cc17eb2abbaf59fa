// SPDX-License-Identifier: Apache-2.0
#pragma once
// FlexiCubes on a CUDA device: the twins of the loops in flexicubes_surface.h and
// flexicubes_kernel.h, with the same numbering. No result depends on the order of threads. All
// pointers are to the device's memory. Throw Error(Device) or Error(OutOfMemory).
#include "device/cuda_queue.h"
#include "geometry/cube_topology.h"
#include "geometry/flexicubes_kernel.h"

namespace bozzetto {

/// What the first look at the signs finds: sizes, and where each block of threads goes on
/// numbering.
struct DualCounts {
    uint8_t* cases = nullptr;         // [C] after the ambiguity fix
    int32_t* cube_offsets = nullptr;  // [kMaxDualVertices, blocks]: cubes with 1, 2, ... vertices
    int32_t* edge_offsets = nullptr;  // [2, blocks]: crossings whose first end is outside, inside
    int64_t cubes_with[kMaxDualVertices] = {};
    int64_t crossings[2] = {};

    int64_t cubes() const;     // S
    int64_t vertices() const;  // V
    int64_t quads() const;     // Q
    int64_t group_edges = 0;   // (edge, dual vertex) pairs: what the deviation is a mean over
};

/// Waits for the device once, to know the sizes. The arrays are scratch memory of the queue.
DualCounts countDualSurfaceCuda(const CubeTopology& topology,
                                const CubeTables* tables,
                                const float* sdf,
                                const CudaQueue& queue);

/// Where the surface goes: see DualSurface.
struct DualSurfaceArrays {
    SurfaceCube* cubes = nullptr;      // [S]
    int32_t* cube_slots = nullptr;     // [1 + C]
    int32_t* quad_vertices = nullptr;  // [Q, 4]
    int32_t* quad_slots = nullptr;     // [Q, 4]
    int32_t* edge_quads = nullptr;     // [S, 12], or null
};
void fillDualSurfaceCuda(const CubeTopology& topology,
                         const CubeTables* tables,
                         const float* sdf,
                         const DualCounts& counts,
                         const DualSurfaceArrays& out,
                         const CudaQueue& queue);

void activateWeightsCuda(const DualSurfaceView* surface,
                         int64_t rows,
                         const float* raw,
                         float* weights,
                         const CudaQueue& queue);
void activateWeightsBackwardCuda(const DualSurfaceView* surface,
                                 int64_t rows,
                                 const float* weights,
                                 const float* grad_weights,
                                 float* grad_raw,
                                 const CudaQueue& queue);
void gatherWeightsCuda(const DualSurfaceView& surface,
                       const float* beta,
                       const float* alpha,
                       const float* gamma,
                       float* weights,
                       const CudaQueue& queue);
void spreadWeightGradientsCuda(const DualSurfaceView& surface,
                               int64_t rows,
                               const float* grad_weights,
                               float* grad_beta,
                               float* grad_alpha,
                               float* grad_gamma,
                               const CudaQueue& queue);

/// vertices [V, 3], attributes [V, A]; deviation: one float, the mean over `group_edges` (0 without
/// a surface).
void dualVerticesCuda(const DualInput<float>& in,
                      int64_t group_edges,
                      float* vertices,
                      float* attributes,
                      float* deviation,
                      const CudaQueue& queue);
void centreQuadsCuda(const DualInput<float>& in,
                     float* vertices,
                     float* attributes,
                     int32_t* triangles,
                     const CudaQueue& queue);
void splitQuadsCuda(const DualInput<float>& in, int32_t* triangles, const CudaQueue& queue);

/// grad_deviation: one float on the device, of the mean that dualVerticesCuda writes, or null;
/// gradients.grad_deviation is not looked at.
void dualBackwardCuda(const CubeTopology& topology,
                      const DualInput<float>& in,
                      const DualGradients<float>& gradients,
                      const float* grad_deviation,
                      int64_t group_edges,
                      const CudaQueue& queue);

}  // namespace bozzetto
