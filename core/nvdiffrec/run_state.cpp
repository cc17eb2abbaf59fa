// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/run_state.h"

#include "tensor/convert.h"
#include "tensor/tensor_bytes.h"

namespace bozzetto {
namespace {

constexpr size_t kPieces = 6;  // phase, sizes, shape stage, mesh, texture stage, "cut"
constexpr const char* kShape = "shape";
constexpr const char* kTexture = "texture";
constexpr const char* kCut = "cut";

std::string bytesOfMesh(const TriangleMesh& mesh) {
    return bytesOfTensors({toTensor(mesh.positions), toTensor(mesh.triangles)});
}

TriangleMesh meshOfBytes(const std::string& bytes) {
    const std::vector<at::Tensor> tensors = tensorsOfBytes(bytes);
    requireUndamaged(tensors.size() == 2 && tensors[0].scalar_type() == at::kFloat &&
                         tensors[1].scalar_type() == at::kInt && tensors[0].dim() == 2 &&
                         tensors[0].size(1) == 3 && tensors[1].dim() == 2 &&
                         tensors[1].size(1) == 3 && tensors[1].numel() > 0 &&
                         tensors[1].min().item<int>() >= 0 &&
                         tensors[1].max().item<int>() < tensors[0].size(0),
                     "mesh");
    return {toVec3f(tensors[0]), toVec3i(tensors[1])};
}

}  // namespace

std::string encodeRunState(const RunState& state) {
    const std::string sizes =
        bytesOfTensors({at::tensor({state.grid, state.texture_size}, at::kInt)});
    if (state.phase == RunState::Phase::Shape) {
        return joinBytes({kShape, sizes, state.shape, "", "", ""});
    }
    return joinBytes({kTexture,
                      sizes,
                      state.shape,
                      bytesOfMesh(state.mesh),
                      state.texture,
                      state.cut ? kCut : ""});
}

RunState decodeRunState(std::string_view bytes) {
    std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(pieces.size() == kPieces && (pieces[0] == kShape || pieces[0] == kTexture),
                     "pieces");
    const std::vector<at::Tensor> sizes = tensorsOfBytes(pieces[1]);
    requireUndamaged(
        sizes.size() == 1 && sizes[0].scalar_type() == at::kInt && sizes[0].numel() == 2, "sizes");
    RunState state;
    state.grid = sizes[0].data_ptr<int>()[0];
    state.texture_size = sizes[0].data_ptr<int>()[1];
    state.shape = std::move(pieces[2]);
    if (pieces[0] == kTexture) {
        state.phase = RunState::Phase::Texture;
        state.mesh = meshOfBytes(pieces[3]);
        state.texture = std::move(pieces[4]);
        state.cut = pieces[5] == kCut;
    }
    return state;
}

NvdiffrecOptions withSizesOf(const RunState& state, NvdiffrecOptions options) {
    requireUndamaged(state.grid > 0 && state.grid <= options.grid && state.texture_size > 0 &&
                         state.texture_size <= options.texture_size,
                     "sizes");
    options.grid = state.grid;
    options.texture_size = state.texture_size;
    return options;
}

}  // namespace bozzetto
