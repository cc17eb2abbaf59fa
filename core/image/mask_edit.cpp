// SPDX-License-Identifier: Apache-2.0
#include "image/mask_edit.h"

#include "base/error.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr uint8_t kObject = 255, kHalf = 128;

cv::Mat matOf(const MaskPixels& mask) {
    return cv::Mat(
        mask.height, mask.width, CV_8UC1, mask.data, static_cast<std::size_t>(mask.stride));
}

cv::Mat colorsOf(const PhotoPixels& photo) {
    const cv::Mat all(photo.height,
                      photo.width,
                      CV_8UC4,
                      const_cast<uint8_t*>(photo.data),
                      static_cast<std::size_t>(photo.stride));
    cv::Mat colors;
    cv::cvtColor(all, colors, cv::COLOR_BGRA2BGR);
    return colors;
}

PixelRect clipped(const MaskPixels& mask, double left, double top, double right, double bottom) {
    const auto within = [](double value, int end) {
        return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(end)));
    };
    const int x0 = within(std::floor(left), mask.width);
    const int y0 = within(std::floor(top), mask.height);
    const int x1 = within(std::ceil(right), mask.width);
    const int y1 = within(std::ceil(bottom), mask.height);
    return {x0, y0, std::max(0, x1 - x0), std::max(0, y1 - y0)};
}

/// A segment whose radius goes evenly from one end to the other.
class Segment {
public:
    Segment(BrushPoint from, BrushPoint to, double softness)
        : from_(from), dx_(to.x - from.x), dy_(to.y - from.y), dr_(to.radius - from.radius) {
        const double length = dx_ * dx_ + dy_ * dy_;
        inverse_length_ = length > 0 ? 1 / length : 0;
        softness_ = std::clamp(softness, 0.0, 1.0);
    }
    /// 0 outside to 255 inside, at a pixel's centre.
    int coverage(double x, double y) const {
        const double px = x - from_.x, py = y - from_.y;
        const double t = std::clamp((px * dx_ + py * dy_) * inverse_length_, 0.0, 1.0);
        const double ex = px - t * dx_, ey = py - t * dy_;
        const double radius = from_.radius + t * dr_;
        const double outer = radius + 0.5, fade = std::max(1.0, softness_ * radius);
        const double squared = ex * ex + ey * ey;
        if (squared >= outer * outer) {
            return 0;
        }
        const double inner = outer - fade;
        if (inner > 0 && squared <= inner * inner) {
            return kObject;
        }
        const double share = std::clamp((outer - std::sqrt(squared)) / fade, 0.0, 1.0);
        return static_cast<int>(kObject * share * share * (3 - 2 * share) + 0.5);
    }
    /// The part of a row that can be covered: that of the segment's piece near the row.
    std::pair<double, double> extent(double y, double reach) const {
        double low = 0, high = 1;
        if (dy_ != 0) {
            const double a = (y - reach - from_.y) / dy_, b = (y + reach - from_.y) / dy_;
            low = std::clamp(std::min(a, b), 0.0, 1.0);
            high = std::clamp(std::max(a, b), 0.0, 1.0);
        }
        const double x0 = from_.x + low * dx_, x1 = from_.x + high * dx_;
        return {std::min(x0, x1) - reach, std::max(x0, x1) + reach};
    }

private:
    BrushPoint from_;
    double dx_, dy_, dr_, inverse_length_, softness_;
};

double reachOf(BrushPoint from, BrushPoint to) {
    return std::max(from.radius, to.radius) + 1;
}

PixelRect apply(const MaskPixels& mask, const cv::Mat& region, cv::Rect place, bool erase) {
    if (place.empty()) {
        return {};
    }
    cv::Mat target = matOf(mask)(place);
    if (erase) {
        cv::Mat rest;
        cv::bitwise_not(region, rest);
        cv::min(target, rest, target);
    } else {
        cv::max(target, region, target);
    }
    return {place.x, place.y, place.width, place.height};
}

/// How much of each pixel of a row lies inside a closed outline (even-odd), 0 to 255. x, y: of the
/// row's first pixel.
void coverRow(std::span<const MaskPoint> outline, int x, int y, std::span<uint8_t> row) {
    constexpr int kLines = 4;  // in a pixel's height; across it the coverage is exact
    std::vector<float> cover(row.size(), 0.0f);
    std::vector<double> crossings;
    for (int line = 0; line < kLines; ++line) {
        const double at = y + (line + 0.5) / kLines;
        crossings.clear();
        for (std::size_t i = 0; i < outline.size(); ++i) {
            const MaskPoint& a = outline[i];
            const MaskPoint& b = outline[(i + 1) % outline.size()];
            if ((a.y <= at) != (b.y <= at)) {
                crossings.push_back(a.x + (at - a.y) / (b.y - a.y) * (b.x - a.x) - x);
            }
        }
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const double begin = std::clamp(crossings[i], 0.0, static_cast<double>(row.size()));
            const double end = std::clamp(crossings[i + 1], 0.0, static_cast<double>(row.size()));
            for (auto p = static_cast<std::size_t>(begin); p < row.size() && p < end; ++p) {
                const double share = std::min(end, p + 1.0) - std::max(begin, p + 0.0);
                cover[p] += static_cast<float>(share / kLines);
            }
        }
    }
    std::transform(cover.begin(), cover.end(), row.begin(), [](float share) {
        return static_cast<uint8_t>(std::clamp(share, 0.0f, 1.0f) * kObject + 0.5f);
    });
}

}  // namespace

