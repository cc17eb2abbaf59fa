// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "mesh/unwrap.h"
#include "support/simple_meshes.h"

#include <QtTest>

#include <cstring>
#include <limits>
#include <stdexcept>

using namespace bozzetto;
using namespace bozzetto::testing;

namespace {

constexpr int kResolution = 512;

AtlasQuality unwrapAndMeasure(const TriangleMesh& mesh, Atlas* atlas) {
    UnwrapOptions options;
    options.resolution = kResolution;
    *atlas = unwrap(mesh, options);
    return measureAtlas(mesh, *atlas, kResolution);
}

/// What holds for every atlas, whatever the mesh.
void checkAtlas(const TriangleMesh& mesh, const Atlas& atlas, const AtlasQuality& quality) {
    QCOMPARE(atlas.uv_triangles.size(), mesh.triangles.size());
    QCOMPARE(atlas.charts.size(), mesh.triangles.size());
    for (const Vec2f& uv : atlas.uvs) {
        QVERIFY(uv.x >= 0 && uv.x <= 1 && uv.y >= 0 && uv.y <= 1);
    }
    for (size_t t = 0; t < mesh.triangles.size(); ++t) {
        QVERIFY(atlas.charts[t] >= 0 && atlas.charts[t] < atlas.chart_count);
        for (int k = 0; k < 3; ++k) {
            const int uv = atlas.uv_triangles[t][k];
            QVERIFY(uv >= 0 && uv < static_cast<int>(atlas.uvs.size()));
        }
    }
    QCOMPARE(quality.overlapping_texels, int64_t{0});
    QVERIFY2(quality.minimum_gutter >= 4, qPrintable(QString::number(quality.minimum_gutter)));
}

bool sameBytes(const Atlas& a, const Atlas& b) {
    return a.uvs.size() == b.uvs.size() && a.charts == b.charts &&
           std::memcmp(a.uvs.data(), b.uvs.data(), a.uvs.size() * sizeof(Vec2f)) == 0 &&
           std::memcmp(a.uv_triangles.data(),
                       b.uv_triangles.data(),
                       a.uv_triangles.size() * sizeof(Vec3i)) == 0;
}

}  // namespace

class TestUnwrap : public QObject {
    Q_OBJECT
private slots:
    void flatSquareIsOneUndistortedChart() {
        const TriangleMesh mesh = makeGrid(20);
        Atlas atlas;
        const AtlasQuality quality = unwrapAndMeasure(mesh, &atlas);
        checkAtlas(mesh, atlas, quality);
        QCOMPARE(quality.chart_count, 1);
        QVERIFY2(quality.l2_stretch < 1.001 && quality.worst_stretch < 1.2,
                 qPrintable(QString("%1 %2").arg(quality.l2_stretch).arg(quality.worst_stretch)));
        QVERIFY2(quality.filled > 0.95, qPrintable(QString::number(quality.filled)));
        QCOMPARE(atlas.uvs.size(), mesh.positions.size());
    }

    void closedSurfacesOfAnyGenus_data() {
        QTest::addColumn<int>("shape");
        QTest::addColumn<int>("most_charts");
        QTest::newRow("sphere") << 0 << 40;
        QTest::newRow("torus") << 1 << 50;
        QTest::newRow("two components") << 2 << 50;
    }
    void closedSurfacesOfAnyGenus() {
        QFETCH(int, shape);
        QFETCH(int, most_charts);
        TriangleMesh mesh = shape == 1 ? makeTorus(80, 40) : makeSphere(60, 40);
        if (shape == 2) {
            append(&mesh, makeSphere(30, 20, {4, 0, 0}));
        }
        Atlas atlas;
        const AtlasQuality quality = unwrapAndMeasure(mesh, &atlas);
        checkAtlas(mesh, atlas, quality);
        QVERIFY2(quality.chart_count <= most_charts,
                 qPrintable(QString::number(quality.chart_count)));
        QVERIFY2(quality.l2_stretch <= 1.2 && quality.worst_stretch <= 5,
                 qPrintable(QString("%1 %2").arg(quality.l2_stretch).arg(quality.worst_stretch)));
        QVERIFY2(quality.filled >= 0.6, qPrintable(QString::number(quality.filled)));
    }

