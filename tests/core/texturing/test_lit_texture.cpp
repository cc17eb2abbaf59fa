// SPDX-License-Identifier: Apache-2.0
#include "bake/face_visibility.h"
#include "base/error.h"
#include "support/lit_scene.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kSide = 128, kMap = 256, kSteps = 60;
constexpr float kRoughness = 0.25f, kBrighter = 1.4f, kMetalFrom = -0.8f;

/// A grey sky with a warm lamp in front and a blue window behind.
Image lamps() {
    Image light(64, 32, 3, 0.45f);
    for (int y = 4; y < 14; ++y) {
        for (int x = 0; x < 64; ++x) {
            const bool lamp = x >= 8 && x < 18, window = x >= 38 && x < 50;
            for (int c = 0; c < 3; ++c) {
                light.at(x, y)[c] += lamp     ? 5.0f - static_cast<float>(c)
                                     : window ? 1.5f + static_cast<float>(c)
                                              : 0.0f;
            }
        }
    }
    return light;
}

/// A shiny torus with a pattern, one half of it metal on demand, in that light.
struct Scene {
    TriangleMesh mesh = makeTorus(64, 32);
    Atlas atlas;
    AtlasTexels texels;
    TexturedMesh truth;
    std::vector<Image> pictures;
    std::vector<PosedPhoto> photos;

    explicit Scene(bool metal) {
        UnwrapOptions options;
        options.resolution = kMap;
        atlas = unwrap(mesh, options);
        texels = rasterizeAtlas(mesh, atlas, kMap);
        std::vector<Vec3f> colors, orm;
        for (const Vec3f& p : mesh.positions) {
            const float wave = 0.5f + 0.3f * std::sin(6 * p.x) * std::cos(5 * p.z);
            const bool is_metal = metal && p.x < kMetalFrom;
            colors.push_back(is_metal ? Vec3f{0.9f, 0.6f, 0.4f}
                                      : Vec3f{wave, 0.5f, 0.9f - 0.7f * wave});
            orm.push_back({1, kRoughness, is_metal ? 1.0f : 0.0f});
        }
        const LitTexture maps{
            bakedColors(mesh, texels, colors), bakedColors(mesh, texels, orm), {}, {}};
        PhotoScene none;
        none.mesh = mesh;
        truth = texturedScene(none, atlas, maps);
        for (int i = 0; i < 6; ++i) {
            pictures.push_back(shot(camera(1.0 * i, i % 2 == 0 ? 0.5 : -0.6)));
        }
        for (int i = 0; i < 6; ++i) {
            photos.push_back({&pictures[i], camera(1.0 * i, i % 2 == 0 ? 0.5 : -0.6)});
        }
    }

    static Camera camera(double yaw, double pitch) {
        return orbitCamera({}, 4.5, yaw, pitch, 0.8, kSide);
    }
    Image shot(const Camera& from) const {
        return Renderer(truth, lamps()).render(from, RenderMode::Shaded);
    }

    LitTextureInput input() const {
        LitTextureInput input;
        input.paint.mesh = &mesh;
        input.paint.atlas = &atlas;
        input.paint.texels = &texels;
        input.paint.photos = photos;
        input.steps = kSteps;
        return input;
    }

    /// dB of new views, with the light that was found or, without one, as painted.
    double score(const LitTexture& texture) const {
        PhotoScene none;
        none.mesh = mesh;
        const bool lit = !texture.light.empty();
        const Renderer renderer(texturedScene(none, atlas, texture), texture.light);
        double sum = 0;
        for (int i = 0; i < 4; ++i) {
            const Camera from = camera(0.5 + 1.5 * i, 0.1);
            sum += scoreView(renderer.render(from, lit ? RenderMode::Shaded : RenderMode::Albedo),
                             shot(from))
                       .psnr_masked;
        }
        return sum / 4;
    }
};

}  // namespace

class TestLitTexture : public QObject {
    Q_OBJECT
private slots:
    void newViewsAreWhatTheyShouldBe() {
        const Scene scene(false);
        LitTextureInput input = scene.input();
        const LitTexture lit = textureFromPhotos(input);
        input.steps = 0;
        const LitTexture painted = textureFromPhotos(input);
        QVERIFY(painted.light.empty());
        QCOMPARE(painted.orm.select(2, 1).min().item<float>(), 1.0f);
        const double with = scene.score(lit), without = scene.score(painted);
        qInfo("painted %.2f dB, lit %.2f dB", without, with);
        QVERIFY(with > without + 3);
        QVERIFY(with > 28);
        QCOMPARE(lit.orm.select(2, 2).abs().max().item<float>(), 0.0f);
    }

    void exposuresAreFound() {
        Scene scene(false);
        for (size_t i = 0; i < scene.pictures[2].pixels.size(); ++i) {
            scene.pictures[2].pixels[i] *= i % 4 < 3 ? kBrighter : 1;
        }
        const double score = scene.score(textureFromPhotos(scene.input()));
        QVERIFY2(score > 26, qPrintable(QString::number(score)));
    }

    void theSameBitsAgainAndCancelStops() {
        const Scene scene(false);
        LitTextureInput input = scene.input();
        input.steps = 10;
        const LitTexture one = textureFromPhotos(input), other = textureFromPhotos(input);
        QVERIFY(at::equal(one.base_color, other.base_color) && at::equal(one.orm, other.orm));
        QVERIFY(one.light.pixels == other.light.pixels);
        std::vector<double> told;
        input.progress = [&](double fraction) { told.push_back(fraction); };
        textureFromPhotos(input);
        QVERIFY(std::is_sorted(told.begin(), told.end()) && told.size() > 10 && told.back() <= 1);
        input.progress = [](double fraction) {
            if (fraction > 0.3) {
                throw Cancelled();
            }
        };
        QVERIFY_EXCEPTION_THROWN(textureFromPhotos(input), Cancelled);
    }

    /// The bundled sample: true mesh, six photographs. (Their cameras: test_photo_texture.)
    void sixPhotographsOfTheSample() {
        const PhotoScene scene(BOZZETTO_SOURCE_DIR "/resources/samples/pip7", 6);
        const PaintedScene painted = paintScene(scene, 512);
        const AtlasTexels texels = rasterizeAtlas(scene.mesh, painted.atlas, 512);
        const double vertices = scoreOf(scene, painted, painted.vertex_map);
        const LitTexture plain = textureScene(scene, painted.atlas, texels, kSteps, false);
        const LitTexture metals = textureScene(scene, painted.atlas, texels, kSteps, true);
        const double without = litScore(scene, painted.atlas, plain);
        const double with = litScore(scene, painted.atlas, metals);
        qInfo(
            "vertex colours %.2f dB, texture %.2f dB, with metal %.2f dB", vertices, without, with);
        QVERIFY(without > vertices + 3.5 && without > 22.6);
        QVERIFY(with > vertices + 4.5 && with > 23.6);
    }
};

QTEST_GUILESS_MAIN(TestLitTexture)
#include "test_lit_texture.moc"