PixelRect segmentBounds(const MaskPixels& mask, BrushPoint from, BrushPoint to) {
    const double reach = reachOf(from, to);
    return clipped(mask,
                   std::min(from.x, to.x) - reach,
                   std::min(from.y, to.y) - reach,
                   std::max(from.x, to.x) + reach,
                   std::max(from.y, to.y) + reach);
}

void paintSegment(const MaskPixels& mask, BrushPoint from, BrushPoint to, const Brush& brush) {
    const PixelRect bounds = segmentBounds(mask, from, to);
    const Segment segment(from, to, brush.softness);
    const double reach = reachOf(from, to);
    for (int y = bounds.y; y < bounds.y + bounds.height; ++y) {
        const auto [left, right] = segment.extent(y + 0.5, reach);
        const int begin = std::max(bounds.x, static_cast<int>(std::floor(left)));
        const int end = std::min(bounds.x + bounds.width, static_cast<int>(std::ceil(right)));
        uint8_t* row = mask.row(y);
        for (int x = begin; x < end; ++x) {
            const int value = segment.coverage(x + 0.5, y + 0.5);
            row[x] = static_cast<uint8_t>(brush.erase ? std::min<int>(row[x], kObject - value)
                                                      : std::max<int>(row[x], value));
        }
    }
}

PixelRect fillOutline(const MaskPixels& mask, std::span<const MaskPoint> outline, bool erase) {
    if (outline.size() < 3) {
        return {};
    }
    double left = outline[0].x, right = left, top = outline[0].y, bottom = top;
    for (const MaskPoint& point : outline) {
        left = std::min(left, point.x), right = std::max(right, point.x);
        top = std::min(top, point.y), bottom = std::max(bottom, point.y);
    }
    const PixelRect bounds = clipped(mask, left, top, right, bottom);
    const cv::Rect place(bounds.x, bounds.y, bounds.width, bounds.height);
    if (place.empty()) {
        return {};
    }
    cv::Mat region(place.size(), CV_8UC1);
    for (int y = 0; y < place.height; ++y) {
        coverRow(outline, place.x, place.y + y, {region.ptr(y), size_t(place.width)});
    }
    return apply(mask, region, place, erase);
}

