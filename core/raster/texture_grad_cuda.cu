// SPDX-License-Identifier: Apache-2.0
// Gradients of texture: few blocks walk over all pixels, so that each adds up many of them before
// it touches the sums in memory.
#include "raster/texture_cuda.h"
#include "raster/texture_sums_cuda.h"

namespace bozzetto {
namespace {

constexpr int kThreads = 256;  // of a block of the small kernels

struct NoTexelSums {
    template <class Scalar>
    __device__ void operator()(int64_t, Scalar, const Scalar*) const {}
};

/// The gradient of one pixel, whose texels get theirs through `sums`; what it leaves to do.
enum class Rest {
    Nothing,
    SumEmpty,  // it asked for (0, 0) on level 0, and its texels have got nothing
};
template <int kChannels, bool kCube, class Scalar, class Sum>
__device__ __forceinline__ Rest pixelGrad(const TextureParams<Scalar>& p,
                                          const SharedLevels& shared,
                                          const BlockSums<Scalar, Sum>& sums,
                                          const Lookup<Scalar>& lookup,
                                          int64_t image,
                                          const Scalar* grad,
                                          const LookupGrad<Scalar>& out) {
    const TextureBoundary boundary = boundaryOf<kCube>(p.boundary);
    const int64_t channels = kChannels > 0 ? kChannels : p.channels;
    bool any = false;
    for (int64_t c = 0; c < channels; ++c) {
        any = any || grad[c] != Scalar(0);
    }
    const FacePoint<Scalar> at = pointOf(boundary, lookup);
    if (!any || !at.valid) {
        return Rest::Nothing;
    }
    const bool origin = !kCube && shared.sums_empty && at.s == Scalar(0) && at.t == Scalar(0);
    if (p.filter == TextureFilter::Nearest) {
        const int64_t index = nearestTexel(boundary, p.level[0].height, p.level[0].width, at);
        if (!origin && index >= 0 && sums.in_memory) {
            addToTexel<kChannels>(p, shared, sums, 0, index, Scalar(1), grad);
        }
        return origin ? Rest::SumEmpty : Rest::Nothing;
    }
    const LevelChoice<Scalar> choice = chooseLevel(p, boundary, lookup, at);
    const bool empty = origin && choice.second == 0;
    LevelGrad<Scalar> of[2] = {};
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        if (i == 0 || choice.second > choice.first) {
            const int l = i == 0 ? choice.first : choice.second;
            const TextureLevel<Scalar>& level = p.level[l];
            const Taps<Scalar> taps = linearTaps(boundary, level.height, level.width, at);
            const Scalar share = i == 0 ? Scalar(1) - choice.fraction : choice.fraction;
            of[i] = levelGrad(level.data + image * level.texels * channels,
                              channels,
                              taps,
                              share,
                              grad,
                              NoTexelSums());
            if (sums.in_memory && !empty) {
                addTaps<kChannels>(p, shared, sums, l, taps, share, grad);
            }
        }
    }
    const Scalar w0 = Scalar(1) - choice.fraction, w1 = choice.fraction;
    coordinateGrad(p,
                   boundary,
                   lookup,
                   at,
                   w0 * of[0].s + w1 * of[1].s,
                   w0 * of[0].t + w1 * of[1].t,
                   choice.second > choice.first ? of[1].value - of[0].value : Scalar(0),
                   out);
    return empty ? Rest::SumEmpty : Rest::Nothing;
}

template <class T>
__device__ __forceinline__ T warpSum(T value) {
#pragma unroll
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        value += __shfl_down_sync(~0u, value, offset);
    }
    return value;
}

/// Derivatives of what is read at (0, 0) on level 0 by s and t, for each channel.
template <int kChannels, class Scalar>
struct OriginSlopes {
    Scalar s[kChannels], t[kChannels];

    /// For channel threadIdx.x of the image's texture.
    __device__ __forceinline__ void find(const TextureParams<Scalar>& p, int64_t image) {
        const int c = static_cast<int>(threadIdx.x);
        if (c >= kChannels) {
            return;
        }
        s[c] = t[c] = Scalar(0);
        if (p.filter == TextureFilter::Nearest) {
            return;
        }
        const TextureLevel<Scalar>& base = p.level[0];
        const Taps<Scalar> taps = linearTaps(boundaryOf<false>(p.boundary),
                                             base.height,
                                             base.width,
                                             FacePoint<Scalar>{Scalar(0), Scalar(0), 0, true});
        for (int k = 0; k < 4; ++k) {
            if (taps.index[k] >= 0) {
                const Scalar texel = base.data[image * base.texels * kChannels +
                                               texelOffset(taps.index[k], kChannels) + c];
                s[c] += taps.slope_s[k] * texel;
                t[c] += taps.slope_t[k] * texel;
            }
        }
    }
};

