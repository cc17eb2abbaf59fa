// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>

#include <map>
#include <string>
#include <string_view>

namespace bozzetto {

/// What a run has so far: everything that the stages still to come read. It is small (megabytes),
/// belongs to no device, and a run goes on from it with the same result.
struct RunState {
    /// The last stage that is done.
    enum class Done { Nothing, Conditions, Structure, Latents, Mesh };
    Done done = Done::Nothing;
    bool cut = false;  // a stage was ended early by the time limit or on request
    /// By name, on the CPU: "structure_condition", "latent_condition" [S, T, C], "poses" [S, 9];
    /// "coords" [N, 4] int32, "latents" [N, C]; "vertices", "triangles", "colors" (DecodedMesh).
    std::map<std::string, at::Tensor> tensors;

    /// Throws Error(BadInput) as tensorsOfBytes if there is none of that name.
    const at::Tensor& at(const std::string& name) const;
};

std::string serialize(const RunState& state);
/// Throws Error(BadInput) saying that the checkpoint is damaged: nothing in it is trusted.
RunState deserializeRunState(std::string_view bytes);

}  // namespace bozzetto
