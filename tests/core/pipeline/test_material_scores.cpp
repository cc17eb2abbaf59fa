// SPDX-License-Identifier: Apache-2.0
#include "image/color.h"
#include "pipeline/material_scores.h"

#include <QtTest>

using namespace bozzetto;

class TestMaterialScores : public QObject {
    Q_OBJECT

private slots:
    void nothingAddedGivesNoScore();
    void albedoForgivesOneFactorAChannelOverAllViews();
    void albedoErrorIsInDisplayValues();
    void errorsAreMeansInsideTheMask();
};

namespace {

/// [4, 4, 4]: left half inside the mask, values rising from pixel to pixel.
Image ramp(float scale) {
    Image image(4, 4, 4);
    for (int i = 0; i < 16; ++i) {
        float* pixel = &image.pixels[4 * static_cast<size_t>(i)];
        pixel[0] = scale * (0.1f + 0.05f * static_cast<float>(i)), pixel[1] = 0.5f * pixel[0],
        pixel[2] = 0.25f * pixel[0];
        pixel[3] = i % 4 < 2 ? 1.0f : 0.0f;
    }
    return image;
}

}  // namespace

void TestMaterialScores::nothingAddedGivesNoScore() {
    const MaterialScorer scorer;
    QVERIFY(!scorer.albedoPsnr() && !scorer.roughnessError() && !scorer.metallicError());
}

void TestMaterialScores::albedoForgivesOneFactorAChannelOverAllViews() {
    Image tinted = ramp(1);
    for (size_t i = 0; i < tinted.pixels.size(); i += 4) {
        tinted.pixels[i] *= 0.5f, tinted.pixels[i + 1] *= 3, tinted.pixels[i + 2] *= 1.5f;
        if (tinted.pixels[i + 3] == 0) {
            tinted.pixels[i] = 77;  // outside: does not count
        }
    }
    MaterialScorer same;
    same.addAlbedo(tinted, ramp(1));
    QVERIFY(*same.albedoPsnr() > 100);
    same.addAlbedo(ramp(1), ramp(1));  // another view that would need other factors
    QVERIFY(*same.albedoPsnr() < 30);
}

void TestMaterialScores::albedoErrorIsInDisplayValues() {
    // Two pixels of truth 0.25 and 0.5; rendered 0.5 each: the least-squares factor is 0.75, so
    // 0.375 is compared with both.
    Image truth(2, 1, 4, 1.0f), rendered(2, 1, 4, 0.5f);
    for (size_t c = 0; c < 3; ++c) {
        truth.pixels[c] = 0.25f, truth.pixels[4 + c] = 0.5f;
    }
    MaterialScorer scorer;
    scorer.addAlbedo(rendered, truth);
    const double a = srgbFromLinear(0.375) - srgbFromLinear(0.25),
                 b = srgbFromLinear(0.375) - srgbFromLinear(0.5);
    QVERIFY(std::fabs(*scorer.albedoPsnr() + 10 * std::log10((a * a + b * b) / 2)) < 1e-4);
}

void TestMaterialScores::errorsAreMeansInsideTheMask() {
    Image truth(4, 4, 3), mask = ramp(1), rendered(4, 4, 4, 0.5f);
    for (size_t i = 0; i < 16; ++i) {
        truth.pixels[3 * i + 1] = 0.75f;
        truth.pixels[3 * i + 2] = i % 4 < 2 ? (i % 2 == 0 ? 0.5f : 1.0f) : 0.0f;
    }
    MaterialScorer scorer;
    scorer.addRoughness(rendered, truth, 1, mask);
    scorer.addMetallic(rendered, truth, 2, mask);
    QCOMPARE(*scorer.roughnessError(), 0.25);
    QCOMPARE(*scorer.metallicError(), 0.25);
}

QTEST_GUILESS_MAIN(TestMaterialScores)
#include "test_material_scores.moc"
