// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/flow_sampler.h"
#include "reconviagen/models/dit_block.h"
#include "reconviagen/models/embeddings.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <vector>

namespace bozzetto {

/// Everything else is the weights' own.
struct SparseStructureFlowConfig {
    int64_t resolution = 16;
    int64_t num_heads = 16;
    bool qk_rms_norm = true;

    /// Constructor arguments of the original; what is not there keeps the value above. Throws
    /// Error(BadWeights), also for variants that this network does not have: a patch size other
    /// than 1, rotary positions, normalised queries in the cross-attention.
    static SparseStructureFlowConfig fromJson(const nlohmann::json& args);
};

/// A condition as all blocks see it, one entry a block.
using SparseStructureContext = std::vector<DitContext>;

/// The diffusion transformer that makes the latent volume of the sparse structure ("Structured 3D
/// Latents for Scalable and Versatile 3D Generation", section 3.3). Its blocks compute in the
/// scope's type; what is before and behind them, and the time's embedding, in float32.
struct SparseStructureFlow {
    int64_t resolution;
    TimestepEmbedder t_embedder;
    Linear input_layer;
    at::Tensor pos_emb;  // [resolution^3, dim] float32
    std::vector<DitBlock> blocks;
    Linear out_layer;

    explicit SparseStructureFlow(const WeightScope& w,
                                 const SparseStructureFlowConfig& config = {});

    int64_t channels() const { return input_layer.weight.size(1); }

    /// x [1, C, X, Y, Z] float32, t 1000 times the time, cond [1, M, context] (none: a condition
    /// of zeros) -> velocity [1, C, X, Y, Z] float32.
    at::Tensor operator()(const at::Tensor& x,
                          float t,
                          const std::optional<at::Tensor>& cond) const;

    /// cond [1, M, context] of any type. Throws Error(BadInput) for another width.
    SparseStructureContext project(const at::Tensor& cond) const;
    /// [T, blocks, 6 dim] of the weights' type: what the times do to the blocks.
    at::Tensor modulations(const std::vector<float>& times) const;
    /// x as above; one time's modulation [blocks, 6 dim]; a null context is a condition of zeros.
    at::Tensor velocity(const at::Tensor& x,
                        const at::Tensor& modulation,
                        const SparseStructureContext* context) const;
    /// With and without the context, as one batch.
    GuidedVelocity velocities(const at::Tensor& x,
                              const at::Tensor& modulation,
                              const SparseStructureContext& context) const;

private:
    at::Tensor enter(const at::Tensor& x) const;
    at::Tensor leave(const at::Tensor& h) const;
    void runBlocks(at::Tensor& h,
                   const at::Tensor& modulation,
                   const SparseStructureContext* context) const;
};

/// The network under one condition, for a sampler with known times (others work, but are embedded
/// one by one). The network must live as long.
class SparseStructureFlowModel final : public FlowModel {
public:
    SparseStructureFlowModel(const SparseStructureFlow& flow,
                             const at::Tensor& cond,
                             const std::vector<float>& times);

    at::Tensor conditional(const at::Tensor& x, float t) override;
    at::Tensor unconditional(const at::Tensor& x, float t) override;
    GuidedVelocity both(const at::Tensor& x, float t) override;

private:
    at::Tensor modulationAt(float t);

    const SparseStructureFlow& flow_;
    SparseStructureContext context_;
    std::map<float, at::Tensor> modulations_;  // [blocks, 6 dim] of each time
};

}  // namespace bozzetto
