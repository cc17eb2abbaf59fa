// SPDX-License-Identifier: Apache-2.0
#include "masks/auto_masks.h"

#include "base/error.h"
#include "base/parallel_for.h"
#include "camera/gravity.h"
#include "camera/silhouettes.h"
#include "image/mask.h"
#include "masks/occupancy.h"
#include "masks/plain_background.h"
#include "masks/refine_border.h"
#include "masks/segment_views.h"
#include "masks/single_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

namespace bozzetto {
namespace {

constexpr double kMostWorkPixels = 30e6;  // of all views together, at about 30 bytes each
constexpr double kDoubtful = 0.72;        // agreement with the other views below that is told
constexpr std::size_t kLeastViews = 3;

const char* const kDrawHint =
    "Look at the mask and correct it with the mask editor, or leave the picture out.";

/// Where masks are asked for.
std::vector<std::size_t> viewsWithout(const ImageSet& set) {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        if (!set.views[i].has_mask && !set.views[i].image.pixels.empty()) {
            result.push_back(i);
        }
    }
    return result;
}

/// Confidence by how clear the evidence is, near the border and where the others object; CV_32FC1.
cv::Mat confidenceOf(const SegmentedView& segmented) {
    constexpr int kBand = 3;
    cv::Mat inner, outer;
    const cv::Mat kernel =
        cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * kBand + 1, 2 * kBand + 1});
    cv::erode(segmented.object, inner, kernel);
    cv::dilate(segmented.object, outer, kernel);
    const cv::Mat band = (inner == 0) & (outer > 0);
    const cv::Mat disputed = (segmented.others > 0) != segmented.object;
    cv::Mat disputed_inside;
    cv::erode(disputed, disputed_inside, cv::Mat::ones(5, 5, CV_8UC1));
    cv::dilate(disputed_inside, disputed_inside, cv::Mat::ones(5, 5, CV_8UC1));
    cv::Mat confidence(segmented.object.size(), CV_32FC1, cv::Scalar(1));
    confidence.forEach<float>([&](float& value, const int* at) {
        const bool unsure = band.at<uchar>(at[0], at[1]) || disputed_inside.at<uchar>(at[0], at[1]);
        if (unsure) {
            // The cut adds 1 to the evidence on either side.
            const float e = std::abs(segmented.evidence.at<float>(at[0], at[1])) - 1;
            value = 1 - 0.85f * std::exp(-0.6f * std::max(e, 0.0f));
        }
    });
    cv::GaussianBlur(confidence, confidence, {3, 3}, 0.8);
    return confidence;
}

Image enlarged(const cv::Mat& small, int width, int height) {
    Image image(width, height, 1);
    cv::Mat target(height, width, CV_32FC1, image.pixels.data());
    cv::resize(small, target, target.size(), 0, 0, cv::INTER_LINEAR);
    return image;
}

void setAlpha(View& view, const Image& alpha) {
    for (std::size_t i = 0; i < alpha.pixels.size(); ++i) {
        view.image.pixels[4 * i + 3] = alpha.pixels[i];
    }
    view.has_mask = true;
    view.mask_from = View::MaskFrom::Automatic;
}

class MaskMaker {
public:
    MaskMaker(ImageSet& set, const AutoMaskOptions& options, const Task& task)
        : set_(set), options_(options), task_(task), wanted_(viewsWithout(set)) {}

    AutoMaskReport make() {
        const auto start = std::chrono::steady_clock::now();
        if (!wanted_.empty()) {
            task_.at("background", 0);
            if (!makePlain()) {
                makeByCut();
            }
            judgeMasks();
        }
        report_.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return std::move(report_);
    }

private:
    void doubt(const View& view, const std::string& reason, const std::string& hint) {
        report_.problems.push_back({view.path, reason, hint});
    }

    int workSide(std::size_t count) const {
        double pixels = 0;
        for (const View& view : set_.views) {
            const double longest = std::max(view.image.width, view.image.height);
            const double factor = std::min(1.0, options_.max_side / std::max(1.0, longest));
            pixels += factor * factor * view.image.width * view.image.height;
        }
        const double shrink = count > 0 ? std::sqrt(std::min(1.0, kMostWorkPixels / pixels)) : 1;
        return std::max(192, static_cast<int>(options_.max_side * shrink));
    }

