// SPDX-License-Identifier: Apache-2.0
// Two looks at the signs: the first counts block by block, the second numbers and writes. Between
// them the counts are added up, and the host learns the sizes.
#include "geometry/cuda_blocks.h"
#include "geometry/flexicubes_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

/// Rows of the counts that a block of cubes and a block of lattice points leave.
constexpr int kCubeRows = kMaxDualVertices + 1;  // cubes by dual vertices; group edges
constexpr int kEdgeRows = 2;

struct SurfaceSearch {
    CubeTopology topology;
    const CubeTables* tables;
    const float* sdf;
    EdgeRing rings[3];
};

__device__ uint8_t plainCase(const SurfaceSearch& in, int64_t cube) {
    const int4* corners = reinterpret_cast<const int4*>(in.topology.corners + cube * 8);
    const int4 low = corners[0], high = corners[1];
    const int32_t c[8] = {low.x, low.y, low.z, low.w, high.x, high.y, high.z, high.w};
    int bits = 0;
#pragma unroll
    for (int k = 0; k < 8; ++k) {
        bits |= (in.sdf[c[k]] < 0.0f) << k;
    }
    return static_cast<uint8_t>(bits);
}

/// The cube across a face, or -1.
__device__ int32_t neighbour(const CubeTopology& topology, int64_t cube, int face) {
    const int axis_bit = 1 << face / 2;
    const bool forward = face % 2 == 1;
    const int64_t shared = topology.corners[cube * 8 + (forward ? axis_bit : 0)];
    return topology.vertex_cubes[shared * 8 + (forward ? 0 : axis_bit)];
}

/// See fixedCase in flexicubes_surface_cpu.cpp.
__device__ uint8_t fixedCase(const SurfaceSearch& in, int64_t cube) {
    const uint8_t plain = plainCase(in, cube);
    const int face = in.tables->problem_face[plain];
    if (face < 0) {
        return plain;
    }
    const int32_t other = neighbour(in.topology, cube, face);
    const bool both = other >= 0 && in.tables->problem_face[plainCase(in, other)] >= 0;
    return both ? static_cast<uint8_t>(255 - plain) : plain;
}

/// Which of the three edges that a lattice point owns cross the surface, as bits.
__device__ int crossingsOf(const SurfaceSearch& in, int64_t vertex, bool& inside) {
    inside = in.sdf[vertex] < 0.0f;
    int bits = 0;
#pragma unroll
    for (int d = 0; d < 3; ++d) {
        const int32_t other = in.topology.inner_edges[vertex * 3 + d];
        bits |= (other >= 0 && (in.sdf[other] < 0.0f) != inside) << d;
    }
    return bits;
}

__device__ void countCubes(
    const SurfaceSearch& in, uint8_t* cases, int32_t* counts, int64_t blocks, int64_t block) {
    const int64_t cube = block * kThreads + threadIdx.x;
    int vertices = 0, group_edges = 0;
    if (cube < in.topology.cubes) {
        const uint8_t fixed = fixedCase(in, cube);
        cases[cube] = fixed;
        vertices = in.tables->group_count[fixed];
        for (int g = 0; g < vertices; ++g) {
            group_edges += in.tables->group_size[fixed][g];
        }
    }
    for (int n = 1; n <= kMaxDualVertices; ++n) {
        const int with_n = __syncthreads_count(vertices == n);
        if (threadIdx.x == 0) {
            counts[(n - 1) * blocks + block] = with_n;
        }
    }
    group_edges = blockSum<kThreads>(group_edges);
    if (threadIdx.x == 0) {
        counts[kMaxDualVertices * blocks + block] = group_edges;
    }
}

__device__ void countCrossings(const SurfaceSearch& in,
                               int32_t* counts,
                               int64_t blocks,
                               int64_t block) {
    const int64_t vertex = block * kThreads + threadIdx.x;
    bool inside = false;
    const int count = vertex < in.topology.vertices ? __popc(crossingsOf(in, vertex, inside)) : 0;
    // Both sums in one: a block has at most 3 * 256 crossings.
    const int both = blockSum<kThreads>(inside ? count << 16 : count);
    if (threadIdx.x == 0) {
        counts[block] = both & 0xffff;
        counts[blocks + block] = both >> 16;
    }
}

/// The first blocks look at cubes, the others at lattice points.
__global__ void countKernel(SurfaceSearch in,
                            uint8_t* cases,
                            int32_t* cube_counts,
                            int32_t* edge_counts,
                            int64_t cube_blocks,
                            int64_t edge_blocks) {
    if (blockIdx.x < cube_blocks) {
        countCubes(in, cases, cube_counts, cube_blocks, blockIdx.x);
    } else {
        countCrossings(in, edge_counts, edge_blocks, blockIdx.x - cube_blocks);
    }
}

