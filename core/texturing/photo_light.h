// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/photo_view.h"
#include "bake/surface_light.h"
#include "mesh/mesh.h"

#include <ATen/ATen.h>

#include <functional>
#include <vector>

namespace bozzetto {

struct PhotoLightInput {
    const TriangleMesh* mesh = nullptr;
    const DeviceMesh* device_mesh = nullptr;         // of `mesh`: where it is computed
    const std::vector<PhotoView>* photos = nullptr;  // as they are: gains are found
    int steps = 120;
    int light_size = 32;  // texels a side of the cube: see LightPrefilter
    bool metals = false;  // may anything be metal?
    /// Called with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

struct PhotoLight {
    at::Tensor radiance;            // [6, S, S, 3] cube map in the mesh's axes
    SurfaceLight surface;           // of the mesh's vertices
    std::vector<at::Tensor> gains;  // [3] that bring each photograph to one exposure
};

/// The light that a few photographs of a known shape were taken in, and the roughness (and metal)
/// of its surface. Both show where photographs disagree about a place: what is shaded alike from
/// everywhere is base colour and stays out of it. For any light and roughness the best base colour
/// of a vertex is a weighted least-squares solution over the photographs that see it (variable
/// projection, Golub and Pereyra 1973); the light follows the gradient of what then remains (Adam),
/// and now and then the roughness is looked for among a few, each vertex together with its
/// neighbourhood. What no two photographs show is carried on over the mesh. The same bits always on
/// the CPU; on a GPU up to the order of sums. Throws Error(Engine) if the light diverges.
PhotoLight findPhotoLight(const PhotoLightInput& input);

}  // namespace bozzetto
