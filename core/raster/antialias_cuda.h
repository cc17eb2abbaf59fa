// SPDX-License-Identifier: Apache-2.0
#pragma once
// Antialiasing on a GPU: as antialias_cpu.h has it, but the blended pairs are marked in a mask of
// fixed size (2 bits a pixel) instead of listed, so that nobody waits for their number, and each
// pixel collects what its up to four pairs give it, in the CPU's order. All arrays lie on the
// queue's device, aligned to 16 bytes. Nothing is waited for. Throws Error(OutOfMemory, Device).
#include "device/cuda_queue.h"
#include "raster/antialias_kernel.h"

namespace bozzetto {

/// Words of the mask: [N, H, ceil(W / 32)] pairs of words, first the pairs with the pixel to the
/// right, then those with the pixel of the next row; bit x % 32 is the pair whose first pixel is x.
BOZZETTO_HD int64_t pairWords(int64_t images, int64_t height, int64_t width) {
    return images * height * ((width + 31) / 32) * 2;
}

/// Marks the pairs that are blended. Scratch: 16 bytes a vertex of each image and 1 byte a triangle
/// of each image.
void antialiasPairsCuda(const AntialiasParams<float>& params,
                        uint32_t* pairs,
                        const CudaQueue& queue);
void antialiasPairsCuda(const AntialiasParams<double>& params,
                        uint32_t* pairs,
                        const CudaQueue& queue);

/// The image that is blended, and its gradient.
template <class Scalar>
struct AntialiasColors {
    const uint32_t* pairs;
    int64_t channels;
    const Scalar* color;  // [N, H, W, C]
    Scalar* out;          // [N, H, W, C] out
    // Of the gradient alone:
    const Scalar* grad;  // of out
    Scalar* grad_color;  // [N, H, W, C] out, or null
    Scalar* grad_pos;    // [N, V, 4] added to, or null
};
void antialiasBlendCuda(const AntialiasParams<float>& params,
                        const AntialiasColors<float>& colors,
                        const CudaQueue& queue);
void antialiasBlendCuda(const AntialiasParams<double>& params,
                        const AntialiasColors<double>& colors,
                        const CudaQueue& queue);
/// Sums by vertices in any order, or with queue.deterministic in whole numbers (scratch: 32 bytes a
/// vertex of each image). All else has the same bits always.
void antialiasGradCuda(const AntialiasParams<float>& params,
                       const AntialiasColors<float>& colors,
                       const CudaQueue& queue);
void antialiasGradCuda(const AntialiasParams<double>& params,
                       const AntialiasColors<double>& colors,
                       const CudaQueue& queue);

/// opposite [T, 3] as edgeTopology returns it, the same as edgeTopologyCpu's. Scratch: 16 bytes for
/// each of 3 T to 6 T slots.
void edgeTopologyCuda(const int32_t* tri,
                      int64_t triangles,
                      int64_t vertices,
                      int32_t* opposite,
                      const CudaQueue& queue);

}  // namespace bozzetto