    void oneTriangle() {
        const TriangleMesh mesh{{{0, 0, 0}, {2, 0, 0}, {0, 1, 0}}, {{0, 1, 2}}};
        Atlas atlas;
        const AtlasQuality quality = unwrapAndMeasure(mesh, &atlas);
        checkAtlas(mesh, atlas, quality);
        QCOMPARE(quality.chart_count, 1);
        QVERIFY2(std::abs(quality.l2_stretch - 1) < 1e-3,
                 qPrintable(QString::number(quality.l2_stretch)));
    }

    void noTriangles() {
        const Atlas atlas = unwrap({{{0, 0, 0}}, {}});
        QCOMPARE(atlas.chart_count, 0);
        QVERIFY(atlas.uv_triangles.empty());
    }

    void degenerateTrianglesTakeNoRoom() {
        // Repeated index, equal positions, three points of a line.
        TriangleMesh mesh = makeGrid(10);
        const int v = static_cast<int>(mesh.positions.size());
        mesh.positions.insert(mesh.positions.end(), {{3, 0, 0}, {4, 0, 0}, {5, 0, 0}, {3, 0, 0}});
        mesh.triangles.insert(mesh.triangles.end(),
                              {{0, 0, 1}, {v, v + 1, v + 3}, {v, v + 1, v + 2}});
        Atlas atlas;
        checkAtlas(mesh, atlas, unwrapAndMeasure(mesh, &atlas));
    }

    void allDegenerate() {
        const TriangleMesh mesh{{{0, 0, 0}, {0, 0, 0}, {1, 0, 0}},
                                {{0, 1, 2}, {2, 2, 2}, {0, 0, 2}}};
        Atlas atlas;
        checkAtlas(mesh, atlas, unwrapAndMeasure(mesh, &atlas));
    }

    void nonManifoldEdgesAndRepeatedTriangles() {
        // Three leaves on one edge, a triangle given twice, once more turned over, and two cones
        // that share their tip.
        TriangleMesh mesh{{{0, 0, 0}, {0, 0, 1}, {1, 0, 0}, {-1, 1, 0}, {-1, -1, 0}},
                          {{0, 1, 2}, {0, 1, 3}, {1, 0, 4}, {0, 1, 2}, {1, 0, 2}}};
        for (const float side : {-1.0f, 1.0f}) {
            const int base = static_cast<int>(mesh.positions.size());
            for (int i = 0; i < 6; ++i) {
                mesh.positions.push_back(
                    {5 + std::cos(static_cast<float>(i)), std::sin(static_cast<float>(i)), side});
                mesh.triangles.push_back({2, base + i, base + (i + 1) % 6});
            }
        }
        Atlas atlas;
        checkAtlas(mesh, atlas, unwrapAndMeasure(mesh, &atlas));
    }

    void separateVerticesAreWelded() {
        const TriangleMesh grid = makeGrid(12);
        TriangleMesh soup;
        for (const Vec3i& t : grid.triangles) {
            const int base = static_cast<int>(soup.positions.size());
            for (int k = 0; k < 3; ++k) {
                soup.positions.push_back(grid.positions[t[k]]);
            }
            soup.triangles.push_back({base, base + 1, base + 2});
        }
        Atlas atlas;
        QCOMPARE(unwrapAndMeasure(soup, &atlas).chart_count, 1);
    }

    void manyLooseTrianglesFitWithNarrowerGutters() {
        TriangleMesh soup;
        for (int i = 0; i < 3000; ++i) {
            const auto x = static_cast<float>(i % 60), y = static_cast<float>(i / 60);
            soup.positions.insert(soup.positions.end(),
                                  {{x, y, 0}, {x + 0.5f, y, 0.1f}, {x, y + 0.5f, 0.2f}});
            soup.triangles.push_back({3 * i, 3 * i + 1, 3 * i + 2});
        }
        UnwrapOptions options;
        options.resolution =
            128;  // a gutter of 4 would need 3000 * 25 texels for the gutters alone
        const Atlas atlas = unwrap(soup, options);
        QCOMPARE(atlas.chart_count, 3000);
        QCOMPARE(measureAtlas(soup, atlas, 4096).overlapping_texels, int64_t{0});
    }

    void sameBytesWithAnyThreadCount() {
        const TriangleMesh mesh = makeTorus(60, 30);
        const int threads = threadCount();
        setThreadCount(1);
        const Atlas one = unwrap(mesh);
        setThreadCount(3);
        const Atlas three = unwrap(mesh);
        setThreadCount(threads);
        QVERIFY(sameBytes(one, three));
    }

