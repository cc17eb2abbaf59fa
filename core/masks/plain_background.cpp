// SPDX-License-Identifier: Apache-2.0
#include "masks/plain_background.h"

#include "base/parallel_for.h"
#include "masks/graph_cut.h"
#include "masks/refine_border.h"
#include "masks/work_view.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto {
namespace {

constexpr double kRim = 0.03;        // width of the rim, of the shorter side
constexpr double kPlainShare = 0.7;  // of the pictures must have a plain rim
constexpr double kOutlier = 14;      // display values off the gradient
constexpr double kSmallPart = 0.02;  // of the largest part's area; smaller ones are dirt
constexpr int kTerms = 6;

/// A colour that changes slowly over the picture: a quadratic in x and y for each channel.
class Backdrop {
public:
    /// picture CV_8UC3; fitted to the pixels where `where` is not zero, outliers left out.
    Backdrop(const cv::Mat& picture, const cv::Mat& where) : size_(picture.size()) {
        std::vector<cv::Point> points;
        cv::findNonZero(where, points);
        cv::Matx<double, kTerms, 3> start;
        // The median is the first guess of the constant term.
        for (int c = 0; c < 3; ++c) {
            std::vector<uchar> values;
            for (const cv::Point& p : points) {
                values.push_back(picture.at<cv::Vec3b>(p)[c]);
            }
            const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
            std::nth_element(values.begin(), middle, values.end());
            start(0, c) = *middle;
        }
        coefficients_ = start;
        for (const double reach : {60.0, 35.0, 22.0, 16.0, 16.0}) {
            fit(picture, points, reach);
        }
    }

    cv::Vec3f at(int x, int y) const {
        const cv::Matx<double, 1, kTerms> t = termsAt(x, y);
        const cv::Matx<double, 1, 3> v = t * coefficients_;
        return {static_cast<float>(v(0)), static_cast<float>(v(1)), static_cast<float>(v(2))};
    }

    double distance(const cv::Vec3b& color, int x, int y) const {
        return cv::norm(cv::Vec3f(color) - at(x, y)) / std::sqrt(3.0);
    }

private:
    cv::Matx<double, 1, kTerms> termsAt(int x, int y) const {
        const double u = 2.0 * x / size_.width - 1, v = 2.0 * y / size_.height - 1;
        return {1, u, v, u * u, u * v, v * v};
    }

    void fit(const cv::Mat& picture, const std::vector<cv::Point>& points, double reach) {
        cv::Matx<double, kTerms, kTerms> a = cv::Matx<double, kTerms, kTerms>::eye() * 1e-3;
        cv::Matx<double, kTerms, 3> b = 1e-3 * coefficients_;
        for (const cv::Point& p : points) {
            const auto& color = picture.at<cv::Vec3b>(p);
            if (distance(color, p.x, p.y) > reach) {
                continue;
            }
            const auto t = termsAt(p.x, p.y);
            a += t.t() * t;
            b += t.t() * cv::Matx<double, 1, 3>(color[0], color[1], color[2]);
        }
        coefficients_ = a.solve(b, cv::DECOMP_CHOLESKY);
    }

