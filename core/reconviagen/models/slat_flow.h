// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/sparse_conv.h"
#include "nn/sparse_tensor.h"
#include "reconviagen/flow_sampler.h"
#include "reconviagen/models/dit_block.h"
#include "reconviagen/models/embeddings.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bozzetto {

/// What the weights' shapes do not say. Throws Error(Unsupported) for arguments of networks that
/// this is not.
struct SlatFlowConfig {
    int64_t num_heads = 16;
    int64_t num_blocks = 0;         // 0: as many as there are
    int64_t in_channels = 0;        // 0: as the weights have them
    int64_t num_io_res_blocks = 2;  // residual blocks of each fine resolution
    int64_t io_resolutions = 1;     // how many there are, each twice the next
    bool qk_rms_norm = true;
    bool use_skip_connection = true;

    static SlatFlowConfig fromJson(const nlohmann::json& args);
};

enum class Resample { None, Down, Up };

/// Residual block at the fine resolutions, given the time: resampled, then twice normalised,
/// activated and convolved. Keys: norm1, conv1, conv2, emb_layers.1, skip_connection (where the
/// channels change).
struct SlatResBlock {
    Resample resample;
    LayerNorm norm1, norm2;
    SparseConv3 conv1, conv2;
    Linear emb_layers_1;
    std::optional<Linear> skip_connection;

    SlatResBlock(const WeightScope& w, Resample resample);

    /// x at one resolution -> at the next; `fine`: the voxels to upsample to. silu_emb [1, C].
    SparseTensor operator()(const SparseTensor& x,
                            const at::Tensor& silu_emb,
                            const Voxels& fine) const;
};

/// What the images say. Keys and values of each block's cross attention are ready for every step,
/// 0.14 GB a view in f16, or made anew in each, which takes a tenth longer.
struct SlatCondition {
    enum class Keys { Ready, MadeAnew };

    std::vector<DitContext> blocks;  // empty if they are made anew, of:
    at::Tensor views;                // [V, T, cond channels]
};

/// The flow network of structured latents: residual sparse convolutions from 64^3 down to 32^3, a
/// diffusion transformer there, and back up with skip connections. Source: "Structured 3D Latents
/// for Scalable and Versatile 3D Generation" (Xiang et al. 2024), section 3.3; conditions of
/// several views averaged in every block ("ReconViaGen", 2025). The time's embedding, the first and
/// the last layer are f32, the rest is of the scope's type.
struct SlatFlow {
    SlatFlowConfig config;
    TimestepEmbedder t_embedder;
    Linear input_layer;
    std::vector<SlatResBlock> input_blocks;
    std::vector<DitBlock> blocks;
    std::vector<SlatResBlock> out_blocks;
    Linear out_layer;

    SlatFlow(const WeightScope& w, const SlatFlowConfig& config);

    int64_t inChannels() const { return input_layer.weight.size(1); }
    int64_t condChannels() const;

    /// views: [1, T, cond channels] each, of any type; at least one, all of one size. Made once a
    /// run. Throws Error(BadInput) for shapes.
    SlatCondition condition(const std::vector<at::Tensor>& views,
                            SlatCondition::Keys keys = SlatCondition::Keys::Ready) const;

    /// Velocity [N, out channels] f32 for x [N, in channels] f32 (one sample) at 1000 times the
    /// time. Without a condition: what all-zero views give, for less. Waits for no GPU once x's
    /// voxels have been seen.
    at::Tensor operator()(const SparseTensor& x,
                          float t,
                          const SlatCondition* condition = nullptr) const;
    /// With a condition and without, for less than both: the way in is the same.
    GuidedVelocity both(const SparseTensor& x, float t, const SlatCondition& condition) const;

private:
    /// What the way out starts from.
    struct Coarse {
        SparseTensor x;
        at::Tensor silu_emb;              // [1, C]
        at::Tensor emb;                   // [1, C] f32
        std::vector<SparseTensor> skips;  // of every input block
        std::vector<Voxels> finer;        // what each downsampling came from
    };
    void checkChannels(const std::string& file) const;
    Coarse wayIn(const SparseTensor& x, float t) const;
    /// rows [R, L, C]: the first given the condition, if there is one.
    void transform(at::Tensor& rows, const Coarse& coarse, const SlatCondition* condition) const;
    at::Tensor wayOut(const at::Tensor& rows, Coarse coarse) const;
};

/// For sampleFlow: rows of noise on the given voxels. Flow and condition outlive it.
class SlatFlowModel final : public FlowModel {
public:
    SlatFlowModel(const SlatFlow& flow, Voxels voxels, const SlatCondition& condition)
        : flow_(flow), voxels_(std::move(voxels)), condition_(condition) {}

    at::Tensor conditional(const at::Tensor& x, float t) override {
        return flow_({voxels_, x}, t, &condition_);
    }
    at::Tensor unconditional(const at::Tensor& x, float t) override {
        return flow_({voxels_, x}, t);
    }
    GuidedVelocity both(const at::Tensor& x, float t) override {
        return flow_.both({voxels_, x}, t, condition_);
    }

private:
    const SlatFlow& flow_;
    Voxels voxels_;
    const SlatCondition& condition_;
};

}  // namespace bozzetto