/// Blocks (some, image). largest: bits of the largest |grad_out|. padded: of all images, or null.
template <int kThreads, int kChannels, bool kCube, class Scalar, class Sum>
__global__ void __launch_bounds__(kThreads)
    textureGradKernel(const __grid_constant__ TextureGradParams<Scalar> g,
                      const __grid_constant__ SharedLevels shared,
                      const uint32_t* largest,
                      Sum* all_sums,
                      float4* padded) {
    extern __shared__ __align__(16) unsigned char shared_memory[];
    constexpr int kWarps = kThreads / kWarp;
    __shared__ __align__(16) float staging[kWarps][3 * kWarp];
    __shared__ OriginSlopes<(kChannels > 0 ? kChannels : 1), Scalar> origin_slopes;
    constexpr bool kOriginApart = kChannels > 0 && !kCube;
    const TextureParams<Scalar>& p = g.forward;
    constexpr int kAxes = OwnLookup<kCube, Scalar>::kAxes;
    const int channels = kChannels > 0 ? kChannels : static_cast<int>(p.channels);
    const int warp = static_cast<int>(threadIdx.x) / kWarp,
              lane = static_cast<int>(threadIdx.x) % kWarp;
    float* const own_staging = staging[warp];

    const float unit = all_sums ? unitOf(*largest) : 1.0f;
    BlockSums<Scalar, Sum> sums;
    sums.coarse = reinterpret_cast<int*>(shared_memory);
    sums.fine = sums.coarse + shared.sums;
    sums.to_coarse = kCoarseUnits / unit;
    sums.to_memory = kMemoryUnits / static_cast<double>(unit);
    Scalar* const all_empty = reinterpret_cast<Scalar*>(sums.fine + shared.sums);
    sums.empty = all_empty + warp * channels;
    sums.in_memory = all_sums ? all_sums + int64_t{blockIdx.y} * g.grad_size : nullptr;
    sums.padded = padded ? padded + blockIdx.y * paddedTexels(shared) : nullptr;
    for (int i = static_cast<int>(threadIdx.x); i < 2 * shared.sums; i += kThreads) {
        sums.coarse[i] = 0;
    }
    for (int i = lane; shared.sums_empty && i < channels; i += kWarp) {
        sums.empty[i] = Scalar(0);
    }
    if constexpr (kOriginApart) {
        origin_slopes.find(p, blockIdx.y);
    }
    __syncthreads();

    const int64_t step = int64_t{gridDim.x} * kThreads;
    int rounds = 0;
    for (int64_t begin = int64_t{blockIdx.x} * kThreads; begin < p.pixels; begin += step) {
        if (++rounds == kMostRounds && sums.in_memory) {
            flushLevels<kChannels>(p, shared, sums);
            rounds = 0;
        }
        const int64_t in_image = begin + warp * kWarp;
        if (in_image >= p.pixels) {
            continue;
        }
        const int64_t first = int64_t{blockIdx.y} * p.pixels + in_image;
        const int count = static_cast<int>(min(int64_t{kWarp}, p.pixels - in_image));
        const OwnLookup<kCube, Scalar> own = loadLookup<kCube>(p, first, count, own_staging);
        Scalar grad[kChannels > 0 ? kChannels : 1];
        const Scalar* grad_out = grad;
        if constexpr (kChannels > 0) {
            loadPixels(g.grad_out + kChannels * first, count, own_staging, grad);
        } else {
            grad_out = g.grad_out + p.channels * (first + lane);
        }
        Scalar grad_uv[kAxes] = {}, grad_da[2 * kAxes] = {}, grad_bias[1] = {};
        Rest rest = Rest::Nothing;
        bool done = false;  // the same for the whole warp
        if constexpr (kOriginApart) {
            done = (shared.sums_empty || !sums.in_memory) && __all_sync(~0u, asksForOrigin(p, own));
            if (done) {
                rest = Rest::SumEmpty;
#pragma unroll
                for (int c = 0; c < kChannels; ++c) {
                    grad_uv[0] += origin_slopes.s[c] * grad[c];
                    grad_uv[1] += origin_slopes.t[c] * grad[c];
                }
            }
        }
        if (lane < count && !done) {
            rest = pixelGrad<kChannels, kCube>(
                p, shared, sums, own.lookup(), blockIdx.y, grad_out, {grad_uv, grad_da, grad_bias});
        }
        if (sums.in_memory && __any_sync(~0u, rest == Rest::SumEmpty)) {
            for (int c = 0; c < channels; ++c) {
                const Scalar sum = warpSum(rest == Rest::SumEmpty ? grad_out[c] : Scalar(0));
                if (lane == 0) {
                    sums.empty[c] += sum;
                }
            }
        }
        if (g.grad_uv) {
            storePixels(g.grad_uv + kAxes * first, count, own_staging, grad_uv);
        }
        if (g.grad_uv_da) {
            storePixels(g.grad_uv_da + 2 * kAxes * first, count, own_staging, grad_da);
        }
        if (g.grad_bias) {
            storePixels(g.grad_bias + first, count, own_staging, grad_bias);
        }
    }
    if (sums.in_memory) {
        flushLevels<kChannels>(p, shared, sums);
        if (shared.sums_empty) {
            flushEmpty<kChannels>(p, sums, all_empty);
        }
    }
}

