// SPDX-License-Identifier: Apache-2.0
#include "mesh/cleanup.h"
#include "mesh/subdivide.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace bozzetto;
using namespace bozzetto::testing;

class TestSubdivide : public QObject {
    Q_OBJECT
private slots:
    void aSphereGetsRounder();
    void whatIsFlatStaysFlat();
    void aClosedMeshStaysClosed();
};

void TestSubdivide::aSphereGetsRounder() {
    const TriangleMesh coarse = makeSphere(16, 8);
    const TriangleMesh fine = subdivided(coarse);
    QCOMPARE(fine.triangles.size(), 4 * coarse.triangles.size());
    QVERIFY(std::equal(coarse.positions.begin(), coarse.positions.end(), fine.positions.begin()));
    double worst = 0, worst_chord = 0;  // distance from the ball, of the new vertices and of chords
    for (size_t i = coarse.positions.size(); i < fine.positions.size(); ++i) {
        worst = std::max(worst, std::abs(1.0 - length(fine.positions[i])));
    }
    for (const Vec3i& t : coarse.triangles) {
        const Vec3f middle = (coarse.positions[t.x] + coarse.positions[t.y]) * 0.5f;
        worst_chord = std::max(worst_chord, std::abs(1.0 - length(middle)));
    }
    QVERIFY2(worst < 0.15 * worst_chord, qPrintable(QString("%1 %2").arg(worst).arg(worst_chord)));
    const double ratio = meanEdgeLength(fine) / meanEdgeLength(coarse);
    QVERIFY2(ratio > 0.48 && ratio < 0.53, qPrintable(QString::number(ratio)));
}

void TestSubdivide::whatIsFlatStaysFlat() {
    const TriangleMesh sheet{{{0, 0, 0}, {1, 0, 0}, {1, 2, 0}, {0, 2, 0}}, {{0, 1, 2}, {0, 2, 3}}};
    const TriangleMesh fine = subdivided(sheet);
    QCOMPARE(fine.positions.size(), size_t{9});  // the diagonal's middle once
    for (const Vec3f& p : fine.positions) {
        QCOMPARE(p.z, 0.0f);
    }
    QCOMPARE(fine.positions[4].x, 0.5f);  // the middle of the first edge
    QCOMPARE(meanEdgeLength({}), 0.0);
}

void TestSubdivide::aClosedMeshStaysClosed() {
    const MeshReport report = inspect(subdivided(makeTorus(12, 8)));
    QVERIFY(report.closed());
    QVERIFY(report.edgeManifold());
    QCOMPARE(report.components, int64_t{1});
}

QTEST_GUILESS_MAIN(TestSubdivide)
#include "test_subdivide.moc"
