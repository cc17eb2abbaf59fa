// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/depth_fusion.h"

#include "tensor/convert.h"

#include <ATen/Functions.h>

namespace bozzetto {
namespace {

constexpr double kTruncation = 3;  // cells
constexpr double kLeastViews = 3;  // two agree by chance now and then
constexpr double kNearest = 1e-6;  // of the camera

}  // namespace

DepthFusion::DepthFusion(const Lattice& lattice, const at::Device& device)
    : lattice_(lattice),
      positions_(toTensor(lattice.positions()).to(device)),
      sum_(at::zeros({lattice.points()}, positions_.options())),
      views_(at::zeros_like(sum_)) {}

void DepthFusion::add(const Camera& camera, const at::Tensor& depth) {
    const at::Tensor from_world =
        toTensor(inverseRigid(camera.world_from_camera)).slice(0, 0, 3).to(positions_.device());
    const at::Tensor local =
        at::matmul(positions_, from_world.slice(1, 0, 3).t()) + from_world.select(1, 3);
    const at::Tensor z = -local.select(1, 2);
    const at::Tensor ahead = z.clamp_min(kNearest);
    const at::Tensor x = (local.select(1, 0) / ahead * camera.fx + camera.cx).floor();
    const at::Tensor y = (local.select(1, 1) / ahead * -camera.fy + camera.cy).floor();
    const at::Tensor in_frame = z.gt(kNearest)
                                    .logical_and(x.ge(0))
                                    .logical_and(y.ge(0))
                                    .logical_and(x.lt(camera.width))
                                    .logical_and(y.lt(camera.height));
    const at::Tensor pixel = y.clamp(0, camera.height - 1).to(at::kLong) * camera.width +
                             x.clamp(0, camera.width - 1).to(at::kLong);
    const at::Tensor seen = depth.reshape({-1}).index_select(0, pixel);
    const at::Tensor distance = (seen - z) / lattice_.cell;
    const at::Tensor counts =
        in_frame.logical_and(seen.gt(0)).logical_and(distance.gt(-kTruncation)).to(at::kFloat);
    sum_ = sum_ + counts * distance.clamp(-kTruncation, kTruncation);
    views_ = views_ + counts;
}

at::Tensor DepthFusion::distances() const {
    return at::where(
        views_.ge(kLeastViews), sum_ / views_.clamp_min(1.0), at::full_like(sum_, -kTruncation));
}

}  // namespace bozzetto
