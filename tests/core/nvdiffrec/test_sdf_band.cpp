// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "mesh/cleanup.h"
#include "nvdiffrec/sdf_band.h"
#include "tensor/convert.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace bozzetto;

namespace {

/// Oblong, not at the origin.
const Box kBox{{-1, -1.2, 2}, {1, 1.2, 4.4}};
const Vec3f kCentre{0, 0, 3.2f};
constexpr float kRadius = 0.8f;

float sphereDistance(Vec3f p) {
    return length(p - kCentre) - kRadius;
}

/// field at every lattice point.
SdfVolume volumeOf(const Lattice& lattice, const std::function<float(Vec3f)>& field) {
    std::vector<float> values;
    for (const Vec3f& p : lattice.positions()) {
        values.push_back(field(p));
    }
    return {lattice, at::tensor(at::ArrayRef<float>(values))};
}

/// Distances in cells to the ball.
SdfVolume ball(int grid, float radius_change = 0) {
    const Lattice lattice = makeLattice(kBox, grid);
    return volumeOf(lattice, [&](Vec3f p) {
        return (sphereDistance(p) - radius_change) / static_cast<float>(lattice.cell);
    });
}

TriangleMesh meshOf(const SdfBand& band, const at::Tensor& sdf) {
    const CubeWeights weights = activateCubeWeights(at::zeros({band.cubes.grid.cubes.size(0), 21}));
    const FlexiCubesMesh mesh =
        flexiCubes(band.cubes.grid, band.positions, sdf, weights, {}, QuadSplit::Split);
    return {toVec3f(mesh.vertices), toVec3i(mesh.triangles)};
}

}  // namespace

class TestSdfBand : public QObject {
    Q_OBJECT
private slots:
    void latticeHoldsTheBox();
    void resamplingKeepsDistances();
    void redistanceKeepsTheSurface();
    void ballComesBackClosedAndRound();
    void pinnedSignsKeepAnySurfaceClosed();
    void whatTheHullExcludesIsPinnedOutside();
    void noSurfaceIsRefused();
    void valuesSpreadOverTheBand();
};

void TestSdfBand::latticeHoldsTheBox() {
    const Lattice lattice = makeLattice(kBox, 24);
    QCOMPARE(lattice.resolution(), 24);
    QVERIFY(std::abs(lattice.cell - 0.1) < 1e-12);
    const std::vector<Vec3f> positions = lattice.positions();
    QCOMPARE(static_cast<int64_t>(positions.size()), lattice.points());
    const Vec3f last =
        positions[lattice.index(lattice.cells[0], lattice.cells[1], lattice.cells[2])];
    for (int k = 0; k < 3; ++k) {
        QVERIFY(positions[0][k] <= kBox.low[k] + 1e-6 && last[k] >= kBox.high[k] - 1e-6);
        QVERIFY(last[k] - positions[0][k] < kBox.high[k] - kBox.low[k] + 1.01 * lattice.cell);
    }
}

void TestSdfBand::resamplingKeepsDistances() {
    // Trilinear, so a plane's distance is exact; the unit changes with the cell.
    const auto plane = [](Vec3f p) { return 0.3f * p.x - 0.5f * p.y + 0.8f * p.z - 2.0f; };
    const Lattice twelve = makeLattice(kBox, 12);
    const SdfVolume coarse =
        volumeOf(twelve, [&](Vec3f p) { return plane(p) / static_cast<float>(twelve.cell); });
    const SdfVolume fine = resample(coarse, makeLattice(kBox, 24));
    const std::vector<Vec3f> positions = fine.lattice.positions();
    for (size_t i = 0; i < positions.size(); ++i) {
        QVERIFY(std::abs(fine.values.data_ptr<float>()[i] * static_cast<float>(fine.lattice.cell) -
                         plane(positions[i])) < 1e-4f);
    }
}

void TestSdfBand::redistanceKeepsTheSurface() {
    SdfVolume volume = ball(24);
    const at::Tensor before = volume.values;
    // Far values have drifted towards zero.
    volume.values = at::where(before.abs() > 2, before * 0.01, before);
    redistance(volume);
    for (int64_t i = 0; i < before.numel(); ++i) {
        const float was = before.data_ptr<float>()[i], is = volume.values.data_ptr<float>()[i];
        QCOMPARE(is < 0, was < 0);
        // City-block counts are between the distance and its root-3 fold, from a start within a
        // cell of the surface.
        const float exact = std::abs(was), found = std::abs(is);
        QVERIFY(found >= exact - 1.01f && found <= 1.7321f * exact + 2.0f);
        QVERIFY(exact > 0.55f || found == exact);  // a neighbour along an axis has the other sign
    }
    SdfVolume empty = ball(8);
    empty.values.fill_(3.0f);
    redistance(empty);
    QVERIFY(empty.values.eq(3.0f).all().item<bool>());
}

