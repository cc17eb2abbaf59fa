// SPDX-License-Identifier: Apache-2.0
#include "masks/segment_views.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "masks/color_model.h"
#include "masks/graph_cut.h"
#include "masks/occupancy.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr float kOutside = -8.0f;  // outside of the region's outline: certain
constexpr int kCells = 144;        // along the longest side of the region
constexpr float kTolerance = 16;   // colour distance within which views agree about the table
constexpr float kGiven = 8.0f;     // evidence of a mask that was given

cv::Mat grown(const cv::Mat& mask, int pixels) {
    cv::Mat result;
    cv::dilate(mask,
               result,
               cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * pixels + 1, 2 * pixels + 1}));
    return result;
}

/// CV_8UC1, 255 inside of the box's outline.
cv::Mat outlineOf(const RegionBox& box, const WorkView& view) {
    cv::Mat outline(view.color.size(), CV_8UC1, cv::Scalar(0));
    std::vector<cv::Point> corners;
    for (int i = 0; i < 8; ++i) {
        const Vec3d corner{(i & 1 ? 1 : -1) * box.half_size.x,
                           (i & 2 ? 1 : -1) * box.half_size.y,
                           (i & 4 ? 1 : -1) * box.half_size.z};
        const Projection p = project(view, transformPoint(box.world_from_box, corner));
        if (p.depth <= 1e-6) {
            outline.setTo(255);
            return outline;
        }
        constexpr double kFar = 1e5;
        corners.emplace_back(static_cast<int>(std::clamp(p.x, -kFar, kFar)),
                             static_cast<int>(std::clamp(p.y, -kFar, kFar)));
    }
    std::vector<cv::Point> hull;
    cv::convexHull(corners, hull);
    cv::fillConvexPoly(outline, hull, 255);
    return outline;
}

/// How far each pixel's colour lies outside of those that the prediction has around it: tolerates a
/// pixel of misalignment and different blur. CV_32FC1.
cv::Mat differenceFrom(const PlanePrediction& prediction, const cv::Mat& color) {
    cv::Mat smooth, low, high;
    cv::GaussianBlur(color, smooth, {3, 3}, 0.7);
    const cv::Mat kernel = cv::Mat::ones(3, 3, CV_8UC1);
    cv::erode(prediction.color, low, kernel);
    cv::dilate(prediction.color, high, kernel);
    cv::Mat difference(color.size(), CV_32FC1);
    difference.forEach<float>([&](float& value, const int* at) {
        const auto& c = smooth.at<cv::Vec3b>(at[0], at[1]);
        const auto& l = low.at<cv::Vec3b>(at[0], at[1]);
        const auto& h = high.at<cv::Vec3b>(at[0], at[1]);
        cv::Vec3b nearest;
        for (int i = 0; i < 3; ++i) {
            nearest[i] = std::clamp(c[i], l[i], h[i]);
        }
        value = colorDistance(c, nearest);
    });
    cv::GaussianBlur(difference, difference, {5, 5}, 1.0);
    return difference;
}

class Segmenter {
public:
    Segmenter(std::span<WorkView> views, const SegmentOptions& options, const Task& task)
        : views_(views), options_(options), task_(task), region_(options.region) {
        const std::size_t n = views.size();
        predictions_.resize(n), plane_evidence_.resize(n), evidence_.resize(n), objects_.resize(n),
            others_.resize(n), outlines_.resize(n);
    }

    Segmentation run() {
        task_.at("table", 0);
        if (options_.table) {
            matchExposure(views_, tableFrame());
        }
        for (int round = 0; round <= options_.rounds; ++round) {
            const bool last = round == options_.rounds;
            forViews([&](std::size_t v) { outlines_[v] = outlineOf(region_, views_[v]); });
            seeTable();
            task_.at("segmentation", (round + 0.2) / (options_.rounds + 1));
            if (round == 0) {
                forViews([&](std::size_t v) { startFromTable(v); });
            } else {
                cutAll();
            }
            task_.at("segmentation", (round + 0.6) / (options_.rounds + 1));
            vote(last);
        }
        return result();
    }

private:
    void forViews(const std::function<void(std::size_t)>& fn) {
        parallelTasks(static_cast<int64_t>(views_.size()), [&](int64_t v, int) {
            task_.poll();
            fn(static_cast<std::size_t>(v));
        });
    }

