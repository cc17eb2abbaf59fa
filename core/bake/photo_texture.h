// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/photo_view.h"
#include "bake/surface_light.h"
#include "bake/texture_bake.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace bozzetto {

/// What photographs say about the vertices of a mesh, blended.
struct PhotoColors {
    std::vector<Vec3f> colors;  // [V] linear RGB
    std::vector<float> known;   // [V] in [0, 1]: 0 where no photograph can be trusted
};
/// With a light, which is then taken out, base colours.
PhotoColors blendAtVertices(const DeviceMesh& mesh,
                            const std::vector<PhotoView>& photos,
                            const SurfaceLight* light = nullptr);

/// Gains [3] by which each photograph is to be multiplied so that they agree on the vertices that
/// several of them show: exposure and white balance. Their geometric mean is 1; none is below a
/// half or above 2.
std::vector<at::Tensor> agreeingGains(const DeviceMesh& mesh, const std::vector<PhotoView>& photos);

/// Colours for all vertices: blended where a photograph can be trusted; elsewhere `fallback` [V]
/// (empty: none), shifted so that it meets the photographs' colours, ever less with the distance.
std::vector<Vec3f> vertexColors(const TriangleMesh& mesh,
                                const PhotoColors& photos,
                                const std::vector<Vec3f>& fallback);

/// [T] share of each face that some photograph shows, in 255ths: of a few points of it, those that
/// no other face hides, that are not seen at a grazing angle and lie in the frame.
std::vector<uint8_t> seenFaces(const DeviceMesh& mesh, const std::vector<PhotoView>& photos);

struct PhotoTextureInput {
    const TriangleMesh* mesh = nullptr;
    const Atlas* atlas = nullptr;
    const AtlasTexels* texels = nullptr;  // of mesh and atlas
    std::vector<PosedPhoto> photos;
    /// What to multiply each by first, [3]; empty: what makes them agree (agreeingGains).
    std::vector<at::Tensor> gains;
    /// With it the light is taken out: what is painted is the base colour that gives the
    /// photographs in this light. Null: the photographs' colours as they are.
    const SurfaceLight* light = nullptr;
    /// Linear RGB where no photograph sees the surface: [N, 3] of the texels, on their device, and
    /// [V] of the vertices. Without them the photographs' colours are carried on over the mesh.
    at::Tensor fallback;
    std::vector<Vec3f> vertex_fallback;
    int iterations = 8;
    /// Called with a fraction in [0, 1]; throws to cancel.
    std::function<void(double)> progress;
};

struct PhotoTexture {
    at::Tensor map;             // [S, S, 3] linear RGB, on the texels' device, gutters filled
    std::vector<uint8_t> seen;  // [T] seenFaces
};

/// The base colour that the photographs show, brought to one exposure: first each texel the mean of
/// the photographs' pixels, weighted by angle, resolution and distance from outlines, which blends
/// seams; then improved until what the renderer makes of it is what the photographs show (SIRT,
/// Gilbert 1972, by Gauss and Newton where display values bend: the weighted residuals of all
/// pixels, carried back through the texture filter and divided by the weight that each texel got),
/// held to the start where few pixels speak.
PhotoTexture paintFromPhotos(const PhotoTextureInput& input);

}  // namespace bozzetto
