// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/conventions.h"
#include "camera/feature_matches.h"
#include "camera/silhouettes.h"

#include <optional>
#include <vector>

namespace bozzetto {

/// What a set shows that poses can be judged by, gathered once from small pictures.
struct PoseClues {
    std::vector<View> views;              // with camera and pixels; their poses as read
    std::vector<Silhouette> silhouettes;  // of masked_views; empty for fewer than 3 masks
    std::vector<std::size_t> masked_views;
    /// A point of the cloud and the views that see it.
    struct Track {
        Vec3d position;
        std::vector<std::size_t> seen_by;
    };
    std::vector<Track> tracks;
    std::vector<PairMatches> matches;  // only where there are no silhouettes
};

/// At most 24 views, spread over the set; `must_have` is among them if it can be used.
PoseClues gatherClues(const SetSource& set, const std::string& must_have = {});

/// A match seen through two posed cameras.
struct MatchFit {
    bool in_front = false;  // the rays meet in front of both cameras
    Vec3d point;            // the middle of their closest points
    double error = 0;       // of its projections, pixels of a 1000 px wide picture, the worse one
};
MatchFit fitMatch(const Camera& first, const Camera& second, Vec2d in_first, Vec2d in_second);

/// A match that fits better than this agrees with the poses; pixels of a 1000 px wide picture.
inline constexpr double kAgreeingMatch = 8;

/// Column and row where a camera sees a point; nullopt behind it.
std::optional<Vec2d> projectPoint(const Camera& camera, Vec3d point);

}  // namespace bozzetto
