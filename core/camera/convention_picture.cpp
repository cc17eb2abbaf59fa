// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "camera/convention_evidence.h"
#include "image/color.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kLongerSide = 800;
constexpr int kHullCells = 56;
constexpr std::size_t kMostDots = 600;

const cv::Scalar kCyan(0, 220, 255), kOrange(255, 140, 0), kGreen(60, 230, 60), kRed(255, 40, 40);

cv::Mat toDisplay(const Image& image) {
    cv::Mat rgb(image.height, image.width, CV_8UC3);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const float value = srgbFromLinear(std::clamp(image.at(x, y)[c], 0.f, 1.f));
                rgb.at<cv::Vec3b>(y, x)[c] = static_cast<uint8_t>(255 * value + 0.5f);
            }
        }
    }
    return rgb;
}

void drawOutline(cv::Mat& picture, const cv::Mat& mask, const cv::Scalar& color) {
    std::vector<std::vector<cv::Point>> outline;
    cv::findContours(mask, outline, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
    cv::drawContours(picture, outline, -1, color, 2, cv::LINE_AA);
}

/// Draws on one view of the clues.
class Painter {
public:
    Painter(const PoseClues& clues, std::size_t view, const std::string& convention)
        : clues_(clues), view_(view), convention_(convention) {
        for (const View& one : clues.views) {
            cameras_.push_back(*one.camera);
            cameras_.back().world_from_camera = readPose(one.camera->world_from_camera, convention);
        }
        const Image& image = clues.views[view].image;
        picture_ = toDisplay(image);
        const double factor =
            static_cast<double>(kLongerSide) / std::max(image.width, image.height);
        cv::resize(picture_, picture_, {}, factor, factor, cv::INTER_CUBIC);
        cameras_[view] = cameras_[view].scaledTo(picture_.cols, picture_.rows);
    }

    ConventionPicture paint() {
        ConventionPicture result;
        if (!clues_.silhouettes.empty()) {
            drawSilhouettes();
            result.caption =
                "The mask's outline in cyan; in orange the volume that all masks have in common, "
                "as this camera sees it.";
        } else if (!clues_.tracks.empty()) {
            drawTracks();
            result.caption = "The sparse points that this picture sees.";
        } else {
            drawMatches();
            result.caption =
                "Details found in other pictures too; red lines lead to where those place them.";
        }
        result.width = picture_.cols, result.height = picture_.rows;
        result.rgb.assign(picture_.datastart, picture_.dataend);
        return result;
    }

private:
    const Camera& camera() const { return cameras_[view_]; }

    static cv::Point pixel(Vec2d p) {
        const auto whole = [](double v) {
            return static_cast<int>(std::lround(std::clamp(v, -1e4, 1e4)));
        };
        return {whole(p.x), whole(p.y)};
    }

    void drawSilhouettes() {
        const Image& image = clues_.views[view_].image;
        cv::Mat mask(image.height, image.width, CV_8U);
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                mask.at<uint8_t>(y, x) = image.at(x, y)[3] >= 0.5f ? 255 : 0;
            }
        }
        cv::resize(mask, mask, picture_.size(), 0, 0, cv::INTER_LINEAR);
        cv::threshold(mask, mask, 127, 255, cv::THRESH_BINARY);

        std::vector<Mat4d> poses;
        for (const std::size_t i : clues_.masked_views) {
            poses.push_back(cameras_[i].world_from_camera);
        }
        const CommonPoints hull = commonPoints(clues_.silhouettes, poses, kHullCells);
        cv::Mat seen(picture_.size(), CV_8U, cv::Scalar(0));
        for (const Vec3d& p : hull.points) {
            if (const std::optional<Vec2d> at = projectPoint(camera(), p)) {
                const double radius =
                    0.8 * hull.spacing * camera().fx / length(p - camera().position());
                cv::circle(seen, pixel(*at), std::clamp(static_cast<int>(radius), 1, 60), 255, -1);
            }
        }
        drawOutline(picture_, mask, kCyan);
        drawOutline(picture_, seen, kOrange);
    }

    void drawTracks() {
        std::size_t drawn = 0;
        for (const PoseClues::Track& track : clues_.tracks) {
            if (drawn < kMostDots && std::find(track.seen_by.begin(), track.seen_by.end(), view_) !=
                                         track.seen_by.end()) {
                if (const auto at =
                        projectPoint(camera(), readPoint(track.position, convention_))) {
                    cv::circle(picture_, pixel(*at), 3, kGreen, -1, cv::LINE_AA);
                }
                ++drawn;
            }
        }
    }

    void drawMatches() {
        std::size_t drawn = 0;
        for (const PairMatches& pair : clues_.matches) {
            if (pair.first != view_ && pair.second != view_) {
                continue;
            }
            const bool is_first = pair.first == view_;
            const std::size_t other = is_first ? pair.second : pair.first;
            const auto& here = is_first ? pair.in_first : pair.in_second;
            const auto& there = is_first ? pair.in_second : pair.in_first;
            for (std::size_t i = 0; i < here.size() && drawn < kMostDots; ++i, ++drawn) {
                drawMatch(here[i], fitMatchWith(other, here[i], there[i]));
            }
        }
    }

    MatchFit fitMatchWith(std::size_t other, Vec2d here, Vec2d there) const {
        return fitMatch(camera(), cameras_[other], scaled(here), there);
    }

    /// From the small picture's pixels to the drawn one's.
    Vec2d scaled(Vec2d p) const {
        return p * (static_cast<double>(picture_.cols) / clues_.views[view_].image.width);
    }

    void drawMatch(Vec2d here, const MatchFit& fit) {
        const cv::Point at = pixel(scaled(here));
        const bool agrees = fit.in_front && fit.error < kAgreeingMatch;
        if (const auto placed = projectPoint(camera(), fit.point); placed && !agrees) {
            cv::line(picture_, at, pixel(*placed), kRed, 1, cv::LINE_AA);
        }
        cv::circle(picture_, at, 3, agrees ? kGreen : kRed, -1, cv::LINE_AA);
    }

    const PoseClues& clues_;
    std::size_t view_;
    const std::string& convention_;
    std::vector<Camera> cameras_;
    cv::Mat picture_;
};

}  // namespace

ConventionPicture evidencePicture(const SetSource& set,
                                  const std::string& view,
                                  const std::string& convention) {
    const PoseClues clues = gatherClues(set, view);
    const auto found = std::find_if(
        clues.views.begin(), clues.views.end(), [&](const View& v) { return v.name == view; });
    if (found == clues.views.end()) {
        throw Error(Error::Kind::BadInput,
                    "the picture '" + view + "' has no camera or cannot be read",
                    "Name a picture of the set that has a camera.",
                    set.root.string());
    }
    const auto index = static_cast<std::size_t>(found - clues.views.begin());
    return Painter(clues, index, convention).paint();
}

}  // namespace bozzetto
