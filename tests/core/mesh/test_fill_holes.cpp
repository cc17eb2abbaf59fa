// SPDX-License-Identifier: Apache-2.0
#include "mesh/cleanup.h"
#include "mesh/fill_holes.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <algorithm>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

double areaOf(const TriangleMesh& mesh) {
    double sum = 0;
    for (const Vec3i& t : mesh.triangles) {
        const Vec3f a = mesh.positions[t.x];
        sum += 0.5 * length(cross(mesh.positions[t.y] - a, mesh.positions[t.z] - a));
    }
    return sum;
}

/// Without the triangles that have a corner nearer than `radius` to `middle`.
TriangleMesh pierced(TriangleMesh mesh, Vec3f middle, float radius) {
    std::erase_if(mesh.triangles, [&](const Vec3i& t) {
        return length(mesh.positions[t.x] - middle) < radius ||
               length(mesh.positions[t.y] - middle) < radius ||
               length(mesh.positions[t.z] - middle) < radius;
    });
    return mesh;
}

}  // namespace

class TestFillHoles : public QObject {
    Q_OBJECT
private slots:
    void closesAHoleAlmostAsItWas() {
        const TriangleMesh whole = makeTorus(60, 30);
        const TriangleMesh open = pierced(whole, {1.4f, 0, 0}, 0.25f);
        QVERIFY(inspect(open).boundary_edges > 8);
        const TriangleMesh filled = fillHoles(open);
        const MeshReport report = inspect(filled);
        QVERIFY(report.closed());
        QVERIFY(report.edgeManifold());
        QCOMPARE(filled.positions.size(), open.positions.size());
        QVERIFY(std::abs(areaOf(filled) / areaOf(whole) - 1) < 0.02);
    }

    void flatHoleIsFilledFlat() {
        const TriangleMesh whole = makeGrid(10);
        const TriangleMesh open = pierced(whole, {0.5f, 0.5f, 0}, 0.16f);
        const TriangleMesh filled = fillHoles(open, {.edges = 20});
        QVERIFY(filled.triangles.size() > open.triangles.size());
        QVERIFY(std::abs(areaOf(filled) - 1) < 1e-5);
        QCOMPARE(inspect(filled).boundary_edges, 40);  // the rim is longer than 20: it stays
        for (size_t i = open.triangles.size(); i < filled.triangles.size(); ++i) {
            const Vec3i t = filled.triangles[i];
            const Vec3f a = filled.positions[t.x];
            QVERIFY(cross(filled.positions[t.y] - a, filled.positions[t.z] - a).z > 0);
        }
    }

    void largeHolesAndClosedMeshesStay() {
        const TriangleMesh torus = makeTorus(30, 15);
        QCOMPARE(fillHoles(torus).triangles, torus.triangles);
        const TriangleMesh open = pierced(torus, {1.4f, 0, 0}, 0.6f);
        const auto rim = static_cast<int>(inspect(open).boundary_edges);
        QCOMPARE(fillHoles(open, {.edges = rim - 1}).triangles.size(), open.triangles.size());
        QVERIFY(inspect(fillHoles(open, {.edges = rim})).closed());
    }

    void touchingHolesAreLeftOut() {
        // Two holes that share a vertex: which edge goes on from there cannot be told.
        TriangleMesh mesh = makeGrid(6);
        mesh.triangles.erase(mesh.triangles.begin() + 2 * (2 * 6 + 2),
                             mesh.triangles.begin() + 2 * (2 * 6 + 2) + 2);
        mesh.triangles.erase(mesh.triangles.begin() + 2 * (3 * 6 + 3) - 2,
                             mesh.triangles.begin() + 2 * (3 * 6 + 3));
        const MeshReport before = inspect(mesh);
        QCOMPARE(before.boundary_edges, 24 + 8);
        QVERIFY(inspect(fillHoles(mesh, {.edges = 12})).edgeManifold());
    }
};

QTEST_GUILESS_MAIN(TestFillHoles)
#include "test_fill_holes.moc"
