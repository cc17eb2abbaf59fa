// SPDX-License-Identifier: Apache-2.0
#include "core/geometry/synthetic_views.h"
#include "raster/interpolate.h"
#include "render/shade.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"
#include "texturing/material_search.h"
#include "texturing/training_views.h"

#include <QtTest>

#include <array>
#include <cmath>

using namespace bozzetto;

namespace {

constexpr int kLightSize = 32, kSize = 96, kViews = 20;

/// A dim sky that changes from top to bottom, with two coloured lamps; exposed so that little
/// clips.
LightMaps light() {
    at::Tensor base = at::zeros({6, kLightSize, kLightSize, 3});
    auto b = base.accessor<float, 4>();
    for (int face = 0; face < 6; ++face) {
        for (int y = 0; y < kLightSize; ++y) {
            for (int x = 0; x < kLightSize; ++x) {
                const float level = face == 4   ? 0.5f
                                    : face == 5 ? 0.1f
                                                : 0.25f + 0.1f * static_cast<float>(face % 2);
                b[face][y][x][0] = level, b[face][y][x][1] = level, b[face][y][x][2] = 1.2f * level;
            }
        }
    }
    base[0].slice(0, 8, 14).slice(1, 8, 14) = at::tensor({9.0f, 8.0f, 7.0f});
    base[3].slice(0, 18, 26).slice(1, 14, 22) = at::tensor({4.0f, 5.0f, 6.0f});
    base[4].slice(0, 4, 12).slice(1, 20, 28) = at::tensor({6.0f, 6.0f, 5.0f});
    return LightPrefilter(kLightSize)(base);
}

struct Paint {
    std::array<float, 3> kd;
    float roughness, metallic;
};

/// Row i of the result is `left` where the vertex has x < 0, else `right`: kd, roughness, metallic.
at::Tensor materialOf(const at::Tensor& vertices, const Paint& left, const Paint& right) {
    const auto row = [](const Paint& p) {
        return at::tensor({p.kd[0], p.kd[1], p.kd[2], p.roughness, p.metallic}).view({1, 5});
    };
    return at::where(vertices.slice(1, 0, 1) < 0, row(left), row(right)).contiguous();
}

/// Views of a surface as the renderer that is being inverted draws them, over black.
std::vector<TrainingView> photographs(const Surface& surface,
                                      const at::Tensor& material,
                                      const LightMaps& maps) {
    std::vector<TrainingView> views;
    const Box box{{-1, -1, -1}, {1, 1, 1}};
    for (const Vec3d& direction : directionsAround(kViews)) {
        TrainingView view;
        view.camera = cameraLookingAt(direction * 4.0, {0, 0, 0}, kSize, 1.5);
        const DepthRange range = depthRange(view.camera, box);
        view.clip_from_world = toTensor(clipFromWorld(view.camera, range.near, range.far));
        const Vec3d eye = view.camera.position();
        view.position = at::tensor({eye.x, eye.y, eye.z}, at::kFloat).view({1, 3});
        view.target = at::zeros({kSize, kSize, 4});
        const SurfacePixels pixels = seeSurface(surface, view);
        const at::Tensor values =
            interpolate(material.unsqueeze(0), pixels.compact, surface.triangles).view({-1, 5});
        const at::Tensor orm = at::cat({pixels.openness, values.slice(1, 3, 5)}, 1).contiguous();
        const at::Tensor color = shade({pixels.position,
                                        pixels.normal,
                                        values.slice(1, 0, 3).contiguous(),
                                        orm,
                                        view.position},
                                       maps);
        view.target =
            composeView(surface, pixels, color, at::zeros({3}))[0].clamp(0, 1).contiguous();
        views.push_back(view);
    }
    return views;
}

}  // namespace

class TestMaterialSearch : public QObject {
    Q_OBJECT
private slots:
    void tellsMetalFromPaint_data();
    void tellsMetalFromPaint();
    void verticesNobodySawKeepTheUsual();
};

void TestMaterialSearch::tellsMetalFromPaint_data() {
    QTest::addColumn<float>("metal_roughness");
    QTest::addColumn<float>("paint_roughness");
    QTest::newRow("polished metal, satin paint") << 0.2f << 0.4f;
    QTest::newRow("brushed metal, glossy paint") << 0.3f << 0.2f;
    QTest::newRow("rough metal, matt paint") << 0.5f << 0.6f;
}

