// SPDX-License-Identifier: Apache-2.0
// What rasterize, interpolate and antialias do with geometry: coverage, clipping, tiling, peeling,
// hostile input.
#include "base/error.h"
#include "base/parallel_for.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"

#include <QtTest>

#include <limits>

using namespace bozzetto;

namespace {

at::Tensor ids(const Raster& r) {
    return r.rast.select(3, 3);
}
at::Tensor indices(std::vector<int32_t> values) {
    return at::tensor(values).reshape({-1, 3}).contiguous();
}
at::Tensor positions(std::vector<float> values) {
    return at::tensor(values).reshape({1, -1, 4}).contiguous();
}

/// A sphere of latitude and longitude with shared vertices, radius r around (0, 0, 0), as [V, 3]
/// and [T, 3].
struct Sphere {
    at::Tensor points, tri;
};
Sphere sphere(int n, double radius) {
    std::vector<float> points;
    std::vector<int32_t> tri;
    const auto at = [&](int i, int j) {
        return i == 0 ? 0 : (i == n ? 1 : 2 + (i - 1) * n + j % n);
    };
    points.insert(points.end(), {0, 0, float(radius), 0, 0, float(-radius)});
    for (int i = 1; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            const double theta = M_PI * i / n, phi = 2 * M_PI * (j + 0.37) / n;
            points.push_back(float(radius * std::sin(theta) * std::cos(phi)));
            points.push_back(float(radius * std::sin(theta) * std::sin(phi)));
            points.push_back(float(radius * std::cos(theta)));
        }
    }
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            if (i > 0) {
                tri.insert(tri.end(), {at(i, j), at(i + 1, j), at(i, j + 1)});
            }
            if (i < n - 1) {
                tri.insert(tri.end(), {at(i, j + 1), at(i + 1, j), at(i + 1, j + 1)});
            }
        }
    }
    return {at::tensor(points).reshape({-1, 3}), indices(tri)};
}

/// Clip positions [1, V, 4] of points seen from (0, 0, distance), turned so that no face looks
/// straight at the camera.
at::Tensor project(const at::Tensor& points, double distance) {
    const at::Tensor x = points.select(1, 0) * 0.8 + points.select(1, 2) * 0.6,
                     y = points.select(1, 1);
    const at::Tensor z = points.select(1, 2) * 0.8 - points.select(1, 0) * 0.6, w = distance - z;
    const double near = 0.1, far = 20;
    return at::stack({x * 1.5, y * 1.5, (w * (far + near) - 2 * far * near) / (far - near), w}, 1)
        .unsqueeze(0)
        .contiguous();
}

bool sameBits(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() && std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0;
}

}  // namespace

