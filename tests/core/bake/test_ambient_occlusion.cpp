// SPDX-License-Identifier: Apache-2.0
#include "bake/ambient_occlusion.h"
#include "base/parallel_for.h"
#include "mesh/normals.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace bozzetto;

namespace {

constexpr double kPi = 3.14159265358979;

/// Adds a rectangle with corners a, a + u, a + u + v, a + v; its normal is u x v.
void addRectangle(TriangleMesh& mesh, Vec3f a, Vec3f u, Vec3f v) {
    const auto first = static_cast<int32_t>(mesh.positions.size());
    mesh.positions.insert(mesh.positions.end(), {a, a + u, a + u + v, a + v});
    mesh.triangles.push_back({first, first + 1, first + 2});
    mesh.triangles.push_back({first, first + 2, first + 3});
}

/// A small plate around the origin, facing +z, whose vertex 0 is the origin; normals of all
/// vertices +z.
TriangleMesh probe() {
    TriangleMesh mesh;
    mesh.positions = {{0, 0, 0}, {0.01f, 0, 0}, {0, 0.01f, 0}};
    mesh.triangles = {{0, 1, 2}};
    return mesh;
}
float opennessAtOrigin(const TriangleMesh& mesh) {
    return ambientOcclusion(
        mesh, std::vector<Vec3f>(mesh.positions.size(), Vec3f{0, 0, 1}), 4096)[0];
}

/// View factors of a surface element (Howell, "A Catalog of Radiation Configuration Factors"): an a
/// x b rectangle that starts above it, parallel at distance d (B-3) ...
double parallelCorner(double a, double b, double d) {
    const double x = a / d, y = b / d, rx = std::sqrt(1 + x * x), ry = std::sqrt(1 + y * y);
    return (x / rx * std::atan(y / rx) + y / ry * std::atan(x / ry)) / (2 * kPi);
}
/// ... and a wall at distance x, of height h, that reaches from the foot point to b on one side
/// (B-4).
double wallHalf(double x, double h, double b) {
    const double slant = std::sqrt(x * x + h * h);
    return (std::atan(b / x) - x / slant * std::atan(b / slant)) / (2 * kPi);
}

}  // namespace

class TestAmbientOcclusion : public QObject {
    Q_OBJECT
private slots:
    void aSphereIsOpen();
    void theInsideOfABoxIsClosed();
    void aWallHidesItsViewFactor();
    void aPlateAboveHidesItsViewFactor();
    void sameBitsForAnyThreadCount();
    void smoothingAveragesNeighbours();
};

void TestAmbientOcclusion::aSphereIsOpen() {
    const TriangleMesh mesh = testing::makeSphere(48, 24);
    const std::vector<float> open = ambientOcclusion(mesh, vertexNormals(mesh), 64);
    QCOMPARE(open.size(), mesh.positions.size());
    QVERIFY(*std::min_element(open.begin(), open.end()) > 0.95f);
    QVERIFY(*std::max_element(open.begin(), open.end()) <= 1.0f);
}

void TestAmbientOcclusion::theInsideOfABoxIsClosed() {
    TriangleMesh box;
    box.positions = {
        {0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}};
    for (const Vec3i& q : {Vec3i{0, 1, 2},
                           {0, 2, 3},
                           {4, 6, 5},
                           {4, 7, 6},
                           {0, 5, 1},
                           {0, 4, 5},
                           {1, 6, 2},
                           {1, 5, 6},
                           {2, 7, 3},
                           {2, 6, 7},
                           {3, 4, 0},
                           {3, 7, 4}}) {
        box.triangles.push_back(q);
    }
    std::vector<Vec3f> inwards, outwards;
    for (const Vec3f& p : box.positions) {
        inwards.push_back(normalize(Vec3f{0.5f, 0.5f, 0.5f} - p));
        outwards.push_back(inwards.back() * -1.0f);
    }
    for (const float open : ambientOcclusion(box, inwards, 256)) {
        QVERIFY2(open < 0.2f,
                 qPrintable(QString::number(open)));  // beside the corner's own three faces
    }
    for (const float open : ambientOcclusion(box, outwards, 256)) {
        QVERIFY2(open > 0.97f, qPrintable(QString::number(open)));
    }
}

void TestAmbientOcclusion::aWallHidesItsViewFactor() {
    for (const float x : {0.3f, 0.6f, 1.5f}) {
        TriangleMesh mesh = probe();
        addRectangle(mesh, {x, -2, 0}, {0, 4, 0}, {0, 0, 1.5f});
        const double expected = 1 - 2 * wallHalf(x, 1.5, 2);
        const float open = opennessAtOrigin(mesh);
        QVERIFY2(std::abs(open - expected) < 0.01,
                 qPrintable(QString("%1: %2, expected %3").arg(x).arg(open).arg(expected)));
    }
}

void TestAmbientOcclusion::aPlateAboveHidesItsViewFactor() {
    for (const float d : {0.2f, 1.0f, 3.0f}) {
        TriangleMesh mesh = probe();
        addRectangle(mesh, {-1, -0.5f, d}, {0, 1, 0}, {2, 0, 0});
        const double expected = 1 - 4 * parallelCorner(1, 0.5, d);
        const float open = opennessAtOrigin(mesh);
        QVERIFY2(std::abs(open - expected) < 0.01,
                 qPrintable(QString("%1: %2, expected %3").arg(d).arg(open).arg(expected)));
    }
    TriangleMesh below = probe();
    addRectangle(below, {-1, -1, -0.1f}, {2, 0, 0}, {0, 2, 0});
    QCOMPARE(opennessAtOrigin(below), 1.0f);
}

void TestAmbientOcclusion::sameBitsForAnyThreadCount() {
    TriangleMesh mesh = testing::makeSphere(40, 20);
    addRectangle(mesh, {-2, -2, -1.1f}, {4, 0, 0}, {0, 4, 0});
    const std::vector<Vec3f> normals = vertexNormals(mesh);
    setThreadCount(1);
    const std::vector<float> one = ambientOcclusion(mesh, normals, 32);
    setThreadCount(5);
    QVERIFY(ambientOcclusion(mesh, normals, 32) == one);
    QVERIFY(*std::min_element(one.begin(), one.end()) <
            0.5f);  // the bottom of the sphere, close to the floor
}

void TestAmbientOcclusion::smoothingAveragesNeighbours() {
    // A strip of two triangles: the vertices 1 and 2 are shared, so their edge counts twice.
    TriangleMesh mesh;
    mesh.positions.resize(5);  // the last is in no triangle
    mesh.triangles = {{0, 1, 2}, {2, 1, 3}};
    const std::vector<float> smooth = smoothOverEdges(mesh, {1, 0, 0.5f, 0.25f, 0.75f});
    QCOMPARE(smooth[0], 0.5f + 0.5f * 0.25f);
    QCOMPARE(smooth[1], 0.5f * (1 + 2 * 0.5f + 0.25f) / 4);
    QCOMPARE(smooth[3], 0.125f + 0.5f * 0.25f);
    QCOMPARE(smooth[4], 0.75f);
}

QTEST_GUILESS_MAIN(TestAmbientOcclusion)
#include "test_ambient_occlusion.moc"
