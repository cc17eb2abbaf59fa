// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/run_state.h"

#include "tensor/tensor_bytes.h"

#include <vector>

namespace bozzetto {
namespace {

constexpr int64_t kMostVoxels = 1 << 20;

/// What a stage reads without looking at it again.
void checkTensors(const RunState& state) {
    using Done = RunState::Done;
    const auto check = [&](const char* name, at::ScalarType type, int64_t dim) {
        const at::Tensor& t = state.at(name);
        const bool floats = type == at::kFloat && at::isFloatingType(t.scalar_type());
        requireUndamaged((floats || t.scalar_type() == type) && t.dim() == dim && t.numel() > 0,
                         name);
    };
    if (state.done == Done::Conditions) {
        check("structure_condition", at::kFloat, 3);
    }
    if (state.done == Done::Conditions || state.done == Done::Structure) {
        check("latent_condition", at::kFloat, 3);
    }
    if (state.done == Done::Structure || state.done == Done::Latents) {
        check("coords", at::kInt, 2);
        requireUndamaged(
            state.at("coords").size(1) == 4 && state.at("coords").size(0) <= kMostVoxels, "coords");
    }
    if (state.done == Done::Latents) {
        check("latents", at::kFloat, 2);
        requireUndamaged(state.at("latents").size(0) == state.at("coords").size(0), "latents");
    }
    if (state.done == Done::Mesh) {
        check("vertices", at::kFloat, 2);
        check("triangles", at::kInt, 2);
        check("colors", at::kFloat, 2);
        requireUndamaged(state.at("triangles").size(1) == 3 && state.at("vertices").size(1) == 3 &&
                             state.at("triangles").min().item<int>() >= 0 &&
                             state.at("triangles").max().item<int>() < state.at("vertices").size(0),
                         "triangles");
    }
}

}  // namespace

const at::Tensor& RunState::at(const std::string& name) const {
    const auto found = tensors.find(name);
    requireUndamaged(found != tensors.end(), name.c_str());
    return found->second;
}

std::string serialize(const RunState& state) {
    std::vector<std::string> pieces = {std::to_string(static_cast<int>(state.done)),
                                       state.cut ? "cut" : ""};
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : state.tensors) {
        pieces.push_back(name);
        tensors.push_back(tensor);
    }
    pieces.push_back(bytesOfTensors(tensors));
    return joinBytes({pieces.begin(), pieces.end()});
}

RunState deserializeRunState(std::string_view bytes) {
    const std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(
        pieces.size() >= 3 && pieces[0].size() == 1 && pieces[0] >= "0" && pieces[0] <= "4",
        "pieces");
    const std::vector<at::Tensor> tensors = tensorsOfBytes(pieces.back());
    requireUndamaged(tensors.size() == pieces.size() - 3, "names");
    RunState state;
    state.done = static_cast<RunState::Done>(pieces[0][0] - '0');
    state.cut = pieces[1] == "cut";
    for (size_t i = 0; i < tensors.size(); ++i) {
        state.tensors[pieces[i + 2]] = tensors[i];
    }
    checkTensors(state);
    return state;
}

}  // namespace bozzetto
