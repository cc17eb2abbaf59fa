// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/hull_start.h"

#include "bake/texture_bake.h"
#include "mesh/normals.h"
#include "mesh/unwrap.h"
#include "nn/cancel_scope.h"
#include "nvdiffrec/hull_shape.h"
#include "optim/metrics.h"
#include "render/renderer.h"
#include "tensor/convert.h"
#include "texturing/photo_samples.h"

#include <torch/types.h>

namespace bozzetto {
namespace {

constexpr float kUnseen = 0.5f;  // grey where no photograph looks

constexpr int kLookSide = 192;  // pixels of the photographs that colour a first look

}  // namespace

TexturedMesh hullStart(const ShapeInput& input,
                       const NvdiffrecOptions& options,
                       const TriangleMesh& hull) {
    const at::NoGradGuard no_grad;
    const int size = options.texture_size;
    UnwrapOptions unwrap_options;
    unwrap_options.resolution = size;
    unwrap_options.progress = [](double) { checkCancelled(); };
    const Atlas atlas = unwrap(hull, unwrap_options);
    const at::Tensor vertices = toTensor(hull.positions).to(input.device);
    const Surface surface = makeSurface(vertices,
                                        toTensor(hull.triangles).to(input.device),
                                        at::ones({vertices.size(0), 1}, vertices.options()));
    const AtlasTexels texels = rasterizeAtlas(hull, atlas, size, input.device);
    const std::vector<TrainingView> views =
        makeTrainingViews(input.views, options.image_side, input.box, false);
    const at::Tensor map =
        mapOfTexels(texels,
                    meanPhotoColors(surface,
                                    views,
                                    texels.position,
                                    atTexels(texels, surface.normals, surface.triangles),
                                    kUnseen));

    TexturedMesh result;
    result.mesh = hull;
    result.normals = vertexNormals(hull);
    result.uvs = atlas.uvs;
    result.uv_triangles = atlas.uv_triangles;
    result.material.base_color = toImage(map);
    result.material.roughness = Image(size, size, 1, 1.0f);
    result.material.metallic = Image(size, size, 1, 0.0f);
    return result;
}

Look hullLook(const ShapeInput& input, int grid) {
    const at::NoGradGuard no_grad;
    const Shape hull = hullShape(input, grid);
    const Surface surface =
        makeSurface(hull.vertices,
                    hull.triangles,
                    at::ones({hull.vertices.size(0), 1}, hull.vertices.options()));
    const std::vector<TrainingView> views =
        makeTrainingViews(input.views, kLookSide, input.box, false);
    return {hull.vertices,
            hull.triangles,
            meanPhotoColors(surface, views, hull.vertices, surface.normals, kUnseen)};
}

TrainingScores scoreTrainingViews(const TexturedMesh& mesh,
                                  const Image& light,
                                  const std::vector<ScoredView>& views,
                                  int count,
                                  const LightPrefilter& prefilter,
                                  const at::Device& device,
                                  const std::function<void()>& tick) {
    const Renderer renderer(mesh, light, prefilter, device);
    TrainingScores scores;
    const int used = std::min<int>(count, static_cast<int>(views.size()));
    for (int i = 0; i < used; ++i) {
        tick();
        const ScoredView& scored = views[views.size() * i / used];
        Image rendered = renderer.render(scored.camera, RenderMode::Shaded);
        for (size_t p = 0; p < rendered.pixels.size(); ++p) {
            rendered.pixels[p] *= p % 4 < 3 ? static_cast<float>(scored.gains[p % 4]) : 1.0f;
        }
        const ViewScores s = scoreView(rendered, scored.view->image, Ssim::No);
        scores.psnr += s.psnr / used;
        scores.mask_iou += s.mask_iou / used;
    }
    return scores;
}

}  // namespace bozzetto
