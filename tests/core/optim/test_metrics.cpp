// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/random.h"
#include "image/color.h"
#include "optim/metrics.h"

#include <QtTest>

using namespace bozzetto;

namespace {

Image uniformImage(int width, int height, float display, float alpha) {
    Image image(width, height, 4, linearFromSrgb(display));
    for (std::size_t i = 3; i < image.pixels.size(); i += 4) {
        image.pixels[i] = alpha;
    }
    return image;
}

Image noise(int width, int height, uint64_t stream) {
    Image image(width, height, 4);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        image.pixels[i] = i % 4 == 3 ? 1.0f : linearFromSrgb(randomUniform(1, stream, i));
    }
    return image;
}

/// One 11 x 11 window by the formula, in one piece.
double ssimOfWindow(const Image& x, const Image& y, int channel) {
    double sum = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (int r = 0; r < 11; ++r) {
        for (int c = 0; c < 11; ++c) {
            const double w = std::exp(-((r - 5) * (r - 5) + (c - 5) * (c - 5)) / 4.5);
            const double p = srgbFromLinear(x.at(c, r)[channel]),
                         q = srgbFromLinear(y.at(c, r)[channel]);
            sum += w, a += w * p, b += w * q, aa += w * p * p, bb += w * q * q, ab += w * p * q;
        }
    }
    a /= sum, b /= sum;
    const double va = aa / sum - a * a, vb = bb / sum - b * b, vab = ab / sum - a * b;
    return (2 * a * b + 1e-4) * (2 * vab + 9e-4) / ((a * a + b * b + 1e-4) * (va + vb + 9e-4));
}

}  // namespace

class TestMetrics : public QObject {
    Q_OBJECT
private slots:
    void identicalPictures();
    void psnrOfAKnownDifference();
    void compositesOverWhiteInDisplayValues();
    void maskedPsnrSeesOnlyTheObject();
    void valuesAreClamped();
    void ssimMatchesTheFormula();
    void iouCountsPixels();
    void rejectsSizes();
};

void TestMetrics::identicalPictures() {
    const Image image = noise(32, 24, 1);
    const ViewScores s = scoreView(image, image);
    QCOMPARE(s.psnr, 100.0);
    QCOMPARE(s.psnr_masked, 100.0);
    QVERIFY(std::abs(s.ssim - 1) < 1e-9);
    QCOMPARE(s.mask_iou, 1.0);
}

void TestMetrics::psnrOfAKnownDifference() {
    // 0.1 apart in display values everywhere: MSE 0.01, PSNR 20 dB.
    const ViewScores s = scoreView(uniformImage(16, 16, 0.6f, 1), uniformImage(16, 16, 0.5f, 1));
    QVERIFY(std::abs(s.psnr - 20) < 1e-3);
    QVERIFY(std::abs(s.psnr_masked - 20) < 1e-3);
    // Luminance term only: (2 0.3 + C1) / (0.61 + C1).
    QVERIFY(std::abs(s.ssim - (0.6 + 1e-4) / (0.61 + 1e-4)) < 1e-5);
}

void TestMetrics::compositesOverWhiteInDisplayValues() {
    // Black at alpha 0.25 shows display value 0.75; against white that is 0.25 off.
    const ViewScores s = scoreView(uniformImage(16, 16, 0, 0.25f), uniformImage(16, 16, 0.3f, 0));
    QVERIFY(std::abs(s.psnr + 20 * std::log10(0.25)) < 1e-3);
}

void TestMetrics::maskedPsnrSeesOnlyTheObject() {
    // The left quarter of the truth is object and 0.2 off there; the rest agrees.
    Image truth = uniformImage(40, 16, 0.5f, 0), rendered = truth;
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 10; ++x) {
            truth.at(x, y)[3] = rendered.at(x, y)[3] = 1;
            rendered.at(x, y)[0] = rendered.at(x, y)[1] = rendered.at(x, y)[2] =
                linearFromSrgb(0.7f);
        }
    }
    const ViewScores s = scoreView(rendered, truth);
    QVERIFY(std::abs(s.psnr_masked - -20 * std::log10(0.2)) < 1e-3);
    QVERIFY(std::abs(s.psnr - (s.psnr_masked + 10 * std::log10(4.0))) < 1e-3);
}

void TestMetrics::valuesAreClamped() {
    const Image white = uniformImage(16, 16, 1, 1);
    Image bright = white;
    for (float& v : bright.pixels) {
        v *= 5;
    }
    QCOMPARE(scoreView(bright, white).psnr, 100.0);
    for (std::size_t i = 0; i < bright.pixels.size(); i += 4) {
        bright.pixels[i] = -3;  // red below zero is black
    }
    QVERIFY(std::abs(scoreView(bright, white).psnr - 10 * std::log10(3.0)) < 1e-3);
}

void TestMetrics::ssimMatchesTheFormula() {
    const Image x = noise(11, 11, 1), y = noise(11, 11, 2);
    const double expected =
        (ssimOfWindow(x, y, 0) + ssimOfWindow(x, y, 1) + ssimOfWindow(x, y, 2)) / 3;
    QVERIFY(std::abs(scoreView(x, y).ssim - expected) < 1e-5);
    // Of a larger picture: the mean over its windows, here 2 x 3 of them.
    const Image u = noise(13, 12, 3), v = noise(13, 12, 4);
    double sum = 0;
    for (int dy = 0; dy < 2; ++dy) {
        for (int dx = 0; dx < 3; ++dx) {
            Image a(11, 11, 4), b(11, 11, 4);
            for (int i = 0; i < 121; ++i) {
                std::copy_n(u.at(i % 11 + dx, i / 11 + dy), 4, a.at(i % 11, i / 11));
                std::copy_n(v.at(i % 11 + dx, i / 11 + dy), 4, b.at(i % 11, i / 11));
            }
            sum += (ssimOfWindow(a, b, 0) + ssimOfWindow(a, b, 1) + ssimOfWindow(a, b, 2)) / 3;
        }
    }
    QVERIFY(std::abs(scoreView(u, v).ssim - sum / 6) < 1e-5);
}

void TestMetrics::iouCountsPixels() {
    Image a = uniformImage(20, 20, 0.5f, 0), b = a;
    for (int x = 0; x < 10; ++x) {
        for (int y = 0; y < 20; ++y) {
            a.at(x, y)[3] = 0.5f;      // columns 0..9, at the threshold: inside
            b.at(x + 5, y)[3] = 1.0f;  // columns 5..14
        }
    }
    QVERIFY(std::abs(scoreView(a, b).mask_iou - 5.0 / 15) < 1e-12);
    QCOMPARE(scoreView(uniformImage(16, 16, 0, 0), uniformImage(16, 16, 0, 0)).mask_iou, 1.0);
}

void TestMetrics::rejectsSizes() {
    QVERIFY_THROWS_EXCEPTION(Error, scoreView(Image(16, 16, 4), Image(16, 15, 4)));
    QVERIFY_THROWS_EXCEPTION(Error, scoreView(Image(16, 16, 3), Image(16, 16, 3)));
    QVERIFY_THROWS_EXCEPTION(Error, scoreView(Image(8, 8, 4), Image(8, 8, 4)));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
