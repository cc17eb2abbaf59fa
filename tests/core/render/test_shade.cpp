// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "render/cube_map.h"
#include "render/shade.h"
#include "tensor/precompiled.h"

#include <QtTest>

#include <functional>
#include <numbers>

using namespace bozzetto;

namespace {

constexpr double kPi = std::numbers::pi;

/// Differentiates fn (a scalar of x) by central differences and compares with autograd, entry by
/// entry.
void checkGradient(const char* name,
                   const at::Tensor& x,
                   const std::function<at::Tensor()>& fn,
                   double tolerance = 1e-6) {
    constexpr double kStep = 1e-6;
    x.mutable_grad() = at::Tensor();
    fn().backward();
    const at::Tensor analytic = x.grad().clone();
    double* values = x.data_ptr<double>();
    const int64_t stride =
        std::max<int64_t>(1, x.numel() / 400);  // large inputs: every stride-th entry
    double worst = 0, largest = 0;
    for (int64_t i = 0; i < x.numel(); i += stride) {
        const double kept = values[i];
        values[i] = kept + kStep;
        const double up = fn().item<double>();
        values[i] = kept - kStep;
        const double down = fn().item<double>();
        values[i] = kept;
        const double expected = (up - down) / (2 * kStep), found = analytic.data_ptr<double>()[i];
        worst = std::max(worst, std::abs(expected - found));
        largest = std::max(largest, std::abs(expected));
    }
    QVERIFY2(largest > 0, name);
    QVERIFY2(worst < tolerance * std::max(1.0, largest),
             qPrintable(QString("%1: error %2 of %3").arg(name).arg(worst).arg(largest)));
}

at::Tensor uniform(at::IntArrayRef shape, double low, double high) {
    return at::rand(shape, at::kDouble) * (high - low) + low;
}

at::Tensor unit(const at::Tensor& t) {
    return t / t.norm(2, -1, true);
}

/// Points with random materials, seen at N.V > 0.3. The normals are not unit: shade() normalises.
ShadePoints randomPoints(int64_t m, at::ScalarType dtype) {
    at::manual_seed(7);
    const at::Tensor normal = unit(at::randn({m, 3}, at::kDouble));
    const at::Tensor view = unit(normal + 0.8 * unit(at::randn({m, 3}, at::kDouble)));
    ShadePoints p;
    p.position = uniform({m, 3}, -0.3, 0.3).to(dtype);
    p.camera = (p.position.to(at::kDouble) + 3 * view).to(dtype);
    p.normal = (normal * uniform({m, 1}, 0.7, 1.3)).to(dtype);
    p.kd = uniform({m, 3}, 0.1, 0.9).to(dtype);
    p.orm = uniform({m, 3}, 0.15, 0.95).to(dtype);
    return p;
}

/// Smooth in the direction, so that the split sum's own approximation stays small.
Vec3d smoothLight(Vec3d d) {
    return {1 + 0.5 * d.x + 0.3 * d.y * d.z, 0.8 - 0.3 * d.y + 0.2 * d.x * d.x, 0.6 + 0.4 * d.z};
}

at::Tensor smoothBase(int size, at::ScalarType dtype) {
    at::Tensor base = at::empty({6, size, size, 3}, at::kDouble);
    for (int t = 0; t < 6 * size * size; ++t) {
        const Vec3d d = normalize(
            cubeTexelDirection<double>(t / (size * size), t / size % size, t % size, size));
        const Vec3d value = smoothLight(d);
        for (int c = 0; c < 3; ++c) {
            base.data_ptr<double>()[3 * t + c] = value[c];
        }
    }
    return base.to(dtype);
}

struct Surface {
    Vec3d kd;
    double roughness = 0, metallic = 0;
};

/// The rendering equation for Lambert + GGX (height-correlated Smith, Schlick) by quadrature over
/// the light's directions.
Vec3d integrate(const Surface& s, Vec3d n, Vec3d v) {
    constexpr int kRows = 600, kColumns = 1200;
    const double alpha = s.roughness * s.roughness, alpha2 = alpha * alpha, nv = dot(n, v);
    Vec3d sum;
    for (int y = 0; y < kRows; ++y) {
        const double polar = kPi * (y + 0.5) / kRows,
                     weight = std::sin(polar) * kPi / kRows * 2 * kPi / kColumns;
        for (int x = 0; x < kColumns; ++x) {
            const double azimuth = 2 * kPi * (x + 0.5) / kColumns;
            const Vec3d l = {std::sin(polar) * std::cos(azimuth),
                             std::sin(polar) * std::sin(azimuth),
                             std::cos(polar)};
            const double nl = dot(n, l);
            if (nl <= 0) {
                continue;
            }
            const Vec3d h = normalize(l + v);
            const double nh = dot(n, h), vh = dot(v, h), t = nh * nh * (alpha2 - 1) + 1;
            const double d = alpha2 / (kPi * t * t);
            const double visibility = 0.5 / (nl * std::sqrt(nv * nv * (1 - alpha2) + alpha2) +
                                             nv * std::sqrt(nl * nl * (1 - alpha2) + alpha2));
            const double fresnel = std::pow(1 - vh, 5);
            const Vec3d radiance = smoothLight(l);
            for (int c = 0; c < 3; ++c) {
                const double f0 = 0.04 * (1 - s.metallic) + s.kd[c] * s.metallic;
                sum[c] +=
                    weight * nl * radiance[c] *
                    (s.kd[c] * (1 - s.metallic) / kPi + d * visibility * (f0 + (1 - f0) * fresnel));
            }
        }
    }
    return sum;
}

/// Split-sum scale and bias by quadrature over the light's directions, N = +z.
Vec2d integrateFg(double nv, double roughness) {
    constexpr int kSteps = 1500;
    const double alpha = roughness * roughness, alpha2 = alpha * alpha,
                 sin_nv = std::sqrt(1 - nv * nv);
    Vec2d sum;
    for (int y = 0; y < kSteps; ++y) {
        const double polar = kPi / 2 * (y + 0.5) / kSteps, nl = std::cos(polar),
                     sin_nl = std::sin(polar);
        for (int x = 0; x < kSteps; ++x) {
            const double azimuth = kPi * (x + 0.5) / kSteps;
            const Vec3d l = {sin_nl * std::cos(azimuth), sin_nl * std::sin(azimuth), nl},
                        v = {sin_nv, 0, nv};
            const Vec3d h = normalize(l + v);
            const double t = h.z * h.z * (alpha2 - 1) + 1;
            const double visibility = 0.5 / (nl * std::sqrt(nv * nv * (1 - alpha2) + alpha2) +
                                             nv * std::sqrt(nl * nl * (1 - alpha2) + alpha2));
            const double fresnel = std::pow(1 - dot(v, h), 5);
            const double w = alpha2 / (t * t) * visibility * nl * sin_nl * kPi /
                             (kSteps * static_cast<double>(kSteps));
            sum = sum + Vec2d{w * (1 - fresnel), w * fresnel};
        }
    }
    return sum;
}

at::Tensor row(Vec3d v) {
    return at::tensor({v.x, v.y, v.z}, at::kDouble).view({1, 3});
}

}  // namespace

