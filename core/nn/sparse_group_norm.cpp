// SPDX-License-Identifier: Apache-2.0
#include "nn/sparse_group_norm.h"

#include "base/error.h"
#include "nn/cancel_scope.h"

#include <algorithm>
#include <vector>

namespace bozzetto {
namespace {

/// One f32 copy of a piece: 64 MB.
int64_t rowsPerPiece(int64_t channels) {
    return std::max<int64_t>(1, (int64_t{16} << 20) / channels);
}

/// Calls fn(rows [n, C]) for pieces of x.
template <class Fn>
void forPieces(const at::Tensor& x, Fn&& fn) {
    const int64_t step = rowsPerPiece(x.size(1));
    for (int64_t begin = 0; begin < x.size(0); begin += step) {
        checkCancelled();
        fn(begin, x.narrow(0, begin, std::min(step, x.size(0) - begin)));
    }
}

struct Moments {
    at::Tensor mean, variance;  // [groups] double
};
/// Of [N, C] by groups of neighbouring channels. Pieces are merged by their means and variances,
/// which loses nothing to cancellation.
Moments momentsOf(const at::Tensor& x, int64_t groups) {
    std::vector<at::Tensor> means, variances;
    std::vector<double> weights;
    forPieces(x, [&](int64_t, const at::Tensor& rows) {
        const at::Tensor wide = rows.to(at::kFloat).view({rows.size(0), groups, -1});
        const auto [variance, mean] =
            at::var_mean(wide, at::IntArrayRef{0, 2}, /*unbiased=*/false, /*keepdim=*/false);
        means.push_back(mean.to(at::kDouble));
        variances.push_back(variance.to(at::kDouble));
        weights.push_back(static_cast<double>(rows.size(0)) / static_cast<double>(x.size(0)));
    });
    const at::Tensor share =
        at::tensor(at::ArrayRef<double>(weights), at::kDouble).to(x.device()).unsqueeze(1);
    const at::Tensor mean = at::stack(means), variance = at::stack(variances);
    const at::Tensor whole = (mean * share).sum(0);
    return {whole, ((variance + (mean - whole).square()) * share).sum(0)};
}

}  // namespace

SparseGroupNorm::SparseGroupNorm(const WeightScope& w, int64_t groups, int64_t channels, double eps)
    : weight(w.as(at::kFloat).get("weight", {channels})),
      bias(w.as(at::kFloat).get("bias", {channels})),
      groups(groups),
      eps(eps) {
    if (groups < 1 || channels % groups != 0) {
        throw Error(Error::Kind::BadWeights,
                    std::to_string(channels) + " channels cannot be normalised in " +
                        std::to_string(groups) + " groups",
                    "Fetch the weights again.",
                    w.file());
    }
}

SparseTensor SparseGroupNorm::operator()(const SparseTensor& x) const {
    return apply(x, false);
}

SparseTensor SparseGroupNorm::silu(const SparseTensor& x) const {
    return apply(x, true);
}

SparseTensor SparseGroupNorm::apply(const SparseTensor& x, bool with_silu) const {
    at::Tensor out = at::empty_like(x.feats);
    const std::vector<int64_t>& starts = x.voxels->batchStarts();
    for (int64_t b = 0; b < x.voxels->batches(); ++b) {
        const int64_t begin = starts[b], count = starts[b + 1] - begin;
        const at::Tensor sample = x.feats.narrow(0, begin, count);
        const Moments moments = momentsOf(sample, groups);
        const at::Tensor inverse = (moments.variance + eps).rsqrt();
        const int64_t size = weight.size(0) / groups;
        const at::Tensor scale = inverse.repeat_interleave(size) * weight;
        const at::Tensor shift = bias - moments.mean.repeat_interleave(size) * scale;
        const at::Tensor scale32 = scale.to(at::kFloat), shift32 = shift.to(at::kFloat);
        at::Tensor target = out.narrow(0, begin, count);
        forPieces(sample, [&](int64_t first, const at::Tensor& rows) {
            at::Tensor y = at::addcmul(shift32, rows.to(at::kFloat), scale32);
            if (with_silu) {
                at::silu_(y);
            }
            target.narrow(0, first, rows.size(0)).copy_(y);
        });
    }
    return x.withFeats(out);
}

}  // namespace bozzetto
