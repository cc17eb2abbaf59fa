// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "base/parallel_for.h"
#include "image/color.h"
#include "texturing/image_loss.h"

#include <QtTest>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>

using namespace bozzetto;

namespace {

at::Tensor random(at::IntArrayRef shape, uint64_t seed) {
    return at::rand(shape, at::detail::createCPUGenerator(seed), at::TensorOptions());
}
at::Tensor gray(float value) {
    return at::full({3}, value);
}
/// A single pixel [1, 1, 4].
at::Tensor pixel(float r, float g, float b, float coverage) {
    return at::tensor({r, g, b, coverage}).view({1, 1, 4});
}
at::Tensor gradientOf(const at::Tensor& rendered,
                      const at::Tensor& target,
                      const at::Tensor& background,
                      const ImageLossWeights& weights = {}) {
    const at::Tensor r = rendered.detach().clone().requires_grad_();
    return torch::autograd::grad({imageLoss(r, target, background, weights)}, {r})[0];
}

/// The loss as the header has it, in double.
double expectedLoss(const at::Tensor& rendered,
                    const at::Tensor& target,
                    const at::Tensor& background,
                    const ImageLossWeights& w) {
    const auto r = rendered.accessor<float, 3>(), t = target.accessor<float, 3>();
    const auto display = [](double x) {
        return static_cast<double>(srgbFromLinear(static_cast<float>(std::clamp(x, 0.0, 1.0))));
    };
    double sum = 0;
    for (int64_t y = 0; y < r.size(0); ++y) {
        for (int64_t x = 0; x < r.size(1); ++x) {
            for (int64_t c = 0; c < 3; ++c) {
                const double b = t[y][x][c] + (1.0 - t[y][x][3]) * background.data_ptr<float>()[c];
                const double d = display(r[y][x][c]) - display(b);
                sum += (w.l1 * std::abs(d) + w.l2 * d * d) / 3;
            }
            sum += w.mask * std::pow(r[y][x][3] - t[y][x][3], 2);
        }
    }
    return sum / static_cast<double>(r.size(0) * r.size(1));
}

}  // namespace

class TestImageLoss : public QObject {
    Q_OBJECT
private slots:
    void trustWeighsColourAndCoverage();
    void valueIsTheFormula();
    void gradientMatchesFiniteDifference();
    void clippedPixels();
    void backgroundCostsNothing();
    void sameBitsForAnyThreadCount();
    void rejectsWrongShapes();
};

void TestImageLoss::valueIsTheFormula() {
    // From deep shadow to over-exposed, with soft masks.
    at::Tensor rendered = random({37, 41, 4}, 1) * 1.4 - 0.1,
               target = random({37, 41, 4}, 2).pow(2) * 1.3;
    rendered.select(2, 3).clamp_(0.01, 1);
    target.select(2, 3).clamp_(0, 1);
    const at::Tensor background = at::tensor({0.1f, 0.5f, 0.9f});
    for (const ImageLossWeights& weights :
         {ImageLossWeights{}, ImageLossWeights{0.3f, 2.0f, 0.5f}, ImageLossWeights{0, 0, 1}}) {
        const double expected = expectedLoss(rendered, target, background, weights);
        const double found = imageLoss(rendered, target, background, weights).item<double>();
        QVERIFY2(std::abs(found - expected) < 3e-6 * (1 + expected),
                 qPrintable(QString("%1, expected %2").arg(found).arg(expected)));
    }
}

void TestImageLoss::gradientMatchesFiniteDifference() {
    // Differences of linear values of at least 0.05 keep clear of the kink of |d|; 5e-3 of the
    // largest gradient is what a float's rounding leaves with this step.
    constexpr float step = 1e-3f;
    const at::Tensor target = random({3, 4, 4}, 3) * 0.4 + 0.3;
    const at::Tensor sign = (random({3, 4, 4}, 4) > 0.5).to(at::kFloat) * 2 - 1;
    const at::Tensor background = at::tensor({0.2f, 0.6f, 0.4f});
    at::Tensor composited = target.clone();
    composited.slice(2, 0, 3) += (1 - target.slice(2, 3, 4)) * background;
    const at::Tensor rendered =
        (composited + sign * (0.05 + 0.1 * random({3, 4, 4}, 5))).clamp(0.02, 0.98).contiguous();
    const ImageLossWeights weights{1.0f, 0.7f, 0.8f};
    const at::Tensor gradient = gradientOf(rendered, target, background, weights);
    double worst = 0;
    for (int64_t i = 0; i < rendered.numel(); ++i) {
        at::Tensor moved = rendered.clone();
        moved.view({-1})[i] += step;
        const double above = expectedLoss(moved, target, background, weights);
        const double above_ours = imageLoss(moved, target, background, weights).item<double>();
        moved.view({-1})[i] -= 2 * step;
        const double below = expectedLoss(moved, target, background, weights);
        const double below_ours = imageLoss(moved, target, background, weights).item<double>();
        const double analytic = gradient.view({-1})[i].item<double>();
        worst = std::max({worst,
                          std::abs((above - below) / (2 * step) - analytic),
                          std::abs((above_ours - below_ours) / (2 * step) - analytic)});
    }
    const double scale = gradient.abs().max().item<double>();
    QVERIFY2(scale > 0.01 && worst < 5e-3 * scale,
             qPrintable(QString("%1 of %2").arg(worst).arg(scale)));
}

