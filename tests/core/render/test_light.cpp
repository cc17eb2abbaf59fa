// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "base/random.h"
#include "render/cube_map.h"
#include "render/cube_symmetry.h"
#include "render/light.h"
#include "render/light_maps_builder.h"
#include "tensor/precompiled.h"

#include <QtTest>

#include <numbers>
#include <set>
#include <tuple>

using namespace bozzetto;

namespace {

/// A studio: a dim gradient with a few bright lamps of different sizes.
Vec3f studio(Vec3d d) {
    const Vec3d u = normalize(d);
    const double sky = 0.3 + 0.2 * u.z;
    const auto lamp = [&](Vec3d axis, double radius, double value) {
        const double angle = std::acos(std::clamp(dot(u, normalize(axis)), -1.0, 1.0));
        return value / (1 + std::exp((angle - radius) * 40));
    };
    const double a = lamp({1, 0.3, 0.8}, 0.25, 6), b = lamp({-0.8, 0.9, 0.2}, 0.4, 2),
                 c = lamp({0, -1, -0.3}, 0.15, 4);
    return {static_cast<float>(sky + a + 0.3 * c),
            static_cast<float>(sky + a + b),
            static_cast<float>(sky + 0.7 * b + c)};
}

at::Tensor studioBase(int size) {
    at::Tensor base = at::empty({6, size, size, 3}, at::kFloat);
    Vec3f* texel = reinterpret_cast<Vec3f*>(base.data_ptr<float>());
    for (int i = 0; i < 6 * size * size; ++i) {
        Vec3f sum;
        for (int s = 0; s < 16; ++s) {
            sum += studio(cubeTexelDirection<double>(
                i / (size * size), i / size % size * 4 + s / 4, i % size * 4 + s % 4, 4 * size));
        }
        texel[i] = sum * (1.0f / 16);
    }
    return base;
}

/// The same integral over the base's texels, each split 4 x 4, without any shortcut.
Vec3d bruteForce(const at::Tensor& base, const LobeMap& lobe, Vec3d axis) {
    const int size = static_cast<int>(base.size(1)), fine = 4 * size;
    const float* values = base.data_ptr<float>();
    Vec3d sum;
    double total = 0;
    for (int face = 0; face < 6; ++face) {
        for (int y = 0; y < fine; ++y) {
            for (int x = 0; x < fine; ++x) {
                const auto edge = [fine](int i) { return 2.0 * i / fine - 1; };
                const double w =
                    lobeValue(lobe,
                              dot(axis, normalize(cubeTexelDirection<double>(face, y, x, fine)))) *
                    cubeSolidAngle(edge(x), edge(x + 1), edge(y), edge(y + 1));
                const float* v = values + 3 * ((face * size + y / 4) * size + x / 4);
                sum += Vec3d{v[0], v[1], v[2]} * w;
                total += w;
            }
        }
    }
    return sum * (1 / total);
}

double meanOf(const at::Tensor& t) {
    return t.mean().item<double>();
}

}  // namespace

class TestLight : public QObject {
    Q_OBJECT
private slots:
    void solidAnglesCoverTheSphere();
    void cubeDirectionsInvert();
    void symmetriesLayTheCubeOntoItself();
    void whiteLightStaysWhite();
    void prefilterMatchesBruteForce();
    void gradientIsTheTranspose();
    void resultDoesNotDependOnThreads();
    void latLongRoundTrip();
    void latLongOrientation();
    void rejectsBadSizes();
};

void TestLight::solidAnglesCoverTheSphere() {
    for (const int size : {8, 32}) {
        const CubePyramid pyramid(size);
        for (std::size_t level = 0; level < pyramid.size.size(); ++level) {
            double sum = 0;
            for (int64_t t = pyramid.offset[level]; t < pyramid.offset[level + 1]; ++t) {
                sum += pyramid.solid_angle[t];
            }
            QVERIFY(std::abs(sum - 4 * std::numbers::pi) < 1e-4);
        }
    }
}

