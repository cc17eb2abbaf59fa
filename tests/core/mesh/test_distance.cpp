// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "base/random.h"
#include "mesh/distance.h"

#include <QtTest>

#include <limits>
#include <numbers>

using namespace bozzetto;

namespace {

/// A sphere of latitude rings, its vertices on the radius.
TriangleMesh sphere(float radius, int rings, Vec3f centre = {}) {
    TriangleMesh mesh;
    const int segments = 2 * rings;
    for (int y = 0; y <= rings; ++y) {
        for (int x = 0; x < segments; ++x) {
            const float polar =
                std::numbers::pi_v<float> * static_cast<float>(y) / static_cast<float>(rings);
            const float azimuth = 2 * std::numbers::pi_v<float> * static_cast<float>(x) /
                                  static_cast<float>(segments);
            mesh.positions.push_back(centre + Vec3f{std::sin(polar) * std::cos(azimuth),
                                                    std::sin(polar) * std::sin(azimuth),
                                                    std::cos(polar)} *
                                                  radius);
        }
    }
    for (int y = 0; y < rings; ++y) {
        for (int x = 0; x < segments; ++x) {
            const int a = y * segments + x, b = y * segments + (x + 1) % segments, c = a + segments,
                      d = b + segments;
            mesh.triangles.push_back({a, c, d});
            mesh.triangles.push_back({a, d, b});
        }
    }
    return mesh;
}

Vec3f randomPoint(uint64_t stream, uint64_t i, float scale) {
    return Vec3f{randomUniform(5, stream, 3 * i) - 0.5f,
                 randomUniform(5, stream, 3 * i + 1) - 0.5f,
                 randomUniform(5, stream, 3 * i + 2) - 0.5f} *
           scale;
}

TriangleMesh triangleSoup(int count) {
    TriangleMesh mesh;
    for (int i = 0; i < count; ++i) {
        const Vec3f centre = randomPoint(1, i, 4);
        for (int k = 0; k < 3; ++k) {
            mesh.triangles.resize(i + 1);
            mesh.triangles[i][k] = 3 * i + k;
            mesh.positions.push_back(centre + randomPoint(2, 3 * i + k, 0.8f));
        }
    }
    mesh.triangles.push_back({0, 0, 1});  // a degenerate one
    return mesh;
}

/// Distance to a triangle as the least of the distances to its edges and, if the point lies over
/// it, to its plane: another way than the one under test.
double slowDistance(const TriangleMesh& mesh, Vec3i t, Vec3f point) {
    const auto at = [&](int i) {
        const Vec3f p = mesh.positions[i];
        return Vec3d{p.x, p.y, p.z};
    };
    const Vec3d p = {point.x, point.y, point.z}, v[3] = {at(t.x), at(t.y), at(t.z)};
    double best = std::numeric_limits<double>::max();
    for (int k = 0; k < 3; ++k) {
        const Vec3d a = v[k], ab = v[(k + 1) % 3] - a;
        const double s = std::clamp(dot(p - a, ab) / std::max(1e-300, dot(ab, ab)), 0.0, 1.0);
        best = std::min(best, length(p - a - ab * s));
    }
    const Vec3d n = cross(v[1] - v[0], v[2] - v[0]);
    bool inside = length(n) > 0;
    for (int k = 0; k < 3; ++k) {
        inside = inside && dot(cross(v[(k + 1) % 3] - v[k], p - v[k]), n) >= 0;
    }
    return inside ? std::min(best, std::abs(dot(p - v[0], normalize(n)))) : best;
}

}  // namespace

class TestDistance : public QObject {
    Q_OBJECT
private slots:
    void closestPointMatchesBruteForce();
    void raysMatchAnalyticSphere();
    void raysMatchBruteForce();
    void nestedSpheresHaveKnownDistance();
    void identicalSurfacesAgree();
    void missingPartLowersTheFScore();
    void scoresDoNotDependOnThreads();
    void rejectsEmptySurfaces();
};

void TestDistance::closestPointMatchesBruteForce() {
    const TriangleMesh mesh = triangleSoup(500);
    const TriangleBvh bvh(mesh);
    for (int i = 0; i < 300; ++i) {
        const Vec3f p = randomPoint(3, i, 6);
        double expected = std::numeric_limits<double>::max();
        for (const Vec3i& t : mesh.triangles) {
            expected = std::min(expected, slowDistance(mesh, t, p));
        }
        const TriangleBvh::Closest found = bvh.closest(p);
        QVERIFY(std::abs(found.distance - expected) < 1e-5);
        QVERIFY(slowDistance(mesh, mesh.triangles[found.triangle], found.point) < 1e-5);
        QVERIFY(std::abs(length(found.point - p) - found.distance) < 1e-5);
    }
    QVERIFY(TriangleBvh(TriangleMesh{}).closest({0, 0, 0}).triangle == -1);
}

