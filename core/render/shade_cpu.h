// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <vector>

namespace bozzetto {

template <class Scalar>
struct ShadeParams;
template <class Scalar>
struct ShadeGradients;
template <class Scalar>
struct ShadingNormalParams;
template <class Scalar>
struct ShadingNormalGradients;

void shadeForward(const ShadeParams<float>& params, float* out);
void shadeForward(const ShadeParams<double>& params, double* out);

/// `light_gradient`: bordered cubes, diffuse then the specular levels (zeroed by the caller), or
/// null. Summed over the workers in their order.
void shadeBackward(const ShadeParams<float>& params,
                   const float* grad_out,
                   const ShadeGradients<float>& gradients,
                   float* light_gradient);
void shadeBackward(const ShadeParams<double>& params,
                   const double* grad_out,
                   const ShadeGradients<double>& gradients,
                   double* light_gradient);

void shadingNormalForward(const ShadingNormalParams<float>& params, float* out);
void shadingNormalForward(const ShadingNormalParams<double>& params, double* out);
void shadingNormalBackward(const ShadingNormalParams<float>& params,
                           const float* grad_out,
                           const ShadingNormalGradients<float>& gradients);
void shadingNormalBackward(const ShadingNormalParams<double>& params,
                           const double* grad_out,
                           const ShadingNormalGradients<double>& gradients);

/// Copies a cube map [6, size, size, 3] into its bordered form (shade_kernel.h), and the transpose:
/// bordered gradients [6, size + 2, size + 2, 4] into [6, size, size, 3].
void addBorder(const float* cube, int size, float* bordered);
void addBorder(const double* cube, int size, double* bordered);
void foldBorder(const float* bordered, int size, float* cube);
void foldBorder(const double* bordered, int size, double* cube);

/// [256 roughness, 256 N.V, 2] split-sum scale and bias at texel centres.
std::vector<float> computeFgTable();

}  // namespace bozzetto
