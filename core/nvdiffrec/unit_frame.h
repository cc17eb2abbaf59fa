// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "nvdiffrec/shape_stage.h"

namespace bozzetto {

/// Similarity between the input's world and the engine's unit frame (the object's box centred on
/// the origin, longest side 1), in which float precision and learning rates do not depend on the
/// input's units or place: unit = (world - centre) * scale.
struct UnitFrame {
    Vec3d centre;
    double scale = 1;

    Camera unitFromWorld(const Camera& camera) const;
    Vec3f worldFromUnit(Vec3f p) const;
    Camera worldFromUnit(const Camera& camera) const;
    RegionBox unitFromWorld(const RegionBox& region) const;
};

struct Scene {
    UnitFrame frame;
    ShapeInput input;  // unit frame
};

/// Finds the object's box from cameras, masks and region and carries everything into the unit
/// frame. Views without a camera or a mask are left out (with a warning through `warn`). Throws
/// Error(BadInput) when fewer than two are left or they share no volume.
Scene makeScene(const ImageSet& images,
                bool use_depth,
                const std::function<void(const std::string&)>& warn);

}  // namespace bozzetto
