// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/linear.h"

#include <utility>

namespace bozzetto {

enum class Gelu {
    Exact,  // x * Phi(x), by erf
    Tanh,   // its approximation by tanh
};

/// fc2(gelu(fc1(x))). The checkpoints name the two layers differently, hence the keys are the
/// caller's: Mlp(Linear(w / "fc1", dim, hidden), Linear(w / "fc2", hidden, dim), Gelu::Exact).
struct Mlp {
    Linear fc1, fc2;
    Gelu gelu;

    Mlp(Linear fc1, Linear fc2, Gelu gelu) : fc1(std::move(fc1)), fc2(std::move(fc2)), gelu(gelu) {}

    /// [..., dim] -> [..., dim] of the weights' type.
    at::Tensor operator()(const at::Tensor& x) const;
};

}  // namespace bozzetto
