// SPDX-License-Identifier: Apache-2.0
#include "texturing/image_loss.h"

#include "base/parallel_for.h"
#include "tensor/checks.h"
#include "tensor/cuda.h"
#include "texturing/image_loss_cuda.h"
#include "texturing/image_loss_kernel.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace bozzetto {
namespace {

/// A constant that may be undefined, which autograd refuses to look at.
struct Constant {
    at::Tensor tensor;
};

/// The mean over the pixels; p.grad gets the gradient of the sum.
double meanOnCpu(const ImageLossParams& p, int64_t pixels) {
    // Fixed blocks: the sum's order must not depend on the thread count.
    constexpr int64_t kBlock = 8192;
    std::vector<double> sums((pixels + kBlock - 1) / kBlock, 0.0);
    parallelFor(static_cast<int64_t>(sums.size()), 1, [&](int64_t begin, int64_t end, int) {
        for (int64_t b = begin; b < end; ++b) {
            sums[b] = imageLossRange(p, b * kBlock, std::min(pixels, (b + 1) * kBlock));
        }
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(pixels);
}

struct ImageLoss : torch::autograd::Function<ImageLoss> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx,
                              const at::Tensor& rendered,
                              const at::Tensor& target,
                              const at::Tensor& background,
                              ImageLossWeights weights,
                              const Constant& trust) {
        const int64_t pixels = rendered.size(0) * rendered.size(1);
        at::Tensor grad = at::empty_like(rendered);
        const ImageLossParams p{rendered.data_ptr<float>(),
                                target.data_ptr<float>(),
                                background.data_ptr<float>(),
                                grad.data_ptr<float>(),
                                weights.l1,
                                weights.l2,
                                weights.mask,
                                trust.tensor.defined() ? trust.tensor.data_ptr<float>() : nullptr};
        ctx->save_for_backward({grad});
        if (rendered.is_cuda()) {
            at::Tensor loss = at::empty({}, rendered.options());
            if constexpr (kCudaBuild) {
                imageLossCuda(p, pixels, loss.data_ptr<float>(), queueOf(rendered));
            }
            return loss;
        }
        return at::full({}, meanOnCpu(p, pixels), rendered.options());
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads) {
        const at::Tensor grad = ctx->get_saved_variables()[0];
        const double pixels = static_cast<double>(grad.size(0) * grad.size(1));
        // On a GPU the mean's gradient was written, so that nobody waits for this number.
        return {grad.is_cuda() ? grad * grads[0] : grad * (grads[0].item<float>() / pixels),
                at::Tensor(),
                at::Tensor(),
                at::Tensor(),
                at::Tensor()};
    }
};

}  // namespace

at::Tensor imageLoss(const at::Tensor& rendered,
                     const at::Tensor& target,
                     const at::Tensor& background,
                     const ImageLossWeights& weights,
                     const at::Tensor& trust) {
    const bool on_cuda = kCudaBuild && rendered.defined() && rendered.is_cuda();
    const at::Device device = on_cuda ? rendered.device() : at::Device(at::kCPU);
    checkTensor(rendered, "rendered", {-1, -1, 4}, {at::kFloat}, device);
    checkTensor(target, "target", {rendered.size(0), rendered.size(1), 4}, {at::kFloat}, device);
    checkTensor(background, "background", {3}, {at::kFloat}, device);
    if (trust.defined()) {
        checkTensor(trust, "trust", {rendered.size(0), rendered.size(1), 2}, {at::kFloat}, device);
    }
    return ImageLoss::apply(rendered, target, background, weights, Constant{trust});
}

}  // namespace bozzetto
