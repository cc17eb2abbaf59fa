// SPDX-License-Identifier: Apache-2.0
// Sparse layers against dense ones on random voxels; refusals; cancelling.
#include "base/error.h"
#include "nn/cancel_scope.h"
#include "nn/sparse_conv.h"
#include "nn/sparse_group_norm.h"
#include "nn/window_attention.h"

#include <QtTest>

using namespace bozzetto;

namespace {

constexpr int64_t kSide = 12;

/// Half of a lattice of kSide^3, in random order within each of two batches: [N, 4] int32.
at::Tensor randomVoxels(uint64_t seed) {
    auto generator = at::detail::createCPUGenerator(seed);
    std::vector<at::Tensor> batches;
    for (int64_t batch = 0; batch < 2; ++batch) {
        const at::Tensor cells =
            at::randperm(kSide * kSide * kSide, generator).narrow(0, 0, kSide * kSide * kSide / 2);
        const at::Tensor rows = cells.floor_divide(kSide);
        batches.push_back(at::stack({at::full_like(cells, batch),
                                     rows.floor_divide(kSide),
                                     rows.remainder(kSide),
                                     cells.remainder(kSide)},
                                    1));
    }
    return at::cat(batches).to(at::kInt).contiguous();
}

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}

/// Rows [N, C] in a volume [2, C, kSide, kSide, kSide] of zeros, and back.
at::Tensor dense(const at::Tensor& coords, const at::Tensor& feats) {
    at::Tensor volume = at::zeros({2, kSide, kSide, kSide, feats.size(1)});
    const at::Tensor c = coords.to(at::kLong);
    volume.index_put_({c.select(1, 0), c.select(1, 1), c.select(1, 2), c.select(1, 3)}, feats);
    return volume.permute({0, 4, 1, 2, 3}).contiguous();
}
at::Tensor rowsOf(const at::Tensor& coords, const at::Tensor& volume) {
    const at::Tensor c = coords.to(at::kLong);
    return volume.permute({0, 2, 3, 4, 1})
        .index({c.select(1, 0), c.select(1, 1), c.select(1, 2), c.select(1, 3)});
}

double worst(const at::Tensor& a, const at::Tensor& b) {
    return ((a - b).abs().max() / b.abs().max()).item<double>();
}

WeightScope convolutionWeights(int64_t in, int64_t out) {
    return WeightScope(
        {{"conv.weight", noise({out, 3, 3, 3, in}, 5)}, {"conv.bias", noise({out}, 6)}}, "random");
}

}  // namespace

class TestSparse : public QObject {
    Q_OBJECT
private slots:
    void convolvesAsADenseVolumeDoes();
    void groupNormMatchesTheDenseOne();
    void everyVoxelAttendsToItsWindowAlone();
    void refusesCoordinatesThatAreNotVoxels();
    void stopsWhenAsked();
};

void TestSparse::convolvesAsADenseVolumeDoes() {
    const at::Tensor coords = randomVoxels(1), feats = noise({coords.size(0), 5}, 2);
    const WeightScope w = convolutionWeights(5, 7);
    const SparseTensor out = SparseConv3(w, 5, 7)({VoxelSet::make(coords), feats});
    const at::Tensor kernel = w.get("conv.weight", {7, 3, 3, 3, 5}).permute({0, 4, 1, 2, 3});
    const at::Tensor expected = at::conv3d(dense(coords, feats),
                                           kernel.contiguous(),
                                           w.get("conv.bias", {7}),
                                           1,
                                           at::IntArrayRef{1, 1, 1});
    QVERIFY(worst(out.feats, rowsOf(coords, expected)) < 1e-5);
}

