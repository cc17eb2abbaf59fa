// SPDX-License-Identifier: Apache-2.0
#include "bake/texture_bake.h"
#include "mesh/unwrap.h"
#include "raster/texture.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"

#include <QtTest>

using namespace bozzetto;

namespace {

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) {
    return at::rand(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}

Atlas unwrapped(const TriangleMesh& mesh, int resolution) {
    UnwrapOptions options;
    options.resolution = resolution;
    return unwrap(mesh, options);
}

}  // namespace

class TestTextureBake : public QObject {
    Q_OBJECT
private slots:
    void texelsLieOnTheSurface();
    void bakedValuesAreReadBackThroughTheAtlas();
    void guttersTakeTheNearestValues();
    void guttersStayWithinWhatIsKnown_data();
    void guttersStayWithinWhatIsKnown();
    void oneKnownTexelFillsAll();
};

void TestTextureBake::texelsLieOnTheSurface() {
    const TriangleMesh ball = testing::makeSphere(32, 16);
    const Atlas atlas = unwrapped(ball, 128);
    const AtlasTexels texels = rasterizeAtlas(ball, atlas, 128);
    QVERIFY(texels.index.size(0) > 128 * 128 / 3 &&
            texels.position.size(0) == texels.index.size(0));
    const at::Tensor radius = texels.position.norm(2, 1);
    QVERIFY(radius.max().item<float>() < 1.0001f && radius.min().item<float>() > 0.97f);
    // The vertices' own positions, interpolated, are the positions.
    QVERIFY(at::allclose(atTexels(texels, toTensor(ball.positions), toTensor(ball.triangles)),
                         texels.position));
}

void TestTextureBake::bakedValuesAreReadBackThroughTheAtlas() {
    // A linear function of the position, baked into a map and looked up at the triangles' centres:
    // exact but for the texels' size.
    const TriangleMesh ball = testing::makeSphere(32, 16);
    constexpr int kSize = 512;
    const Atlas atlas = unwrapped(ball, kSize);
    const AtlasTexels texels = rasterizeAtlas(ball, atlas, kSize);
    at::Tensor map = at::zeros({kSize * kSize, 3}).index_copy_(0, texels.index, texels.position);
    at::Tensor square = map.view({kSize, kSize, 3});
    fillGutters(square, at::zeros({kSize * kSize}, at::kBool).index_fill_(0, texels.index, true));
    const auto centres = [](const at::Tensor& corners, const at::Tensor& triangles) {
        return corners.index({triangles.to(at::kLong)}).mean(1).contiguous();
    };
    const at::Tensor uv = centres(textureCoordinates(atlas.uvs), toTensor(atlas.uv_triangles));
    const at::Tensor expected = centres(toTensor(ball.positions), toTensor(ball.triangles));
    TextureOptions linear;
    linear.boundary = TextureBoundary::Clamp;
    const at::Tensor found =
        texture(square.unsqueeze(0).contiguous(), uv.view({1, 1, -1, 2}), linear).view({-1, 3});
    const double worst = (found - expected).abs().max().item<double>();
    QVERIFY2(worst < 0.01, qPrintable(QString::number(worst)));
}

void TestTextureBake::guttersTakeTheNearestValues() {
    constexpr int64_t kSize = 64;
    at::Tensor map = at::full({kSize, kSize, 2}, -77.0);
    at::Tensor known = at::zeros({kSize, kSize}, at::kBool);
    const auto paint = [&](int64_t from, int64_t to, float value) {
        map.slice(1, from, to).fill_(value);
        known.slice(1, from, to).fill_(true);
    };
    paint(0, 10, 1.0f);
    paint(50, 64, 5.0f);
    const at::Tensor before = map.clone();
    fillGutters(map, known.view({-1}).contiguous());
    QVERIFY(at::equal(map.slice(1, 0, 10), before.slice(1, 0, 10)) &&
            at::equal(map.slice(1, 50, 64), before.slice(1, 50, 64)));
    // Around a chart's border its own value: what bilinear taps and the first mip levels reach.
    QVERIFY(at::equal(map.slice(1, 10, 14), at::ones({kSize, 4, 2})));
    QVERIFY(at::equal(map.slice(1, 48, 50), at::full({kSize, 2, 2}, 5.0)));
    QVERIFY(map.min().item<float>() >= 1 && map.max().item<float>() <= 5);
}

void TestTextureBake::guttersStayWithinWhatIsKnown_data() {
    QTest::addColumn<int>("size");
    for (const int size : {1, 2, 37, 128}) {
        QTest::addRow("%d", size) << size;
    }
}

void TestTextureBake::guttersStayWithinWhatIsKnown() {
    QFETCH(int, size);
    at::Tensor map = noise({size, size, 3}, 1);
    at::Tensor known = noise({size * static_cast<int64_t>(size)}, 2) < 0.1;
    known[0] = true;
    const at::Tensor truth = map.clone(), flat = known.view({size, size, 1});
    map.masked_fill_(flat.logical_not(), std::numeric_limits<float>::quiet_NaN());  // never read
    fillGutters(map, known);
    QVERIFY(at::isfinite(map).all().item<bool>());
    QVERIFY(at::equal(map.masked_select(flat), truth.masked_select(flat)));
    const at::Tensor values = truth.masked_select(flat);
    QVERIFY(map.min().item<float>() >= values.min().item<float>() - 1e-6f &&
            map.max().item<float>() <= values.max().item<float>() + 1e-6f);
}

void TestTextureBake::oneKnownTexelFillsAll() {
    at::Tensor map = at::zeros({50, 50, 1}), known = at::zeros({2500}, at::kBool);
    map[31][7] = 0.625f;
    known[31 * 50 + 7] = true;
    fillGutters(map, known);
    QVERIFY(at::equal(map, at::full({50, 50, 1}, 0.625)));
}

QTEST_GUILESS_MAIN(TestTextureBake)
#include "test_texture_bake.moc"
