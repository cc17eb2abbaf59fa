// SPDX-License-Identifier: Apache-2.0
#include "core/reconviagen/parity_cases.h"
#include "reconviagen/models/slat_gaussian_decoder.h"
#include "reconviagen/models/slat_mesh_decoder.h"

namespace bozzetto::parity {
namespace {

constexpr double kTolerance = 5e-6;

SparseTensor latents(const Fixture& f) {
    return {VoxelSet::make(f.in("coords").contiguous()), f.in("latent")};
}

}  // namespace

void checkSlatMeshDecoder(Fixture& f) {
    SlatMeshDecoderConfig config = SlatMeshDecoderConfig::fromJson(f.constructor());
    config.num_groups = f.config.value("num_groups", config.num_groups);
    const WeightScope w = f.weights();
    const SlatMeshDecoder decoder(w, config);
    f.holds("every weight is read", w.unread().empty());
    SparseTensor h = decoder.trunk(latents(f));
    f.close("trunk",
            h.feats,
            f.mid("block" + std::to_string(decoder.trunk.blocks.size() - 1)),
            kTolerance);
    for (size_t i = 0; i < decoder.upsample.size(); ++i) {
        h = decoder.upsample[i](h);
        const std::string name = "upsample" + std::to_string(i);
        f.close(name, h.feats, f.mid(name), kTolerance);
    }
    const MeshFeatures out = decoder(latents(f));
    f.equal("coords", out.coords, f.out("coords"));
    f.close("features", out.features, f.out("features"), kTolerance);
}

void checkSubdivideBlock(Fixture& f) {
    const WeightScope w = f.weights();
    const SlatSubdivideBlock block(w, f.constructor().at("num_groups"));
    f.holds("every weight is read", w.unread().empty());
    const SparseTensor x{VoxelSet::make(f.in("coords").contiguous()),
                         f.in("feats").to(f.run().torso)};
    // The activation's features in the golden file are before subdivision.
    const SparseTensor act = block.act_layers_0.silu(x);
    f.close("act", act.feats, f.mid("act"), kTolerance);
    const SparseTensor conv0 = block.out_layers_0(act, x.voxels->subdivided());
    f.close("conv0", conv0.feats, f.mid("conv0"), kTolerance);
    f.close("norm1", block.out_layers_1(conv0).feats, f.mid("norm1"), kTolerance);
    f.close("skip",
            (*block.skip_connection)(x.feats).repeat_interleave(8, 0),
            f.mid("skip"),
            kTolerance);
    const SparseTensor out = block(x);
    f.equal("coords", out.voxels->coords(), f.out("coords"));
    f.close("feats", out.feats, f.out("feats"), kTolerance);
}

void checkSlatGaussianDecoder(Fixture& f) {
    const WeightScope w = f.weights();
    const SlatGaussianDecoder decoder(w, SlatGaussianDecoderConfig::fromJson(f.constructor()));
    f.holds("every weight is read", w.unread().empty());
    const RawGaussians raw = decoder.raw(latents(f));
    f.close("raw_xyz", raw.xyz, f.mid("raw_xyz"), kTolerance);
    f.close("raw_features_dc", raw.features_dc, f.mid("raw_features_dc"), kTolerance);
    f.close("raw_scaling", raw.scaling, f.mid("raw_scaling"), kTolerance);
    f.close("raw_rotation", raw.rotation, f.mid("raw_rotation"), kTolerance);
    f.close("raw_opacity", raw.opacity, f.mid("raw_opacity"), kTolerance);
    const Gaussians out = decoder.activated(raw);
    f.close("xyz", out.xyz, f.out("xyz"), kTolerance);
    f.close("features_dc", out.features_dc, f.out("features_dc"), kTolerance);
    f.close("scaling", out.scaling, f.out("scaling"), kTolerance);
    f.close("rotation", out.rotation, f.out("rotation"), kTolerance);
    f.close("opacity", out.opacity, f.out("opacity"), kTolerance);
}

}  // namespace bozzetto::parity