class TestRasterize : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(11); }
    void cleanup() { setThreadCount(2); }

    void quadOverThePixelCentres() {
        // Pixels of row 0 lie at y = -1; the left half is triangle 0 and 1, u and v weigh vertices
        // 0 and 1.
        const at::Tensor pos =
            positions({-1, -1, 0.5f, 1, 0, -1, 0.5f, 1, 0, 0, 0.5f, 1, -1, 0, 0.5f, 1});
        const Raster r = rasterize(pos, indices({0, 1, 2, 0, 2, 3}), 4, 8);
        const at::Tensor covered = ids(r)[0].gt(0);
        QVERIFY(covered.slice(0, 0, 2).slice(1, 0, 4).all().item<bool>());
        QCOMPARE(covered.sum().item<int64_t>(), int64_t{8});
        QCOMPARE(r.rast[0][0][3][3].item<float>(), 1.0f);  // below the diagonal
        QCOMPARE(r.rast[0][1][0][3].item<float>(), 2.0f);
        QCOMPARE(r.rast[0][0][3][2].item<float>(), 0.5f);
        QVERIFY(r.rast.masked_select(covered.logical_not().unsqueeze(-1)).eq(0).all().item<bool>());
        QVERIFY(
            r.rast_db.masked_select(covered.logical_not().unsqueeze(-1)).eq(0).all().item<bool>());
    }

    void sharedEdgesCoverEachPixelOnce() {
        // A square cut in two at random, many times over, in one image of its own each: both
        // triangles alone, then together. No pixel twice, none lost.
        constexpr int64_t kImages = 200;
        at::Tensor pos = at::rand({kImages, 4, 4}) * 0.4 - 0.2;
        const float square[4][2] = {{-0.6f, -0.6f}, {0.6f, -0.6f}, {0.6f, 0.6f}, {-0.6f, 0.6f}};
        for (int k = 0; k < 4; ++k) {
            pos.select(1, k).select(1, 0).add_(square[k][0]);
            pos.select(1, k).select(1, 1).add_(square[k][1]);
        }
        pos.select(2, 3).fill_(1);
        const auto covered = [&](std::vector<int32_t> tri) {
            return ids(rasterize(pos, indices(std::move(tri)), 16, 16, Derivatives::No))
                .gt(0)
                .to(at::kInt);
        };
        const at::Tensor sum = covered({0, 1, 2}) + covered({0, 2, 3}),
                         other = covered({0, 1, 3}) + covered({1, 2, 3});
        QVERIFY(sum.max().item<int>() == 1 && other.max().item<int>() == 1);
        QVERIFY(sum.equal(other));  // the other diagonal covers the same pixels
        QVERIFY(sum.sum().item<int64_t>() > kImages * 50);
    }

    void closedMeshHasNoHoles_data() {
        QTest::addColumn<double>("distance");
        QTest::newRow("outside") << 3.0;
        QTest::newRow("cut by the sides of the frustum") << 1.25;
        QTest::newRow("from within: cut by the near and the camera plane") << 0.3;
    }
    void closedMeshHasNoHoles() {
        QFETCH(const double, distance);
        const Sphere s = sphere(60, 1.0);
        const at::Tensor pos = project(s.points, distance);
        const at::Tensor shown = ids(rasterize(pos, s.tri, 257, 191, Derivatives::No))[0].gt(0);
        if (distance < 2) {
            QVERIFY(shown.all().item<bool>());
            return;
        }
        for (int64_t y = 0; y < shown.size(0); ++y) {  // convex: each row is one run
            const at::Tensor steps = shown[y].slice(0, 1).ne(shown[y].slice(0, 0, -1));
            QVERIFY2(steps.sum().item<int64_t>() <= 2, std::to_string(y).c_str());
        }
        QVERIFY(shown.sum().item<int64_t>() > 5000);
    }

    void barycentricsReconstructThePixelCentre() {
        const Sphere s = sphere(20, 1.0);
        const at::Tensor pos = project(s.points, 1.5);  // clipped triangles too
        const Raster r = rasterize(pos, s.tri, 64, 80);
        const at::Tensor at = interpolate(pos, r.rast, s.tri)[0];
        const at::Tensor x = at.select(2, 0) / at.select(2, 3),
                         y = at.select(2, 1) / at.select(2, 3);
        const at::Tensor fx = (at::arange(80) * 2 + 1) / 80 - 1,
                         fy = (at::arange(64) * 2 + 1) / 64 - 1;
        const at::Tensor inside =
            r.rast[0]
                .select(2, 0)
                .gt(0.001)
                .logical_and(r.rast[0].select(2, 1).gt(0.001))
                .logical_and((r.rast[0].select(2, 0) + r.rast[0].select(2, 1)).lt(0.999));
        QVERIFY((x - fx).masked_select(inside).abs().max().item<float>() < 1e-4f);
        QVERIFY((y - fy.unsqueeze(1)).masked_select(inside).abs().max().item<float>() < 1e-4f);
        QVERIFY((at.select(2, 2) / at.select(2, 3) - r.rast[0].select(2, 2))
                    .masked_select(inside)
                    .abs()
                    .max()
                    .item<float>() < 1e-4f);
    }

    void laterOfCoplanarTrianglesWins() {
        const at::Tensor pos = positions({-1, -1, 0, 1, 1, -1, 0, 1, 0, 1, 0, 1});
        const Raster r = rasterize(pos, indices({0, 1, 2, 1, 2, 0, 0, 2, 1}), 16, 16);
        QVERIFY(ids(r).masked_select(ids(r).gt(0)).eq(3).all().item<bool>());
    }

    void nearerTriangleWins() {
        const at::Tensor pos = positions({-1, -1, -0.5f, 1, 1, -1, -0.5f, 1, 0, 1, -0.5f, 1,  //
                                          -1, -1, 0.5f,  1, 1, -1, 0.5f,  1, 0, 1, 0.5f,  1});
        const Raster r = rasterize(pos, indices({0, 1, 2, 3, 4, 5}), 16, 16);
        QVERIFY(ids(r).masked_select(ids(r).gt(0)).eq(1).all().item<bool>());
    }

    void peelsNestedSpheresInOrder() {
        constexpr int kSpheres = 3;
        std::vector<at::Tensor> points, tri;
        int64_t first = 0, triangles = 0;
        for (int k = 0; k < kSpheres; ++k) {
            const Sphere s = sphere(24, 1.0 - 0.3 * k);
            points.push_back(s.points);
            tri.push_back(s.tri + first);
            first += s.points.size(0);
            triangles = s.tri.size(0);
        }
        const at::Tensor pos = project(at::cat(points), 4.0),
                         all = at::cat(tri).to(at::kInt).contiguous();
        DepthPeeler peeler(pos, all, 64, 64);
        QVERIFY(sameBits(DepthPeeler(pos, all, 64, 64).nextLayer().rast,
                         rasterize(pos, all, 64, 64).rast));
        const int expected[] = {0, 1, 2, 2, 1, 0};  // which sphere the middle of the image shows
        at::Tensor last = at::full({64, 64}, -2.0);
        for (const int k : expected) {
            const Raster layer = peeler.nextLayer();
            const at::Tensor middle = ids(layer)[0].slice(0, 30, 34).slice(1, 30, 34);
            QVERIFY(((middle - 1) / double(triangles)).floor().eq(k).all().item<bool>());
            const at::Tensor covered = ids(layer)[0].gt(0), depth = layer.rast[0].select(2, 2);
            // Barycentrics are clamped into the triangle at silhouettes: the depth shown may differ
            // a little there.
            QVERIFY(depth.ge(last - 2e-3).logical_or(covered.logical_not()).all().item<bool>());
            last = depth;
        }
        QVERIFY(ids(peeler.nextLayer()).eq(0).all().item<bool>());
    }

    void rangesDrawPartsOfOneBuffer() {
        // Three spheres in one buffer. Each image must be what a mesh of its triangles alone gives,
        // with ids counted in all of them; gradients add up over the images.
        std::vector<at::Tensor> points, tri;
        int64_t first = 0;
        for (int k = 0; k < 3; ++k) {
            const Sphere s = sphere(12 + 4 * k, 1.0 - 0.2 * k);
            points.push_back(s.points);
            tri.push_back(s.tri + first);
            first += s.points.size(0);
        }
        const at::Tensor pos = project(at::cat(points), 2.5)[0].contiguous();
        const at::Tensor all = at::cat(tri).to(at::kInt).contiguous();
        const int32_t a = static_cast<int32_t>(tri[0].size(0)),
                      b = static_cast<int32_t>(tri[1].size(0)),
                      count = static_cast<int32_t>(all.size(0));
        const at::Tensor ranges =
            at::tensor({0, count, a, b, 5, 0, 3, a + b}, at::kInt).reshape({4, 2});
        const at::Tensor shared = pos.clone().requires_grad_(true);
        const Raster drawn = rasterizeRanges(shared, all, ranges, 50, 66);
        DepthPeeler peeler(pos, all, 50, 66, ranges);
        QVERIFY(sameBits(peeler.nextLayer().rast, drawn.rast));
        const at::Tensor second = peeler.nextLayer().rast;
        const at::Tensor weights = at::rand_like(drawn.rast);
        at::Tensor grad = at::zeros_like(pos);
        for (int64_t n = 0; n < 4; ++n) {
            const int64_t begin = ranges[n][0].item<int>(), end = begin + ranges[n][1].item<int>();
            const at::Tensor part = all.slice(0, begin, end).contiguous();
            const at::Tensor own = pos.clone().requires_grad_(true);
            const Raster alone = rasterize(own.unsqueeze(0), part, 50, 66);
            at::Tensor shown = ids(alone)[0].detach().clone();
            shown.add_(shown.gt(0).to(at::kFloat) * double(begin));
            QVERIFY(shown.equal(ids(drawn)[n]));
            QVERIFY(sameBits(alone.rast_db[0].detach(), drawn.rast_db[n].detach()));
            (alone.rast[0] * weights[n]).sum().backward();
            grad += own.grad();
            DepthPeeler layers(pos.unsqueeze(0), part, 50, 66);
            layers.nextLayer();
            QVERIFY(layers.nextLayer().rast[0].slice(2, 0, 3).equal(second[n].slice(2, 0, 3)));
        }
        QVERIFY(ids(drawn)[2].eq(0).all().item<bool>());
        (drawn.rast * weights).sum().backward();
        QVERIFY(at::allclose(shared.grad(), grad, 1e-4, 1e-6 * grad.abs().max().item<double>()));
        for (const auto& [begin, size] : {std::pair{-1, 2}, {0, -1}, {count, 1}}) {
            const at::Tensor outside = at::tensor({begin, size}, at::kInt).reshape({1, 2});
            QVERIFY_EXCEPTION_THROWN(rasterizeRanges(pos, all, outside, 4, 4), Error);
        }
        QVERIFY_EXCEPTION_THROWN(rasterizeRanges(pos.unsqueeze(0), all, ranges, 4, 4), Error);
        QVERIFY_EXCEPTION_THROWN(rasterizeRanges(pos, all, {}, 4, 4), Error);
    }

    void largeImageIsTheCompositionOfSmallerOnes() {
        // 8191 x 37 and 37 x 4097 pixels: four and three parts of at most 2048; each drawn alone
        // must be the same.
        const Sphere s = sphere(40, 1.0);
        const at::Tensor pos = project(s.points, 2.5);
        for (const bool wide : {true, false}) {
            const int64_t size = wide ? 8191 : 4097, part = wide ? 2048 : 1368, axis = wide ? 0 : 1;
            const at::Tensor whole =
                ids(rasterize(pos, s.tri, wide ? 37 : size, wide ? size : 37, Derivatives::No))[0];
            for (int64_t begin = 0; begin < size; begin += part) {
                at::Tensor moved = pos.clone();
                const float scale = float(double(size) / double(part));
                const float offset = float(double(size - part - 2 * begin) / double(part));
                moved.select(2, axis).copy_(pos.select(2, axis) * scale +
                                            pos.select(2, 3) * offset);
                const at::Tensor alone = ids(rasterize(
                    moved, s.tri, wide ? 37 : part, wide ? part : 37, Derivatives::No))[0];
                const int64_t end = std::min(size, begin + part), dim = wide ? 1 : 0;
                QVERIFY(alone.slice(dim, 0, end - begin).equal(whole.slice(dim, begin, end)));
            }
            QVERIFY(whole.gt(0).sum().item<int64_t>() > 10000);
        }
    }

    void imagesOfABatchAreIndependent() {
        const Sphere s = sphere(24, 1.0);
        const at::Tensor pos =
            at::cat({project(s.points, 2.0), project(s.points, 3.0), project(s.points, 0.7)});
        const at::Tensor color = at::rand({3, 50, 66, 3});
        const Raster all = rasterize(pos, s.tri, 50, 66);
        const at::Tensor smooth = antialias(color, all.rast, pos, s.tri);
        for (int64_t n = 0; n < 3; ++n) {
            const at::Tensor one = pos.slice(0, n, n + 1).contiguous();
            const Raster alone = rasterize(one, s.tri, 50, 66);
            QVERIFY(sameBits(alone.rast[0], all.rast[n]));
            QVERIFY(sameBits(alone.rast_db[0], all.rast_db[n]));
            const at::Tensor c = color.slice(0, n, n + 1).contiguous();
            QVERIFY(sameBits(antialias(c, alone.rast, one, s.tri)[0], smooth[n]));
        }
    }

    void sameBitsOnEveryRun() {
        const Sphere s = sphere(80, 1.0);
        const auto run = [&](int threads) {
            setThreadCount(threads);
            const at::Tensor pos =
                at::cat({project(s.points, 2.0), project(s.points, 1.4)}).requires_grad_(true);
            const at::Tensor attr = s.points.unsqueeze(0).clone().requires_grad_(true);
            const Raster r = rasterize(pos, s.tri, 160, 160);
            const Interpolated i = interpolate(attr, r.rast, s.tri, r.rast_db);
            const at::Tensor out = antialias(i.out, r.rast.detach(), pos, s.tri);
            (out.pow(2).sum() + i.out_da.pow(2).sum()).backward();
            return std::vector<at::Tensor>{r.rast.detach(), out.detach(), pos.grad(), attr.grad()};
        };
        for (const int threads : {1, 2, 3}) {
            const std::vector<at::Tensor> first = run(threads);
            for (int repeat = 0; repeat < 4; ++repeat) {
                const std::vector<at::Tensor> again = run(threads);
                for (size_t k = 0; k < first.size(); ++k) {
                    QVERIFY(sameBits(first[k], again[k]));
                }
            }
            QVERIFY(sameBits(first[0],
                             run(1)[0]));  // images do not depend on the number of threads at all
            QVERIFY(sameBits(first[1], run(1)[1]));
        }
    }

    void compactPixelsInterpolateLikeAnImage() {
        const Sphere s = sphere(24, 1.0);
        const at::Tensor pos = project(s.points, 2.0), attr = at::rand({1, s.points.size(0), 4});
        const Raster r = rasterize(pos, s.tri, 40, 40);
        const at::Tensor chosen = ids(r).reshape(-1).gt(0).nonzero().reshape(-1);
        const auto compact = [&](const at::Tensor& t) {
            return t.reshape({-1, t.size(3)})
                .index_select(0, chosen)
                .reshape({1, 1, -1, t.size(3)});
        };
        const auto run = [&](const at::Tensor& rast, const at::Tensor& db, bool gather) {
            const at::Tensor a = attr.clone().requires_grad_(true),
                             u = rast.clone().requires_grad_(true);
            const Interpolated i = interpolate(a, u, s.tri, db);
            const at::Tensor out = gather ? compact(i.out) : i.out,
                             da = gather ? compact(i.out_da) : i.out_da;
            (out.pow(2).sum() + da.pow(2).sum()).backward();
            return std::vector<at::Tensor>{
                out.detach(), da.detach(), a.grad(), gather ? compact(u.grad()) : u.grad()};
        };
        const auto image = run(r.rast, r.rast_db, true),
                   list = run(compact(r.rast), compact(r.rast_db), false);
        for (size_t k = 0; k < image.size(); ++k) {
            QVERIFY(at::allclose(image[k], list[k], 1e-4, 1e-4));
        }
    }

    void topologyFindsTheOtherSide() {
        // Two triangles at an edge; a third at it sees the first; a triangle used twice; a
        // degenerate and a bad one.
        const at::Tensor tri =
            indices({0, 1, 2, 2, 1, 3, 1, 2, 4, 5, 6, 7, 7, 6, 5, 8, 8, 9, 8, 9, 77});
        const at::Tensor expected =
            indices({3, -1, -1, -1, -1, 0, -1, -1, 0, 5, 6, 7, 7, 6, 5, -1, -1, -1, -1, -1, -1});
        QVERIFY(edgeTopology(tri, 10).equal(expected));
        // A closed sphere has no open edge, and the relation is mutual, also around a vertex of
        // many edges.
        const Sphere s = sphere(80, 1.0);
        const at::Tensor opposite = edgeTopology(s.tri, s.points.size(0));
        QVERIFY(opposite.ge(0).all().item<bool>());
        setThreadCount(1);
        QVERIFY(edgeTopology(s.tri, s.points.size(0)).equal(opposite));
    }

    void hostileInputReadsAndWritesNothing() {
        constexpr float kInf = std::numeric_limits<float>::infinity(),
                        kNan = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> bad = {kNan, kInf, -kInf, 0.0f, -0.0f, 1e38f, -1e38f, 1e-45f};
        for (int trial = 0; trial < 300; ++trial) {
            at::Tensor pos = at::randn({2, 30, 4});
            for (int k = 0; k < 8; ++k) {
                const auto at = at::randint(0, 240, {1}).item<int64_t>();
                pos.reshape(-1)[at] = bad[(trial + k) % bad.size()];
            }
            at::Tensor tri = at::randint(0, 30, {40, 3}, at::kInt);
            tri[trial % 40][1] = trial % 2 ? -1 - trial : 30 + trial;
            tri[5][2] = std::numeric_limits<int32_t>::max();
            tri[6][0] = std::numeric_limits<int32_t>::min();
            pos.requires_grad_(true);
            const Raster r = rasterize(pos, tri, 13, 17);
            QVERIFY(at::isfinite(r.rast).all().item<bool>());
            const at::Tensor bad_rows =
                ids(r).eq(6).logical_or(ids(r).eq(7)).logical_or(ids(r).eq(trial % 40 + 1));
            QVERIFY(!bad_rows.any().item<bool>());
            const at::Tensor attr = at::rand({1, 30, 2}).requires_grad_(true);
            const Interpolated i = interpolate(attr, r.rast, tri, r.rast_db);
            const at::Tensor out = antialias(i.out, r.rast.detach(), pos, tri);
            (out.sum() + i.out_da.sum()).backward();
            QVERIFY(at::isfinite(out).all().item<bool>());
        }
    }

    void foreignRastIsChecked() {
        // rast from a file or another mesh: ids that do not exist, NaN, negative, fractional.
        const at::Tensor pos = at::rand({1, 3, 4}), tri = indices({0, 1, 2});
        at::Tensor rast = at::rand({1, 2, 4, 4});
        rast.select(3, 3).copy_(
            at::tensor({2.0f, 1e9f, -1.0f, 0.5f, std::nanf(""), 3e38f, 1.7e7f, 1.0f})
                .reshape({1, 2, 4}));
        const at::Tensor attr = at::ones({1, 3, 1}).requires_grad_(true);
        const at::Tensor p = pos.clone().requires_grad_(true);
        const at::Tensor out = interpolate(attr, rast, tri);
        QVERIFY(out.reshape(-1).slice(0, 0, 7).eq(0).all().item<bool>());
        QVERIFY(std::abs(out.reshape(-1)[7].item<float>() - 1.0f) < 1e-5f);
        (out.sum() + antialias(at::rand({1, 2, 4, 2}), rast, p, tri).sum()).backward();
    }

    void emptyInputsGiveEmptyImages() {
        const at::Tensor none = at::empty({0, 3}, at::kInt);
        QVERIFY(rasterize(at::rand({2, 3, 4}), none, 5, 7).rast.eq(0).all().item<bool>());
        QVERIFY(rasterize(at::empty({1, 0, 4}), indices({0, 1, 2}), 5, 7)
                    .rast_db.eq(0)
                    .all()
                    .item<bool>());
        QCOMPARE(rasterize(at::empty({0, 3, 4}), indices({0, 1, 2}), 5, 7).rast.numel(),
                 int64_t{0});
        QCOMPARE(edgeTopology(none, 0).numel(), int64_t{0});
    }

    void idsAboveFloatPrecisionSurvive() {
        // 2^24 + 7 triangles, all empty but the last few: their ids differ.
        const int64_t count = (int64_t{1} << 24) + 7;
        at::Tensor tri = at::zeros({count, 3}, at::kInt);
        tri[count - 2].copy_(at::tensor({0, 1, 2}, at::kInt));
        const at::Tensor pos = positions({-1, -1, 0, 1, 1, -1, 0, 1, 0, 1, 0, 1});
        const Raster r = rasterize(pos, tri, 4, 4, Derivatives::No);
        const at::Tensor attr = at::ones({1, 3, 1});
        QVERIFY(interpolate(attr, r.rast, tri).max().item<float>() > 0.99f);
        tri[count - 2].zero_();
        QVERIFY(interpolate(attr, r.rast, tri).numel() == 16);
    }

    void refusesWhatDoesNotFit() {
        const at::Tensor pos = at::rand({1, 3, 4}), tri = indices({0, 1, 2});
        QVERIFY_EXCEPTION_THROWN(rasterize(pos, tri.to(at::kLong), 4, 4), Error);
        QVERIFY_EXCEPTION_THROWN(rasterize(pos.to(at::kHalf), tri, 4, 4), Error);
        QVERIFY_EXCEPTION_THROWN(rasterize(pos.slice(2, 0, 3), tri, 4, 4), Error);
        QVERIFY_EXCEPTION_THROWN(rasterize({}, tri, 4, 4), Error);
        QVERIFY_EXCEPTION_THROWN(rasterize(pos, tri, 0, 4), Error);
        const Raster r = rasterize(pos, tri, 4, 4);
        QVERIFY_EXCEPTION_THROWN(interpolate(at::rand({3, 3, 1}), r.rast, tri), Error);
        QVERIFY_EXCEPTION_THROWN(interpolate(at::rand({1, 3, 2}), r.rast, tri, r.rast_db, {2}),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(antialias(at::rand({1, 4, 5, 1}), r.rast, pos, tri), Error);
    }
};

QTEST_GUILESS_MAIN(TestRasterize)
#include "test_rasterize.moc"
