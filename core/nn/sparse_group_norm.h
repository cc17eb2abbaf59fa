// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"
#include "nn/sparse_tensor.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Group normalisation ("Group Normalization", Wu, He 2018) with statistics over all voxels of a
/// sample, in f32 and piece by piece, so that no wide copy of the features exists. Keys: weight
/// [channels], bias [channels], always f32.
struct SparseGroupNorm {
    at::Tensor weight, bias;
    int64_t groups = 32;
    double eps = 1e-5;

    /// Throws Error(BadWeights) unless groups divide the channels.
    SparseGroupNorm(const WeightScope& w, int64_t groups, int64_t channels, double eps = 1e-5);

    /// The same voxels, [N, channels] of the same type.
    SparseTensor operator()(const SparseTensor& x) const;
    /// silu of it.
    SparseTensor silu(const SparseTensor& x) const;

private:
    SparseTensor apply(const SparseTensor& x, bool with_silu) const;
};

}  // namespace bozzetto
