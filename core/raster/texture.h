// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

enum class TextureFilter { Nearest, Linear, LinearMipmapNearest, LinearMipmapLinear };
enum class TextureBoundary { Wrap, Clamp, Zero, Cube };

struct TextureOptions {
    TextureFilter filter = TextureFilter::Linear;
    TextureBoundary boundary = TextureBoundary::Wrap;
    int max_mip_level = -1;  // -1: down to 1 x 1
    at::Tensor uv_da;        // [N, H, W, 4] (cube: 6), optional
    at::Tensor mip_bias;     // [N, H, W], optional
    std::vector<at::Tensor>
        mips;  // levels 1.. given by the caller (each gets its own gradient), optional
};

/// Texture lookup. tex [1 or N, Ht, Wt, C] or, Cube, [1 or N, 6, S, S, C]; uv [N, H, W, 2] (Cube:
/// 3, need not be unit). Texel (0, 0) of memory is at uv (0, 0). Returns [N, H, W, C].
/// Differentiable in tex, mips, uv, uv_da, mip_bias.
at::Tensor texture(const at::Tensor& tex, const at::Tensor& uv, const TextureOptions& options = {});

}  // namespace bozzetto
