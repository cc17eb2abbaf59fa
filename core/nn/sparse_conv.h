// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checkpoint/weight_scope.h"
#include "nn/sparse_tensor.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Submanifold convolution, 3 x 3 x 3 ("Submanifold Sparse Convolutional Networks", Graham, van der
/// Maaten 2017): out[p] = bias + sum over (i, j, k) of weight[:, i, j, k, :] . in[p + (i, j, k) -
/// 1] for the voxels p that there are; others count as zero. Rows are gathered piece by piece (32
/// MB on the CPU, 384 MB on a GPU) and multiplied; f16 is summed in f32. Keys: conv.weight [out, 3,
/// 3, 3, in], conv.bias [out].
struct SparseConv3 {
    at::Tensor weight;  // [out, 27 in]
    at::Tensor bias;    // [out]

    SparseConv3(const WeightScope& w, int64_t in, int64_t out);

    SparseTensor operator()(const SparseTensor& x) const;
    /// The convolution of upsample(coarse, fine), without making it.
    SparseTensor upsampled(const SparseTensor& coarse, const Voxels& fine) const;
};

/// The same layer applied to subdivide(x), from the rows of x alone: siblings are copies, so that
/// each child sees only 2 x 2 x 2 different rows, and taps that meet the same row are added up
/// beforehand. A third of the work, and no features of the children exist.
struct SubdividedConv3 {
    at::Tensor weight;  // [8 children, out, 8 in], in the order of VoxelSet::subdivided
    at::Tensor bias;    // [out]

    SubdividedConv3(const WeightScope& w, int64_t in, int64_t out);

    /// `children`: x.voxels->subdivided(), made by the caller, who needs it too.
    SparseTensor operator()(const SparseTensor& x, const Voxels& children) const;
};

/// A 1 x 1 x 1 kernel, where the memory of conv.weight [out, 1, 1, 1, in] is read as [in, out]:
/// this is what the library that the published weights were trained with computes. Not a Linear.
struct SparseConv1 {
    at::Tensor weight;  // [in, out]
    at::Tensor bias;    // [out]

    SparseConv1(const WeightScope& w, int64_t in, int64_t out);

    /// feats [N, in] -> [N, out].
    at::Tensor operator()(const at::Tensor& feats) const;
};

}  // namespace bozzetto
