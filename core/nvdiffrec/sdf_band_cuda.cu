// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_scatter.h"
#include "nvdiffrec/sdf_band_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;

// Redistance: the city-block transform of Felzenszwalb and Huttenlocher 2012, "Distance Transforms
// of Sampled Functions", an axis after the other.

/// Where a neighbour has another sign the value itself, at most a cell; elsewhere unknown.
__global__ void seedKernel(Lattice lattice, const float* values, float* steps) {
    const int64_t i = elementOfThread();
    if (i >= lattice.points()) {
        return;
    }
    const Vec3i p = lattice.at(i);
    const int64_t strides[3] = {lattice.index(1, 0, 0), lattice.index(0, 1, 0), 1};
    const float value = values[i];
    bool near = false;
    for (int k = 0; k < 3; ++k) {
        near |= p[k] > 0 && (values[i - strides[k]] < 0) != (value < 0);
        near |= p[k] < lattice.cells[k] && (values[i + strides[k]] < 0) != (value < 0);
    }
    steps[i] = near ? fminf(fabsf(value), 1.0f) : kUnbounded;
}

/// A thread a line of the lattice, there and back.
__global__ void sweepKernel(float* steps, int64_t lines, int length, int64_t stride) {
    const int64_t line = elementOfThread();
    if (line >= lines) {
        return;
    }
    float* first = steps + line / stride * stride * length + line % stride;
    float distance = kUnbounded;
    for (int i = 0; i < length; ++i) {
        distance = fminf(distance + 1.0f, first[i * stride]);
        first[i * stride] = distance;
    }
    for (int i = length - 1; i >= 0; --i) {
        distance = fminf(distance + 1.0f, first[i * stride]);
        first[i * stride] = distance;
    }
}

/// Without any change of sign the values stay.
__global__ void signKernel(int64_t points, const float* steps, float* values) {
    const int64_t i = elementOfThread();
    if (i < points && steps[i] < 0.5f * kUnbounded) {
        values[i] = values[i] < 0 ? -steps[i] : steps[i];
    }
}

// The cut: the cubes are found first, then vertices are the points that a kept cube has as a
// corner. Both are numbered in lattice order.

/// Whether the cube that has point p as corner k is kept; `to`: the index of its low corner.
__device__ bool keptAround(
    const Lattice& lattice, const uint8_t* kept, Vec3i p, int k, int64_t& to) {
    const int x = p.x - (k & 1), y = p.y - (k >> 1 & 1), z = p.z - (k >> 2);
    if (x < 0 || y < 0 || z < 0) {
        return false;
    }
    to = lattice.index(x, y, z);
    return kept[to] != 0;  // never at the far border
}

__global__ void keepKernel(BandCut cut, uint8_t* kept) {
    const int64_t i = elementOfThread();
    if (i < cut.lattice.points()) {
        const Vec3i p = cut.lattice.at(i);
        const int* cells = cut.lattice.cells;
        kept[i] = p.x < cells[0] && p.y < cells[1] && p.z < cells[2] && keepsCube(cut, p);
    }
}

__device__ bool isVertex(const Lattice& lattice, const uint8_t* kept, int64_t i) {
    const Vec3i p = lattice.at(i);
    bool any = false;
    for (int k = 0; k < 8; ++k) {
        int64_t cube;
        any |= keptAround(lattice, kept, p, k, cube);
    }
    return any;
}

__global__ void countKernel(Lattice lattice, const uint8_t* kept, int32_t* counts) {
    const int64_t i = elementOfThread();
    const bool exists = i < lattice.points();
    const int cubes = __syncthreads_count(exists && kept[i]);
    const int vertices = __syncthreads_count(exists && isVertex(lattice, kept, i));
    if (threadIdx.x == 0) {
        counts[blockIdx.x] = cubes;
        counts[gridDim.x + blockIdx.x] = vertices;
    }
}

/// cube_of, vertex_of [points]: the numbers of what has its low corner or itself there; -1:
/// nothing.
__global__ void numberKernel(Lattice lattice,
                             const uint8_t* kept,
                             const int32_t* offsets,
                             int32_t* cube_of,
                             int32_t* vertex_of,
                             BandArrays out) {
    const int64_t i = elementOfThread();
    const bool exists = i < lattice.points();
    const bool cube = exists && kept[i], vertex = exists && isVertex(lattice, kept, i);
    int32_t total;
    const int32_t cube_rank = offsets[blockIdx.x] + blockScan<kThreads>(cube, total);
    const int32_t vertex_rank =
        offsets[gridDim.x + blockIdx.x] + blockScan<kThreads>(vertex, total);
    if (!exists) {
        return;
    }
    const Vec3i p = lattice.at(i);
    cube_of[i] = cube ? cube_rank : -1;
    vertex_of[i] = vertex ? vertex_rank : -1;
    for (int k = 0; k < 3; ++k) {
        if (cube) {
            out.cubes[cube_rank * int64_t{3} + k] = p[k];
        }
        if (vertex) {
            out.vertices[vertex_rank * int64_t{3} + k] = p[k];
        }
    }
    if (vertex) {
        out.rows[vertex_rank] = i;
    }
}

