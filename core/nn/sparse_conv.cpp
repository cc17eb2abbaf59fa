// SPDX-License-Identifier: Apache-2.0
#include "nn/sparse_conv.h"

#include "base/error.h"
#include "nn/cancel_scope.h"

#include <algorithm>
#include <vector>

namespace bozzetto {
namespace {

constexpr int64_t kTaps = 27;

/// Rows of a piece, given the bytes that one row of gathered features takes.
int64_t rowsPerPiece(const at::Tensor& feats, int64_t columns) {
    const int64_t bytes = (feats.is_cpu() ? int64_t{32} : int64_t{384}) << 20;
    return std::max<int64_t>(1, bytes / (columns * static_cast<int64_t>(feats.element_size())));
}

/// Calls fn(first row, rows) for pieces of [0, rows).
template <class Fn>
void forPieces(int64_t rows, int64_t step, Fn&& fn) {
    for (int64_t begin = 0; begin < rows; begin += step) {
        checkCancelled();
        fn(begin, std::min(step, rows - begin));
    }
}

/// out[n] = bias + weight . (rows table[n] of feats, one after the other). table [N, T] int32,
/// feats with a row of zeros below, weight [out, T in]; out [N, out], rows of it contiguous.
void gatherAndMultiply(const at::Tensor& feats,
                       const at::Tensor& table,
                       const at::Tensor& weight,
                       const at::Tensor& bias,
                       const at::Tensor& out) {
    const int64_t columns = weight.size(1);
    const at::Tensor transposed = weight.t();
    forPieces(table.size(0), rowsPerPiece(feats, columns), [&](int64_t begin, int64_t count) {
        const at::Tensor rows = table.narrow(0, begin, count).reshape({-1});
        const at::Tensor gathered = feats.index_select(0, rows).view({count, columns});
        at::Tensor piece = out.narrow(0, begin, count);
        at::addmm_out(piece, bias, gathered, transposed);
    });
}

/// Which of the parent's neighbours a child sees along one axis on its lower (side 0) and upper
/// side, and which of the three taps meet it: child 0 sees -1 (tap 0) and 0 (taps 1, 2), child 1
/// sees 0 (taps 0, 1) and +1 (tap 2).
struct AxisTaps {
    int64_t neighbour, first, count;  // neighbour 0 .. 2 for -1 .. 1
};
AxisTaps axisTaps(int child, int side) {
    return child == 0 ? AxisTaps{side, side, 1 + side} : AxisTaps{1 + side, 2 * side, 2 - side};
}
int bitOf(int child, int axis) {
    return child >> (2 - axis) & 1;
}

/// Of the columns of VoxelSet::neighbours(), the eight that a child sees.
std::vector<int64_t> columnsOf(int child) {
    std::vector<int64_t> columns;
    for (int corner = 0; corner < 8; ++corner) {
        int64_t column = 0;
        for (int axis = 0; axis < 3; ++axis) {
            column = column * 3 + axisTaps(bitOf(child, axis), bitOf(corner, axis)).neighbour;
        }
        columns.push_back(column);
    }
    return columns;
}

/// weight [out, 3, 3, 3, in] -> [out, 8 in] for a child, taps that meet the same row added up.
at::Tensor childWeight(const at::Tensor& weight, int child) {
    std::vector<at::Tensor> corners;
    for (int corner = 0; corner < 8; ++corner) {
        at::Tensor sum = weight;
        for (int axis = 0; axis < 3; ++axis) {
            const AxisTaps taps = axisTaps(bitOf(child, axis), bitOf(corner, axis));
            sum = sum.narrow(1 + axis, taps.first, taps.count).sum({1 + axis}, true);
        }
        corners.push_back(sum.flatten(1));  // [out, in]
    }
    return at::cat(corners, 1);
}

}  // namespace

SparseConv3::SparseConv3(const WeightScope& w, int64_t in, int64_t out)
    : weight((w / "conv").get("weight", {out, 3, 3, 3, in}).view({out, kTaps * in})),
      bias((w / "conv").get("bias", {out})) {}

SparseTensor SparseConv3::operator()(const SparseTensor& x) const {
    const at::Tensor feats = withZeroRow(x.feats.to(weight.scalar_type()));
    at::Tensor out = at::empty({x.voxels->count(), weight.size(0)}, feats.options());
    gatherAndMultiply(feats, x.voxels->neighbours(), weight, bias, out);
    return x.withFeats(out);
}

SparseTensor SparseConv3::upsampled(const SparseTensor& coarse, const Voxels& fine) const {
    const at::Tensor feats = withZeroRow(coarse.feats.to(weight.scalar_type()));
    at::Tensor out = at::empty({fine->count(), weight.size(0)}, feats.options());
    gatherAndMultiply(feats, fine->coarseNeighbours(), weight, bias, out);
    return {fine, out};
}

SubdividedConv3::SubdividedConv3(const WeightScope& w, int64_t in, int64_t out)
    : bias((w / "conv").get("bias", {out})) {
    // Summed in f32, then rounded once.
    const at::Tensor kernel = (w / "conv").as(at::kFloat).get("weight", {out, 3, 3, 3, in});
    std::vector<at::Tensor> children;
    for (int child = 0; child < 8; ++child) {
        children.push_back(childWeight(kernel, child));
    }
    weight = at::stack(children).to(w.type());
}

SparseTensor SubdividedConv3::operator()(const SparseTensor& x, const Voxels& children) const {
    require(children->count() == 8 * x.voxels->count(), "SubdividedConv3: not the children");
    const at::Tensor feats = withZeroRow(x.feats.to(weight.scalar_type()));
    const at::Tensor& neighbours = x.voxels->neighbours();
    at::Tensor out = at::empty({x.voxels->count(), 8, weight.size(1)}, feats.options());
    for (int child = 0; child < 8; ++child) {
        const std::vector<int64_t> columns = columnsOf(child);
        const at::Tensor seen = neighbours.index_select(
            1, at::tensor(at::ArrayRef<int64_t>(columns), at::kLong).to(neighbours.device()));
        gatherAndMultiply(feats, seen, weight[child], bias, out.select(1, child));
    }
    return {children, out.view({-1, weight.size(1)})};
}

SparseConv1::SparseConv1(const WeightScope& w, int64_t in, int64_t out)
    : weight((w / "conv").get("weight", {out, 1, 1, 1, in}).view({in, out})),
      bias((w / "conv").get("bias", {out})) {}

at::Tensor SparseConv1::operator()(const at::Tensor& feats) const {
    return at::addmm(bias, feats.to(weight.scalar_type()), weight);
}

}  // namespace bozzetto