PixelRect fillByColor(
    const MaskPixels& mask, const PhotoPixels& photo, int x, int y, int tolerance, bool erase) {
    if (x < 0 || y < 0 || x >= photo.width || y >= photo.height) {
        return {};
    }
    cv::Mat colors = colorsOf(photo);
    cv::Mat framed = cv::Mat::zeros(photo.height + 2, photo.width + 2, CV_8UC1);
    cv::Rect found;
    const auto limit = cv::Scalar::all(std::clamp(tolerance, 0, 255));
    cv::floodFill(colors,
                  framed,
                  cv::Point(x, y),
                  cv::Scalar(),
                  &found,
                  limit,
                  limit,
                  4 | (kObject << 8) | cv::FLOODFILL_MASK_ONLY | cv::FLOODFILL_FIXED_RANGE);
    const cv::Rect all(0, 0, photo.width, photo.height);
    constexpr int kRim = 3;  // so that closing does not see the edge of its picture
    const cv::Rect place =
        cv::Rect(found.tl() - cv::Point(kRim, kRim), found.br() + cv::Point(kRim, kRim)) & all;
    cv::Mat region = framed(place + cv::Point(1, 1)).clone();
    cv::morphologyEx(
        region, region, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
    return apply(mask, region, place, erase);
}

void invertMask(const MaskPixels& mask) {
    cv::Mat pixels = matOf(mask);
    cv::bitwise_not(pixels, pixels);
}

void growMask(const MaskPixels& mask, double radius) {
    if (radius < 0) {
        invertMask(mask);
        growMask(mask, -radius);
        invertMask(mask);
        return;
    }
    cv::Mat pixels = matOf(mask), distance;
    const cv::Mat outside = pixels < kHalf;  // 255 where it is not the object
    if (cv::countNonZero(outside) == pixels.rows * pixels.cols) {
        return;  // nothing that could grow
    }
    cv::distanceTransform(outside, distance, cv::DIST_L2, cv::DIST_MASK_PRECISE);
    for (int y = 0; y < pixels.rows; ++y) {
        uint8_t* row = pixels.ptr(y);
        const auto* far = distance.ptr<float>(y);
        for (int x = 0; x < pixels.cols; ++x) {
            const double share = std::clamp(radius + 0.5 - far[x], 0.0, 1.0);
            row[x] = std::max(row[x], static_cast<uint8_t>(kObject * share + 0.5));
        }
    }
}

void smoothMask(const MaskPixels& mask, double radius) {
    if (radius <= 0) {
        return;
    }
    cv::Mat pixels = matOf(mask), blurred;
    cv::GaussianBlur(pixels, blurred, cv::Size(), radius, radius, cv::BORDER_REPLICATE);
    // A straight edge falls by 1 / (sigma sqrt(2 pi)) a pixel after the blur: made steep again.
    const double gain = std::max(1.0, radius * 2.5);
    blurred.convertTo(pixels, CV_8U, gain, 127.5 * (1 - gain));
}

void fillHoles(const MaskPixels& mask) {
    cv::Mat pixels = matOf(mask), framed;
    cv::copyMakeBorder(pixels < kHalf, framed, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(255));
    cv::floodFill(framed, cv::Point(0, 0), cv::Scalar(0));  // what is left is enclosed
    const cv::Mat holes = framed(cv::Rect(1, 1, mask.width, mask.height));
    pixels.setTo(cv::Scalar(kObject), holes);
}

void removeAtBorder(const MaskPixels& mask) {
    cv::Mat pixels = matOf(mask), framed;
    cv::copyMakeBorder(pixels >= kHalf, framed, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(255));
    cv::floodFill(framed, cv::Point(0, 0), cv::Scalar(0), nullptr, {}, {}, 8);
    const cv::Mat kept = framed(cv::Rect(1, 1, mask.width, mask.height));
    // The soft rim of what stays stays with it.
    cv::Mat near;
    cv::dilate(kept, near, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    pixels.setTo(cv::Scalar(0), near == 0);
}

void refineMask(const MaskPixels& mask,
                const PhotoPixels& photo,
                const MaskPixels& hints,
                const Task& task,
                int64_t max_pixels) {
    constexpr int kRounds = 4;
    const int64_t pixels = static_cast<int64_t>(mask.width) * mask.height;
    const double scale =
        pixels > max_pixels
            ? std::sqrt(static_cast<double>(max_pixels) / static_cast<double>(pixels))
            : 1;
    const cv::Size size(std::max(2, static_cast<int>(std::lround(mask.width * scale))),
                        std::max(2, static_cast<int>(std::lround(mask.height * scale))));
    cv::Mat colors, start, marks;
    cv::resize(colorsOf(photo), colors, size, 0, 0, cv::INTER_AREA);
    cv::resize(matOf(mask), start, size, 0, 0, cv::INTER_AREA);
    cv::resize(matOf(hints), marks, size, 0, 0, cv::INTER_NEAREST);
    cv::Mat labels(size, CV_8UC1, cv::Scalar(cv::GC_PR_BGD));
    labels.setTo(cv::Scalar(cv::GC_PR_FGD), start >= kHalf);
    labels.setTo(cv::Scalar(cv::GC_FGD), marks == kHintObject);
    labels.setTo(cv::Scalar(cv::GC_BGD), marks == kHintGround);
    const int object = cv::countNonZero((labels & 1) != 0);  // GC_FGD and GC_PR_FGD are odd
    constexpr int kLeast = 8;                                // GrabCut fits five colours to each
    if (object < kLeast || size.area() - object < kLeast) {
        throw Error(Error::Kind::BadInput,
                    "nothing says what is object and what is not",
                    "Draw over the object, and over the ground with the right button.");
    }
    cv::Mat ground_model, object_model;
    for (int round = 0; round < kRounds; ++round) {
        task.at("refine", static_cast<double>(round) / kRounds);
        cv::setRNGSeed(1);  // the same strokes give the same mask
        cv::grabCut(colors,
                    labels,
                    cv::Rect(),
                    ground_model,
                    object_model,
                    1,
                    round == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
    }
    task.at("refine", 1);
    const cv::Mat found = (labels & 1) != 0;
    cv::Mat full = matOf(mask);
    if (scale == 1) {
        found.copyTo(full);
        return;
    }
    // Enlarged smoothly, with the edge made as steep as one pixel again.
    cv::Mat soft, large;
    cv::GaussianBlur(found, soft, cv::Size(), 0.7);
    cv::resize(soft, large, full.size(), 0, 0, cv::INTER_CUBIC);
    const double gain = std::max(1.0, 0.7 * 2.5 / scale);
    large.convertTo(full, CV_8U, gain, 127.5 * (1 - gain));
}

}  // namespace bozzetto
