// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "core/raster/gradient_check.h"
#include "raster/texture.h"

using namespace bozzetto;
using Tensors = std::vector<at::Tensor>;

namespace {

const char* const kFilters[] = {
    "nearest", "linear", "linear mipmap nearest", "linear mipmap linear"};
const char* const kBoundaries[] = {"wrap", "clamp", "zero", "cube"};

/// uv kept away from the places where a lookup is not smooth: texel centres of the levels in use.
at::Tensor smoothUv(int64_t count, double low, double high) {
    const at::Tensor uv = at::rand({2, count, count, 2}, at::kDouble) * (high - low) + low;
    return ((uv * 64).floor() + 0.37) / 64;
}

/// Directions to all faces, and near the cube's edges and corners.
at::Tensor directions() {
    at::Tensor d = at::randn({2, 8, 8, 3}, at::kDouble);
    const at::Tensor signs = at::sign(d);
    d[1].slice(0, 0, 4).copy_(signs[1].slice(0, 0, 4) + d[1].slice(0, 0, 4) * 0.03);  // corners
    d[1].slice(0, 4, 6).select(2, 0).copy_(d[1].slice(0, 4, 6).select(2, 1) * 1.01);  // edges
    return d;
}

at::Tensor cubeFace(const at::Tensor& cube, const at::Tensor& direction) {
    TextureOptions options;
    options.boundary = TextureBoundary::Cube;
    return texture(cube, direction.reshape({1, 1, 1, 3}), options).reshape({-1});
}

}  // namespace

