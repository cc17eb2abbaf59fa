// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "mesh/mesh.h"

#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace bozzetto {

/// A camera at `distance` from `middle`, looking at it with +z up in the picture; yaw turns from +y
/// towards +x, pitch up, both in radians; fov: of width and height, radians.
Camera orbitCamera(Vec3d middle, double distance, double yaw, double pitch, double fov, int size);

/// Direction i of n evenly spread over the sphere (Hammersley set): yaw and pitch of orbitCamera.
struct Direction {
    double yaw = 0, pitch = 0;
};
Direction hammersleyDirection(int i, int n);

struct VisibilityOptions {
    int views = 1000, resolution = 1024;
    /// Called with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

/// Share of the views, all around the object, in which each face covers a pixel: [T]. The mesh lies
/// in the cube [-0.5, 0.5]^3, cameras stand 2 from its middle (40 degrees wide). Drawn on `device`.
std::vector<float> faceVisibility(const TriangleMesh& mesh,
                                  const VisibilityOptions& options,
                                  const at::Device& device = at::kCPU);

}  // namespace bozzetto
