// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <vector>

namespace bozzetto {

/// Interpolates vertex attributes at rasterized pixels.
/// attr [1 or N, V, A] float or double; rast [N, H, W, 4] as rasterize gives it (any H, W: a
/// compact list of M pixels is [1, 1, M, 4]); tri [T, 3] int32 (attribute indices: may differ from
/// the position indices). Returns [N, H, W, A], zero where empty. Differentiable in attr and rast
/// (u, v).
at::Tensor interpolate(const at::Tensor& attr, const at::Tensor& rast, const at::Tensor& tri);

struct Interpolated {
    at::Tensor out;     // [N, H, W, A]
    at::Tensor out_da;  // [N, H, W, 2 D]: (da/dX, da/dY) for each of the D attributes asked for
};
/// With screen-space derivatives of the attributes `which` (empty = all; negative counts from the
/// end).
Interpolated interpolate(const at::Tensor& attr,
                         const at::Tensor& rast,
                         const at::Tensor& tri,
                         const at::Tensor& rast_db,
                         const std::vector<int64_t>& which = {});

}  // namespace bozzetto