void TestImageLoss::clippedPixels() {
    // Both clip: nothing to say. Only the rendering clips: it comes down. It undershoots: it comes
    // up.
    const at::Tensor both = gradientOf(pixel(1.7f, 1.0f, 30.0f, 1), pixel(1, 1, 1, 1), gray(0));
    QCOMPARE(both.abs().max().item<float>(), 0.0f);
    const at::Tensor over =
        gradientOf(pixel(1.7f, 1.0f, 30.0f, 1), pixel(0.5f, 0.2f, 0, 1), gray(0));
    QVERIFY(over.slice(2, 0, 3).min().item<float>() > 0.1f);
    const at::Tensor under =
        gradientOf(pixel(-0.2f, 0, 1e-4f, 1), pixel(0.5f, 0.2f, 0.1f, 1), gray(0));
    QVERIFY(under.slice(2, 0, 3).max().item<float>() < -1.0f);
    const at::Tensor wild =
        gradientOf(pixel(1e30f, -1e30f, 1e-30f, 1), pixel(0.5f, 0.5f, 0.5f, 1), gray(0));
    QVERIFY(at::isfinite(wild).all().item<bool>());
}

void TestImageLoss::backgroundCostsNothing() {
    const at::Tensor background = at::tensor({0.3f, 0.8f, 0.1f});
    const at::Tensor empty = at::cat({background, at::zeros({1})}).view({1, 1, 4});
    QCOMPARE(imageLoss(empty, pixel(0, 0, 0, 0), background, {}).item<float>(), 0.0f);
    QCOMPARE(gradientOf(empty, pixel(0, 0, 0, 0), background).abs().max().item<float>(), 0.0f);
    // A surface where there is none costs coverage; a hole where there is one pulls coverage up.
    QVERIFY(gradientOf(pixel(0.3f, 0.8f, 0.1f, 1), pixel(0, 0, 0, 0), background)[0][0][3]
                .item<float>() > 1.9f);
    QVERIFY(gradientOf(empty, pixel(0.5f, 0.5f, 0.5f, 1), background)[0][0][3].item<float>() <
            -1.9f);
}

void TestImageLoss::sameBitsForAnyThreadCount() {
    const at::Tensor rendered = random({301, 203, 4}, 6), target = random({301, 203, 4}, 7);
    setThreadCount(1);
    const float value = imageLoss(rendered, target, gray(0.5f), {}).item<float>();
    const at::Tensor gradient = gradientOf(rendered, target, gray(0.5f));
    setThreadCount(5);
    QCOMPARE(imageLoss(rendered, target, gray(0.5f), {}).item<float>(), value);
    QVERIFY(at::equal(gradientOf(rendered, target, gray(0.5f)), gradient));
}

void TestImageLoss::rejectsWrongShapes() {
    const at::Tensor image = random({4, 5, 4}, 8);
    QVERIFY_EXCEPTION_THROWN(imageLoss(image.slice(2, 0, 3).contiguous(), image, gray(0), {}),
                             Error);
    QVERIFY_EXCEPTION_THROWN(imageLoss(image, random({5, 4, 4}, 9), gray(0), {}), Error);
    QVERIFY_EXCEPTION_THROWN(imageLoss(image, image, at::zeros({4}), {}), Error);
    QVERIFY_EXCEPTION_THROWN(imageLoss(image.to(at::kDouble), image, gray(0), {}), Error);
}

void TestImageLoss::trustWeighsColourAndCoverage() {
    const at::Tensor rendered = random({5, 7, 4}, 11), target = random({5, 7, 4}, 12);
    const ImageLossWeights weights{0.7f, 0.4f, 0.9f};
    const at::Tensor one = at::ones({5, 7, 2});
    QVERIFY(at::equal(imageLoss(rendered, target, gray(0.3f), weights, one),
                      imageLoss(rendered, target, gray(0.3f), weights)));
    // A pixel that is not trusted has neither value nor gradient; half trust is half of both.
    at::Tensor trust = one.clone();
    trust.select(2, 0).fill_(0.5);
    trust.select(2, 1).fill_(0.25);
    trust[2][3].zero_();
    const at::Tensor r = rendered.clone().requires_grad_();
    const at::Tensor loss = imageLoss(r, target, gray(0.3f), weights, trust);
    const at::Tensor gradient = torch::autograd::grad({loss}, {r})[0];
    const at::Tensor full = gradientOf(rendered, target, gray(0.3f), weights);
    at::Tensor expected = full.clone();
    expected.slice(2, 0, 3).mul_(0.5);
    expected.select(2, 3).mul_(0.25);
    expected[2][3].zero_();
    QVERIFY(at::allclose(gradient, expected));
    ImageLossWeights color = weights, mask = weights;
    color.mask = 0;
    mask.l1 = mask.l2 = 0;
    const auto part = [&](const ImageLossWeights& w) {
        const at::Tensor whole = imageLoss(rendered, target, gray(0.3f), w);
        const at::Tensor pixel_alone = imageLoss(rendered[2][3].view({1, 1, 4}).contiguous(),
                                                 target[2][3].view({1, 1, 4}).contiguous(),
                                                 gray(0.3f),
                                                 w);
        return whole.item<double>() - pixel_alone.item<double>() / 35;
    };
    QVERIFY(std::abs(loss.item<double>() - 0.5 * part(color) - 0.25 * part(mask)) < 1e-6);
}

QTEST_GUILESS_MAIN(TestImageLoss)
#include "test_image_loss.moc"
