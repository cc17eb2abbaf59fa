// SPDX-License-Identifier: Apache-2.0
#include "mesh/cleanup.h"
#include "nvdiffrec/region.h"
#include "tensor/convert.h"

#include <QtTest>

#include <cmath>

using namespace bozzetto;

namespace {

/// A box turned by 30 degrees about z, not at the origin.
RegionBox turnedBox() {
    const double c = std::cos(0.5236), s = std::sin(0.5236);
    RegionBox box;
    box.world_from_box.m[0][0] = c, box.world_from_box.m[0][1] = -s;
    box.world_from_box.m[1][0] = s, box.world_from_box.m[1][1] = c;
    box.world_from_box.m[0][3] = 0.1, box.world_from_box.m[2][3] = -0.05;
    box.half_size = {0.3, 0.2, 0.15};
    return box;
}

}  // namespace

class TestRegion : public QObject {
    Q_OBJECT
private slots:
    void pointsComeBackToTheBox();
    void surfaceStaysInTheBoxWhateverTheFieldSays();
};

void TestRegion::pointsComeBackToTheBox() {
    const RegionBox box = turnedBox();
    std::vector<Vec3f> points;
    for (int i = 0; i < 200; ++i) {
        const auto t = static_cast<float>(i);
        points.push_back(
            {0.5f * std::sin(t), 0.5f * std::sin(2.3f * t), 0.4f * std::cos(1.7f * t)});
    }
    const std::vector<Vec3f> clamped = toVec3f(clampedTo(box, toTensor(points)));
    int moved = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        const Vec3f a = points[i], b = clamped[i];
        const double before = distanceTo(box, {a.x, a.y, a.z});
        QVERIFY(distanceTo(box, {b.x, b.y, b.z}) < 1e-6);
        QVERIFY(std::abs(length(b - a) - std::max(0.0, before)) < 1e-6);  // the nearest point
        moved += before > 0;
    }
    QVERIFY(moved > 50 && moved < 200);
}

void TestRegion::surfaceStaysInTheBoxWhateverTheFieldSays() {
    const RegionBox box = turnedBox();
    const Lattice lattice = makeLattice({{-0.5, -0.5, -0.5}, {0.5, 0.5, 0.5}}, 40);
    // A ball that the box cuts on most sides.
    std::vector<float> ball;
    for (const Vec3f& p : lattice.positions()) {
        ball.push_back((length(p) - 0.35f) / static_cast<float>(lattice.cell));
    }
    const at::Tensor region = regionInCells(box, lattice);
    const at::Tensor hull = at::max(at::tensor(at::ArrayRef<float>(ball)), region);
    const SdfBand band = cutBand({lattice, hull}, hull, 3.0f, 2.0f, region);
    // The optimiser pushes everything outwards as far as it may.
    const at::Tensor grown = at::max(band.sdf - 5.0, band.low);
    const CubeWeights weights = activateCubeWeights(at::zeros({band.cubes.grid.cubes.size(0), 21}));
    const FlexiCubesMesh out = flexiCubes(band.cubes.grid, band.positions, grown, weights);
    const TriangleMesh mesh{toVec3f(out.vertices), toVec3i(out.triangles)};
    QVERIFY(inspect(mesh, Weld::No).closed());
    double furthest = -1, on_floor = 0;
    for (const Vec3f& p : mesh.positions) {
        furthest = std::max(furthest, distanceTo(box, {p.x, p.y, p.z}));
        on_floor += std::abs(p.z + 0.2f) < 0.1 * lattice.cell;
    }
    QVERIFY2(furthest < 0.3 * lattice.cell, qPrintable(QString::number(furthest / lattice.cell)));
    QVERIFY(on_floor > 50);  // flat where the box ends the object
}

QTEST_GUILESS_MAIN(TestRegion)
#include "test_region.moc"
