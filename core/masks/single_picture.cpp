// SPDX-License-Identifier: Apache-2.0
#include "masks/single_picture.h"

#include "masks/color_model.h"
#include "masks/graph_cut.h"
#include "masks/refine_border.h"
#include "masks/work_view.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bozzetto {
namespace {

constexpr double kRim = 0.04;         // width of the rim, of the shorter side
constexpr int kRounds = 4;            // of learning colours and cutting
constexpr float kColorLimit = 4;      // evidence that colours alone can give
constexpr float kMiddle = 1.5f;       // evidence of the very middle, and minus that of the corners
constexpr float kSure = 8;            // the rim is not the object (graph_cut.cpp: certain from 6)
constexpr double kRare = 0.05;        // share of the rim whose colours are as rare as the object's
constexpr double kMostlyRare = 0.6;   // of a place: it is the object's
constexpr double kLeastShare = 2e-3;  // of the picture; less is dirt
constexpr double kSmallPart = 0.1;    // of the largest part's area; smaller ones are dirt

cv::Mat rimOf(cv::Size size) {
    const int width = std::max(2, static_cast<int>(kRim * std::min(size.width, size.height)));
    cv::Mat rim(size, CV_8UC1, cv::Scalar(255));
    rim(cv::Rect(width, width, size.width - 2 * width, size.height - 2 * width)).setTo(0);
    return rim;
}

/// How near the middle: from kMiddle there to -kMiddle in the corners. CV_32FC1.
cv::Mat middleEvidence(cv::Size size) {
    cv::Mat evidence(size, CV_32FC1);
    evidence.forEach<float>([&](float& value, const int* at) {
        const float u = 2 * (static_cast<float>(at[1]) + 0.5f) / static_cast<float>(size.width) - 1;
        const float v =
            2 * (static_cast<float>(at[0]) + 0.5f) / static_cast<float>(size.height) - 1;
        value = kMiddle * std::clamp(1 - 1.4f * std::hypot(u, v), -1.0f, 1.0f);
    });
    return evidence;
}

ColorModel modelOf(const cv::Mat& color, const cv::Mat& where) {
    ColorModel model;
    model.add(color, where);
    model.finish();
    return model;
}

/// Where colours stand that the rim hardly has. CV_8UC1.
cv::Mat notOfTheRim(const cv::Mat& color, const cv::Mat& rim) {
    const ColorModel ground = modelOf(color, rim);
    std::vector<float> densities;
    for (int y = 0; y < color.rows; ++y) {
        for (int x = 0; x < color.cols; ++x) {
            if (rim.at<uchar>(y, x)) {
                densities.push_back(ground.density(color.at<cv::Vec3b>(y, x)));
            }
        }
    }
    const auto place = densities.begin() +
                       static_cast<std::ptrdiff_t>(kRare * static_cast<double>(densities.size()));
    std::nth_element(densities.begin(), place, densities.end());
    cv::Mat result(color.size(), CV_8UC1);
    result.forEach<uchar>([&](uchar& value, const int* at) {
        value = ground.density(color.at<cv::Vec3b>(at[0], at[1])) < *place ? 255 : 0;
    });
    // A textured background has rare colours too, but each in few places.
    const int window = std::max(2, static_cast<int>(kRim * std::min(color.cols, color.rows)));
    cv::Mat smooth;
    cv::blur(result, smooth, {2 * window + 1, 2 * window + 1});
    return smooth > kMostlyRare * 255;
}

/// The large parts, without holes of dirt's size.
cv::Mat withoutDirt(const cv::Mat& object) {
    cv::Mat labels, statistics, centers;
    const int n = cv::connectedComponentsWithStats(object, labels, statistics, centers, 8);
    int largest = 0;
    for (int i = 1; i < n; ++i) {
        largest = std::max(largest, statistics.at<int>(i, cv::CC_STAT_AREA));
    }
    cv::Mat result(object.size(), CV_8UC1, cv::Scalar(0));
    if (largest < kLeastShare * static_cast<double>(object.total())) {
        return result;
    }
    result.forEach<uchar>([&](uchar& value, const int* at) {
        const int label = labels.at<int>(at[0], at[1]);
        const bool large =
            label > 0 && statistics.at<int>(label, cv::CC_STAT_AREA) >= kSmallPart * largest;
        value = large ? 255 : 0;
    });
    return result;
}

cv::Mat cutOut(const WorkView& view) {
    const cv::Mat rim = rimOf(view.color.size());
    const cv::Mat middle = middleEvidence(view.color.size());
    cv::Mat object = notOfTheRim(view.color, rim) & (middle > -0.5f * kMiddle);
    for (int round = 0; round < kRounds; ++round) {
        if (cv::countNonZero(object) < kLeastShare * static_cast<double>(object.total())) {
            return cv::Mat::zeros(object.size(), CV_8UC1);
        }
        cv::Mat evidence = colorEvidence(view.color,
                                         modelOf(view.color, object),
                                         modelOf(view.color, object == 0),
                                         kColorLimit) +
                           middle;
        evidence.setTo(-kSure, rim);
        const cv::Mat cut = withoutDirt(cutObject(view.color, evidence, {}));
        if (cv::countNonZero(cut != object) == 0) {
            break;
        }
        object = cut;
    }
    return object;
}

}  // namespace

Image singlePictureMask(const Image& image, int max_side) {
    View view;
    view.image = image;
    view.camera.emplace();  // of which only the size is used
    view.camera->width = image.width, view.camera->height = image.height;
    const cv::Mat object = cutOut(makeWorkView(view, 0, max_side));
    return cv::countNonZero(object) > 0 ? refineMask(image, object)
                                        : Image(image.width, image.height, 1);
}

}  // namespace bozzetto
