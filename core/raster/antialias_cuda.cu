// SPDX-License-Identifier: Apache-2.0
// Antialiasing. What touches all pixels is bound by bytes and does nothing else: a pass over rast
// marks the pairs whose nearer triangle has a silhouette edge, and colours are copied. The few
// pairs that are marked are looked at by kernels that walk over the mask.
#include "raster/antialias_cuda.h"
#include "raster/pixel_rows_cuda.h"
#include "raster/pixel_sums_cuda.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / kWarp;
constexpr int kRows = 16;  // that a warp walks down to find pairs: it reads one more
constexpr uint8_t kAnySilhouette = 7;
constexpr int kAtOnce = 4;  // of them whose loads are on their way together

template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    projectKernel(const Scalar* pos, int64_t count, Vec2d* projected) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < count) {
        projected[i] = projectVertex(pos + 4 * i);
    }
}

/// Bits of silhouetteEdges for each triangle [N, T] of each image. A thread a triangle, for all
/// images: its indices are read once.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    silhouettesKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                      const Vec2d* projected,
                      uint8_t* silhouettes) {
    const int64_t triangle = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (triangle >= p.triangles) {
        return;
    }
    const TriangleIndices t =
        triangleIndices(p.tri, p.triangles, p.vertices, static_cast<int32_t>(triangle));
    const int32_t* o = p.opposite + 3 * triangle;
    const int32_t opposite[3] = {o[0], o[1], o[2]};
    for (int64_t image = 0; image < p.images; ++image) {
        silhouettes[image * p.triangles + triangle] =
            t.valid ? silhouetteEdges(t.v, opposite, p.vertices, projected + image * p.vertices)
                    : kSilhouetteKnown;
    }
}

/// What a pixel's rast says about pairs.
template <class Scalar>
struct Shown {
    Scalar depth, id;
};
template <class Scalar>
__device__ __forceinline__ Shown<Scalar> shownAt(const Scalar* rast, int64_t pixel) {
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        const float4 v = __ldg(reinterpret_cast<const float4*>(rast) + pixel);
        return {v.z, v.w};
    } else {
        return {__ldg(rast + 4 * pixel + 2), __ldg(rast + 4 * pixel + 3)};
    }
}

/// Marks the pairs whose nearer triangle has a silhouette edge. A warp a strip of 32 columns and
/// kRows rows; block (strips, image).
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    pairsKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                const uint8_t* silhouettes,
                uint32_t* pairs) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const auto across = static_cast<uint32_t>((p.width + kWarp - 1) / kWarp);
    const uint32_t strip = blockIdx.x * kWarps + threadIdx.x / kWarp;
    const int64_t image = blockIdx.y, y0 = int64_t{strip / across} * kRows,
                  x = int64_t{strip % across} * kWarp + lane;
    if (y0 >= p.height) {
        return;
    }
    const Scalar* rast = p.rast + 4 * image * p.height * p.width;
    const uint8_t* of_image = silhouettes + image * p.triangles;
    // Outside of the image nothing shows.
    const auto read = [&](int64_t row, int64_t column) {
        return row < p.height && column < p.width ? shownAt(rast, row * p.width + column)
                                                  : Shown<Scalar>{Scalar(0), Scalar(0)};
    };
    const bool last_lane = lane == kWarp - 1;
    Shown<Scalar> here[kAtOnce + 1];
    here[kAtOnce] = read(y0, x);
    for (int64_t y = y0; y < min(y0 + kRows, p.height); y += kAtOnce) {
        here[0] = here[kAtOnce];
        Shown<Scalar> right[kAtOnce];
#pragma unroll
        for (int r = 0; r < kAtOnce; ++r) {
            here[r + 1] = read(y + r + 1, x);
            if (last_lane) {
                right[r] = read(y + r, x + 1);
            }
        }
        uint8_t bits[2 * kAtOnce] = {};
#pragma unroll
        for (int r = 0; r < kAtOnce; ++r) {
            const Scalar depth = __shfl_down_sync(~0u, here[r].depth, 1),
                         id = __shfl_down_sync(~0u, here[r].id, 1);
            right[r] = last_lane ? right[r] : Shown<Scalar>{depth, id};
            const bool has_right = x + 1 < p.width && y + r < p.height,
                       has_next = x < p.width && y + r + 1 < p.height;
#pragma unroll
            for (int vertical = 0; vertical < 2; ++vertical) {
                const Shown<Scalar>& other = vertical ? here[r + 1] : right[r];
                if ((vertical ? has_next : has_right) && here[r].id != other.id) {
                    const int32_t owner =
                        ownerOfPair(p.triangles, here[r].id, here[r].depth, other.id, other.depth)
                            .triangle;
                    bits[2 * r + vertical] = owner >= 0 ? of_image[owner] : uint8_t{0};
                }
            }
        }
        uint2 words = make_uint2(0, 0);  // of row y + lane
#pragma unroll
        for (int r = 0; r < kAtOnce; ++r) {
            const unsigned h = __ballot_sync(~0u, bits[2 * r] & kAnySilhouette),
                           v = __ballot_sync(~0u, bits[2 * r + 1] & kAnySilhouette);
            words = lane == r ? make_uint2(h, v) : words;
        }
        if (lane < kAtOnce && y + lane < p.height) {
            reinterpret_cast<uint2*>(
                pairs)[(image * p.height + y + lane) * across + strip % across] = words;
        }
    }
}

