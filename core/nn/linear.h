// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"

#include <ATen/ATen.h>

#include <utility>

namespace bozzetto {

/// y = x W^T + b over the last axis. Keys: weight [out, in], bias [out].
struct Linear {
    at::Tensor weight, bias;

    Linear(at::Tensor weight, at::Tensor bias) : weight(std::move(weight)), bias(std::move(bias)) {}
    Linear(const WeightScope& w, int64_t in, int64_t out)
        : weight(w.get("weight", {out, in})), bias(w.get("bias", {out})) {}

    /// [..., in] of any type -> [..., out] of the weight's type, in which it is computed. On the
    /// CPU large inputs go piece by piece, with checkCancelled() in between.
    at::Tensor operator()(const at::Tensor& x) const;
};

}  // namespace bozzetto
