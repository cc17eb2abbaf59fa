// SPDX-License-Identifier: Apache-2.0
#include "nn/mlp.h"

namespace bozzetto {

at::Tensor Mlp::operator()(const at::Tensor& x) const {
    at::Tensor hidden = fc1(x);
    at::gelu_(hidden, gelu == Gelu::Tanh ? "tanh" : "none");
    return fc2(hidden);
}

}  // namespace bozzetto
