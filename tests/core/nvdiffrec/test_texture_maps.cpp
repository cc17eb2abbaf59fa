// SPDX-License-Identifier: Apache-2.0
// Maps on a ball whose colour is known everywhere, enlarged from a quarter of their side to all of
// it.
#include "base/error.h"
#include "nvdiffrec/texture_maps.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"

#include <QtTest>
#include <torch/types.h>

using namespace bozzetto;

namespace {

constexpr int kSize = 256, kPictures = 64;

/// Smooth [N, 5] of points [N, 3] on the unit ball, all in [0.1, 0.9].
at::Tensor materialAt(const at::Tensor& points) {
    const at::Tensor smooth = 0.5 + 0.4 * points;
    return at::cat({smooth, smooth.slice(1, 0, 2)}, 1);
}

}  // namespace

class TestTextureMaps : public QObject {
    Q_OBJECT
private slots:
    void init();
    void sidesFollowThePhotographs_data();
    void sidesFollowThePhotographs();
    void enlargedMapsShowTheSame();
    void coarseMapsMakeAFullResult();
    void statesOfEverySideAreTaken();
    void damagedStatesAreRefused();

private:
    TextureMaps startedMaps() const {
        TextureMaps maps(ball_, atlas_, kSize, kPictures, at::kCPU);
        maps.setMaterials(materialAt(maps.texels().position));
        return maps;
    }
    TriangleMesh ball_;
    Atlas atlas_;
    AtlasTexels places_;  // texel centres of the full map
    at::Tensor uv_;       // theirs
};

void TestTextureMaps::init() {
    ball_ = testing::makeSphere(32, 24);
    UnwrapOptions options;
    options.resolution = kSize;
    atlas_ = unwrap(ball_, options);
    places_ = rasterizeAtlas(ball_, atlas_, kSize);
    const at::Tensor row = at::div(places_.index, kSize, "floor"),
                     column = places_.index - row * kSize;
    uv_ = ((at::stack({column, row}, 1).to(at::kFloat) + 0.5) / kSize).contiguous();
}

void TestTextureMaps::sidesFollowThePhotographs_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("pictures");
    QTest::addColumn<QList<int>>("sides");  // at 0, 0.29, 0.31, 0.59, 0.61 and 0.99 of the steps
    QTest::newRow("pictures of the maps' side")
        << 256 << 256 << QList{256, 256, 256, 256, 256, 256};
    QTest::newRow("larger pictures") << 256 << 900 << QList{256, 256, 256, 256, 256, 256};
    QTest::newRow("a little smaller") << 256 << 200 << QList{256, 256, 256, 256, 256, 256};
    QTest::newRow("half") << 256 << 128 << QList{128, 128, 128, 128, 256, 256};
    QTest::newRow("a quarter") << 256 << 64 << QList{64, 64, 128, 128, 256, 256};
    QTest::newRow("tiny: charts stay apart") << 256 << 8 << QList{64, 64, 128, 128, 256, 256};
    QTest::newRow("a side that cannot be halved")
        << 255 << 64 << QList{255, 255, 255, 255, 255, 255};
}

void TestTextureMaps::sidesFollowThePhotographs() {
    QFETCH(int, size);
    QFETCH(int, pictures);
    QFETCH(QList<int>, sides);
    const TextureMaps maps(ball_, atlas_, size, pictures, at::kCPU);
    QCOMPARE(maps.texels().size, sides[0]);
    QList<int> seen;
    for (const double progress : {0.0, 0.29, 0.31, 0.59, 0.61, 0.99}) {
        seen.append(maps.sideAt(progress));
    }
    QCOMPARE(seen, sides);
}

void TestTextureMaps::enlargedMapsShowTheSame() {
    TextureMaps maps = startedMaps();
    at::Tensor before = maps.lookup(uv_).detach();
    // A texel of the small map is 4 % of the ball's radius wide.
    QVERIFY((before.slice(1, 0, 5) - materialAt(places_.position)).abs().mean().item<double>() <
            0.01);
    for (const double progress : {0.31, 0.61}) {
        maps.enlarge(progress);
        const at::Tensor after = maps.lookup(uv_).detach();
        QCOMPARE(maps.texels().size, maps.sideAt(progress));
        QVERIFY((after - before).abs().mean().item<double>() < 0.002);
        QVERIFY((after - before).abs().max().item<double>() < 0.1);
        QVERIFY(after.slice(1, 7, 8).eq(1).all().item<bool>());  // normals are flat still
        before = after;
    }
    // The anchor goes with them, and what is optimised is the new map.
    QVERIFY((maps.anchor() - maps.materials().slice(1, 3, 5)).abs().max().item<double>() < 1e-6);
    maps.lookup(uv_).slice(1, 0, 1).sum().backward();
    maps.step(0.01f);
    const at::Tensor change = maps.lookup(uv_).detach() - before;
    QVERIFY((change.slice(1, 0, 1) + 0.01).abs().max().item<double>() < 1e-4);
    QVERIFY(change.slice(1, 1).eq(0).all().item<bool>());
}

void TestTextureMaps::coarseMapsMakeAFullResult() {
    const TextureMaps maps = startedMaps();
    const at::Tensor open = at::full({static_cast<int64_t>(ball_.positions.size()), 1}, 0.5);
    const Material material = maps.result(open, toTensor(ball_.triangles));
    for (const Image* map : {&material.base_color,
                             &material.roughness,
                             &material.metallic,
                             &material.normal,
                             &material.occlusion}) {
        QCOMPARE(map->width, kSize);
        QCOMPARE(map->height, kSize);
    }
    double sum = 0;
    const at::Tensor truth = materialAt(places_.position).contiguous();
    for (int64_t i = 0; i < places_.index.numel(); ++i) {
        const int64_t at = places_.index.data_ptr<int64_t>()[i];
        sum += std::abs(material.base_color.pixels[at * 3] - truth.data_ptr<float>()[i * 5]);
    }
    QVERIFY(sum / static_cast<double>(places_.index.numel()) < 0.01);
}

void TestTextureMaps::statesOfEverySideAreTaken() {
    TextureMaps maps = startedMaps();
    for (const double progress : {0.0, 0.31, 0.61}) {
        maps.enlarge(progress);
        // Other pictures: these maps would not have started as small.
        TextureMaps other(ball_, atlas_, kSize, kSize, at::kCPU);
        other.setMaterials(at::zeros({other.texels().index.size(0), 5}));
        other.deserialize(maps.serialize());
        QCOMPARE(other.texels().size, maps.texels().size);
        QVERIFY(at::equal(other.lookup(uv_), maps.lookup(uv_)));
        QVERIFY(at::equal(other.anchor(), maps.anchor()));
    }
}

void TestTextureMaps::damagedStatesAreRefused() {
    TextureMaps maps = startedMaps();
    const std::string good = maps.serialize();
    TextureMaps odd(ball_, atlas_, 96, kPictures, at::kCPU);  // no part of kSize
    odd.setMaterials(materialAt(odd.texels().position));
    for (const std::string& bad :
         {std::string(), good.substr(0, good.size() / 2), odd.serialize()}) {
        QVERIFY_THROWS_EXCEPTION(Error, maps.deserialize(bad));
    }
}

QTEST_GUILESS_MAIN(TestTextureMaps)
#include "test_texture_maps.moc"
