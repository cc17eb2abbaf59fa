// SPDX-License-Identifier: Apache-2.0
// Antialiasing in two passes over the pixels, both bound by bytes: the first reads rast and marks
// the pairs that are blended, the second copies the colours and adds what those pairs give.
#include "raster/antialias_cuda.h"
#include "raster/pixel_rows_cuda.h"
#include "raster/pixel_sums_cuda.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / kWarp;
constexpr int kRows = 16;  // that a warp walks down to find pairs: it reads one more

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

/// Whether the pair that starts at (x, y) is blended.
template <class Scalar>
__device__ __forceinline__ bool isBlended(const AntialiasParams<Scalar>& p,
                                          const Vec2d* projected,
                                          const uint8_t* silhouettes,
                                          int64_t image,
                                          int64_t y,
                                          int64_t x,
                                          bool vertical,
                                          const Shown<Scalar>& shown0,
                                          const Shown<Scalar>& shown1) {
    const PairOwner owner =
        ownerOfPair(p.triangles, shown0.id, shown0.depth, shown1.id, shown1.depth);
    if (owner.triangle < 0) {
        return false;
    }
    const uint8_t bits = silhouettes[image * p.triangles + owner.triangle];
    if (!(bits & 7)) {
        return false;
    }
    const int32_t* v = p.tri + int64_t{3} * owner.triangle;
    const Vec2d* of_image = projected + image * p.vertices;
    const Vec2d corners[3] = {of_image[v[0]], of_image[v[1]], of_image[v[2]]};
    AntialiasItem<Scalar> item;
    return blendedPair(p, image, y, x, vertical, owner, bits, corners, &item);
}

/// Fills the mask. A warp a strip of 32 columns and kRows rows; block (strips, image).
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    pairsKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                const Vec2d* projected,
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
    const int64_t y1 = min(y0 + kRows, p.height);
    const bool inside = x < p.width, has_right = x + 1 < p.width;
    const auto read = [&](int64_t y) {
        return inside ? shownAt(p.rast, (image * p.height + y) * p.width + x)
                      : Shown<Scalar>{Scalar(0), Scalar(0)};
    };
    Shown<Scalar> next = read(y0);
    for (int64_t y = y0; y < y1; ++y) {
        const Shown<Scalar> here = next;
        const bool has_next = y + 1 < p.height;
        if (has_next) {
            next = read(y + 1);
        }
        Shown<Scalar> right{__shfl_down_sync(~0u, here.depth, 1),
                            __shfl_down_sync(~0u, here.id, 1)};
        if (lane == kWarp - 1 && has_right) {
            right = shownAt(p.rast, (image * p.height + y) * p.width + x + 1);
        }
        const bool horizontal =
            has_right && here.id != right.id &&
            isBlended(p, projected, silhouettes, image, y, x, false, here, right);
        const bool vertical = inside && has_next && here.id != next.id &&
                              isBlended(p, projected, silhouettes, image, y, x, true, here, next);
        const unsigned h = __ballot_sync(~0u, horizontal), v = __ballot_sync(~0u, vertical);
        if (lane == 0) {
            const int64_t word = (image * p.height + y) * across + strip % across;
            reinterpret_cast<uint2*>(pairs)[word] = make_uint2(h, v);
        }
    }
}

/// The pairs of the mask that a thread's pixel takes part in, in the order of their first pixels:
/// with the pixel above, to the left, to the right, below.
struct OwnPairs {
    bool up, left, right, down;
    __device__ bool any() const { return up || left || right || down; }
};

/// 32 pixels of a row, a warp's.
struct Segment {
    int64_t image, y, x, pixel;  // the thread's
    int64_t first;               // pixel of the warp
    int count;
};

__device__ __forceinline__ OwnPairs ownPairs(const uint32_t* pairs,
                                             int64_t word,
                                             uint32_t across,
                                             const Segment& s) {
    const auto* words = reinterpret_cast<const uint2*>(pairs);
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const uint2 own = __ldg(words + word);
    const unsigned above = s.y > 0 ? __ldg(words + word - across).y : 0u;
    const unsigned before = s.x - lane > 0 ? __ldg(words + word - 1).x >> 31 : 0u;
    const unsigned left = own.x << 1 | before;
    return {(above >> lane & 1) != 0,
            (left >> lane & 1) != 0 && lane < s.count,
            (own.x >> lane & 1) != 0,
            (own.y >> lane & 1) != 0};
}

/// The item of a pair that the mask has marked; the same as when it was found.
template <class Scalar>
__device__ __forceinline__ AntialiasItem<Scalar> itemOf(
    const AntialiasParams<Scalar>& p, int64_t image, int64_t y, int64_t x, bool vertical) {
    const int64_t pixel = (image * p.height + y) * p.width + x;
    const Shown<Scalar> a = shownAt(p.rast, pixel),
                        b = shownAt(p.rast, pixel + (vertical ? p.width : 1));
    const PairOwner owner = ownerOfPair(p.triangles, a.id, a.depth, b.id, b.depth);
    AntialiasItem<Scalar> item{};
    const TriangleIndices t = triangleIndices(p.tri, p.triangles, p.vertices, owner.triangle);
    if (!t.valid) {
        return item;
    }
    Vec2d corners[3];
    for (int k = 0; k < 3; ++k) {
        corners[k] = projectVertex(p.pos + (image * p.vertices + t.v[k]) * 4);
    }
    blendedPair(p, image, y, x, vertical, owner, uint8_t{7}, corners, &item);
    return item;
}

