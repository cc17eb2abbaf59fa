// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "camera/view_source.h"

#include <optional>
#include <span>

namespace bozzetto {

/// Which way is up by the accelerometers of the phones that took the photographs.
struct GravityUp {
    Vec3d up;                    // unit, in the world
    int told = 0, agreeing = 0;  // photographs that tell it; those of them within 10 degrees of it
};

/// The mean of what agrees, each turned into the world by its camera. ups: one for each camera, in
/// its axes. nullopt if fewer than three, or not more than half of those that tell it, agree.
std::optional<GravityUp> upByGravity(std::span<const Camera> cameras,
                                     std::span<const std::optional<Vec3d>> ups);

/// What the photograph of a view says is up (image/device_up.h), in the axes of its camera. Reads
/// the file's header.
std::optional<Vec3d> deviceUpOf(const View& view);
/// The same for a view that was not loaded, turned as loadView would turn it.
std::optional<Vec3d> deviceUpOf(const ViewSource& source);

}  // namespace bozzetto
