// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/sparse_conv.h"
#include "nn/sparse_group_norm.h"
#include "reconviagen/models/slat_swin.h"

#include <optional>
#include <vector>

namespace bozzetto {

/// A residual block that makes eight voxels of each: normalised and activated, subdivided,
/// convolved twice. Keys: act_layers.0, out_layers.0, out_layers.1, out_layers.3, skip_connection
/// (where the channels change).
struct SlatSubdivideBlock {
    SparseGroupNorm act_layers_0;
    SubdividedConv3 out_layers_0;
    SparseGroupNorm out_layers_1;
    SparseConv3 out_layers_3;
    std::optional<SparseConv1> skip_connection;

    SlatSubdivideBlock(const WeightScope& w, int64_t num_groups);

    /// [N, in] -> [8 N, out] on x.voxels->subdivided().
    SparseTensor operator()(const SparseTensor& x) const;
};

struct SlatMeshDecoderConfig {
    SlatSwinConfig trunk;
    int64_t resolution = 64;  // of the latents' voxels
    int64_t num_groups = 32;  // of the group norms

    static SlatMeshDecoderConfig fromJson(const nlohmann::json& args);
};

/// What featuresToMesh takes.
struct MeshFeatures {
    int64_t resolution = 0;  // of the cubes
    at::Tensor coords;       // [64 N, 4] int32
    at::Tensor features;     // [64 N, 101] f32; 53 columns without colour
};

/// From structured latents to FlexiCubes' values at four times the resolution. Keys: those of
/// SlatSwinTrunk, upsample, out_layer (f32). Source: "Structured 3D Latents for Scalable and
/// Versatile 3D Generation" (Xiang et al. 2024), section 3.2 and appendix A.
struct SlatMeshDecoder {
    SlatMeshDecoderConfig config;
    SlatSwinTrunk trunk;
    std::vector<SlatSubdivideBlock> upsample;
    Linear out_layer;

    SlatMeshDecoder(const WeightScope& w, const SlatMeshDecoderConfig& config);

    /// latents: [N, latent channels] f32, one sample, coordinates below config.resolution. In f16
    /// about 50 kB are held for each of the N voxels (26 kB of them are the result), in f32 90 kB,
    /// besides the weights and one piece of gathered rows.
    MeshFeatures operator()(const SparseTensor& latents) const;
};

}  // namespace bozzetto