class TestShade : public QObject {
    Q_OBJECT
private slots:
    void fgTableMatchesReference();
    void whiteFurnace();
    void matchesQuadratureOfTheRenderingEquation();
    void occlusionScales();
    void gradientsMatchFiniteDifferences();
    void lookupIsSeamless();
    void shadingNormalOrientation();
    void shadingNormalBendsAndFlips();
    void shadingNormalGradients();
    void floatAgreesWithDoubleAndThreads();
    void rejectsBadShapes();
};

void TestShade::fgTableMatchesReference() {
    const at::Tensor& fg = fgTable();
    const auto at2 = [&](double nv, double roughness, int c) {
        return fg[static_cast<int>(roughness * 256)][static_cast<int>(nv * 256)][c].item<double>();
    };
    QVERIFY(std::abs(at2(0.502, 0.502, 0) - 0.834) < 0.005 &&
            std::abs(at2(0.502, 0.502, 1) - 0.022) < 0.005);
    QVERIFY(std::abs(at2(0.998, 0.998, 0) - 0.309) < 0.005 &&
            std::abs(at2(0.998, 0.998, 1)) < 0.005);
    for (const auto& [nv, roughness] : {std::pair{64, 64}, {20, 90}, {200, 30}, {12, 200}}) {
        const Vec2d expected = integrateFg((nv + 0.5) / 256, (roughness + 0.5) / 256);
        QVERIFY(std::abs(fg[roughness][nv][0].item<double>() - expected.x) < 0.005);
        QVERIFY(std::abs(fg[roughness][nv][1].item<double>() - expected.y) < 0.005);
    }
    QVERIFY(fg.min().item<float>() >= 0 && fg.sum(-1).max().item<float>() <= 1.01f);
}

