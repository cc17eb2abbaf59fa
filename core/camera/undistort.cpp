// SPDX-License-Identifier: Apache-2.0
#include "camera/undistort.h"

#include "base/error.h"
#include "camera/lens.h"

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// OpenCV puts the centre of the first pixel at 0, we at one half.
cv::Matx33d matrixOf(const Camera& camera) {
    return {camera.fx, 0, camera.cx - 0.5, 0, camera.fy, camera.cy - 0.5, 0, 0, 1};
}

cv::Mat coefficientsOf(const Lens& lens) {
    if (lens.model == Lens::Model::Fisheye) {
        return (cv::Mat_<double>(1, 4) << lens.k1, lens.k2, lens.k3, lens.k4);
    }
    return (cv::Mat_<double>(1, 8) << lens.k1,
            lens.k2,
            lens.p1,
            lens.p2,
            lens.k3,
            lens.k4,
            lens.k5,
            lens.k6);
}

/// Whether OpenCV itself has the lens; it is taken where it does.
bool isOpenCvLens(const Lens& lens) {
    const bool fisheye = lens.model == Lens::Model::Fisheye && lens.p1 == 0 && lens.p2 == 0;
    return lens.skew == 0 && (fisheye || lens.model == Lens::Model::Perspective);
}

/// The largest upright pinhole picture that lies within the distorted one: its border pixels are
/// those of the picture's border that reach in farthest.
cv::Matx33d largestPinhole(const Camera& camera, const Lens& lens) {
    constexpr int kSteps = 64;
    double left = -1e9, top = -1e9, right = 1e9, bottom = 1e9;
    const auto rayAt = [&](double x, double y) {
        const std::optional<Vec2d> ray =
            undistortRay(lens, {(x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy});
        if (!ray) {
            throw Error(Error::Kind::BadInput,
                        "its lens distortion cannot be undone",
                        "Check the lens in the camera file, or undistort the pictures first.");
        }
        return *ray;
    };
    const double last_x = camera.width - 0.5, last_y = camera.height - 0.5;
    for (int i = 0; i <= kSteps; ++i) {
        const double x = 0.5 + (last_x - 0.5) * i / kSteps, y = 0.5 + (last_y - 0.5) * i / kSteps;
        left = std::max(left, rayAt(0.5, y).x), right = std::min(right, rayAt(last_x, y).x);
        top = std::max(top, rayAt(x, 0.5).y), bottom = std::min(bottom, rayAt(x, last_y).y);
    }
    const double fx = (camera.width - 1) / (right - left);
    const double fy = (camera.height - 1) / (bottom - top);
    return {fx, 0, -fx * left, 0, fy, -fy * top, 0, 0, 1};
}

cv::Matx33d pinholeFor(const Camera& camera, const Lens& lens) {
    if (!isOpenCvLens(lens)) {
        return largestPinhole(camera, lens);
    }
    const cv::Size size(camera.width, camera.height);
    const cv::Mat coefficients = coefficientsOf(lens);
    if (lens.model == Lens::Model::Fisheye) {
        cv::Matx33d matrix;
        cv::fisheye::estimateNewCameraMatrixForUndistortRectify(
            matrixOf(camera), coefficients, size, cv::Matx33d::eye(), matrix, 0.0);
        return matrix;
    }
    return cv::getOptimalNewCameraMatrix(matrixOf(camera), coefficients, size, 0.0);
}

/// As OpenCV's initUndistortRectifyMap, for the lenses that it does not have.
void buildOwnMaps(
    const Camera& from, const Camera& to, const Lens& lens, cv::Mat& map_x, cv::Mat& map_y) {
    map_x.create(to.height, to.width, CV_32FC1);
    map_y.create(to.height, to.width, CV_32FC1);
    for (int row = 0; row < to.height; ++row) {
        for (int column = 0; column < to.width; ++column) {
            const Vec2d picture =
                distortRay(lens, {(column + 0.5 - to.cx) / to.fx, (row + 0.5 - to.cy) / to.fy});
            map_x.at<float>(row, column) = static_cast<float>(from.fx * picture.x + from.cx - 0.5);
            map_y.at<float>(row, column) = static_cast<float>(from.fy * picture.y + from.cy - 0.5);
        }
    }
}

void buildMaps(
    const Camera& from, const Camera& to, const Lens& lens, cv::Mat& map_x, cv::Mat& map_y) {
    if (!isOpenCvLens(lens)) {
        buildOwnMaps(from, to, lens, map_x, map_y);
        return;
    }
    const cv::Size size(to.width, to.height);
    const cv::Mat coefficients = coefficientsOf(lens);
    if (lens.model == Lens::Model::Fisheye) {
        cv::fisheye::initUndistortRectifyMap(matrixOf(from),
                                             coefficients,
                                             cv::Matx33d::eye(),
                                             matrixOf(to),
                                             size,
                                             CV_32FC1,
                                             map_x,
                                             map_y);
    } else {
        cv::initUndistortRectifyMap(matrixOf(from),
                                    coefficients,
                                    cv::noArray(),
                                    matrixOf(to),
                                    size,
                                    CV_32FC1,
                                    map_x,
                                    map_y);
    }
}

/// Radius in the distorted picture (focal length 1) of a ray at tangent `r` from the axis, radial
/// terms only.
double distortedRadius(Lens lens, double r) {
    lens.p1 = lens.p2 = lens.skew = 0;
    return distortRay(lens, {r, 0}).x;
}

/// Whether the lens maps the pinhole's field one to one onto a fair part of the picture. Beyond its
/// turning point a polynomial folds back, and the solver's answer means nothing.
bool isInvertible(const Camera& from, const Camera& to, const Lens& lens) {
    const auto corner_radius = [](const Camera& c) {
        return std::hypot(std::max(c.cx, c.width - c.cx) / c.fx,
                          std::max(c.cy, c.height - c.cy) / c.fy);
    };
    constexpr int kSteps = 64;
    const double largest = corner_radius(to);
    double last = 0;
    for (int i = 1; i <= kSteps; ++i) {
        const double radius = distortedRadius(lens, largest * i / kSteps);
        if (!(radius > last)) {
            return false;
        }
        last = radius;
    }
    return last > 0.4 * corner_radius(from);
}

void scaleColorByAlpha(Image& image, bool divide) {
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        const float alpha = image.pixels[i + 3];
        const float factor = divide ? (alpha > 0 ? 1 / alpha : 0.0f) : alpha;
        for (int c = 0; c < 3; ++c) {
            image.pixels[i + c] *= factor;
        }
    }
}

