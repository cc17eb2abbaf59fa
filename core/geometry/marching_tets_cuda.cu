// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_scatter.h"
#include "geometry/marching_tets_cuda.h"
#include "geometry/marching_tets_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kRows = 3;  // counts of a look: tets with one triangle, with two, crossing edges

struct TetSearch {
    DeviceTetGrid grid;
    const float* sdf;
    TetTables tables;
    int64_t tet_blocks, edge_blocks;
};

TetSearch searchOf(const DeviceTetGrid& grid, const float* sdf) {
    return {grid,
            sdf,
            tetTables(),
            blocksFor(grid.tet_count, kThreads),
            blocksFor(grid.edge_count, kThreads)};
}

__device__ int caseOf(const TetSearch& in, int64_t tet) {
    const int4 corners = reinterpret_cast<const int4*>(in.grid.tets)[tet];
    return (in.sdf[corners.x] > 0.0f) | (in.sdf[corners.y] > 0.0f) << 1 |
           (in.sdf[corners.z] > 0.0f) << 2 | (in.sdf[corners.w] > 0.0f) << 3;
}

__device__ bool crosses(const TetSearch& in, int64_t edge) {
    const int2 ends = reinterpret_cast<const int2*>(in.grid.edges)[edge];
    return (in.sdf[ends.x] > 0.0f) != (in.sdf[ends.y] > 0.0f);
}

/// The first blocks look at tets, the others at edges.
__global__ void countKernel(TetSearch in, int32_t* tet_counts, int32_t* edge_counts) {
    if (blockIdx.x < in.tet_blocks) {
        const int64_t tet = elementOfThread();
        const int triangles = tet < in.grid.tet_count ? in.tables.triangles[caseOf(in, tet)] : 0;
        for (int n = 1; n <= 2; ++n) {
            const int with_n = __syncthreads_count(triangles == n);
            if (threadIdx.x == 0) {
                tet_counts[(n - 1) * in.tet_blocks + blockIdx.x] = with_n;
            }
        }
    } else {
        const int64_t block = blockIdx.x - in.tet_blocks, edge = block * kThreads + threadIdx.x;
        const int count = __syncthreads_count(edge < in.grid.edge_count && crosses(in, edge));
        if (threadIdx.x == 0) {
            edge_counts[block] = count;
        }
    }
}

/// Numbers the crossing edges; vertex_of [edge_count].
__global__ void numberEdges(TetSearch in,
                            const int32_t* edge_offsets,
                            int32_t* vertex_of,
                            int32_t* crossing) {
    const int64_t edge = elementOfThread();
    const bool found = edge < in.grid.edge_count && crosses(in, edge);
    int32_t total;
    const int32_t vertex = edge_offsets[blockIdx.x] + blockScan<kThreads>(found, total);
    if (found) {
        vertex_of[edge] = vertex;
        reinterpret_cast<int2*>(crossing)[vertex] =
            reinterpret_cast<const int2*>(in.grid.edges)[edge];
    }
}

/// Triangles of the tets with one first, then those of the tets with two.
__global__ void writeTriangles(TetSearch in,
                               const int32_t* tet_offsets,
                               int32_t single_tets,
                               const int32_t* vertex_of,
                               int32_t* triangles) {
    const int64_t tet = elementOfThread();
    const int tet_case = tet < in.grid.tet_count ? caseOf(in, tet) : 0;
    const int count = in.tables.triangles[tet_case];
    int32_t total;
    const int32_t single = tet_offsets[blockIdx.x] + blockScan<kThreads>(count == 1, total);
    const int32_t pair =
        tet_offsets[in.tet_blocks + blockIdx.x] + blockScan<kThreads>(count == 2, total);
    const int64_t first = count == 1 ? single : single_tets + int64_t{2} * pair;
    for (int k = 0; k < count * 3; ++k) {
        triangles[first * 3 + k] =
            vertex_of[in.grid.tet_edges[tet * 6 + in.tables.edges[tet_case][k]]];
    }
}

