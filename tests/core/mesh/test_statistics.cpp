// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "mesh/statistics.h"
#include "support/sample_mesh.h"
#include "support/simple_meshes.h"

#include <QtTest>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

/// A cube of side 2 with 12 triangles over 8 positions.
TriangleMesh makeCube(Vec3f centre = {}) {
    TriangleMesh mesh;
    for (int i = 0; i < 8; ++i) {
        mesh.positions.push_back(
            centre + Vec3f{i & 1 ? 1.0f : -1.0f, i & 2 ? 1.0f : -1.0f, i & 4 ? 1.0f : -1.0f});
    }
    const int sides[6][4] = {
        {0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}};
    for (const auto& c : sides) {
        mesh.triangles.push_back({c[0], c[1], c[2]});
        mesh.triangles.push_back({c[0], c[2], c[3]});
    }
    return mesh;
}

/// Every corner with a vertex of its own, as an unjoined export has them.
TriangleMesh splitApart(const TriangleMesh& mesh) {
    TriangleMesh result;
    for (const Vec3i& t : mesh.triangles) {
        const int first = static_cast<int>(result.positions.size());
        for (int k = 0; k < 3; ++k) {
            result.positions.push_back(mesh.positions[t[k]]);
        }
        result.triangles.push_back({first, first + 1, first + 2});
    }
    return result;
}

}  // namespace

class TestStatistics : public QObject {
    Q_OBJECT
private slots:
    void closedCube() {
        const MeshStatistics cube = measureMesh(splitApart(makeCube({5, 0, 0})));
        QCOMPARE(cube.triangles, int64_t{12});
        QCOMPARE(cube.vertices, int64_t{8});
        QCOMPARE(cube.components, int64_t{1});
        QCOMPARE(cube.holes, int64_t{0});
        QCOMPARE(cube.non_manifold_edges + cube.non_manifold_vertices, int64_t{0});
        QCOMPARE(cube.degenerate_triangles, int64_t{0});
        QVERIFY(cube.closed() && cube.manifold());
        QCOMPARE(cube.area, 24.0);
        QVERIFY(cube.volume.has_value());
        QVERIFY(std::abs(*cube.volume - 8.0) < 1e-9);
        QCOMPARE(cube.low.x, 4.0f);
        QCOMPARE(cube.high.x, 6.0f);
        QCOMPARE(cube.high.z, 1.0f);
    }

    void cubesWithHoles() {
        TriangleMesh mesh = makeCube();
        mesh.triangles.erase(mesh.triangles.begin(), mesh.triangles.begin() + 2);  // the bottom
        const MeshStatistics open = measureMesh(mesh);
        QCOMPARE(open.holes, int64_t{1});
        QCOMPARE(open.open_edges, int64_t{4});
        QVERIFY(!open.closed() && open.manifold());
        QVERIFY(!open.volume.has_value());

        mesh.triangles.erase(mesh.triangles.begin(), mesh.triangles.begin() + 2);  // the top too
        QCOMPARE(measureMesh(mesh).holes, int64_t{2});
        QCOMPARE(measureMesh(mesh).components, int64_t{1});

        append(&mesh, makeCube({9, 0, 0}));
        const MeshStatistics two = measureMesh(mesh);
        QCOMPARE(two.components, int64_t{2});
        QCOMPARE(two.holes, int64_t{2});
        QCOMPARE(two.triangles, int64_t{20});
    }

    void sheetsAndTunnels() {
        const MeshStatistics grid = measureMesh(makeGrid(3));
        QCOMPARE(grid.holes, int64_t{1});
        QCOMPARE(grid.open_edges, int64_t{12});
        QVERIFY(grid.manifold());
        const MeshStatistics torus = measureMesh(makeTorus(24, 12));
        QCOMPARE(torus.holes, int64_t{0});  // its tunnel is no hole in the surface
        QVERIFY(torus.closed() && torus.volume.has_value());
        // 2 pi^2 R r^2, a little less for the flat facets.
        QVERIFY(*torus.volume > 0.93 * 3.1583 && *torus.volume < 3.1583);
    }

    void bowTies() {
        // Two tetrahedra that share the edge 0-1: four triangles run along it.
        const TriangleMesh edge{
            {{0, 0, 0}, {0, 0, 1}, {1, 0, 0}, {1, 1, 0}, {-1, 0, 0}, {-1, -1, 0}},
            {{0, 1, 2},
             {0, 2, 3},
             {0, 3, 1},
             {1, 3, 2},
             {0, 1, 4},
             {0, 4, 5},
             {0, 5, 1},
             {1, 5, 4}}};
        const MeshStatistics shared_edge = measureMesh(edge);
        QCOMPARE(shared_edge.non_manifold_edges, int64_t{1});
        QCOMPARE(shared_edge.non_manifold_vertices, int64_t{0});
        QCOMPARE(shared_edge.components, int64_t{1});
        QVERIFY(shared_edge.closed() && !shared_edge.manifold() && !shared_edge.volume);

        // Two cubes that touch in a corner.
        TriangleMesh corner = makeCube();
        append(&corner, makeCube({2, 2, 2}));
        const MeshStatistics shared_corner = measureMesh(corner);
        QCOMPARE(shared_corner.non_manifold_vertices, int64_t{1});
        QCOMPARE(shared_corner.non_manifold_edges, int64_t{0});
        QCOMPARE(shared_corner.components, int64_t{1});
        QVERIFY(!shared_corner.manifold());

        // Two sheets that touch in a point keep a rim each.
        const TriangleMesh sheets{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {-1, 0, 0}, {0, -1, 0}},
                                  {{0, 1, 2}, {0, 3, 4}}};
        QCOMPARE(measureMesh(sheets).holes, int64_t{2});
        QCOMPARE(measureMesh(sheets).non_manifold_vertices, int64_t{1});
    }

    void facingDisagrees() {
        TriangleMesh mesh = makeCube();
        std::swap(mesh.triangles[0].x, mesh.triangles[0].y);
        const MeshStatistics turned = measureMesh(mesh);
        QCOMPARE(turned.non_manifold_edges, int64_t{3});
        QVERIFY(!turned.volume);
    }

    void oddInput() {
        const MeshStatistics none = measureMesh(TriangleMesh{});
        QCOMPARE(none.triangles, int64_t{0});
        QVERIFY(!none.closed());
        const MeshStatistics flat =
            measureMesh(TriangleMesh{{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}, {{0, 1, 2}, {0, 0, 1}}});
        QCOMPARE(flat.degenerate_triangles, int64_t{2});
        QVERIFY_EXCEPTION_THROWN(measureMesh(TriangleMesh{{{0, 0, 0}}, {{0, 0, 1}}}), Error);
        const MeshStatistics textured = measureMesh(makeSampleMesh(8));
        QCOMPARE(textured.texture_width, 8);
        QCOMPARE(textured.texture_height, 8);
        QVERIFY(textured.closed());
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "test_statistics.moc"
