// SPDX-License-Identifier: Apache-2.0
#include "base/parallel_for.h"
#include "mesh/unwrap.h"
#include "support/flexicubes_mesh.h"
#include "support/noisy_mesh.h"

#include <QtTest>

#include <algorithm>
#include <chrono>
#include <ctime>

using namespace bozzetto;

/// The atlas that raw extraction results get: what the project promises, with the sizes that it
/// names.
class TestUnwrapQuality : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { setThreadCount(1); }

    void meetsTheBars_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("resolution");
        QTest::addColumn<double>("seconds");
        QTest::newRow("FlexiCubes, 100 k") << "flexicubes" << 110 << 1024 << 5.0;
        QTest::newRow("FlexiCubes, 21 k, small map") << "flexicubes" << 50 << 512 << 2.0;
        QTest::newRow("noisy marching tets, 200 k") << "noisy" << 200000 << 1024 << 10.0;
        QTest::newRow("noisy marching tets, 40 k, large map") << "noisy" << 40000 << 2048 << 5.0;
    }
    void meetsTheBars() {
        QFETCH(QString, kind);
        QFETCH(int, size);
        QFETCH(int, resolution);
        QFETCH(double, seconds);
        const TriangleMesh mesh = kind == "noisy" ? noisyMesh(size) : flexiCubesMesh(size);

        UnwrapOptions options;
        options.resolution = resolution;
        using Clock = std::chrono::steady_clock;
        Clock::time_point last = Clock::now();
        double longest_silence = 0;
        options.progress = [&](double) {
            const Clock::time_point now = Clock::now();
            longest_silence =
                std::max(longest_silence, std::chrono::duration<double>(now - last).count());
            last = now;
        };
        const std::clock_t start =
            std::clock();  // of this process: other programs on the machine do not count
        const Atlas atlas = unwrap(mesh, options);
        const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

        const AtlasQuality quality = measureAtlas(mesh, atlas, resolution);
        const auto triangles = static_cast<int64_t>(mesh.triangles.size());
        qInfo(
            "%lld triangles: %d charts, %.1f %% filled, L2 %.3f, worst %.2f, gutter %d, overlap "
            "%lld, %.2f s, "
            "silent %.2f s",
            static_cast<long long>(triangles),
            quality.chart_count,
            100 * quality.filled,
            quality.l2_stretch,
            quality.worst_stretch,
            quality.minimum_gutter,
            static_cast<long long>(quality.overlapping_texels),
            took,
            longest_silence);
        QCOMPARE(quality.overlapping_texels, int64_t{0});
        QVERIFY(quality.chart_count <= triangles / 100);
        QVERIFY(quality.filled >= 0.65);
        QVERIFY(quality.l2_stretch <= 1.3);
        QVERIFY(quality.worst_stretch <= 5);
        QVERIFY(quality.minimum_gutter >= 4);
        QVERIFY(took <= seconds);
    }
};

QTEST_GUILESS_MAIN(TestUnwrapQuality)
#include "test_unwrap_quality.moc"
