// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bake/camera_placing.h"
#include "bake/camera_search.h"
#include "bake/photo_texture.h"
#include "camera/image_set_reader.h"
#include "io/ply.h"
#include "mesh/distance.h"
#include "mesh/unwrap.h"
#include "optim/metrics.h"
#include "render/renderer.h"
#include "support/camera_errors.h"
#include "tensor/convert.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

namespace bozzetto::testing {

/// A rendered set with its true mesh, and a few of its training views, spread as far as they go.
struct PhotoScene {
    TriangleMesh mesh;
    ImageSet train, test;
    std::vector<PosedPhoto> photos;  // of `train`

    PhotoScene() = default;
    PhotoScene(const std::filesystem::path& folder, size_t count)
        : mesh(readPly(folder / "mesh_gt.ply").mesh),
          train(loadImageSet(folder / "transforms_train.json")),
          test(loadImageSet(folder / "transforms_test.json")) {
        std::vector<size_t> chosen{0};
        const auto direction = [&](size_t i) {
            return normalize(train.views[i].camera->position());
        };
        while (chosen.size() < count) {
            const auto nearness = [&](size_t i) {
                double most = -1;
                for (const size_t c : chosen) {
                    most = std::max(most, dot(direction(i), direction(c)));
                }
                return most;
            };
            size_t best = 0;
            for (size_t i = 1; i < train.views.size(); ++i) {
                best = nearness(i) < nearness(best) ? i : best;
            }
            chosen.push_back(best);
        }
        for (const size_t i : chosen) {
            photos.push_back({&train.views[i].image, *train.views[i].camera});
        }
    }
};

/// The scene's photographs with cameras 15 degrees and 10 % of the distance off, the focal length
/// by a share.
inline std::vector<PosedPhoto> disturbedPhotos(const PhotoScene& scene, double focal_error) {
    std::vector<PosedPhoto> photos;
    for (size_t i = 0; i < scene.photos.size(); ++i) {
        photos.push_back(
            {scene.photos[i].image, disturbed(scene.photos[i].camera, i, 15, 0.1, focal_error)});
    }
    return photos;
}

/// [S, S, 3] of vertex colours.
inline at::Tensor bakedColors(const TriangleMesh& mesh,
                              const AtlasTexels& texels,
                              const std::vector<Vec3f>& colors) {
    const int64_t size = texels.size;
    const at::Device device = texels.position.device();
    at::Tensor map = at::zeros({size * size, 3}, texels.position.options());
    map.index_copy_(
        0,
        texels.index,
        atTexels(texels, toTensor(colors).to(device), toTensor(mesh.triangles).to(device)));
    at::Tensor known = at::zeros({size * size}, map.options().dtype(at::kBool));
    known.index_fill_(0, texels.index, true);
    map = map.view({size, size, 3});
    fillGutters(map, known);
    return map;
}

/// What a scene's photographs make of its mesh.
struct PaintedScene {
    Atlas atlas;
    at::Tensor vertex_map;  // [S, S, 3] the photographs' colours at the vertices, baked
    at::Tensor map;         // [S, S, 3] painted from the photographs
    std::vector<uint8_t> seen;
};
inline PaintedScene paintScene(const PhotoScene& scene, int size) {
    PaintedScene result;
    UnwrapOptions options;
    options.resolution = size;
    result.atlas = unwrap(scene.mesh, options);
    const AtlasTexels texels = rasterizeAtlas(scene.mesh, result.atlas, size);
    const DeviceMesh mesh(scene.mesh);
    std::vector<PhotoView> views;
    for (const PosedPhoto& photo : scene.photos) {
        views.emplace_back(photo, mesh);
    }
    const std::vector<Vec3f> colors = vertexColors(scene.mesh, blendAtVertices(mesh, views), {});
    result.vertex_map = bakedColors(scene.mesh, texels, colors);
    result.seen = seenFaces(mesh, views);
    PhotoTextureInput input;
    input.mesh = &scene.mesh;
    input.atlas = &result.atlas;
    input.texels = &texels;
    input.photos = scene.photos;
    result.map = paintFromPhotos(input).map;
    return result;
}

/// Mean over the test views of PSNR inside the mask, dB: of the base colour drawn without light,
/// since the photographs' light is in it.
inline double scoreOf(const PhotoScene& scene, const PaintedScene& painted, const at::Tensor& map) {
    TexturedMesh textured;
    textured.mesh = scene.mesh;
    textured.uvs = painted.atlas.uvs;
    textured.uv_triangles = painted.atlas.uv_triangles;
    textured.material.base_color = toImage(map.cpu());
    textured.material.roughness = Image(4, 4, 1, 1.0f);
    textured.material.metallic = Image(4, 4, 1, 0.0f);
    const Renderer renderer(textured, {});
    double sum = 0;
    for (const View& view : scene.test.views) {
        sum += scoreView(renderer.render(*view.camera, RenderMode::Albedo), view.image).psnr_masked;
    }
    return sum / static_cast<double>(scene.test.views.size());
}

/// Share of the faces of which seenFaces says the same as rays: most of a face's points reach some
/// photograph's camera from the front without meeting another face.
inline double seenAgreement(const PhotoScene& scene, const std::vector<uint8_t>& seen) {
    const TriangleBvh bvh(scene.mesh);
    int64_t agree = 0;
    for (size_t t = 0; t < scene.mesh.triangles.size(); ++t) {
        const Vec3i& face = scene.mesh.triangles[t];
        const Vec3f a = scene.mesh.positions[face.x], b = scene.mesh.positions[face.y],
                    c = scene.mesh.positions[face.z];
        const Vec3f normal = normalize(cross(b - a, c - a));
        int reached = 0, points = 0;
        for (int i = 0; i < 4; ++i) {
            for (int j = 0; i + j < 4; ++j) {
                const float u = (static_cast<float>(i) + 1.0f / 3) / 4;
                const float v = (static_cast<float>(j) + 1.0f / 3) / 4;
                const Vec3f p = a * (1 - u - v) + b * u + c * v;
                bool visible = false;
                for (const PosedPhoto& photo : scene.photos) {
                    const Vec3d e = photo.camera.position();
                    const Vec3f eye{
                        static_cast<float>(e.x), static_cast<float>(e.y), static_cast<float>(e.z)};
                    visible = visible || (dot(eye - p, normal) > 0 &&
                                          !bvh.occluded(p + normal * 1e-4f, eye - p, 1));
                }
                reached += visible;
                ++points;
            }
        }
        agree += (2 * reached > points) == (seen[t] >= 128);
    }
    return static_cast<double>(agree) / static_cast<double>(scene.mesh.triangles.size());
}

}  // namespace bozzetto::testing