void TestDistance::raysMatchAnalyticSphere() {
    const TriangleBvh bvh(sphere(1, 200));
    for (int i = 0; i < 200; ++i) {
        const Vec3f from = normalize(randomPoint(4, i, 1)) * 3.0f;
        const Vec3f d = normalize(randomPoint(5, i, 2) - from);
        const float along = -dot(from, d), miss = std::sqrt(std::max(0.0f, 9 - along * along));
        if (std::abs(miss - 1) < 0.01f) {
            continue;  // grazing: the facets decide
        }
        QCOMPARE(bvh.occluded(from, d, 10), miss < 1);
        QVERIFY(!bvh.occluded(from, -d, 10) || along < 0);
        const TriangleBvh::Hit hit = bvh.firstHit(from, d, 10);
        QCOMPARE(hit.triangle >= 0, miss < 1);
        if (miss < 0.99f) {
            QVERIFY(std::abs(hit.distance - (along - std::sqrt(1 - miss * miss))) < 5e-3f);
            QVERIFY(!bvh.occluded(from, d, hit.distance * 0.999f));
        }
    }
    // Along an axis: directions with zero components.
    QVERIFY(std::abs(bvh.firstHit({0.01f, 0.02f, 5}, {0, 0, -1}, 10).distance - 4) < 1e-2f);
    QVERIFY(!bvh.occluded({1.5f, 0, 5}, {0, 0, -1}, 10));
}

void TestDistance::raysMatchBruteForce() {
    const TriangleMesh mesh = triangleSoup(300);
    const TriangleBvh bvh(mesh);
    int hits = 0;
    for (int i = 0; i < 300; ++i) {
        const Vec3f p = randomPoint(6, i, 6), d = normalize(randomPoint(7, i, 1));
        float expected = 20;
        for (int t = 0; t + 1 < static_cast<int>(mesh.triangles.size()); ++t) {
            TriangleMesh one;
            one.positions = {
                mesh.positions[3 * t], mesh.positions[3 * t + 1], mesh.positions[3 * t + 2]};
            one.triangles = {{0, 1, 2}};
            expected = std::min(expected, TriangleBvh(one).firstHit(p, d, 20).distance);
        }
        hits += expected < 20;
        QCOMPARE(bvh.firstHit(p, d, 20).distance, expected);
        QCOMPARE(bvh.occluded(p, d, 20), expected < 20);
    }
    QVERIFY(hits > 20 && hits < 280);
}

void TestDistance::nestedSpheresHaveKnownDistance() {
    // Radii 1 and 1.02: every point is 0.02 away; the box of the true one has the diagonal 2
    // sqrt(3).
    const TriangleMesh truth = sphere(1, 150), mesh = sphere(1.02f, 150);
    QElapsedTimer timer;
    timer.start();
    const SurfaceScores s = compareSurfaces(mesh, truth);
    qInfo("2 x 100 k samples, 90 k triangles each: %lld ms",
          static_cast<long long>(timer.elapsed()));
    const double expected = 0.02 / (2 * std::sqrt(3.0));
    QVERIFY2(std::abs(s.surface_l1 - expected) < 0.01 * expected,
             qPrintable(QString::number(s.surface_l1 / expected)));
    QCOMPARE(s.fscore_05, 0.0);  // 0.58 % of the diagonal
    QCOMPARE(s.fscore_1, 1.0);
    QVERIFY(s.normal_error_deg < 1.5);
}

void TestDistance::identicalSurfacesAgree() {
    const TriangleMesh mesh = sphere(2, 40, {5, -3, 1});
    const SurfaceScores s = compareSurfaces(mesh, mesh, 20000);
    QVERIFY(s.surface_l1 < 1e-6);
    QCOMPARE(s.fscore_05, 1.0);
    QVERIFY(s.normal_error_deg < 0.5);
    // Turned inside out, every normal is opposite.
    TriangleMesh inverted = mesh;
    for (Vec3i& t : inverted.triangles) {
        std::swap(t.y, t.z);
    }
    QVERIFY(compareSurfaces(inverted, mesh, 20000).normal_error_deg > 179);
}

void TestDistance::missingPartLowersTheFScore() {
    // Truth: two spheres far apart; the mesh has one. Precision 1, recall 1/2: F = 2/3.
    TriangleMesh truth = sphere(1, 40);
    const TriangleMesh other = sphere(1, 40, {10, 0, 0});
    const TriangleMesh mesh = truth;
    const int shift = static_cast<int>(truth.positions.size());
    truth.positions.insert(truth.positions.end(), other.positions.begin(), other.positions.end());
    for (const Vec3i& t : other.triangles) {
        truth.triangles.push_back({t.x + shift, t.y + shift, t.z + shift});
    }
    const SurfaceScores s = compareSurfaces(mesh, truth, 50000);
    QVERIFY(std::abs(s.fscore_1 - 2.0 / 3) < 0.003);
    QVERIFY(s.surface_l1 > 0.1);
}

void TestDistance::scoresDoNotDependOnThreads() {
    const TriangleMesh truth = sphere(1, 30), mesh = sphere(1.01f, 20);
    setThreadCount(1);
    const SurfaceScores one = compareSurfaces(mesh, truth, 5000);
    setThreadCount(3);
    const SurfaceScores three = compareSurfaces(mesh, truth, 5000);
    QCOMPARE(one.surface_l1, three.surface_l1);
    QCOMPARE(one.normal_error_deg, three.normal_error_deg);
}

void TestDistance::rejectsEmptySurfaces() {
    const TriangleMesh good = sphere(1, 8);
    TriangleMesh flat = good;
    std::fill(flat.positions.begin(), flat.positions.end(), Vec3f{1, 2, 3});
    QVERIFY_THROWS_EXCEPTION(Error, compareSurfaces(TriangleMesh{}, good));
    QVERIFY_THROWS_EXCEPTION(Error, compareSurfaces(good, TriangleMesh{}));
    QVERIFY_THROWS_EXCEPTION(Error, compareSurfaces(good, flat));
}

QTEST_GUILESS_MAIN(TestDistance)
#include "test_distance.moc"