/// A thread a cube.
__global__ void cornerKernel(Lattice lattice,
                             const int32_t* vertex_of,
                             int64_t cubes,
                             BandArrays out) {
    const int64_t cube = elementOfThread();
    if (cube < cubes) {
        const int32_t* p = out.cubes + cube * 3;
        for (int k = 0; k < 8; ++k) {
            out.corners[cube * 8 + k] =
                vertex_of[lattice.index(p[0] + (k & 1), p[1] + (k >> 1 & 1), p[2] + (k >> 2))];
        }
    }
}

/// A thread a vertex. An edge is an inner one if the four cubes around it are kept: see EdgeRing.
__global__ void vertexKernel(BandCut cut,
                             const uint8_t* kept,
                             const int32_t* cube_of,
                             const int32_t* vertex_of,
                             int64_t vertices,
                             BandArrays out) {
    const int64_t v = elementOfThread();
    if (v >= vertices) {
        return;
    }
    const int64_t row = out.rows[v];
    const Vec3i p = cut.lattice.at(row);
    int around = 0;  // bits of the corners that p is in kept cubes
    for (int k = 0; k < 8; ++k) {
        int64_t cube;
        const bool has = keptAround(cut.lattice, kept, p, k, cube);
        out.vertex_cubes[v * 8 + k] = has ? cube_of[cube] : -1;
        around |= has << k;
    }
    // Towards -y the point is in the cubes' corners with y = 1, towards +z and +x in those with
    // z = 0 and x = 0.
    constexpr int kRings[3] = {0b11001100, 0b00001111, 0b01010101};
    const int64_t others[3] = {
        row - cut.lattice.index(0, 1, 0), row + 1, row + cut.lattice.index(1, 0, 0)};
    for (int d = 0; d < 3; ++d) {
        const bool inner = (around & kRings[d]) == kRings[d];
        out.inner_edges[v * 3 + d] = inner ? vertex_of[others[d]] : -1;
    }
    const BandVertex vertex = bandVertex(cut, p, __popc(around));
    const Vec3f position = cut.lattice.position(p);
    for (int k = 0; k < 3; ++k) {
        out.positions[v * 3 + k] = position[k];
    }
    out.sdf[v] = vertex.sdf;
    out.low[v] = vertex.low;
    out.high[v] = vertex.high;
}

// The spread: sums [vertices, channels + 1] of values and of weights, then cell by cell outwards.

__global__ void placeKernel(const int64_t* rows, int64_t vertices, int32_t* place) {
    const int64_t v = elementOfThread();
    if (v < vertices) {
        place[rows[v]] = static_cast<int32_t>(v);
    }
}

/// Adds a point's values to the eight corners of its cell.
struct CellSums {
    BandSpread spread;
    const int32_t* place;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const Lattice& lattice = spread.lattice;
        int low[3];
        for (int k = 0; k < 3; ++k) {
            const double at = (spread.points[i * 3 + k] - lattice.origin[k]) / lattice.cell;
            low[k] = min(max(static_cast<int>(at), 0), lattice.cells[k] - 1);
        }
        const int64_t stride = spread.channels + 1;
        for (int c = 0; c < 8; ++c) {
            const int32_t to =
                place[lattice.index(low[0] + (c & 1), low[1] + (c >> 1 & 1), low[2] + (c >> 2))];
            for (int64_t k = 0; to >= 0 && k < spread.channels; ++k) {
                sink.add(to * stride + k, spread.values[i * spread.channels + k]);
            }
            if (to >= 0) {
                sink.add(to * stride + spread.channels, 1.0f);
            }
        }
    }
};

/// A vertex without a value takes the mean over those that its cubes' corners have.
__global__ void spreadKernel(BandSpread spread, const float* from, float* to) {
    const int64_t v = elementOfThread(), channels = spread.channels, stride = channels + 1;
    if (v >= spread.vertices) {
        return;
    }
    float* out = to + v * stride;
    const bool known = from[v * stride + channels] > 0;
    for (int64_t k = 0; k <= channels; ++k) {
        out[k] = known ? from[v * stride + k] : 0.0f;
    }
    for (int i = 0; !known && i < 64; ++i) {
        const int32_t cube = spread.vertex_cubes[v * 8 + i / 8];
        if (cube < 0) {
            continue;
        }
        const float* other = from + spread.corners[cube * int64_t{8} + i % 8] * stride;
        if (other[channels] > 0) {
            for (int64_t k = 0; k < channels; ++k) {
                out[k] += other[k] / other[channels];
            }
            out[channels] += 1.0f;
        }
    }
}

