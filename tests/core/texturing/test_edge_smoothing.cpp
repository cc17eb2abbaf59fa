// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "support/simple_meshes.h"
#include "tensor/convert.h"
#include "texturing/edge_smoothing.h"

#include <QtTest>

#include <algorithm>
#include <numeric>
#include <random>

using namespace bozzetto;

namespace {

/// A ring and a ball, whose vertices have four to 50 neighbours; numbered in no order.
TriangleMesh closedMesh() {
    TriangleMesh mesh = testing::makeTorus(150, 60);
    testing::append(&mesh, testing::makeSphere(50, 60));
    std::mt19937 random(5);
    std::vector<int32_t> number(mesh.positions.size());
    std::iota(number.begin(), number.end(), 0);
    std::shuffle(number.begin(), number.end(), random);
    std::shuffle(mesh.triangles.begin(), mesh.triangles.end(), random);
    for (Vec3i& t : mesh.triangles) {
        t = {number[t.x], number[t.y], number[t.z]};
    }
    return mesh;
}

std::vector<Vec3f> randomValues(size_t count) {
    std::mt19937 random(7);
    std::normal_distribution<float> any;
    std::vector<Vec3f> values(count);
    for (Vec3f& value : values) {
        value = {any(random), any(random), any(random)};
    }
    return values;
}

VertexNeighbours neighboursOf(const TriangleMesh& mesh) {
    return vertexNeighbours(toTensor(mesh.triangles), static_cast<int64_t>(mesh.positions.size()));
}

/// A round: half the own value, half the mean over the other corners of the triangles.
std::vector<Vec3d> overTriangles(const TriangleMesh& mesh, const std::vector<Vec3d>& values) {
    std::vector<Vec3d> sum(values.size());
    std::vector<double> count(values.size());
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            sum[t[k]] += values[t[(k + 1) % 3]] + values[t[(k + 2) % 3]];
            count[t[k]] += 2;
        }
    }
    for (size_t v = 0; v < values.size(); ++v) {
        sum[v] = 0.5 * values[v] + sum[v] * (0.5 / count[v]);
    }
    return sum;
}

}  // namespace

class TestEdgeSmoothing : public QObject {
    Q_OBJECT
private slots:
    void onAClosedMeshItIsTheMeanOverTriangles();
    void onABorderEveryNeighbourCountsOnce();
    void constantsAndLoneVerticesStay();
    void sameBitsForAnyThreadCount();
    void refusesWhatDoesNotFit();
};

void TestEdgeSmoothing::onAClosedMeshItIsTheMeanOverTriangles() {
    const TriangleMesh mesh = closedMesh();
    const std::vector<Vec3f> values = randomValues(mesh.positions.size());
    std::vector<Vec3d> expected(values.size());
    for (size_t v = 0; v < values.size(); ++v) {
        expected[v] = {values[v].x, values[v].y, values[v].z};
    }
    const at::Tensor before = toTensor(values);
    for (int rounds = 0; rounds < 5; ++rounds) {
        const std::vector<Vec3f> smooth =
            toVec3f(smoothOverNeighbours(before, neighboursOf(mesh), rounds));
        double worst = 0;
        for (size_t v = 0; v < values.size(); ++v) {
            const Vec3d found{smooth[v].x, smooth[v].y, smooth[v].z};
            worst = std::max(worst, length(found - expected[v]));
        }
        QVERIFY2(worst <= (rounds == 0 ? 0.0 : 2e-6), qPrintable(QString::number(worst)));
        expected = overTriangles(mesh, expected);
    }
    QVERIFY(at::equal(before, toTensor(values)));  // the argument stays
}

