// SPDX-License-Identifier: Apache-2.0
#include "geometry/cuda_scatter.h"
#include "geometry/regularizers_cuda.h"
#include "geometry/regularizers_kernel.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 128;

/// Sums of two values over the grid become their quotient and 1 / the second (0 where that is 0).
__device__ void finishMean(double (&sums)[2], const GridSum& total, float* mean, float* share) {
    for (double& sum : sums) {
        sum = blockSum<kThreads>(sum);
    }
    if (total.add<2, kThreads>(sums) && threadIdx.x == 0) {
        *mean = static_cast<float>(sums[1] > 0 ? sums[0] / sums[1] : 0.0);
        *share = static_cast<float>(sums[1] > 0 ? 1.0 / sums[1] : 0.0);
    }
}

__global__ void signLossKernel(const float* sdf,
                               const int32_t* edges,
                               int64_t count,
                               GridSum total,
                               float* loss,
                               float* share) {
    const int64_t i = elementOfThread();
    double sums[2] = {0, 0};  // entropies; edges that cross
    if (i < count) {
        const float a = sdf[edges[i * 2]], b = sdf[edges[i * 2 + 1]];
        if ((a > 0.0f) != (b > 0.0f)) {
            sums[0] = entropy(a, b > 0.0f) + entropy(b, a > 0.0f);
            sums[1] = 1;
        }
    }
    finishMean(sums, total, loss, share);
}

struct SignLossGradient {
    const float* sdf;
    const int32_t* edges;
    const float *grad_loss, *share;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t from = edges[i * 2], to = edges[i * 2 + 1];
        const float a = sdf[from], b = sdf[to], scale = *grad_loss * *share;
        if ((a > 0.0f) != (b > 0.0f)) {
            sink.add(from, scale * entropyGradient(a, b > 0.0f));
            sink.add(to, scale * entropyGradient(b, a > 0.0f));
        }
    }
};

/// Adds to each corner what the umbrella of one triangle is, and twice the triangle to its count at
/// vertices * channels.
struct Umbrella {
    const int32_t* triangles;
    const float* values;
    int64_t vertices, channels;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t* t = triangles + i * 3;
        for (int64_t k = 0; k < channels; ++k) {
            const float a = values[t[0] * channels + k], b = values[t[1] * channels + k],
                        c = values[t[2] * channels + k], total = a + b + c;
            sink.add(t[0] * channels + k, total - 3.0f * a);
            sink.add(t[1] * channels + k, total - 3.0f * b);
            sink.add(t[2] * channels + k, total - 3.0f * c);
        }
        for (int k = 0; k < 3; ++k) {
            sink.add(vertices * channels + t[k], 2.0f);
        }
    }
};

/// A thread a vertex.
__global__ void scaleUmbrella(const float* sums,
                              int64_t vertices,
                              int64_t channels,
                              float* delta,
                              float* scales,
                              GridSum total,
                              float* loss) {
    const int64_t v = elementOfThread();
    double square[1] = {0};
    if (v < vertices) {
        const float scale = 1.0f / fmaxf(1.0f, sums[vertices * channels + v]);
        scales[v] = scale;
        for (int64_t k = 0; k < channels; ++k) {
            const float d = sums[v * channels + k] * scale;
            delta[v * channels + k] = d;
            square[0] += static_cast<double>(d) * d;
        }
    }
    square[0] = blockSum<kThreads>(square[0]);
    if (total.add<1, kThreads>(square) && threadIdx.x == 0) {
        *loss = static_cast<float>(square[0] / static_cast<double>(vertices * channels));
    }
}

struct UmbrellaGradient {
    const int32_t* triangles;
    const float *delta, *scales, *grad_loss;
    int64_t channels;
    double factor;  // 2 / (vertices * channels)
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t* t = triangles + i * 3;
        const auto scale = static_cast<float>(*grad_loss * factor);
        const float sa = scales[t[0]] * scale, sb = scales[t[1]] * scale, sc = scales[t[2]] * scale;
        for (int64_t k = 0; k < channels; ++k) {
            const float a = delta[t[0] * channels + k] * sa, b = delta[t[1] * channels + k] * sb,
                        c = delta[t[2] * channels + k] * sc, total = a + b + c;
            sink.add(t[0] * channels + k, total - 3.0f * a);
            sink.add(t[1] * channels + k, total - 3.0f * b);
            sink.add(t[2] * channels + k, total - 3.0f * c);
        }
    }
};

