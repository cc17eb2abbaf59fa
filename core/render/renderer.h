// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "image/image.h"
#include "mesh/mesh.h"
#include "render/light.h"

namespace bozzetto {

enum class RenderMode { Shaded, Albedo, Roughness, Metallic, Normal, Depth, Mask };

/// Draws a textured mesh for viewing and scoring (no gradients), supersampled and antialiased.
class Renderer {
public:
    /// `light`: equirectangular radiance; needed for Shaded only.
    Renderer(const TexturedMesh& mesh, const Image& light, int light_size = 64);
    ~Renderer();
    /// Returns [H, W, 4]: linear values of the mode, straight alpha (coverage). Depth: distance along the optical axis in channel 0..2.
    /// Normal: world-space shading normal mapped from [-1, 1] to [0, 1].
    Image render(const Camera& camera, RenderMode mode) const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace bozzetto