    Vec3d center() const { return transformPoint(region_.world_from_box, Vec3d{0, 0, 0}); }
    double radius() const { return length(region_.half_size); }

    /// About the pixels that the views have there.
    PlaneFrame tableFrame() const {
        std::vector<double> sizes;
        for (const WorkView& view : views_) {
            sizes.push_back(length(view.camera.position() - center()) / view.camera.fx);
        }
        std::nth_element(sizes.begin(), sizes.begin() + sizes.size() / 2, sizes.end());
        const double half = 2.2 * length(options_.region.half_size);
        const double pixel = std::max(1.25 * sizes[sizes.size() / 2], 2 * half / 1400);
        return planeFrame(*options_.table, center(), half, pixel);
    }
    /// Coarser and much wider: low views see the table far behind the object.
    PlaneFrame wideFrame() const {
        const PlaneFrame near = tableFrame();
        const double half = 0.5 * near.size * near.pixel;
        return planeFrame(*options_.table, center(), 5 * half, near.pixel * near.size / 130);
    }

    void seeTable() {
        if (!options_.table) {
            forViews([&](std::size_t v) {
                plane_evidence_[v] = cv::Mat(views_[v].color.size(), CV_32FC1, cv::Scalar(0));
            });
            return;
        }
        const PlanePicture near = picturePlane(views_, hidden_, tableFrame(), kTolerance, task_);
        const PlanePicture wide = picturePlane(views_, hidden_, wideFrame(), kTolerance, task_);
        forViews([&](std::size_t v) {
            predictions_[v] = predictView(near, views_[v]);
            const PlanePrediction far = predictView(wide, views_[v]);
            const cv::Mat beyond = predictions_[v].agreement == 0;
            far.color.copyTo(predictions_[v].color, beyond);
            far.agreement.copyTo(predictions_[v].agreement, beyond);
            plane_evidence_[v] = evidenceFromTable(v);
        });
    }

    /// An exponential model of the difference on the table against a uniform one of the object.
    cv::Mat evidenceFromTable(std::size_t v) const {
        constexpr float kRange = 40;  // differences of an object's colours
        constexpr float kLimit = 3.0f;
        const PlanePrediction& prediction = predictions_[v];
        const cv::Mat difference = differenceFrom(prediction, views_[v].color);
        cv::Mat ground = (prediction.agreement > 0.5f) & (outlines_[v] == 0);
        if (!objects_[v].empty()) {
            ground = (prediction.agreement > 0.5f) & (grown(objects_[v], 4) == 0);
        }
        cv::Mat bounded = cv::min(difference, 30.0f);
        const double mean = cv::countNonZero(ground) > 200 ? cv::mean(bounded, ground)[0] : 2.0;
        const auto scale = static_cast<float>(std::clamp(mean, 0.8, 5.0));
        cv::Mat evidence(difference.size(), CV_32FC1);
        evidence.forEach<float>([&](float& value, const int* at) {
            const float agreement = prediction.agreement.at<float>(at[0], at[1]);
            const float sure = std::clamp((agreement - 0.2f) / 0.35f, 0.0f, 1.0f);
            const float raw = difference.at<float>(at[0], at[1]) / scale + std::log(scale / kRange);
            value = sure * std::clamp(raw, -kLimit, kLimit);
        });
        return evidence;
    }

    void startFromTable(std::size_t v) {
        evidence_[v] = plane_evidence_[v].clone();
        applyKnown(v, evidence_[v]);
    }

