// SPDX-License-Identifier: Apache-2.0
// The gradient of rasterize on a GPU: a thread a pixel. Pixels of a warp that show the same
// triangle are added up before its corners are touched in memory.
#include "device/cuda_fixed_sums.h"
#include "device/cuda_launch.h"
#include "device/cuda_sums.h"
#include "raster/rasterize_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kValues = 9;  // (x, y, w) of three corners

/// Adds (x, y, -, w) to a gradient of four. `z` is left alone or gets a zero.
template <class Scalar>
__device__ __forceinline__ void addToCorner(Scalar* target, Scalar x, Scalar y, Scalar w) {
#if __CUDA_ARCH__ >= 900
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        atomicAdd(reinterpret_cast<float4*>(target), make_float4(x, y, 0, w));
        return;
    }
#endif
    atomicAdd(target, x);
    atomicAdd(target + 1, y);
    atomicAdd(target + 3, w);
}

/// What the pixel of this thread adds, and which lanes of its warp show the same triangle.
template <class Scalar>
struct PixelSum {
    CornerGradients<Scalar> corners;
    Scalar values[kValues];
    unsigned peers;  // 0: nothing
};

/// A thread a pixel, 8 x 4 a warp. Returns false if the warp has nothing to add.
template <class Scalar>
__device__ __forceinline__ bool gradOfPixel(const RasterizeGradParams<Scalar>& params,
                                            const PixelGrid<Scalar>& grid,
                                            PixelSum<Scalar>& sum) {
    const int lane = static_cast<int>(threadIdx.x & 31), warp = static_cast<int>(threadIdx.x >> 5);
    const int64_t px = int64_t{blockIdx.x} * 32 + (warp & 3) * 8 + (lane & 7);
    const int64_t py = int64_t{blockIdx.y} * 8 + (warp >> 2) * 4 + (lane >> 3);
    const int64_t image = blockIdx.z;
    int32_t triangle = -1;
    if (px < params.width && py < params.height) {
        triangle =
            decodeTriangle(params.rast[4 * ((image * params.height + py) * params.width + px) + 3]);
    }
    sum.corners.valid = false;
    if (triangle >= 0) {
        sum.corners = rasterizePixelGrad(params, grid, image, py, px, triangle);
    }
    const unsigned valid = __ballot_sync(kAllLanes, sum.corners.valid);
    if (!valid) {
        return false;
    }
    const unsigned peers = __match_any_sync(kAllLanes, sum.corners.valid ? triangle : -1);
    sum.peers = sum.corners.valid ? peers : 0;
    for (int k = 0; k < 3; ++k) {
        sum.values[3 * k] = sum.corners.grad[k].x;
        sum.values[3 * k + 1] = sum.corners.grad[k].y;
        sum.values[3 * k + 2] = sum.corners.grad[k].w;
    }
    return true;
}

template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    addGradients(const RasterizeGradParams<Scalar> params, const PixelGrid<Scalar> grid) {
    PixelSum<Scalar> sum;
    if (!gradOfPixel(params, grid, sum)) {
        return;
    }
    const bool first = reducePeers(sum.peers, sum.values, [](Scalar a, Scalar b) { return a + b; });
    if (first) {
        Scalar* grad = params.grad_pos + verticesOffset(params, int64_t{blockIdx.z});
        for (int k = 0; k < 3; ++k) {
            const Scalar* v = sum.values + 3 * k;
            addToCorner(grad + int64_t{4} * sum.corners.v[k], v[0], v[1], v[2]);
        }
    }
}

/// The largest exponent of what is added to each sum.
template <class Scalar>
__global__ void __launch_bounds__(kThreads) findExponents(const RasterizeGradParams<Scalar> params,
                                                          const PixelGrid<Scalar> grid,
                                                          FixedSums<Scalar> sums) {
    PixelSum<Scalar> sum;
    if (!gradOfPixel(params, grid, sum)) {
        return;
    }
    uint32_t exponents[kValues];
    for (int i = 0; i < kValues; ++i) {
        exponents[i] = FixedSums<Scalar>::exponentOf(sum.values[i]);
    }
    if (reducePeers(sum.peers, exponents, [](uint32_t a, uint32_t b) { return max(a, b); })) {
        const int64_t offset = verticesOffset(params, int64_t{blockIdx.z}) / 4;
        for (int i = 0; i < kValues; ++i) {
            sums.raiseExponent(3 * (offset + sum.corners.v[i / 3]) + i % 3, exponents[i]);
        }
    }
}

