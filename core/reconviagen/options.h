// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"
#include "reconviagen/flow_sampler.h"

#include <vector>

namespace bozzetto {

/// Settings of a run, parsed once from Settings. Defaults: those of the published application
/// (its standard preset; they win over what pipeline.json says).
struct ReconviagenOptions {
    FlowSamplerOptions structure{30, 7.5, 0.6, 1.0, 0.7, 5.0, 1e-5};
    FlowSamplerOptions latents{12, 7.5, 0.6, 1.0, 0.5, 3.0, 1e-5};
    int64_t faces = 0;          // of the result; 0: 5 % of what the decoder gives
    int texture_size = 1024;    // texels a side
    bool full_mesh = false;     // as decoded: not decimated, nothing removed or filled
    bool photo_texture = true;  // the photographs where they see the surface, else vertex colours
    int photo_texture_steps = 120;  // in which the light is taken out of the photographs; 0: not
    bool photo_metals = false;      // metal is looked for in them; else metallic is 0
    bool splats = false;            // splats.ply beside the mesh
    /// On a GPU. Auto: by what is free.
    enum class LowVram { Auto, On, Off };
    LowVram low_vram = LowVram::Auto;
};

/// Networks see at most so many views.
inline constexpr int kMostViews = 16;

std::vector<SettingField> reconviagenFields();
ReconviagenOptions parseReconviagenOptions(const Settings& settings);

}  // namespace bozzetto