/// Edges by their two ends. For each the number of its uses, less one, and the exclusive or of its
/// half-edges and ~0: with two uses that and one of them give the other. All bits are set at first.
struct EdgeTable {
    unsigned long long* keys;  // ~0: free
    uint32_t* uses;
    uint32_t* halves;
    uint32_t mask;  // places - 1, a power of two

    __device__ uint32_t insert(unsigned long long key, uint32_t half) const {
        unsigned long long hash = key * 0x9e3779b97f4a7c15ull;  // Knuth's multiplicative hashing
        auto place = static_cast<uint32_t>(hash >> 32) & mask;
        for (;; place = (place + 1) & mask) {
            const unsigned long long found = atomicCAS(keys + place, ~0ull, key);
            if (found == ~0ull || found == key) {
                break;
            }
        }
        atomicAdd(uses + place, 1u);
        atomicXor(halves + place, half);
        return place;
    }
};

/// A thread a half-edge; places [3 T].
__global__ void insertEdges(const int32_t* triangles,
                            int64_t halves,
                            EdgeTable table,
                            int32_t* places) {
    const int64_t half = elementOfThread();
    if (half < halves) {
        const int64_t first = half / 3 * 3;
        const auto a = static_cast<uint32_t>(triangles[half]);
        const auto b = static_cast<uint32_t>(triangles[first + (half - first + 1) % 3]);
        const unsigned long long key = static_cast<unsigned long long>(min(a, b)) << 32 | max(a, b);
        places[half] = static_cast<int32_t>(table.insert(key, static_cast<uint32_t>(half)));
    }
}

__global__ void pairEdges(int64_t halves, EdgeTable table, int32_t* neighbours) {
    const int64_t half = elementOfThread();
    if (half < halves) {
        const int32_t place = neighbours[half];
        const auto other = static_cast<int64_t>(~table.halves[place] ^ static_cast<uint32_t>(half));
        const bool paired = table.uses[place] == 1 && other / 3 != half / 3;
        neighbours[half] = paired ? static_cast<int32_t>(other / 3) : -1;
    }
}

/// inverses may be null.
__global__ void faceNormalKernel(const int32_t* triangles,
                                 int64_t count,
                                 const float* positions,
                                 float* units,
                                 float* inverses) {
    const int64_t i = elementOfThread();
    if (i < count) {
        const float inverse = faceUnit(positions, triangles + i * 3, units + i * 3);
        if (inverses) {
            inverses[i] = inverse;
        }
    }
}

__global__ void bendKernel(const float* units,
                           const int32_t* neighbours,
                           int64_t count,
                           GridSum total,
                           float* loss,
                           float* share) {
    const int64_t i = elementOfThread();
    double sums[2] = {0, 0};  // bends; edges
    if (i < count) {
        for (int k = 0; k < 3; ++k) {
            const int32_t other = neighbours[i * 3 + k];
            if (other >= 0) {
                sums[1] += 0.5;  // from both sides
            }
            if (other > i) {
                sums[0] += 1.0f - dot(loadVec3(units, i), loadVec3(units, other));
            }
        }
    }
    finishMean(sums, total, loss, share);
}

struct BendGradient {
    const float* positions;
    const int32_t *triangles, *neighbours;
    const float *units, *inverses, *grad_loss, *share;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const float scale = *grad_loss * *share;
        const Vec3f around = neighbourSum(units, neighbours + i * 3);
        const Vec3f grad = unitGradient(loadVec3(units, i), inverses[i], around * -scale);
        faceCrossGradient(positions, triangles + i * 3, grad, [&](int64_t at, float value) {
            sink.add(at, value);
        });
    }
};