template <class Scalar>
__global__ void __launch_bounds__(kThreads) addFixed(const RasterizeGradParams<Scalar> params,
                                                     const PixelGrid<Scalar> grid,
                                                     FixedSums<Scalar> sums) {
    PixelSum<Scalar> sum;
    if (!gradOfPixel(params, grid, sum)) {
        return;
    }
    const int64_t offset = verticesOffset(params, int64_t{blockIdx.z}) / 4;
    int64_t values[kValues] = {};
    if (sum.peers) {
        for (int i = 0; i < kValues; ++i) {
            values[i] = sums.fixed(3 * (offset + sum.corners.v[i / 3]) + i % 3, sum.values[i]);
        }
    }
    if (reducePeers(sum.peers, values, [](int64_t a, int64_t b) { return a + b; })) {
        for (int i = 0; i < kValues; ++i) {
            sums.add(3 * (offset + sum.corners.v[i / 3]) + i % 3, values[i]);
        }
    }
}

template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    writeSums(FixedSums<Scalar> sums, int64_t count, Scalar* grad_pos) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < count) {
        const int64_t axis = i % 3;
        grad_pos[4 * (i / 3) + (axis == 2 ? 3 : axis)] += sums.value(i);
    }
}

constexpr int64_t kMostImages = 65535;

/// Images [first, first + count) of params.
template <class Scalar>
RasterizeGradParams<Scalar> imagesOf(RasterizeGradParams<Scalar> params,
                                     int64_t first,
                                     int64_t count) {
    const int64_t pixel = 4 * first * params.height * params.width;
    const int64_t offset = verticesOffset(params, first);
    params.images = count;
    params.pos += offset;
    params.grad_pos += offset;
    params.rast += pixel;
    params.grad_rast = params.grad_rast ? params.grad_rast + pixel : nullptr;
    params.grad_rast_db = params.grad_rast_db ? params.grad_rast_db + pixel : nullptr;
    return params;
}

template <class Scalar>
dim3 blocksOf(const RasterizeGradParams<Scalar>& params) {
    return dim3(static_cast<unsigned>((params.width + 31) / 32),
                static_cast<unsigned>((params.height + 7) / 8),
                static_cast<unsigned>(params.images));
}

template <class Scalar>
void addInFixedOrder(const RasterizeGradParams<Scalar>& params, const CudaQueue& queue) {
    const cudaStream_t stream = streamOf(queue);
    const int64_t count = 3 * params.vertices * (params.shared_vertices ? 1 : params.images);
    // A pixel adds at most once for each corner.
    const int64_t terms =
        3 * params.height * params.width * (params.shared_vertices ? params.images : 1);
    const FixedSums<Scalar> sums = FixedSums<Scalar>::make(count, terms, queue);
    const PixelGrid<Scalar> grid = pixelGrid<Scalar>(params.height, params.width);
    findExponents<<<blocksOf(params), kThreads, 0, stream>>>(params, grid, sums);
    checkLaunch("rasterize");
    addFixed<<<blocksOf(params), kThreads, 0, stream>>>(params, grid, sums);
    checkLaunch("rasterize");
    const unsigned blocks = static_cast<unsigned>((count + kThreads - 1) / kThreads);
    writeSums<<<blocks, kThreads, 0, stream>>>(sums, count, params.grad_pos);
    checkLaunch("rasterize");
}

template <class Scalar>
void gradOfAll(const RasterizeGradParams<Scalar>& params, const CudaQueue& queue) {
    if (params.vertices == 0 || params.triangles == 0) {
        return;
    }
    for (int64_t n = 0; n < params.images; n += kMostImages) {
        const auto group = imagesOf(params, n, std::min(kMostImages, params.images - n));
        if (queue.deterministic) {
            addInFixedOrder(group, queue);
        } else {
            addGradients<<<blocksOf(group), kThreads, 0, streamOf(queue)>>>(
                group, pixelGrid<Scalar>(group.height, group.width));
            checkLaunch("rasterize");
        }
    }
}

}  // namespace

void rasterizeGradCuda(const RasterizeGradParams<float>& params, const CudaQueue& queue) {
    gradOfAll(params, queue);
}
void rasterizeGradCuda(const RasterizeGradParams<double>& params, const CudaQueue& queue) {
    gradOfAll(params, queue);
}

}  // namespace bozzetto