struct Numbering {
    const uint8_t* cases;
    const int32_t* cube_offsets;
    const int32_t* edge_offsets;
    int32_t first_vertex[kMaxDualVertices];  // of the cubes with 1, 2, ... dual vertices
    int32_t outside_first;                   // crossings from outside
    int64_t cube_blocks, edge_blocks;
};

__device__ void writeCubes(const SurfaceSearch& in,
                           const Numbering& numbering,
                           const DualSurfaceArrays& out,
                           int64_t block) {
    const int64_t cube = block * kThreads + threadIdx.x, blocks = numbering.cube_blocks;
    const bool exists = cube < in.topology.cubes;
    const int fixed = exists ? numbering.cases[cube] : 0;
    const int vertices = exists ? in.tables->group_count[fixed] : 0;
    int32_t total, slot = blockScan<kThreads>(vertices > 0, total), first_vertex = 0;
    for (int n = 1; n <= kMaxDualVertices; ++n) {
        const int32_t before = numbering.cube_offsets[(n - 1) * blocks + block];
        const int32_t rank = blockScan<kThreads>(vertices == n, total);
        slot += before;
        if (vertices == n) {
            first_vertex = numbering.first_vertex[n - 1] + n * (before + rank);
        }
    }
    if (exists) {
        out.cube_slots[1 + cube] = vertices > 0 ? slot : -1;
    }
    if (vertices > 0) {
        out.cubes[slot] = {static_cast<int32_t>(cube), first_vertex, fixed};
    }
    if (cube == 0) {
        out.cube_slots[0] = -1;
    }
}

/// crossings [Q]: 3 * vertex + direction.
__device__ void writeCrossings(const SurfaceSearch& in,
                               const Numbering& numbering,
                               int32_t* crossings,
                               int64_t block) {
    const int64_t vertex = block * kThreads + threadIdx.x;
    bool inside = false;
    const int bits = vertex < in.topology.vertices ? crossingsOf(in, vertex, inside) : 0;
    const int count = __popc(bits);
    int32_t total;
    const int32_t both = blockScan<kThreads>(inside ? count << 16 : count, total);
    int32_t to = inside ? numbering.outside_first +
                              numbering.edge_offsets[numbering.edge_blocks + block] + (both >> 16)
                        : numbering.edge_offsets[block] + (both & 0xffff);
    for (int d = 0; d < 3; ++d) {
        if (bits >> d & 1) {
            crossings[to++] = static_cast<int32_t>(vertex * 3 + d);
        }
    }
}

__global__ void writeKernel(SurfaceSearch in,
                            Numbering numbering,
                            DualSurfaceArrays out,
                            int32_t* crossings) {
    if (blockIdx.x < numbering.cube_blocks) {
        writeCubes(in, numbering, out, blockIdx.x);
    } else {
        writeCrossings(in, numbering, crossings, blockIdx.x - numbering.cube_blocks);
    }
}

/// A thread a quad: the four dual vertices around a crossing edge.
__global__ void connectKernel(SurfaceSearch in,
                              const int32_t* crossings,
                              int32_t outside_first,
                              int64_t quads,
                              DualSurfaceArrays out) {
    const int64_t quad = elementOfThread();
    if (quad >= quads) {
        return;
    }
    const EdgeRing& ring = in.rings[crossings[quad] % 3];
    const int32_t* around = in.topology.vertex_cubes + crossings[quad] / 3 * int64_t{8};
    const bool from_outside = quad < outside_first;
    int vertices[4], slots[4];
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        const int order = k < 2 ? k : 5 - k;                      // 0 1 3 2: round the edge
        const int side = from_outside ? order : (order + 2) % 4;  // 2 3 1 0: the other way
        const int edge = ring.edge[side];
        const int32_t slot = out.cube_slots[1 + around[ring.corner[side]]];
        const SurfaceCube cube = out.cubes[slot];
        vertices[k] = cube.first_vertex + in.tables->edge_group[cube.cube_case][edge];
        slots[k] = slot;
        if (out.edge_quads) {
            out.edge_quads[slot * int64_t{12} + edge] = static_cast<int32_t>(quad * 4 + k);
        }
    }
    reinterpret_cast<int4*>(out.quad_vertices)[quad] =
        make_int4(vertices[0], vertices[1], vertices[2], vertices[3]);
    reinterpret_cast<int4*>(out.quad_slots)[quad] =
        make_int4(slots[0], slots[1], slots[2], slots[3]);
}

