// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/solved_set.h"

#include "camera/camera_file.h"
#include "camera/depth_scale.h"
#include "camera/gravity.h"
#include "camera/image_set_reader.h"
#include "camera/view_loader.h"
#include "ui/cameras/report_reader.h"

#include <algorithm>
#include <map>
#include <set>

namespace bozzetto::ui {
namespace {

bool hasPoses(const SetSource& set) {
    return std::any_of(set.views.begin(), set.views.end(), [](const ViewSource& view) {
        return view.world_from_camera.has_value();
    });
}

/// Cameras in the cloud's order, without the cloud's pictures that have none.
std::optional<SceneGuess> guessOf(const std::vector<SolvedSet::NamedCamera>& cameras,
                                  const SetSource& set) {
    if (cameras.size() < 2) {
        return std::nullopt;
    }
    std::map<std::string, std::optional<Vec3d>> ups_by_name;
    for (const ViewSource& view : set.views) {
        ups_by_name[view.name] = deviceUpOf(view);
    }
    const SparseCloud& cloud = set.cloud;
    std::map<std::string, uint32_t> index_of;
    SparseCloud known;
    std::vector<Camera> ordered;
    std::vector<std::optional<Vec3d>> ups;
    for (const auto& [name, camera] : cameras) {
        index_of[name] = static_cast<uint32_t>(known.pictures.size());
        known.pictures.push_back(name);
        ordered.push_back(camera);
        ups.push_back(ups_by_name[name]);
    }
    for (SparsePoint point : cloud.points) {
        std::vector<uint32_t> seen_by;
        for (const uint32_t picture : point.seen_by) {
            const auto found = picture < cloud.pictures.size()
                                   ? index_of.find(cloud.pictures[picture])
                                   : index_of.end();
            if (found != index_of.end()) {
                seen_by.push_back(found->second);
            }
        }
        point.seen_by = std::move(seen_by);
        known.points.push_back(std::move(point));
    }
    return guessScene(ordered, known, ups);
}

/// Reads the poses as they are meant: as the project says, else as the evidence shows if it is
/// clear, like a run does.
void settleConvention(const SolveRequest& request, SolvedSet& solved) {
    if (request.judge_convention) {
        solved.as_read = std::make_shared<const SetSource>(solved.source);
        solved.verdict = solveConvention(solved.source);
    }
    solved.convention = request.scene.convention;
    if (solved.convention.empty() && solved.verdict && solved.verdict->is_clear) {
        solved.convention = solved.verdict->best().convention;
    }
    if (solved.convention == poseConventions().front().id) {
        solved.convention.clear();
    }
    if (!solved.convention.empty()) {
        applyConvention(solved.source, solved.convention);
    }
}

}  // namespace

std::vector<SolvedSet::NamedCamera> camerasOf(const SetSource& set) {
    LoadOptions headers_only;
    headers_only.pixels = LoadOptions::Pixels::HeadersOnly;
    headers_only.depth = LoadOptions::Depth::Ignore;
    std::vector<SolvedSet::NamedCamera> cameras;
    for (const ViewSource& view : set.views) {
        if (!view.world_from_camera) {
            continue;
        }
        const LoadedView header = loadView(view, headers_only, {set.is_six_view});
        if (header.view && header.view->camera) {
            cameras.push_back({view.name, *header.view->camera});
        }
    }
    return cameras;
}

std::vector<SolvedSet::NamedCamera> camerasIn(const std::filesystem::path& file, SetSource set) {
    attachCameras(set, readCameraFile(file));
    return camerasOf(set);
}

SolvedSet solveSet(const SolveRequest& request) {
    SolvedSet solved;
    solved.source = request.listed;
    const std::filesystem::path& file = request.scene.cameras;
    std::error_code ignored;
    solved.file_is_missing = !file.empty() && !std::filesystem::exists(file, ignored);
    const bool use_file = !file.empty() && !solved.file_is_missing;
    if (use_file) {  // before the edits, as a run does: it names the pictures as they were
        attachCameras(solved.source, readCameraFile(file));
    }
    applyEdits(solved.source, request.edits);
    if (use_file && solved.source.estimated_cameras) {
        solved.report = readCameraReport(file);
        solved.from = SolvedSet::From::Estimate;
    } else if (use_file) {
        solved.from = SolvedSet::From::File;
    } else if (solved.source.assumed_cameras) {
        solved.from = SolvedSet::From::Assumed;
    } else if (hasPoses(solved.source)) {
        solved.from =
            solved.source.estimated_cameras ? SolvedSet::From::Estimate : SolvedSet::From::Set;
    }
    if (solved.from == SolvedSet::From::Set || solved.from == SolvedSet::From::File) {
        settleConvention(request, solved);
    }
    solved.cameras = camerasOf(solved.source);
    solved.guess = guessOf(solved.cameras, solved.source);
    if (solved.hasCameras() && !solved.source.cloud.empty()) {
        solved.depth_scale = scaleFromDepth(solved.source);
    }
    return solved;
}

int picturesSinceEstimate(const SolvedSet& solved) {
    if (!solved.report) {
        return 0;
    }
    std::set<std::string> seen;
    for (const EstimatedPicture& picture : solved.report->pictures) {
        seen.insert(picture.view);
    }
    return static_cast<int>(std::count_if(
        solved.source.views.begin(), solved.source.views.end(), [&](const ViewSource& view) {
            return !view.world_from_camera && !seen.contains(view.name);
        }));
}

bool isEstimateOfAll(const SolvedSet& solved) {
    return solved.report && picturesSinceEstimate(solved) == 0 &&
           solved.report->pictures.size() == solved.source.views.size();
}

}  // namespace bozzetto::ui
