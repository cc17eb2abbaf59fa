// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/mesh.h"
#include "nvdiffrec/options.h"

#include <string>
#include <string_view>

namespace bozzetto {

/// A run as a checkpoint holds it. The stages' own bytes do not depend on the device: a run goes on
/// on another one than it was started on.
struct RunState {
    enum class Phase { Shape, Texture };
    Phase phase = Phase::Shape;
    int grid = 0, texture_size = 0;  // in force: a GPU's memory may have lowered them
    std::string shape;               // ShapeStage::serialize
    // Of Phase::Texture.
    TriangleMesh mesh;    // unit frame
    std::string texture;  // TextureStage::serialize
    bool cut = false;     // the shape stage ended before its last step
};

std::string encodeRunState(const RunState& state);
/// Throws Error(BadInput) when the bytes are damaged.
RunState decodeRunState(std::string_view bytes);

/// The options with the sizes of a run that goes on. Throws Error(BadInput) for sizes above those
/// that are asked for: then the bytes are another job's, or damaged.
NvdiffrecOptions withSizesOf(const RunState& state, NvdiffrecOptions options);

}  // namespace bozzetto