SurfaceSearch searchOf(const CubeTopology& topology, const CubeTables* tables, const float* sdf) {
    return {topology, tables, sdf, {kEdgeRings[0], kEdgeRings[1], kEdgeRings[2]}};
}

}  // namespace

int64_t DualCounts::cubes() const {
    int64_t sum = 0;
    for (const int64_t n : cubes_with) {
        sum += n;
    }
    return sum;
}
int64_t DualCounts::vertices() const {
    int64_t sum = 0;
    for (int n = 1; n <= kMaxDualVertices; ++n) {
        sum += n * cubes_with[n - 1];
    }
    return sum;
}
int64_t DualCounts::quads() const {
    return crossings[0] + crossings[1];
}

DualCounts countDualSurfaceCuda(const CubeTopology& topology,
                                const CubeTables* tables,
                                const float* sdf,
                                const CudaQueue& queue) {
    DualCounts counts;
    if (topology.cubes == 0) {
        return counts;
    }
    const int64_t cube_blocks = blocksFor(topology.cubes, kThreads);
    const int64_t edge_blocks = blocksFor(topology.vertices, kThreads);
    constexpr int kRows = kCubeRows + kEdgeRows;
    counts.cases = queue.scratch<uint8_t>(topology.cubes);
    counts.cube_offsets = queue.scratch<int32_t>(cube_blocks * kCubeRows);
    counts.edge_offsets = queue.scratch<int32_t>(edge_blocks * kEdgeRows);
    auto* totals = queue.scratch<int32_t>(kRows);
    countKernel<<<static_cast<unsigned int>(cube_blocks + edge_blocks),
                  kThreads,
                  0,
                  streamOf(queue)>>>(searchOf(topology, tables, sdf),
                                     counts.cases,
                                     counts.cube_offsets,
                                     counts.edge_offsets,
                                     cube_blocks,
                                     edge_blocks);
    checkLaunch("FlexiCubes");
    scanCountsCuda({counts.cube_offsets, kCubeRows, cube_blocks},
                   {counts.edge_offsets, kEdgeRows, edge_blocks},
                   totals,
                   queue);
    int32_t found[kRows];
    checkCuda(
        cudaMemcpyAsync(found, totals, sizeof(found), cudaMemcpyDeviceToHost, streamOf(queue)),
        "FlexiCubes");
    checkCuda(cudaStreamSynchronize(streamOf(queue)), "FlexiCubes");
    for (int n = 0; n < kMaxDualVertices; ++n) {
        counts.cubes_with[n] = found[n];
    }
    counts.group_edges = found[kMaxDualVertices];
    counts.crossings[0] = found[kCubeRows];
    counts.crossings[1] = found[kCubeRows + 1];
    return counts;
}

void fillDualSurfaceCuda(const CubeTopology& topology,
                         const CubeTables* tables,
                         const float* sdf,
                         const DualCounts& counts,
                         const DualSurfaceArrays& out,
                         const CudaQueue& queue) {
    const cudaStream_t stream = streamOf(queue);
    if (topology.cubes == 0) {
        checkCuda(cudaMemsetAsync(out.cube_slots, 0xff, sizeof(int32_t), stream), "FlexiCubes");
        return;
    }
    const SurfaceSearch in = searchOf(topology, tables, sdf);
    Numbering numbering{counts.cases,
                        counts.cube_offsets,
                        counts.edge_offsets,
                        {},
                        static_cast<int32_t>(counts.crossings[0]),
                        blocksFor(topology.cubes, kThreads),
                        blocksFor(topology.vertices, kThreads)};
    for (int n = 1; n < kMaxDualVertices; ++n) {
        numbering.first_vertex[n] =
            numbering.first_vertex[n - 1] + static_cast<int32_t>(n * counts.cubes_with[n - 1]);
    }
    auto* crossings = queue.scratch<int32_t>(counts.quads());
    if (out.edge_quads) {
        checkCuda(
            cudaMemsetAsync(out.edge_quads, 0xff, counts.cubes() * 12 * sizeof(int32_t), stream),
            "FlexiCubes");
    }
    writeKernel<<<static_cast<unsigned int>(numbering.cube_blocks + numbering.edge_blocks),
                  kThreads,
                  0,
                  stream>>>(in, numbering, out, crossings);
    checkLaunch("FlexiCubes");
    if (counts.quads() > 0) {
        connectKernel<<<blocksFor(counts.quads(), kThreads), kThreads, 0, stream>>>(
            in, crossings, numbering.outside_first, counts.quads(), out);
        checkLaunch("FlexiCubes");
    }
}

}  // namespace bozzetto
