// SPDX-License-Identifier: Apache-2.0
// Finite differences in double for rasterize, interpolate and antialias.
#include "core/raster/gradient_check.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"

using namespace bozzetto;
using Tensors = std::vector<at::Tensor>;

namespace {

constexpr int64_t kHeight = 20, kWidth = 24;

/// Large random triangles in perspective, two images: [2, 24, 4], some of them crossing the frustum
/// and the camera plane.
at::Tensor randomPositions() {
    at::Tensor pos = at::rand({2, 24, 4}, at::kDouble) * 2.4 - 1.2;
    pos.select(2, 2).mul_(0.5);
    pos.select(2, 3).copy_(at::rand({2, 24}, at::kDouble) + 0.7);
    pos[0][0][3] = -0.3;
    return pos.contiguous();
}
at::Tensor separateTriangles() {
    return at::arange(24, at::kInt).reshape({8, 3}).contiguous();
}

/// 1 where the pixel's barycentrics are not clamped, so that they are smooth in the positions: [N,
/// H, W, 1].
at::Tensor smoothPixels(const at::Tensor& rast) {
    const at::Tensor u = rast.select(3, 0), v = rast.select(3, 1);
    const at::Tensor inside =
        at::minimum(at::minimum(u, v), 1 - u - v).gt(1e-3).logical_and(rast.select(3, 3).gt(0));
    return inside.unsqueeze(3).to(rast.scalar_type()).detach();
}

}  // namespace

