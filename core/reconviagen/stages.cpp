// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/stages.h"

#include "base/error.h"
#include "base/files.h"
#include "nn/sparse_tensor.h"
#include "reconviagen/features_to_mesh.h"
#include "reconviagen/models/slat_condition.h"
#include "reconviagen/models/slat_flow.h"
#include "reconviagen/models/slat_gaussian_decoder.h"
#include "reconviagen/models/sparse_structure_decoder.h"
#include "reconviagen/models/sparse_structure_flow.h"
#include "reconviagen/models/structure_condition.h"
#include "reconviagen/models/vggt_aggregator.h"
#include "reconviagen/models/vggt_camera_head.h"
#include "reconviagen/network_run.h"
#include "reconviagen/noise.h"
#include "reconviagen/preprocess.h"
#include "reconviagen/splat_ply.h"

#include <cmath>

namespace bozzetto {
namespace {

/// Of the limit, that must be left for what comes after a stage.
constexpr double kReserveAfterStructure = 0.5, kReserveAfterLatents = 0.25;

at::ScalarType torsoType(const at::Device& device) {
    return device.is_cuda() ? at::kHalf : at::kFloat;
}
/// VGGT overflows half precision.
at::ScalarType vggtType(const at::Device& device) {
    return device.is_cuda() ? at::kBFloat16 : at::kFloat;
}

VitMemory vitMemory(const StageRun& run) {
    return run.low_vram ? VitMemory::Spare : VitMemory::Whole;
}

std::vector<ByteImage> picturesOf(const std::vector<NetworkView>& views) {
    std::vector<ByteImage> pictures;
    for (const NetworkView& view : views) {
        pictures.push_back(view.picture);
    }
    return pictures;
}

/// The side of the pictures that a vision transformer's table of positions was made for.
int pictureSide(const DinoV2& net) {
    const auto grid = std::lround(std::sqrt(static_cast<double>(net.pos_embed.size(1) - 1)));
    return static_cast<int>(grid * net.patch_size);
}

at::Tensor lookWithDino(StageRun& run, const std::vector<NetworkView>& views) {
    return withNetwork(run, run.config.dinov2, [&](const WeightScope& weights) {
        // The original computes it in f32, and both networks that read it do so in f16. In f16 it
        // is 4e-4 from f32 (relative RMS), ten times as fast.
        const DinoV2 net = loaded(run, run.config.dinov2, [&] {
            DinoV2Config config = DinoV2Config::fromJson(run.config.dinov2.args);
            config.memory = vitMemory(run);
            return DinoV2(weights.as(torsoType(run.device)), config);
        });
        const at::Tensor pictures = encoderInput(picturesOf(views), pictureSide(net));
        return net.features(imageNetNormalised(pictures.to(run.device))).unsqueeze(0);
    });
}

struct VggtSight {
    std::vector<at::Tensor> taps;  // [1, S, T, 2 C] each
    at::Tensor poses;              // [S, 9] f32; undefined without a camera head
};

/// In a scope of its own: the heads are another network.
VggtSight lookWithVggt(StageRun& run, const std::vector<NetworkView>& views) {
    return withNetwork(run, run.config.vggt, [&](const WeightScope& weights) {
        for (const char* head : {"point_head", "depth_head", "track_head"}) {
            weights.unused(head);
        }
        VggtSight sight;
        {
            const VggtAggregator net = loaded(run, run.config.vggt, [&] {
                auto config = VggtAggregatorConfig::fromJson(run.config.vggt.args);
                config.memory = config.patch_embed.memory = vitMemory(run);
                VggtAggregator aggregator(
                    (weights / "aggregator").as(vggtType(run.device)), config, run.config.taps);
                if (run.warm_up != nullptr) {
                    run.warm_up->wait();
                }
                return aggregator;
            });
            const at::Tensor pictures =
                encoderInput(picturesOf(views), pictureSide(net.patch_embed));
            sight.taps = net(pictures.unsqueeze(0).to(run.device), torsoType(run.device));
        }
        if ((weights / "camera_head").has("empty_pose_tokens")) {
            const VggtCameraHead head = loaded(run, run.config.vggt, [&] {
                return VggtCameraHead(weights / "camera_head",
                                      VggtCameraHeadConfig::fromJson(run.config.vggt.args));
            });
            const at::Tensor cameras = sight.taps.back().slice(2, 0, 1).to(at::kFloat);
            sight.poses = head(cameras).back()[0].cpu();
        }
        return sight;
    });
}

/// Takes the sampler to its end, or, when time is short, straight there along the last step's way.
at::Tensor sample(StageRun& run,
                  const FlowSamplerOptions& options,
                  FlowModel& model,
                  const at::Tensor& noise,
                  const FlowSpread& spread,
                  double reserve,
                  bool& cut) {
    struct Ended {
        at::Tensor x;
    };
    const double limit = run.job.remaining() + run.job.elapsed();
    try {
        return sampleFlow(options, model, noise, spread, [&](const FlowStep& step) {
            run.job.advance();
            const bool last = step.index + 1 == options.steps;
            if (!last && run.job.remaining() < reserve * limit) {
                run.job.warn((run.job.finishRequested() ? "A stage was ended on request after "
                                                        : "The time limit ended a stage after ") +
                             std::to_string(step.index + 1) + " of " +
                             std::to_string(options.steps) + " steps");
                cut = true;
                throw Ended{step.x0};
            }
        });
    } catch (const Ended& ended) {
        return ended.x;
    }
}

/// One branch of guidance after the other: half the memory of a batch of both.
class OneByOne final : public FlowModel {
public:
    explicit OneByOne(FlowModel& model) : model_(model) {}
    at::Tensor conditional(const at::Tensor& x, float t) override {
        return model_.conditional(x, t);
    }
    at::Tensor unconditional(const at::Tensor& x, float t) override {
        return model_.unconditional(x, t);
    }

private:
    FlowModel& model_;
};

void requireFinite(const at::Tensor& tensor, const NetworkFiles& network) {
    if (!tensor.isfinite().all().item<bool>()) {
        throw Error(Error::Kind::Engine,
                    "The " + network.name + " gave numbers that are not finite",
                    "Try another --seed; if it happens again, check the weights with "
                    "'bozzetto-cli weights verify'.");
    }
}

/// What both decoders read.
SparseTensor latentsOf(const StageRun& run, const RunState& state) {
    return {VoxelSet::make(state.at("coords").to(run.device)), state.at("latents").to(run.device)};
}

at::Tensor decodeSplats(StageRun& run, const SparseTensor& latents) {
    const NetworkFiles& network = *run.config.splat_decoder;
    return withNetwork(run, network, [&](const WeightScope& weights) {
        const SlatGaussianDecoder decoder = loaded(run, network, [&] {
            return SlatGaussianDecoder(weights.as(torsoType(run.device)),
                                       SlatGaussianDecoderConfig::fromJson(network.args));
        });
        return splatTable(decoder(latents)).cpu();
    });
}

}  // namespace

void runConditions(StageRun& run, const std::vector<NetworkView>& views, RunState& state) {
    const StageScope scope(run.job);
    const VggtSight vggt = lookWithVggt(run, views);
    run.job.advance();
    const at::Tensor dino = lookWithDino(run, views);
    run.job.advance();
    const at::ScalarType type = torsoType(run.device);
    const at::Tensor structure =
        withNetwork(run, run.config.structure_condition, [&](const WeightScope& weights) {
            const NetworkFiles& network = run.config.structure_condition;
            const SparseStructureCondition net = loaded(run, network, [&] {
                return SparseStructureCondition(weights.as(type),
                                                StructureConditionConfig::fromJson(network.args));
            });
            return net(vggt.taps, dino).cpu();
        });
    requireFinite(structure, run.config.structure_condition);
    run.job.advance();
    const at::Tensor latents =
        withNetwork(run, run.config.latent_condition, [&](const WeightScope& weights) {
            const SlatViewCondition net = loaded(run, run.config.latent_condition, [&] {
                return SlatViewCondition(weights.as(type));
            });
            return at::cat(net(vggt.taps, dino)).cpu();
        });
    requireFinite(latents, run.config.latent_condition);
    state.tensors = {{"structure_condition", structure}, {"latent_condition", latents}};
    if (vggt.poses.defined() && vggt.poses.isfinite().all().item<bool>()) {
        state.tensors["poses"] = vggt.poses;
    }
    state.done = RunState::Done::Conditions;
    run.job.advance();
}

at::Tensor structureLogits(StageRun& run, RunState& state) {
    const StageScope scope(run.job);
    const NetworkFiles& network = run.config.structure_flow;
    const at::Tensor condition = state.at("structure_condition").to(run.device);
    const at::Tensor latent = withNetwork(run, network, [&](const WeightScope& weights) {
        const SparseStructureFlow flow = loaded(run, network, [&] {
            return SparseStructureFlow(weights.as(torsoType(run.device)),
                                       SparseStructureFlowConfig::fromJson(network.args));
        });
        const FlowSamplerOptions& options = run.options.structure;
        SparseStructureFlowModel model(flow, condition, modelTimes(options));
        OneByOne spare(model);
        state.tensors["noise_shape"] = at::tensor({flow.channels(), flow.resolution}, at::kLong);
        const at::Tensor noise =
            FlowNoise(run.job.seed()).structure(flow.channels(), flow.resolution);
        return sample(run,
                      options,
                      run.low_vram ? static_cast<FlowModel&>(spare) : model,
                      noise.to(run.device),
                      denseSpread,
                      kReserveAfterStructure,
                      state.cut);
    });
    requireFinite(latent, network);
    const NetworkFiles& decoder = run.config.structure_decoder;
    return withNetwork(run, decoder, [&](const WeightScope& weights) {
        const SparseStructureDecoder net = loaded(run, decoder, [&] {
            return SparseStructureDecoder(weights.as(torsoType(run.device)),
                                          SparseStructureDecoderConfig::fromJson(decoder.args));
        });
        return net(latent);
    });
}

void takeVoxels(StageRun& run, const at::Tensor& coords, RunState& state) {
    run.report["voxels"] = coords.size(0);
    state.tensors["coords"] = coords.cpu().contiguous();
    state.tensors.erase("structure_condition");
    state.done = RunState::Done::Structure;
}

void runStructure(StageRun& run, RunState& state) {
    const at::Tensor logits = structureLogits(run, state);
    takeVoxels(run, occupiedCoords(logits), state);
}

void runLatents(StageRun& run, RunState& state) {
    const StageScope scope(run.job);
    const NetworkFiles& network = run.config.latent_flow;
    const at::Tensor views = state.at("latent_condition").to(run.device);
    const Voxels voxels = VoxelSet::make(state.at("coords").to(run.device));
    const at::Tensor flowed = withNetwork(run, network, [&](const WeightScope& weights) {
        const SlatFlow flow = loaded(run, network, [&] {
            return SlatFlow(weights.as(torsoType(run.device)),
                            SlatFlowConfig::fromJson(network.args));
        });
        const SlatCondition condition = flow.condition(
            views.split(1),
            run.low_vram ? SlatCondition::Keys::MadeAnew : SlatCondition::Keys::Ready);
        SlatFlowModel model(flow, voxels, condition);
        OneByOne spare(model);
        FlowNoise noise(run.job.seed());
        const auto* shape = state.at("noise_shape").data_ptr<int64_t>();
        noise.structure(shape[0], shape[1]);  // comes first in the stream of random numbers
        return sample(run,
                      run.options.latents,
                      run.low_vram ? static_cast<FlowModel&>(spare) : model,
                      noise.voxels(voxels->count(), flow.inChannels()).to(run.device),
                      sparseSpread,
                      kReserveAfterLatents,
                      state.cut);
    });
    requireFinite(flowed, network);
    if (flowed.size(1) != run.config.latent_mean.size(0)) {
        throw Error(Error::Kind::BadWeights,
                    displayPath(network.weights) + ": makes latents of " +
                        std::to_string(flowed.size(1)) +
                        " channels, and pipeline.json normalises " +
                        std::to_string(run.config.latent_mean.size(0)));
    }
    state.tensors["latents"] = flowed.cpu() * run.config.latent_std + run.config.latent_mean;
    state.tensors.erase("latent_condition");
    state.done = RunState::Done::Latents;
}

MeshFeatures decodeFeatures(StageRun& run, const RunState& state) {
    const StageScope scope(run.job);
    const NetworkFiles& network = run.config.mesh_decoder;
    return withNetwork(run, network, [&](const WeightScope& weights) {
        const SlatMeshDecoder decoder = loaded(run, network, [&] {
            return SlatMeshDecoder(weights.as(torsoType(run.device)),
                                   SlatMeshDecoderConfig::fromJson(network.args));
        });
        return decoder(latentsOf(run, state));
    });
}

void takeFeatures(StageRun& run, const MeshFeatures& features, RunState& state) {
    const StageScope scope(run.job);
    const NetworkMeter meter(run);
    const FeatureMesh mesh =
        featuresToMesh(features.resolution, features.coords, features.features);
    if (mesh.empty()) {
        throw Error(Error::Kind::Engine,
                    "The networks found no surface in these pictures",
                    "Check that the masks show the object and nothing else; try another --seed.");
    }
    requireFinite(mesh.vertices, run.config.mesh_decoder);
    state.tensors["vertices"] = mesh.vertices.cpu();
    state.tensors["triangles"] = mesh.triangles.cpu();
    state.tensors["colors"] = mesh.attributes.size(1) >= 3
                                  ? mesh.attributes.slice(1, 0, 3).cpu().contiguous()
                                  : at::full({mesh.vertices.size(0), 3}, 0.5, at::kFloat);
    meter.done(run.config.mesh_decoder);
}

void runDecoders(StageRun& run, RunState& state) {
    takeFeatures(run, decodeFeatures(run, state), state);
    run.job.advance();
    if (run.options.splats) {
        const StageScope scope(run.job);
        state.tensors["splats"] = decodeSplats(run, latentsOf(run, state));
    }
    for (const char* done : {"coords", "latents", "noise_shape"}) {
        state.tensors.erase(done);
    }
    state.done = RunState::Done::Mesh;
    run.job.advance();
}

}  // namespace bozzetto
