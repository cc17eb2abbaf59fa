// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// A 3 x 3 x 3 convolution (cross-correlation) of a dense volume with zeros around it. Keys: weight
/// [out, in, 3, 3, 3], bias [out].
struct Conv3d {
    at::Tensor weight, bias;  // weight in memory with its input channels last

    Conv3d(const WeightScope& w, int64_t in, int64_t out);

    /// [B, X, Y, Z, in] of any type, contiguous -> [B, X, Y, Z, out] of the weight's type,
    /// contiguous. On the CPU slab by slab, at most 256 MB and about half a second each, with
    /// checkCancelled() in between.
    at::Tensor operator()(const at::Tensor& x) const;
};

}  // namespace bozzetto