/// The pairs that a pixel takes part in, in the order of their first pixels: with the pixel above,
/// to the left, to the right, below.
struct OwnPairs {
    bool up, left, right, down;
};

/// The same for the 32 pixels of a word of the mask.
struct WordPairs {
    unsigned up, left, right, down;

    __device__ OwnPairs of(int bit) const {
        return {(up >> bit & 1) != 0,
                (left >> bit & 1) != 0,
                (right >> bit & 1) != 0,
                (down >> bit & 1) != 0};
    }
};

/// A pixel of the image.
struct Place {
    int64_t image, y, x, pixel;
};

/// The images' mask, its words counted through: 2^32 of them would be of more pixels than memory
/// holds.
struct Mask {
    uint32_t images, height, width, across;

    __device__ __forceinline__ uint32_t words() const { return images * height * across; }
    /// Of the pairs of words that word's pixels take part in.
    __device__ __forceinline__ WordPairs pairsAt(const uint32_t* pairs, uint32_t word) const {
        const auto* words = reinterpret_cast<const uint2*>(pairs) + word;
        const uint32_t column = word % across, row = word / across % height;
        const uint2 own = words[0];
        const unsigned above = row > 0 ? words[-static_cast<int64_t>(across)].y : 0u;
        const unsigned before = column > 0 ? words[-1].x >> 31 : 0u;
        return {above, own.x << 1 | before, own.x, own.y};
    }
    /// The thread's pixel of a word.
    __device__ __forceinline__ Place placeAt(uint32_t word) const {
        const uint32_t row = word / across, x = word % across * kWarp + threadIdx.x % kWarp;
        return {row / height, row % height, x, int64_t{row} * width + x};
    }
};
template <class Scalar>
Mask maskOf(const AntialiasParams<Scalar>& p) {
    return {static_cast<uint32_t>(p.images),
            static_cast<uint32_t>(p.height),
            static_cast<uint32_t>(p.width),
            static_cast<uint32_t>((p.width + kWarp - 1) / kWarp)};
}

/// A word of the mask for each thread of the grid: calls fn(word) by all threads of its warp for
/// each of them whose thread says `wanted`, one after the other.
template <class Function>
__device__ __forceinline__ void forWords(bool wanted, uint32_t own_word, const Function& fn) {
    for (unsigned left = __ballot_sync(~0u, wanted); left != 0; left &= left - 1) {
        fn(__shfl_sync(~0u, own_word, __ffs(static_cast<int>(left)) - 1));
    }
}

/// The item of a pair that the mask has marked; false if it is not blended. bits: silhouettes of
/// its owner, or null where it is known to be blended.
template <class Scalar>
__device__ __forceinline__ bool itemOf(const AntialiasParams<Scalar>& p,
                                       const uint8_t* silhouettes,
                                       int64_t image,
                                       int64_t y,
                                       int64_t x,
                                       bool vertical,
                                       AntialiasItem<Scalar>* item) {
    const int64_t pixel = (image * p.height + y) * p.width + x;
    const Shown<Scalar> a = shownAt(p.rast, pixel),
                        b = shownAt(p.rast, pixel + (vertical ? p.width : 1));
    const PairOwner owner = ownerOfPair(p.triangles, a.id, a.depth, b.id, b.depth);
    const TriangleIndices t = triangleIndices(p.tri, p.triangles, p.vertices, owner.triangle);
    if (!t.valid) {
        return false;
    }
    Vec2d corners[3];
    for (int k = 0; k < 3; ++k) {
        corners[k] = projectVertex(p.pos + (image * p.vertices + t.v[k]) * 4);
    }
    const uint8_t bits =
        silhouettes ? silhouettes[image * p.triangles + owner.triangle] : kAnySilhouette;
    return blendedPair(p, image, y, x, vertical, owner, bits, corners, item);
}

/// Leaves those of the marked pairs that are blended.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    decideKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                 Mask mask,
                 const uint8_t* silhouettes,
                 uint32_t* pairs) {
    const uint32_t own = blockIdx.x * kThreads + threadIdx.x;
    auto* words = reinterpret_cast<uint2*>(pairs);
    const uint2 marked = own < mask.words() ? words[own] : make_uint2(0, 0);
    forWords((marked.x | marked.y) != 0, own, [&](uint32_t word) {
        const uint2 candidates = words[word];
        const Place at = mask.placeAt(word);
        const int lane = static_cast<int>(threadIdx.x % kWarp);
        bool blended[2];
#pragma unroll 1
        for (int vertical = 0; vertical < 2; ++vertical) {
            AntialiasItem<Scalar> item;
            blended[vertical] = ((vertical ? candidates.y : candidates.x) >> lane & 1) &&
                                itemOf(p, silhouettes, at.image, at.y, at.x, vertical == 1, &item);
        }
        const unsigned h = __ballot_sync(~0u, blended[0]), v = __ballot_sync(~0u, blended[1]);
        if (lane == 0) {
            words[word] = make_uint2(h, v);
        }
    });
}

