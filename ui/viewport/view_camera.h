// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "math/vec.h"

#include <optional>

namespace bozzetto::ui {

/// The eye of a viewport, in the mesh's own coordinates (those of the input: right-handed).
struct ViewCamera {
    Vec3f position{3, -3, 2};
    Vec3f focal_point{0, 0, 0};  // what the eye turns about
    Vec3f up{0, 0, 1};
    double vertical_fov = 0.6;  // radians; of the perspective view
    bool orthographic = false;
    double orthographic_height = 2;  // height of the visible box in world units
    /// Looking through a photograph's camera: its exact intrinsics and pose. The photograph's whole
    /// frame is fitted into the viewport, centred, with bars beside it; position, focal_point and
    /// up agree with it.
    std::optional<Camera> photo;
};

}  // namespace bozzetto::ui
