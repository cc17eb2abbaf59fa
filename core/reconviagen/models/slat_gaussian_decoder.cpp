// SPDX-License-Identifier: Apache-2.0
#include "reconviagen/models/slat_gaussian_decoder.h"

#include "base/error.h"
#include "reconviagen/models/config_json.h"
#include "reconviagen/models/weight_sizes.h"

#include <c10/core/InferenceMode.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace bozzetto {
namespace {

constexpr int64_t kNumbersPerGaussian = 14;  // offset 3, colour 3, scale 3, rotation 4, opacity 1
constexpr double kLastNormEps = 1e-5;

/// The object `key`; empty if there is none.
nlohmann::json objectOf(const nlohmann::json& args, const std::string& key) {
    const auto found = args.find(key);
    if (found == args.end() || found->is_null()) {
        return nlohmann::json::object();
    }
    if (!found->is_object()) {
        throw Error(Error::Kind::BadWeights, "A network's description: '" + key + "' is no object");
    }
    return *found;
}

}  // namespace

GaussianRepresentation GaussianRepresentation::fromJson(const nlohmann::json& args) {
    GaussianRepresentation r;
    const nlohmann::json from = objectOf(args, "representation_config");
    const nlohmann::json lr = objectOf(from, "lr");
    r.num_gaussians = countOr(from, "num_gaussians", r.num_gaussians);
    r.voxel_size = numberOr(from, "voxel_size", r.voxel_size);
    r.perturb_offset = flagOr(from, "perturb_offset", r.perturb_offset);
    r.scaling_bias = numberOr(from, "scaling_bias", r.scaling_bias);
    r.opacity_bias = numberOr(from, "opacity_bias", r.opacity_bias);
    r.smallest_scale = numberOr(from, "3d_filter_kernel_size", r.smallest_scale);
    r.lr_xyz = numberOr(lr, "_xyz", r.lr_xyz);
    r.lr_features_dc = numberOr(lr, "_features_dc", r.lr_features_dc);
    r.lr_opacity = numberOr(lr, "_opacity", r.lr_opacity);
    r.lr_scaling = numberOr(lr, "_scaling", r.lr_scaling);
    r.lr_rotation = numberOr(lr, "_rotation", r.lr_rotation);
    const std::string activation = wordOr(from, "scaling_activation", "softplus");
    r.softplus = activation == "softplus";
    if ((!r.softplus && activation != "exp") || !(r.scaling_bias > 0) ||
        !(r.opacity_bias > 0 && r.opacity_bias < 1)) {
        throw Error(Error::Kind::Unsupported,
                    "The Gaussian decoder is of a kind that Bozzetto does not know",
                    "Use the published weights of ReconViaGen v0.2.");
    }
    return r;
}

SlatGaussianDecoderConfig SlatGaussianDecoderConfig::fromJson(const nlohmann::json& args) {
    SlatGaussianDecoderConfig config;
    config.trunk = SlatSwinConfig::fromJson(args);
    config.resolution = countOr(args, "resolution", config.resolution);
    config.representation = GaussianRepresentation::fromJson(args);
    return config;
}

SlatGaussianDecoder::SlatGaussianDecoder(const WeightScope& w,
                                         const SlatGaussianDecoderConfig& config)
    : config(config),
      trunk(w, config.trunk),
      out_layer(w.as(at::kFloat) / "out_layer",
                trunk.channels(),
                kNumbersPerGaussian * config.representation.num_gaussians) {
    if (config.representation.perturb_offset) {
        offset_perturbation =
            w.as(at::kFloat).get("offset_perturbation", {config.representation.num_gaussians, 3});
    } else {
        w.unused("offset_perturbation");
    }
}

RawGaussians SlatGaussianDecoder::raw(const SparseTensor& latents) const {
    c10::InferenceMode inference;
    const GaussianRepresentation& r = config.representation;
    const at::Tensor trunk_out = trunk(latents).feats.to(at::kFloat);
    const at::Tensor numbers =
        out_layer(LayerNorm::plain(trunk.channels(), kLastNormEps)(trunk_out));
    const int64_t voxels = numbers.size(0), each = r.num_gaussians;
    int64_t column = 0;
    const auto take = [&](int64_t width, double lr) {
        const at::Tensor part = numbers.narrow(1, column, each * width) * lr;
        column += each * width;
        return part.view({voxels, each, width});
    };
    at::Tensor offset = take(3, r.lr_xyz);
    if (offset_perturbation.defined()) {
        offset = offset + offset_perturbation;
    }
    const auto side = static_cast<double>(config.resolution);
    const at::Tensor centre =
        (latents.voxels->coords().narrow(1, 1, 3).to(at::kFloat) + 0.5) / side;
    RawGaussians raw;
    raw.xyz = (centre.unsqueeze(1) + offset.tanh() / side * 0.5 * r.voxel_size).view({-1, 3});
    raw.features_dc = take(3, r.lr_features_dc).reshape({-1, 1, 3});
    raw.scaling = take(3, r.lr_scaling).reshape({-1, 3});
    raw.rotation = take(4, r.lr_rotation).reshape({-1, 4});
    raw.opacity = take(1, r.lr_opacity).reshape({-1, 1});
    return raw;
}

Gaussians SlatGaussianDecoder::activated(const RawGaussians& raw) const {
    c10::InferenceMode inference;
    const GaussianRepresentation& r = config.representation;
    // What the activation makes the bias of: zeros become Gaussians of that size and opacity.
    const double scale_shift = std::log(r.softplus ? std::expm1(r.scaling_bias) : r.scaling_bias);
    const double opacity_shift = std::log(r.opacity_bias / (1 - r.opacity_bias));
    const at::Tensor shifted = raw.scaling + scale_shift;
    const at::Tensor scale = r.softplus ? at::softplus(shifted) : shifted.exp();
    at::Tensor rotation = raw.rotation.clone();
    rotation.select(1, 0).add_(1);
    Gaussians g;
    g.xyz = raw.xyz - 0.5;
    g.features_dc = raw.features_dc;
    g.scaling = (scale.square() + r.smallest_scale * r.smallest_scale).sqrt();
    g.rotation = rotation / rotation.norm(2, {1}, true).clamp_min(1e-12);
    g.opacity = (raw.opacity + opacity_shift).sigmoid();
    return g;
}

}  // namespace bozzetto
