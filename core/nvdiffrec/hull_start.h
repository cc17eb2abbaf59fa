// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nvdiffrec/preview.h"
#include "nvdiffrec/shape_stage.h"

#include <array>
#include <functional>

namespace bozzetto {

/// The visual hull with the photographs' mean colours as base colour (paint of roughness 1): what
/// the optimisation starts from and must beat. In the unit frame; to be seen under a white light
/// of 1.
TexturedMesh hullStart(const ShapeInput& input,
                       const NvdiffrecOptions& options,
                       const TriangleMesh& hull);

/// The visual hull on a grid of `grid` cells, its vertices in the photographs' mean colours: a
/// first look, in a fraction of hullStart's time.
Look hullLook(const ShapeInput& input, int grid);

/// A photograph to be scored against.
struct ScoredView {
    const View* view = nullptr;
    Camera camera;                         // in the input's world, for the full picture
    std::array<double, 3> gains{1, 1, 1};  // that the rendering is multiplied by
};

/// Mean scores over up to `count` of the training views, evenly spread. mesh: in the input's world;
/// light: equirectangular radiance, drawn with `prefilter` on `device`. `tick` is called between
/// the views (it may throw to cancel).
struct TrainingScores {
    double psnr = 0, mask_iou = 0;
};
TrainingScores scoreTrainingViews(const TexturedMesh& mesh,
                                  const Image& light,
                                  const std::vector<ScoredView>& views,
                                  int count,
                                  const LightPrefilter& prefilter,
                                  const at::Device& device,
                                  const std::function<void()>& tick);

}  // namespace bozzetto
