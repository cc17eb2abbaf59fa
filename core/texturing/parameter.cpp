// SPDX-License-Identifier: Apache-2.0
#include "texturing/parameter.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "tensor/checks.h"
#include "tensor/cuda.h"
#include "tensor/tensor_bytes.h"
#include "texturing/parameter_cuda.h"
#include "texturing/parameter_kernel.h"

#include <torch/types.h>

#include <numeric>
#include <utility>

namespace bozzetto {

Parameter::Parameter(const at::Tensor& initial, Rows rows, Betas betas)
    : value_(initial.detach().clone().contiguous().requires_grad_()),
      first_(at::zeros_like(initial)),
      second_(at::zeros_like(initial)),
      steps_(at::zeros({initial.size(0)}, initial.options().dtype(at::kInt))),
      rows_(rows),
      betas_(betas) {}

void Parameter::setBounds(const at::Tensor& low, const at::Tensor& high) {
    low_ = low.reshape({-1}).contiguous();
    high_ = high.reshape({-1}).contiguous();
    require(low_.numel() == high_.numel() && low_.numel() * value_.size(0) == value_.numel(),
            "Parameter::setBounds: one bound a channel");
}

void Parameter::step(float learning_rate) {
    at::Tensor grad = value_.grad();
    if (!grad.defined()) {
        return;
    }
    grad = grad.contiguous();
    AdamParams p;
    p.value = value_.data_ptr<float>();
    p.first = first_.data_ptr<float>();
    p.second = second_.data_ptr<float>();
    p.steps = steps_.data_ptr<int32_t>();
    p.grad = grad.data_ptr<float>();
    p.channels = value_.size(0) > 0 ? value_.numel() / value_.size(0) : 1;
    p.learning_rate = learning_rate;
    p.beta1 = betas_.first;
    p.beta2 = betas_.second;
    p.epsilon = 1e-15f;  // gradients are means over pixels: far below the usual 1e-8
    p.sparse = rows_ == Rows::Sparse;
    if (low_.defined()) {
        p.low = low_.data_ptr<float>();
        p.high = high_.data_ptr<float>();
    }
    value_.mutable_grad() = at::Tensor();
    if (value_.is_cuda()) {
        if (!not_finite_on_cuda_.defined()) {
            not_finite_on_cuda_ = at::zeros({1}, value_.options().dtype(at::kLong));
        }
        if constexpr (kCudaBuild) {
            adamRowsCuda(
                p, value_.size(0), not_finite_on_cuda_.data_ptr<int64_t>(), queueOf(value_));
        }
        return;
    }
    std::vector<int64_t> not_finite(threadCount());  // by worker
    parallelFor(value_.size(0), 4096, [&](int64_t begin, int64_t end, int worker) {
        not_finite[worker] += adamRows(p, begin, end);
    });
    not_finite_ = std::accumulate(not_finite.begin(), not_finite.end(), not_finite_);
}

int64_t Parameter::takeNotFinite() {
    if (not_finite_on_cuda_.defined()) {
        not_finite_ += not_finite_on_cuda_.item<int64_t>();
        not_finite_on_cuda_.zero_();
    }
    return std::exchange(not_finite_, 0);
}

void Parameter::remap(const at::Tensor& value, const at::Tensor& source) {
    const at::Tensor known = source.ge(0);
    const at::Tensor from = source.clamp_min(0);
    const auto take = [&](const at::Tensor& old) {
        at::Tensor mask = known;
        for (int64_t d = 1; d < old.dim(); ++d) {
            mask = mask.unsqueeze(-1);
        }
        return (old.index_select(0, from) * mask.to(old.scalar_type())).contiguous();
    };
    first_ = take(first_);
    second_ = take(second_);
    steps_ = take(steps_);
    value_ = value.detach().clone().contiguous().requires_grad_();
}

std::string Parameter::serialize() const {
    return bytesOfTensors({value_, first_, second_, steps_});
}

void Parameter::deserialize(std::string_view bytes) {
    const std::vector<at::Tensor> tensors = tensorsOfBytes(bytes);
    const auto isFloatLike = [](const at::Tensor& t, const at::Tensor& like) {
        return t.scalar_type() == at::kFloat && t.sizes() == like.sizes();
    };
    requireUndamaged(
        tensors.size() == 4 && tensors[0].dim() >= 1 && isFloatLike(tensors[0], tensors[0]) &&
            isFloatLike(tensors[1], tensors[0]) && isFloatLike(tensors[2], tensors[0]) &&
            tensors[3].scalar_type() == at::kInt && tensors[3].dim() == 1 &&
            tensors[3].size(0) == tensors[0].size(0),
        "parameter");
    const at::Device device = value_.defined() ? value_.device() : at::Device(at::kCPU);
    value_ = tensors[0].to(device).clone().requires_grad_();
    first_ = tensors[1].to(device);
    second_ = tensors[2].to(device);
    steps_ = tensors[3].to(device);
}

void requireFiniteGradient(int64_t not_finite, const char* of, int64_t step, const char* stage) {
    if (not_finite != 0) {
        throw Error(Error::Kind::Engine,
                    "The gradient of the " + std::string(of) + " is not a number at step " +
                        std::to_string(step) + " of the " + stage + " stage (" +
                        std::to_string(not_finite) + " values)",
                    "Lower the learning rates (--set lr_sdf=..., lr_material=..., lr_light=...), "
                    "or exclude the images named in the report.");
    }
}

}  // namespace bozzetto
