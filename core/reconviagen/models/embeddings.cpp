// SPDX-License-Identifier: Apache-2.0
// Angles reach 1000 radians: they are computed in float32 in the order in which the networks were
// trained, so that they round alike.
#include "reconviagen/models/embeddings.h"

#include <cmath>

namespace bozzetto {
namespace {

constexpr double kLongestPeriod = 10000;

}  // namespace

at::Tensor timestepSinusoid(const at::Tensor& t, int64_t width) {
    const int64_t half = width / 2;
    const at::Tensor j = at::arange(half, t.options());
    const at::Tensor frequencies = at::exp(j * -std::log(kLongestPeriod) / half);
    const at::Tensor angles = t.unsqueeze(1) * frequencies;  // [T, half]
    return at::cat({angles.cos(), angles.sin()}, -1);
}

at::Tensor absolutePositions(const at::Tensor& xyz, int64_t channels) {
    const int64_t count = channels / 3 / 2;
    const at::TensorOptions floats = xyz.options().dtype(at::kFloat);
    const at::Tensor exponents = at::arange(count, floats) / count;
    const at::Tensor frequencies = at::pow(at::Scalar(kLongestPeriod), exponents).reciprocal();
    const at::Tensor angles = xyz.to(at::kFloat).unsqueeze(2) * frequencies;  // [N, 3, F]
    const at::Tensor waves = at::cat({angles.sin(), angles.cos()}, -1);       // [N, 3, 2 F]
    return at::constant_pad_nd(waves.flatten(1), {0, channels - 6 * count});
}

TimestepEmbedder::TimestepEmbedder(const WeightScope& w, int64_t channels)
    : mlp_0(w.as(at::kFloat) / "mlp" / "0", kTimestepWidth, channels),
      mlp_2(w.as(at::kFloat) / "mlp" / "2", channels, channels) {}

at::Tensor TimestepEmbedder::operator()(const at::Tensor& t) const {
    return mlp_2(at::silu(mlp_0(timestepSinusoid(t))));
}

}  // namespace bozzetto
