// SPDX-License-Identifier: Apache-2.0
#include "camera/conventions.h"
#include "camera/evidence.h"
#include "camera/silhouettes.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace bozzetto {
namespace {

constexpr int kMaximumViews = 24;  // enough to tell; more would only cost time

// Shares of the silhouettes that their common volume fills. A right set has 0.95 and more; thin
// parts and bad masks cost some.
constexpr double kFails = 0.4, kPoor = 0.7, kFits = 0.8, kStray = 0.3;

std::string percent(double share) {
    char text[16];
    std::snprintf(text, sizeof text, "%.0f %%", 100 * share);
    return text;
}

std::vector<const View*> viewsForEvidence(const ImageSet& set) {
    std::vector<const View*> all;
    for (const View& view : set.views) {
        if (view.camera && view.has_mask && !view.image.pixels.empty()) {
            all.push_back(&view);
        }
    }
    std::vector<const View*> chosen;
    const std::size_t wanted = std::min<std::size_t>(all.size(), kMaximumViews);
    for (std::size_t i = 0; i < wanted; ++i) {
        chosen.push_back(all[i * all.size() / wanted]);
    }
    return chosen;
}

void warnIfLookingAway(ImageSet& set) {
    const auto cameras = std::count_if(
        set.views.begin(), set.views.end(), [](const View& v) { return v.camera.has_value(); });
    if (cameras < 3) {
        return;
    }
    const Meeting meeting = meetingOfAxes(set);
    if (meeting.miss < 0.5 * meeting.distance &&
        meeting.behind > 0.8 * static_cast<double>(cameras)) {
        set.problems.push_back({set.root,
                                "the cameras look away from the point where their axes meet",
                                "The poses are probably in OpenCV's convention: negate the second "
                                "and third column of every transform_matrix "
                                "(camera x right, y up, looking along -z).",
                                false});
    }
}

/// Poses and silhouettes of the views that tell something.
struct Evidence {
    std::vector<const View*> views;
    std::vector<Silhouette> silhouettes;
    std::vector<Mat4d> poses;

    explicit Evidence(std::vector<const View*> chosen) : views(std::move(chosen)) {
        for (const View* view : views) {
            silhouettes.push_back(silhouetteOf(*view));
            poses.push_back(view->camera->world_from_camera);
        }
    }
    double coverageOf(const std::vector<Mat4d>& read_poses) const {
        const std::vector<double> shares = silhouetteCoverage(silhouettes, read_poses);
        return std::accumulate(shares.begin(), shares.end(), 0.0) /
               static_cast<double>(shares.size());
    }
    double coverageWithout(std::size_t index) const {
        Evidence rest = *this;
        const auto at = static_cast<std::ptrdiff_t>(index);
        rest.silhouettes.erase(rest.silhouettes.begin() + at);
        rest.poses.erase(rest.poses.begin() + at);
        return rest.coverageOf(rest.poses);
    }
};

void reportStray(ImageSet& set, const View& view) {
    set.problems.push_back(
        {view.path,
         "does not fit the other pictures: its silhouette misses the object that they show",
         "Remove it if it shows something else, or if its pose or mask is wrong.",
         false});
}

/// Tries the other readings of the matrices; true if one fits and was taken.
bool turnPoses(ImageSet& set, const Evidence& evidence, const std::string& finding) {
    double best = 0;
    const PoseConvention* reading = nullptr;
    for (const PoseConvention& other : poseConventions().subspan(1)) {
        std::vector<Mat4d> turned;
        for (const Mat4d& pose : evidence.poses) {
            turned.push_back(readPose(pose, other.id));
        }
        if (const double coverage = evidence.coverageOf(turned); coverage > best) {
            best = coverage;
            reading = &other;
        }
    }
    if (best < kFits) {
        return false;
    }
    for (View& view : set.views) {
        if (view.camera) {
            view.camera->world_from_camera = readPose(view.camera->world_from_camera, reading->id);
        }
    }
    for (SparsePoint& point : set.cloud.points) {
        point.position = readPoint(point.position, reading->id);
    }
    set.problems.push_back({set.root,
                            finding + "; read as " + reading->title + " it is " + percent(best) +
                                ", so the poses were turned",
                            "Nothing to do, unless the result is wrong; to silence this, write "
                            "camera-to-world poses with x right, y up, "
                            "looking along -z.",
                            false});
    return true;
}

/// One picture that spoils the rest; true if there is one.
bool findSpoiler(ImageSet& set, const Evidence& evidence) {
    std::size_t spoiler = 0;
    double best = 0;
    for (std::size_t i = 0; i < evidence.views.size() && evidence.views.size() > 3; ++i) {
        if (const double coverage = evidence.coverageWithout(i); coverage > best) {
            best = coverage;
            spoiler = i;
        }
    }
    if (best < kFits) {
        return false;
    }
    reportStray(set, *evidence.views[spoiler]);
    return true;
}

}  // namespace

void checkPoseEvidence(ImageSet& set) {
    const Evidence evidence(viewsForEvidence(set));
    if (evidence.views.size() < 3) {
        warnIfLookingAway(set);
        return;
    }
    const std::vector<double> shares = silhouetteCoverage(evidence.silhouettes, evidence.poses);
    const double own = evidence.coverageOf(evidence.poses);
    if (own >= kPoor) {
        for (std::size_t i = 0; i < shares.size(); ++i) {
            if (shares[i] < kStray) {
                reportStray(set, *evidence.views[i]);
            }
        }
        return;
    }
    const std::string finding = "the silhouettes do not meet in space (their common volume fills " +
                                percent(own) + " of them)";
    if ((own < kFails && turnPoses(set, evidence, finding)) || findSpoiler(set, evidence)) {
        return;
    }
    set.problems.push_back({set.root,
                            finding,
                            "Check that poses, pictures and masks belong together and that poses "
                            "are camera-to-world with x right, y up, "
                            "looking along -z.",
                            false});
}

}  // namespace bozzetto
