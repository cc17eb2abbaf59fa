// SPDX-License-Identifier: Apache-2.0
// Mip levels five at a time: a block reduces a tile of 32 x 32 texels to one in shared memory, so
// that a texture of 1024 texels a side takes two launches and its base is read once.
#include "device/cuda_launch.h"
#include "raster/texture_cuda.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kSteps = 5;     // levels a launch
constexpr int kChannels = 4;  // channels a block
constexpr int kTile = 1 << kSteps;

/// A face of an image, found once for each block: it takes a division.
struct Plane {
    uint32_t image, face;
};
template <class Scalar>
__device__ __forceinline__ Plane planeOf(const MipLevels<Scalar>& mips, uint32_t plane) {
    const auto faces = static_cast<uint32_t>(mips.faces);
    return {plane / faces, plane % faces};
}
template <class Scalar>
__device__ __forceinline__ Scalar* texelOf(
    const MipLevels<Scalar>& mips, int level, Plane plane, int y, int x) {
    const typename MipLevels<Scalar>::Level& l = mips.level[level];
    return l.data + plane.image * l.image_stride +
           ((int64_t{plane.face} * l.height + y) * l.width + x) * mips.channels;
}

/// Makes levels first + 1 to first + steps. Block (tile, channels, plane).
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    makeLevelsKernel(const __grid_constant__ MipLevels<Scalar> mips, int first, int steps) {
    __shared__ Scalar made[2][kTile * kTile / 4 * kChannels];  // by turns the level read and made
    const Plane plane = planeOf(mips, blockIdx.z);
    const int tile = 1 << steps;
    const int tiles_across = max(1, mips.level[first].width / tile);
    const int tile_y = static_cast<int>(blockIdx.x) / tiles_across,
              tile_x = static_cast<int>(blockIdx.x) % tiles_across;
    const int channel = static_cast<int>(blockIdx.y) * kChannels;
    const int channels = min(kChannels, static_cast<int>(mips.channels) - channel);
    int height = min(tile, mips.level[first].height), width = min(tile, mips.level[first].width);
    const Scalar* from = texelOf(mips, first, plane, tile_y * height, tile_x * width) + channel;
    int64_t row = mips.level[first].width * mips.channels, column = mips.channels;
    for (int step = 1; step <= steps; ++step) {
        const int rows = height > 1 ? 2 : 1, columns = width > 1 ? 2 : 1;
        height /= rows;
        width /= columns;
        Scalar* to = made[step % 2];
        Scalar* out = texelOf(mips, first + step, plane, tile_y * height, tile_x * width) + channel;
        const int64_t out_row = mips.level[first + step].width * mips.channels;
        const Scalar share = Scalar(1) / static_cast<Scalar>(rows * columns);
        for (int i = static_cast<int>(threadIdx.x); i < height * width * channels; i += kThreads) {
            const int c = i % channels, x = i / channels % width, y = i / channels / width;
            Scalar sum = 0;
            for (int r = 0; r < rows; ++r) {
                for (int k = 0; k < columns; ++k) {
                    sum += from[(y * rows + r) * row + (x * columns + k) * column + c];
                }
            }
            to[i] = sum * share;
            out[y * out_row + x * mips.channels + c] = to[i];
        }
        __syncthreads();
        from = to;
        row = int64_t{width} * channels;
        column = channels;
    }
}

/// Block (texels and channels of a row of the base, row, plane).
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    levelsGradKernel(const __grid_constant__ MipLevels<Scalar> grads) {
    const int i = static_cast<int>(blockIdx.x * kThreads + threadIdx.x);
    const int channels = static_cast<int>(grads.channels);
    const int x = i / channels, c = i % channels, y = static_cast<int>(blockIdx.y);
    if (x >= grads.level[0].width) {
        return;
    }
    const Plane plane = planeOf(grads, blockIdx.z);
    Scalar from_above = 0;
    for (int l = grads.levels - 1; l > 0; --l) {
        const auto &level = grads.level[l], &below = grads.level[l - 1];
        // A side that stays 1 has only texel 0 on every level above.
        const int ly = min(y >> l, level.height - 1), lx = min(x >> l, level.width - 1);
        const Scalar share = (below.height > 1 ? Scalar(0.5) : Scalar(1)) *
                             (below.width > 1 ? Scalar(0.5) : Scalar(1));
        from_above = share * (texelOf(grads, l, plane, ly, lx)[c] + from_above);
    }
    texelOf(grads, 0, plane, y, x)[c] += from_above;
}

template <class Scalar>
unsigned planesOf(const MipLevels<Scalar>& mips) {
    const int64_t planes = mips.images * mips.faces;
    if (planes > 65535) {
        throw Error(Error::Kind::BadInput,
                    "texture: " + std::to_string(planes) + " images or faces with mip levels",
                    "Give at most 65535 at once.");
    }
    return static_cast<unsigned>(planes);
}

template <class Scalar>
void makeLevels(const MipLevels<Scalar>& mips, const CudaQueue& queue) {
    const auto tilesAlong = [](int side, int tile) { return std::max(1, side / tile); };
    const unsigned planes = planesOf(mips);
    for (int first = 0; first + 1 < mips.levels && planes > 0; first += kSteps) {
        const int steps = std::min(kSteps, mips.levels - 1 - first);
        const auto& from = mips.level[first];
        const dim3 grid(static_cast<unsigned>(tilesAlong(from.height, 1 << steps) *
                                              tilesAlong(from.width, 1 << steps)),
                        blocksFor(mips.channels, kChannels),
                        planes);
        makeLevelsKernel<<<grid, kThreads, 0, streamOf(queue)>>>(mips, first, steps);
        checkLaunch("texture's mip levels");
    }
}

template <class Scalar>
void levelsGrad(const MipLevels<Scalar>& grads, const CudaQueue& queue) {
    const unsigned planes = planesOf(grads);
    if (grads.levels < 2 || planes == 0) {
        return;
    }
    const dim3 grid(blocksFor(grads.level[0].width * grads.channels, kThreads),
                    static_cast<unsigned>(grads.level[0].height),
                    planes);
    levelsGradKernel<<<grid, kThreads, 0, streamOf(queue)>>>(grads);
    checkLaunch("texture's mip levels' gradient");
}

}  // namespace

void makeMipLevelsCuda(const MipLevels<float>& mips, const CudaQueue& queue) {
    makeLevels(mips, queue);
}
void makeMipLevelsCuda(const MipLevels<double>& mips, const CudaQueue& queue) {
    makeLevels(mips, queue);
}
void mipLevelsGradCuda(const MipLevels<float>& grads, const CudaQueue& queue) {
    levelsGrad(grads, queue);
}
void mipLevelsGradCuda(const MipLevels<double>& grads, const CudaQueue& queue) {
    levelsGrad(grads, queue);
}

}  // namespace bozzetto
