// SPDX-License-Identifier: Apache-2.0
#include "texturing/light_whiteness.h"

#include "geometry/device_checks.h"
#include "tensor/cuda.h"
#include "texturing/light_whiteness_cuda.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// On a GPU.
struct WhitenessFunction : torch::autograd::Function<WhitenessFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& base) {
        at::Tensor loss = at::empty({}, base.options());
        if constexpr (kCudaBuild) {
            lightWhitenessCuda(
                base.data_ptr<float>(), base.numel() / 3, loss.data_ptr<float>(), queueOf(base));
        }
        ctx->save_for_backward({base});
        return loss;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const at::Tensor base = ctx->get_saved_variables()[0];
        at::Tensor grad_base = at::empty_like(base);
        if constexpr (kCudaBuild) {
            lightWhitenessBackwardCuda(base.data_ptr<float>(),
                                       base.numel() / 3,
                                       grads[0].data_ptr<float>(),
                                       grad_base.data_ptr<float>(),
                                       queueOf(base));
        }
        return {grad_base};
    }
};

}  // namespace

at::Tensor lightWhiteness(const at::Tensor& base) {
    if (!onGpu(base) || base.numel() == 0) {
        return (base - base.mean(3, true)).abs().mean();
    }
    checkFloating(base, "base", {6, -1, -1, 3});
    return WhitenessFunction::apply(base);
}

}  // namespace bozzetto