/// Calls fn(item, whether the thread's pixel is the pair's first) for its pairs, in order.
template <class Scalar, class Function>
__device__ __forceinline__ void forPairs(const AntialiasParams<Scalar>& p,
                                         const OwnPairs& own,
                                         const Place& at,
                                         const Function& fn) {
#pragma unroll 1
    for (int k = 0; k < 4; ++k) {
        const bool wanted = k == 0 ? own.up : (k == 1 ? own.left : (k == 2 ? own.right : own.down));
        AntialiasItem<Scalar> item;
        if (wanted &&
            itemOf(
                p, nullptr, at.image, at.y - (k == 0), at.x - (k == 1), k == 0 || k == 3, &item)) {
            fn(item, k >= 2);
        }
    }
}

/// Adds to a pixel what its pairs give it.
struct BlendPixel {
    template <class Scalar>
    __device__ __forceinline__ void operator()(const AntialiasParams<Scalar>& p,
                                               const AntialiasColors<Scalar>& c,
                                               const OwnPairs& own,
                                               const Place& at) const {
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
                                               const OwnPairs& own,
                                               const Place& at) const {
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
__global__ void __launch_bounds__(kThreads)
    blendKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                const __grid_constant__ AntialiasColors<Scalar> colors,
                Mask mask,
                PerPixel perPixel) {
    const uint32_t own = blockIdx.x * kThreads + threadIdx.x;
    bool wanted = false;
    if (own < mask.words()) {
        const WordPairs pairs = mask.pairsAt(colors.pairs, own);
        wanted = (pairs.up | pairs.left | pairs.right | pairs.down) != 0;
    }
    forWords(wanted, own, [&](uint32_t word) {
        const OwnPairs pairs =
            mask.pairsAt(colors.pairs, word).of(static_cast<int>(threadIdx.x % kWarp));
        const Place at = mask.placeAt(word);
        if (at.x < p.width && (pairs.up || pairs.left || pairs.right || pairs.down)) {
            perPixel(p, colors, pairs, at);
        }
    });
}

template <class Scalar>
dim3 gridOf(const AntialiasParams<Scalar>& p) {
    if (p.images > 65535) {
        throw Error(Error::Kind::BadInput,
                    "antialias: " + std::to_string(p.images) + " images",
                    "Give at most 65535 at once.");
    }
    const int64_t across = (p.width + kWarp - 1) / kWarp, down = (p.height + kRows - 1) / kRows;
    return dim3(blocksFor(across * down, kWarps), static_cast<unsigned>(p.images));
}

template <class Scalar>
unsigned blocksForWords(const AntialiasParams<Scalar>& p) {
    return blocksFor(pairWords(p.images, p.height, p.width) / 2, kThreads);
}

template <class Scalar>
void findPairs(const AntialiasParams<Scalar>& p, uint32_t* pairs, const CudaQueue& queue) {
    if (p.images * p.height * p.width == 0) {
        return;
    }
    const int64_t vertices = p.images * p.vertices;
    Vec2d* projected = queue.scratch<Vec2d>(std::max<int64_t>(vertices, 1));
    uint8_t* silhouettes = queue.scratch<uint8_t>(std::max<int64_t>(p.images * p.triangles, 1));
    if (vertices > 0 && p.triangles > 0) {
        projectKernel<<<blocksFor(vertices, kThreads), kThreads, 0, streamOf(queue)>>>(
            p.pos, vertices, projected);
        silhouettesKernel<<<blocksFor(p.triangles, kThreads), kThreads, 0, streamOf(queue)>>>(
            p, projected, silhouettes);
    }
    pairsKernel<<<gridOf(p), kThreads, 0, streamOf(queue)>>>(p, silhouettes, pairs);
    decideKernel<<<blocksForWords(p), kThreads, 0, streamOf(queue)>>>(
        p, maskOf(p), silhouettes, pairs);
    checkLaunch("antialias");
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
    blendKernel<<<blocksForWords(p), kThreads, 0, streamOf(queue)>>>(p, c, maskOf(p), BlendPixel());
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
    sumOverPixels(c.grad_pos, p.images * p.vertices * 4, queue, [&](auto* sums) {
        using Sum = std::remove_pointer_t<decltype(sums)>;
        blendKernel<<<blocksForWords(p), kThreads, 0, streamOf(queue)>>>(
            p, c, maskOf(p), BlendPixelGrad<Sum>{sums});
        checkLaunch("antialias's gradient");
    });
}

}  // namespace

void antialiasPairsCuda(const AntialiasParams<float>& params,
                        uint32_t* pairs,
                        const CudaQueue& queue) {
    findPairs(params, pairs, queue);
}
void antialiasPairsCuda(const AntialiasParams<double>& params,
                        uint32_t* pairs,
                        const CudaQueue& queue) {
    findPairs(params, pairs, queue);
}
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