    /// What is certain: outside of the region, and masks that were given.
    void applyKnown(std::size_t v, cv::Mat& evidence) const {
        evidence.setTo(kOutside, outlines_[v] == 0);
        if (views_[v].hasMask()) {
            evidence.setTo(kGiven, views_[v].given);
            evidence.setTo(-kGiven, views_[v].given == 0);
        }
    }

    /// One view that is wrong cannot free a cell; a few more than that, of many, can.
    VoteWeights weights() const {
        constexpr float kAgainst = 3, kFor = 0.2f;
        const float others = std::max(1.0f, static_cast<float>(views_.size()) - 1);
        return {kAgainst, std::max(kFor, 1.1f * kAgainst / others)};
    }

    void vote(bool last) {
        const auto least_seen = static_cast<int>(
            std::min<double>(static_cast<double>(views_.size()),
                             std::max(2.0, 0.3 * static_cast<double>(views_.size()))));
        Occupancy cells =
            occupancyOf(views_, evidence_, region_, kCells, least_seen, weights(), task_);
        keepLargestParts(cells);
        const std::optional<RegionBox> bounds = boundsOf(cells, 0.06);
        if (!bounds) {
            throw Error(Error::Kind::BadInput,
                        "No object could be told from the background.",
                        "Set the region box around the object, or give masks.");
        }
        forViews([&](std::size_t v) { others_[v] = seenByOthers(cells, views_[v], evidence_[v]); });
        if (options_.table && !last) {
            const double height = std::max(1.5 * cells.cell, 0.04 * region_.half_size.z);
            hidden_.resize(views_.size());
            forViews([&](std::size_t v) {
                hidden_[v] = grown(hiddenBehind(cells, views_[v], *options_.table, height), 2);
            });
        }
        if (!options_.region_is_exact && !last) {
            region_ = onTable(*bounds);
        }
        if (last) {
            tight_ = onTable(*boundsOf(cells, 0.03));
        }
    }

    /// The box with its bottom on the table again.
    RegionBox onTable(RegionBox box) const {
        const Vec3d& old_half = options_.region.half_size;
        const Vec3d up{
            box.world_from_box.m[0][2], box.world_from_box.m[1][2], box.world_from_box.m[2][2]};
        const Vec3d old_center{options_.region.world_from_box.m[0][3],
                               options_.region.world_from_box.m[1][3],
                               options_.region.world_from_box.m[2][3]};
        Vec3d middle{
            box.world_from_box.m[0][3], box.world_from_box.m[1][3], box.world_from_box.m[2][3]};
        const double floor = dot(up, old_center) - old_half.z;
        const double below = floor - (dot(up, middle) - box.half_size.z);
        if (options_.table && below > 0) {
            middle = middle + up * (0.5 * below);
            box.half_size.z -= 0.5 * below;
            for (int r = 0; r < 3; ++r) {
                box.world_from_box.m[r][3] = middle[r];
            }
        }
        return box;
    }

    void cutAll() {
        std::vector<ColorModel> objects(views_.size()), grounds(views_.size());
        ColorModel shared;
        forViews([&](std::size_t v) {
            const cv::Mat claimed = objects_[v].empty() ? cv::Mat(others_[v] > 0) : objects_[v];
            cv::Mat sure;
            cv::erode(claimed, sure, cv::Mat::ones(3, 3, CV_8UC1));
            objects[v].add(views_[v].color, sure);
            grounds[v].add(views_[v].color, grown(outlines_[v], 12) & (grown(claimed, 3) == 0));
        });
        for (const ColorModel& model : objects) {
            shared.add(model, 1.0);
        }
        forViews([&](std::size_t v) {
            const double own = std::max(1.0, objects[v].count());
            objects[v].add(shared, own / std::max(1.0, shared.count()));
            objects[v].finish();
            grounds[v].finish();
            cut(v, colorEvidence(views_[v].color, objects[v], grounds[v], 2.5f));
        });
    }