class TestRasterGradients : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(5); }

    void rasterize() {
        const at::Tensor pos = randomPositions(), tri = separateTriangles();
        const at::Tensor mask = smoothPixels(bozzetto::rasterize(pos, tri, kHeight, kWidth).rast);
        QVERIFY(mask.sum().item<double>() > 250);
        // x, y and w only: z moves nothing but the depth, which has no gradient.
        const auto withXyw = [&](const Tensors& in) {
            return at::cat({in[0].slice(2, 0, 2), pos.slice(2, 2, 3), in[0].slice(2, 2, 3)}, 2);
        };
        const Tensors xyw = {at::cat({pos.slice(2, 0, 2), pos.slice(2, 3, 4)}, 2)};
        VERIFY_GRADIENT(
            [&](const Tensors& in) {
                return bozzetto::rasterize(withXyw(in), tri, kHeight, kWidth).rast.slice(3, 0, 2) *
                       mask;
            },
            xyw,
            1e-4);
        VERIFY_GRADIENT(
            [&](const Tensors& in) {
                return bozzetto::rasterize(withXyw(in), tri, kHeight, kWidth).rast_db * mask;
            },
            xyw,
            1e-4);
    }

    void depthHasNoGradient() {
        const at::Tensor pos = randomPositions().requires_grad_(true);
        bozzetto::rasterize(pos, separateTriangles(), kHeight, kWidth)
            .rast.slice(3, 2, 4)
            .sum()
            .backward();
        QVERIFY(pos.grad().eq(0).all().item<bool>());
    }

    void slopesMatchNeighbouringPixels() {
        // rast_db against differences of u and v over a hundredth of a pixel: a finer grid of the
        // same frustum.
        const at::Tensor pos =
            at::tensor({-0.9, -0.8, 0.1, 1.0, 1.3, -0.5, 0.2, 1.5, -0.2, 1.4, 0.0, 1.8},
                       at::kDouble)
                .reshape({1, 3, 4});
        const at::Tensor tri = at::arange(3, at::kInt).reshape({1, 3});
        const auto shifted = [&](double dx, double dy) {  // the image moved by (-dx, -dy) pixels
            at::Tensor p = pos.clone();
            p.select(2, 0).sub_(pos.select(2, 3) * (2 * dx / kWidth));
            p.select(2, 1).sub_(pos.select(2, 3) * (2 * dy / kHeight));
            return bozzetto::rasterize(p, tri, kHeight, kWidth).rast.slice(3, 0, 2);
        };
        const Raster r = bozzetto::rasterize(pos, tri, kHeight, kWidth);
        const at::Tensor mask = smoothPixels(r.rast);
        constexpr double kStep = 1e-4;
        const at::Tensor by_x = (shifted(kStep, 0) - shifted(-kStep, 0)) / (2 * kStep);
        const at::Tensor by_y = (shifted(0, kStep) - shifted(0, -kStep)) / (2 * kStep);
        const at::Tensor expected = at::stack(
            {by_x.select(3, 0), by_y.select(3, 0), by_x.select(3, 1), by_y.select(3, 1)}, 3);
        QVERIFY(mask.sum().item<double>() > 50);
        QVERIFY(((r.rast_db - expected) * mask).abs().max().item<double>() < 1e-6);
    }

    void interpolate_data() {
        QTest::addColumn<int>("images");  // of attr
        QTest::newRow("shared attributes") << 1;
        QTest::newRow("attributes of each image") << 2;
    }
    void interpolate() {
        QFETCH(const int, images);
        const at::Tensor tri = separateTriangles();
        const Raster r = bozzetto::rasterize(randomPositions(), tri, kHeight, kWidth);
        const at::Tensor attr = at::rand({images, 24, 5}, at::kDouble);
        const at::Tensor ids = r.rast.slice(3, 2, 4);
        const auto run = [&](const Tensors& in) {
            const Interpolated i = bozzetto::interpolate(
                in[0], at::cat({in[1], ids}, 3), tri, in[2], std::vector<int64_t>{3, -5, 3});
            return at::cat({i.out, i.out_da}, 3);
        };
        VERIFY_GRADIENT(run, Tensors{attr, r.rast.slice(3, 0, 2), r.rast_db}, 1e-6, 1e-4, 1000);
        VERIFY_GRADIENT(
            [&](const Tensors& in) {
                return bozzetto::interpolate(in[0], at::cat({in[1], ids}, 3), tri);
            },
            Tensors{attr, r.rast.slice(3, 0, 2)},
            1e-6,
            1e-4,
            1000);
    }

    void antialias() {
        // A closed shape over a background, seen twice; rast is held, as the decisions are in the
        // operation itself.
        const at::Tensor corners =
            at::tensor({-1., -1., -1., 1., -1., -1., 1., 1., -1., -1., 1., -1.,
                        -1., -1., 1.,  1., -1., 1.,  1., 1., 1.,  -1., 1., 1.},
                       at::kDouble)
                .reshape({8, 3});
        const at::Tensor tri = at::tensor({0, 2, 1, 0, 3, 2, 4, 5, 6, 4, 6, 7, 0, 1, 5, 0, 5, 4,
                                           1, 2, 6, 1, 6, 5, 2, 3, 7, 2, 7, 6, 3, 0, 4, 3, 4, 7},
                                          at::kInt)
                                   .reshape({12, 3});
        at::Tensor pos = at::empty({2, 8, 4}, at::kDouble);
        for (int n = 0; n < 2; ++n) {
            const double a = 0.5 + n, c = std::cos(a), s = std::sin(a);
            const at::Tensor turn =
                at::tensor({c, s * s, s * c, 0., c, -s, -s, s * c, c * c}, at::kDouble)
                    .reshape({3, 3});
            const at::Tensor p = corners.mm(turn);
            pos[n].slice(1, 0, 2).copy_(p.slice(1, 0, 2) * 1.1);
            pos[n].select(1, 3).copy_(p.select(1, 2) + 3.5);
            pos[n].select(1, 2).copy_(p.select(1, 2) * 0.5);
        }
        const at::Tensor rast = bozzetto::rasterize(pos, tri, kHeight, kWidth).rast;
        const at::Tensor color = at::rand({2, kHeight, kWidth, 3}, at::kDouble);
        const at::Tensor changed = bozzetto::antialias(color, rast, pos, tri).ne(color).any(3);
        QVERIFY(changed.sum().item<int64_t>() > 40);
        VERIFY_GRADIENT(
            [&](const Tensors& in) { return bozzetto::antialias(in[0], rast, pos, tri); },
            Tensors{color},
            1e-7,
            1e-3,
            3000);
        // The slope is held off zero by 1/1000 pixel: gradients agree to that.
        VERIFY_GRADIENT(
            [&](const Tensors& in) { return bozzetto::antialias(color, rast, in[0], tri); },
            Tensors{pos},
            2e-3,
            1e-7);
    }

    void halfPlaneIsLinearInItsPosition() {
        // A vertical edge moves by tenths of a pixel (not within 1/32 of a pixel centre, where
        // snapping decides): the sum of the image must follow exactly, its gradient be the length
        // of the edge times the difference of colours.
        const at::Tensor tri = at::tensor({0, 1, 2, 0, 2, 3}, at::kInt).reshape({2, 3});
        double last = 0;
        for (int i = 0; i <= 10; ++i) {
            const double pixels = 10.0 + 0.1 * i + 0.04, edge = 2 * pixels / kWidth - 1;
            const at::Tensor pos =
                at::tensor({-3., -3., 0., 1., edge, -3., 0., 1., edge, 3., 0., 1., -3., 3., 0., 1.},
                           at::kDouble)
                    .reshape({1, 4, 4})
                    .requires_grad_(true);
            const at::Tensor rast =
                bozzetto::rasterize(pos, tri, kHeight, kWidth, Derivatives::No).rast.detach();
            const at::Tensor color = rast.slice(3, 3, 4).gt(0).to(at::kDouble);
            const at::Tensor sum = bozzetto::antialias(color, rast, pos, tri).sum();
            QVERIFY(std::abs(sum.item<double>() - pixels * kHeight) < 1e-6 * kHeight);
            QVERIFY(i == 0 || std::abs(sum.item<double>() - last - 0.1 * kHeight) < 1e-6 * kHeight);
            last = sum.item<double>();
            sum.backward();
            const double gradient = pos.grad()[0].slice(0, 1, 3).select(1, 0).sum().item<double>();
            QVERIFY2(std::abs(gradient - kHeight * kWidth / 2.0) < 1e-2 * kHeight * kWidth,
                     std::to_string(gradient).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestRasterGradients)
#include "test_raster_gradients.moc"
