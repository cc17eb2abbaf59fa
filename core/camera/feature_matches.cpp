// SPDX-License-Identifier: Apache-2.0
#include "camera/feature_matches.h"

#include "base/parallel_for.h"
#include "image/color.h"

#include <opencv2/calib3d.hpp>
#include <opencv2/features2d.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kFeatures = 700;     // of a picture
constexpr float kRatio = 0.8f;     // of the distances to the best and the second best match
constexpr double kEpipolar = 1.5;  // pixels
constexpr std::size_t kLeastMatches = 16;
constexpr std::size_t kEnoughPairs = 40, kMostTried = 300;

struct Features {
    std::vector<cv::KeyPoint> points;
    cv::Mat descriptors;
};

cv::Mat greyOf(const Image& image) {
    cv::Mat grey(image.height, image.width, CV_8U);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const float* p = image.at(x, y);
            const float value = srgbFromLinear(
                std::clamp(0.2126f * p[0] + 0.7152f * p[1] + 0.0722f * p[2], 0.f, 1.f));
            grey.at<uint8_t>(y, x) = static_cast<uint8_t>(255 * value + 0.5f);
        }
    }
    return grey;
}

Features featuresOf(const Image& image) {
    Features features;
    cv::SIFT::create(kFeatures)->detectAndCompute(
        greyOf(image), cv::noArray(), features.points, features.descriptors);
    return features;
}

/// For each feature of `from` its match in `to`, or -1.
std::vector<int> bestMatches(const Features& from, const Features& to) {
    std::vector<std::vector<cv::DMatch>> two;
    cv::BFMatcher(cv::NORM_L2).knnMatch(from.descriptors, to.descriptors, two, 2);
    std::vector<int> best(from.points.size(), -1);
    for (const std::vector<cv::DMatch>& m : two) {
        if (m.size() == 2 && m[0].distance < kRatio * m[1].distance) {
            best[static_cast<std::size_t>(m[0].queryIdx)] = m[0].trainIdx;
        }
    }
    return best;
}

PairMatches matchPair(const std::vector<Features>& features,
                      std::size_t first,
                      std::size_t second) {
    PairMatches pair{first, second, {}, {}};
    const Features &a = features[first], &b = features[second];
    if (a.points.size() < kLeastMatches || b.points.size() < kLeastMatches) {
        return pair;
    }
    const std::vector<int> there = bestMatches(a, b), back = bestMatches(b, a);
    std::vector<cv::Point2f> in_first, in_second;
    for (std::size_t i = 0; i < there.size(); ++i) {
        const int j = there[i];
        if (j >= 0 && back[static_cast<std::size_t>(j)] == static_cast<int>(i)) {
            in_first.push_back(a.points[i].pt);
            in_second.push_back(b.points[static_cast<std::size_t>(j)].pt);
        }
    }
    if (in_first.size() < kLeastMatches) {
        return pair;
    }
    cv::Mat agrees;
    cv::findFundamentalMat(in_first, in_second, cv::FM_RANSAC, kEpipolar, 0.999, agrees);
    for (std::size_t i = 0; i < in_first.size() && !agrees.empty(); ++i) {
        if (agrees.at<uint8_t>(static_cast<int>(i)) != 0) {
            // OpenCV counts pixel centres from 0, we from one half.
            pair.in_first.push_back({in_first[i].x + 0.5, in_first[i].y + 0.5});
            pair.in_second.push_back({in_second[i].x + 0.5, in_second[i].y + 0.5});
        }
    }
    return pair;
}

/// All pairs, those that are near by index first (the last picture's neighbour is the first one).
std::vector<std::pair<std::size_t, std::size_t>> pairsToTry(std::size_t count) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t step = 1; step <= count / 2; ++step) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t j = (i + step) % count;
            if (2 * step < count || i < j) {
                pairs.push_back({std::min(i, j), std::max(i, j)});
            }
        }
    }
    pairs.resize(std::min(pairs.size(), kMostTried));
    return pairs;
}

}  // namespace

std::vector<PairMatches> matchPictures(const std::vector<View>& views) {
    std::vector<Features> features(views.size());
    parallelTasks(static_cast<int64_t>(views.size()), [&](int64_t i, int) {
        const auto index = static_cast<std::size_t>(i);
        features[index] = featuresOf(views[index].image);
    });
    const auto pairs = pairsToTry(views.size());
    std::vector<PairMatches> found;
    constexpr std::size_t kBlock = 24;
    for (std::size_t begin = 0; begin < pairs.size() && found.size() < kEnoughPairs;
         begin += kBlock) {
        std::vector<PairMatches> block(std::min(kBlock, pairs.size() - begin));
        parallelTasks(static_cast<int64_t>(block.size()), [&](int64_t i, int) {
            const auto& [first, second] = pairs[begin + static_cast<std::size_t>(i)];
            block[static_cast<std::size_t>(i)] = matchPair(features, first, second);
        });
        for (PairMatches& pair : block) {
            if (pair.in_first.size() >= kLeastMatches) {
                found.push_back(std::move(pair));
            }
        }
    }
    return found;
}

}  // namespace bozzetto
