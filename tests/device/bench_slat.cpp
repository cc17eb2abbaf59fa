// SPDX-License-Identifier: Apache-2.0
// Structured latents: flow, decoders, mesh, on a shell of 20 000 voxels (about 4500 of 32^3).
#include "reconviagen/features_to_mesh.h"
#include "reconviagen/models/slat_flow.h"
#include "reconviagen/models/slat_gaussian_decoder.h"
#include "reconviagen/models/slat_mesh_decoder.h"
#include "tests/device/bench_stages.h"
#include "tests/device/slat_scenes.h"

#include <memory>

namespace bozzetto::device_test {
namespace {

constexpr at::ScalarType kTorso = at::kHalf;

SlatSizes sizesOf(const BenchSetting& setting) {
    if (!setting.small) {
        return {};
    }
    SlatSizes small;
    small.resolution = 16;
    small.voxels = 500;
    small.tokens = 30;
    small.flow_channels = small.cond_channels = 64;
    small.flow_io_channels = 32;
    small.flow_blocks = small.decoder_blocks = 2;
    small.flow_heads = 4;
    small.decoder_channels = 768;  // in 12 heads
    return small;
}

at::Tensor noise(at::IntArrayRef shape, const BenchSetting& setting) {
    return at::randn(shape, at::TensorOptions(at::kFloat).device(setting.device));
}

SparseTensor latentsOf(const SlatSizes& sizes, const BenchSetting& setting) {
    return {VoxelSet::make(shellCoords(sizes.resolution, sizes.voxels, setting.device)),
            noise({sizes.voxels, sizes.latent_channels}, setting)};
}

std::shared_ptr<SlatFlow> makeFlow(const SlatSizes& sizes,
                                   const BenchSetting& setting,
                                   at::ScalarType torso) {
    RandomWeights w(setting.device, torso);
    addSlatFlow(w, sizes);
    SlatFlowConfig config;
    config.num_heads = sizes.flow_heads;
    return std::make_shared<SlatFlow>(w.take(), config);
}

std::vector<at::Tensor> viewsOf(const SlatSizes& sizes,
                                int64_t views,
                                const BenchSetting& setting) {
    std::vector<at::Tensor> all;
    for (int64_t view = 0; view < views; ++view) {
        all.push_back(noise({1, sizes.tokens, sizes.cond_channels}, setting));
    }
    return all;
}

enum class Branches { Conditional, Unconditional, Both };

/// Forwards of a run after its first, which derives the voxels' tables.
BenchStage slatFlow(int64_t views, Branches branches, double original_ms) {
    const auto prepare = [=](const BenchSetting& setting,
                             at::ScalarType torso) -> std::function<at::Tensor()> {
        const SlatSizes sizes = sizesOf(setting);
        const auto flow = makeFlow(sizes, setting, torso);
        const SparseTensor x = latentsOf(sizes, setting);
        if (branches == Branches::Unconditional) {
            return [=] { return (*flow)(x, 603.0f); };
        }
        const auto context =
            std::make_shared<SlatCondition>(flow->condition(viewsOf(sizes, views, setting)));
        if (branches == Branches::Both) {
            return [=] { return flow->both(x, 603.0f, *context).conditional; };
        }
        return [=] { return (*flow)(x, 603.0f, context.get()); };
    };
    const std::string name = branches == Branches::Both            ? "SLAT flow, both branches, "
                             : branches == Branches::Unconditional ? "SLAT flow, unconditional, "
                                                                   : "SLAT flow ";
    return {name + std::to_string(views) + " views, f16",
            original_ms,
            kTorso,
            original_ms > 0,
            prepare};
}

BenchStage slatContext(int64_t views) {
    const auto prepare = [=](const BenchSetting& setting,
                             at::ScalarType torso) -> std::function<at::Tensor()> {
        const SlatSizes sizes = sizesOf(setting);
        const auto flow = makeFlow(sizes, setting, torso);
        const std::vector<at::Tensor> all = viewsOf(sizes, views, setting);
        return [=] { return flow->condition(all).blocks.back().k; };
    };
    return {"SLAT flow, keys of " + std::to_string(views) + " views", 0, kTorso, false, prepare};
}

/// With the voxels' tables, as in a run.
BenchStage meshDecoder() {
    const auto prepare = [](const BenchSetting& setting,
                            at::ScalarType torso) -> std::function<at::Tensor()> {
        const SlatSizes sizes = sizesOf(setting);
        RandomWeights w(setting.device, torso);
        addSlatMeshDecoder(w, sizes);
        SlatMeshDecoderConfig config;
        config.resolution = sizes.resolution;
        const auto decoder = std::make_shared<SlatMeshDecoder>(w.take(), config);
        const SparseTensor latents = latentsOf(sizes, setting);
        return [=] {
            const Voxels fresh = VoxelSet::make(latents.voxels->coords());
            return (*decoder)({fresh, latents.feats}).features;
        };
    };
    return {"SLAT mesh decoder, f16", 0, kTorso, true, prepare};
}

BenchStage gaussianDecoder() {
    const auto prepare = [](const BenchSetting& setting,
                            at::ScalarType torso) -> std::function<at::Tensor()> {
        const SlatSizes sizes = sizesOf(setting);
        RandomWeights w(setting.device, torso);
        addSlatGaussianDecoder(w, sizes);
        SlatGaussianDecoderConfig config;
        config.resolution = sizes.resolution;
        config.representation.num_gaussians = sizes.num_gaussians;
        const auto decoder = std::make_shared<SlatGaussianDecoder>(w.take(), config);
        const SparseTensor latents = latentsOf(sizes, setting);
        return [=] {
            const Voxels fresh = VoxelSet::make(latents.voxels->coords());
            return (*decoder)({fresh, latents.feats}).xyz;
        };
    };
    return {"SLAT Gaussian decoder, f16", 0, kTorso, true, prepare};
}

BenchStage mesh() {
    const auto prepare = [](const BenchSetting& setting,
                            at::ScalarType) -> std::function<at::Tensor()> {
        const SlatSizes sizes = sizesOf(setting);
        const SparseTensor latents = latentsOf(sizes, setting);
        const at::Tensor coords = latents.voxels->subdivided()->subdivided()->coords();
        const int64_t resolution = 4 * sizes.resolution;
        const at::Tensor features = sphereFeatures(resolution, coords);
        return [=] { return featuresToMesh(resolution, coords, features).vertices; };
    };
    return {"features to mesh, 256^3", 0, at::kFloat, false, prepare};
}

}  // namespace

std::vector<BenchStage> slatStages(const BenchSetting& setting) {
    if (setting.small) {
        std::vector<BenchStage> stages = {
            slatFlow(2, Branches::Both, 0), meshDecoder(), gaussianDecoder(), mesh()};
        for (BenchStage& stage : stages) {
            stage.torso = at::kFloat;
        }
        return stages;
    }
    return {slatFlow(1, Branches::Conditional, 37),
            slatFlow(6, Branches::Conditional, 55),
            slatFlow(16, Branches::Conditional, 87),
            slatFlow(6, Branches::Both, 0),
            slatFlow(0, Branches::Unconditional, 0),
            slatContext(6),
            slatContext(16),
            meshDecoder(),
            gaussianDecoder(),
            mesh()};
}

}  // namespace bozzetto::device_test
