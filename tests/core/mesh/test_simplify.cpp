// SPDX-License-Identifier: Apache-2.0
// Fewer triangles with the same texture: nothing opens, seams keep meeting, the surface and what is
// painted on it stay where they are.
#include "base/error.h"
#include "mesh/cleanup.h"
#include "mesh/distance.h"
#include "mesh/normals.h"
#include "mesh/simplify.h"
#include "mesh/unwrap.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <map>

using namespace bozzetto;
using namespace bozzetto::testing;

class TestSimplify : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void budgetIsReached_data();
    void budgetIsReached();
    void tinyBudgetSaysWhy();
    void enoughBudgetChangesNothing();
    void flatOpenSheetKeepsItsOutline();
    void pinchedPartsLeaveNoFins();
    void ownFinsAreKept();
    void sameResultTwice();
    void badBudgetIsRefused();

private:
    TexturedMesh torus_, sphere_;
    Atlas torus_atlas_, sphere_atlas_;
};

namespace {

TexturedMesh textured(const TriangleMesh& mesh, Atlas& atlas) {
    atlas = unwrap(mesh, {512, 4, {}});
    TexturedMesh result;
    result.mesh = mesh;
    result.normals = vertexNormals(mesh);
    result.uvs = atlas.uvs;
    result.uv_triangles = atlas.uv_triangles;
    computeTangents(result);
    return result;
}

using UvKey = std::pair<float, float>;
UvKey keyOf(Vec2f uv) {
    return {uv.x, uv.y};
}

/// Chart of each UV that occurs: charts lie apart, so a UV belongs to one.
std::map<UvKey, int> chartsOf(const Atlas& atlas) {
    std::map<UvKey, int> charts;
    for (size_t t = 0; t < atlas.charts.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            charts[keyOf(atlas.uvs[atlas.uv_triangles[t][k]])] = atlas.charts[t];
        }
    }
    return charts;
}

/// Triangles that reach from one chart into another: they would show the wrong texture.
int mixedTriangles(const TexturedMesh& mesh, const Atlas& atlas) {
    const std::map<UvKey, int> charts = chartsOf(atlas);
    int count = 0;
    for (const Vec3i& t : mesh.uv_triangles) {
        const int chart = charts.at(keyOf(mesh.uvs[t.x]));
        count +=
            charts.at(keyOf(mesh.uvs[t.y])) != chart || charts.at(keyOf(mesh.uvs[t.z])) != chart;
    }
    return count;
}

int foldedTriangles(const TexturedMesh& mesh) {
    int count = 0;
    for (const Vec3i& t : mesh.uv_triangles) {
        const Vec2f a = mesh.uvs[t.x];
        count += cross(mesh.uvs[t.y] - a, mesh.uvs[t.z] - a) <= 0;
    }
    return count;
}

Vec2f uvAt(const TexturedMesh& mesh, int triangle, Vec3f p) {
    const Vec3i t = mesh.mesh.triangles[triangle], u = mesh.uv_triangles[triangle];
    const Vec3f a = mesh.mesh.positions[t.x], b = mesh.mesh.positions[t.y],
                c = mesh.mesh.positions[t.z];
    const Vec3f n = cross(b - a, c - a);
    const float whole = dot(n, n);
    const float wb = dot(cross(p - a, c - a), n) / whole, wc = dot(cross(b - a, p - a), n) / whole;
    return mesh.uvs[u.x] * (1 - wb - wc) + mesh.uvs[u.y] * wb + mesh.uvs[u.z] * wc;
}

/// How far the texture moved, as a length in UV: the centre of each triangle against the nearest
/// point of the source. Points whose nearest one lies in another chart do not count: a slip of
/// nearly nothing may step over a seam.
double meanSlip(const TexturedMesh& mesh, const TexturedMesh& source, const Atlas& atlas) {
    const std::map<UvKey, int> charts = chartsOf(atlas);
    const TriangleBvh bvh(source.mesh);
    double sum = 0;
    int count = 0;
    for (size_t t = 0; t < mesh.mesh.triangles.size(); ++t) {
        const Vec3i corner = mesh.mesh.triangles[t], u = mesh.uv_triangles[t];
        const Vec3f centre = (mesh.mesh.positions[corner.x] + mesh.mesh.positions[corner.y] +
                              mesh.mesh.positions[corner.z]) *
                             (1.0f / 3);
        const TriangleBvh::Closest nearest = bvh.closest(centre);
        if (atlas.charts[nearest.triangle] != charts.at(keyOf(mesh.uvs[u.x]))) {
            continue;
        }
        const Vec2f own = (mesh.uvs[u.x] + mesh.uvs[u.y] + mesh.uvs[u.z]) * (1.0f / 3);
        const Vec2f wanted = uvAt(source, nearest.triangle, nearest.point);
        sum += std::hypot(own.x - wanted.x, own.y - wanted.y);
        ++count;
    }
    return sum / count;
}

