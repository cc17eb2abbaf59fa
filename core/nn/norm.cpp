// SPDX-License-Identifier: Apache-2.0
#include "nn/norm.h"

#include "nn/float_type_of.h"
#include "nn/head_norm.h"
#include "nn/norm_cuda.h"
#include "tensor/cuda.h"

#include <cmath>

namespace bozzetto {
namespace {

/// [B, dim] against x [B, ..., dim].
at::Tensor besideRows(const at::Tensor& values, const at::Tensor& x) {
    std::vector<int64_t> shape(static_cast<size_t>(x.dim()), 1);
    shape.front() = values.size(0);
    shape.back() = values.size(1);
    return values.to(at::kFloat).view(shape);
}

/// Whether one kernel can make `out` of x.
bool isForKernel(const at::Tensor& x, at::ScalarType out, int64_t dim) {
    return kCudaBuild && x.is_cuda() && x.is_contiguous() && dim % 4 == 0 &&
           dim <= kMaxLayerNormDim && (x.scalar_type() == at::kFloat || x.scalar_type() == out);
}

at::Tensor byKernel(const LayerNorm& norm,
                    const at::Tensor& x,
                    const at::Tensor& scale,
                    const at::Tensor& shift,
                    at::ScalarType out_type) {
    at::Tensor out = at::empty(x.sizes(), x.options().dtype(out_type));
    const auto pointer = [](const at::Tensor& t) {
        return t.defined() ? t.data_ptr<float>() : nullptr;
    };
    LayerNormParams p;
    p.x = x.data_ptr();
    p.x_type = floatTypeOf(x);
    p.out = out.data_ptr();
    p.out_type = floatTypeOf(out);
    p.rows = x.numel() / norm.dim;
    p.dim = static_cast<int>(norm.dim);
    p.eps = static_cast<float>(norm.eps);
    p.weight = pointer(norm.weight);
    p.bias = pointer(norm.bias);
    p.scale = pointer(scale);
    p.shift = pointer(shift);
    p.rows_per_scale = scale.defined() ? p.rows / scale.size(0) : p.rows;
    if constexpr (kCudaBuild) {
        layerNormCuda(p, queueOf(x));
    }
    return out;
}

constexpr double kLeastLength = 1e-12;

HeadNormParams rmsParams(const at::Tensor& gamma) {
    HeadNormParams p;
    p.rms = true;
    p.weight = gamma.data_ptr<float>();
    p.eps = static_cast<float>(kLeastLength);
    return p;
}

}  // namespace

at::Tensor LayerNorm::operator()(const at::Tensor& x, at::ScalarType out) const {
    if (isForKernel(x, out, dim)) {
        return byKernel(*this, x, {}, {}, out);
    }
    return at::layer_norm(x.to(at::kFloat), {dim}, weight, bias, eps).to(out);
}

at::Tensor LayerNorm::modulated(const at::Tensor& x,
                                const at::Tensor& scale,
                                const at::Tensor& shift,
                                at::ScalarType out) const {
    if (isForKernel(x, out, dim)) {
        return byKernel(
            *this, x, scale.to(at::kFloat).contiguous(), shift.to(at::kFloat).contiguous(), out);
    }
    at::Tensor y = (*this)(x, at::kFloat);
    y.mul_(besideRows(scale, x) + 1).add_(besideRows(shift, x));
    return y.to(out);
}

at::Tensor RmsNorm::operator()(const at::Tensor& x) const {
    if (canNormaliseHeads(x)) {
        at::Tensor out = at::empty(x.sizes(), x.options());
        normaliseHeads(rmsParams(gamma), x, out);
        return out;
    }
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor length = at::linalg_vector_norm(wide, 2, {-1}, true).clamp_min(kLeastLength);
    const double root = std::sqrt(static_cast<double>(gamma.size(1)));
    return (wide / length * (gamma * root)).to(x.scalar_type());
}

void RmsNorm::apply(const at::Tensor& x) const {
    if (canNormaliseHeads(x)) {
        normaliseHeads(rmsParams(gamma), x, x);
    } else {
        x.copy_((*this)(x));
    }
}

}  // namespace bozzetto
