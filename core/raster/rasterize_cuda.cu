// SPDX-License-Identifier: Apache-2.0
#include "device/cuda_launch.h"
#include "device/cuda_sums.h"
#include "raster/cuda_coverage.h"
#include "raster/rasterize_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
/// Images are drawn together while their keys take no more than this.
constexpr int64_t kMostKeyBytes = int64_t{512} << 20;
constexpr int64_t kMostImages = 65535;  // a grid's second and third size
constexpr uint32_t kMostLarge = 1 << 16;

/// A maximum over a block for each of the bounds, then one atomic operation a block.
__device__ void lowerBounds(const SnappedVertex& least,
                            const SnappedVertex& greatest,
                            ImageBounds* out) {
    __shared__ ImageBounds shared;
    if (threadIdx.x == 0) {
        shared = {};
    }
    __syncthreads();
    // No vertex: the bias leaves nothing above zero.
    const uint32_t values[4] = {static_cast<uint32_t>(kBoundsBias - least.x),
                                static_cast<uint32_t>(kBoundsBias + greatest.x),
                                static_cast<uint32_t>(kBoundsBias - least.y),
                                static_cast<uint32_t>(kBoundsBias + greatest.y)};
    const uint32_t most[4] = {
        warpMax(values[0]), warpMax(values[1]), warpMax(values[2]), warpMax(values[3])};
    const uint32_t codes = warpOr(greatest.code);
    if (threadIdx.x % 32 == 0) {
        atomicMax(&shared.least_x, most[0]);
        atomicMax(&shared.greatest_x, most[1]);
        atomicMax(&shared.least_y, most[2]);
        atomicMax(&shared.greatest_y, most[3]);
        atomicOr(&shared.codes, codes);
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        atomicMax(&out->least_x, shared.least_x);
        atomicMax(&out->greatest_x, shared.greatest_x);
        atomicMax(&out->least_y, shared.least_y);
        atomicMax(&out->greatest_y, shared.greatest_y);
        atomicOr(&out->codes, shared.codes);
    }
}

template <class Scalar>
__global__ void __launch_bounds__(kThreads) snapVertices(const ViewportJob<Scalar> job) {
    const int64_t image = blockIdx.y, vertices = job.params.vertices;
    SnappedVertex least{kBoundsBias, kBoundsBias, 0, 0}, greatest{-kBoundsBias, -kBoundsBias, 0, 0};
    for (int64_t v = int64_t{blockIdx.x} * kThreads + threadIdx.x; v < vertices;
         v += int64_t{gridDim.x} * kThreads) {
        const int64_t place = image * vertices + v;
        const SnappedVertex s =
            snapVertex(toViewport(job.viewport, loadVec4(job.params.pos + 4 * place)),
                       job.viewport.width,
                       job.viewport.height);
        *reinterpret_cast<uint4*>(job.snapped + place) =
            make_uint4(static_cast<uint32_t>(s.x), static_cast<uint32_t>(s.y), s.z, s.code);
        least.x = min(least.x, s.x);
        least.y = min(least.y, s.y);
        greatest.x = max(greatest.x, s.x);
        greatest.y = max(greatest.y, s.y);
        greatest.code |= s.code;
    }
    lowerBounds(least, greatest, job.bounds + image);
}

/// Empties the keys that may be drawn: a block a row of 4 x 4 pixels.
template <class Scalar>
__global__ void __launch_bounds__(kThreads) clearKeys(const ViewportJob<Scalar> job) {
    const int64_t image = blockIdx.y;
    const PixelBox box = job.boxOf(image);
    const int y = static_cast<int>(blockIdx.x) * 4;
    if (box.left > box.right || y + 3 < box.top || y > box.bottom) {
        return;
    }
    ulonglong2* row = reinterpret_cast<ulonglong2*>(job.grid.at(image, 0, y));
    const int begin = box.left / 4 * 8, end = (box.right / 4 + 1) * 8;  // of two keys each
    for (int i = begin + static_cast<int>(threadIdx.x); i < end; i += kThreads) {
        row[i] = {kEmptyKey, kEmptyKey};
    }
}

/// A thread a pixel, 8 x 4 a warp: neighbours mostly show the same triangles.
template <class Scalar>
__global__ void __launch_bounds__(kThreads) shadeViewport(const ViewportJob<Scalar> job) {
    const RasterizeParams<Scalar>& params = job.params;
    const int lane = static_cast<int>(threadIdx.x & 31), warp = static_cast<int>(threadIdx.x >> 5);
    const int x = static_cast<int>(blockIdx.x) * 32 + (warp & 3) * 8 + (lane & 7);
    const int y = static_cast<int>(blockIdx.y) * 8 + (warp >> 2) * 4 + (lane >> 3);
    const int64_t image = blockIdx.z;
    if (x >= job.viewport.drawn_width || y >= job.viewport.drawn_height) {
        return;
    }
    const PixelBox box = job.boxOf(image);
    const bool drawn = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    const uint64_t key = drawn ? *job.grid.at(image, x, y) : kEmptyKey;
    const int64_t px = job.viewport.x + x, py = job.viewport.y + y;
    const int64_t pixel = (image * params.height + py) * params.width + px;
    if (params.depth) {
        params.depth[pixel] = static_cast<uint32_t>(key >> 32);  // kEmptyDepth in an empty key
    }
    if (key == kEmptyKey) {
        storeVec4(params.rast + 4 * pixel, Vec4<Scalar>{});
        if (params.rast_db) {
            storeVec4(params.rast_db + 4 * pixel, Vec4<Scalar>{});
        }
        return;
    }
    shadePixel(
        params, job.pixels, image, py, px, static_cast<int32_t>(~static_cast<uint32_t>(key)));
}

