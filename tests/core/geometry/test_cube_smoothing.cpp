// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "geometry/cube_smoothing.h"

#include <ATen/ATen.h>
#include <QtTest>

#include <algorithm>

using namespace bozzetto;

class TestCubeSmoothing : public QObject {
    Q_OBJECT
private slots:
    void aRoundWeighsNeighboursByOneTwoOne();
    void roundsRepeat();
    void absentCubesCountAsZero();
    void sameBitsForAnyThreadCount();
    void rejectsValuesOfAnotherGrid();
};

void TestCubeSmoothing::aRoundWeighsNeighboursByOneTwoOne() {
    const CubeGrid grid = denseCubeGrid(4);
    at::Tensor impulse = at::zeros({5, 5, 5});
    impulse[2][2][2] = 64.0f;
    const at::Tensor smooth = smoothOverCubes(impulse.view({-1}), grid, 1).view({5, 5, 5});
    const float weight[5] = {0, 1, 2, 1, 0};
    for (int x = 0; x < 5; ++x) {
        for (int y = 0; y < 5; ++y) {
            for (int z = 0; z < 5; ++z) {
                QCOMPARE(smooth[x][y][z].item<float>(), weight[x] * weight[y] * weight[z]);
            }
        }
    }
    QCOMPARE(impulse.sum().item<float>(), 64.0f);  // the argument stays
}

void TestCubeSmoothing::roundsRepeat() {
    const CubeGrid grid = denseCubeGrid(6);
    const at::Tensor values =
        at::randn({grid.vertex_count}, at::detail::createCPUGenerator(1), at::kFloat);
    at::Tensor one_by_one = values;
    for (int round = 0; round < 3; ++round) {
        one_by_one = smoothOverCubes(one_by_one, grid, 1);
    }
    QVERIFY(at::equal(smoothOverCubes(values, grid, 3), one_by_one));
    QVERIFY(at::equal(smoothOverCubes(values, grid, 0), values));
}

void TestCubeSmoothing::absentCubesCountAsZero() {
    const CubeGrid grid = sparseCubeGrid(8, at::tensor({3, 4, 5}, at::kInt).view({1, 3})).grid;
    QCOMPARE(grid.vertex_count, int64_t{8});
    const at::Tensor smooth = smoothOverCubes(at::ones({8}), grid, 1);
    QVERIFY(at::equal(smooth, at::full({8}, 0.125f)));
}

void TestCubeSmoothing::sameBitsForAnyThreadCount() {
    const CubeGrid grid = denseCubeGrid(24);
    const at::Tensor values =
        at::randn({grid.vertex_count}, at::detail::createCPUGenerator(2), at::kFloat);
    const int threads = threadCount();
    setThreadCount(1);
    const at::Tensor alone = smoothOverCubes(values, grid, 4);
    setThreadCount(3);
    const at::Tensor together = smoothOverCubes(values, grid, 4);
    setThreadCount(threads);
    QVERIFY(at::equal(alone, together));
}

void TestCubeSmoothing::rejectsValuesOfAnotherGrid() {
    const CubeGrid grid = denseCubeGrid(4);
    QVERIFY_EXCEPTION_THROWN(smoothOverCubes(at::zeros({64}), grid, 1), Error);
    QVERIFY_EXCEPTION_THROWN(smoothOverCubes(at::zeros({125}, at::kDouble), grid, 1), Error);
}

QTEST_GUILESS_MAIN(TestCubeSmoothing)
#include "test_cube_smoothing.moc"