void TestShade::whiteFurnace() {
    // In a white world of 1 a white Lambertian surface adds kd (1 - m) and the specular term A F0 +
    // B.
    const LightMaps light = LightPrefilter(16)(at::ones({6, 16, 16, 3}, at::kDouble));
    ShadePoints p = randomPoints(50, at::kDouble);
    p.orm.select(1, 0).fill_(1);
    const at::Tensor out = shade(p, light);
    const at::Tensor metallic = p.orm.slice(1, 2, 3);
    const at::Tensor diffuse = p.kd * (1 - metallic), f0 = 0.04 * (1 - metallic) + p.kd * metallic;
    const at::Tensor specular = out - diffuse;
    // Directional albedo of the lobe lies between that of F0 = 0 and F0 = 1.
    QVERIFY((specular > 0).all().item<bool>());
    QVERIFY((specular <= 1.0).all().item<bool>());
    // The specular term is linear in F0: the same point with kd scaled moves along A.
    p.orm.select(1, 2).fill_(1);
    const at::Tensor metal = shade(p, light);
    p.kd = p.kd * 0.5;
    const at::Tensor half = shade(p, light);
    p.kd = p.kd * 0;
    const at::Tensor b = shade(p, light);
    QVERIFY(((metal - b) - 2 * (half - b)).abs().max().item<double>() < 1e-9);
}

void TestShade::matchesQuadratureOfTheRenderingEquation() {
    const LightMaps light = LightPrefilter(32)(smoothBase(32, at::kDouble));
    const Surface surfaces[] = {{{0.7, 0.4, 0.2}, 0.3, 0.0},
                                {{0.7, 0.4, 0.2}, 0.5, 1.0},
                                {{0.2, 0.5, 0.9}, 0.8, 0.4},
                                {{0.9, 0.9, 0.9}, 0.2, 1.0}};
    const Vec3d views[] = {{0, 0, 1}, {0.5, -0.3, 0.8}};
    const Vec3d n = normalize(Vec3d{0.2, -0.4, 0.9});
    for (const Surface& s : surfaces) {
        for (const Vec3d& raw_view : views) {
            const Vec3d v = normalize(raw_view);
            const Vec3d expected = integrate(s, n, v);
            const at::Tensor found =
                shade({row({}), row(n * 2.0), row(s.kd), row({1, s.roughness, s.metallic}), row(v)},
                      light);
            for (int c = 0; c < 3; ++c) {
                const double value = found[0][c].item<double>();
                // 3 %: what the split sum with N = V = R loses on such a light.
                QVERIFY2(std::abs(value - expected[c]) < 0.03 * expected[c],
                         qPrintable(QString("roughness %1: %2, expected %3")
                                        .arg(s.roughness)
                                        .arg(value)
                                        .arg(expected[c])));
            }
        }
    }
}

void TestShade::occlusionScales() {
    const LightMaps light = LightPrefilter(16)(smoothBase(16, at::kDouble));
    ShadePoints p = randomPoints(20, at::kDouble);
    p.orm.select(1, 0).fill_(1);
    const at::Tensor open = shade(p, light);
    p.orm.select(1, 0).fill_(0.25);
    QVERIFY((shade(p, light) - 0.25 * open).abs().max().item<double>() < 1e-12);
}