struct NormalSums {
    const int32_t* triangles;
    const float* positions;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t* t = triangles + i * 3;
        const Vec3f c = faceCross(positions, t);
        for (int k = 0; k < 3; ++k) {
            for (int axis = 0; axis < 3; ++axis) {
                sink.add(t[k] * int64_t{3} + axis, c[axis]);
            }
        }
    }
};

__global__ void normalizeSums(int64_t vertices, float* normals, float* inverses) {
    const int64_t v = elementOfThread();
    if (v < vertices) {
        inverses[v] = unitNormal(normals + v * 3);
    }
}

struct NormalGradient {
    const int32_t* triangles;
    const float *positions, *normals, *inverses, *grad_normals;
    template <class Sink>
    __device__ void operator()(int64_t i, Sink& sink) const {
        const int32_t* t = triangles + i * 3;
        Vec3f grad{};
        for (int k = 0; k < 3; ++k) {
            grad +=
                unitGradient(loadVec3(normals, t[k]), inverses[t[k]], loadVec3(grad_normals, t[k]));
        }
        faceCrossGradient(
            positions, t, grad, [&](int64_t at, float value) { sink.add(at, value); });
    }
};

void clear(float* value, const char* what, const CudaQueue& queue) {
    checkCuda(cudaMemsetAsync(value, 0, sizeof(float), streamOf(queue)), what);
}

}  // namespace

void signLossCuda(const float* sdf,
                  const int32_t* edges,
                  int64_t count,
                  float* loss,
                  float* share,
                  const CudaQueue& queue) {
    const char* what = "sdfSignLoss";
    if (count == 0) {
        clear(loss, what, queue);
        clear(share, what, queue);
        return;
    }
    const unsigned int blocks = blocksFor(count, kThreads);
    signLossKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(
        sdf, edges, count, GridSum(blocks, 2, queue), loss, share);
    checkLaunch(what);
}

void signLossBackwardCuda(const float* sdf,
                          const int32_t* edges,
                          int64_t count,
                          int64_t points,
                          const float* grad_loss,
                          const float* share,
                          float* grad_sdf,
                          const CudaQueue& queue) {
    scatterSumCuda(count,
                   points,
                   grad_sdf,
                   SignLossGradient{sdf, edges, grad_loss, share},
                   "sdfSignLoss gradient",
                   queue);
}

void laplacianCuda(const DeviceMesh& mesh,
                   const float* values,
                   int64_t channels,
                   float* delta,
                   float* scales,
                   float* loss,
                   const CudaQueue& queue) {
    const char* what = "laplacianLoss";
    if (mesh.vertices * channels == 0) {
        clear(loss, what, queue);
        return;
    }
    auto* sums = queue.scratch<float>(mesh.vertices * (channels + 1));
    scatterSumCuda(mesh.count,
                   mesh.vertices * (channels + 1),
                   sums,
                   Umbrella{mesh.triangles, values, mesh.vertices, channels},
                   what,
                   queue);
    const unsigned int blocks = blocksFor(mesh.vertices, kThreads);
    scaleUmbrella<<<blocks, kThreads, 0, streamOf(queue)>>>(
        sums, mesh.vertices, channels, delta, scales, GridSum(blocks, 1, queue), loss);
    checkLaunch(what);
}

void laplacianBackwardCuda(const DeviceMesh& mesh,
                           int64_t channels,
                           const float* delta,
                           const float* scales,
                           const float* grad_loss,
                           float* grad_values,
                           const CudaQueue& queue) {
    const int64_t size = mesh.vertices * channels;
    scatterSumCuda(mesh.count,
                   size,
                   grad_values,
                   UmbrellaGradient{mesh.triangles,
                                    delta,
                                    scales,
                                    grad_loss,
                                    channels,
                                    size > 0 ? 2.0 / static_cast<double>(size) : 0.0},
                   "laplacianLoss gradient",
                   queue);
}