void TestLight::cubeDirectionsInvert() {
    for (int t = 0; t < 6 * 64; ++t) {
        const Vec3d d = cubeTexelDirection<double>(t / 64, t / 8 % 8, t % 8, 8);
        QCOMPARE(cubeNearestTexel(d * 3.7, 8), t);
    }
    // OpenGL orientation: on +x the columns run towards -z and the rows towards -y.
    const CubePoint<double> p = cubePoint(Vec3d{2, -0.5, 1});
    QCOMPARE(p.face, 0);
    QCOMPARE(p.a, -0.5);
    QCOMPARE(p.b, 0.25);
}

void TestLight::symmetriesLayTheCubeOntoItself() {
    std::set<std::tuple<double, double, double>> images;
    for (int number = 0; number < CubeSymmetry::kCount; ++number) {
        const CubeSymmetry symmetry = CubeSymmetry::of(number);
        QCOMPARE(symmetry.number(), number);
        const Vec3d image = symmetry({3, 2, 1});
        images.insert({image.x, image.y, image.z});
        const CubeOrigin origin = cubeOrigin(image);
        QCOMPARE(origin.direction, (Vec3d{3, 2, 1}));
        QCOMPARE(origin.to.number(), number);
    }
    QCOMPARE(images.size(), size_t{CubeSymmetry::kCount});
}

void TestLight::whiteLightStaysWhite() {
    const LightMaps maps = LightPrefilter(16)(at::ones({6, 16, 16, 3}, at::kFloat));
    QVERIFY((maps.diffuse - 1).abs().max().item<float>() < 1e-5);
    for (const at::Tensor& level : maps.specular) {
        QVERIFY((level - 1).abs().max().item<float>() < 1e-5);
    }
}

void TestLight::prefilterMatchesBruteForce() {
    const at::Tensor base = studioBase(32);
    const LightMaps maps = LightPrefilter(32)(base);
    const double scale = meanOf(base);
    for (std::size_t level = 0; level < maps.specular.size(); ++level) {
        const bool diffuse = level == 0;  // level 0 is the base itself
        const at::Tensor& map = diffuse ? maps.diffuse : maps.specular[level];
        const LobeMap lobe = {
            diffuse ? LobeMap::Lobe::Cosine : LobeMap::Lobe::Ggx, maps.roughness[level], 0};
        const int size = static_cast<int>(map.size(1));
        double worst = 0;
        for (int i = 0; i < 40; ++i) {
            const int t = static_cast<int>(randomBits(1, level, i) % (6 * size * size));
            const Vec3d expected =
                bruteForce(base,
                           lobe,
                           normalize(cubeTexelDirection<double>(
                               t / (size * size), t / size % size, t % size, size)));
            const float* found = map.data_ptr<float>() + 3 * t;
            for (int c = 0; c < 3; ++c) {
                worst = std::max(worst, std::abs(found[c] - expected[c]) / (expected[c] + scale));
            }
        }
        qInfo("roughness %.2f size %d: worst error %.4f of value and mean",
              maps.roughness[level],
              size,
              worst);
        QVERIFY2(worst < 0.03, qPrintable(QString("level %1: %2").arg(level).arg(worst)));
    }
}

void TestLight::gradientIsTheTranspose() {
    // The map is linear: <g, F(x)> = <F^T g, x> for all x and g, in double up to rounding.
    const LightPrefilter prefilter(16);
    at::Tensor base = at::rand({6, 16, 16, 3}, at::kDouble).requires_grad_(true);
    const LightMaps maps = prefilter(base);
    at::Tensor loss = (maps.diffuse * at::rand_like(maps.diffuse)).sum();
    for (const at::Tensor& level : maps.specular) {
        loss = loss + (level * at::rand_like(level)).sum();
    }
    loss.backward();
    QVERIFY(std::abs(((base.grad() * base).sum() - loss).item<double>()) <
            1e-9 * std::abs(loss.item<double>()));
}

