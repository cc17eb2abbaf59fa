// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "render/renderer.h"
#include "render/shade.h"
#include "tensor/precompiled.h"

#include <QtTest>

#include <numbers>

using namespace bozzetto;

namespace {

/// Two triangles over [-1, 1]^2 in the plane z = 0, facing +z; uv (0, 0) at (-1, -1), the bottom
/// left seen from +z.
TexturedMesh quad() {
    TexturedMesh mesh;
    mesh.mesh.positions = {{-1, -1, 0}, {1, -1, 0}, {1, 1, 0}, {-1, 1, 0}};
    mesh.mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
    mesh.normals.assign(4, {0, 0, 1});
    mesh.uvs = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    mesh.uv_triangles = mesh.mesh.triangles;
    mesh.tangents.assign(4, {1, 0, 0, 1});
    mesh.material.base_color = Image(4, 4, 3, 0.5f);
    mesh.material.roughness = Image(1, 1, 1, 0.5f);
    mesh.material.metallic = Image(1, 1, 1, 0.0f);
    return mesh;
}

/// At (0, 0, 4) looking down -z with x right and y up: the quad covers the middle half of the
/// picture.
Camera frontCamera(int size) {
    Camera camera;
    camera.width = camera.height = size;
    camera.fx = camera.fy = size;
    camera.cx = camera.cy = 0.5 * size;
    camera.world_from_camera.m[2][3] = 4;
    return camera;
}

void setTexel(Image& image, int x, int y, Vec3f value) {
    for (int c = 0; c < 3; ++c) {
        image.at(x, y)[c] = value[c];
    }
}

bool near(const float* pixel, Vec3f expected, float tolerance) {
    return std::abs(pixel[0] - expected.x) < tolerance &&
           std::abs(pixel[1] - expected.y) < tolerance &&
           std::abs(pixel[2] - expected.z) < tolerance;
}

/// Radiance 1 from above (the upper rows), 0.1 from below: the sky is at +Z.
Image skyLight() {
    Image light(64, 32, 3, 0.1f);
    std::fill(light.pixels.begin(), light.pixels.begin() + 64 * 16 * 3, 1.0f);
    return light;
}

}  // namespace

class TestRenderer : public QObject {
    Q_OBJECT
private slots:
    void textureHasTheRightWayUp();
    void coverageAndStraightAlpha();
    void depthIsAlongTheAxis();
    void greyModes();
    void whiteLightShowsTheMaterial();
    void normalMapUsesPlusY();
    void occlusionMapDarkens();
    void lightComesFromItsDirection();
    void minifiedTextureIsAveraged();
    void bandsJoin();
    void offCentreCamera();
    void rejectsIncompleteMeshes();
};

void TestRenderer::textureHasTheRightWayUp() {
    TexturedMesh mesh = quad();
    Image& map = mesh.material.base_color;
    setTexel(map, 0, 0, {1, 0, 0});  // row 0 is the top of the picture: v near 1, so y near +1
    setTexel(map, 3, 0, {0, 1, 0});
    setTexel(map, 0, 3, {0, 0, 1});
    const Image image = Renderer(mesh, {}).render(frontCamera(64), RenderMode::Albedo);
    // The quad covers columns and rows 16..47; its texels are 8 pixels wide, with pixel 16 in the
    // outer half of the first.
    QVERIFY(near(image.at(17, 17), {1, 0, 0}, 0.02f));
    QVERIFY(near(image.at(46, 17), {0, 1, 0}, 0.02f));
    QVERIFY(near(image.at(17, 46), {0, 0, 1}, 0.02f));
    QVERIFY(near(image.at(46, 46), {0.5f, 0.5f, 0.5f}, 0.02f));
    // Half-way between the first two texel centres (columns 20 and 28) of the top row, linearly.
    QVERIFY(near(image.at(23, 17), {0.781f, 0.219f, 0.219f}, 0.01f));
}

void TestRenderer::coverageAndStraightAlpha() {
    Camera camera = frontCamera(64);
    camera.cx = 32.25;  // the left and right borders cut pixels at a quarter
    const Image image = Renderer(quad(), {}).render(camera, RenderMode::Albedo);
    QCOMPARE(image.at(0, 0)[3], 0.0f);
    QCOMPARE(image.at(0, 0)[0], 0.0f);
    QCOMPARE(image.at(32, 32)[3], 1.0f);
    QVERIFY(std::abs(image.at(16, 32)[3] - 0.75f) < 0.02f);
    QVERIFY(std::abs(image.at(48, 32)[3] - 0.25f) < 0.02f);
    QVERIFY(near(image.at(16, 32), {0.5f, 0.5f, 0.5f}, 1e-3f));  // not darkened by the background
    double covered = 0;
    for (std::size_t i = 3; i < image.pixels.size(); i += 4) {
        covered += image.pixels[i];
    }
    QVERIFY(std::abs(covered - 32 * 32) < 2);
    const Image mask = Renderer(quad(), {}).render(camera, RenderMode::Mask);
    QVERIFY(std::abs(mask.at(16, 32)[3] - 0.75f) < 0.02f &&
            std::abs(mask.at(16, 32)[0] - 1) < 1e-3f);
}

