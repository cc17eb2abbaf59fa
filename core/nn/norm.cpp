// SPDX-License-Identifier: Apache-2.0
#include "nn/norm.h"

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

}  // namespace

at::Tensor LayerNorm::operator()(const at::Tensor& x, at::ScalarType out) const {
    return at::layer_norm(x.to(at::kFloat), {dim}, weight, bias, eps).to(out);
}

at::Tensor LayerNorm::modulated(const at::Tensor& x,
                                const at::Tensor& scale,
                                const at::Tensor& shift,
                                at::ScalarType out) const {
    at::Tensor y = (*this)(x, at::kFloat);
    y.mul_(besideRows(scale, x) + 1).add_(besideRows(shift, x));
    return y.to(out);
}

at::Tensor RmsNorm::operator()(const at::Tensor& x) const {
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor length = at::linalg_vector_norm(wide, 2, {-1}, true).clamp_min(1e-12);
    const double root = std::sqrt(static_cast<double>(gamma.size(1)));
    return (wide / length * (gamma * root)).to(x.scalar_type());
}

}  // namespace bozzetto