void TestLight::resultDoesNotDependOnThreads() {
    const LightPrefilter prefilter(16);
    at::Tensor base = studioBase(16).requires_grad_(true);
    std::vector<at::Tensor> results, gradients;
    for (const int threads : {1, 3}) {
        setThreadCount(threads);
        base.mutable_grad() = at::Tensor();
        const LightMaps maps = prefilter(base);
        (maps.diffuse.square().sum() + maps.specular[2].square().sum()).backward();
        results.push_back(maps.specular[2].detach());
        gradients.push_back(base.grad().clone());
    }
    QVERIFY(at::equal(results[0], results[1]));
    QVERIFY(at::equal(gradients[0], gradients[1]));
}

void TestLight::latLongRoundTrip() {
    const at::Tensor base = studioBase(32);
    const at::Tensor back = cubeFromLatLong(latLongFromCube(base, 512, 256), 32);
    const double error = (back - base).abs().mean().item<double>();
    QVERIFY2(error < 0.01 * meanOf(base), qPrintable(QString::number(error)));
    QVERIFY(std::abs(meanOf(back) / meanOf(base) - 1) < 2e-3);
    // An image much coarser than the cube leaves texels without a pixel of their own: they are
    // looked up.
    const at::Tensor coarse = cubeFromLatLong(Image(8, 4, 3, 0.7f), 64);
    QVERIFY((coarse - 0.7).abs().max().item<float>() < 1e-5);
}

void TestLight::latLongOrientation() {
    // Row 0 is +Z; the column at fraction u shows azimuth 2 pi (0.5 - u) from +X towards +Y.
    const struct {
        int x, y;
        Vec3d direction;
    } spots[] = {{64, 32, {1, 0, 0}},
                 {32, 32, {0, 1, 0}},
                 {96, 32, {0, -1, 0}},
                 {0, 32, {-1, 0, 0}},
                 {64, 1, {0.05, 0, 1}},
                 {48, 16, {1, 1, std::numbers::sqrt2}}};
    for (const auto& spot : spots) {
        Image image(128, 64, 3);
        for (int dy = -1; dy <= 0; ++dy) {
            for (int dx = -1; dx <= 0; ++dx) {
                image.at((spot.x + dx + 128) % 128, spot.y + dy)[1] = 1;
            }
        }
        const at::Tensor cube = cubeFromLatLong(image, 16);
        const int64_t brightest = cube.reshape({-1, 3}).select(1, 1).argmax().item<int64_t>();
        const int t = static_cast<int>(brightest);
        const Vec3d found = normalize(cubeTexelDirection<double>(t / 256, t / 16 % 16, t % 16, 16));
        QVERIFY2(dot(found, normalize(spot.direction)) > 0.98,
                 qPrintable(QString("%1 %2").arg(spot.x).arg(spot.y)));
        const Image again = latLongFromCube(cube, 128, 64);
        double weight = 0, x = 0;
        for (int i = 0; i < 128 * 64 && spot.x > 8 && spot.y > 8; ++i) {
            weight += again.pixels[3 * i + 1];
            x += again.pixels[3 * i + 1] * (i % 128 + 0.5);
        }
        QVERIFY(weight == 0 || std::abs(x / weight - spot.x) < 4);
    }
}

void TestLight::rejectsBadSizes() {
    QVERIFY_THROWS_EXCEPTION(Error, LightPrefilter(24));
    QVERIFY_THROWS_EXCEPTION(Error, LightPrefilter(16)(at::ones({6, 8, 8, 3})));
    QVERIFY_THROWS_EXCEPTION(Error, cubeFromLatLong(Image(4, 2, 1), 16));
}

QTEST_GUILESS_MAIN(TestLight)
#include "test_light.moc"