    /// All views with cameras and pixels, those with a given mask too: they help.
    std::vector<WorkView> workViews() const {
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < set_.views.size(); ++i) {
            if (set_.views[i].camera && !set_.views[i].image.pixels.empty()) {
                indices.push_back(i);
            }
        }
        const int side = workSide(indices.size());
        std::vector<WorkView> views(indices.size());
        parallelTasks(static_cast<int64_t>(indices.size()), [&](int64_t i, int) {
            task_.poll();
            const std::size_t index = indices[static_cast<std::size_t>(i)];
            views[static_cast<std::size_t>(i)] = makeWorkView(set_.views[index], index, side);
        });
        return views;
    }

    bool makePlain() {
        if (options_.keep_table) {
            return false;
        }
        std::vector<const Image*> pictures;
        for (const std::size_t i : wanted_) {
            pictures.push_back(&set_.views[i].image);
        }
        const auto masks = plainBackgroundMasks(pictures, workSide(set_.views.size()), task_);
        if (!masks) {
            return false;
        }
        report_.method = "plain background";
        for (std::size_t k = 0; k < wanted_.size(); ++k) {
            View& view = set_.views[wanted_[k]];
            if ((*masks)[k].empty()) {
                doubt(view,
                      "its background is not plain, unlike that of the other pictures; it has no "
                      "mask",
                      "Draw its mask with the mask editor, or leave the picture out.");
            } else {
                setAlpha(view, (*masks)[k]);
            }
        }
        regionFromMasks();
        return true;
    }

    /// The hull of the masks, where there are cameras.
    void regionFromMasks() {
        std::vector<WorkView> views;
        for (std::size_t i = 0; i < set_.views.size(); ++i) {
            const View& view = set_.views[i];
            if (view.camera && view.has_mask && !view.image.pixels.empty()) {
                views.push_back(makeWorkView(view, i, 256));
            }
        }
        if (options_.region) {
            report_.region = *options_.region;
            set_.region = options_.region;
        } else if (views.size() >= kLeastViews) {
            if (const auto region = regionOfMasks(views, meetingBox(views), task_)) {
                report_.region = *region;
                set_.region = region;
            }
        }
    }

    RegionBox meetingBox(const std::vector<WorkView>& views) const {
        const Meeting meeting = meetingOfAxes(set_);
        std::vector<double> reaches;
        for (const WorkView& view : views) {
            const Camera& c = view.camera;
            const double tangent = 0.5 * std::min(c.width / c.fx, c.height / c.fy);
            reaches.push_back(tangent * length(c.position() - meeting.point));
        }
        std::nth_element(reaches.begin(), reaches.begin() + reaches.size() / 2, reaches.end());
        const double half = 0.95 * reaches[reaches.size() / 2];
        RegionBox box;
        for (int r = 0; r < 3; ++r) {
            box.world_from_box.m[r][3] = meeting.point[r];
        }
        box.half_size = {half, half, half};
        return box;
    }

    void makeByCut() {
        report_.method = "graph cut";
        std::vector<WorkView> views = workViews();
        if (views.size() < kLeastViews) {
            makeOneByOne();
            return;
        }
        const SegmentOptions segment = stageOf(views);
        const Segmentation result = segmentViews(views, segment, task_);
        report_.table = segment.table;
        report_.region = result.region;
        set_.region = result.region;
        task_.at("borders", 0);
        std::vector<double> agreement(set_.views.size(), -1);
        parallelTasks(static_cast<int64_t>(views.size()), [&](int64_t v, int) {
            task_.poll();
            View& view = set_.views[views[v].index];
            if (view.has_mask) {
                return;
            }
            const SegmentedView& segmented = result.views[v];
            setAlpha(view, refineMask(view.image, segmented.object));
            view.mask_confidence =
                enlarged(confidenceOf(segmented), view.image.width, view.image.height);
        });
        for (std::size_t v = 0; v < views.size(); ++v) {
            const View& view = set_.views[views[v].index];
            if (view.mask_from == View::MaskFrom::Automatic &&
                result.views[v].agreement < kDoubtful) {
                const int percent = static_cast<int>(std::lround(100 * result.views[v].agreement));
                doubt(view,
                      "its automatic mask agrees only to " + std::to_string(percent) +
                          " % with the other pictures; it may show something else",
                      kDrawHint);
            }
        }
        for (const std::size_t i : wanted_) {
            if (!set_.views[i].camera) {
                doubt(set_.views[i],
                      "it has no camera, so no mask could be made",
                      "Leave the picture out, or draw its mask.");
            }
        }
    }

    /// Each picture by itself: the others say nothing about it without cameras.
    void makeOneByOne() {
        report_.method = "single pictures";
        task_.at("segmentation", 0);
        std::atomic<int> done = 0;
        parallelTasks(static_cast<int64_t>(wanted_.size()), [&](int64_t i, int) {
            task_.poll();
            View& view = set_.views[wanted_[static_cast<std::size_t>(i)]];
            const auto plain = options_.keep_table
                                   ? std::nullopt
                                   : plainBackgroundMasks({&view.image}, options_.max_side);
            const bool is_plain = plain && !plain->front().empty();
            setAlpha(view,
                     is_plain ? plain->front() : singlePictureMask(view.image, options_.max_side));
            task_.at("segmentation", ++done / static_cast<double>(wanted_.size()));
        });
    }

    /// Table and region from points, else from the pictures themselves.
    SegmentOptions stageOf(const std::vector<WorkView>& views) {
        SegmentOptions segment;
        segment.keep_table = options_.keep_table;
        segment.rounds = std::max(1, options_.rounds);
        std::vector<Camera> cameras;
        std::vector<std::optional<Vec3d>> ups;
        for (const WorkView& view : views) {
            cameras.push_back(view.camera);
            ups.push_back(deviceUpOf(set_.views[view.index]));
        }
        const SceneGuess guess = guessScene(cameras, cloudOf(views), ups);
        const RegionBox seen = meetingBox(views);
        const Vec3d center = transformPoint(seen.world_from_box, Vec3d{0, 0, 0});
        segment.table = guess.table;
        bool from_points = guess.table.has_value();
        if (!segment.table) {
            segment.table = findPlane(views, guess.frame.up, center, seen.half_size.x, task_);
        }
        if (options_.region) {
            segment.region = *options_.region;
            segment.region_is_exact = true;
        } else if (from_points) {
            segment.region = roomier(guess.region, 1.25);
        } else {
            segment.region = standing(seen, segment.table, guess.frame.up);
        }
        return segment;
    }

    /// Points of the views that are used, in their order.
    SparseCloud cloudOf(const std::vector<WorkView>& views) const {
        SparseCloud cloud;
        std::vector<int> order(set_.cloud.pictures.size(), -1);
        for (const WorkView& view : views) {
            const std::string& name = set_.views[view.index].name;
            const auto& names = set_.cloud.pictures;
            const auto found = std::find(names.begin(), names.end(), name);
            if (found != names.end()) {
                order[static_cast<std::size_t>(found - names.begin())] =
                    static_cast<int>(cloud.pictures.size());
            }
            cloud.pictures.push_back(name);
        }
        for (SparsePoint point : set_.cloud.points) {
            std::vector<uint32_t> seen;
            for (const uint32_t picture : point.seen_by) {
                if (picture < order.size() && order[picture] >= 0) {
                    seen.push_back(static_cast<uint32_t>(order[picture]));
                }
            }
            if (!seen.empty()) {
                point.seen_by = std::move(seen);
                cloud.points.push_back(std::move(point));
            }
        }
        return cloud;
    }

    /// Larger on all sides but the bottom.
    static RegionBox roomier(RegionBox box, double factor) {
        const double lift = (factor - 1) * box.half_size.z;
        for (int r = 0; r < 3; ++r) {
            box.world_from_box.m[r][3] += lift * box.world_from_box.m[r][2];
        }
        box.half_size = box.half_size * factor;
        return box;
    }

    /// The part of the seen cube that is above the table, its third axis up.
    static RegionBox standing(const RegionBox& seen, const std::optional<Plane>& table, Vec3d up) {
        const Vec3d center = transformPoint(seen.world_from_box, Vec3d{0, 0, 0});
        const Vec3d z = table ? table->normal : up;
        const Vec3d start = std::abs(z.x) < 0.9 ? Vec3d{1, 0, 0} : Vec3d{0, 1, 0};
        const Vec3d x = normalize(start - z * dot(start, z)), y = cross(z, x);
        const double top = dot(z, center) + seen.half_size.z;
        const double bottom = table ? std::min(table->offset, top - 0.1 * seen.half_size.z)
                                    : dot(z, center) - seen.half_size.z;
        const Vec3d middle = center + z * (0.5 * (top + bottom) - dot(z, center));
        RegionBox box;
        for (int r = 0; r < 3; ++r) {
            box.world_from_box.m[r][0] = x[r];
            box.world_from_box.m[r][1] = y[r];
            box.world_from_box.m[r][2] = z[r];
            box.world_from_box.m[r][3] = middle[r];
        }
        box.half_size = {seen.half_size.x, seen.half_size.y, 0.5 * (top - bottom)};
        return box;
    }

    /// What can be told from a mask alone.
    void judgeMasks() {
        for (const std::size_t i : wanted_) {
            const View& view = set_.views[i];
            if (!view.has_mask) {
                continue;
            }
            const MaskStatistics mask = maskStatistics(view.image, 3);
            if (mask.isEmpty()) {
                doubt(view, "no object was found in it", kDrawHint);
            } else if (mask.border_coverage > 0.04) {
                doubt(view,
                      "the object is cut off by the picture's frame",
                      "Nothing to do if other pictures show that part.");
            }
        }
    }

    ImageSet& set_;
    const AutoMaskOptions& options_;
    const Task& task_;
    std::vector<std::size_t> wanted_;
    AutoMaskReport report_;
};

}  // namespace

AutoMaskReport makeMasks(ImageSet& set, const AutoMaskOptions& options, const Task& task) {
    return MaskMaker(set, options, task).make();
}

}  // namespace bozzetto