void resample(
    Image& image, const Camera& from, const Camera& to, const Lens& lens, int interpolation) {
    cv::Mat map_x, map_y;
    buildMaps(from.scaledTo(image.width, image.height),
              to.scaledTo(image.width, image.height),
              lens,
              map_x,
              map_y);
    Image result(image.width, image.height, image.channels);
    const int type = CV_MAKETYPE(CV_32F, image.channels);
    const cv::Mat source(image.height, image.width, type, image.pixels.data());
    cv::Mat target(image.height, image.width, type, result.pixels.data());
    cv::remap(source, target, map_x, map_y, interpolation, cv::BORDER_REPLICATE);
    image = std::move(result);
}

}  // namespace

Camera undistortView(Image& image, Image& depth, const Camera& distorted, const Lens& lens) {
    try {
        const cv::Matx33d matrix = pinholeFor(distorted, lens);
        Camera camera = distorted;
        camera.fx = matrix(0, 0), camera.fy = matrix(1, 1);
        camera.cx = matrix(0, 2) + 0.5, camera.cy = matrix(1, 2) + 0.5;
        const bool sensible = std::isfinite(camera.fx) && std::isfinite(camera.fy) &&
                              camera.fx > 0.05 * distorted.fx && camera.fy > 0.05 * distorted.fy &&
                              camera.fx < 20 * distorted.fx &&
                              isInvertible(distorted, camera, lens);
        if (!sensible) {
            throw Error(
                Error::Kind::BadInput,
                "its lens distortion cannot be undone",
                "Check k1, k2, p1, p2 in the camera file, or undistort the pictures first.");
        }
        if (!image.pixels.empty()) {
            scaleColorByAlpha(image, false);
            resample(image, distorted, camera, lens, cv::INTER_LINEAR);
            scaleColorByAlpha(image, true);
        }
        if (!depth.pixels.empty()) {
            resample(depth, distorted, camera, lens, cv::INTER_NEAREST);
        }
        return camera;
    } catch (const cv::Exception& error) {
        throw Error(Error::Kind::BadInput,
                    "its lens distortion cannot be undone",
                    "Check k1, k2, p1, p2 in the camera file, or undistort the pictures first.",
                    {},
                    error.what());
    }
}

Image distortMask(const Image& mask,
                  const Camera& pinhole,
                  const Camera& distorted,
                  const Lens& lens) {
    std::vector<cv::Point2f> points;
    points.reserve(static_cast<std::size_t>(distorted.width) * distorted.height);
    for (int y = 0; y < distorted.height; ++y) {
        for (int x = 0; x < distorted.width; ++x) {
            points.emplace_back(static_cast<float>(x), static_cast<float>(y));
        }
    }
    const cv::Mat coefficients = coefficientsOf(lens);
    std::vector<cv::Point2f> straight;
    const cv::Matx33d target = matrixOf(pinhole.scaledTo(mask.width, mask.height));
    if (lens.model == Lens::Model::Fisheye) {
        cv::fisheye::undistortPoints(
            points, straight, matrixOf(distorted), coefficients, cv::Matx33d::eye(), target);
    } else {
        cv::undistortPoints(
            points, straight, matrixOf(distorted), coefficients, cv::noArray(), target);
    }
    const cv::Mat map(distorted.height, distorted.width, CV_32FC2, straight.data());
    Image result(distorted.width, distorted.height, 1);
    const cv::Mat source(mask.height, mask.width, CV_32FC1, const_cast<float*>(mask.pixels.data()));
    cv::Mat shown(result.height, result.width, CV_32FC1, result.pixels.data());
    cv::remap(
        source, shown, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(0));
    return result;
}

}  // namespace bozzetto
