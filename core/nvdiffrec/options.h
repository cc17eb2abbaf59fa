// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"

#include <vector>

namespace bozzetto {

/// One rung of the coarse-to-fine ladder of pass 1.
struct ShapeLevel {
    int grid = 64;         // cubes along the longest side of the box
    int image_side = 256;  // pixels of the longer full-frame side
    int iterations = 200;
    int views = 2;  // views a step
};

/// Settings of a run, parsed once from Settings.
struct NvdiffrecOptions {
    bool flexicubes = true;  // isosurface: FlexiCubes, else DMTet
    bool use_depth = true;
    bool start_only = false;  // stop at the visual hull
    enum class Refine { Auto, On, Off };
    Refine refine_cameras = Refine::Auto, refine_exposure = Refine::Auto;
    int grid = 96;
    int image_side = 512;
    int shape_iterations = 500;
    int texture_iterations = 400;
    int texture_size = 1024;
    int light_size = 32;
    double learning_rate_sdf = 0.03;       // cells a step
    double learning_rate_material = 0.02;  // logits a step
    double learning_rate_light = 0.02;     // log radiance a step
    double learning_rate_vertex = 0.02;    // mean edge lengths a step, pass 2
    double smoothness = 1.0;               // scales the geometric regularisers

    std::vector<ShapeLevel> levels() const;
};

std::vector<SettingField> nvdiffrecFields();
NvdiffrecOptions parseNvdiffrecOptions(const Settings& settings);

}  // namespace bozzetto
