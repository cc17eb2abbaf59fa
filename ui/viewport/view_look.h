// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto::ui {

/// What a viewport shows of the surface.
enum class ViewMode {
    Shaded,
    Albedo,
    Roughness,
    Metallic,
    NormalMap,        // the map's own colours: tangent space, flat = (128, 128, 255)
    GeometryNormals,  // vertex normals in world axes, (n + 1) / 2
    UvChecker,
    AmbientOnly,  // diffuse light times occlusion, on grey
    Seen,         // base colour; tinted where no photograph showed the surface
};

enum class ViewLight {
    Recovered,  // the result's own; the studio light if it has none
    Studio,
};

/// How a viewport shows it.
struct ViewLook {
    ViewMode mode = ViewMode::Shaded;
    bool wireframe = false;
    ViewLight light = ViewLight::Recovered;
    double light_rotation = 0;  // radians about `up`, counter-clockwise seen from above
    double exposure = 0;        // stops: the radiance is multiplied by 2^exposure
    bool light_as_background = false;
    Vec3f up{0, 0, 1};  // the set's up axis: the studio light's and of light_rotation
    friend bool operator==(const ViewLook& a, const ViewLook& b) {
        return a.mode == b.mode && a.wireframe == b.wireframe && a.light == b.light &&
               a.light_rotation == b.light_rotation && a.exposure == b.exposure &&
               a.light_as_background == b.light_as_background && a.up.x == b.up.x &&
               a.up.y == b.up.y && a.up.z == b.up.z;
    }
};

}  // namespace bozzetto::ui
