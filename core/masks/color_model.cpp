// SPDX-License-Identifier: Apache-2.0
#include "masks/color_model.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kBins[3] = {32, 48, 48};  // brightness, red - green, blue - yellow
constexpr int kCount = kBins[0] * kBins[1] * kBins[2];
constexpr int kStrides[3] = {kBins[1] * kBins[2], kBins[2], 1};
// Colour differences beyond this fall into the outermost bins.
constexpr int kReach = 72;

int binOf(const cv::Vec3b& color) {
    const auto chroma = [](int value, int bins) {
        const int from = std::clamp(value - 128 + kReach, 0, 2 * kReach - 1);
        return from * bins / (2 * kReach);
    };
    return (color[0] * kBins[0] / 256) * kStrides[0] + chroma(color[1], kBins[1]) * kStrides[1] +
           chroma(color[2], kBins[2]);
}

/// 1 2 1 along one axis.
void smooth(std::vector<float>& bins, int axis) {
    const int stride = kStrides[axis], n = kBins[axis];
    for (int start = 0; start < kCount; ++start) {
        if (start / stride % n != 0) {
            continue;
        }
        float before = bins[start];
        for (int i = 0; i < n; ++i) {
            float& value = bins[start + i * stride];
            const float after = i + 1 < n ? bins[start + (i + 1) * stride] : value;
            const float own = value;
            value = 0.25f * before + 0.5f * own + 0.25f * after;
            before = own;
        }
    }
}

}  // namespace

ColorModel::ColorModel() : bins_(kCount, 0.0f) {}

void ColorModel::add(const cv::Mat& color, const cv::Mat& where) {
    for (int y = 0; y < color.rows; ++y) {
        for (int x = 0; x < color.cols; ++x) {
            if (where.at<uchar>(y, x)) {
                bins_[binOf(color.at<cv::Vec3b>(y, x))] += 1;
                count_ += 1;
            }
        }
    }
}

void ColorModel::add(const ColorModel& other, double weight) {
    for (int i = 0; i < kCount; ++i) {
        bins_[i] += static_cast<float>(weight * other.bins_[i]);
    }
    count_ += weight * other.count_;
}

void ColorModel::finish() {
    for (int axis = 0; axis < 3; ++axis) {
        smooth(bins_, axis);
    }
    // A colour that was never seen is not impossible.
    constexpr double kUnseen = 0.02;
    const auto floor = static_cast<float>(kUnseen / kCount);
    const float scale = count_ > 0 ? static_cast<float>((1 - kUnseen) / count_) : 0.0f;
    for (float& bin : bins_) {
        bin = scale * bin + floor;
    }
}

float ColorModel::density(const cv::Vec3b& color) const {
    return bins_[binOf(color)];
}

cv::Mat colorEvidence(const cv::Mat& color,
                      const ColorModel& object,
                      const ColorModel& ground,
                      float limit) {
    cv::Mat evidence(color.size(), CV_32FC1);
    evidence.forEach<float>([&](float& value, const int* at) {
        const auto& pixel = color.at<cv::Vec3b>(at[0], at[1]);
        value = std::clamp(std::log(object.density(pixel) / ground.density(pixel)), -limit, limit);
    });
    return evidence;
}

}  // namespace bozzetto
