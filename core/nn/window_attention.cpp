// SPDX-License-Identifier: Apache-2.0
#include "nn/window_attention.h"

#include "nn/cancel_scope.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

/// qkv [W, L, 3, heads, D] with padding, bias [W, 1, 1, L] -> [W, L, heads * D].
at::Tensor attendInWindows(const at::Tensor& qkv, const at::Tensor& bias) {
    const at::Tensor wide = qkv.to(at::kFloat).permute({2, 0, 3, 1, 4});  // [3, W, heads, L, D]
    const double scale = 1 / std::sqrt(static_cast<double>(qkv.size(4)));
    at::Tensor scores = at::matmul(wide[0] * scale, wide[1].transpose(2, 3));
    scores.add_(bias);
    const at::Tensor out = at::matmul(at::softmax(scores, -1), wide[2]);
    return out.transpose(1, 2).reshape({qkv.size(0), qkv.size(1), qkv.size(3) * qkv.size(4)});
}

}  // namespace

at::Tensor windowAttention(const at::Tensor& qkv,
                           const Voxels& voxels,
                           int64_t size,
                           int64_t shift) {
    constexpr int64_t kScoresPerPiece = (int64_t{128} << 20) / 4;  // and as many in the softmax
    const int64_t count = qkv.size(0), heads = qkv.size(2), columns = heads * qkv.size(3);
    const at::Tensor rows = withZeroRow(qkv.reshape({count, 3 * columns}));
    // Padding writes to the row below the last.
    at::Tensor out = at::empty({count + 1, columns}, qkv.options());
    for (const WindowBucket& bucket : voxels->windows(size, shift)) {
        const int64_t windows = bucket.tokens.size(0), length = bucket.tokens.size(1);
        const int64_t step = std::max<int64_t>(1, kScoresPerPiece / (heads * length * length));
        for (int64_t begin = 0; begin < windows; begin += step) {
            checkCancelled();
            const int64_t taken = std::min(step, windows - begin);
            const at::Tensor tokens = bucket.tokens.narrow(0, begin, taken).reshape({-1});
            const at::Tensor windowed =
                rows.index_select(0, tokens).view({taken, length, 3, heads, qkv.size(3)});
            const at::Tensor result =
                attendInWindows(windowed, bucket.bias.narrow(0, begin, taken));
            out.index_copy_(0, tokens, result.view({-1, columns}).to(out.scalar_type()));
        }
    }
    return out.narrow(0, 0, count);
}

}  // namespace bozzetto
