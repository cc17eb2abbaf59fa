// SPDX-License-Identifier: Apache-2.0
#include "masks/refine_border.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kTile = 96;

/// Square roots of the linear colour: closer to what is seen. CV_32FC3.
cv::Mat colorOf(const Image& picture, cv::Rect area) {
    cv::Mat color(area.size(), CV_32FC3);
    for (int y = 0; y < area.height; ++y) {
        for (int x = 0; x < area.width; ++x) {
            const float* p = picture.at(area.x + x, area.y + y);
            color.at<cv::Vec3f>(y, x) = {std::sqrt(std::clamp(p[0], 0.0f, 1.0f)),
                                         std::sqrt(std::clamp(p[1], 0.0f, 1.0f)),
                                         std::sqrt(std::clamp(p[2], 0.0f, 1.0f))};
        }
    }
    return color;
}

/// The colour along the axis between the two sides' means: 0 surroundings, 1 object.
cv::Mat alongAxis(const cv::Mat& color, const cv::Mat& object, const cv::Mat& ground) {
    const cv::Scalar inside = cv::mean(color, object), outside = cv::mean(color, ground);
    const cv::Vec3f from(static_cast<float>(outside[0]),
                         static_cast<float>(outside[1]),
                         static_cast<float>(outside[2]));
    cv::Vec3f axis(static_cast<float>(inside[0]) - from[0],
                   static_cast<float>(inside[1]) - from[1],
                   static_cast<float>(inside[2]) - from[2]);
    const auto length = static_cast<float>(cv::norm(axis));
    axis *= 1 / std::max(length, 0.02f);
    cv::Mat along(color.size(), CV_32FC1);
    along.forEach<float>([&](float& value, const int* at) {
        value = (color.at<cv::Vec3f>(at[0], at[1]) - from).dot(axis);
    });
    return along;
}

cv::Mat guidedFilter(const cv::Mat& guide, const cv::Mat& mask, int radius, float softness) {
    const cv::Size box(2 * radius + 1, 2 * radius + 1);
    const auto mean = [&](const cv::Mat& m) {
        cv::Mat result;
        cv::boxFilter(m, result, CV_32F, box, {-1, -1}, true, cv::BORDER_REFLECT);
        return result;
    };
    const cv::Mat mean_guide = mean(guide), mean_mask = mean(mask);
    const cv::Mat variance = mean(guide.mul(guide)) - mean_guide.mul(mean_guide);
    const cv::Mat covariance = mean(guide.mul(mask)) - mean_guide.mul(mean_mask);
    const cv::Mat a = covariance / (variance + softness);
    const cv::Mat b = mean_mask - a.mul(mean_guide);
    return mean(a).mul(guide) + mean(b);
}

class Refiner {
public:
    Refiner(const Image& picture, const cv::Mat& object)
        : picture_(picture), alpha_(picture.width, picture.height, 1) {
        const double scale = static_cast<double>(picture.width) / object.cols;
        band_ = std::max(2, static_cast<int>(std::lround(1.5 * scale)));
        cv::Mat smooth;
        object.convertTo(smooth, CV_32F, 1.0 / 255);
        // Bilinear enlarging of the staircase is smoother after a little blur.
        if (scale > 1.2) {
            cv::GaussianBlur(smooth, smooth, {3, 3}, 0.6);
        }
        whole_ = cv::Mat(picture.height, picture.width, CV_32FC1, alpha_.pixels.data());
        cv::resize(smooth, whole_, whole_.size(), 0, 0, cv::INTER_LINEAR);
        whole_.forEach<float>([](float& v, const int*) { v = v >= 0.5f ? 1.0f : 0.0f; });
    }

    Image refine() {
        const cv::Mat rough = whole_.clone();
        for (int y = 0; y < whole_.rows; y += kTile) {
            for (int x = 0; x < whole_.cols; x += kTile) {
                refineTile(rough, {x, y, kTile, kTile});
            }
        }
        return std::move(alpha_);
    }

private:
    void refineTile(const cv::Mat& rough, cv::Rect tile) {
        const cv::Rect frame(0, 0, whole_.cols, whole_.rows);
        tile &= frame;
        const int reach = 4 * band_;
        const cv::Rect area =
            cv::Rect(
                tile.x - reach, tile.y - reach, tile.width + 2 * reach, tile.height + 2 * reach) &
            frame;
        const cv::Mat mask = rough(area);
        double low = 0, high = 1;
        cv::minMaxLoc(rough(tile), &low, &high);
        if (low == high) {
            return;
        }
        cv::Mat inner, outer;
        const cv::Mat kernel =
            cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * band_ + 1, 2 * band_ + 1});
        cv::erode(mask, inner, kernel);
        cv::dilate(mask, outer, kernel);
        const cv::Mat object = inner > 0.5f, ground = outer < 0.5f;
        const cv::Mat guide = alongAxis(colorOf(picture_, area), object, ground);
        cv::Mat soft = guidedFilter(guide, mask, band_, 1e-2f);
        const cv::Mat band = (inner < 0.5f) & (outer > 0.5f);
        const cv::Rect inside(tile.x - area.x, tile.y - area.y, tile.width, tile.height);
        cv::Mat target = whole_(tile);
        const cv::Mat soft_tile = soft(inside), band_tile = band(inside);
        target.forEach<float>([&](float& value, const int* at) {
            if (band_tile.at<uchar>(at[0], at[1])) {
                // The filter answers between the sides' means; steeper is closer to coverage.
                const float v = 1.6f * (soft_tile.at<float>(at[0], at[1]) - 0.5f) + 0.5f;
                value = std::clamp(v, 0.0f, 1.0f);
            }
        });
    }

    const Image& picture_;
    Image alpha_;
    cv::Mat whole_;  // alpha_'s pixels
    int band_ = 2;
};

}  // namespace

Image refineMask(const Image& picture, const cv::Mat& object) {
    return Refiner(picture, object).refine();
}

}  // namespace bozzetto