/// Corners are corners of the source with the same normal; tangents are unit and signed.
void checkAttributes(const TexturedMesh& mesh, const TexturedMesh& source) {
    std::map<std::array<float, 3>, Vec3f> normals;
    for (size_t i = 0; i < source.mesh.positions.size(); ++i) {
        const Vec3f p = source.mesh.positions[i];
        normals[{p.x, p.y, p.z}] = source.normals[i];
    }
    QCOMPARE(mesh.normals.size(), mesh.mesh.positions.size());
    for (size_t i = 0; i < mesh.mesh.positions.size(); ++i) {
        const Vec3f p = mesh.mesh.positions[i];
        const auto found = normals.find({p.x, p.y, p.z});
        QVERIFY(found != normals.end());
        QVERIFY(length(found->second - mesh.normals[i]) == 0);
    }
    QCOMPARE(mesh.tangents.size(), mesh.uvs.size());
    for (const Vec4f& t : mesh.tangents) {
        QVERIFY(std::abs(length(Vec3f{t.x, t.y, t.z}) - 1) < 1e-4f && std::abs(t.w) == 1);
    }
}

}  // namespace

void TestSimplify::initTestCase() {
    torus_ = textured(makeTorus(160, 64), torus_atlas_);     // 20480 triangles
    sphere_ = textured(makeSphere(120, 80), sphere_atlas_);  // 18960
    QVERIFY(torus_atlas_.chart_count > 3 && sphere_atlas_.chart_count > 3);
}

void TestSimplify::budgetIsReached_data() {
    QTest::addColumn<bool>("torus");
    QTest::addColumn<int>("budget");
    QTest::addColumn<double>("distance");  // mean, share of the diagonal
    QTest::addColumn<double>("texels");    // mean slip of the texture, of a map of 512
    QTest::newRow("torus, half") << true << 10000 << 2e-4 << 0.2;
    QTest::newRow("torus, tenth") << true << 2000 << 1.5e-3 << 0.6;
    QTest::newRow("torus, fiftieth") << true << 400 << 7e-3 << 2.5;
    QTest::newRow("sphere, quarter") << false << 5000 << 5e-4 << 0.5;
    QTest::newRow("sphere, fortieth") << false << 500 << 5e-3 << 2.5;
}

void TestSimplify::budgetIsReached() {
    QFETCH(bool, torus);
    QFETCH(int, budget);
    QFETCH(double, distance);
    QFETCH(double, texels);
    const TexturedMesh& source = torus ? torus_ : sphere_;
    const Atlas& atlas = torus ? torus_atlas_ : sphere_atlas_;
    const SimplifiedMesh result = simplify(source, {budget, 0.1, {}});
    const TexturedMesh& mesh = result.mesh;
    QVERIFY(result.note.empty());
    QVERIFY(std::abs(static_cast<double>(mesh.mesh.triangles.size()) / budget - 1) <= 0.05);

    const MeshReport report = inspect(mesh.mesh, Weld::No);
    QVERIFY(report.closed() && report.edgeManifold());
    QCOMPARE(report.degenerate_triangles, 0);
    QCOMPARE(report.unreferenced_vertices, 0);
    QCOMPARE(report.components, 1);

    const SurfaceScores scores = compareSurfaces(mesh.mesh, source.mesh, 20000);
    QVERIFY2(scores.surface_l1 < distance, qPrintable(QString::number(scores.surface_l1)));
    QCOMPARE(mixedTriangles(mesh, atlas), 0);
    const double slip = 512 * meanSlip(mesh, source, atlas);
    QVERIFY2(slip < texels, qPrintable(QString::number(slip)));
    QVERIFY(foldedTriangles(mesh) <= 0.01 * budget + 2);
    checkAttributes(mesh, source);
}

