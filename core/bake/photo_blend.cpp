// SPDX-License-Identifier: Apache-2.0
#include "bake/photo_blend.h"

#include "bake/display_values.h"

namespace bozzetto {
namespace {

// Photographs' weights (photo_view.h) are raised to this before they are mixed: below 1, because
// shine and shade differ between views and the mean of several is nearest to a new one.
constexpr double kPower = 0.5;
constexpr double kKnown = 0.1;       // of the usual weight: a point with more is known
constexpr double kLeastGain = 1e-3;  // of the base colour that still tells something

}  // namespace

PhotoBlend blendPhotos(const std::vector<PhotoView>& photos,
                       const at::Tensor& points,
                       const at::Tensor& normals,
                       const LitPoints& lit,
                       const std::function<void()>& tick) {
    at::Tensor sum = at::zeros_like(points), total = at::zeros_like(points.select(1, 0));
    for (const PhotoView& photo : photos) {
        if (tick) {
            tick();
        }
        const PhotoSamples samples = photo.at(points, normals);
        at::Tensor weight = samples.weight.pow(kPower), color = samples.color;
        if (lit.light != nullptr) {
            const ColorResponse r =
                colorResponse(*lit.light, points, normals, lit.orm, photo.eye());
            color = (color - r.offset) / r.gain.clamp_min(kLeastGain);
            // Little where a photograph shows the light rather than the surface.
            weight = weight * (r.gain / (r.gain + r.offset).clamp_min(1e-6)).mean(1);
        }
        sum += displayValues(color) * weight.unsqueeze(1);
        total += weight;
    }
    return {linearValues(sum / total.clamp_min(1e-20).unsqueeze(1)), total};
}

double usualWeight(const at::Tensor& weights) {
    const at::Tensor positive = weights.masked_select(weights.gt(0));
    if (positive.numel() == 0) {
        return 1;
    }
    const double mean = positive.mean().item<double>();
    return positive.masked_select(positive.ge(mean)).mean().item<double>();
}

at::Tensor knownShare(const at::Tensor& weight) {
    return (weight / (kKnown * usualWeight(weight))).clamp_max(1);
}

}  // namespace bozzetto
