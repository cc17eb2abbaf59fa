// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/dit_block.h"

#include "nn/attention.h"

namespace bozzetto {
namespace {

constexpr double kNormEps = 1e-6;

std::optional<RmsNorm> rmsNorm(const WeightScope& w, const char* name, const DitBlockConfig& c) {
    if (!c.qk_rms_norm) {
        return std::nullopt;
    }
    return RmsNorm(w / name, c.heads, c.dim / c.heads);
}

/// [B, L, dim] -> [B, heads, L, D], a view.
at::Tensor headsFirst(const at::Tensor& x, int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

/// [B, heads, L, D] -> [B, L, dim].
at::Tensor tokensFirst(const at::Tensor& x) {
    return x.transpose(1, 2).reshape({x.size(0), x.size(2), x.size(1) * x.size(3)});
}

}  // namespace

DitSelfAttention::DitSelfAttention(const WeightScope& w, const DitBlockConfig& c)
    : to_qkv(w / "to_qkv", c.dim, 3 * c.dim),
      to_out(w / "to_out", c.dim, c.dim),
      q_rms_norm(rmsNorm(w, "q_rms_norm", c)),
      k_rms_norm(rmsNorm(w, "k_rms_norm", c)),
      heads(c.heads) {}

at::Tensor DitSelfAttention::operator()(const at::Tensor& x) const {
    const int64_t rows = x.size(0), tokens = x.size(1), dim = x.size(2);
    const at::Tensor qkv = to_qkv(x).view({rows, tokens, 3, heads, dim / heads});
    if (q_rms_norm) {
        q_rms_norm->apply(qkv.select(2, 0));
        k_rms_norm->apply(qkv.select(2, 1));
    }
    return to_out(selfAttention(qkv));
}

DitCrossAttention::DitCrossAttention(const WeightScope& w, const DitBlockConfig& c)
    : to_q(w / "to_q", c.dim, c.dim),
      to_kv(w / "to_kv", c.context_dim, 2 * c.dim),
      to_out(w / "to_out", c.dim, c.dim),
      heads(c.heads) {}

DitContext DitCrossAttention::project(const at::Tensor& condition) const {
    const at::Tensor kv = to_kv(condition);  // [V, M, 2 dim]
    const int64_t dim = kv.size(2) / 2;
    return {headsFirst(kv.narrow(2, 0, dim), heads), headsFirst(kv.narrow(2, dim, dim), heads)};
}

at::Tensor DitCrossAttention::oneByOne(const at::Tensor& x, const DitContext& context) const {
    const int64_t views = context.k.size(0);
    const at::Tensor q = headsFirst(to_q(x), heads);
    at::Tensor sum = at::zeros(x.sizes(), x.options().dtype(at::kFloat));
    for (int64_t i = 0; i < views; ++i) {
        sum.add_(tokensFirst(attention(q, context.k.narrow(0, i, 1), context.v.narrow(0, i, 1))));
    }
    return to_out(sum.div_(static_cast<double>(views)));
}

at::Tensor DitCrossAttention::operator()(const at::Tensor& x, const DitContext& context) const {
    const int64_t views = context.k.size(0);
    if (context.one_by_one && views > 1) {
        return oneByOne(x, context);
    }
    const at::Tensor q = headsFirst(to_q(x), heads).expand({views, -1, -1, -1});
    const at::Tensor attended = tokensFirst(attention(q, context.k, context.v));
    return to_out(views == 1 ? attended : attended.mean(0, /*keepdim=*/true));
}

at::Tensor DitCrossAttention::fromZeros() const {
    const int64_t dim = to_q.weight.size(0);
    return to_out(to_kv.bias.narrow(0, dim, dim).unsqueeze(0)).squeeze(0);
}

DitBlock::DitBlock(const WeightScope& w, const DitBlockConfig& c)
    : adaLN_modulation_1(w / "adaLN_modulation" / "1", c.dim, 6 * c.dim),
      self_attn(w / "self_attn", c),
      norm2(w / "norm2", c.dim, kNormEps),
      cross_attn(w / "cross_attn", c),
      mlp(Linear(w / "mlp" / "mlp" / "0", c.dim, c.hidden),
          Linear(w / "mlp" / "mlp" / "2", c.hidden, c.dim),
          Gelu::Tanh),
      from_zeros(cross_attn.fromZeros()) {}

at::Tensor DitBlock::modulation(const at::Tensor& embedded_times) const {
    return adaLN_modulation_1(at::silu(embedded_times.to(adaLN_modulation_1.weight.scalar_type())));
}

void DitBlock::attend(at::Tensor& h, const DitContext* context) const {
    const int64_t attending = context ? 1 : 0;
    if (context) {
        at::Tensor row = h.narrow(0, 0, 1);
        row.add_(cross_attn(norm2(row), *context));
    }
    if (h.size(0) > attending) {
        h.narrow(0, attending, h.size(0) - attending).add_(from_zeros);
    }
}

void DitBlock::apply(at::Tensor& h, const at::Tensor& modulation, const DitContext* context) const {
    const LayerNorm norm = LayerNorm::plain(h.size(2), kNormEps);
    const at::Tensor chunks = modulation.view({6, 1, h.size(2)});
    const at::Tensor wide = chunks.to(at::kFloat);  // as the norms want them: one cast for all
    const auto normalized = [&](int64_t shift, int64_t scale) {
        return norm.modulated(h, wide[scale], wide[shift], h.scalar_type());
    };
    h.addcmul_(self_attn(normalized(0, 1)), chunks[2]);
    attend(h, context);
    h.addcmul_(mlp(normalized(3, 4)), chunks[5]);
}

DitBlockConfig ditBlockSizes(const WeightScope& w, int64_t dim, int64_t heads, bool qk_rms_norm) {
    const WeightScope first = w / 0;
    DitBlockConfig sizes;
    sizes.dim = dim;
    sizes.context_dim = sizeOf(first, "cross_attn.to_kv.weight", 1);
    sizes.heads = heads;
    sizes.hidden = sizeOf(first, "mlp.mlp.0.weight", 0);
    sizes.qk_rms_norm = qk_rms_norm;
    checkHeads(first, dim, heads, 1);
    return sizes;
}

}  // namespace bozzetto