__global__ void meanKernel(BandSpread spread, const float* sums) {
    const int64_t i = elementOfThread(), v = i / spread.channels, k = i % spread.channels;
    if (v < spread.vertices) {
        const float* sum = sums + v * (spread.channels + 1);
        const float weight = sum[spread.channels];
        spread.result[i] = weight > 0 ? sum[k] / weight : 1.0f;
    }
}

}  // namespace

void redistanceCuda(const Lattice& lattice, float* values, const CudaQueue& queue) {
    const char* what = "redistance";
    const cudaStream_t stream = streamOf(queue);
    const int64_t points = lattice.points();
    auto* steps = queue.scratch<float>(points);
    seedKernel<<<blocksFor(points, kThreads), kThreads, 0, stream>>>(lattice, values, steps);
    checkLaunch(what);
    constexpr int kLineThreads = 64;  // few lines with much work each
    const int64_t strides[3] = {lattice.index(1, 0, 0), lattice.index(0, 1, 0), 1};
    for (const int axis : {2, 1, 0}) {
        const int length = lattice.cells[axis] + 1;
        const int64_t lines = points / length;
        sweepKernel<<<blocksFor(lines, kLineThreads), kLineThreads, 0, stream>>>(
            steps, lines, length, strides[axis]);
        checkLaunch(what);
    }
    signKernel<<<blocksFor(points, kThreads), kThreads, 0, stream>>>(points, steps, values);
    checkLaunch(what);
}

BandCounts countBandCuda(const BandCut& cut, const CudaQueue& queue) {
    const char* what = "cut of the band";
    const cudaStream_t stream = streamOf(queue);
    const int64_t points = cut.lattice.points();
    const unsigned blocks = blocksFor(points, kThreads);
    BandCounts counts;
    counts.kept = queue.scratch<uint8_t>(points);
    counts.offsets = queue.scratch<int32_t>(2 * int64_t{blocks});
    auto* totals = queue.scratch<int32_t>(2);
    keepKernel<<<blocks, kThreads, 0, stream>>>(cut, counts.kept);
    checkLaunch(what);
    countKernel<<<blocks, kThreads, 0, stream>>>(cut.lattice, counts.kept, counts.offsets);
    checkLaunch(what);
    scanCountsCuda({counts.offsets, 2, blocks}, {}, totals, queue);
    int32_t found[2];
    checkCuda(cudaMemcpyAsync(found, totals, sizeof(found), cudaMemcpyDeviceToHost, stream), what);
    checkCuda(cudaStreamSynchronize(stream), what);
    counts.cubes = found[0];
    counts.vertices = found[1];
    return counts;
}

void fillBandCuda(const BandCut& cut,
                  const BandCounts& counts,
                  const BandArrays& out,
                  const CudaQueue& queue) {
    const char* what = "cut of the band";
    const cudaStream_t stream = streamOf(queue);
    const int64_t points = cut.lattice.points();
    auto* cube_of = queue.scratch<int32_t>(points);
    auto* vertex_of = queue.scratch<int32_t>(points);
    numberKernel<<<blocksFor(points, kThreads), kThreads, 0, stream>>>(
        cut.lattice, counts.kept, counts.offsets, cube_of, vertex_of, out);
    checkLaunch(what);
    if (counts.cubes == 0) {
        return;
    }
    cornerKernel<<<blocksFor(counts.cubes, kThreads), kThreads, 0, stream>>>(
        cut.lattice, vertex_of, counts.cubes, out);
    checkLaunch(what);
    vertexKernel<<<blocksFor(counts.vertices, kThreads), kThreads, 0, stream>>>(
        cut, counts.kept, cube_of, vertex_of, counts.vertices, out);
    checkLaunch(what);
}

void spreadOverBandCuda(const BandSpread& spread, const CudaQueue& queue) {
    const char* what = "spread over the band";
    const cudaStream_t stream = streamOf(queue);
    if (spread.vertices == 0 || spread.channels == 0) {
        return;
    }
    const int64_t points = spread.lattice.points(), size = spread.vertices * (spread.channels + 1);
    auto* place = queue.scratch<int32_t>(points);
    checkCuda(cudaMemsetAsync(place, 0xff, points * sizeof(int32_t), stream), what);
    const unsigned blocks = blocksFor(spread.vertices, kThreads);
    placeKernel<<<blocks, kThreads, 0, stream>>>(spread.rows, spread.vertices, place);
    checkLaunch(what);
    float* sums[2] = {queue.scratch<float>(size), queue.scratch<float>(size)};
    scatterSumCuda(spread.count, size, sums[0], CellSums{spread, place}, what, queue);
    for (int pass = 0; pass < kBandSpreads; ++pass) {
        spreadKernel<<<blocks, kThreads, 0, stream>>>(spread, sums[pass % 2], sums[(pass + 1) % 2]);
        checkLaunch(what);
    }
    meanKernel<<<blocksFor(spread.vertices * spread.channels, kThreads), kThreads, 0, stream>>>(
        spread, sums[kBandSpreads % 2]);
    checkLaunch(what);
}

}  // namespace bozzetto
