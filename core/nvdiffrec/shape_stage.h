// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "nn/hash_grid.h"
#include "nvdiffrec/sdf_band.h"
#include "nvdiffrec/stage.h"
#include "render/light.h"
#include "texturing/parameter.h"
#include "texturing/surface.h"
#include "texturing/view_refinement.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bozzetto {

/// What pass 1 starts from, all in the engine's unit frame.
struct ShapeInput {
    std::vector<SceneView> views;
    std::vector<Silhouette> silhouettes;
    Box box;
    std::optional<RegionBox> region;  // what lies outside is not the object
    /// Corrections of the views, found along the way by both passes; null: all is exact.
    std::shared_ptr<ViewRefinement> refinement;
    /// Unit-frame length that the surface may leave the visual hull by, beside a cell: the hull is
    /// too small by what cameras and masks are off.
    double hull_slack = 0;
    /// Of the options' light size, for both passes; null: each makes its own.
    std::shared_ptr<const LightPrefilter> prefilter;
    /// Where it is computed. Views, parameters and surface live there; the volume of distances and
    /// the band's numbering stay in main memory.
    at::Device device{at::kCPU};
};

/// The input's prefilter, or a new one.
std::shared_ptr<const LightPrefilter> prefilterOf(const ShapeInput& input,
                                                  const NvdiffrecOptions& options);

/// What pass 1 hands on.
struct Shape {
    at::Tensor vertices;   // [V, 3] unit frame, on the input's device
    at::Tensor triangles;  // [T, 3] int32, closed
};

/// Pass 1 of nvdiffrec: signed distances near the surface (from the visual hull), FlexiCubes, a
/// volume of materials and an environment light, optimised together from the images, coarse to
/// fine. Sources: Munkberg et al. 2022, "Extracting Triangular 3D Models, Materials, and Lighting
/// From Images"; Shen et al. 2023, FlexiCubes.
class ShapeStage : public Stage {
public:
    ShapeStage(const ShapeInput& input, const NvdiffrecOptions& options, uint64_t seed);
    ~ShapeStage() override;

    int64_t iterations() const override;  // of all levels
    int64_t done() const override;
    std::optional<double> step() override;
    /// The current mesh, in the region.
    Shape extract() const;

    HashGrid& appearance();
    /// Log radiance [6, S, S, 3].
    at::Tensor lightLogits() const;

    void scaleLearningRates(double factor) override;

    std::string serialize() const override;
    void deserialize(const std::string& bytes) override;
    void restart(const NvdiffrecOptions& options, const std::string& bytes) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bozzetto
