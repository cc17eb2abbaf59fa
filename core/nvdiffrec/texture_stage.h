// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "mesh/unwrap.h"
#include "nvdiffrec/preview.h"
#include "nvdiffrec/shape_stage.h"

#include <memory>
#include <string>

namespace bozzetto {

/// What pass 2 starts from.
struct TextureInput {
    ShapeInput scene;
    TriangleMesh mesh;  // unit frame, clean
    Atlas atlas;
    at::Tensor light;  // log radiance [6, S, S, 3]
    /// Material values [N, 5] (kd, roughness, metallic) of points [N, 3] in the unit frame, to
    /// start the textures from.
    std::function<at::Tensor(const at::Tensor&)> appearance;
};

/// Pass 2 of nvdiffrec: topology and atlas are fixed; vertices, textures and light are optimised
/// from the images. Roughness and metallic start from a search (material_search.h), are searched
/// again once the light has settled, and stay near what was found.
class TextureStage : public Stage {
public:
    TextureStage(const TextureInput& input, const NvdiffrecOptions& options, uint64_t seed);
    ~TextureStage() override;

    int64_t iterations() const override;
    int64_t done() const override;
    std::optional<double> step() override;

    /// Mesh in the unit frame with maps of texture_size: gutters filled, all values finite. Throws
    /// Error(Engine) otherwise.
    TexturedMesh result() const;
    at::Tensor lightLogits() const;
    /// The mesh as it is now, with the base colour.
    Look look() const;

    void scaleLearningRates(double factor) override;

    std::string serialize() const override;
    void deserialize(const std::string& bytes) override;
    void restart(const NvdiffrecOptions& options, const std::string& bytes) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bozzetto
