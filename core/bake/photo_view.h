// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "image/image.h"
#include "mesh/mesh.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// A photograph and where it was taken from, in the mesh's world.
struct PosedPhoto {
    const Image* image = nullptr;  // [H, W, 4] linear RGB, straight alpha = the object's mask
    Camera camera;                 // of `image`
};

/// A mesh on a device.
struct DeviceMesh {
    at::Tensor positions;  // [V, 3] float
    at::Tensor triangles;  // [T, 3] int32
    at::Tensor normals;    // [V, 3] unit

    explicit DeviceMesh(const TriangleMesh& mesh, const at::Device& device = at::kCPU);
    at::Device device() const { return positions.device(); }
    /// [V, 4] in the rasterizer's clip space, near and far planes close around the mesh.
    at::Tensor clip(const Camera& camera) const;
};

/// What one photograph says about points of the surface.
struct PhotoSamples {
    at::Tensor color;    // [P, 3] linear RGB
    at::Tensor visible;  // [P] float, 1: nothing of the mesh hides the point, it faces the camera
                         // and lies in the frame
    /// [P] how much the colour is worth: pixels that the photograph spends on a unit of surface,
    /// less where the surface is seen at a slant, none next to the object's outline or a fold in
    /// front of something else, where a pixel may show either.
    at::Tensor weight;
};

/// A photograph on the mesh's device, with the mesh's depth as its camera sees it.
class PhotoView {
public:
    PhotoView(const PosedPhoto& photo, const DeviceMesh& mesh);
    /// points [P, 3] on the surface, normals [P, 3] unit.
    PhotoSamples at(const at::Tensor& points, const at::Tensor& normals) const;
    /// Multiplies the colours by gains [3].
    void brighten(const at::Tensor& gains) { color_ = color_ * gains; }
    /// [1, 3] the camera's centre.
    at::Tensor eye() const;
    /// [H * W, 3] linear RGB.
    at::Tensor pixels() const { return color_.view({-1, 3}); }

private:
    at::Tensor lookup(const at::Tensor& map, const at::Tensor& uv) const;

    Camera camera_;
    at::Tensor color_;  // [1, H, W, 3] linear RGB
    at::Tensor depth_;  // [h, w] along the optical axis; far away where the mesh is not
    at::Tensor trust_;  // [1, H, W, 1]
};

}  // namespace bozzetto
