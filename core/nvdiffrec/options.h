// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <algorithm>
#include <vector>

namespace bozzetto {

/// One rung of the coarse-to-fine ladder of pass 1.
struct ShapeLevel {
    int grid = 64;         // cubes along the longest side of the box
    int image_side = 256;  // pixels of the longer full-frame side
    int iterations = 200;
    int views = 2;  // views a step
    /// How hollows are looked for: by the force of carving.h; by fitting a radiance field while the
    /// surface rests (radiance_field.h); or beginning with a trial of hollow_trials.h, of what the
    /// field shows or of parts that are doubtful. Roughly: each point of the surface moves by
    /// itself, in all the materials' detail, which finds the way in (so after a field, too);
    /// smoothly: neighbours move together, as in the other levels, which heals what was tried.
    enum class Hollows {
        Ignore,
        Carve,
        FitField,
        TryField,
        TryRoughly,
        TrySmoothly
    } hollows = Hollows::Ignore;
    bool tries() const { return hollows >= Hollows::TryField; }
    bool movesRoughly() const {
        return hollows == Hollows::TryField || hollows == Hollows::TryRoughly;
    }
};

/// Views a step on a GPU unless set: fewer leave most of a large one idle.
inline constexpr int kViewsOnGpu = 8;

/// And on the CPU, at most: on its smallest pictures.
inline constexpr int kMostViewsOnCpu = 4;

/// Settings of a run, parsed once from Settings.
struct NvdiffrecOptions {
    bool flexicubes = true;  // isosurface: FlexiCubes, else DMTet
    bool use_depth = true;
    bool start_only = false;  // stop at the visual hull
    enum class Refine { Auto, On, Off };
    Refine refine_cameras = Refine::Auto, refine_exposure = Refine::Auto;
    int grid = 64;  // cells along the longest side of the box; 0: see forImages
    int image_side = 512;
    int shape_iterations = 500;
    int texture_iterations = 400;
    int batch = 0;  // views a step in both passes; 0: as many as suit the device
    int texture_size = 1024;
    int light_size = 32;
    double learning_rate_sdf = 0.03;       // cells a step
    double learning_rate_material = 0.02;  // logits a step
    double learning_rate_light = 0.02;     // log radiance a step
    double learning_rate_vertex = 0.02;    // mean edge lengths a step, pass 2
    double smoothness = 1.0;               // scales the geometric regularisers
    double carving = 1.0;                  // scales the force of carving.h; 0: none
    int field_steps = 0;                   // of radiance_field.h; 0: none
    int trials = 0;                        // of hollow_trials.h, one after the other

    /// Of pass 1. Without a batch few views a step, for the CPU.
    std::vector<ShapeLevel> levels() const;
    // Beside shape_iterations: of the field, of its trial, of each other trial.
    int fieldIterations() const { return std::min(field_steps, shape_iterations); }
    int fieldTrialIterations() const;
    int trialIterations() const;
    int textureViews() const { return batch > 0 ? batch : 1; }  // a step of pass 2
};

std::vector<SettingField> nvdiffrecFields();
NvdiffrecOptions parseNvdiffrecOptions(const Settings& settings);

/// With what is left to the images decided: a grid of 0 becomes 96 cells where depth maps guide the
/// shape, else 64; with depth maps nothing is looked for that they tell. Headers are enough.
NvdiffrecOptions forImages(NvdiffrecOptions options, const ImageSet& images);

}  // namespace bozzetto