    void cut(std::size_t v, const cv::Mat& color_evidence) {
        constexpr float kColorWeight = 0.6f, kSmoothness = 4;
        cv::Mat& evidence = evidence_[v];
        evidence = plane_evidence_[v] + kColorWeight * color_evidence + priorOf(v);
        applyKnown(v, evidence);
        GraphCutOptions cut_options;
        cut_options.smoothness = kSmoothness;
        if (options_.table) {
            cut_options.background = predictions_[v].color;
            cut_options.background_sure = predictions_[v].agreement;
        }
        objects_[v] = cutObject(views_[v].color, evidence, cut_options);
        // For the votes the decision counts, more where the evidence was for it.
        evidence.forEach<float>([&](float& value, const int* at) {
            value = objects_[v].at<uchar>(at[0], at[1]) ? std::max(value, 0.0f) + 1
                                                        : std::min(value, 0.0f) - 1;
        });
    }

    /// What the others say, as evidence. That they see the object there proves little, since their
    /// hull is larger than it, and less where the view itself can tell.
    cv::Mat priorOf(std::size_t v) const {
        constexpr float kKnown = 0.6f, kUnknown = 1.5f, kFarOff = -5.0f;
        cv::Mat prior(others_[v].size(), CV_32FC1);
        prior.forEach<float>([&](float& value, const int* at) {
            const float others = others_[v].at<float>(at[0], at[1]);
            const float known =
                options_.table ? predictions_[v].agreement.at<float>(at[0], at[1]) : 0.0f;
            const float most = kUnknown + known * (kKnown - kUnknown);
            value = others > 0 ? std::min(0.4f * others, most) : std::max(others, kFarOff);
        });
        return prior;
    }

    /// The table right under the object is part of it.
    void addTable() {
        constexpr double kBelow = 0.02;  // of the height, so that the table is in the region
        const double lower = kBelow * tight_.half_size.z;
        for (int r = 0; r < 3; ++r) {
            tight_.world_from_box.m[r][3] -= lower * tight_.world_from_box.m[r][2];
        }
        tight_.half_size.z += lower;
        const RegionBox& box = options_.region_is_exact ? options_.region : tight_;
        RegionBox foot = box;
        const Vec3d middle = transformPoint(box.world_from_box, Vec3d{0, 0, 0});
        const Plane& table = *options_.table;
        const double down = dot(table.normal, middle) - table.offset;
        for (int r = 0; r < 3; ++r) {
            foot.world_from_box.m[r][3] -= down * table.normal[r];
        }
        foot.half_size.z = 0;
        forViews([&](std::size_t v) {
            if (!views_[v].hasMask()) {
                objects_[v] |= outlineOf(foot, views_[v]);
            }
        });
    }

    Segmentation result() {
        if (options_.keep_table && options_.table) {
            addTable();
        }
        Segmentation result;
        result.region = options_.region_is_exact ? options_.region : tight_;
        for (std::size_t v = 0; v < views_.size(); ++v) {
            const cv::Mat said = others_[v] > 0;
            const double both = cv::countNonZero(said & objects_[v]);
            const double any = cv::countNonZero(said | objects_[v]);
            result.views.push_back(
                {objects_[v], evidence_[v], others_[v], any > 0 ? both / any : 0});
        }
        return result;
    }

    std::span<WorkView> views_;
    const SegmentOptions& options_;
    const Task& task_;
    RegionBox region_, tight_;
    std::vector<PlanePrediction> predictions_;
    std::vector<cv::Mat> plane_evidence_, evidence_, objects_, others_, outlines_, hidden_;
};

}  // namespace

Segmentation segmentViews(std::span<WorkView> views,
                          const SegmentOptions& options,
                          const Task& task) {
    return Segmenter(views, options, task).run();
}

}  // namespace bozzetto
