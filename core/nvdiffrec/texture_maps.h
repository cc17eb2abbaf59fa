// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/texture_bake.h"
#include "texturing/appearance.h"
#include "texturing/parameter.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

namespace bozzetto {

/// The maps that pass 2 optimises, square, linear: kd, roughness and metallic (nvdiffrec section 2)
/// and the tangent-space normal. Coarse to fine: photographs that are smaller than the maps tell
/// every texel little, and steps of single texels make noise that the shape then follows; so the
/// maps start with a side of about the photographs' and are doubled as the steps go on.
///
/// Keeps references to the mesh and its atlas.
class TextureMaps {
public:
    /// Values [N, C] of a map; the first five channels are kd, roughness, metallic.
    static constexpr int kChannels = kMaterialChannels + 3;

    /// size: side at the end, in texels. picture_side: the longest side of the photographs as the
    /// optimisation sees them, in pixels. setMaterials comes before anything else.
    TextureMaps(const TriangleMesh& mesh,
                const Atlas& atlas,
                int size,
                int picture_side,
                const at::Device& device);

    /// Side of the maps when `progress` of the steps [0, 1) are done: a part of `size`.
    int sideAt(double progress) const;
    /// Enlarges the maps to sideAt(progress) where they are smaller. They show the same as before;
    /// the optimiser's moments start anew.
    void enlarge(double progress);

    /// The texels at the maps' present side.
    const AtlasTexels& texels() const { return texels_; }
    /// [N, 5] at texels().
    at::Tensor materials() const;
    /// [N, 2] at texels(): the roughness and metallic that setMaterials set last.
    at::Tensor anchor() const;
    /// values [N, 5] at texels(), roughness and metallic of which are what mapRegulariser holds the
    /// maps to from now on. Normals stay; flat at first.
    void setMaterials(const at::Tensor& values);

    /// [M, 8] bilinear at uv [M, 2] (v from the top), differentiable.
    at::Tensor lookup(const at::Tensor& uv) const;
    /// Places some texels beside every fourth of uv [M, 2], another fourth for each draw.
    at::Tensor jittered(const at::Tensor& uv, uint64_t seed, uint64_t draw) const;
    /// Smoothness between uv [M, 2], where the maps are `values` [M, 8], and jittered(uv), where
    /// they are `beside`, and the pulls towards what is usual. M >= kJitterStride.
    at::Tensor regulariser(const at::Tensor& uv,
                           const at::Tensor& values,
                           const at::Tensor& beside,
                           uint64_t draw) const;
    static constexpr int kJitterStride = 4;

    void step(float learning_rate) { maps_.step(learning_rate); }
    int64_t takeNotFinite() { return maps_.takeNotFinite(); }

    /// kd [V, 3] at the corners of a mesh with this atlas.
    at::Tensor vertexColors(const TexturedMesh& mesh) const;
    /// Maps of `size` with gutters filled and unit normals; openness [V, 1] becomes the occlusion.
    /// Throws Error(Engine) when a value is not finite.
    Material result(const at::Tensor& openness, const at::Tensor& triangles) const;

    std::string serialize() const;
    /// Throws Error(BadInput) when the bytes do not hold maps of this atlas and size.
    void deserialize(const std::string& bytes);

private:
    void setSide(int side);
    at::Tensor square(const at::Tensor& rows) const;

    const TriangleMesh& mesh_;
    const Atlas& atlas_;
    at::Device device_;
    int size_ = 0, smallest_ = 0;
    AtlasTexels texels_;
    at::Tensor anchor_;  // [side * side, 2]
    Parameter maps_;     // [side * side, 8]
};

}  // namespace bozzetto