void TestShade::gradientsMatchFiniteDifferences() {
    const LightPrefilter prefilter(16);
    at::manual_seed(3);
    at::Tensor base = uniform({6, 16, 16, 3}, 0.1, 2.0).requires_grad_(true);
    ShadePoints p = randomPoints(100, at::kDouble);
    p.normal.requires_grad_(true);
    p.kd.requires_grad_(true);
    p.orm.requires_grad_(true);
    const at::Tensor weight = at::randn({100, 3}, at::kDouble);
    const auto loss = [&] { return (shade(p, prefilter(base)) * weight).sum(); };
    checkGradient("normal", p.normal, loss);
    checkGradient("kd", p.kd, loss);
    checkGradient("orm", p.orm, loss);
    checkGradient("light base", base, loss);
    LightMaps maps = prefilter(base.detach());
    maps.diffuse = maps.diffuse.detach().requires_grad_(true);
    const auto loss_of_maps = [&] { return (shade(p, maps) * weight).sum(); };
    checkGradient("diffuse map", maps.diffuse, loss_of_maps);
    for (at::Tensor& level : maps.specular) {
        level = level.detach().clone().requires_grad_(true);
        checkGradient("specular level", level, loss_of_maps);
    }
}

void TestShade::lookupIsSeamless() {
    // Across every edge and around every corner of the cube the shaded colour moves by a little for
    // a little turn of the normal.
    LightMaps light;
    at::manual_seed(5);
    light.diffuse = at::rand({6, 8, 8, 3}, at::kDouble);
    light.specular = {at::rand({6, 8, 8, 3}, at::kDouble)};
    light.roughness = {0.1f};
    std::vector<Vec3d> seams;
    for (const double a : {-1.0, 1.0}) {
        for (const double b : {-1.0, 1.0}) {
            for (const double c : {-1.0, 1.0, 0.3}) {
                seams.insert(seams.end(), {{a, b, c}, {b, c, a}, {c, a, b}});
            }
        }
    }
    constexpr double kTurn = 1e-7;
    for (const Vec3d& seam : seams) {
        for (int direction = 0; direction < 6; ++direction) {
            Vec3d turned = seam;
            turned[direction / 2] += direction % 2 ? kTurn : -kTurn;
            const auto color = [&](Vec3d n) {
                return shade({row({}),
                              row(n),
                              at::ones({1, 3}, at::kDouble),
                              row({1, 0.1, 0.0}),
                              row(normalize(n))},
                             light);
            };
            QVERIFY((color(turned) - color(seam)).abs().max().item<double>() < 1e-5);
        }
    }
}

void TestShade::shadingNormalOrientation() {
    // +Y up: with the tangent along +x on a face towards +z, the bitangent is +y, and green above
    // zero leans the normal to +y.
    const at::Tensor position = row({}), camera = row({0, 0, 5}), n = row({0, 0, 2});
    const at::Tensor tangent = at::tensor({1.0, 0.0, 0.0, 1.0}, at::kDouble).view({1, 4});
    const at::Tensor up = shadingNormal(position, camera, n, n, tangent, row({0, 0.6, 0.8}));
    QVERIFY((up - row({0, 0.6, 0.8})).abs().max().item<double>() < 1e-12);
    const at::Tensor mirrored = at::tensor({1.0, 0.0, 0.0, -1.0}, at::kDouble).view({1, 4});
    const at::Tensor down = shadingNormal(position, camera, n, n, mirrored, row({0, 0.6, 0.8}));
    QVERIFY((down - row({0, -0.6, 0.8})).abs().max().item<double>() < 1e-12);
    const at::Tensor flat = shadingNormal(position, camera, n, n, {}, {});
    QVERIFY((flat - row({0, 0, 1})).abs().max().item<double>() < 1e-12);
}

void TestShade::shadingNormalBendsAndFlips() {
    const at::Tensor face = row({0, 0, 1});
    // Seen from behind, both normals turn to the viewer.
    const at::Tensor behind = shadingNormal(row({}), row({0, 0, -5}), face, face, {}, {});
    QVERIFY((behind - row({0, 0, -1})).abs().max().item<double>() < 1e-12);
    // A shading normal at 90 degrees or more from the viewer becomes the face's.
    const at::Tensor grazing =
        shadingNormal(row({}), row({5, 0, 1}), row({-1, 0, 0.1}), face, {}, {});
    QVERIFY((grazing - face).abs().max().item<double>() < 1e-12);
}