/// Copies a warp's pixels.
template <class Scalar>
__device__ __forceinline__ void copySegment(const Scalar* from, Scalar* to, int64_t count) {
    constexpr int64_t kPack = 16 / sizeof(Scalar);
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    int64_t done = 0;
    if ((reinterpret_cast<uintptr_t>(from) | reinterpret_cast<uintptr_t>(to)) % 16 == 0) {
        const int64_t packs = count / kPack;
        for (int64_t i = lane; i < packs; i += kWarp) {
            __stcs(reinterpret_cast<float4*>(to) + i,
                   __ldcs(reinterpret_cast<const float4*>(from) + i));
        }
        done = packs * kPack;
    }
    for (int64_t i = done + lane; i < count; i += kWarp) {
        to[i] = from[i];
    }
}

/// Calls fn(item, whether the thread's pixel is the pair's first) for its pairs, in order.
template <class Scalar, class Function>
__device__ __forceinline__ void forPairs(const AntialiasParams<Scalar>& p,
                                         const OwnPairs& own,
                                         const Segment& s,
                                         const Function& fn) {
#pragma unroll 1
    for (int k = 0; k < 4; ++k) {
        const bool wanted = k == 0 ? own.up : (k == 1 ? own.left : (k == 2 ? own.right : own.down));
        if (wanted) {
            fn(itemOf(p, s.image, s.y - (k == 0), s.x - (k == 1), k == 0 || k == 3), k >= 2);
        }
    }
}

struct BlendPixel {
    template <class Scalar>
    __device__ __forceinline__ void operator()(const AntialiasParams<Scalar>& p,
                                               const AntialiasColors<Scalar>& c,
                                               const OwnPairs& own,
                                               const Segment& s) const {
        Scalar* out = c.out + s.pixel * c.channels;
        forPairs(p, own, s, [&](const AntialiasItem<Scalar>& item, bool is_first) {
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

/// Sum: what positions' gradients are added up in.
template <class Sum>
struct BlendPixelGrad {
    Sum* grad_pos;  // or null

    template <class Scalar>
    __device__ __forceinline__ void operator()(const AntialiasParams<Scalar>& p,
                                               const AntialiasColors<Scalar>& c,
                                               const OwnPairs& own,
                                               const Segment& s) const {
        Scalar* grad_color = c.grad_color ? c.grad_color + s.pixel * c.channels : nullptr;
        forPairs(p, own, s, [&](const AntialiasItem<Scalar>& item, bool is_first) {
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

/// Copies `from` to `to` (unless null) and calls perPixel where the mask has a pair.
template <class Scalar, class PerPixel>
__global__ void __launch_bounds__(kThreads)
    blendKernel(const __grid_constant__ AntialiasParams<Scalar> p,
                const __grid_constant__ AntialiasColors<Scalar> colors,
                const Scalar* from,
                Scalar* to,
                PerPixel perPixel) {
    const int lane = static_cast<int>(threadIdx.x % kWarp);
    const auto across = static_cast<uint32_t>((p.width + kWarp - 1) / kWarp);
    const int64_t row = int64_t{blockIdx.y} * p.height;  // of all images
    const uint32_t in_image = blockIdx.x * kWarps + threadIdx.x / kWarp;
    const int64_t y = in_image / across, x0 = int64_t{in_image % across} * kWarp;
    if (y >= p.height) {
        return;
    }
    Segment s;
    s.image = blockIdx.y;
    s.y = y;
    s.x = x0 + lane;
    s.first = (row + y) * p.width + x0;
    s.pixel = s.first + lane;
    s.count = static_cast<int>(min(int64_t{kWarp}, p.width - x0));
    const OwnPairs own = ownPairs(colors.pairs, row * across + in_image, across, s);
    if (to) {
        copySegment(from + s.first * colors.channels,
                    to + s.first * colors.channels,
                    s.count * colors.channels);
        __syncwarp();
    }
    if (own.any()) {
        perPixel(p, colors, own, s);
    }
}

template <class Scalar>
dim3 gridOf(const AntialiasParams<Scalar>& p, int64_t rows_each) {
    if (p.images > 65535) {
        throw Error(Error::Kind::BadInput,
                    "antialias: " + std::to_string(p.images) + " images",
                    "Give at most 65535 at once.");
    }
    const int64_t across = (p.width + kWarp - 1) / kWarp,
                  down = (p.height + rows_each - 1) / rows_each;
    return dim3(blocksFor(across * down, kWarps), static_cast<unsigned>(p.images));
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
    pairsKernel<<<gridOf(p, kRows), kThreads, 0, streamOf(queue)>>>(
        p, projected, silhouettes, pairs);
    checkLaunch("antialias");
}

template <class Scalar>
void blend(const AntialiasParams<Scalar>& p,
           const AntialiasColors<Scalar>& c,
           const CudaQueue& queue) {
    if (p.images * p.height * p.width * c.channels == 0) {
        return;
    }
    blendKernel<<<gridOf(p, 1), kThreads, 0, streamOf(queue)>>>(p, c, c.color, c.out, BlendPixel());
    checkLaunch("antialias");
}

template <class Scalar>
void blendGrad(const AntialiasParams<Scalar>& p,
               const AntialiasColors<Scalar>& c,
               const CudaQueue& queue) {
    if (p.images * p.height * p.width * c.channels == 0) {
        return;
    }
    sumOverPixels(c.grad_pos, p.images * p.vertices * 4, queue, [&](auto* sums) {
        using Sum = std::remove_pointer_t<decltype(sums)>;
        blendKernel<<<gridOf(p, 1), kThreads, 0, streamOf(queue)>>>(
            p, c, c.grad, c.grad_color, BlendPixelGrad<Sum>{sums});
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