void TestMaterialSearch::tellsMetalFromPaint() {
    QFETCH(float, metal_roughness);
    QFETCH(float, paint_roughness);
    const TriangleMesh ball = testing::makeSphere(48, 32);
    const at::Tensor vertices = toTensor(ball.positions), triangles = toTensor(ball.triangles);
    const Surface surface = makeSurface(vertices, triangles, at::ones({vertices.size(0), 1}));
    const at::Tensor truth = materialOf(vertices,
                                        {{0.9f, 0.7f, 0.4f}, metal_roughness, 1},
                                        {{0.2f, 0.5f, 0.3f}, paint_roughness, 0});
    const LightMaps maps = light();
    const std::vector<TrainingView> views = photographs(surface, truth, maps);
    const VertexMaterials found = searchMaterials(
        surface, views.size(), [&](size_t i) { return views[i]; }, maps);

    // Vertices whose neighbourhood is of one material.
    const at::Tensor metal = vertices.select(1, 0)<-0.35, paint = vertices.select(1, 0)> 0.35;
    const auto share = [](const at::Tensor& condition, const at::Tensor& where) {
        return condition.masked_select(where).to(at::kFloat).mean().item<double>();
    };
    const at::Tensor is_metal = found.metallic.select(1, 0) > 0.5;
    const double metal_found = share(is_metal, metal),
                 paint_found = share(is_metal.logical_not(), paint);
    // The steps of the search's table are 0.1 to 0.25.
    const at::Tensor error = (found.roughness - truth.slice(1, 3, 4)).abs().select(1, 0);
    const double metal_roughness_found = share(error < 0.151, metal),
                 paint_roughness_found = share(error < 0.151, paint);
    const at::Tensor color_error = (found.kd - truth.slice(1, 0, 3)).abs().mean(1);
    const double metal_color = color_error.masked_select(metal).mean().item<double>(),
                 paint_color = color_error.masked_select(paint).mean().item<double>();
    const QString text =
        QString("metal %1, paint %2, roughness of metal %3, of paint %4, colour error %5 and %6")
            .arg(metal_found)
            .arg(paint_found)
            .arg(metal_roughness_found)
            .arg(paint_roughness_found)
            .arg(metal_color)
            .arg(paint_color);
    qInfo("%s", qPrintable(text));
    QVERIFY2(metal_found > 0.9 && paint_found > 0.9, qPrintable(text));
    QVERIFY2(metal_roughness_found > 0.8 && paint_roughness_found > 0.8, qPrintable(text));
    QVERIFY2(metal_color < 0.08 && paint_color < 0.05, qPrintable(text));
}

void TestMaterialSearch::verticesNobodySawKeepTheUsual() {
    const TriangleMesh ball = testing::makeSphere(24, 16);
    const at::Tensor vertices = toTensor(ball.positions), triangles = toTensor(ball.triangles);
    const Surface surface = makeSurface(vertices, triangles, at::ones({vertices.size(0), 1}));
    const LightMaps maps = light();
    std::vector<TrainingView> views = photographs(
        surface,
        materialOf(vertices, {{0.5f, 0.5f, 0.5f}, 0.5f, 0}, {{0.5f, 0.5f, 0.5f}, 0.5f, 0}),
        maps);
    for (TrainingView& view : views) {
        view.target.zero_();  // masks that leave nothing
    }
    const VertexMaterials found = searchMaterials(
        surface, views.size(), [&](size_t i) { return views[i]; }, maps);
    const int64_t count = vertices.size(0);
    QVERIFY(found.kd.sizes() == at::IntArrayRef({count, 3}) &&
            found.roughness.sizes() == at::IntArrayRef({count, 1}));
    QVERIFY(at::isfinite(found.kd).all().item<bool>() && found.kd.min().item<float>() > 0 &&
            found.kd.max().item<float>() < 1);
    QVERIFY(found.metallic.max().item<float>() == 0 &&
            found.roughness.min().item<float>() >= 0.08f);
}

QTEST_GUILESS_MAIN(TestMaterialSearch)
#include "test_material_search.moc"