void TestShade::shadingNormalGradients() {
    at::manual_seed(11);
    const int64_t m = 60;
    const at::Tensor face = unit(at::randn({m, 3}, at::kDouble));
    const at::Tensor position = at::zeros({m, 3}, at::kDouble);
    // Half of the points are seen at a grazing angle, where the bend acts.
    const at::Tensor side = unit(at::randn({m, 3}, at::kDouble));
    at::Tensor camera = side - (side * face).sum(-1, true) * face;
    camera = 4 * (unit(camera) +
                  face * at::cat({uniform({m / 2, 1}, 0.02, 0.15), uniform({m / 2, 1}, 0.5, 2)}));
    at::Tensor normal = (face * 1.4 + 0.1 * at::randn({m, 3}, at::kDouble)).requires_grad_(true);
    at::Tensor tangent = at::cat(
        {at::randn({m, 3}, at::kDouble), at::where(at::rand({m, 1}, at::kDouble) > 0.5, 1.0, -1.0)},
        1);
    tangent.requires_grad_(true);
    at::Tensor map =
        (at::randn({m, 3}, at::kDouble) * 0.1 + at::tensor({0.0, 0.0, 0.9}, at::kDouble))
            .requires_grad_(true);
    const at::Tensor weight = at::randn({m, 3}, at::kDouble);
    const auto loss = [&] {
        return (shadingNormal(position, camera, normal, face, tangent, map) * weight).sum();
    };
    checkGradient("normal", normal, loss);
    checkGradient("map", map, loss);
    checkGradient("tangent", tangent, loss);
    const auto flat_loss = [&] {
        return (shadingNormal(position, camera, normal, face, {}, {}) * weight).sum();
    };
    checkGradient("normal without a map", normal, flat_loss);
}

void TestShade::floatAgreesWithDoubleAndThreads() {
    const int64_t m = 20000;
    const LightPrefilter prefilter(32);
    const at::Tensor base = smoothBase(32, at::kDouble);
    std::vector<at::Tensor> out, gradient;
    const auto run = [&](at::ScalarType dtype, int threads) {
        setThreadCount(threads);
        ShadePoints p = randomPoints(m, dtype);
        p.kd.requires_grad_(true);
        at::Tensor light = base.to(dtype).clone().requires_grad_(true);
        const at::Tensor color = shade(p, prefilter(light));
        color.square().mean().backward();
        out.push_back(color.detach());
        gradient.push_back(light.grad());
    };
    run(at::kDouble, 2);
    run(at::kFloat, 2);
    run(at::kFloat, 2);
    run(at::kFloat, 1);
    QVERIFY((out[1] - out[0]).abs().max().item<double>() < 1e-4);
    QVERIFY(at::equal(out[1], out[2]) && at::equal(gradient[1], gradient[2]));
    QVERIFY(at::equal(out[1], out[3]));
    QVERIFY((gradient[3] - gradient[1]).abs().max().item<double>() <
            1e-4 * gradient[1].abs().max().item<double>());
}

void TestShade::rejectsBadShapes() {
    const LightMaps light = LightPrefilter(8)(at::ones({6, 8, 8, 3}, at::kFloat));
    ShadePoints p = randomPoints(4, at::kFloat);
    p.kd = p.kd.slice(0, 0, 3).contiguous();
    QVERIFY_THROWS_EXCEPTION(Error, shade(p, light));
    p = randomPoints(4, at::kFloat);
    p.camera = p.camera.slice(0, 0, 2).contiguous();
    QVERIFY_THROWS_EXCEPTION(Error, shade(p, light));
    p = randomPoints(4, at::kDouble);
    QVERIFY_THROWS_EXCEPTION(Error, shade(p, light));  // another dtype than the light's
    LightMaps no_levels = light;
    no_levels.specular.clear();
    QVERIFY_THROWS_EXCEPTION(Error, shade(randomPoints(4, at::kFloat), no_levels));
}

QTEST_GUILESS_MAIN(TestShade)
#include "test_shade.moc"
