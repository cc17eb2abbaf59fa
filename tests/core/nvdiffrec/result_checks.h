// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"
#include "image/codec.h"
#include "mesh/cleanup.h"
#include "mesh/distance.h"
#include "optim/metrics.h"
#include "pipeline/engine.h"
#include "pipeline/material_scores.h"
#include "render/renderer.h"

#include <QtTest>

#include <cstring>
#include <string>
#include <vector>

/// What the tests of the engine ask of a result.
namespace bozzetto {

struct Scores {
    double psnr = 0, mask_iou = 0, albedo_psnr = 0, surface_l1 = 0, roughness_error = 0,
           metallic_error = 0;
};

inline Scores score(const Reconstruction& result, const ImageSet& test, const TriangleMesh& truth) {
    const Renderer renderer(result.mesh, result.light);
    MaterialScorer materials;
    Scores scores;
    for (const View& view : test.views) {
        const ViewScores s =
            scoreView(renderer.render(*view.camera, RenderMode::Shaded), view.image);
        scores.psnr += s.psnr / static_cast<double>(test.views.size());
        scores.mask_iou += s.mask_iou / static_cast<double>(test.views.size());
    }
    // The true maps are larger than the reduced views.
    for (const View& view : test.views) {
        const Image albedo = readImage(view.albedo_path),
                    maps = readRawImage(view.roughness_metallic_path);
        const Camera camera = view.camera->scaledTo(albedo.width, albedo.height);
        materials.addAlbedo(renderer.render(camera, RenderMode::Albedo), albedo);
        materials.addRoughness(renderer.render(camera, RenderMode::Roughness), maps, 1, albedo);
        materials.addMetallic(renderer.render(camera, RenderMode::Metallic), maps, 2, albedo);
    }
    scores.albedo_psnr = materials.albedoPsnr().value_or(0);
    scores.roughness_error = materials.roughnessError().value_or(1);
    scores.metallic_error = materials.metallicError().value_or(1);
    scores.surface_l1 = compareSurfaces(result.mesh.mesh, truth, 30000).surface_l1;
    qInfo(
        "PSNR %.2f dB, mask IoU %.4f, albedo PSNR %.2f dB, Surface-L1 %.3f %%, roughness %.3f, "
        "metallic %.3f, %zu triangles",
        scores.psnr,
        scores.mask_iou,
        scores.albedo_psnr,
        100 * scores.surface_l1,
        scores.roughness_error,
        scores.metallic_error,
        result.mesh.mesh.triangles.size());
    return scores;
}

inline void verifySound(const TriangleMesh& mesh) {
    const MeshReport report = inspect(mesh, Weld::EqualPositions);
    QVERIFY(report.triangles > 500);
    QVERIFY2(report.closed(), qPrintable(QString("%1 boundary edges").arg(report.boundary_edges)));
    QVERIFY2(report.edgeManifold(),
             qPrintable(QString("%1 non-manifold edges").arg(report.non_manifold_edges)));
    QCOMPARE(report.degenerate_triangles, int64_t{0});
    QCOMPARE(report.unreferenced_vertices, int64_t{0});
    QCOMPARE(inspect(mesh, Weld::No).boundary_edges, int64_t{0});
}

template <class T>
bool sameBytes(const std::vector<T>& a, const std::vector<T>& b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}
/// Name of the first part whose bytes differ; empty when all are the same.
inline std::string firstDifference(const Reconstruction& a, const Reconstruction& b) {
    const TexturedMesh &m = a.mesh, &n = b.mesh;
    const Material &x = m.material, &y = n.material;
    const std::pair<const char*, bool> parts[] = {
        {"positions", sameBytes(m.mesh.positions, n.mesh.positions)},
        {"triangles", sameBytes(m.mesh.triangles, n.mesh.triangles)},
        {"normals", sameBytes(m.normals, n.normals)},
        {"uvs", sameBytes(m.uvs, n.uvs)},
        {"uv triangles", sameBytes(m.uv_triangles, n.uv_triangles)},
        {"base colour", sameBytes(x.base_color.pixels, y.base_color.pixels)},
        {"roughness", sameBytes(x.roughness.pixels, y.roughness.pixels)},
        {"metallic", sameBytes(x.metallic.pixels, y.metallic.pixels)},
        {"normal map", sameBytes(x.normal.pixels, y.normal.pixels)},
        {"occlusion", sameBytes(x.occlusion.pixels, y.occlusion.pixels)},
        {"light", sameBytes(a.light.pixels, b.light.pixels)}};
    for (const auto& [name, same] : parts) {
        if (!same) {
            return name;
        }
    }
    return {};
}

}  // namespace bozzetto