void faceNeighboursCuda(const DeviceMesh& mesh, int32_t* neighbours, const CudaQueue& queue) {
    const char* what = "triangleNeighbours";
    const int64_t halves = mesh.count * 3;
    if (halves == 0) {
        return;
    }
    int64_t places = 64;
    while (places < 2 * halves) {
        places *= 2;
    }
    constexpr int64_t kPlaceBytes = sizeof(unsigned long long) + 2 * sizeof(uint32_t);
    auto* memory = queue.scratch<uint8_t>(places * kPlaceBytes);
    auto* keys = reinterpret_cast<unsigned long long*>(memory);
    auto* uses = reinterpret_cast<uint32_t*>(keys + places);
    const EdgeTable table{keys, uses, uses + places, static_cast<uint32_t>(places - 1)};
    const cudaStream_t stream = streamOf(queue);
    checkCuda(cudaMemsetAsync(memory, 0xff, places * kPlaceBytes, stream), what);
    insertEdges<<<blocksFor(halves, kThreads), kThreads, 0, stream>>>(
        mesh.triangles, halves, table, neighbours);
    checkLaunch(what);
    pairEdges<<<blocksFor(halves, kThreads), kThreads, 0, stream>>>(halves, table, neighbours);
    checkLaunch(what);
}

void faceNormalsCuda(const DeviceMesh& mesh,
                     const float* positions,
                     float* units,
                     const CudaQueue& queue) {
    if (mesh.count > 0) {
        faceNormalKernel<<<blocksFor(mesh.count, kThreads), kThreads, 0, streamOf(queue)>>>(
            mesh.triangles, mesh.count, positions, units, nullptr);
        checkLaunch("faceNormals");
    }
}

void normalConsistencyCuda(const DeviceMesh& mesh,
                           const float* positions,
                           const int32_t* neighbours,
                           float* units,
                           float* inverses,
                           float* loss,
                           float* share,
                           const CudaQueue& queue) {
    const char* what = "normalConsistencyLoss";
    if (mesh.count == 0) {
        clear(loss, what, queue);
        clear(share, what, queue);
        return;
    }
    const unsigned int blocks = blocksFor(mesh.count, kThreads);
    const cudaStream_t stream = streamOf(queue);
    faceNormalKernel<<<blocks, kThreads, 0, stream>>>(
        mesh.triangles, mesh.count, positions, units, inverses);
    checkLaunch(what);
    bendKernel<<<blocks, kThreads, 0, stream>>>(
        units, neighbours, mesh.count, GridSum(blocks, 2, queue), loss, share);
    checkLaunch(what);
}

void normalConsistencyBackwardCuda(const DeviceMesh& mesh,
                                   const float* positions,
                                   const int32_t* neighbours,
                                   const float* units,
                                   const float* inverses,
                                   const float* grad_loss,
                                   const float* share,
                                   float* grad_positions,
                                   const CudaQueue& queue) {
    scatterSumCuda(
        mesh.count,
        mesh.vertices * 3,
        grad_positions,
        BendGradient{positions, mesh.triangles, neighbours, units, inverses, grad_loss, share},
        "normalConsistencyLoss gradient",
        queue);
}

void vertexNormalsCuda(const DeviceMesh& mesh,
                       const float* positions,
                       float* normals,
                       float* inverses,
                       const CudaQueue& queue) {
    const char* what = "vertexNormals";
    scatterSumCuda(
        mesh.count, mesh.vertices * 3, normals, NormalSums{mesh.triangles, positions}, what, queue);
    if (mesh.vertices > 0) {
        normalizeSums<<<blocksFor(mesh.vertices, kThreads), kThreads, 0, streamOf(queue)>>>(
            mesh.vertices, normals, inverses);
        checkLaunch(what);
    }
}

void vertexNormalsBackwardCuda(const DeviceMesh& mesh,
                               const float* positions,
                               const float* normals,
                               const float* inverses,
                               const float* grad_normals,
                               float* grad_positions,
                               const CudaQueue& queue) {
    scatterSumCuda(mesh.count,
                   mesh.vertices * 3,
                   grad_positions,
                   NormalGradient{mesh.triangles, positions, normals, inverses, grad_normals},
                   "vertexNormals gradient",
                   queue);
}

}  // namespace bozzetto
