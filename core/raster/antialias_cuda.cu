// SPDX-License-Identifier: Apache-2.0
// Blending and its gradient: colours are copied, which is bound by their bytes, and then the pixels
// whose pairs the mask marks are looked at again.
#include "raster/antialias_mask_cuda.h"
#include "raster/pixel_sums_cuda.h"

namespace bozzetto {
namespace {

/// Calls fn(item, whether the pixel is the pair's first) for a pixel's pairs (OwnPair), in order.
template <class Scalar, class Function>
__device__ __forceinline__ void forPairs(const AntialiasParams<Scalar>& p,
                                         unsigned own,
                                         const PixelPlace& at,
                                         const Function& fn) {
#pragma unroll 1
    for (; own != 0; own &= own - 1) {
        const unsigned pair = own & (0u - own);
        const bool vertical = (pair & (kPairUp | kPairDown)) != 0;
        AntialiasItem<Scalar> item;
        if (itemOf(p,
                   nullptr,
                   at.image,
                   at.y - (pair == kPairUp),
                   at.x - (pair == kPairLeft),
                   vertical,
                   &item)) {
            fn(item, (pair & (kPairRight | kPairDown)) != 0);
        }
    }
}

/// Adds to a pixel what its pairs give it.
struct BlendPixel {
    template <class Scalar>
    __device__ __forceinline__ void operator()(const AntialiasParams<Scalar>& p,
                                               const AntialiasColors<Scalar>& c,
                                               unsigned own,
                                               const PixelPlace& at) const {
        Scalar* out = c.out + at.pixel * c.channels;
        forPairs(p, own, at, [&](const AntialiasItem<Scalar>& item, bool is_first) {
            if ((item.alpha > 0) != is_first) {
                return;  // the other pixel takes
            }
            const Scalar* first = c.color + item.pixel * c.channels;
            const Scalar* second = first + (item.vertical ? p.width : 1) * c.channels;
            for (int64_t i = 0; i < c.channels; ++i) {
                out[i] += item.alpha * (second[i] - first[i]);
            }
        });
    }
};

/// The same for gradients. Sum: what those of positions are added up in.
template <class Sum>
struct BlendPixelGrad {
    Sum* grad_pos;  // or null

    template <class Scalar>
    __device__ __forceinline__ void operator()(const AntialiasParams<Scalar>& p,
                                               const AntialiasColors<Scalar>& c,
                                               unsigned own,
                                               const PixelPlace& at) const {
        Scalar* grad_color = c.grad_color ? c.grad_color + at.pixel * c.channels : nullptr;
        forPairs(p, own, at, [&](const AntialiasItem<Scalar>& item, bool is_first) {
            const int64_t first = item.pixel * c.channels;
            const int64_t second = first + (item.vertical ? p.width : 1) * c.channels;
            const Scalar* g = c.grad + (item.alpha > 0 ? first : second);
            const Scalar share = is_first ? -item.alpha : item.alpha;
            for (int64_t i = 0; grad_color && i < c.channels; ++i) {
                grad_color[i] += share * g[i];
            }
            if (is_first && grad_pos) {  // once for each pair
                positionGrad(p, c, item, first, second, g);
            }
        });
    }

    template <class Scalar>
    __device__ __forceinline__ void positionGrad(const AntialiasParams<Scalar>& p,
                                                 const AntialiasColors<Scalar>& c,
                                                 const AntialiasItem<Scalar>& item,
                                                 int64_t first,
                                                 int64_t second,
                                                 const Scalar* g) const {
        double grad_alpha = 0;
        for (int64_t i = 0; i < c.channels; ++i) {
            grad_alpha += static_cast<double>(g[i]) * (static_cast<double>(c.color[second + i]) -
                                                       static_cast<double>(c.color[first + i]));
        }
        if (grad_alpha != 0) {
            antialiasItemGrad(p, item, grad_alpha, [&](int64_t offset, Scalar value) {
                addTo(grad_pos + offset, value);
            });
        }
    }
};

/// Calls perPixel where the mask has a pair.
template <class Scalar, class PerPixel>
__global__ void __launch_bounds__(kPairThreads)
    blendKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                const __grid_constant__ AntialiasColors<Scalar> colors,
                PairMask mask,
                PairDeal deal,
                PerPixel perPixel) {
    const uint32_t own = deal.ownWord();
    const unsigned pixels = deal.has(mask, own) ? mask.pairsAt(colors.pairs, own).any() : 0u;
    forSetBits(pixels, [&](int holder, int bit) {
        const uint32_t word = deal.wordOf(holder);
        const PixelPlace at = mask.placeAt(word, bit);
        if (at.x < p.width) {
            perPixel(p, colors, mask.pairsAt(colors.pairs, word).of(bit), at);
        }
    });
}

template <class Scalar>
void copyImages(const AntialiasParams<Scalar>& p,
                int64_t channels,
                const Scalar* from,
                Scalar* to,
                const CudaQueue& queue) {
    const int64_t count = p.images * p.height * p.width * channels;
    checkCuda(cudaMemcpyAsync(to,
                              from,
                              static_cast<size_t>(count) * sizeof(Scalar),
                              cudaMemcpyDeviceToDevice,
                              streamOf(queue)),
              "antialias");
}

template <class Scalar>
void blend(const AntialiasParams<Scalar>& p,
           const AntialiasColors<Scalar>& c,
           const CudaQueue& queue) {
    if (p.images * p.height * p.width * c.channels == 0) {
        return;
    }
    copyImages(p, c.channels, c.color, c.out, queue);
    const PairMask mask = maskOf(p);
    const PairDeal deal = dealOf(mask, queue);
    blendKernel<<<blocksOf(mask, deal), kPairThreads, 0, streamOf(queue)>>>(
        p, c, mask, deal, BlendPixel());
    checkLaunch("antialias");
}

template <class Scalar>
void blendGrad(const AntialiasParams<Scalar>& p,
               const AntialiasColors<Scalar>& c,
               const CudaQueue& queue) {
    if (p.images * p.height * p.width * c.channels == 0) {
        return;
    }
    if (c.grad_color) {
        copyImages(p, c.channels, c.grad, c.grad_color, queue);
    }
    const PairMask mask = maskOf(p);
    const PairDeal deal = dealOf(mask, queue);
    sumOverPixels(c.grad_pos, p.images * p.vertices * 4, queue, [&](auto* sums) {
        using Sum = std::remove_pointer_t<decltype(sums)>;
        blendKernel<<<blocksOf(mask, deal), kPairThreads, 0, streamOf(queue)>>>(
            p, c, mask, deal, BlendPixelGrad<Sum>{sums});
        checkLaunch("antialias's gradient");
    });
}

}  // namespace

void antialiasBlendCuda(const AntialiasParams<float>& params,
                        const AntialiasColors<float>& colors,
                        const CudaQueue& queue) {
    blend(params, colors, queue);
}
void antialiasBlendCuda(const AntialiasParams<double>& params,
                        const AntialiasColors<double>& colors,
                        const CudaQueue& queue) {
    blend(params, colors, queue);
}
void antialiasGradCuda(const AntialiasParams<float>& params,
                       const AntialiasColors<float>& colors,
                       const CudaQueue& queue) {
    blendGrad(params, colors, queue);
}
void antialiasGradCuda(const AntialiasParams<double>& params,
                       const AntialiasColors<double>& colors,
                       const CudaQueue& queue) {
    blendGrad(params, colors, queue);
}

}  // namespace bozzetto
