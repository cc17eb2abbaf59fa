// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "raster/texture_modes.h"

#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

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
/// The mipmap filters need uv_da or mip_bias, and even sides (or 1) at each level above the last:
/// limit max_mip_level. Throws Error(BadInput) if shapes, dtypes or devices disagree or a mipmap
/// cannot be made.
at::Tensor texture(const at::Tensor& tex, const at::Tensor& uv, const TextureOptions& options = {});

}  // namespace bozzetto
