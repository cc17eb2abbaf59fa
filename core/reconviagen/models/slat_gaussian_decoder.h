// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "reconviagen/models/slat_swin.h"

#include <string>

namespace bozzetto {

/// 3D Gaussians before they are activated: G = voxels x Gaussians of a voxel, those of one voxel
/// together.
struct RawGaussians {
    at::Tensor xyz;          // [G, 3] centres in [0, 1]^3, nearly
    at::Tensor features_dc;  // [G, 1, 3] colour as spherical harmonics of degree 0
    at::Tensor scaling;      // [G, 3]
    at::Tensor rotation;     // [G, 4]
    at::Tensor opacity;      // [G, 1]
};

/// The same as they are drawn. Display RGB: max(0, 0.28209479177387814 features_dc + 0.5).
struct Gaussians {
    at::Tensor xyz;          // [G, 3] in the object's cube [-0.5, 0.5]^3, +z up
    at::Tensor features_dc;  // [G, 1, 3]
    at::Tensor scaling;      // [G, 3] standard deviations along the axes
    at::Tensor rotation;     // [G, 4] unit quaternions w, x, y, z
    at::Tensor opacity;      // [G, 1] in (0, 1)
};

/// How the last layer's numbers become Gaussians: `representation_config` of the description.
struct GaussianRepresentation {
    int64_t num_gaussians = 32;  // of a voxel
    double voxel_size = 1.5;     // how far they reach, in voxels
    bool perturb_offset = true;
    bool softplus = true;                            // makes scales of numbers; otherwise exp
    double scaling_bias = 4e-3, opacity_bias = 0.1;  // what zeros become
    double smallest_scale = 9e-4;                    // 3d_filter_kernel_size
    double lr_xyz = 1, lr_features_dc = 1, lr_opacity = 1, lr_scaling = 1, lr_rotation = 0.1;

    /// Throws Error(Unsupported) for representations of another kind.
    static GaussianRepresentation fromJson(const nlohmann::json& args);
};

struct SlatGaussianDecoderConfig {
    SlatSwinConfig trunk;
    int64_t resolution = 64;
    GaussianRepresentation representation;

    static SlatGaussianDecoderConfig fromJson(const nlohmann::json& args);
};

/// From structured latents to 3D Gaussians ("3D Gaussian Splatting for Real-Time Radiance Field
/// Rendering", Kerbl et al. 2023; the smallest scale after "Mip-Splatting", Yu et al. 2024). Keys:
/// those of SlatSwinTrunk, out_layer (f32), offset_perturbation [num_gaussians, 3].
struct SlatGaussianDecoder {
    SlatGaussianDecoderConfig config;
    SlatSwinTrunk trunk;
    Linear out_layer;
    at::Tensor offset_perturbation;  // undefined without

    SlatGaussianDecoder(const WeightScope& w, const SlatGaussianDecoderConfig& config);

    /// latents: [N, latent channels] f32, one sample.
    RawGaussians raw(const SparseTensor& latents) const;
    Gaussians activated(const RawGaussians& raw) const;
    Gaussians operator()(const SparseTensor& latents) const { return activated(raw(latents)); }
};

}  // namespace bozzetto