void TestRenderer::depthIsAlongTheAxis() {
    TexturedMesh mesh = quad();
    for (Vec3f& p : mesh.mesh.positions) {
        p.z = 0.5f * p.x;  // leans: 3.5 at the right border, 4.5 at the left
    }
    const Image image = Renderer(mesh, {}).render(frontCamera(64), RenderMode::Depth);
    for (const int column : {20, 32, 40}) {
        // x / (4 - x / 2) = (column + 0.5 - 32) / 64
        const double slope = (column + 0.5 - 32) / 64, x = 4 * slope / (1 + slope / 2);
        QVERIFY(std::abs(image.at(column, 32)[0] - (4 - x / 2)) < 1e-3);
        QCOMPARE(image.at(column, 32)[1], image.at(column, 32)[0]);
    }
}

void TestRenderer::greyModes() {
    TexturedMesh mesh = quad();
    mesh.material.roughness = Image(1, 1, 1, 0.3f);
    mesh.material.metallic = Image(2, 2, 1, 0.8f);
    const Renderer renderer(mesh, {});
    QVERIFY(near(renderer.render(frontCamera(32), RenderMode::Roughness).at(16, 16),
                 {0.3f, 0.3f, 0.3f},
                 1e-5f));
    QVERIFY(near(renderer.render(frontCamera(32), RenderMode::Metallic).at(16, 16),
                 {0.8f, 0.8f, 0.8f},
                 1e-5f));
    QVERIFY(near(
        renderer.render(frontCamera(32), RenderMode::Normal).at(16, 16), {0.5f, 0.5f, 1}, 1e-5f));
}

void TestRenderer::whiteLightShowsTheMaterial() {
    TexturedMesh mesh = quad();
    setTexel(mesh.material.base_color, 1, 1, {0.8f, 0.4f, 0.2f});
    const Renderer renderer(mesh, Image(32, 16, 3, 1.0f), 16);
    const Image image = renderer.render(frontCamera(64), RenderMode::Shaded);
    // kd + 0.04 A + B at N.V near 1, roughness 0.5: pixel (27, 27) has the share 0.9375^2 of texel
    // (1, 1).
    const at::Tensor fg = fgTable()[127][253];
    const float specular = 0.04f * fg[0].item<float>() + fg[1].item<float>();
    const float* pixel = image.at(27, 27);
    QVERIFY2(near(pixel, {0.7637f + specular, 0.4121f + specular, 0.2363f + specular}, 2e-3f),
             qPrintable(QString::number(pixel[0])));
    QVERIFY(near(image.at(44, 44), {0.5f + specular, 0.5f + specular, 0.5f + specular}, 2e-3f));
}

void TestRenderer::normalMapUsesPlusY() {
    TexturedMesh mesh = quad();
    mesh.material.normal = Image(1, 1, 3);
    setTexel(mesh.material.normal, 0, 0, {0.0f, 0.6f, 0.8f});
    const Image up = Renderer(mesh, {}).render(frontCamera(32), RenderMode::Normal);
    QVERIFY(near(up.at(16, 16), {0.5f, 0.8f, 0.9f}, 1e-4f));  // world normal (0, 0.6, 0.8)
    // The same with tangents computed by the renderer from the UVs.
    mesh.tangents.clear();
    const Image computed = Renderer(mesh, {}).render(frontCamera(32), RenderMode::Normal);
    QVERIFY(near(computed.at(16, 16), {0.5f, 0.8f, 0.9f}, 1e-4f));
    // Mirrored UVs: u runs to the left, v still up; a normal that leans to +u leans to the left, +v
    // stays up.
    mesh.uvs = {{1, 0}, {0, 0}, {0, 1}, {1, 1}};
    setTexel(mesh.material.normal, 0, 0, {0.48f, 0.36f, 0.8f});
    const Image mirrored = Renderer(mesh, {}).render(frontCamera(32), RenderMode::Normal);
    QVERIFY(near(mirrored.at(16, 16), {0.5f - 0.24f, 0.5f + 0.18f, 0.9f}, 1e-4f));
}

void TestRenderer::occlusionMapDarkens() {
    TexturedMesh mesh = quad();
    const Image open = Renderer(mesh, skyLight(), 16).render(frontCamera(32), RenderMode::Shaded);
    mesh.material.occlusion = Image(2, 1, 1, 1.0f);
    mesh.material.occlusion.pixels[0] = 0.25f;  // the left half
    const Image shut = Renderer(mesh, skyLight(), 16).render(frontCamera(32), RenderMode::Shaded);
    QVERIFY(std::abs(shut.at(9, 16)[0] - 0.25f * open.at(9, 16)[0]) < 1e-4f);
    QVERIFY(std::abs(shut.at(22, 16)[0] - open.at(22, 16)[0]) < 1e-4f);
}

