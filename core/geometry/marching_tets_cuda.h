// SPDX-License-Identifier: Apache-2.0
#pragma once
// Marching tetrahedra on a CUDA device, with the numbering of marching_tets_kernel.h. All pointers
// are to the device's memory. Throw Error(Device) or Error(OutOfMemory).
#include "device/cuda_queue.h"

#include <cstdint>

namespace bozzetto {

/// A tet grid and its edges.
struct DeviceTetGrid {
    const int32_t* tets = nullptr;       // [tet_count, 4]
    const int32_t* edges = nullptr;      // [edge_count, 2] unique, lower end first, sorted
    const int32_t* tet_edges = nullptr;  // [tet_count, 6] in the order of kTetEdges
    int64_t tet_count = 0, edge_count = 0;
};

/// What the first look at the signs finds: sizes, and where each block of threads goes on
/// numbering.
struct TetCounts {
    int32_t* tet_offsets = nullptr;   // [2, blocks]: tets with one triangle, with two
    int32_t* edge_offsets = nullptr;  // [blocks]: crossing edges
    int64_t tets_with[2] = {};
    int64_t vertices = 0;  // V

    int64_t triangles() const { return tets_with[0] + 2 * tets_with[1]; }  // T
};
/// Waits for the device once, to know the sizes. The arrays are scratch memory of the queue.
TetCounts countTetSurfaceCuda(const DeviceTetGrid& grid, const float* sdf, const CudaQueue& queue);

/// crossing [V, 2]: the edges that cross; triangles [T, 3].
void fillTetSurfaceCuda(const DeviceTetGrid& grid,
                        const float* sdf,
                        const TetCounts& counts,
                        int32_t* crossing,
                        int32_t* triangles,
                        const CudaQueue& queue);

/// vertices [count, 3] at the zero crossings of edges [count, 2].
void tetVerticesCuda(const int32_t* edges,
                     int64_t count,
                     const float* positions,
                     const float* sdf,
                     float* vertices,
                     const CudaQueue& queue);
/// grads [points, 4]: of position and sdf; the same bits always when queue.deterministic.
void tetVerticesBackwardCuda(const int32_t* edges,
                             int64_t count,
                             const float* positions,
                             const float* sdf,
                             const float* grad_vertices,
                             int64_t points,
                             float* grads,
                             const CudaQueue& queue);

}  // namespace bozzetto
