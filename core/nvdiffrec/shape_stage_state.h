// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside of ShapeStage: for its own sources only.
#include "geometry/marching_tets.h"
#include "nvdiffrec/carving.h"
#include "nvdiffrec/hollow_trials.h"
#include "nvdiffrec/radiance_field.h"
#include "nvdiffrec/shape_stage.h"
#include "texturing/appearance.h"
#include "texturing/view_store.h"

namespace bozzetto {

struct ShapeStage::State {
    ShapeInput input;
    NvdiffrecOptions options;
    uint64_t seed = 0;
    std::vector<ShapeLevel> levels;
    int64_t total = 0, done = 0;
    double rate_scale = 1;

    size_t level = 0;
    int in_level = 0;
    ViewStore views;
    int views_side = 0;  // pixels that the views are of
    int hull_grid = 0;   // cells of the lattice that hull and region are for
    at::Tensor hull;     // at the level's lattice, cells
    at::Tensor region;   // the same of the region; undefined without one
    SdfVolume volume;    // as of the last cut
    SdfBand band;
    Carving carving;        // in the level that carves
    HollowTrials trials;    // from the first one on
    RadianceField field;    // in the level that fits it
    at::Tensor openness;    // [P, 1] ambient occlusion of the surface near each band vertex
    at::Tensor tets;        // [T, 4] int32, with DMTet only
    TetTopology tet_edges;  // the same
    at::Tensor low;         // [1, 3] corner of the box
    double side = 1;        // of the box, the longest
    Parameter sdf, deform, weights, light;
    HashGrid appearance;
    std::shared_ptr<const LightPrefilter> prefilter;

    State(const ShapeInput& in, const NvdiffrecOptions& opt, uint64_t s);

    at::TensorOptions floats() const { return at::TensorOptions(at::kFloat).device(input.device); }

    std::vector<ShapeLevel> levelsOf(const NvdiffrecOptions& opt) const;
    const ShapeLevel& now() const { return levels[level]; }
    void startLevel(size_t next);
    void loadViews(int side);
    void loadLevel();
    bool carves() const;
    double shrink() const;  // how much smaller the level's pictures are than the last one's
    int materialLevels() const;
    void cut(bool keep_moments);
    void findTets();
    SdfBand bandNow() const;
    void storeBand();
    void updateOpenness();
    FlexiCubesMesh mesh(QuadSplit split) const;
    at::Tensor unitCube(const at::Tensor& positions) const;
    /// What views see of a surface in its materials and light.
    struct Drawn {
        SurfacePixels pixels;
        at::Tensor where;          // [M, 3] their places in the unit cube
        DecodedMaterial material;  // there
        at::Tensor composed;       // [N, H, W, 4]
    };
    Drawn draw(const Surface& surface,
               const LightMaps& maps,
               const ViewBatch& views,
               const at::Tensor& background);
    /// The training view as the refinement has it by now.
    TrainingView viewNow(size_t index) const;
    std::vector<Misfit> misfits();
    void startField();
    void fitField();
    at::Tensor fieldDistances() const;
    struct Doubts {
        std::vector<Misfit> seen;
        at::Tensor shown;  // fieldDistances(); undefined without a field
    };
    bool tries(const ShapeLevel& next) const;
    Doubts findDoubts(const ShapeLevel& next);
    void tryHollows(const ShapeLevel& next, const Doubts& doubts);
    at::Tensor viewLoss(const Surface& surface,
                        const LightMaps& maps,
                        const ViewBatch& views,
                        uint64_t step);
    at::Tensor photoLosses(const Surface& surface, const LightMaps& maps);
    void smoothGradient();
    void applyGradients(double progress);
    void requireFiniteGradients();
};

}  // namespace bozzetto
