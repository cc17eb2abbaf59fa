// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Layer normalisation over the last axis ("Layer Normalization", Ba, Kiros, Hinton 2016): computed
/// in f32 whatever comes in. Keys: weight [dim], bias [dim], always f32.
struct LayerNorm {
    at::Tensor weight, bias;  // undefined in a plain one
    double eps = 1e-5;
    int64_t dim = 0;

    LayerNorm(const WeightScope& w, int64_t dim, double eps)
        : weight(w.as(at::kFloat).get("weight", {dim})),
          bias(w.as(at::kFloat).get("bias", {dim})),
          eps(eps),
          dim(dim) {}
    /// Without parameters.
    static LayerNorm plain(int64_t dim, double eps) { return LayerNorm(dim, eps); }

    /// [..., dim] -> the same shape and type, or of type `out`.
    at::Tensor operator()(const at::Tensor& x) const { return (*this)(x, x.scalar_type()); }
    at::Tensor operator()(const at::Tensor& x, at::ScalarType out) const;

    /// The normalised x times (1 + scale) plus shift, as adaptive layer norms of diffusion
    /// transformers have it: x [B, ..., dim], scale and shift [B, dim] -> x's shape, of type `out`.
    at::Tensor modulated(const at::Tensor& x,
                         const at::Tensor& scale,
                         const at::Tensor& shift,
                         at::ScalarType out) const;

private:
    LayerNorm(int64_t dim, double eps) : eps(eps), dim(dim) {}
};

/// Root mean square normalisation of each head: x / max(|x|, 1e-12) * gamma * sqrt(head_dim), in
/// f32. Key: gamma [heads, head_dim], always f32.
struct RmsNorm {
    at::Tensor gamma;

    RmsNorm(const WeightScope& w, int64_t heads, int64_t head_dim)
        : gamma(w.as(at::kFloat).get("gamma", {heads, head_dim})) {}

    /// [..., heads, head_dim] -> the same shape and type.
    at::Tensor operator()(const at::Tensor& x) const;
    /// The same in place: x may be a view, as the queries in [B, L, 3, heads, D] are.
    void apply(const at::Tensor& x) const;
};

}  // namespace bozzetto