    void progressGrowsAndCancels() {
        const int threads = threadCount();
        setThreadCount(1);  // how often the calling thread gets to report depends on the others
        const TriangleMesh mesh = makeTorus(60, 30);
        double last = -1;
        int calls = 0;
        bool grows = true;
        UnwrapOptions options;
        options.progress = [&](double fraction) {
            grows = grows && fraction >= last && fraction <= 1;
            last = fraction;
            ++calls;
        };
        unwrap(mesh, options);
        QVERIFY(grows);
        QCOMPARE(last, 1.0);
        for (const int stop_at : {1, calls / 4, calls / 2, calls - 1}) {
            int left = stop_at;
            options.progress = [&](double) {
                if (--left <= 0) {
                    throw Cancelled();
                }
            };
            QVERIFY_EXCEPTION_THROWN(unwrap(mesh, options), Cancelled);
        }
        setThreadCount(threads);
    }

    void rejectsBadInput() {
        QVERIFY_EXCEPTION_THROWN(unwrap({{{0, 0, 0}}, {{0, 1, 2}}}), Error);
        QVERIFY_EXCEPTION_THROWN(unwrap({{{0, 0, 0}}, {{0, -1, 0}}}), Error);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(unwrap({{{0, 0, 0}, {1, 0, 0}, {0, nan, 0}}, {{0, 1, 2}}}), Error);
    }

    void measureFindsOverlapFoldsAndNarrowGutters() {
        // Two unit squares of two triangles side by side in the map, 0.25 wide each: 64 texels with
        // 3 free texels between.
        const TriangleMesh mesh{{{0, 0, 0},
                                 {1, 0, 0},
                                 {1, 1, 0},
                                 {0, 1, 0},
                                 {5, 0, 0},
                                 {6, 0, 0},
                                 {6, 1, 0},
                                 {5, 1, 0}},
                                {{0, 1, 2}, {0, 2, 3}, {4, 5, 6}, {4, 6, 7}}};
        Atlas atlas;
        atlas.uv_triangles = mesh.triangles;
        atlas.charts = {0, 0, 1, 1};
        atlas.chart_count = 2;
        const float a = 16.0f / 64, gap = 3.0f / 64;
        atlas.uvs = {{0, 0},
                     {a, 0},
                     {a, a},
                     {0, a},
                     {a + gap, 0},
                     {2 * a + gap, 0},
                     {2 * a + gap, a},
                     {a + gap, a}};
        AtlasQuality quality = measureAtlas(mesh, atlas, 64);
        QCOMPARE(quality.minimum_gutter, 3);
        QCOMPARE(quality.overlapping_texels, int64_t{0});
        QVERIFY(std::abs(quality.l2_stretch - 1) < 1e-6 &&
                std::abs(quality.worst_stretch - 1) < 1e-6);
        // Centres on the diagonals are strictly inside nothing.
        QCOMPARE(quality.filled, (2.0 * (256 - 16)) / 4096);

        for (int v = 4; v < 8; ++v) {  // the second square moves 8 texels into the first
            atlas.uvs[v].x -= 11.0f / 64;
        }
        quality = measureAtlas(mesh, atlas, 64);
        QVERIFY(quality.overlapping_texels >= 8 * 16 - 16);
        for (int v = 4; v < 8; ++v) {
            atlas.uvs[v].x += 11.0f / 64;
        }
        atlas.uvs[3] = {a, 0.1f * a};  // folds the first square's second triangle over its first
        QVERIFY(measureAtlas(mesh, atlas, 64).overlapping_texels > 50);
    }

    void measureKnowsStretch() {
        // A unit square on a map of 2 : 1: singular values sqrt(2) and 1 / sqrt(2) at the mean
        // scale.
        const TriangleMesh mesh{{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}},
                                {{0, 1, 2}, {0, 2, 3}}};
        Atlas atlas;
        atlas.uv_triangles = mesh.triangles;
        atlas.charts = {0, 0};
        atlas.chart_count = 1;
        atlas.uvs = {{0, 0}, {0.8f, 0}, {0.8f, 0.4f}, {0, 0.4f}};
        const AtlasQuality quality = measureAtlas(mesh, atlas, 64);
        QVERIFY(std::abs(quality.worst_stretch - std::sqrt(2.0)) < 1e-6);
        QVERIFY(std::abs(quality.l2_stretch - std::sqrt((2 + 0.5) / 2)) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestUnwrap)
#include "test_unwrap.moc"