/// Two by two squares, each halved from its first corner to the opposite one:
///   6 7 8
///   3 4 5
///   0 1 2
void TestEdgeSmoothing::onABorderEveryNeighbourCountsOnce() {
    const std::vector<std::vector<int32_t>> expected{{1, 3, 4},
                                                     {0, 2, 4, 5},
                                                     {1, 5},
                                                     {0, 4, 6, 7},
                                                     {0, 1, 3, 5, 7, 8},
                                                     {1, 2, 4, 8},
                                                     {3, 7},
                                                     {3, 4, 6, 8},
                                                     {4, 5, 7}};
    const std::vector<Vec3f> values = randomValues(9);
    const VertexNeighbours neighbours = neighboursOf(testing::makeGrid(2));
    const std::vector<Vec3f> smooth =
        toVec3f(smoothOverNeighbours(toTensor(values), neighbours, 1));
    const int32_t* offsets = neighbours.offsets.data_ptr<int32_t>();
    const int32_t* listed = neighbours.vertices.data_ptr<int32_t>();
    QCOMPARE(neighbours.vertices.numel(), int64_t{offsets[9]});
    for (int v = 0; v < 9; ++v) {
        QCOMPARE(std::vector<int32_t>(listed + offsets[v], listed + offsets[v + 1]), expected[v]);
        Vec3d sum;
        for (const int32_t n : expected[v]) {
            sum += Vec3d{values[n].x, values[n].y, values[n].z};
        }
        for (int c = 0; c < 3; ++c) {
            const double mean = sum[c] / static_cast<double>(expected[v].size());
            QVERIFY(std::abs(smooth[v][c] - (0.5 * values[v][c] + 0.5 * mean)) < 1e-6);
        }
    }
}

void TestEdgeSmoothing::constantsAndLoneVerticesStay() {
    TriangleMesh mesh = closedMesh();
    const auto known = static_cast<int64_t>(mesh.positions.size());
    mesh.positions.resize(known + 2);
    at::Tensor values = at::full({known + 2, 3}, 0.7f);
    values.select(0, known).fill_(5.0f);
    values.select(0, known + 1).fill_(-3.0f);
    const at::Tensor smooth = smoothOverNeighbours(values, neighboursOf(mesh), 9);
    QVERIFY(at::equal(smooth.slice(0, known), values.slice(0, known)));
    QVERIFY(at::allclose(smooth, values, 0, 2e-6));
}

void TestEdgeSmoothing::sameBitsForAnyThreadCount() {
    const TriangleMesh mesh = closedMesh();  // large enough for several threads
    const at::Tensor values = toTensor(randomValues(mesh.positions.size()));
    const int threads = threadCount();
    setThreadCount(1);
    const at::Tensor alone = smoothOverNeighbours(values, neighboursOf(mesh), 3);
    setThreadCount(2);
    const at::Tensor together = smoothOverNeighbours(values, neighboursOf(mesh), 3);
    setThreadCount(threads);
    QVERIFY(at::equal(alone, together));
}

void TestEdgeSmoothing::refusesWhatDoesNotFit() {
    const TriangleMesh mesh = testing::makeGrid(3);
    const VertexNeighbours neighbours = neighboursOf(mesh);
    const at::Tensor triangles = toTensor(mesh.triangles);
    QVERIFY_EXCEPTION_THROWN(smoothOverNeighbours(at::zeros({15, 3}), neighbours, 1), Error);
    QVERIFY_EXCEPTION_THROWN(smoothOverNeighbours(at::zeros({16, 2}), neighbours, 1), Error);
    QVERIFY_EXCEPTION_THROWN(smoothOverNeighbours(at::zeros({16, 3}), {}, 1), Error);
    QVERIFY_EXCEPTION_THROWN(vertexNeighbours(triangles, 15), Error);
    QVERIFY_EXCEPTION_THROWN(vertexNeighbours(triangles - 1, 16), Error);
    QVERIFY_EXCEPTION_THROWN(vertexNeighbours(triangles.view({-1, 6}), 16), Error);
    QCOMPARE(vertexNeighbours(triangles.slice(0, 0, 0), 0).vertices.numel(), int64_t{0});
}

QTEST_GUILESS_MAIN(TestEdgeSmoothing)
#include "test_edge_smoothing.moc"
