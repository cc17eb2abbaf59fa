// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// A factor for each channel of what a residual branch adds ("Going deeper with Image
/// Transformers", Touvron et al. 2021). Key: gamma [dim], always f32.
struct LayerScale {
    at::Tensor gamma;

    LayerScale(const WeightScope& w, int64_t dim) : gamma(w.as(at::kFloat).get("gamma", {dim})) {}

    /// x += y * gamma, in place: x [..., dim] f32, contiguous; y of any type.
    void add(at::Tensor& x, const at::Tensor& y) const;
};

}  // namespace bozzetto
