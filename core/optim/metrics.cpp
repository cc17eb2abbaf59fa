// SPDX-License-Identifier: Apache-2.0
// Source of SSIM: Wang, Bovik, Sheikh and Simoncelli 2004, "Image Quality Assessment: From Error
// Visibility to Structural Similarity" (constants K1 = 0.01, K2 = 0.03; windows that lie inside the
// picture).
#include "optim/metrics.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "image/color.h"

#include <algorithm>
#include <array>

namespace bozzetto {
namespace {

constexpr int kWindow = 11;
constexpr double kSigma = 1.5;
constexpr double kIdenticalPsnr = 100;  // dB, in place of infinity, which JSON cannot hold

/// [H, W, 3] display values in [0, 1] over white. The blend is done in display values, as a viewer
/// of the PNG would.
Image displayOverWhite(const Image& image) {
    Image out(image.width, image.height, 3);
    parallelFor(static_cast<int64_t>(image.width) * image.height,
                4096,
                [&](int64_t begin, int64_t end, int) {
                    for (int64_t i = begin; i < end; ++i) {
                        const float* p = image.pixels.data() + 4 * i;
                        const float alpha = std::clamp(p[3], 0.0f, 1.0f);
                        for (int c = 0; c < 3; ++c) {
                            const float display = srgbFromLinear(std::clamp(p[c], 0.0f, 1.0f));
                            out.pixels[3 * i + c] =
                                std::clamp(display * alpha + 1 - alpha, 0.0f, 1.0f);
                        }
                    }
                });
    return out;
}

double psnrOf(double squared_error, int64_t values) {
    const double mse = values > 0 ? squared_error / static_cast<double>(values) : 0;
    return mse > 0 ? std::min(kIdenticalPsnr, -10 * std::log10(mse)) : kIdenticalPsnr;
}

std::array<double, kWindow> gaussian() {
    std::array<double, kWindow> w{};
    double sum = 0;
    for (int i = 0; i < kWindow; ++i) {
        const double x = i - kWindow / 2;
        sum += w[i] = std::exp(-x * x / (2 * kSigma * kSigma));
    }
    for (double& v : w) {
        v /= sum;
    }
    return w;
}

/// Gaussian means of a, b, a a, b b and a b.
struct Moments {
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    void add(double w, const Moments& m) {
        a += w * m.a, b += w * m.b, aa += w * m.aa, bb += w * m.bb, ab += w * m.ab;
    }
};

double ssimOf(const Moments& m) {
    constexpr double kC1 = 0.01 * 0.01, kC2 = 0.03 * 0.03;
    const double variance_a = m.aa - m.a * m.a, variance_b = m.bb - m.b * m.b,
                 covariance = m.ab - m.a * m.b;
    return (2 * m.a * m.b + kC1) * (2 * covariance + kC2) /
           ((m.a * m.a + m.b * m.b + kC1) * (variance_a + variance_b + kC2));
}

/// Mean SSIM of one channel over the windows inside the picture.
double ssimChannel(const Image& x, const Image& y, int channel) {
    const std::array<double, kWindow> weights = gaussian();
    const int columns = x.width - kWindow + 1, rows = x.height - kWindow + 1;
    std::vector<Moments> across(static_cast<std::size_t>(columns) * x.height);
    parallelFor(x.height, 8, [&](int64_t begin, int64_t end, int) {
        for (int64_t r = begin; r < end; ++r) {
            for (int c = 0; c < columns; ++c) {
                Moments& m = across[r * columns + c];
                for (int k = 0; k < kWindow; ++k) {
                    const double a = x.at(c + k, static_cast<int>(r))[channel],
                                 b = y.at(c + k, static_cast<int>(r))[channel];
                    m.add(weights[k], {a, b, a * a, b * b, a * b});
                }
            }
        }
    });
    std::vector<double> row_sums(rows);
    parallelFor(rows, 8, [&](int64_t begin, int64_t end, int) {
        for (int64_t r = begin; r < end; ++r) {
            for (int c = 0; c < columns; ++c) {
                Moments m;
                for (int k = 0; k < kWindow; ++k) {
                    m.add(weights[k], across[(r + k) * columns + c]);
                }
                row_sums[r] += ssimOf(m);
            }
        }
    });
    double sum = 0;
    for (const double s : row_sums) {
        sum += s;
    }
    return sum / (static_cast<double>(rows) * columns);
}

}  // namespace

ViewScores scoreView(const Image& rendered, const Image& truth, Ssim ssim) {
    require(rendered.width == truth.width && rendered.height == truth.height,
            "scoreView: the pictures differ in size");
    require(rendered.channels == 4 && truth.channels == 4, "scoreView: [H, W, 4] expected");
    require(truth.width >= kWindow && truth.height >= kWindow,
            "scoreView: the pictures are smaller than 11 x 11");
    const Image x = displayOverWhite(rendered), y = displayOverWhite(truth);
    double error = 0, masked_error = 0;
    int64_t masked = 0, both = 0, either = 0;
    const int64_t pixels = static_cast<int64_t>(truth.width) * truth.height;
    for (int64_t i = 0; i < pixels; ++i) {
        double squared = 0;
        for (int c = 0; c < 3; ++c) {
            const double d = static_cast<double>(x.pixels[3 * i + c]) - y.pixels[3 * i + c];
            squared += d * d;
        }
        const bool in_truth = truth.pixels[4 * i + 3] >= 0.5f,
                   in_rendered = rendered.pixels[4 * i + 3] >= 0.5f;
        error += squared;
        masked_error += in_truth ? squared : 0;
        masked += in_truth;
        both += in_truth && in_rendered;
        either += in_truth || in_rendered;
    }
    ViewScores scores;
    scores.psnr = psnrOf(error, 3 * pixels);
    scores.psnr_masked = psnrOf(masked_error, 3 * masked);
    if (ssim == Ssim::Yes) {
        scores.ssim = (ssimChannel(x, y, 0) + ssimChannel(x, y, 1) + ssimChannel(x, y, 2)) / 3;
    }
    scores.mask_iou = either > 0 ? static_cast<double>(both) / static_cast<double>(either) : 1;
    return scores;
}

}  // namespace bozzetto
