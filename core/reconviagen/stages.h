// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"
#include "pipeline/job_context.h"
#include "reconviagen/models/slat_mesh_decoder.h"
#include "reconviagen/network_views.h"
#include "reconviagen/options.h"
#include "reconviagen/pipeline_config.h"
#include "reconviagen/run_state.h"
#include "reconviagen/warm_up.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bozzetto {

/// What the stages of one run share.
struct StageRun {
    JobContext& job;
    const PipelineConfig& config;
    const ReconviagenOptions& options;
    at::Device device;
    /// The branches of guidance one after the other, the weights of VGGT and DINOv2 block by block,
    /// the views' keys and values anew in every step.
    bool low_vram = false;
    nlohmann::json& report;     // the engine's section of report.json
    WarmUp* warm_up = nullptr;  // if it was begun: the first network waits for it
};

/// Each stage loads its networks one after the other, runs them and lets go of them, adds what it
/// found to `state` (run_state.h has the names) and marks itself done. On a GPU the networks
/// compute in half precision where the original does, on the CPU in f32. All throw Cancelled within
/// seconds of being asked to stop; Error(MissingWeights), Error(BadWeights) naming file and key;
/// Error(OutOfMemory); Error(Engine) if what comes out makes no sense.

/// VGGT and DINOv2 look at the pictures; both condition networks say what that means for structure
/// and surface. Also VGGT's guess of the cameras, if its camera head is among the weights.
void runConditions(StageRun& run, const std::vector<NetworkView>& views, RunState& state);
/// Noise becomes the coarse shape: occupied voxels.
void runStructure(StageRun& run, RunState& state);
/// Its two steps: what the structure's networks say, logits [1, 1, X, Y, Z], occupied above 0; and
/// the voxels [N, 4] int32 (0, x, y, z) that the next stages are to fill, from wherever they come.
at::Tensor structureLogits(StageRun& run, RunState& state);
void takeVoxels(StageRun& run, const at::Tensor& coords, RunState& state);
/// Noise on the voxels becomes latents of surface and colour.
void runLatents(StageRun& run, RunState& state);
/// Latents become a mesh with colours at its vertices, and on request splats.
void runDecoders(StageRun& run, RunState& state);
/// The two steps to the mesh: what the mesh decoder gives, and the surface in that.
MeshFeatures decodeFeatures(StageRun& run, const RunState& state);
void takeFeatures(StageRun& run, const MeshFeatures& features, RunState& state);

/// Every network of the run is built once and dropped again: keys, shapes, finite numbers. Returns
/// sentences about keys that nothing reads; throws as the stages.
std::vector<std::string> checkNetworks(const PipelineConfig& config, const Task& task);

}  // namespace bozzetto