__global__ void vertexKernel(const int32_t* edges,
                             int64_t count,
                             const float* positions,
                             const float* sdf,
                             float* vertices) {
    const int64_t v = elementOfThread();
    if (v < count) {
        tetVertex(edges + v * 2, positions, sdf, vertices + v * 3);
    }
}

struct VertexGradient {
    const int32_t* edges;
    const float *positions, *sdf, *grad_vertices;
    template <class Sink>
    __device__ void operator()(int64_t v, Sink& sink) const {
        tetVertexGradient(
            edges + v * 2, positions, sdf, grad_vertices + v * 3, [&](int64_t at, float value) {
                sink.add(at, value);
            });
    }
};

}  // namespace

TetCounts countTetSurfaceCuda(const DeviceTetGrid& grid, const float* sdf, const CudaQueue& queue) {
    TetCounts counts;
    if (grid.tet_count == 0) {
        return counts;
    }
    const char* what = "marching tetrahedra";
    const cudaStream_t stream = streamOf(queue);
    const TetSearch in = searchOf(grid, sdf);
    counts.tet_offsets = queue.scratch<int32_t>(2 * in.tet_blocks);
    counts.edge_offsets = queue.scratch<int32_t>(in.edge_blocks);
    auto* totals = queue.scratch<int32_t>(kRows);
    countKernel<<<static_cast<unsigned>(in.tet_blocks + in.edge_blocks), kThreads, 0, stream>>>(
        in, counts.tet_offsets, counts.edge_offsets);
    checkLaunch(what);
    scanCountsCuda({counts.tet_offsets, 2, in.tet_blocks},
                   {counts.edge_offsets, 1, in.edge_blocks},
                   totals,
                   queue);
    int32_t found[kRows];
    checkCuda(cudaMemcpyAsync(found, totals, sizeof(found), cudaMemcpyDeviceToHost, stream), what);
    checkCuda(cudaStreamSynchronize(stream), what);
    counts.tets_with[0] = found[0];
    counts.tets_with[1] = found[1];
    counts.vertices = found[2];
    return counts;
}

void fillTetSurfaceCuda(const DeviceTetGrid& grid,
                        const float* sdf,
                        const TetCounts& counts,
                        int32_t* crossing,
                        int32_t* triangles,
                        const CudaQueue& queue) {
    if (counts.vertices == 0) {
        return;
    }
    const char* what = "marching tetrahedra";
    const cudaStream_t stream = streamOf(queue);
    const TetSearch in = searchOf(grid, sdf);
    auto* vertex_of = queue.scratch<int32_t>(grid.edge_count);
    numberEdges<<<static_cast<unsigned>(in.edge_blocks), kThreads, 0, stream>>>(
        in, counts.edge_offsets, vertex_of, crossing);
    checkLaunch(what);
    writeTriangles<<<static_cast<unsigned>(in.tet_blocks), kThreads, 0, stream>>>(
        in, counts.tet_offsets, static_cast<int32_t>(counts.tets_with[0]), vertex_of, triangles);
    checkLaunch(what);
}

void tetVerticesCuda(const int32_t* edges,
                     int64_t count,
                     const float* positions,
                     const float* sdf,
                     float* vertices,
                     const CudaQueue& queue) {
    if (count > 0) {
        vertexKernel<<<blocksFor(count, kThreads), kThreads, 0, streamOf(queue)>>>(
            edges, count, positions, sdf, vertices);
        checkLaunch("marching tetrahedra");
    }
}

void tetVerticesBackwardCuda(const int32_t* edges,
                             int64_t count,
                             const float* positions,
                             const float* sdf,
                             const float* grad_vertices,
                             int64_t points,
                             float* grads,
                             const CudaQueue& queue) {
    scatterSumCuda(count,
                   points * 4,
                   grads,
                   VertexGradient{edges, positions, sdf, grad_vertices},
                   "marching tetrahedra gradient",
                   queue);
}

}  // namespace bozzetto
