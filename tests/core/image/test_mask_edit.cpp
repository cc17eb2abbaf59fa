// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "image/mask_edit.h"

#include <QtTest>

#include <cmath>

using namespace bozzetto;

namespace {

struct Mask {
    int width, height;
    std::vector<uint8_t> bytes;
    Mask(int w, int h, uint8_t value = 0) : width(w), height(h), bytes(size_t(w) * h, value) {}
    MaskPixels pixels() { return {bytes.data(), width, height, width}; }
    int at(int x, int y) const { return bytes[size_t(y) * width + x]; }
    int count() const {
        return static_cast<int>(
            std::count_if(bytes.begin(), bytes.end(), [](uint8_t v) { return v >= 128; }));
    }
    void disc(double cx, double cy, double radius) {
        paintSegment(pixels(), {cx, cy, radius}, {cx, cy, radius}, {});
    }
};

/// A picture whose colour is a function of the place; the value is red, green and blue.
struct Photo {
    int width, height;
    std::vector<uint8_t> bytes;
    template <class Color>
    Photo(int w, int h, Color color) : width(w), height(h), bytes(size_t(w) * h * 4) {
        for (int y = 0; y < h; ++y) {
            for (int x = 0; x < w; ++x) {
                const std::array<int, 3> c = color(x, y);
                for (int k = 0; k < 3; ++k) {
                    bytes[(size_t(y) * w + x) * 4 + k] = static_cast<uint8_t>(c[size_t(2 - k)]);
                }
            }
        }
    }
    PhotoPixels pixels() const { return {bytes.data(), width, height, width * 4}; }
};

double distanceToSegment(double x, double y, BrushPoint a, BrushPoint b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const double t =
        length > 0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0, 1.0) : 0;
    return std::hypot(x - a.x - t * dx, y - a.y - t * dy);
}

}  // namespace