void TestRenderer::lightComesFromItsDirection() {
    // The quad faces +Z, the sky; its back faces the dark ground.
    const Renderer renderer(quad(), skyLight(), 16);
    const float front = renderer.render(frontCamera(32), RenderMode::Shaded).at(16, 16)[0];
    Camera below = frontCamera(32);
    below.world_from_camera.m[0][0] = -1;  // turned about y: looks along +z from -z
    below.world_from_camera.m[2][2] = -1;
    below.world_from_camera.m[2][3] = -4;
    const float back = renderer.render(below, RenderMode::Shaded).at(16, 16)[0];
    QVERIFY2(front > 0.5f && back < 0.09f, qPrintable(QString("%1 %2").arg(front).arg(back)));
}

void TestRenderer::minifiedTextureIsAveraged() {
    TexturedMesh mesh = quad();
    mesh.material.base_color = Image(256, 256, 3);
    for (int i = 0; i < 256 * 256; ++i) {
        setTexel(mesh.material.base_color,
                 i % 256,
                 i / 256,
                 i % 2 == i / 256 % 2 ? Vec3f{1, 1, 1} : Vec3f{});
    }
    const Image image =
        Renderer(mesh, {}).render(frontCamera(32), RenderMode::Albedo);  // 16 texels a pixel
    for (const int p : {10, 16, 21}) {
        QVERIFY(near(image.at(p, 14), {0.5f, 0.5f, 0.5f}, 1e-3f));
    }
}

void TestRenderer::bandsJoin() {
    // Large enough for several bands: rows must not show where they meet, and the thread count must
    // not matter.
    TexturedMesh mesh = quad();
    for (int i = 0; i < 16; ++i) {
        setTexel(mesh.material.base_color,
                 i % 4,
                 i / 4,
                 Vec3f{0.1f, 0.5f, 0.9f} * (static_cast<float>(i) / 16));
    }
    mesh.mesh.positions[0].x = -1.3f;  // a slanted border crosses the bands
    const Renderer renderer(mesh, {});
    setThreadCount(2);
    const Image large = renderer.render(frontCamera(768), RenderMode::Albedo);
    setThreadCount(1);
    const Image again = renderer.render(frontCamera(768), RenderMode::Albedo);
    QVERIFY(large.pixels == again.pixels);
    // Without its first 100 rows the picture is cut into bands elsewhere.
    Camera lower = frontCamera(768);
    lower.height -= 100;
    lower.cy -= 100;
    const Image cut = renderer.render(lower, RenderMode::Albedo);
    float worst = 0;
    for (std::size_t i = 0; i < cut.pixels.size(); i += 4) {
        const float* a = cut.pixels.data() + i;
        const float* b = large.pixels.data() + i + std::size_t{100} * 768 * 4;
        worst = std::max({worst, std::abs(a[3] - b[3]), std::abs(a[0] * a[3] - b[0] * b[3])});
    }
    QVERIFY2(worst < 2e-3f, qPrintable(QString::number(worst)));
}

void TestRenderer::offCentreCamera() {
    Camera camera = frontCamera(64);
    camera.width = 96;
    camera.cx = 20, camera.cy = 40;
    const Image image = Renderer(quad(), {}).render(camera, RenderMode::Mask);
    QCOMPARE(image.width, 96);
    double x = 0, y = 0, sum = 0;
    for (int i = 0; i < 96 * 64; ++i) {
        const double a = image.pixels[4 * i + 3];
        x += a * (i % 96 + 0.5), y += a * (i / 96 + 0.5), sum += a;
    }
    QVERIFY(std::abs(x / sum - 20) < 0.05 && std::abs(y / sum - 40) < 0.05);
}

void TestRenderer::rejectsIncompleteMeshes() {
    QVERIFY_THROWS_EXCEPTION(Error,
                             Renderer(quad(), {}).render(frontCamera(16), RenderMode::Shaded));
    TexturedMesh mesh = quad();
    mesh.material.roughness = {};
    QVERIFY_THROWS_EXCEPTION(Error, Renderer(mesh, {}));
    mesh = quad();
    mesh.uv_triangles.pop_back();
    QVERIFY_THROWS_EXCEPTION(Error, Renderer(mesh, {}));
    mesh = quad();
    mesh.mesh.triangles[1].y = 9;
    QVERIFY_THROWS_EXCEPTION(Error, Renderer(mesh, {}));
    mesh = quad();
    mesh.mesh.triangles.clear();
    mesh.uv_triangles.clear();
    QCOMPARE(Renderer(mesh, {}).render(frontCamera(16), RenderMode::Mask).at(8, 8)[3], 0.0f);
}

QTEST_GUILESS_MAIN(TestRenderer)
#include "test_renderer.moc"
