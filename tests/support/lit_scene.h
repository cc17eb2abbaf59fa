// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "support/photo_scene.h"
#include "texturing/lit_texture.h"

namespace bozzetto::testing {

/// What a scene's photographs make of its mesh once their light is taken out.
inline LitTexture textureScene(const PhotoScene& scene,
                               const Atlas& atlas,
                               const AtlasTexels& texels,
                               int steps,
                               bool metals) {
    LitTextureInput input;
    input.paint.mesh = &scene.mesh;
    input.paint.atlas = &atlas;
    input.paint.texels = &texels;
    input.paint.photos = scene.photos;
    input.steps = steps;
    input.metals = metals;
    return textureFromPhotos(input);
}

/// The scene's mesh with these maps.
inline TexturedMesh texturedScene(const PhotoScene& scene,
                                  const Atlas& atlas,
                                  const LitTexture& texture) {
    TexturedMesh mesh;
    mesh.mesh = scene.mesh;
    mesh.uvs = atlas.uvs;
    mesh.uv_triangles = atlas.uv_triangles;
    const at::Tensor orm = texture.orm.cpu();
    const auto channel = [&](int64_t c) { return toImage(orm.slice(2, c, c + 1).contiguous()); };
    mesh.material.base_color = toImage(texture.base_color.cpu());
    mesh.material.occlusion = channel(0);
    mesh.material.roughness = channel(1);
    mesh.material.metallic = channel(2);
    return mesh;
}

/// Mean over the test views of PSNR inside the mask, dB, in the light that was found.
inline double litScore(const PhotoScene& scene, const Atlas& atlas, const LitTexture& texture) {
    const Renderer renderer(texturedScene(scene, atlas, texture), texture.light);
    double sum = 0;
    for (const View& view : scene.test.views) {
        const Image picture = renderer.render(*view.camera, RenderMode::Shaded);
        sum += scoreView(picture, view.image, Ssim::No).psnr_masked;
    }
    return sum / static_cast<double>(scene.test.views.size());
}

}  // namespace bozzetto::testing