/// The bits of the largest |value|: as numbers they are in the same order, infinities and NaN last.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    largestKernel(const Scalar* values, int64_t count, uint32_t* largest) {
    uint32_t found = 0;
    const int64_t thread = int64_t{blockIdx.x} * kThreads + threadIdx.x,
                  threads = int64_t{gridDim.x} * kThreads;
    const auto look = [&](float value) { found = max(found, __float_as_uint(fabsf(value))); };
    int64_t done = 0;
    if constexpr (std::is_same_v<Scalar, float>) {
        for (int64_t i = thread; i < count / 4; i += threads) {
            const float4 v = reinterpret_cast<const float4*>(values)[i];
            look(v.x), look(v.y), look(v.z), look(v.w);
        }
        done = count / 4 * 4;
    }
    for (int64_t i = done + thread; i < count; i += threads) {
        look(static_cast<float>(values[i]));
    }
#pragma unroll
    for (int offset = kWarp / 2; offset > 0; offset /= 2) {
        found = max(found, __shfl_xor_sync(~0u, found, offset));
    }
    if (threadIdx.x % kWarp == 0 && found > *largest) {
        atomicMax(largest, found);
    }
}

/// Adds the padded sums to the gradient. Block (texels, image).
__global__ void __launch_bounds__(kThreads)
    addPaddedSums(const float4* padded, int64_t texels, int64_t grad_size, float* grad_texture) {
    const int64_t texel = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (texel < texels) {
        const float4 sum = __ldcs(padded + blockIdx.y * texels + texel);
        if (sum.x != 0.0f || sum.y != 0.0f || sum.z != 0.0f) {
            float* to = grad_texture + blockIdx.y * grad_size + 3 * texel;
            to[0] += sum.x;
            to[1] += sum.y;
            to[2] += sum.z;
        }
    }
}

/// Adds whole sums to `to`.
template <class Scalar>
__global__ void __launch_bounds__(kThreads)
    addWholeSums(const WholeSum* sums, int64_t count, const uint32_t* largest, Scalar* to) {
    const int64_t i = int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (i < count) {
        to[i] += static_cast<Scalar>(wholeValue(sums[i]) *
                                     (static_cast<double>(unitOf(*largest)) / kMemoryUnits));
    }
}

int attributeOf(const CudaQueue& queue, cudaDeviceAttr attribute) {
    int value = 0;
    checkCuda(cudaDeviceGetAttribute(&value, attribute, queue.device), "texture's gradient");
    return value;
}
int multiprocessors(const CudaQueue& queue) {
    return attributeOf(queue, cudaDevAttrMultiProcessorCount);
}

/// Where a GPU adds four floats in one operation (from compute capability 9 on), three channels are
/// summed as four if that saves more than the larger array costs. Zero; null if not.
template <class Scalar, class Sum>
float4* paddedSums(const TextureParams<Scalar>& p,
                   const SharedLevels& shared,
                   const Sum* sums,
                   const CudaQueue& queue) {
    const int64_t texels = p.images * paddedTexels(shared);
    if (!std::is_same_v<Sum, float> || !sums || p.channels != 3 || texels == 0 ||
        p.images * p.pixels < texels / 4 ||
        attributeOf(queue, cudaDevAttrComputeCapabilityMajor) < 9) {
        return nullptr;
    }
    float4* padded = queue.scratch<float4>(texels);
    checkCuda(
        cudaMemsetAsync(padded, 0, static_cast<size_t>(texels) * sizeof(*padded), streamOf(queue)),
        "cudaMemset");
    return padded;
}

/// kPerMultiprocessor: blocks that run at once on one. most_bytes: of shared memory for a block's
/// sums.
template <int kThreadsEach,
          int kPerMultiprocessor,
          int kChannels,
          bool kCube,
          class Scalar,
          class Sum>
