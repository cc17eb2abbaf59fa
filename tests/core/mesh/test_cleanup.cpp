// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"
#include "mesh/cleanup.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <algorithm>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

double volumeOf(const TriangleMesh& mesh) {
    double sum = 0;
    for (const Vec3i& t : mesh.triangles) {
        const Vec3f a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
        sum += dot(a, cross(b, c)) / 6.0;
    }
    return sum;
}

/// Moves vertices onto, or nearly onto, a neighbour: needles, triangles without area, and caps.
TriangleMesh spoil(TriangleMesh mesh) {
    for (size_t i = 0; i < mesh.triangles.size(); i += 23) {
        const Vec3i t = mesh.triangles[i];
        const Vec3f a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
        const float share = randomUniform(5, 0, i);
        if (i % 3 == 0) {
            mesh.positions[t.x] = b + (a - b) * (share < 0.5f ? 0.0f : 1e-6f);
        } else if (i % 3 == 1) {
            mesh.positions[t.z] = a + (b - a) * 0.5f;
        } else {
            mesh.positions[t.y] = b + (c - b) * 0.9999f;
        }
    }
    return mesh;
}

}  // namespace

class TestCleanup : public QObject {
    Q_OBJECT
private slots:
    void finsGoAndTheRestStays() {
        TriangleMesh mesh = makeTorus(12, 6);
        const size_t triangles = mesh.triangles.size();
        const int far = static_cast<int>(mesh.positions.size());
        mesh.positions.push_back({3, 3, 3});
        mesh.triangles.push_back({0, 1, far});
        mesh.triangles.push_back({1, 0, far});
        QVERIFY(!inspect(mesh).edgeManifold());
        const TriangleMesh clean = removeFins(mesh);
        QCOMPARE(clean.triangles.size(), triangles);
        QCOMPARE(clean.positions.size(), size_t(far));
        QVERIFY(inspect(clean).closed() && inspect(clean).edgeManifold());
        QCOMPARE(removeFins(clean).triangles, clean.triangles);
    }

    void inspectCounts() {
        const MeshReport torus = inspect(makeTorus(20, 10));
        QVERIFY(torus.closed() && torus.edgeManifold());
        QCOMPARE(torus.vertices, int64_t{200});
        QCOMPARE(torus.triangles, int64_t{400});
        QCOMPARE(torus.components, int64_t{1});
        QCOMPARE(torus.degenerate_triangles, int64_t{0});

        const MeshReport grid = inspect(makeGrid(3));
        QVERIFY(!grid.closed() && grid.edgeManifold());
        QCOMPARE(grid.boundary_edges, int64_t{12});

        const TriangleMesh leaves{
            {{0, 0, 0}, {0, 0, 1}, {1, 0, 0}, {-1, 1, 0}, {-1, -1, 0}, {7, 7, 7}},
            {{0, 1, 2}, {0, 1, 3}, {1, 0, 4}, {0, 0, 2}}};
        const MeshReport report = inspect(leaves);
        QCOMPARE(report.non_manifold_edges, int64_t{1});
        QCOMPARE(report.boundary_edges, int64_t{6});
        QCOMPARE(report.degenerate_triangles, int64_t{1});
        QCOMPARE(report.unreferenced_vertices, int64_t{1});
        QVERIFY(!inspect({}).closed());
    }

