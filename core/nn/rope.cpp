// SPDX-License-Identifier: Apache-2.0
#include "nn/rope.h"

#include "nn/head_norm.h"

namespace bozzetto {
namespace {

/// x [B, T, heads, D], in place.
void normalizeAndRotateHeads(at::Tensor& x, const LayerNorm& norm, const RotaryTable& table) {
    if (!canNormaliseHeads(x)) {
        x.copy_(table(norm(x, at::kFloat)));
        return;
    }
    HeadNormParams p;
    p.weight = norm.weight.data_ptr<float>();
    p.bias = norm.bias.data_ptr<float>();
    p.eps = static_cast<float>(norm.eps);
    p.cos = table.cos.data_ptr<float>();
    p.sin = table.sin.data_ptr<float>();
    p.positions = table.cos.size(0);
    normaliseHeads(p, x, x);
}

}  // namespace

RotaryTable::RotaryTable(const at::Tensor& positions, int64_t head_dim, double base) {
    const at::TensorOptions options = positions.options().dtype(at::kDouble);
    const at::Tensor steps = at::arange(head_dim / 4, options) * (-4.0 / head_dim);
    // The original's angles are products of f32 numbers; so are these.
    const at::Tensor speeds = at::pow(at::Scalar(base), steps).to(at::kFloat);
    const at::Tensor angles = positions.to(at::kFloat).unsqueeze(2) * speeds;  // [T, 2, D/4]
    cos = at::cos(angles);
    sin = at::sin(angles);
}

at::Tensor RotaryTable::operator()(const at::Tensor& x) const {
    std::vector<int64_t> split = x.sizes().vec();
    split.back() = 2;
    split.push_back(2);
    split.push_back(x.size(-1) / 4);
    const at::Tensor points = x.to(at::kFloat).reshape(split);  // [..., T, heads, 2, 2, D/4]
    const at::Tensor c = cos.unsqueeze(1), s = sin.unsqueeze(1);
    const at::Tensor first = points.select(-2, 0), second = points.select(-2, 1);
    const at::Tensor turned = at::stack({first * c - second * s, second * c + first * s}, -2);
    return turned.reshape(x.sizes()).to(x.scalar_type());
}

void normalizeAndRotate(at::Tensor& qkv,
                        const LayerNorm& q_norm,
                        const LayerNorm& k_norm,
                        const RotaryTable& table) {
    at::Tensor q = qkv.select(2, 0), k = qkv.select(2, 1);
    normalizeAndRotateHeads(q, q_norm, table);
    normalizeAndRotateHeads(k, k_norm, table);
}

}  // namespace bozzetto