    cv::Size size_;
    cv::Matx<double, kTerms, 3> coefficients_;
};

cv::Mat rimOf(cv::Size size) {
    const int width = std::max(2, static_cast<int>(kRim * std::min(size.width, size.height)));
    cv::Mat rim(size, CV_8UC1, cv::Scalar(255));
    rim(cv::Rect(width, width, size.width - 2 * width, size.height - 2 * width)).setTo(0);
    return rim;
}

PlainRim rimQuality(const cv::Mat& display, const Backdrop& backdrop) {
    std::vector<cv::Point> points;
    cv::findNonZero(rimOf(display.size()), points);
    double far = 0, squared = 0, near = 0;
    for (const cv::Point& p : points) {
        const double d = backdrop.distance(display.at<cv::Vec3b>(p), p.x, p.y);
        if (d > kOutlier) {
            ++far;
        } else {
            ++near;
            squared += d * d;
        }
    }
    PlainRim rim;
    rim.outliers = far / static_cast<double>(points.size());
    rim.noise = near > 0 ? std::sqrt(squared / near) : 255;
    return rim;
}

/// Where brightness hardly changes: soft shadows are there, and plain backdrop.
cv::Mat flatParts(const cv::Mat& color) {
    cv::Mat brightness, low, high;
    cv::extractChannel(color, brightness, 0);
    cv::GaussianBlur(brightness, brightness, {5, 5}, 1.2);
    cv::erode(brightness, low, cv::Mat::ones(5, 5, CV_8UC1));
    cv::dilate(brightness, high, cv::Mat::ones(5, 5, CV_8UC1));
    return high - low < 8;
}

/// Logarithm of object over backdrop. A backdrop that is only darker and flat is a shadow.
cv::Mat backdropEvidence(const WorkView& view, const Backdrop& backdrop, double noise) {
    constexpr float kRange = 50, kLimit = 4;
    const auto scale = static_cast<float>(std::clamp(1.2 * noise, 1.5, 6.0));
    const cv::Mat flat = flatParts(view.color);
    cv::Mat smooth;
    cv::GaussianBlur(view.display, smooth, {3, 3}, 0.7);
    cv::Mat evidence(view.display.size(), CV_32FC1);
    evidence.forEach<float>([&](float& value, const int* at) {
        const cv::Vec3f color = smooth.at<cv::Vec3b>(at[0], at[1]);
        const cv::Vec3f ground = backdrop.at(at[1], at[0]);
        float d = static_cast<float>(cv::norm(color - ground)) / std::sqrt(3.0f);
        const float light =
            (color[0] + color[1] + color[2]) / std::max(1.0f, ground[0] + ground[1] + ground[2]);
        if (flat.at<uchar>(at[0], at[1]) && light < 1 && light > 0.55f) {
            const auto tint = static_cast<float>(cv::norm(color - light * ground));
            d = std::min(d, tint / std::sqrt(3.0f) + 0.15f * d);
        }
        value = std::clamp(d / scale + std::log(scale / kRange), -kLimit, kLimit);
    });
    return evidence;
}

void dropDirt(cv::Mat& object) {
    cv::Mat labels, statistics, centers;
    const int n = cv::connectedComponentsWithStats(object, labels, statistics, centers, 8);
    int largest = 0;
    for (int i = 1; i < n; ++i) {
        largest = std::max(largest, statistics.at<int>(i, cv::CC_STAT_AREA));
    }
    object.forEach<uchar>([&](uchar& value, const int* at) {
        const int label = labels.at<int>(at[0], at[1]);
        if (label > 0 && statistics.at<int>(label, cv::CC_STAT_AREA) < kSmallPart * largest) {
            value = 0;
        }
    });
}

WorkView workViewOf(const Image& image, int max_side) {
    View view;
    view.image = image;
    view.camera.emplace();
    view.camera->width = image.width, view.camera->height = image.height;
    return makeWorkView(view, 0, max_side);
}

struct Judged {
    PlainRim rim;
    cv::Mat object;  // at the work size; empty when the rim is not plain
};

Judged judge(const Image& image, int max_side) {
    const WorkView view = workViewOf(image, max_side);
    const Backdrop first(view.display, rimOf(view.display.size()));
    Judged judged{rimQuality(view.display, first), {}};
    if (!judged.rim.isPlain()) {
        return judged;
    }
    const cv::Mat evidence = backdropEvidence(view, first, judged.rim.noise);
    cv::Mat object = cutObject(view.color, evidence, {});
    // Once more, with the backdrop known everywhere around the object.
    cv::Mat around;
    cv::dilate(object, around, cv::Mat::ones(15, 15, CV_8UC1));
    const Backdrop second(view.display, around == 0);
    object = cutObject(view.color, backdropEvidence(view, second, judged.rim.noise), {});
    dropDirt(object);
    judged.object = object;
    return judged;
}

}  // namespace

PlainRim plainRim(const Image& image) {
    const WorkView view = workViewOf(image, 256);
    return rimQuality(view.display, Backdrop(view.display, rimOf(view.display.size())));
}

std::optional<std::vector<Image>> plainBackgroundMasks(const std::vector<const Image*>& pictures,
                                                       int max_side,
                                                       const Task& task) {
    std::vector<char> plain(pictures.size());
    parallelTasks(static_cast<int64_t>(pictures.size()), [&](int64_t i, int) {
        task.poll();
        plain[i] = plainRim(*pictures[i]).isPlain();
    });
    const auto count = static_cast<double>(std::count(plain.begin(), plain.end(), 1));
    if (pictures.empty() || count < kPlainShare * static_cast<double>(pictures.size())) {
        return std::nullopt;
    }
    std::vector<Image> masks(pictures.size());
    parallelTasks(static_cast<int64_t>(pictures.size()), [&](int64_t i, int) {
        task.poll();
        const Judged judged = judge(*pictures[i], max_side);
        if (!judged.object.empty()) {
            masks[i] = refineMask(*pictures[i], judged.object);
        }
    });
    return masks;
}

}  // namespace bozzetto