void TestSdfBand::ballComesBackClosedAndRound() {
    const SdfVolume volume = ball(24);
    const SdfBand band = cutBand(volume, volume.values, 2.0f, 1.0f);
    QVERIFY(band.rows.size(0) < volume.lattice.points() * 2 / 3);  // a band, not everything
    const at::Tensor positions = toTensor(volume.lattice.positions()).index_select(0, band.rows);
    QVERIFY(at::equal(band.positions, positions));
    const TriangleMesh mesh = meshOf(band, band.sdf);
    const MeshReport report = inspect(mesh, Weld::No);
    QVERIFY(report.closed() && report.edgeManifold());
    QCOMPARE(report.components, int64_t{1});
    float worst = 0;
    for (const Vec3f& p : mesh.positions) {
        worst = std::max(worst, std::abs(sphereDistance(p)));
    }
    QVERIFY2(worst < 0.1f * static_cast<float>(volume.lattice.cell),
             qPrintable(QString::number(worst)));
}

void TestSdfBand::pinnedSignsKeepAnySurfaceClosed() {
    const SdfVolume volume = ball(20);
    const SdfBand band = cutBand(volume, volume.values, 2.0f, 1.0f);
    QVERIFY((band.sdf >= band.low).all().item<bool>() &&
            (band.sdf <= band.high).all().item<bool>());
    for (uint64_t seed = 0; seed < 5; ++seed) {
        // The worst that an optimiser can do within the bounds.
        const at::Tensor noise =
            at::randn(band.sdf.sizes(), at::detail::createCPUGenerator(seed), at::TensorOptions());
        const at::Tensor wild =
            at::min(at::max(band.sdf + 3.0 * noise, band.low), band.high).contiguous();
        const MeshReport report = inspect(meshOf(band, wild), Weld::No);
        QVERIFY2(report.closed(),
                 qPrintable(QString("%1 boundary edges").arg(report.boundary_edges)));
        QVERIFY(report.components > 1);  // it did get wild
    }
}

void TestSdfBand::whatTheHullExcludesIsPinnedOutside() {
    const SdfVolume volume = ball(20);
    const SdfVolume hull = ball(20, -0.25f);  // a hull that is smaller than the current surface
    const SdfBand band = cutBand(volume, hull.values, 3.0f, 0.5f);
    int64_t pinned = 0;
    for (int64_t i = 0; i < band.rows.size(0); ++i) {
        const auto row = band.rows[i].item<int64_t>();
        const float h = hull.values[row].item<float>();
        if (h > 0.5f) {
            QVERIFY(band.low[i].item<float>() > 0 && band.sdf[i].item<float>() > 0);
            pinned += volume.values[row].item<float>() < 0;
        }
    }
    QVERIFY(pinned > 50);
    QVERIFY(inspect(meshOf(band, band.sdf), Weld::No).closed());
}

void TestSdfBand::noSurfaceIsRefused() {
    SdfVolume volume = ball(16);
    volume.values.fill_(5.0f);
    try {
        cutBand(volume, volume.values, 2.0f, 1.0f);
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Engine && !error.hint().empty());
    }
}

void TestSdfBand::valuesSpreadOverTheBand() {
    const SdfVolume volume = ball(24);
    const SdfBand band = cutBand(volume, volume.values, 2.0f, 1.0f);
    const at::Tensor points = toTensor(meshOf(band, band.sdf).positions);
    // A constant stays; a linear function is met within the distance that a value travels.
    const at::Tensor values =
        at::cat({at::full({points.size(0), 1}, 0.3), points.slice(1, 0, 1)}, 1).contiguous();
    const at::Tensor spread = spreadOverBand(volume.lattice, band, points, values);
    QVERIFY((spread.select(1, 0) - 0.3).abs().max().item<float>() < 1e-5f);
    const at::Tensor error = (spread.select(1, 1) - band.positions.select(1, 0)).abs();
    const double cell = volume.lattice.cell;
    QVERIFY2(error.max().item<double>() < 4 * cell && error.mean().item<double>() < cell,
             qPrintable(QString("%1 %2")
                            .arg(error.max().item<double>() / cell)
                            .arg(error.mean().item<double>() / cell)));
    const at::Tensor none =
        spreadOverBand(volume.lattice, band, at::empty({0, 3}), at::empty({0, 2}));
    QVERIFY(at::equal(none, at::ones({band.rows.size(0), 2})));
}

QTEST_GUILESS_MAIN(TestSdfBand)
#include "test_sdf_band.moc"
