// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/image_set.h"

#include <opencv2/core.hpp>

#include <vector>

namespace bozzetto {

/// A view at the size that masks are found at.
struct WorkView {
    std::size_t index = 0;  // in ImageSet::views
    Camera camera;          // for the work size
    Mat4d camera_from_world;
    /// CV_8UC3: brightness, and two differences of colour (red - green, blue - yellow) around 128,
    /// of display values; brought to the common exposure and white balance by `gain`.
    cv::Mat color;
    cv::Mat display;          // CV_8UC3, red, green, blue as displayed, without gain
    cv::Vec3f gain{1, 1, 1};  // on display values
    cv::Mat given;            // CV_8UC1, 255 object, where the view's mask is given; else empty
    bool hasMask() const { return !given.empty(); }
};

/// Longest side at most `max_side` pixels; `view` has pixels and a camera.
WorkView makeWorkView(const View& view, std::size_t index, int max_side);
/// Sets `gain` and computes `color` anew.
void setGain(WorkView& view, cv::Vec3f gain);

/// Where a world point is seen: pixel coordinates (centres at .5) and distance along the axis.
struct Projection {
    double x = 0, y = 0, depth = 0;
};
Projection project(const WorkView& view, Vec3d p);
/// World direction of the ray through a pixel coordinate; its component along the axis is 1.
Vec3d rayThrough(const WorkView& view, double x, double y);

/// Rows of pixel_from_world: (x w, y w, w), w the distance along the axis.
cv::Matx34d projectionMatrix(const WorkView& view);

/// Distance between two colours, in about units of display values: brightness counts half, since
/// light changes it.
inline float colorDistance(const cv::Vec3b& a, const cv::Vec3b& b) {
    const float y = static_cast<float>(a[0]) - static_cast<float>(b[0]);
    const float u = static_cast<float>(a[1]) - static_cast<float>(b[1]);
    const float v = static_cast<float>(a[2]) - static_cast<float>(b[2]);
    return std::sqrt(0.5f * y * y + u * u + v * v);
}

}  // namespace bozzetto
