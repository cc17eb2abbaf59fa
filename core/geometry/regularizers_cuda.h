// SPDX-License-Identifier: Apache-2.0
#pragma once
// The regularizers on a CUDA device, from the same formulas as regularizers_kernel.h. Losses,
// counts and the gradients that arrive are single floats on the device: nothing waits for it.
// Losses have the same bits always; what is scattered to vertices has them when
// queue.deterministic. Throw Error(Device) or Error(OutOfMemory).
#include "device/cuda_queue.h"

#include <cstdint>

namespace bozzetto {

/// A triangle mesh on the device.
struct DeviceMesh {
    const int32_t* triangles = nullptr;  // [count, 3], indices in range
    int64_t count = 0, vertices = 0;
};

/// loss: the mean over the edges [count, 2] that cross; share: 1 / their number, 0 without any.
void signLossCuda(const float* sdf,
                  const int32_t* edges,
                  int64_t count,
                  float* loss,
                  float* share,
                  const CudaQueue& queue);
/// grad_sdf [points].
void signLossBackwardCuda(const float* sdf,
                          const int32_t* edges,
                          int64_t count,
                          int64_t points,
                          const float* grad_loss,
                          const float* share,
                          float* grad_sdf,
                          const CudaQueue& queue);

/// values [V, C] -> delta [V, C], scaled; scales [V]; loss: the mean square of delta.
void laplacianCuda(const DeviceMesh& mesh,
                   const float* values,
                   int64_t channels,
                   float* delta,
                   float* scales,
                   float* loss,
                   const CudaQueue& queue);
void laplacianBackwardCuda(const DeviceMesh& mesh,
                           int64_t channels,
                           const float* delta,
                           const float* scales,
                           const float* grad_loss,
                           float* grad_values,
                           const CudaQueue& queue);

/// neighbours [T, 3], as faceNeighbours.
void faceNeighboursCuda(const DeviceMesh& mesh, int32_t* neighbours, const CudaQueue& queue);
/// units [T, 3], zero for a degenerate triangle.
void faceNormalsCuda(const DeviceMesh& mesh,
                     const float* positions,
                     float* units,
                     const CudaQueue& queue);
/// units [T, 3], inverses [T]; loss: the mean over the edges with two triangles; share: 1 / their
/// number, 0 without any.
void normalConsistencyCuda(const DeviceMesh& mesh,
                           const float* positions,
                           const int32_t* neighbours,
                           float* units,
                           float* inverses,
                           float* loss,
                           float* share,
                           const CudaQueue& queue);
void normalConsistencyBackwardCuda(const DeviceMesh& mesh,
                                   const float* positions,
                                   const int32_t* neighbours,
                                   const float* units,
                                   const float* inverses,
                                   const float* grad_loss,
                                   const float* share,
                                   float* grad_positions,
                                   const CudaQueue& queue);

/// normals [V, 3], inverses [V], as vertexNormalsForward.
void vertexNormalsCuda(const DeviceMesh& mesh,
                       const float* positions,
                       float* normals,
                       float* inverses,
                       const CudaQueue& queue);
void vertexNormalsBackwardCuda(const DeviceMesh& mesh,
                               const float* positions,
                               const float* normals,
                               const float* inverses,
                               const float* grad_normals,
                               float* grad_positions,
                               const CudaQueue& queue);

}  // namespace bozzetto
