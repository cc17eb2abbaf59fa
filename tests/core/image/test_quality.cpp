// SPDX-License-Identifier: Apache-2.0
#include "image/quality.h"
#include "support/review_set.h"

#include <QTest>

using namespace bozzetto;
using bozzetto::testing::PictureFault;
using bozzetto::testing::reviewPicture;

/// What the review tells from pixels alone.
class TestQuality : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blurLowersSharpness() {
        double before = 1e9;
        for (const int blur : {0, 1, 2, 4}) {
            PictureFault fault;
            fault.blur = blur;
            const double sharpness = measureQuality(reviewPicture(fault)).sharpness;
            QVERIFY2(sharpness < 0.8 * before, qPrintable(QString::number(sharpness)));
            before = sharpness;
        }
    }

    void exposureHardlyChangesSharpness() {
        PictureFault dark;
        dark.light = 0.4f;
        const double usual = measureQuality(reviewPicture({})).sharpness;
        const double darker = measureQuality(reviewPicture(dark)).sharpness;
        QVERIFY2(std::abs(darker / usual - 1) < 0.15, qPrintable(QString::number(darker / usual)));
    }

    void theSilhouetteIsNoDetail() {
        Image flat(64, 64, 4, 0.5f);
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x) {
                const bool inside = x >= 16 && x < 48;
                float* p = flat.at(x, y);
                p[3] = inside ? 1.0f : 0.0f;
                if (!inside) {
                    p[0] = p[1] = p[2] = 0.0f;
                }
            }
        }
        QVERIFY(measureQuality(flat).sharpness < 1e-6);
    }

    void largePicturesAreComparedAtOneScale() {
        // The same picture with every pixel four times must count as equally sharp.
        PictureFault fault;
        fault.width = fault.height = kQualitySide;
        const Image small = reviewPicture(fault);
        Image large(2 * kQualitySide, 2 * kQualitySide, 4);
        for (int y = 0; y < large.height; ++y) {
            for (int x = 0; x < large.width; ++x) {
                std::copy_n(small.at(x / 2, y / 2), 4, large.at(x, y));
            }
        }
        const double a = measureQuality(small).sharpness, b = measureQuality(large).sharpness;
        QVERIFY2(std::abs(a / b - 1) < 1e-3, qPrintable(QString::number(a / b)));
    }

    void aSaturatedColorIsNotOverexposed() {
        Image orange(32, 32, 4, 1.0f);
        for (std::size_t i = 0; i < orange.pixels.size(); i += 4) {
            orange.pixels[i + 1] = 0.3f;
            orange.pixels[i + 2] = 0.05f;
        }
        QCOMPARE(measureQuality(orange).clipped_bright, 0.0);
    }

    void clippedSharesAreThoseOfTheObject() {
        Image image(100, 100, 4, 1.0f);  // white ground, all object
        for (int y = 0; y < 100; ++y) {
            for (int x = 0; x < 100; ++x) {
                float* p = image.at(x, y);
                p[3] = y < 50 ? 1.0f : 0.0f;
                if (x < 25) {
                    p[0] = p[1] = p[2] = 0.0f;
                } else if (x < 75) {
                    p[0] = p[1] = p[2] = 0.2f;
                }
            }
        }
        const PictureQuality quality = measureQuality(image);
        QCOMPARE(quality.clipped_dark, 0.25);
        QCOMPARE(quality.clipped_bright, 0.25);
        QCOMPARE(quality.object_pixels, 5000.0);
    }
};

QTEST_APPLESS_MAIN(TestQuality)
#include "test_quality.moc"