void TestSparse::groupNormMatchesTheDenseOne() {
    // A mean far from zero: nothing may be lost to cancellation.
    const at::Tensor coords = randomVoxels(3), feats = noise({coords.size(0), 8}, 4) + 100;
    const WeightScope w({{"weight", noise({8}, 7)}, {"bias", noise({8}, 8)}}, "random");
    const SparseTensor x{VoxelSet::make(coords), feats};
    const at::Tensor out = SparseGroupNorm(w, 4, 8)(x).feats;
    for (int64_t b = 0; b < 2; ++b) {
        const int64_t begin = x.voxels->batchStarts()[b];
        const int64_t count = x.voxels->batchStarts()[b + 1] - begin;
        const at::Tensor sample = feats.narrow(0, begin, count).to(at::kDouble).t().unsqueeze(0);
        const at::Tensor expected = at::group_norm(sample,
                                                   4,
                                                   w.get("weight", {8}).to(at::kDouble),
                                                   w.get("bias", {8}).to(at::kDouble),
                                                   1e-5)[0]
                                        .t();
        QVERIFY(worst(out.narrow(0, begin, count), expected) < 1e-4);
    }
}

void TestSparse::everyVoxelAttendsToItsWindowAlone() {
    const at::Tensor coords = randomVoxels(9);
    const Voxels voxels = VoxelSet::make(coords);
    const int64_t count = coords.size(0), shift = 2, size = 4;
    at::Tensor qkv = noise({count, 3, 2, 4}, 10);
    const at::Tensor before = windowAttention(qkv, voxels, size, shift);
    const auto windowOf = [&](int64_t row) {
        std::vector<int32_t> window;
        for (int64_t axis = 0; axis < 4; ++axis) {
            const int32_t value = coords[row][axis].item<int32_t>();
            window.push_back(axis == 0 ? value : (value + int32_t(shift)) / int32_t(size));
        }
        return window;
    };
    // Another value in one voxel changes all voxels of its window and no other.
    qkv[17][2] += 1;
    const at::Tensor changed = (windowAttention(qkv, voxels, size, shift) - before).abs().amax(1);
    const std::vector<int32_t> window = windowOf(17);
    int in_window = 0;
    for (int64_t row = 0; row < count; ++row) {
        const bool same = windowOf(row) == window;
        in_window += same;
        QCOMPARE(changed[row].item<float>() > 0, same);
    }
    QVERIFY(in_window > 8);
}

void TestSparse::refusesCoordinatesThatAreNotVoxels() {
    const auto make = [](const std::vector<int32_t>& rows) {
        VoxelSet::make(at::tensor(at::ArrayRef<int32_t>(rows), at::kInt).view({-1, 4}));
    };
    make({0, 1, 2, 3, 0, 65535, 0, 0, 1, 0, 0, 0});
    QVERIFY_EXCEPTION_THROWN(make({0, -1, 2, 3}), Error);
    QVERIFY_EXCEPTION_THROWN(make({0, 65536, 2, 3}), Error);
    QVERIFY_EXCEPTION_THROWN(make({1, 0, 0, 0, 0, 0, 0, 0}), Error);
    QVERIFY_EXCEPTION_THROWN(make({0, 0, 0, 0, 2, 0, 0, 0}), Error);
    QVERIFY_EXCEPTION_THROWN(VoxelSet::make(at::zeros({3, 3}, at::kInt)), Error);
}

void TestSparse::stopsWhenAsked() {
    const at::Tensor coords = randomVoxels(11);
    const SparseTensor x{VoxelSet::make(coords), noise({coords.size(0), 5}, 12)};
    const SparseConv3 conv(convolutionWeights(5, 7), 5, 7);
    const at::Tensor qkv = noise({coords.size(0), 3, 2, 4}, 13);
    int asked = 0;
    {
        const CancelScope counting([&] { ++asked; });
        conv(x);
        windowAttention(qkv, x.voxels, 4, 0);
    }
    QVERIFY(asked >= 2);
    const CancelScope stopping([] { throw Cancelled(); });
    QVERIFY_EXCEPTION_THROWN(conv(x), Cancelled);
    QVERIFY_EXCEPTION_THROWN(windowAttention(qkv, x.voxels, 4, 0), Cancelled);
}

QTEST_GUILESS_MAIN(TestSparse)
#include "test_sparse.moc"
