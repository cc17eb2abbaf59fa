// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/misfit.h"

#include <ATen/Functions.h>
#include <torch/types.h>

namespace bozzetto {
namespace {

constexpr int kAround = 7;        // pixels that share an error of light
constexpr double kWhole = 0.999;  // coverage from which a pixel is inside an outline
constexpr int kOutline = 3;       // pixels that an outline's error is spread over

/// [N, H, W, 1]: 1 where rendering and photograph, and the pixels beside, are inside the outline.
at::Tensor wellInside(const at::Tensor& composed, const at::Tensor& target) {
    const at::Tensor outside =
        at::min(composed.slice(3, 3, 4), target.slice(3, 3, 4)).lt(kWhole).to(at::kFloat);
    return 1.0 - at::max_pool2d(outside.permute({0, 3, 1, 2}),
                                {kOutline, kOutline},
                                {1, 1},
                                {kOutline / 2, kOutline / 2})
                     .permute({0, 2, 3, 1});
}

}  // namespace

at::Tensor displayed(const at::Tensor& radiance) {
    return radiance.clamp(0.0, 1.0).pow(1.0 / 2.2);
}

at::Tensor withoutSurroundings(const at::Tensor& difference, const at::Tensor& counts) {
    const at::Tensor planes = at::cat({difference, counts}, 3).permute({0, 3, 1, 2}).contiguous();
    const at::Tensor around =
        at::avg_pool2d(planes, {kAround, kAround}, {1, 1}, {kAround / 2, kAround / 2})
            .permute({0, 2, 3, 1});  // [N, H, W, 4]
    return difference - around.slice(3, 0, 3) / around.slice(3, 3, 4).clamp_min(1e-3);
}

at::Tensor nearestPoint(const Lattice& lattice, const at::Tensor& position) {
    const double corner[] = {lattice.origin.x, lattice.origin.y, lattice.origin.z};
    at::Tensor point;
    for (int axis = 0; axis < 3; ++axis) {
        const at::Tensor place = ((position.select(1, axis) - corner[axis]) / lattice.cell)
                                     .round()
                                     .clamp(0, lattice.cells[axis])
                                     .to(at::kLong);
        point = point.defined() ? point * (lattice.cells[axis] + 1) + place : place;
    }
    return point;
}

Misfit misfitOf(const SurfacePixels& pixels,
                const at::Tensor& composed,
                const at::Tensor& background,
                const ViewBatch& views,
                const Lattice& lattice) {
    const at::NoGradGuard no_grad;
    const at::Tensor photo =
        views.target.slice(3, 0, 3) + (1.0 - views.target.slice(3, 3, 4)) * background;
    const at::Tensor difference = displayed(composed.slice(3, 0, 3)) - displayed(photo);
    const at::Tensor coverage = (composed.select(3, 3) - views.target.select(3, 3)).abs();
    at::Tensor color = difference.abs().mean(3), trusted = at::ones_like(color);
    if (views.trust.defined()) {
        trusted = views.trust.select(3, 0);
    }
    const at::Tensor inside = wellInside(composed, views.target) * trusted.gt(0).unsqueeze(3);
    const at::Tensor pattern =
        withoutSurroundings(difference * inside, inside).abs().mean(3) * trusted;
    const int64_t count = views.count(), size = views.height() * views.width();
    at::Tensor point = at::full({count * size}, -1, composed.options().dtype(at::kInt));
    point.index_copy_(0, pixels.index, nearestPoint(lattice, pixels.position).to(at::kInt));
    return {((color + coverage) * trusted).reshape({count, size}),
            at::where(inside.select(3, 0).gt(0), pattern, at::full_like(pattern, -1.0))
                .reshape({count, size}),
            point.view({count, size})};
}

}  // namespace bozzetto
