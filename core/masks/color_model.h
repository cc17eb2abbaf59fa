// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <opencv2/core.hpp>

#include <vector>

namespace bozzetto {

/// How often colours occur: a smoothed histogram over WorkView::color.
class ColorModel {
public:
    ColorModel();
    /// Counts the pixels of color (CV_8UC3) where `where` (CV_8UC1) is not zero.
    void add(const cv::Mat& color, const cv::Mat& where);
    void add(const ColorModel& other, double weight);
    /// To be called once after adding: smooths and normalises. An empty model stays uniform.
    void finish();
    float density(const cv::Vec3b& color) const;
    double count() const { return count_; }

private:
    std::vector<float> bins_;
    double count_ = 0;
};

/// Logarithm of object over ground for every pixel of color, within [-limit, limit]; CV_32FC1.
cv::Mat colorEvidence(const cv::Mat& color,
                      const ColorModel& object,
                      const ColorModel& ground,
                      float limit);

}  // namespace bozzetto
