// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "image/image.h"
#include "mesh/mesh.h"
#include "render/light.h"

#include <memory>

namespace bozzetto {

enum class RenderMode { Shaded, Albedo, Roughness, Metallic, Normal, Depth, Mask };

/// Draws a textured mesh for viewing and scoring (no gradients): split-sum shading with the
/// occlusion map as occlusion factor, mip-mapped textures, 2 x 2 supersampling on top of analytic
/// edge antialiasing. Pictures are drawn in bands: memory is bounded.
class Renderer {
public:
    /// `light`: equirectangular radiance; needed for Shaded only. `device`: where it draws. Missing
    /// normals and tangents are computed; an empty mesh gives empty pictures. Throws
    /// Error(BadInput) if base colour, roughness or metallic is missing, or index buffers disagree.
    Renderer(const TexturedMesh& mesh,
             const Image& light,
             int light_size = 64,
             const at::Device& device = at::kCPU);
    /// The same with a prefilter that exists: making one takes longer than drawing a picture.
    Renderer(const TexturedMesh& mesh,
             const Image& light,
             const LightPrefilter& prefilter,
             const at::Device& device = at::kCPU);
    ~Renderer();
    Renderer(Renderer&&) noexcept;
    Renderer& operator=(Renderer&&) noexcept;
    /// Returns [H, W, 4]: linear values of the mode, straight alpha (coverage). Depth: distance
    /// along the optical axis in channel 0..2. Normal: world-space shading normal mapped from [-1,
    /// 1] to [0, 1]. Mask: 1. Throws Error(BadInput) for Shaded without a light.
    Image render(const Camera& camera, RenderMode mode) const;

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace bozzetto
