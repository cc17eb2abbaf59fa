// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/camera.h"
#include "nvdiffrec/lattice.h"

#include <ATen/ATen.h>

namespace bozzetto {

/// Depth maps made one volume of signed distances: at each lattice point the mean over the views
/// that look at it or through it, cut off at three cells. Source: Curless and Levoy 1996, "A
/// Volumetric Method for Building Complex Models from Range Images".
class DepthFusion {
public:
    DepthFusion(const Lattice& lattice, const at::Device& device);
    /// depth [H, W] along the optical axis of a camera of that size, 0 = unknown, on the device.
    void add(const Camera& camera, const at::Tensor& depth);
    /// [points] in cells, > 0 in front of what the views see; as far inside as it goes where fewer
    /// than three say anything.
    at::Tensor distances() const;

private:
    Lattice lattice_;
    at::Tensor positions_;    // [points, 3]
    at::Tensor sum_, views_;  // [points]
};

}  // namespace bozzetto
