// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/random.h"
#include "core/geometry/synthetic_views.h"
#include "geometry/visual_hull.h"

#include <QtTest>

using namespace bozzetto;

namespace {

constexpr int kSize = 128;  // pixels

/// Cameras all around `centre`, at `distance`.
std::vector<Camera> ring(Vec3d centre, double distance, int count, int size = kSize) {
    std::vector<Camera> cameras;
    for (const Vec3d& d : directionsAround(count)) {
        cameras.push_back(cameraLookingAt(centre + d * distance, centre, size));
    }
    return cameras;
}

std::vector<Silhouette> silhouettes(const Solid& solid, const std::vector<Camera>& cameras) {
    std::vector<Silhouette> views;
    for (const Camera& camera : cameras) {
        views.push_back(silhouetteOf(maskOf(solid, camera), camera));
    }
    return views;
}

/// Largest amounts by which the bounds cut into [low, high] and stick out of it, in `scale`.
struct Fit {
    double cut = 0, excess = 0;
};
Fit fitOf(const Box& bounds, Vec3d low, Vec3d high, double scale) {
    Fit fit;
    for (int k = 0; k < 3; ++k) {
        const double below = (low[k] - bounds.low[k]) / scale,
                     above = (bounds.high[k] - high[k]) / scale;
        fit.cut = std::max({fit.cut, -below, -above});
        fit.excess = std::max({fit.excess, below, above});
    }
    return fit;
}

Vec3f toFloat(Vec3d p) {
    return {static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)};
}

template <class Fn>
void verifyRefused(Fn&& fn) {
    try {
        fn();
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::BadInput);
        QVERIFY(QString(error.what()).contains("hull"));
        QVERIFY(!error.hint().empty());
        return;
    }
    QFAIL("nothing was thrown");
}

}  // namespace

class TestVisualHull : public QObject {
    Q_OBJECT
private slots:
    void doubtfulMasksCarveTogetherOnly();
    void regionBoundsTheHull();
    void outlineDistanceIsInPixels();
    void findsASphereAnywhereAtAnyScale_data();
    void findsASphereAnywhereAtAnyScale();
    void findsABoxToAPixel();
    void aViewThatCutsTheObjectOffTakesNothingAway();
    void contradictionsAreRefusedWithAdvice();
    void depthCarvesAConcavity();
};

void TestVisualHull::outlineDistanceIsInPixels() {
    // A disc of radius 20.3 px, soft at the rim: the distance of a pixel centre is known.
    Camera camera = cameraLookingAt({0, 0, 4}, {0, 0, 0}, kSize);
    Image mask(kSize, kSize, 1);
    const double centre = 61.7, radius = 20.3;
    for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
            for (int k = 0; k < 64; ++k) {
                const double dx = x + (k % 8 + 0.5) / 8 - centre,
                             dy = y + (k / 8 + 0.5) / 8 - centre;
                *mask.at(x, y) += std::hypot(dx, dy) < radius ? 1.0f / 64 : 0.0f;
            }
        }
    }
    const Silhouette view = silhouetteOf(mask, camera);
    QVERIFY(view.whole);
    double worst = 0;
    for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
            const double exact = std::hypot(x + 0.5 - centre, y + 0.5 - centre) - radius;
            worst = std::max(worst, std::abs(*view.distance.at(x, y) - exact));
        }
    }
    QVERIFY2(worst < 0.75, qPrintable(QString::number(worst)));
    QVERIFY(!silhouetteOf(Image(8, 8, 1, 1.0f), camera).whole);
}

void TestVisualHull::findsASphereAnywhereAtAnyScale_data() {
    QTest::addColumn<double>("scale");
    QTest::addColumn<double>("offset");
    QTest::newRow("unit, at the origin") << 1.0 << 0.0;
    QTest::newRow("unit, off-centre") << 1.0 << 7.0;
    QTest::newRow("kilometres") << 1e3 << 5.0;
    QTest::newRow("millimetres") << 1e-3 << 5.0;
}