void TestSimplify::tinyBudgetSaysWhy() {
    const SimplifiedMesh result = simplify(torus_, {4, 0.1, {}});
    QVERIFY(result.mesh.mesh.triangles.size() > 4);
    QVERIFY2(result.note.find("instead of 4") != std::string::npos, result.note.c_str());
    QVERIFY(inspect(result.mesh.mesh, Weld::No).closed());
    QVERIFY(result.error <= 0.1);
}

void TestSimplify::enoughBudgetChangesNothing() {
    const SimplifiedMesh result = simplify(torus_, {20480, 0.1, {}});
    QCOMPARE(result.mesh.mesh.triangles.size(), torus_.mesh.triangles.size());
    QCOMPARE(result.mesh.uvs.size(), torus_.uvs.size());
    QCOMPARE(result.error, 0.0);
}

void TestSimplify::flatOpenSheetKeepsItsOutline() {
    TexturedMesh sheet;
    sheet.mesh = makeGrid(40);
    sheet.normals = vertexNormals(sheet.mesh);
    for (const Vec3f& p : sheet.mesh.positions) {
        sheet.uvs.push_back({p.x, p.y});
    }
    sheet.uv_triangles = sheet.mesh.triangles;
    const SimplifiedMesh result = simplify(sheet, {8, 0.1, {}});
    QVERIFY(result.mesh.mesh.triangles.size() <= 8);
    double area = 0;
    for (const Vec3i& t : result.mesh.mesh.triangles) {
        const std::vector<Vec3f>& p = result.mesh.mesh.positions;
        area += length(cross(p[t.y] - p[t.x], p[t.z] - p[t.x])) / 2;
    }
    QVERIFY(std::abs(area - 1) < 1e-5);
}

/// Two balls joined by a thread, which decimation flattens.
void TestSimplify::pinchedPartsLeaveNoFins() {
    TriangleMesh mesh = makeSphere(64, 96);
    for (Vec3f& p : mesh.positions) {
        const float z = std::abs(p.z);
        const float narrow = z < 0.5f ? 0.004f : z - 0.5f + 0.004f;
        p.x *= narrow;
        p.y *= narrow;
    }
    const MeshReport before = inspect(mesh);
    QVERIFY(before.closed() && before.edgeManifold());
    TexturedMesh plain;
    plain.mesh = mesh;
    const TexturedMesh fewer = simplify(plain, {.triangles = 120, .progress = {}}).mesh;
    const std::vector<bool> fins = finFaces(fewer.mesh.triangles);
    QCOMPARE(std::count(fins.begin(), fins.end(), true), 0);
    const MeshReport report = inspect(fewer.mesh);
    QVERIFY(report.closed() && report.edgeManifold());
    QVERIFY(report.triangles >= 110 && report.unreferenced_vertices == 0);
}

/// A sheet with two faces, as leaves are made.
void TestSimplify::ownFinsAreKept() {
    TexturedMesh sheet;
    sheet.mesh = makeGrid(20);
    const std::vector<Vec3i> front = sheet.mesh.triangles;
    for (const Vec3i& t : front) {
        sheet.mesh.triangles.push_back({t.x, t.z, t.y});
    }
    const TexturedMesh fewer = simplify(sheet, {.triangles = 400, .progress = {}}).mesh;
    QVERIFY(fewer.mesh.triangles.size() > 300);
}

void TestSimplify::sameResultTwice() {
    const TexturedMesh a = simplify(sphere_, {900, 0.1, {}}).mesh,
                       b = simplify(sphere_, {900, 0.1, {}}).mesh;
    QCOMPARE(a.mesh.triangles.size(), b.mesh.triangles.size());
    for (size_t t = 0; t < a.mesh.triangles.size(); ++t) {
        for (int k = 0; k < 3; ++k) {
            QCOMPARE(a.mesh.triangles[t][k], b.mesh.triangles[t][k]);
            QCOMPARE(a.uv_triangles[t][k], b.uv_triangles[t][k]);
        }
    }
}

void TestSimplify::badBudgetIsRefused() {
    QVERIFY_EXCEPTION_THROWN(simplify(torus_, {3, 0.1, {}}), Error);
    SimplifyOptions stopped{500, 0.1, [](double) { throw Cancelled(); }};
    QVERIFY_EXCEPTION_THROWN(simplify(torus_, stopped), Cancelled);
}

QTEST_GUILESS_MAIN(TestSimplify)
#include "test_simplify.moc"
