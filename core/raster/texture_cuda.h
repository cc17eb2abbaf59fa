// SPDX-License-Identifier: Apache-2.0
#pragma once
// textureCpu, textureGradCpu and the making of mip levels on a GPU. All arrays lie on the queue's
// device, aligned to 16 bytes. Nothing is waited for. Throws Error(BadInput, OutOfMemory, Device).
#include "device/cuda_queue.h"
#include "raster/texture_kernel.h"

namespace bozzetto {

void textureCuda(const TextureParams<float>& params, const CudaQueue& queue);
void textureCuda(const TextureParams<double>& params, const CudaQueue& queue);
/// grad_uv, grad_uv_da and grad_bias need not be zero on entry. Sums by texels in any order, or
/// with queue.deterministic in whole numbers (scratch: 8 bytes an element of grad_texture; else at
/// most 16 bytes a texel). A gradient that is not finite makes all sums so that a block adds up.
void textureGradCuda(const TextureGradParams<float>& params, const CudaQueue& queue);
void textureGradCuda(const TextureGradParams<double>& params, const CudaQueue& queue);

/// A base and the levels made from it: each halves the sides of the one before, a side of 1 stays.
/// Texel (image, face, y, x, channel) of a level is at data[image * image_stride + ((face * height
/// + y) * width + x) * channels + channel].
template <class Scalar>
struct MipLevels {
    struct Level {
        Scalar* data;
        int64_t image_stride;
        int height, width;
    };
    Level level[kMaxMipLevels];
    int levels;  // with the base
    int64_t images, faces, channels;
};
/// Fills levels 1.. from the base: the means of 2 x 2 (1 x 2, 2 x 1) texels.
void makeMipLevelsCuda(const MipLevels<float>& mips, const CudaQueue& queue);
void makeMipLevelsCuda(const MipLevels<double>& mips, const CudaQueue& queue);
/// The transpose: adds to the base's gradient those of the texels that it went into. Leaves levels
/// 1.. unchanged.
void mipLevelsGradCuda(const MipLevels<float>& grads, const CudaQueue& queue);
void mipLevelsGradCuda(const MipLevels<double>& grads, const CudaQueue& queue);

}  // namespace bozzetto
