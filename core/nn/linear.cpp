// SPDX-License-Identifier: Apache-2.0
#include "nn/linear.h"

#include "nn/cancel_scope.h"

#include <algorithm>

namespace bozzetto {
namespace {

/// Half a second of a slow core that multiplies 2 x 10^10 numbers a second.
constexpr int64_t kProductsPerPiece = int64_t{1} << 33;

at::Tensor inPieces(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    const int64_t in = weight.size(1), out = weight.size(0);
    const at::Tensor rows = x.reshape({-1, in});
    const int64_t step = std::max<int64_t>(1, kProductsPerPiece / (in * out));
    at::Tensor y = at::empty({rows.size(0), out}, rows.options());
    const at::Tensor transposed = weight.t();
    for (int64_t begin = 0; begin < rows.size(0); begin += step) {
        checkCancelled();
        const int64_t count = std::min(step, rows.size(0) - begin);
        at::Tensor piece = y.narrow(0, begin, count);
        at::addmm_out(piece, bias, rows.narrow(0, begin, count), transposed);
    }
    std::vector<int64_t> shape = x.sizes().vec();
    shape.back() = out;
    return y.view(shape);
}

}  // namespace

at::Tensor Linear::operator()(const at::Tensor& x) const {
    const at::Tensor input = x.to(weight.scalar_type());
    if (input.is_cpu() && input.numel() * weight.size(0) > kProductsPerPiece) {
        return inPieces(input, weight, bias);
    }
    // Flat: that is one matrix product, to which the bias is added in passing.
    std::vector<int64_t> shape = input.sizes().vec();
    shape.back() = weight.size(0);
    return at::linear(input.reshape({-1, weight.size(1)}), weight, bias).view(shape);
}

}  // namespace bozzetto
