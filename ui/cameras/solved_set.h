// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/conventions.h"
#include "camera/scene_guess.h"
#include "camera/view_edits.h"
#include "camera/view_source.h"
#include "sfm/estimate_cameras.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto::ui {

/// A set of pictures with the cameras that a run would use, as far as they are known.
struct SolvedSet {
    enum class From {
        Nothing,   // no cameras yet
        Set,       // the set's own file
        Assumed,   // the canonical six-view rig
        File,      // another program's, that the project names
        Estimate,  // structure from motion
    };
    struct NamedCamera {
        std::string name;  // of the view
        Camera camera;
    };
    From from = From::Nothing;
    SetSource source;                    // edits applied
    std::vector<NamedCamera> cameras;    // pinholes for the pictures' sizes; in the set's order
    std::optional<CameraReport> report;  // of an estimate
    std::string convention;              // that the poses were read in; empty: as read
    std::optional<ConventionVerdict> verdict;  // for cameras that a file gives, once it was asked
    std::shared_ptr<const SetSource> as_read;  // before `convention`; with a verdict only
    std::optional<SceneGuess> guess;           // from two cameras on
    std::optional<double> depth_scale;         // metres of one unit, where there is depth
    bool file_is_missing = false;              // that the project names for the cameras
    bool hasCameras() const { return !cameras.empty(); }
};

/// What a set is solved from.
struct SolveRequest {
    SetSource listed;  // as found
    ViewEdits edits;
    SceneEdits scene;               // cameras and convention count
    bool judge_convention = false;  // looks at the pictures: takes seconds
};

/// The cameras of a set's views, from headers. Not for the UI thread.
std::vector<SolvedSet::NamedCamera> camerasOf(const SetSource& set);

/// Those of a camera file. Not for the UI thread. Throws Error(BadInput) as readCameraFile.
std::vector<SolvedSet::NamedCamera> camerasIn(const std::filesystem::path& file, SetSource set);

/// Joins set and camera file; reads headers only, unless the convention is to be judged. A file
/// that is not there leaves the set as it is. Not for the UI thread. Throws Error(BadInput) as
/// readCameraFile and attachCameras.
SolvedSet solveSet(const SolveRequest& request);

/// Pictures that the estimate never saw: added, or no longer excluded, since. They have no camera.
int picturesSinceEstimate(const SolvedSet& solved);
/// Whether the estimate is of exactly the pictures that are in use.
bool isEstimateOfAll(const SolvedSet& solved);

}  // namespace bozzetto::ui
