// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace bozzetto {

class VoxelSet;
using Voxels = std::shared_ptr<const VoxelSet>;

/// Voxels of half the resolution, coordinates >> 1, ascending by (batch, x, y, z).
struct CoarserVoxels {
    Voxels voxels;
    at::Tensor inverse;   // [N] int64: the coarse voxel that each fine one lies in
    at::Tensor children;  // [M, 8] int32: fine voxel at 4 (x & 1) + 2 (y & 1) + (z & 1); N: none
    at::Tensor counts;    // [M, 1] float: how many of them there are
};

/// Windows of one padded length: tokens [W, L] int64 are rows of voxels, N where there is none.
struct WindowBucket {
    at::Tensor tokens;
    at::Tensor bias;  // [W, 1, 1, L] float: 0 for a voxel, -infinity for none
};
/// Every voxel is in exactly one bucket.
using WindowPartition = std::vector<WindowBucket>;

/// Occupied voxels of one or more samples, and the tables that layers derive from them: each is
/// made when it is first asked for, on the voxels' device, and kept. For one thread at a time.
class VoxelSet : public std::enable_shared_from_this<VoxelSet> {
public:
    /// coords [N, 4] int32 (batch, x, y, z) in [0, 2^16), rows of one batch together, batches
    /// ascending from 0, no duplicates. Throws Error(BadInput) otherwise (duplicates: not looked
    /// for).
    static Voxels make(const at::Tensor& coords);

    const at::Tensor& coords() const { return coords_; }
    int64_t count() const { return coords_.size(0); }
    at::Device device() const { return coords_.device(); }
    /// First row of each batch, and N at the end.
    const std::vector<int64_t>& batchStarts() const { return batch_starts_; }
    int64_t batches() const { return static_cast<int64_t>(batch_starts_.size()) - 1; }

    /// [N, 27] int32: column (3 i + j) * 3 + k is the row of the voxel at + (i-1, j-1, k-1); N
    /// where there is none.
    const at::Tensor& neighbours() const;

    const CoarserVoxels& coarser() const;
    /// neighbours() as rows of coarser().voxels: [N, 27] int32, their count where there is none.
    const at::Tensor& coarseNeighbours() const;

    /// Eight children of each voxel, 8 p + 4 dx + 2 dy + dz at 2 (x, y, z) + (dx, dy, dz). Its
    /// neighbours follow from this set's, without a search.
    Voxels subdivided() const;

    /// Windows of size^3 voxels of the lattice shifted by `shift` along every axis.
    const WindowPartition& windows(int64_t size, int64_t shift) const;

private:
    VoxelSet(at::Tensor coords, std::vector<int64_t> batch_starts)
        : coords_(std::move(coords)), batch_starts_(std::move(batch_starts)) {}
    at::Tensor findNeighbours() const;
    at::Tensor neighboursFromParent() const;

    at::Tensor coords_;
    std::vector<int64_t> batch_starts_;
    Voxels parent_;  // of a subdivided set
    mutable at::Tensor neighbours_, coarse_neighbours_;
    mutable std::unique_ptr<CoarserVoxels> coarser_;
    mutable std::map<std::pair<int64_t, int64_t>, WindowPartition> windows_;
};

/// Features of voxels: row n of feats [N, C] belongs to row n of voxels->coords().
struct SparseTensor {
    Voxels voxels;
    at::Tensor feats;

    SparseTensor withFeats(at::Tensor other) const { return {voxels, std::move(other)}; }
};

/// Sum of the children / (number of children + 1), as the published networks were trained:
/// their mean counted the zero that it was added to. Summed in f32.
SparseTensor downsample(const SparseTensor& x);
/// The coarse rows given to `fine`, whose coarser() voxels they belong to.
SparseTensor upsample(const SparseTensor& coarse, const Voxels& fine);
/// Each row given to its eight children.
SparseTensor subdivide(const SparseTensor& x);

/// feats [N, C] with a row of zeros below: what index N of the tables above reads.
at::Tensor withZeroRow(const at::Tensor& feats);

}  // namespace bozzetto