template <class Scalar>
void rasterizeViewport(const ViewportJob<Scalar>& job, const CudaQueue& queue) {
    const cudaStream_t stream = streamOf(queue);
    const unsigned images = static_cast<unsigned>(job.params.images);
    // The counters of the list of large triangles lie behind the bounds.
    const size_t cleared = static_cast<size_t>(job.vertex_images + 1) * sizeof(ImageBounds);
    checkCuda(cudaMemsetAsync(job.bounds, 0, cleared, stream), "rasterize");
    if (job.params.vertices > 0 && job.most_triangles > 0) {
        const unsigned blocks = std::min(blocksFor(job.params.vertices, kThreads), 256u);
        snapVertices<<<dim3(blocks, static_cast<unsigned>(job.vertex_images)),
                       kThreads,
                       0,
                       stream>>>(job);
        checkLaunch("rasterize");
        clearKeys<<<dim3(blocksFor(job.viewport.drawn_height, 4), images), kThreads, 0, stream>>>(
            job);
        checkLaunch("rasterize");
        drawViewportCuda(job, queue);
    }
    const dim3 blocks(
        blocksFor(job.viewport.drawn_width, 32), blocksFor(job.viewport.drawn_height, 8), images);
    shadeViewport<<<blocks, kThreads, 0, stream>>>(job);
    checkLaunch("rasterize");
}

/// Images [first, first + count) of params.
template <class Scalar>
RasterizeParams<Scalar> imagesOf(RasterizeParams<Scalar> params, int64_t first, int64_t count) {
    const int64_t pixel = first * params.height * params.width;
    params.images = count;
    params.pos = positionsOf(params, first);
    params.rast += 4 * pixel;
    params.rast_db = params.rast_db ? params.rast_db + 4 * pixel : nullptr;
    params.depth = params.depth ? params.depth + pixel : nullptr;
    params.behind = params.behind ? params.behind + pixel : nullptr;
    params.ranges = params.ranges ? params.ranges + 2 * first : nullptr;
    return params;
}

/// Scratch memory for the largest group of images and the largest viewport.
template <class Scalar>
ViewportJob<Scalar> scratchFor(const RasterizeParams<Scalar>& params,
                               int64_t images,
                               int64_t triangles,
                               const CudaQueue& queue) {
    const Viewport first = viewportAt(params.height, params.width, 0, 0);
    ViewportJob<Scalar> job{};
    job.most_triangles = triangles;
    job.vertex_images = params.ranges ? 1 : images;
    job.pixels = pixelGrid<Scalar>(params.height, params.width);
    job.grid = KeyGrid::over(first.drawn_width, first.drawn_height);
    job.grid.keys = queue.scratch<uint64_t>(images * job.grid.imageSize());
    job.snapped = queue.scratch<SnappedVertex>(job.vertex_images * params.vertices);
    job.bounds = queue.scratch<ImageBounds>(job.vertex_images + 1);
    // Clipping leaves up to kMaxClipped - 2 pieces.
    job.large.capacity = static_cast<uint32_t>(
        std::min<int64_t>(kMostLarge, images * triangles * (kMaxClipped - 2)));
    job.large.entries = queue.scratch<PreparedTriangle>(job.large.capacity);
    return job;
}

template <class Scalar>
void rasterizeAll(const RasterizeParams<Scalar>& params, const CudaQueue& queue) {
    if (params.images == 0) {
        return;
    }
    const cudaStream_t stream = streamOf(queue);
    int64_t triangles = 0;
    for (int64_t n = 0; n < (params.ranges ? params.images : 1); ++n) {
        const TriangleRange range = trianglesOf(params, n);
        triangles = std::max(triangles, range.end - range.begin);
    }
    RasterizeParams<Scalar> all = params;
    if (params.ranges) {
        int32_t* ranges = queue.scratch<int32_t>(2 * params.images);
        checkCuda(cudaMemcpyAsync(ranges,
                                  params.ranges,
                                  static_cast<size_t>(2 * params.images) * sizeof(int32_t),
                                  cudaMemcpyHostToDevice,
                                  stream),
                  "rasterize");
        all.ranges = ranges;
    }
    const Viewport first = viewportAt(params.height, params.width, 0, 0);
    const int64_t key_bytes = int64_t{8} * first.drawn_width * first.drawn_height;
    const int64_t group =
        std::clamp<int64_t>(kMostKeyBytes / key_bytes, 1, std::min(params.images, kMostImages));
    ViewportJob<Scalar> job = scratchFor(params, group, triangles, queue);
    for (int64_t n = 0; n < params.images; n += group) {
        job.params = imagesOf(all, n, std::min(group, params.images - n));
        job.vertex_images = params.ranges ? 1 : job.params.images;
        job.large.ends = reinterpret_cast<unsigned long long*>(job.bounds + job.vertex_images);
        for (int i = 0; i < viewportCount(params.height); ++i) {
            for (int j = 0; j < viewportCount(params.width); ++j) {
                job.viewport = viewportAt(params.height, params.width, i, j);
                if (job.viewport.drawn_height > 0 && job.viewport.drawn_width > 0) {
                    rasterizeViewport(job, queue);
                }
            }
        }
    }
}

}  // namespace

void rasterizeCuda(const RasterizeParams<float>& params, const CudaQueue& queue) {
    rasterizeAll(params, queue);
}
void rasterizeCuda(const RasterizeParams<double>& params, const CudaQueue& queue) {
    rasterizeAll(params, queue);
}

}  // namespace bozzetto
