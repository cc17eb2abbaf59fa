// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "raster/antialias_kernel.h"

#include <vector>

namespace bozzetto {

/// All pairs that are blended, in the order of their first pixel.
std::vector<AntialiasItem<float>> antialiasItemsCpu(const AntialiasParams<float>& params);
std::vector<AntialiasItem<double>> antialiasItemsCpu(const AntialiasParams<double>& params);

/// Fills out [N, H, W, C] with color [N, H, W, C] and applies the items.
template <class Scalar>
struct AntialiasBlend {
    const AntialiasItem<Scalar>* items;
    int64_t count, pixels, width, channels;
    const Scalar* color;  // [N, H, W, C]
};
void antialiasBlendCpu(const AntialiasBlend<float>& blend, float* out);
void antialiasBlendCpu(const AntialiasBlend<double>& blend, double* out);

/// Fills grad_color [N, H, W, C], adds to grad_pos [N, V, 4]; either may be null.
void antialiasGradCpu(const AntialiasParams<float>& params,
                      const AntialiasBlend<float>& blend,
                      const float* grad,
                      float* grad_color,
                      float* grad_pos);
void antialiasGradCpu(const AntialiasParams<double>& params,
                      const AntialiasBlend<double>& blend,
                      const double* grad,
                      double* grad_color,
                      double* grad_pos);

/// opposite [T, 3] as edgeTopology returns it.
void edgeTopologyCpu(const int32_t* tri, int64_t triangles, int64_t vertices, int32_t* opposite);

}  // namespace bozzetto