void launchGrad(const TextureGradParams<Scalar>& g,
                int64_t most_bytes,
                const uint32_t* largest,
                Sum* sums,
                const CudaQueue& queue) {
    const TextureParams<Scalar>& p = g.forward;
    // What a GPU gives a block, less what this one has besides its sums.
    const int64_t bytes_left =
        attributeOf(queue, cudaDevAttrMaxSharedMemoryPerBlockOptin) - (15 << 10);
    const SharedLevels shared =
        planShared(p, kThreadsEach, std::min(most_bytes, bytes_left), sums != nullptr);
    float4* padded = paddedSums(p, shared, sums, queue);
    size_t bytes = static_cast<size_t>(shared.sums) * 2 * sizeof(int);
    if (shared.sums_empty) {
        bytes += static_cast<size_t>(kThreadsEach / kWarp * p.channels) * sizeof(Scalar);
    }
    // As many blocks as run at once, each with pixels enough to be worth its sums.
    const int64_t most =
        std::max<int64_t>(1, kPerMultiprocessor * multiprocessors(queue) / p.images);
    const dim3 grid(
        static_cast<unsigned>(std::clamp<int64_t>(p.pixels / (2 * kThreadsEach), 1, most)),
        static_cast<unsigned>(p.images));
    const auto kernel = textureGradKernel<kThreadsEach, kChannels, kCube, Scalar, Sum>;
    checkCuda(cudaFuncSetAttribute(
                  kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes)),
              "texture's gradient");
    kernel<<<grid, kThreadsEach, bytes, streamOf(queue)>>>(g, shared, largest, sums, padded);
    if constexpr (std::is_same_v<Sum, float>) {
        if (padded) {
            const int64_t texels = paddedTexels(shared);
            const dim3 texel_grid(blocksFor(texels, kThreads), static_cast<unsigned>(p.images));
            addPaddedSums<<<texel_grid, kThreads, 0, streamOf(queue)>>>(
                padded, texels, g.grad_size, sums);
        }
    }
    checkLaunch("texture's gradient");
}

template <class Scalar, class Sum>
void gradOfImages(const TextureGradParams<Scalar>& params,
                  const uint32_t* largest,
                  Sum* sums,
                  const CudaQueue& queue) {
    TextureGradParams<Scalar> g = params;
    g.forward = joinedImages(params.forward);
    constexpr int64_t kLarge = 144 << 10, kSmall = 46 << 10;
    const bool cube = g.forward.boundary == TextureBoundary::Cube;
    const auto launch = [&](auto channels) {
        // Few registers: one large block, whose sums reach up to levels of 64 x 64.
        constexpr bool kFew = channels() > 0;
        if (cube) {
            launchGrad<512, 2, channels(), true>(g, kSmall, largest, sums, queue);
        } else if constexpr (kFew) {
            launchGrad<1024, 1, channels(), false>(g, kLarge, largest, sums, queue);
        } else {
            launchGrad<512, 2, channels(), false>(g, kSmall, largest, sums, queue);
        }
    };
    if constexpr (std::is_same_v<Sum, float>) {
        withChannels<float>(g.forward.channels, launch);
    } else {
        launch(std::integral_constant<int, 0>());
    }
}

template <class Scalar>
uint32_t* largestOf(const Scalar* values, int64_t count, const CudaQueue& queue) {
    uint32_t* largest = queue.scratch<uint32_t>(1);
    checkCuda(cudaMemsetAsync(largest, 0, sizeof(*largest), streamOf(queue)), "cudaMemset");
    const auto blocks = static_cast<unsigned>(
        std::clamp<int64_t>(count / (4 * kThreads), 1, 4 * multiprocessors(queue)));
    largestKernel<<<blocks, kThreads, 0, streamOf(queue)>>>(values, count, largest);
    checkLaunch("texture's gradient");
    return largest;
}

template <class Scalar>
void textureGrad(const TextureGradParams<Scalar>& params, const CudaQueue& queue) {
    const TextureParams<Scalar>& p = params.forward;
    if (p.images * p.pixels == 0) {
        return;
    }
    if (!params.grad_texture) {
        gradOfImages<Scalar, Scalar>(params, nullptr, nullptr, queue);
        return;
    }
    const uint32_t* largest = largestOf(params.grad_out, p.images * p.pixels * p.channels, queue);
    if (!queue.deterministic) {
        gradOfImages(params, largest, params.grad_texture, queue);
        return;
    }
    const int64_t size = (p.texture_per_image ? p.images : 1) * params.grad_size;
    WholeSum* sums = queue.scratch<WholeSum>(size);
    checkCuda(cudaMemsetAsync(sums, 0, static_cast<size_t>(size) * sizeof(*sums), streamOf(queue)),
              "cudaMemset");
    gradOfImages(params, largest, sums, queue);
    addWholeSums<<<blocksFor(size, kThreads), kThreads, 0, streamOf(queue)>>>(
        sums, size, largest, params.grad_texture);
    checkLaunch("texture's gradient");
}

}  // namespace

void textureGradCuda(const TextureGradParams<float>& params, const CudaQueue& queue) {
    textureGrad(params, queue);
}
void textureGradCuda(const TextureGradParams<double>& params, const CudaQueue& queue) {
    textureGrad(params, queue);
}

}  // namespace bozzetto