void TestVisualHull::findsASphereAnywhereAtAnyScale() {
    QFETCH(double, scale);
    QFETCH(double, offset);
    const double radius = 0.9 * scale;
    const Vec3d centre = Vec3d{1, -0.6, 0.3} * (offset * scale), r{radius, radius, radius};
    // The cameras do not look at the object's centre.
    const auto views = silhouettes(sphere(centre, radius),
                                   ring(centre + Vec3d{0.15, 0.1, -0.1} * scale, 4 * scale, 20));
    const Box bounds = visualHullBounds(views);
    const Fit fit = fitOf(bounds, centre - r, centre + r, 2 * radius);
    QVERIFY2(fit.cut == 0 && fit.excess < 0.15,
             qPrintable(QString("cut %1, excess %2").arg(fit.cut).arg(fit.excess)));

    std::vector<Vec3f> points;
    for (uint64_t i = 0; i < 2000; ++i) {
        Vec3d p;
        for (int k = 0; k < 3; ++k) {
            p[k] = bounds.low[k] + (bounds.high[k] - bounds.low[k]) * randomUniform(1, k, i);
        }
        points.push_back(toFloat(p));
    }
    const std::vector<float> distance = visualHullDistance(views, points);
    double inside_error = 0, outside_error = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        const Vec3d p{points[i].x, points[i].y, points[i].z};
        const double exact = (length(p - centre) - radius) / radius, found = distance[i] / radius;
        // The hull of 20 views holds the sphere, and little more.
        (exact < 0 ? inside_error : outside_error) =
            std::max(exact < 0 ? inside_error : outside_error, std::abs(found - exact));
        QVERIFY(exact > 0 || found < 0.02);
        QVERIFY(exact < 0.2 || found > 0);
    }
    QVERIFY2(inside_error < 0.25 && outside_error < 0.35,
             qPrintable(QString("inside %1, outside %2").arg(inside_error).arg(outside_error)));
}

void TestVisualHull::findsABoxToAPixel() {
    const Vec3d low{-0.5, -0.35, -0.2}, high{0.6, 0.3, 0.25};
    std::vector<Camera> cameras = ring({0, 0, 0}, 4, 18);
    for (int axis = 0; axis < 6; ++axis) {
        Vec3d eye;
        eye[axis / 2] = axis % 2 ? 4 : -4;
        cameras.push_back(cameraLookingAt(eye, {0, 0, 0}, kSize));
    }
    const auto views = silhouettes(box(low, high), cameras);
    const Box tight = visualHullBounds(views, 0.0), padded = visualHullBounds(views, 0.1);
    const Fit fit = fitOf(tight, low, high, 4.0 / 1.2 / kSize);  // in pixels at the object
    QVERIFY2(fit.cut == 0 && fit.excess < 4,
             qPrintable(QString("cut %1 px, excess %2 px").arg(fit.cut).arg(fit.excess)));
    for (int k = 0; k < 3; ++k) {
        const double side = tight.high[k] - tight.low[k];
        QVERIFY(std::abs(tight.low[k] - 0.1 * side - padded.low[k]) < 1e-9);
        QVERIFY(std::abs(tight.high[k] + 0.1 * side - padded.high[k]) < 1e-9);
    }
    const std::vector<float> d = visualHullDistance(
        views, {{0, 0, 0}, {0.58f, 0.28f, 0.23f}, {0.65f, 0, 0}, {0, 0, -0.26f}, {50, 0, 0}});
    QVERIFY(d[0] < -0.15f && d[1] < 0.01f && d[2] > 0.02f && d[3] > 0.02f && d[4] > 0.0f);
}

void TestVisualHull::aViewThatCutsTheObjectOffTakesNothingAway() {
    const Solid ball = sphere({0, 0, 0}, 0.9);
    auto views = silhouettes(ball, ring({0, 0, 0}, 4, 20));
    const Box before = visualHullBounds(views);
    // Close-ups of the rim: half object, half background, most of the ball out of the frame.
    const auto close = silhouettes(ball,
                                   {cameraLookingAt({2, 0.9, 0}, {0, 0.9, 0}, kSize, 3.0),
                                    cameraLookingAt({0, -0.9, 2}, {0, -0.9, 0}, kSize, 3.0)});
    QVERIFY(!close[0].whole && !close[1].whole);
    views.insert(views.end(), close.begin(), close.end());
    const Box after = visualHullBounds(views);
    const Fit fit = fitOf(after, {-0.9, -0.9, -0.9}, {0.9, 0.9, 0.9}, 1.8);
    QVERIFY2(fit.cut == 0, qPrintable(QString::number(fit.cut)));
    const Fit change = fitOf(after, before.low, before.high, 1.8);
    QVERIFY2(change.cut < 0.05 && change.excess < 0.05,
             qPrintable(QString("%1 %2").arg(change.cut).arg(change.excess)));
    const std::vector<float> d =
        visualHullDistance(views, {{-0.7f, 0, 0}, {0, -0.7f, 0}, {0, 1.1f, 0}});
    QVERIFY(d[0] < 0 && d[1] < 0 && d[2] > 0);
}