    void trianglesFacingOppositeWaysAreNotManifold() {
        QCOMPARE(inspect({{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, -1, 0}}, {{0, 1, 2}, {0, 1, 3}}})
                     .non_manifold_edges,
                 int64_t{1});
    }

    void weldJoinsASoup() {
        const TriangleMesh torus = makeTorus(12, 8);
        TriangleMesh soup;
        for (const Vec3i& t : torus.triangles) {
            const int base = static_cast<int>(soup.positions.size());
            soup.positions.insert(
                soup.positions.end(),
                {torus.positions[t.x], torus.positions[t.y], torus.positions[t.z]});
            soup.triangles.push_back({base, base + 1, base + 2});
        }
        QVERIFY(!inspect(soup, Weld::No).closed());
        QVERIFY(inspect(soup).closed());
        const TriangleMesh welded = weld(soup);
        QCOMPARE(welded.positions.size(), torus.positions.size());
        QVERIFY(inspect(welded, Weld::No).closed());
    }

    void componentsAreNumberedByFirstTriangle() {
        TriangleMesh mesh = makeSphere(8, 6);
        const size_t first = mesh.triangles.size();
        append(&mesh, makeTorus(10, 6));
        int count = 0;
        const std::vector<int> ids = components(mesh, &count);
        QCOMPARE(count, 2);
        for (size_t t = 0; t < ids.size(); ++t) {
            QCOMPARE(ids[t], t < first ? 0 : 1);
        }
    }

    void smallComponentsGo() {
        TriangleMesh mesh = makeSphere(20, 12);
        const MeshReport alone = inspect(mesh);
        TriangleMesh crumb = makeSphere(6, 4);
        for (Vec3f& p : crumb.positions) {
            p = p * 0.02f + Vec3f{3, 0, 0};
        }
        append(&mesh, crumb);
        const MeshReport kept = inspect(removeSmallComponents(mesh, 0.05));
        QCOMPARE(kept.components, int64_t{1});
        QCOMPARE(kept.triangles, alone.triangles);
        QCOMPARE(kept.unreferenced_vertices, int64_t{0});
        QCOMPARE(inspect(removeSmallComponents(mesh, 0.01)).components, int64_t{2});
    }

    void removeDegenerateKeepsClosedSurfaces_data() {
        QTest::addColumn<bool>("torus");
        QTest::newRow("sphere") << false;
        QTest::newRow("torus") << true;
    }
    void removeDegenerateKeepsClosedSurfaces() {
        QFETCH(bool, torus);
        const TriangleMesh spoilt = spoil(torus ? makeTorus(60, 30) : makeSphere(50, 40));
        QVERIFY(inspect(spoilt, Weld::No).degenerate_triangles > 20);
        const TriangleMesh mesh = removeDegenerate(spoilt);
        const MeshReport report = inspect(mesh);
        QVERIFY(report.closed());
        QVERIFY(report.edgeManifold());
        QCOMPARE(report.degenerate_triangles, int64_t{0});
        QCOMPARE(report.unreferenced_vertices, int64_t{0});
        QCOMPARE(report.components, int64_t{1});
        const int64_t euler = report.vertices - 3 * report.triangles / 2 + report.triangles;
        QCOMPARE(euler, torus ? int64_t{0} : int64_t{2});
        const double before = volumeOf(spoilt), after = volumeOf(mesh);
        QVERIFY2(std::abs(after - before) < 0.005 * before,
                 qPrintable(QString("%1 %2").arg(before).arg(after)));
    }

    void removeDegenerateLeavesGoodMeshesAlone() {
        const TriangleMesh torus = makeTorus(40, 20);
        const TriangleMesh same = removeDegenerate(torus);
        QCOMPARE(same.positions.size(), torus.positions.size());
        QVERIFY(
            std::equal(same.triangles.begin(),
                       same.triangles.end(),
                       torus.triangles.begin(),
                       torus.triangles.end(),
                       [](Vec3i a, Vec3i b) { return a.x == b.x && a.y == b.y && a.z == b.z; }));
    }

    void openBordersStayWhereTheyAre() {
        TriangleMesh grid = makeGrid(10);
        grid.positions[60] = grid.positions[61];  // inside
        const TriangleMesh mesh = removeDegenerate(grid);
        const MeshReport report = inspect(mesh);
        QCOMPARE(report.boundary_edges, int64_t{40});
        QCOMPARE(report.degenerate_triangles, int64_t{0});
        QVERIFY(report.edgeManifold());
    }
};

QTEST_GUILESS_MAIN(TestCleanup)
#include "test_cleanup.moc"
