// SPDX-License-Identifier: Apache-2.0
#include "camera/convention_evidence.h"

#include "base/parallel_for.h"
#include "camera/view_loader.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>

namespace bozzetto {
namespace {

constexpr std::size_t kMostViews = 24;
constexpr int64_t kPixels = 480 * 480;  // of a view, to look for silhouettes and features
constexpr std::size_t kMostTracks = 4000;
constexpr double kGood = 0.6, kAhead = 0.12,
                 kTimesBetter = 3;     // a clear verdict: the score, and before the next
constexpr double kFacingPart = 0.1;    // of the score
constexpr double kAsReadBonus = 0.01;  // what a file says is right when nothing tells

std::vector<std::size_t> spreadViews(const SetSource& set, const std::string& must_have) {
    std::vector<std::size_t> posed, chosen;
    std::optional<std::size_t> wanted;
    for (std::size_t i = 0; i < set.views.size(); ++i) {
        if (set.views[i].world_from_camera) {
            posed.push_back(i);
            if (set.views[i].name == must_have) {
                wanted = i;
            }
        }
    }
    const std::size_t count = std::min(posed.size(), kMostViews);
    for (std::size_t k = 0; k < count; ++k) {
        chosen.push_back(posed[k * posed.size() / count]);
    }
    if (wanted && std::find(chosen.begin(), chosen.end(), *wanted) == chosen.end()) {
        chosen.back() = *wanted;
    }
    return chosen;
}

std::vector<View> loadSmall(const SetSource& set, const std::vector<std::size_t>& indices) {
    LoadOptions options;
    options.max_pixels = kPixels;
    options.depth = LoadOptions::Depth::Ignore;
    std::vector<LoadedView> loaded(indices.size());
    parallelTasks(static_cast<int64_t>(indices.size()), [&](int64_t i, int) {
        const auto k = static_cast<std::size_t>(i);
        loaded[k] = loadView(set.views[indices[k]], options, {set.is_six_view});
    });
    std::vector<View> views;
    for (LoadedView& one : loaded) {
        if (one.view && one.view->camera && !one.view->image.empty()) {
            views.push_back(std::move(*one.view));
        }
    }
    return views;
}

std::vector<PoseClues::Track> tracksOf(const SparseCloud& cloud, const std::vector<View>& views) {
    std::map<std::string, std::size_t> index_of;
    for (std::size_t i = 0; i < views.size(); ++i) {
        index_of[views[i].name] = i;
    }
    std::vector<std::optional<std::size_t>> view_of(cloud.pictures.size());
    for (std::size_t i = 0; i < cloud.pictures.size(); ++i) {
        if (const auto found = index_of.find(cloud.pictures[i]); found != index_of.end()) {
            view_of[i] = found->second;
        }
    }
    std::vector<PoseClues::Track> tracks;
    const std::size_t step = std::max<std::size_t>(1, cloud.points.size() / kMostTracks);
    for (std::size_t i = 0; i < cloud.points.size(); i += step) {
        PoseClues::Track track{cloud.points[i].position, {}};
        for (const uint32_t picture : cloud.points[i].seen_by) {
            if (picture < view_of.size() && view_of[picture]) {
                track.seen_by.push_back(*view_of[picture]);
            }
        }
        if (!track.seen_by.empty()) {
            tracks.push_back(std::move(track));
        }
    }
    return tracks;
}

Vec3d axisOf(const Camera& camera, int axis) {
    const auto& m = camera.world_from_camera.m;
    return {m[0][axis], m[1][axis], m[2][axis]};
}

bool isInFrame(const Camera& camera, Vec3d point) {
    const std::optional<Vec2d> p = projectPoint(camera, point);
    return p && p->x >= 0 && p->y >= 0 && p->x < camera.width && p->y < camera.height;
}

std::vector<Camera> camerasUnder(const PoseClues& clues, const std::string& convention) {
    std::vector<Camera> cameras;
    for (const View& view : clues.views) {
        cameras.push_back(*view.camera);
        cameras.back().world_from_camera = readPose(view.camera->world_from_camera, convention);
    }
    return cameras;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Far ahead; or nearly perfect while the next one, say the same for an object that looks alike
/// from two sides, is several times worse.
bool isClear(double best, double next) {
    const bool far_ahead = best >= next + kAhead;
    const bool far_better = best > 0.93 && 1 - next > kTimesBetter * (1 - best) + 0.02;
    return best >= kGood && (far_ahead || far_better);
}

/// Scores one convention.
class Scorer {
public:
    Scorer(const PoseClues& clues, const std::string& convention)
        : clues_(clues), cameras_(camerasUnder(clues, convention)) {
        evidence_.convention = convention;
    }

    ConventionEvidence score() {
        std::vector<double> shares;
        lookAtTheObject();
        if (!clues_.silhouettes.empty()) {
            compareSilhouettes();
            shares.push_back(evidence_.silhouettes);
        }
        if (!clues_.tracks.empty()) {
            projectTracks();
            shares.push_back(evidence_.in_front);
        }
        if (!clues_.matches.empty()) {
            fitMatches();
            shares.push_back(evidence_.epipolar);
        }
        const double mean = shares.empty() ? 0.5 * evidence_.facing
                                           : std::accumulate(shares.begin(), shares.end(), 0.0) /
                                                 static_cast<double>(shares.size());
        evidence_.score = (1 - kFacingPart) * mean + kFacingPart * evidence_.facing;
        return std::move(evidence_);
    }

private:
    void say(const std::string& text) {
        evidence_.text += (evidence_.text.empty() ? "" : "; ") + text;
    }
    static std::string percent(double share) {
        return std::to_string(std::lround(100 * share)) + " %";
    }

    void lookAtTheObject() {
        std::vector<Vec3d> origins, directions;
        for (const Camera& camera : cameras_) {
            origins.push_back(camera.position());
            directions.push_back(-axisOf(camera, 2));
        }
        const Vec3d point = meetingOfRays(origins, directions).point;
        const auto facing =
            std::count_if(cameras_.begin(), cameras_.end(), [&](const Camera& camera) {
                return isInFrame(camera, point);
            });
        evidence_.facing = static_cast<double>(facing) / static_cast<double>(cameras_.size());
        say(std::to_string(facing) + " of " + std::to_string(cameras_.size()) +
            " cameras look at the object");
    }

    void compareSilhouettes() {
        std::vector<Mat4d> poses;
        for (const std::size_t i : clues_.masked_views) {
            poses.push_back(cameras_[i].world_from_camera);
        }
        const std::vector<double> shares = silhouetteCoverage(clues_.silhouettes, poses);
        evidence_.silhouettes =
            std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
        say("the masks agree to " + percent(evidence_.silhouettes));
    }

    void projectTracks() {
        int64_t seen = 0, all = 0;
        for (const PoseClues::Track& track : clues_.tracks) {
            const Vec3d point = readPoint(track.position, evidence_.convention);
            for (const std::size_t view : track.seen_by) {
                seen += isInFrame(cameras_[view], point) ? 1 : 0;
                ++all;
            }
        }
        evidence_.in_front = static_cast<double>(seen) / static_cast<double>(all);
        say(percent(evidence_.in_front) + " of the points lie in the pictures that see them");
    }

    void fitMatches() {
        std::vector<double> errors;
        int64_t agree = 0;
        for (const PairMatches& pair : clues_.matches) {
            for (std::size_t i = 0; i < pair.in_first.size(); ++i) {
                const MatchFit fit = fitMatch(cameras_[pair.first],
                                              cameras_[pair.second],
                                              pair.in_first[i],
                                              pair.in_second[i]);
                errors.push_back(fit.error);
                agree += fit.in_front && fit.error < kAgreeingMatch ? 1 : 0;
            }
        }
        evidence_.epipolar = static_cast<double>(agree) / static_cast<double>(errors.size());
        evidence_.reprojection = median(std::move(errors));
        say(percent(evidence_.epipolar) + " of the matched details meet in front of the cameras");
    }

    const PoseClues& clues_;
    std::vector<Camera> cameras_;
    ConventionEvidence evidence_;
};

}  // namespace

std::optional<Vec2d> projectPoint(const Camera& camera, Vec3d point) {
    const Vec3d q = transformPoint(inverseRigid(camera.world_from_camera), point);
    if (!(q.z < 0)) {
        return std::nullopt;
    }
    return Vec2d{camera.cx - camera.fx * q.x / q.z, camera.cy + camera.fy * q.y / q.z};
}

MatchFit fitMatch(const Camera& first, const Camera& second, Vec2d in_first, Vec2d in_second) {
    const auto rayOf = [](const Camera& camera, Vec2d p) {
        const Vec3d local{(p.x - camera.cx) / camera.fx, -(p.y - camera.cy) / camera.fy, -1};
        return normalize(transformPoint(camera.world_from_camera, local) - camera.position());
    };
    MatchFit fit;
    fit.error = 1e9;
    const Vec3d a = rayOf(first, in_first), b = rayOf(second, in_second);
    const Vec3d base = second.position() - first.position();
    const double along = dot(a, b), across = 1 - along * along;
    if (!(across > 1e-12)) {
        return fit;
    }
    const double s = (dot(base, a) - dot(base, b) * along) / across;
    const double t = (dot(base, a) * along - dot(base, b)) / across;
    fit.in_front = s > 0 && t > 0;
    fit.point = (first.position() + a * s + second.position() + b * t) * 0.5;
    const auto errorIn = [&](const Camera& camera, Vec2d seen) {
        const std::optional<Vec2d> p = projectPoint(camera, fit.point);
        return p ? std::sqrt(dot(*p - seen, *p - seen)) * 1000 / camera.width : 1e9;
    };
    fit.error = std::max(errorIn(first, in_first), errorIn(second, in_second));
    return fit;
}

PoseClues gatherClues(const SetSource& set, const std::string& must_have) {
    PoseClues clues;
    clues.views = loadSmall(set, spreadViews(set, must_have));
    for (std::size_t i = 0; i < clues.views.size(); ++i) {
        if (clues.views[i].has_mask) {
            Silhouette silhouette = silhouetteOf(clues.views[i]);
            if (silhouette.radius > 0) {
                clues.silhouettes.push_back(std::move(silhouette));
                clues.masked_views.push_back(i);
            }
        }
    }
    if (clues.silhouettes.size() < 3) {
        clues.silhouettes.clear();
        clues.masked_views.clear();
        clues.matches = matchPictures(clues.views);
    }
    clues.tracks = tracksOf(set.cloud, clues.views);
    return clues;
}

ConventionVerdict solveConvention(const SetSource& set) {
    const PoseClues clues = gatherClues(set);
    ConventionVerdict verdict;
    const std::span<const PoseConvention> all = poseConventions();
    if (clues.views.size() < 3) {
        verdict.ranked.push_back({.convention = all.front().id,
                                  .text = "fewer than three pictures with cameras tell nothing"});
        return verdict;
    }
    verdict.ranked.resize(all.size());
    parallelTasks(static_cast<int64_t>(all.size()), [&](int64_t i, int) {
        const auto k = static_cast<std::size_t>(i);
        verdict.ranked[k] = Scorer(clues, all[k].id).score();
    });
    verdict.ranked.front().score += kAsReadBonus;
    std::stable_sort(
        verdict.ranked.begin(),
        verdict.ranked.end(),
        [](const ConventionEvidence& a, const ConventionEvidence& b) { return a.score > b.score; });
    verdict.ranked.front().score = std::min(verdict.ranked.front().score, 1.0);
    verdict.is_clear = isClear(verdict.ranked[0].score, verdict.ranked[1].score);
    return verdict;
}

}  // namespace bozzetto
