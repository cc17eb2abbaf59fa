// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the kernels of texture and of its gradient share: how a warp reads what its pixels ask for.
// For .cu files only.
#include "raster/pixel_rows_cuda.h"
#include "raster/texture_kernel.h"

#include <type_traits>

namespace bozzetto {

/// One pixel's own values, in registers.
template <bool kCube, class Scalar>
struct OwnLookup {
    static constexpr int kAxes = kCube ? 3 : 2;
    Scalar uv[kAxes], uv_da[2 * kAxes], bias[1];

    __device__ Lookup<Scalar> lookup() const { return {uv, uv_da, bias}; }
};

/// Pixel `lane` of the `count` that start at `first`. All threads of the warp call it.
template <bool kCube, class Scalar>
__device__ __forceinline__ OwnLookup<kCube, Scalar> loadLookup(const TextureParams<Scalar>& p,
                                                               int64_t first,
                                                               int count,
                                                               float* staging) {
    constexpr int kAxes = OwnLookup<kCube, Scalar>::kAxes;
    OwnLookup<kCube, Scalar> own;
    loadPixels(p.uv + kAxes * first, count, staging, own.uv);
    if (p.uv_da) {
        loadPixels(p.uv_da + 2 * kAxes * first, count, staging, own.uv_da);
    }
    if (p.bias) {
        loadPixels(p.bias + first, count, staging, own.bias);
    }
    return own;
}

/// Whether the pixel asks for (0, 0) with an empty footprint, as pixels that show nothing do: on
/// level 0 then, unless there is a bias.
template <class Scalar>
__device__ __forceinline__ bool asksForOrigin(const TextureParams<Scalar>& p,
                                              const OwnLookup<false, Scalar>& own) {
    bool origin = own.uv[0] == Scalar(0) && own.uv[1] == Scalar(0);
    if (p.filter >= TextureFilter::LinearMipmapNearest) {
        origin = origin && !p.bias && p.uv_da && own.uv_da[0] == Scalar(0) &&
                 own.uv_da[1] == Scalar(0) && own.uv_da[2] == Scalar(0) &&
                 own.uv_da[3] == Scalar(0);
    }
    return origin;
}

/// 2-D boundaries are told apart at run time, cubes at compile time: they take many registers.
template <bool kCube>
__device__ __forceinline__ TextureBoundary boundaryOf(TextureBoundary boundary) {
    if (kCube) {
        return TextureBoundary::Cube;
    }
    return boundary == TextureBoundary::Clamp
               ? TextureBoundary::Clamp
               : (boundary == TextureBoundary::Zero ? TextureBoundary::Zero
                                                    : TextureBoundary::Wrap);
}

/// Elements before texel `index` (>= 0) of a level: levels have at most 2^32 texels.
template <class Channels>
__device__ __forceinline__ int64_t texelOffset(int64_t index, Channels channels) {
    return static_cast<int64_t>(uint64_t{static_cast<uint32_t>(index)} *
                                static_cast<uint32_t>(channels));
}

template <int kChannels, class Scalar>
__device__ __forceinline__ void loadTexel(const Scalar* texel, Scalar (&to)[kChannels]) {
    if constexpr (kChannels == 4 && sizeof(Scalar) == sizeof(float)) {
        const float4 v = __ldg(reinterpret_cast<const float4*>(texel));
        to[0] = v.x, to[1] = v.y, to[2] = v.z, to[3] = v.w;
    } else {
#pragma unroll
        for (int c = 0; c < kChannels; ++c) {
            to[c] = __ldg(texel + c);
        }
    }
}

/// Calls fn(number of channels) with a constant for the usual ones of floats, else 0.
template <class Scalar, class Function>
void withChannels(int64_t channels, const Function& fn) {
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        switch (channels) {
            case 1:
                return fn(std::integral_constant<int, 1>());
            case 3:
                return fn(std::integral_constant<int, 3>());
            case 4:
                return fn(std::integral_constant<int, 4>());
            default:
                break;
        }
    }
    fn(std::integral_constant<int, 0>());
}

/// Images that share a texture are one long image to the kernels.
template <class Scalar>
TextureParams<Scalar> joinedImages(const TextureParams<Scalar>& params) {
    TextureParams<Scalar> p = params;
    if (p.level[0].texels > int64_t{1} << 32) {
        throw Error(Error::Kind::BadInput,
                    "texture: " + std::to_string(p.level[0].texels) + " texels",
                    "Give at most 2^32.");
    }
    if (!p.texture_per_image) {
        p.pixels *= p.images;
        p.images = 1;
    } else if (p.images > 65535) {
        throw Error(Error::Kind::BadInput,
                    "texture: " + std::to_string(p.images) + " textures",
                    "Give at most 65535 at once.");
    }
    return p;
}

}  // namespace bozzetto
