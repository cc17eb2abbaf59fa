// SPDX-License-Identifier: Apache-2.0
#include "nn/sparse_tensor.h"

#include "base/error.h"
#include "tensor/checks.h"

#include <algorithm>
#include <string>

namespace bozzetto {
namespace {

constexpr int64_t kMaxCoordinate = (int64_t{1} << 16) - 1;
constexpr int kAxisBits = 18;  // coordinates one off on either side still fit, hence + 1 below
constexpr int64_t kMaxBatches = 256;

[[noreturn]] void rejectVoxels(const std::string& what) {
    throw Error(Error::Kind::BadInput,
                "The voxels " + what,
                "This is a bug in Bozzetto; please report it with the log.");
}

/// (batch, x, y, z) as one number that sorts like them; a step along an axis is an addition.
int64_t keyStep(int64_t x, int64_t y, int64_t z) {
    return ((x << kAxisBits) + y) * (int64_t{1} << kAxisBits) + z;
}
at::Tensor keysOf(const at::Tensor& coords) {
    const at::Tensor wide = coords.to(at::kLong);
    at::Tensor keys = wide.select(1, 0).clone();
    for (int axis = 1; axis < 4; ++axis) {
        keys.bitwise_left_shift_(kAxisBits).add_(wide.select(1, axis)).add_(1);
    }
    return keys;
}
at::Tensor coordsOf(const at::Tensor& keys) {
    constexpr int64_t kMask = (int64_t{1} << kAxisBits) - 1;
    at::Tensor coords = at::empty({keys.size(0), 4}, keys.options().dtype(at::kInt));
    coords.select(1, 0).copy_(keys.bitwise_right_shift(3 * kAxisBits));
    for (int axis = 1; axis < 4; ++axis) {
        const at::Tensor shifted = keys.bitwise_right_shift((3 - axis) * kAxisBits);
        coords.select(1, axis).copy_(shifted.bitwise_and(kMask).sub(1));
    }
    return coords;
}

/// Rows of the batches, from a batch number for each row. Waits for the device.
std::vector<int64_t> startsOf(const at::Tensor& batch) {
    const at::Tensor on_cpu = batch.cpu().contiguous();
    const int32_t* b = on_cpu.data_ptr<int32_t>();
    std::vector<int64_t> starts{0};
    for (int64_t row = 0; row < on_cpu.numel(); ++row) {
        const auto last = static_cast<int64_t>(starts.size()) - 1;
        if (b[row] < last || b[row] > last + 1 || b[row] >= kMaxBatches) {
            rejectVoxels("are not ordered by batch");
        }
        if (b[row] == last + 1) {
            starts.push_back(row);
        }
    }
    starts.push_back(on_cpu.numel());
    return starts;
}

/// Small integers, on the voxels' device.
at::Tensor indices(const std::vector<int32_t>& values, const at::Device& device) {
    return at::tensor(at::ArrayRef<int32_t>(values), at::kInt).to(device);
}

}  // namespace

Voxels VoxelSet::make(const at::Tensor& coords) {
    require(coords.defined(), "VoxelSet: coords");
    checkTensor(coords, "coords", {-1, 4}, {at::kInt}, coords.device());
    if (coords.size(0) > 0) {
        const auto [low, high] = at::aminmax(coords);
        if (low.item<int32_t>() < 0 || high.item<int32_t>() > kMaxCoordinate) {
            rejectVoxels("have coordinates outside 0 to " + std::to_string(kMaxCoordinate));
        }
    }
    return Voxels(new VoxelSet(coords, startsOf(coords.select(1, 0))));
}

const at::Tensor& VoxelSet::neighbours() const {
    if (!neighbours_.defined()) {
        neighbours_ = parent_ ? neighboursFromParent() : findNeighbours();
    }
    return neighbours_;
}

at::Tensor VoxelSet::findNeighbours() const {
    at::Tensor table = at::full({count(), 27}, count(), coords_.options());
    if (count() == 0) {
        return table;
    }
    const at::Tensor keys = keysOf(coords_);
    const auto [sorted, order] = keys.sort();
    const at::Tensor rows = order.to(at::kInt);
    for (int tap = 0; tap < 27; ++tap) {
        const at::Tensor wanted = keys + keyStep(tap / 9 - 1, tap / 3 % 3 - 1, tap % 3 - 1);
        const at::Tensor place = at::searchsorted(sorted, wanted).clamp_max(count() - 1);
        const at::Tensor found = sorted.index_select(0, place) == wanted;
        table.select(1, tap).copy_(
            at::where(found, rows.index_select(0, place), table.select(1, tap)));
    }
    return table;
}

// Along one axis child o's neighbour o + d lies in the parent's neighbour floor((o + d) / 2), as
// its child (o + d) mod 2.
at::Tensor VoxelSet::neighboursFromParent() const {
    std::vector<int32_t> taps, children;
    for (int child = 0; child < 8; ++child) {
        for (int tap = 0; tap < 27; ++tap) {
            int parent_tap = 0, neighbour_child = 0;
            for (int axis = 0, place = 9; axis < 3; ++axis, place /= 3) {
                const int at = (child >> (2 - axis) & 1) + tap / place % 3 - 1;  // -1 .. 2
                parent_tap = parent_tap * 3 + (at + 2) / 2;
                neighbour_child = neighbour_child * 2 + (at & 1);
            }
            taps.push_back(parent_tap);
            children.push_back(neighbour_child);
        }
    }
    const at::Tensor& parents = parent_->neighbours();
    at::Tensor table = parents.index_select(1, indices(taps, device()));  // [P, 8 * 27]
    // A missing parent, P, becomes 8 P + child: too large by the child.
    table.mul_(8).add_(indices(children, device())).clamp_max_(count());
    return table.view({count(), 27});
}

const CoarserVoxels& VoxelSet::coarser() const {
    if (coarser_) {
        return *coarser_;
    }
    const at::Tensor position = coords_.narrow(1, 1, 3);
    const at::Tensor halved =
        at::cat({coords_.narrow(1, 0, 1), position.bitwise_right_shift(1)}, 1);
    const auto [keys, inverse, counts] = at::_unique2(keysOf(halved), true, true, true);
    const at::Tensor coarse = coordsOf(keys);
    const at::Tensor bits = position.bitwise_and(1).to(at::kLong);
    const at::Tensor slot =
        inverse * 8 + bits.select(1, 0) * 4 + bits.select(1, 1) * 2 + bits.select(1, 2);
    at::Tensor children = at::full({keys.size(0) * 8}, count(), coords_.options());
    children.index_copy_(0, slot, at::arange(count(), coords_.options()));
    coarser_ = std::make_unique<CoarserVoxels>(
        CoarserVoxels{Voxels(new VoxelSet(coarse, startsOf(coarse.select(1, 0)))),
                      inverse,
                      children.view({-1, 8}),
                      counts.to(at::kFloat).unsqueeze(1)});
    return *coarser_;
}

const at::Tensor& VoxelSet::coarseNeighbours() const {
    if (!coarse_neighbours_.defined()) {
        const at::Tensor none = at::full({1}, coarser().voxels->count(), coords_.options());
        const at::Tensor coarse = at::cat({coarser().inverse.to(at::kInt), none});
        coarse_neighbours_ =
            coarse.index_select(0, neighbours().flatten()).view({count(), neighbours().size(1)});
    }
    return coarse_neighbours_;
}

Voxels VoxelSet::subdivided() const {
    std::vector<int32_t> offsets;
    for (int child = 0; child < 8; ++child) {
        offsets.insert(offsets.end(), {0, child >> 2 & 1, child >> 1 & 1, child & 1});
    }
    const at::Tensor scale = indices({1, 2, 2, 2}, device());
    at::Tensor coords = (coords_ * scale).unsqueeze(1) + indices(offsets, device()).view({1, 8, 4});
    std::vector<int64_t> starts = batch_starts_;
    for (int64_t& start : starts) {
        start *= 8;
    }
    auto* set = new VoxelSet(coords.view({-1, 4}), std::move(starts));
    Voxels owned(set);
    set->parent_ = shared_from_this();
    return owned;
}

const WindowPartition& VoxelSet::windows(int64_t size, int64_t shift) const {
    const auto known = windows_.find({size, shift});
    if (known != windows_.end()) {
        return known->second;
    }
    at::Tensor windowed = coords_.clone();
    windowed.narrow(1, 1, 3).add_(shift).floor_divide_(size);
    const auto [keys, order] = keysOf(windowed).sort();
    const at::Tensor lengths =
        std::get<2>(at::unique_consecutive(keys, false, true)).cpu().contiguous();

    // Padded to 8, 12, 16, 24, 32, 48, ...: at most by half, as scores grow with the square.
    std::map<int64_t, std::pair<std::vector<int64_t>, std::vector<int64_t>>> by_length;
    for (int64_t window = 0, start = 0; window < lengths.numel(); ++window) {
        const int64_t length = lengths.data_ptr<int64_t>()[window];
        int64_t padded = 8;
        while (padded < length) {
            padded = padded % 3 == 0 ? padded / 3 * 4 : padded / 2 * 3;
        }
        by_length[padded].first.push_back(start);
        by_length[padded].second.push_back(length);
        start += length;
    }
    WindowPartition partition;
    for (const auto& [padded, windows] : by_length) {
        const auto column = [&](const std::vector<int64_t>& values) {
            return at::tensor(at::ArrayRef<int64_t>(values), at::kLong).to(device()).unsqueeze(1);
        };
        const at::Tensor place = at::arange(padded, order.options()).unsqueeze(0);
        const at::Tensor valid = place < column(windows.second);
        const at::Tensor sorted_rows = (column(windows.first) + place).clamp_max(count() - 1);
        const at::Tensor rows = order.index_select(0, sorted_rows.flatten()).view(valid.sizes());
        const at::Tensor none = at::full({}, count(), order.options());
        at::Tensor bias = at::zeros(valid.sizes(), coords_.options().dtype(at::kFloat));
        bias.masked_fill_(valid.logical_not(), -std::numeric_limits<float>::infinity());
        partition.push_back({at::where(valid, rows, none), bias.unsqueeze(1).unsqueeze(1)});
    }
    return windows_.emplace(std::pair{size, shift}, std::move(partition)).first->second;
}

SparseTensor downsample(const SparseTensor& x) {
    const CoarserVoxels& coarser = x.voxels->coarser();
    const int64_t channels = x.feats.size(1);
    const at::Tensor rows =
        withZeroRow(x.feats).index_select(0, coarser.children.flatten()).view({-1, 8, channels});
    const at::Tensor sum = rows.sum({1}, false, at::kFloat);
    return {coarser.voxels, (sum / (coarser.counts + 1)).to(x.feats.scalar_type())};
}

SparseTensor upsample(const SparseTensor& coarse, const Voxels& fine) {
    require(fine->coarser().voxels == coarse.voxels, "upsample: not the coarser voxels of these");
    return {fine, coarse.feats.index_select(0, fine->coarser().inverse)};
}

SparseTensor subdivide(const SparseTensor& x) {
    return {x.voxels->subdivided(), x.feats.repeat_interleave(8, 0)};
}

at::Tensor withZeroRow(const at::Tensor& feats) {
    return at::constant_pad_nd(feats, {0, 0, 0, 1});
}

}  // namespace bozzetto