void TestVisualHull::contradictionsAreRefusedWithAdvice() {
    const std::vector<Camera> cameras = ring({0, 0, 0}, 6, 12);
    std::vector<Silhouette> views;
    for (size_t i = 0; i < cameras.size(); ++i) {
        const Vec3d centre{i % 2 ? 0.8 : -0.8, 0, 0};
        views.push_back(silhouetteOf(maskOf(sphere(centre, 0.4), cameras[i]), cameras[i]));
    }
    verifyRefused([&] { visualHullBounds(views); });
    for (Silhouette& view : views) {
        view = silhouetteOf(Image(kSize, kSize, 1), view.camera);  // empty masks
    }
    verifyRefused([&] { visualHullBounds(views); });
    const Camera one = cameras[0];
    verifyRefused([&] { visualHullBounds({silhouetteOf(Image(kSize, kSize, 1), one)}); });
}

void TestVisualHull::depthCarvesAConcavity() {
    // A ball with a spherical bite of radius 0.6 out of its top: the bite is in every silhouette's
    // shade.
    const Vec3d bite{0, 0, 1};
    const Solid bowl = [bite](Vec3d o, Vec3d d) {
        const Interval ball = throughSphere({0, 0, 0}, 1, o, d),
                       hole = throughSphere(bite, 0.6, o, d);
        if (ball.enter == kMiss || ball.enter < hole.enter || ball.enter > hole.leave) {
            return ball.enter;
        }
        return hole.leave < ball.leave ? hole.leave : kMiss;
    };
    const std::vector<Camera> cameras = ring({0, 0, 0}, 4, 24);
    std::vector<Silhouette> plain = silhouettes(bowl, cameras), deep;
    for (const Camera& camera : cameras) {
        deep.push_back(silhouetteOf(maskOf(bowl, camera), camera, depthOf(bowl, camera)));
    }
    const std::vector<Vec3f> points{{0, 0, 0.65f}, {0.2f, 0, 0.6f}, {0, 0, 0.2f}, {0.6f, 0, 0.3f}};
    const std::vector<float> without = visualHullDistance(plain, points),
                             with = visualHullDistance(deep, points);
    QVERIFY(without[0] < -0.05f && without[1] < -0.05f && without[2] < 0 && without[3] < 0);
    QVERIFY2(with[0] > 0.1f && with[1] > 0.1f,
             qPrintable(QString("%1 %2").arg(with[0]).arg(with[1])));
    QVERIFY2(with[2] < -0.1f && with[3] < -0.1f,
             qPrintable(QString("%1 %2").arg(with[2]).arg(with[3])));
}

void TestVisualHull::doubtfulMasksCarveTogetherOnly() {
    const Solid ball = sphere({0, 0, 0}, 0.5);
    const std::vector<Camera> cameras = ring({0, 0, 0}, 3, 12);
    std::vector<Silhouette> views = silhouettes(ball, cameras);
    const auto insideAfter = [&](int spoiled, float confidence) {
        std::vector<Silhouette> some = views;
        for (int v = 0; v < spoiled; ++v) {  // says that there is nothing at all
            some[v].distance = Image(kSize, kSize, 1, 50.0f);
            some[v].confidence = Image(kSize / 2, kSize / 2, 1, confidence);
        }
        return visualHullDistance(some, {{0, 0, 0}})[0] < 0;
    };
    QVERIFY(insideAfter(0, 1.0f));
    QVERIFY(!insideAfter(1, 0.9f));
    QVERIFY(insideAfter(1, 0.3f));
    QVERIFY(!insideAfter(2, 0.3f));
    QVERIFY(insideAfter(2, 0.2f));
    QVERIFY(insideAfter(11, 0.0f));
}

void TestVisualHull::regionBoundsTheHull() {
    const std::vector<Silhouette> views =
        silhouettes(sphere({0, 0, 0}, 0.5), ring({0, 0, 0}, 3, 12));
    RegionBox region;
    region.half_size = {2, 2, 0.25};
    region.world_from_box.m[2][3] = 0.15;  // z from -0.1 to 0.4
    const Box box = visualHullBounds(views, 0.0, region);
    QVERIFY(box.low.z > -0.14 && box.low.z <= -0.1 && box.high.z >= 0.4 && box.high.z < 0.44);
    QVERIFY(box.low.x < -0.48 && box.low.x > -0.6 && box.high.y > 0.48 && box.high.y < 0.6);
    region.world_from_box.m[0][3] = 10;  // beside the object
    verifyRefused([&] { visualHullBounds(views, 0.0, region); });
}

QTEST_GUILESS_MAIN(TestVisualHull)
#include "test_visual_hull.moc"
