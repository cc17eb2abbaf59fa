// SPDX-License-Identifier: Apache-2.0
#include "nn/attention.h"

#include "nn/cancel_scope.h"
#include "tensor/torch_compat.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int64_t kBytesPerPiece = int64_t{256} << 20;
/// Half a second of a slow core that multiplies 10^10 numbers a second.
constexpr int64_t kProductsPerPiece = int64_t{1} << 32;

/// Rows of queries of one piece: scores and their softmax exist at the same time, in f32.
int64_t rowsPerPiece(const at::Tensor& q, int64_t keys) {
    const int64_t scores_per_row = std::max<int64_t>(1, q.size(0) * q.size(1) * keys);
    const int64_t by_memory = kBytesPerPiece / (2 * 4 * scores_per_row);
    const int64_t by_time = kProductsPerPiece / (2 * scores_per_row * q.size(3));
    return std::max<int64_t>(1, std::min(by_memory, by_time));
}

at::Tensor attentionInPieces(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    const int64_t rows = q.size(2);
    const int64_t step = rowsPerPiece(q, k.size(2));
    const double scale = 1 / std::sqrt(static_cast<double>(q.size(3)));
    const at::Tensor keys = (k.to(at::kFloat) * scale).transpose(2, 3).contiguous();
    const at::Tensor values = v.to(at::kFloat).contiguous();
    at::Tensor out = at::empty({q.size(0), q.size(1), rows, v.size(3)}, q.options());
    for (int64_t begin = 0; begin < rows; begin += step) {
        checkCancelled();
        const int64_t count = std::min(step, rows - begin);
        const at::Tensor piece = q.narrow(2, begin, count).to(at::kFloat);
        const at::Tensor weights = at::softmax(at::matmul(piece, keys), -1);
        out.narrow(2, begin, count).copy_(at::matmul(weights, values));
    }
    return out;
}

}  // namespace

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    if (kHasFusedAttention && q.is_cuda()) {
        return fusedAttention(q, k, v);
    }
    return attentionInPieces(q, k, v);
}

at::Tensor selfAttention(const at::Tensor& qkv) {
    const at::Tensor heads_first = qkv.permute({2, 0, 3, 1, 4});  // [3, B, heads, L, D]
    const at::Tensor out = attention(heads_first[0], heads_first[1], heads_first[2]);
    return out.transpose(1, 2).reshape({qkv.size(0), qkv.size(1), qkv.size(3) * qkv.size(4)});
}

}  // namespace bozzetto
