// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "image/color_profile.h"
#include "image/image_file.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bozzetto {

/// Value of sample i of a row of 8-bit, 16-bit or float pixels; [0, 1] for integers.
float sampleAt(const cv::Mat& pixels, const uchar* row, int i);

/// Rows of a decoded picture (B, G, R(, A) or grey) as linear RGBA with straight alpha. Internal to
/// image/.
class LinearRows {
public:
    /// What was converted or ignored is added to `notes`. Keeps references to `pixels` and `file`.
    LinearRows(const cv::Mat& pixels, const ImageFile& file, std::vector<std::string>& notes);

    /// rgba [width, 4] of row y.
    void convert(int y, float* rgba);
    /// Samples so far that were no finite numbers and were set to 0.
    int64_t repairedSamples() const { return repaired_; }

private:
    void openProfile(std::vector<std::string>& notes);
    float finite(float value);
    float linearSample(const uchar* row, int i);
    float alphaOf(const uchar* row, int first);
    void convertPremultiplied(const uchar* row, float* rgba);

    const cv::Mat& pixels_;
    const ImageFile& file_;
    std::vector<float> table_, rgb_;
    std::unique_ptr<ColorProfile> profile_;
    bool premultiplied_ = false;
    int64_t repaired_ = 0;
};

}  // namespace bozzetto