class TestMaskEdit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void strokeCoversWhatIsWithinTheRadius_data() {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::addColumn<double>("radius");
        QTest::newRow("dot") << 40.2 << 30.7 << 9.5;
        QTest::newRow("level") << 90.0 << 30.7 << 6.0;
        QTest::newRow("upright") << 40.2 << 70.0 << 6.0;
        QTest::newRow("slanted") << 88.3 << 71.9 << 4.25;
        QTest::newRow("leaves the picture") << 200.0 << -40.0 << 12.0;
        QTest::newRow("smaller than a pixel") << 60.0 << 50.0 << 0.4;
    }
    void strokeCoversWhatIsWithinTheRadius() {
        QFETCH(double, x);
        QFETCH(double, y);
        QFETCH(double, radius);
        const BrushPoint from{40.2, 30.7, radius}, to{x, y, radius};
        Mask mask(120, 90);
        paintSegment(mask.pixels(), from, to, {});
        const PixelRect bounds = segmentBounds(mask.pixels(), from, to);
        for (int py = 0; py < mask.height; ++py) {
            for (int px = 0; px < mask.width; ++px) {
                const double d = distanceToSegment(px + 0.5, py + 0.5, from, to);
                if (d < radius - 0.5) {
                    QCOMPARE(mask.at(px, py), 255);
                } else if (d > radius + 0.5) {
                    QCOMPARE(mask.at(px, py), 0);
                }
                const bool inside = px >= bounds.x && px < bounds.x + bounds.width &&
                                    py >= bounds.y && py < bounds.y + bounds.height;
                QVERIFY(inside || mask.at(px, py) == 0);
            }
        }
        QVERIFY(mask.count() > 0 || radius < 0.5);
        const auto painted = mask.bytes;
        paintSegment(mask.pixels(), from, to, {});
        QCOMPARE(mask.bytes, painted);  // twice is once
        paintSegment(mask.pixels(), from, to, {.erase = true});
        QVERIFY(mask.count() < std::max(1, static_cast<int>(painted.size()) / 100));
    }

    void radiusFollowsThePressure() {
        Mask mask(200, 60);
        paintSegment(mask.pixels(), {20, 30, 4}, {180, 30, 20}, {});
        const auto height = [&](int x) {
            int rows = 0;
            for (int y = 0; y < 60; ++y) {
                rows += mask.at(x, y) >= 128 ? 1 : 0;
            }
            return rows;
        };
        QVERIFY(std::abs(height(20) - 8) <= 1);
        QVERIFY(std::abs(height(100) - 24) <= 1);
        QVERIFY(std::abs(height(179) - 40) <= 2);
    }

    void softBrushFades() {
        Mask mask(100, 100);
        paintSegment(mask.pixels(), {50, 50, 40}, {50, 50, 40}, {.softness = 0.5});
        QCOMPARE(mask.at(50, 50), 255);
        QCOMPARE(mask.at(65, 50), 255);  // within half of the radius
        int last = 255;
        for (int x = 50; x < 95; ++x) {
            QVERIFY(mask.at(x, 50) <= last);
            last = mask.at(x, 50);
        }
        QVERIFY(std::abs(mask.at(80, 50) - 128) < 12);  // in the middle of the edge
        QCOMPARE(last, 0);
    }

    void outlineFillsItsInside() {
        Mask mask(100, 80);
        const std::vector<MaskPoint> box{{10, 20}, {60, 20}, {60, 50}, {10, 50}};
        const PixelRect changed = fillOutline(mask.pixels(), box, false);
        QCOMPARE(mask.count(), 50 * 30);
        QCOMPARE(mask.at(35, 35), 255);
        QCOMPARE(mask.at(5, 35), 0);
        QCOMPARE(mask.at(65, 35), 0);
        QVERIFY(changed.x <= 10 && changed.x + changed.width >= 60);
        fillOutline(mask.pixels(), box, true);
        QCOMPARE(mask.count(), 0);
        const std::vector<MaskPoint> slanted{{10.25, 10}, {60, 10}, {10.25, 70}};
        fillOutline(mask.pixels(), slanted, false);
        QVERIFY(std::abs(mask.count() - 49.75 * 60 / 2) < 20);
        QCOMPARE(mask.at(10, 20), 191);  // three quarters of the pixel
        const std::vector<MaskPoint> outside{{-50, -50}, {-10, -50}, {-10, -10}};
        QVERIFY(fillOutline(mask.pixels(), outside, false).empty());
    }

    void fillFollowsTheColour() {
        const Photo photo(90, 60, [](int x, int) {
            const int v = x < 30 ? 100 + x % 2 : x < 60 ? 120 : 101;
            return std::array{v, 40, v};
        });
        Mask mask(90, 60);
        fillByColor(mask.pixels(), photo.pixels(), 5, 5, 4, false);
        QCOMPARE(mask.count(), 30 * 60);  // the third part has the colour but does not touch
        QVERIFY(fillByColor(mask.pixels(), photo.pixels(), -1, 5, 4, false).empty());
        fillByColor(mask.pixels(), photo.pixels(), 40, 30, 25, false);
        QCOMPARE(mask.count(), 90 * 60);
        fillByColor(mask.pixels(), photo.pixels(), 40, 30, 4, true);
        QCOMPARE(mask.count(), 60 * 60);
    }

    void growAndShrinkMoveTheOutline() {
        Mask mask(120, 120);
        mask.disc(60, 60, 20);
        growMask(mask.pixels(), 7);
        QVERIFY(std::abs(std::sqrt(mask.count() / M_PI) - 27) < 0.6);
        growMask(mask.pixels(), -12);
        QVERIFY(std::abs(std::sqrt(mask.count() / M_PI) - 15) < 0.8);
        Mask empty(30, 30);
        growMask(empty.pixels(), 5);
        QCOMPARE(empty.count(), 0);
        Mask full(30, 30, 255);
        growMask(full.pixels(), -5);
        QCOMPARE(full.count(), 30 * 30);  // what lies outside the picture is not known
    }

    void smoothTakesHairsAndKeepsTheRest() {
        Mask mask(120, 120);
        mask.disc(60, 60, 30);
        paintSegment(mask.pixels(), {60, 0, 0.8}, {60, 119, 0.8}, {});
        smoothMask(mask.pixels(), 4);
        QCOMPARE(mask.at(60, 8), 0);
        QCOMPARE(mask.at(60, 60), 255);
        QVERIFY(std::abs(std::sqrt(mask.count() / M_PI) - 30) < 0.7);
    }

    void holesAndBorderParts() {
        Mask mask(100, 100);
        mask.disc(50, 50, 30);
        paintSegment(mask.pixels(), {50, 50, 8}, {50, 50, 8}, {.erase = true});
        paintSegment(mask.pixels(), {0, 0, 9}, {0, 0, 9}, {});
        const int with_corner = mask.count();
        removeAtBorder(mask.pixels());
        QCOMPARE(mask.at(1, 1), 0);
        QCOMPARE(mask.at(50, 75), 255);
        QVERIFY(mask.count() < with_corner);
        fillHoles(mask.pixels());
        QCOMPARE(mask.at(50, 50), 255);
        QCOMPARE(mask.at(2, 2), 0);
        invertMask(mask.pixels());
        QCOMPARE(mask.at(50, 50), 0);
        QCOMPARE(mask.at(2, 2), 255);
    }

    void refineFindsTheEdgeFromScribbles_data() {
        QTest::addColumn<qint64>("max_pixels");
        QTest::newRow("full size") << (qint64{1} << 20);
        QTest::newRow("reduced") << qint64{5000};
    }
    void refineFindsTheEdgeFromScribbles() {
        QFETCH(qint64, max_pixels);
        const auto is_object = [](int x, int y) { return std::hypot(x - 80, y - 60) < 35; };
        const Photo photo(160, 120, [&](int x, int y) {
            const int noise = (x * 7 + y * 13) % 17;
            return is_object(x, y) ? std::array{150 + noise, 60, 50}
                                   : std::array{60, 90 + noise, 120};
        });
        Mask mask(160, 120), hints(160, 120);
        mask.disc(84, 64, 22);  // a poor start
        paintSegment(hints.pixels(), {60, 60, 3}, {100, 60, 3}, {});
        for (int x = 0; x < 160; ++x) {
            hints.bytes[size_t(x)] = kHintGround;
        }
        refineMask(mask.pixels(), photo.pixels(), hints.pixels(), {}, max_pixels);
        int both = 0, either = 0;
        for (int y = 0; y < 120; ++y) {
            for (int x = 0; x < 160; ++x) {
                const bool found = mask.at(x, y) >= 128;
                both += found && is_object(x, y) ? 1 : 0;
                either += found || is_object(x, y) ? 1 : 0;
            }
        }
        QVERIFY2(both > (max_pixels > 10000 ? 0.98 : 0.9) * either,
                 qPrintable(QString::number(1.0 * both / either)));
    }

    void refineNeedsBothSidesAndCanBeEnded() {
        const Photo photo(40, 40, [](int x, int) { return std::array{x, x, x}; });
        Mask mask(40, 40), hints(40, 40);
        QVERIFY_EXCEPTION_THROWN(refineMask(mask.pixels(), photo.pixels(), hints.pixels(), {}),
                                 Error);
        mask.disc(20, 20, 10);
        const auto before = mask.bytes;
        Task task;
        task.check = [] { throw Cancelled(); };
        QVERIFY_EXCEPTION_THROWN(refineMask(mask.pixels(), photo.pixels(), hints.pixels(), task),
                                 Cancelled);
        QCOMPARE(mask.bytes, before);
    }
};

QTEST_GUILESS_MAIN(TestMaskEdit)
#include "test_mask_edit.moc"