class TestTexture : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(3); }

    void gradientMatchesFiniteDifference_data() {
        QTest::addColumn<int>("filter");
        QTest::addColumn<int>("boundary");
        QTest::addColumn<int>("textures");
        for (int filter = 0; filter < 4; ++filter) {
            for (int boundary = 0; boundary < 4; ++boundary) {
                for (int textures = 1; textures <= 2; ++textures) {
                    QTest::addRow(
                        "%s, %s, %d texture(s)", kFilters[filter], kBoundaries[boundary], textures)
                        << filter << boundary << textures;
                }
            }
        }
    }
    void gradientMatchesFiniteDifference() {
        QFETCH(const int, filter);
        QFETCH(const int, boundary);
        QFETCH(const int, textures);
        TextureOptions options;
        options.filter = static_cast<TextureFilter>(filter);
        options.boundary = static_cast<TextureBoundary>(boundary);
        const bool cube = options.boundary == TextureBoundary::Cube;
        const at::Tensor tex = cube ? at::rand({textures, 6, 8, 8, 3}, at::kDouble)
                                    : at::rand({textures, 8, 16, 3}, at::kDouble);
        const at::Tensor uv = cube ? directions() : smoothUv(8, -0.4, 1.4);
        const bool mips = filter >= 2;
        const at::Tensor da =
            (at::rand({2, 8, 8, cube ? 6 : 4}, at::kDouble) - 0.5) * (cube ? 1.5 : 0.6);
        const at::Tensor bias = at::rand({2, 8, 8}, at::kDouble) - 0.5;
        const auto run = [&](const Tensors& in) {
            TextureOptions o = options;
            if (mips) {
                o.uv_da = in.size() > 2 ? in[2] : da;
                o.mip_bias = in.size() > 3 ? in[3] : bias;
            }
            return texture(in[0], in.size() > 1 ? in[1] : uv, o);
        };
        VERIFY_GRADIENT([&](const Tensors& in) { return run(in); }, Tensors{tex}, 1e-7, 1e-3, 2000);
        if (options.filter == TextureFilter::Nearest) {
            return;  // constant in uv
        }
        // The level's branch (which two levels, which face) is not smooth everywhere: seeds are
        // chosen to stay off it.
        if (options.filter == TextureFilter::LinearMipmapLinear) {
            VERIFY_GRADIENT([&](const Tensors& in) { return run(in); },
                            Tensors{tex, uv, da, bias},
                            1e-5,
                            1e-7,
                            2000);
        } else {
            VERIFY_GRADIENT(
                [&](const Tensors& in) { return run(in); }, Tensors{tex, uv}, 1e-5, 1e-7, 2000);
        }
    }

    void givenMipsGetTheirOwnGradient() {
        const Tensors levels = {at::rand({1, 8, 8, 2}, at::kDouble),
                                at::rand({1, 4, 4, 2}, at::kDouble),
                                at::rand({1, 2, 2, 2}, at::kDouble)};
        const at::Tensor uv = smoothUv(6, 0.0, 1.0), bias = at::rand({2, 6, 6}, at::kDouble) * 2;
        VERIFY_GRADIENT(
            [&](const Tensors& in) {
                TextureOptions o;
                o.filter = TextureFilter::LinearMipmapLinear;
                o.mip_bias = in[4];
                o.mips = {in[1], in[2]};
                return texture(in[0], in[3], o);
            },
            Tensors{levels[0], levels[1], levels[2], uv, bias},
            1e-5,
            1e-7);
    }

    void ownMipsEqualBoxAveragesGiven() {
        const at::Tensor tex = at::rand({1, 8, 16, 3}), uv = at::rand({1, 9, 9, 2});
        const auto half = [](const at::Tensor& t) {
            return at::avg_pool2d(t.permute({0, 3, 1, 2}), {2, 2})
                .permute({0, 2, 3, 1})
                .contiguous();
        };
        TextureOptions own;
        own.filter = TextureFilter::LinearMipmapLinear;
        own.mip_bias = at::rand({1, 9, 9}) * 3;
        own.max_mip_level = 2;
        TextureOptions given = own;
        given.mips = {half(tex), half(half(tex))};
        QVERIFY((texture(tex, uv, own) - texture(tex, uv, given)).abs().max().item<float>() <
                1e-6f);
    }

    void readsTexelsWhereTheyAre() {
        const at::Tensor tex = at::arange(12, at::kFloat).reshape({1, 3, 4, 1});
        const at::Tensor uv = at::tensor({0.125f,
                                          0.5f / 3,
                                          0.875f,
                                          2.5f / 3,
                                          0.25f,
                                          0.5f / 3,
                                          1.125f,
                                          0.5f / 3,
                                          -0.2f,
                                          0.5f})
                                  .reshape({1, 1, 5, 2});
        const auto at = [&](TextureBoundary boundary, TextureFilter filter) {
            TextureOptions o;
            o.boundary = boundary;
            o.filter = filter;
            return texture(tex, uv, o).reshape({5});
        };
        const auto equals = [](const at::Tensor& a, std::vector<float> b) {
            return at::allclose(a, at::tensor(b), 1e-5, 1e-5);
        };
        QVERIFY(equals(at(TextureBoundary::Wrap, TextureFilter::Linear), {0, 11, 0.5f, 0, 6.7f}));
        QVERIFY(equals(at(TextureBoundary::Clamp, TextureFilter::Linear), {0, 11, 0.5f, 3, 4}));
        QVERIFY(equals(at(TextureBoundary::Zero, TextureFilter::Nearest), {0, 11, 1, 0, 0}));
        QVERIFY(equals(at(TextureBoundary::Wrap, TextureFilter::Nearest), {0, 11, 1, 0, 7}));
    }

    void cubeIsContinuousOverEdgesAndCorners() {
        // Walking over every edge and around every corner, the colour changes by no more than the
        // texels' difference times the step: a wrong neighbour would jump.
        const at::Tensor cube = at::rand({1, 6, 4, 4, 1}, at::kDouble);
        for (int i = 0; i < 200; ++i) {
            const at::Tensor a = at::randn({3}, at::kDouble);
            at::Tensor edge = a / a.abs().max();
            const int axis = static_cast<int>(edge.abs().argmin().item<int64_t>());
            for (int k = 0; k < 3; ++k) {
                if (k != axis) {
                    edge[k] = edge[k].item<double>() < 0 ? -1.0 : 1.0;
                }
            }
            at::Tensor one = edge.clone(), other = edge.clone();
            const int first = (axis + 1) % 3, second = (axis + 2) % 3;
            one[first] = edge[first] * (1 + 1e-7);
            other[second] = edge[second] * (1 + 1e-7);
            QVERIFY((cubeFace(cube, one) - cubeFace(cube, other)).abs().item<double>() < 1e-5);
        }
    }

    void cubeFacesFollowOpenGl() {
        // One colour a face; and the texel (row 0, column 0) of each face lies where OpenGL puts
        // it.
        const at::Tensor faces = at::arange(6, at::kDouble)
                                     .reshape({1, 6, 1, 1, 1})
                                     .expand({1, 6, 8, 8, 1})
                                     .contiguous();
        const double axes[6][3] = {{1, 0.1, 0.2},
                                   {-1, 0.2, 0.1},
                                   {0.1, 1, 0.2},
                                   {0.1, -1, 0.2},
                                   {0.2, 0.1, 1},
                                   {0.2, 0.1, -1}};
        const double first_texels[6][3] = {
            {1, 1, 1}, {-1, 1, -1}, {-1, 1, -1}, {-1, -1, 1}, {-1, 1, 1}, {1, 1, -1}};
        at::Tensor corner = at::zeros({1, 6, 8, 8, 1}, at::kDouble);
        corner.slice(2, 0, 1).slice(3, 0, 1).fill_(1);
        TextureOptions nearest;
        nearest.boundary = TextureBoundary::Cube;
        nearest.filter = TextureFilter::Nearest;
        for (int f = 0; f < 6; ++f) {
            QCOMPARE(cubeFace(faces, at::tensor(at::ArrayRef<double>(axes[f], 3))).item<double>(),
                     double(f));
            at::Tensor d = at::tensor(at::ArrayRef<double>(first_texels[f], 3)) * 0.9;
            d[f / 2] = first_texels[f][f / 2];
            QCOMPARE(texture(corner, d.reshape({1, 1, 1, 3}), nearest).item<double>(), 1.0);
        }
    }

    void hostileCoordinatesReadNothing() {
        constexpr double kInf = std::numeric_limits<double>::infinity(),
                         kNan = std::numeric_limits<double>::quiet_NaN();
        const at::Tensor tex = at::rand({1, 4, 4, 2}, at::kDouble),
                         cube = at::rand({1, 6, 4, 4, 2}, at::kDouble);
        for (const double bad : {kNan, kInf, -kInf, 1e300, -1e300, 0.0}) {
            for (int boundary = 0; boundary < 4; ++boundary) {
                for (int filter = 0; filter < 4; ++filter) {
                    TextureOptions o;
                    o.boundary = static_cast<TextureBoundary>(boundary);
                    o.filter = static_cast<TextureFilter>(filter);
                    const bool is_cube = o.boundary == TextureBoundary::Cube;
                    o.uv_da = at::full({1, 1, 2, is_cube ? 6 : 4}, bad, at::kDouble);
                    o.mip_bias = at::full({1, 1, 2}, bad, at::kDouble);
                    const at::Tensor uv =
                        at::full({1, 1, 2, is_cube ? 3 : 2}, bad, at::kDouble).requires_grad_(true);
                    const at::Tensor texels = (is_cube ? cube : tex).clone().requires_grad_(true);
                    const at::Tensor out = texture(texels, uv, o);
                    out.sum().backward();
                    QVERIFY(at::isfinite(out).all().item<bool>());
                    QVERIFY(at::isfinite(texels.grad()).all().item<bool>());
                    if (!std::isfinite(bad) || (is_cube && bad == 0)) {
                        QVERIFY(out.eq(0).all().item<bool>());
                    }
                }
            }
        }
    }

    void sameBitsOnEveryRun() {
        const at::Tensor tex = at::rand({1, 32, 32, 3}), uv = at::rand({2, 128, 128, 2});
        const auto gradient = [&] {
            const at::Tensor t = tex.clone().requires_grad_(true);
            texture(t, uv).mul(uv.slice(3, 0, 1)).sum().backward();
            return t.grad();
        };
        const at::Tensor first = gradient();
        for (int i = 0; i < 5; ++i) {
            QVERIFY(first.equal(gradient()));
        }
    }

    void refusesWhatDoesNotFit() {
        const at::Tensor tex = at::rand({1, 6, 10, 3}), uv = at::rand({1, 2, 2, 2});
        const auto problem = [&](const at::Tensor& t, const TextureOptions& o) {
            try {
                texture(t, uv, o);
                return std::string("accepted");
            } catch (const Error& e) {
                return std::string(e.what());
            }
        };
        TextureOptions o;
        o.filter = TextureFilter::LinearMipmapLinear;
        QVERIFY(problem(tex, o).find("without uv_da") != std::string::npos);
        o.mip_bias = at::zeros({1, 2, 2});
        QVERIFY(problem(tex, o).find("cannot be halved") != std::string::npos);
        o.max_mip_level = 1;
        texture(tex, uv, o);
        o.mips = {at::rand({1, 3, 4, 3})};
        QVERIFY(problem(tex, o).find("does not fit") != std::string::npos);
        QVERIFY(problem(at::rand({2, 4, 4, 3}), {}).find("tex is for 2") != std::string::npos);
        QVERIFY(problem(at::rand({1, 4, 4, 3}, at::kDouble), {}).find("dtype") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTexture)
#include "test_texture.moc"
