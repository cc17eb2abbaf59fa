// SPDX-License-Identifier: Apache-2.0
#include "masks/work_view.h"

#include "image/color.h"
#include "image/resize.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

/// CV_8UC3 display values of linear ones.
cv::Mat displayOf(const Image& image) {
    cv::Mat display(image.height, image.width, CV_8UC3);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const float* pixel = image.at(x, y);
            auto& target = display.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) {
                const float value = srgbFromLinear(std::clamp(pixel[c], 0.0f, 1.0f));
                target[c] = static_cast<uchar>(std::lround(255 * value));
            }
        }
    }
    return display;
}

cv::Mat objectOf(const Image& image) {
    cv::Mat mask(image.height, image.width, CV_8UC1);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            mask.at<uchar>(y, x) = image.at(x, y)[3] >= 0.5f ? 255 : 0;
        }
    }
    return mask;
}

}  // namespace

WorkView makeWorkView(const View& view, std::size_t index, int max_side) {
    const double longest = std::max(view.image.width, view.image.height);
    const double factor = std::min(1.0, max_side / longest);
    const int width = std::max(8, static_cast<int>(std::lround(view.image.width * factor)));
    const int height = std::max(8, static_cast<int>(std::lround(view.image.height * factor)));
    const bool as_is = width >= view.image.width || height >= view.image.height;
    const Image small = as_is ? Image() : downsampleArea(view.image, width, height);
    const Image& image = as_is ? view.image : small;
    WorkView work;
    work.index = index;
    work.camera = view.camera->scaledTo(image.width, image.height);
    work.camera_from_world = inverseRigid(work.camera.world_from_camera);
    work.display = displayOf(image);
    if (view.has_mask) {
        work.given = objectOf(image);
    }
    setGain(work, {1, 1, 1});
    return work;
}

void setGain(WorkView& view, cv::Vec3f gain) {
    view.gain = gain;
    view.color.create(view.display.size(), CV_8UC3);
    view.display.forEach<cv::Vec3b>([&](const cv::Vec3b& rgb, const int* at) {
        const float r = rgb[0] * gain[0], g = rgb[1] * gain[1], b = rgb[2] * gain[2];
        view.color.at<cv::Vec3b>(at[0], at[1]) = {
            cv::saturate_cast<uchar>(0.25f * r + 0.5f * g + 0.25f * b),
            cv::saturate_cast<uchar>(128 + 0.5f * (r - g)),
            cv::saturate_cast<uchar>(128 + 0.5f * (b - 0.5f * (r + g)))};
    });
}

Projection project(const WorkView& view, Vec3d p) {
    const Vec3d q = transformPoint(view.camera_from_world, p);
    const Camera& c = view.camera;
    return {c.cx - c.fx * q.x / q.z, c.cy + c.fy * q.y / q.z, -q.z};
}

Vec3d rayThrough(const WorkView& view, double x, double y) {
    const Camera& c = view.camera;
    const Vec3d ray{(x - c.cx) / c.fx, -(y - c.cy) / c.fy, -1};
    return transformPoint(c.world_from_camera, ray) - c.position();
}

cv::Matx34d projectionMatrix(const WorkView& view) {
    const Camera& c = view.camera;
    const auto& m = view.camera_from_world.m;
    cv::Matx34d p;
    for (int j = 0; j < 4; ++j) {
        p(0, j) = c.fx * m[0][j] - c.cx * m[2][j];
        p(1, j) = -c.fy * m[1][j] - c.cy * m[2][j];
        p(2, j) = -m[2][j];
    }
    return p;
}

}  // namespace bozzetto
