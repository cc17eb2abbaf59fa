// SPDX-License-Identifier: Apache-2.0
#include "bake/face_visibility.h"
#include "base/error.h"
#include "support/lit_scene.h"
#include "support/simple_meshes.h"
#include "texturing/surface.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kSide = 128, kMap = 256, kSteps = 60, kPhotos = 8;
constexpr float kShiny = 0.25f, kMatt = 0.7f, kBrighter = 1.4f, kMetalFrom = -0.8f;

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

/// A torus with a pattern, one end of it metal on demand, in that light.
struct Scene {
    TriangleMesh mesh = makeTorus(128, 64);
    Atlas atlas;
    AtlasTexels texels;
    TexturedMesh truth;
    std::vector<Image> pictures;
    std::vector<PosedPhoto> photos;

    explicit Scene(float roughness, bool metal = false) {
        UnwrapOptions options;
        options.resolution = kMap;
        atlas = unwrap(mesh, options);
        texels = rasterizeAtlas(mesh, atlas, kMap);
        const DeviceMesh plain(mesh);
        const at::Tensor open = meshOpenness(plain.positions, plain.triangles, 128);
        std::vector<Vec3f> colors, orm;
        for (size_t v = 0; v < mesh.positions.size(); ++v) {
            const Vec3f p = mesh.positions[v];
            const float wave = 0.5f + 0.3f * std::sin(6 * p.x) * std::cos(5 * p.z);
            const bool is_metal = metal && p.x < kMetalFrom;
            colors.push_back(is_metal ? Vec3f{0.9f, 0.6f, 0.4f}
                                      : Vec3f{wave, 0.5f, 0.9f - 0.7f * wave});
            orm.push_back({open.data_ptr<float>()[v], roughness, is_metal ? 1.0f : 0.0f});
        }
        const LitTexture maps{
            bakedColors(mesh, texels, colors), bakedColors(mesh, texels, orm), {}, {}};
        PhotoScene none;
        none.mesh = mesh;
        truth = texturedScene(none, atlas, maps);
        const auto place = [](int i) { return camera(0.8 * i, i % 2 == 0 ? 0.5 : -0.6); };
        for (int i = 0; i < kPhotos; ++i) {
            pictures.push_back(shot(place(i)));
        }
        for (int i = 0; i < kPhotos; ++i) {
            photos.push_back({&pictures[i], place(i)});
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
        const Scene scene(kShiny);
        LitTextureInput input = scene.input();
        const LitTexture lit = textureFromPhotos(input);
        input.steps = 0;
        const LitTexture painted = textureFromPhotos(input);
        QVERIFY(painted.light.empty());
        QCOMPARE(painted.orm.select(2, 1).min().item<float>(), 1.0f);
        const double with = scene.score(lit), without = scene.score(painted);
        qInfo("painted %.2f dB, lit %.2f dB", without, with);
        QVERIFY(with > without + 6 && with > 34);
        QCOMPARE(lit.orm.select(2, 2).abs().max().item<float>(), 0.0f);
    }

    void shinyIsToldFromMatt() {
        const auto roughness = [](float truth) {
            const Scene scene(truth);
            const at::Tensor map = textureFromPhotos(scene.input()).orm.select(2, 1);
            return map.view({-1}).index_select(0, scene.texels.index).mean().item<double>();
        };
        const double shiny = roughness(kShiny), matt = roughness(kMatt);
        qInfo("roughness %.3f and %.3f", shiny, matt);
        QVERIFY(shiny < 0.4 && matt > 0.4);  // what it starts from, and what unlikely ones pay for
    }

    void metalIsFoundWhereItIsLookedFor() {
        const Scene scene(kShiny, true);
        LitTextureInput input = scene.input();
        const LitTexture off = textureFromPhotos(input);
        QCOMPARE(off.orm.select(2, 2).abs().max().item<float>(), 0.0f);
        input.metals = true;
        const LitTexture on = textureFromPhotos(input);
        const at::Tensor metal = on.orm.select(2, 2).view({-1}).index_select(0, scene.texels.index);
        const at::Tensor left = scene.texels.position.select(1, 0).lt(kMetalFrom - 0.1),
                         right = scene.texels.position.select(1, 0).gt(kMetalFrom + 0.1);
        const auto share = [&](const at::Tensor& side) {
            return metal.masked_select(side).mean().item<double>();
        };
        qInfo("metal %.2f and %.2f, %.2f dB instead of %.2f",
              share(left),
              share(right),
              scene.score(on),
              scene.score(off));
        QVERIFY(share(left) > 0.5 && share(right) < 0.1);
        QVERIFY(scene.score(on) > scene.score(off) + 0.8);
    }

    void exposuresAreFound() {
        Scene scene(kShiny);
        for (size_t i = 0; i < scene.pictures[2].pixels.size(); ++i) {
            scene.pictures[2].pixels[i] *= i % 4 < 3 ? kBrighter : 1;
        }
        const double score = scene.score(textureFromPhotos(scene.input()));
        qInfo("%.2f dB", score);
        QVERIFY2(score > 32, qPrintable(QString::number(score)));
    }

    /// Where no two photographs see a place there is nothing to tell shine from colour.
    void oneOrNoPhotographOfAPlaceIsNoReasonToFail() {
        const Scene scene(kShiny);
        LitTextureInput input = scene.input();
        input.steps = 10;
        input.paint.photos.resize(1);
        const Image empty(kSide, kSide, 4);
        for (const Image* picture : {&scene.pictures[0], &empty}) {
            input.paint.photos[0].image = picture;
            const LitTexture lit = textureFromPhotos(input);
            QVERIFY(at::isfinite(lit.base_color).all().item<bool>());
            const at::Tensor rough = lit.orm.select(2, 1);
            QVERIFY((rough - 0.4).abs().max().item<double>() < 1e-4);
        }
    }

    void theSameBitsAgainAndCancelStops() {
        const Scene scene(kShiny);
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
