// SPDX-License-Identifier: Apache-2.0
#include "camera/six_view.h"

#include "base/files.h"
#include "camera/depth_sampling.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr int kMinimumSides = 4;

/// Rotation columns: camera x, y and z (backwards) in the world.
struct Side {
    Vec3d right, up, back;
};
constexpr Side kSides[6] = {
    {{1, 0, 0}, {0, 0, 1}, {0, -1, 0}},   // front
    {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}},    // right
    {{-1, 0, 0}, {0, 0, 1}, {0, 1, 0}},   // back
    {{0, -1, 0}, {0, 0, 1}, {-1, 0, 0}},  // left
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},    // top
    {{1, 0, 0}, {0, -1, 0}, {0, 0, -1}},  // bottom
};

int sideOf(const std::string& name) {
    const auto found = std::find(kSixViewNames.begin(), kSixViewNames.end(), toLowerAscii(name));
    return found == kSixViewNames.end() ? -1 : static_cast<int>(found - kSixViewNames.begin());
}

/// The pictures of a folder with a side's name; two files for one side: the first in natural order.
std::map<int, fs::path> sidesIn(const FileFinder& finder, const fs::path& folder) {
    std::map<int, fs::path> sides;
    for (const fs::path& file : finder.list(folder)) {
        if (const int side = sideOf(file.stem().string()); side >= 0 && hasPictureEnding(file)) {
            sides.emplace(side, file);
        }
    }
    return sides;
}

/// <name>_depth.* beside the picture, then depth/<name>.*, then train_depth/<name>.*.
fs::path depthOf(const FileFinder& finder, const fs::path& image_folder, const std::string& name) {
    const fs::path candidates[] = {image_folder / (name + "_depth"),
                                   fs::path(name + "_depth"),
                                   image_folder / "depth" / name,
                                   fs::path("depth") / name,
                                   fs::path("train_depth") / name};
    for (const fs::path& candidate : candidates) {
        if (const FileFinder::Found found = finder.find(candidate.string()); !found.path.empty()) {
            return found.path;
        }
    }
    return {};
}

/// Points of a depth picture in camera axes (right, up, forward), thinned to about `wanted`.
std::vector<Vec3d> pointsOf(const View& view, int64_t wanted) {
    const Camera camera = view.camera->scaledTo(view.depth.width, view.depth.height);
    const auto pixels = static_cast<int64_t>(view.depth.width) * view.depth.height;
    const int step = std::max(
        1, static_cast<int>(std::sqrt(static_cast<double>(pixels) / static_cast<double>(wanted))));
    std::vector<Vec3d> points;
    for (int y = step / 2; y < view.depth.height; y += step) {
        for (int x = step / 2; x < view.depth.width; x += step) {
            const double z = view.depth.at(x, y)[0];
            if (z > 0) {
                points.push_back({(x + 0.5 - camera.cx) / camera.fx * z,
                                  -(y + 0.5 - camera.cy) / camera.fy * z,
                                  z});
            }
        }
    }
    return points;
}

struct SideCloud {
    int side = 0;
    const View* view = nullptr;
    std::vector<Vec3d> points;
    double nearest = 0;
};

std::vector<SideCloud> cloudsOf(const ImageSet& set, int64_t wanted) {
    std::vector<SideCloud> clouds;
    for (const View& view : set.views) {
        const int side = sideOf(view.name);
        if (side < 0 || view.depth.pixels.empty() || !view.camera) {
            continue;
        }
        SideCloud cloud{side, &view, pointsOf(view, wanted), 0};
        if (cloud.points.empty()) {
            continue;
        }
        cloud.nearest = std::min_element(cloud.points.begin(),
                                         cloud.points.end(),
                                         [](const Vec3d& a, const Vec3d& b) { return a.z < b.z; })
                            ->z;
        clouds.push_back(std::move(cloud));
    }
    return clouds;
}

/// Largest extent of cloud j towards camera i, seen sideways; nullopt if the two look along one
/// axis.
std::optional<double> extentTowards(const SideCloud& cloud, const SideCloud& camera) {
    const Vec3d direction = kSides[camera.side].back;
    const double along_right = dot(direction, kSides[cloud.side].right);
    const double along_up = dot(direction, kSides[cloud.side].up);
    if (std::abs(along_right) + std::abs(along_up) < 0.5) {
        return std::nullopt;
    }
    double extent = -1e300;
    for (const Vec3d& p : cloud.points) {
        extent = std::max(extent, along_right * p.x + along_up * p.y);
    }
    return extent;
}

/// Mean disagreement between depth pictures for a rig at `distance`, each sample clipped at
/// `tolerance`.
double disagreement(const std::vector<SideCloud>& clouds, double distance, double tolerance) {
    double sum = 0;
    int64_t count = 0;
    for (const SideCloud& from : clouds) {
        const Mat4d world_from_camera = sixViewPose(from.side, distance);
        for (const SideCloud& to : clouds) {
            if (from.side == to.side) {
                continue;
            }
            const Mat4d camera_from_world = inverseRigid(sixViewPose(to.side, distance));
            const Mat4d to_from = camera_from_world * world_from_camera;
            const Camera camera =
                to.view->camera->scaledTo(to.view->depth.width, to.view->depth.height);
            for (const Vec3d& p : from.points) {
                const Vec3d q = transformPoint(to_from, Vec3d{p.x, p.y, -p.z});
                const double z = -q.z;
                if (z <= 0) {
                    continue;
                }
                const double seen = depthAt(to.view->depth,
                                            q.x / z * camera.fx + camera.cx,
                                            -q.y / z * camera.fy + camera.cy,
                                            tolerance);
                // Points hidden behind something nearer, and rims, say nothing about the distance.
                if (seen > 0 && std::abs(z - seen) < 4 * tolerance) {
                    sum += std::min(std::abs(z - seen), tolerance);
                    ++count;
                }
            }
        }
    }
    return count > 0 ? sum / static_cast<double>(count) : 0.0;
}

}  // namespace

Mat4d sixViewPose(int index, double distance) {
    const Side& side = kSides[index];
    Mat4d pose;
    const Vec3d columns[4] = {side.right, side.up, side.back, side.back * distance};
    for (int j = 0; j < 4; ++j) {
        for (int i = 0; i < 3; ++i) {
            pose.m[i][j] = columns[j][i];
        }
    }
    return pose;
}

std::optional<SetSource> findSixViewSet(const FileFinder& finder) {
    SetSource set;
    set.root = finder.root();
    set.format = "six-view";
    set.is_six_view = set.assumed_cameras = true;
    for (const fs::path& folder : {fs::path(), fs::path("train"), fs::path("images")}) {
        const std::map<int, fs::path> sides = sidesIn(finder, folder);
        if (static_cast<int>(sides.size()) < kMinimumSides) {
            continue;
        }
        for (int i = 0; i < static_cast<int>(kSixViewNames.size()); ++i) {
            const std::string name = kSixViewNames[i];
            if (!sides.contains(i)) {
                set.problems.push_back(
                    {finder.root() / folder,
                     "the '" + name + "' picture is missing; the set goes on without it",
                     "Add " + name + ".png if there is one.",
                     true});
                continue;
            }
            ViewSource view;
            view.name = name;
            view.image = sides.at(i);
            view.depth = depthOf(finder, folder, name);
            view.world_from_camera = sixViewPose(i, kSixViewDistance);
            view.intrinsics.angle_x = 2 * std::atan(0.5 / kSixViewFocal);
            set.views.push_back(std::move(view));
        }
        return set;
    }
    return std::nullopt;
}

bool hasSixViewNames(const SetSource& set) {
    return static_cast<int>(set.views.size()) >= kMinimumSides &&
           std::all_of(set.views.begin(), set.views.end(), [](const ViewSource& view) {
               return sideOf(view.name) >= 0;
           });
}

std::optional<double> sixViewDistanceFromDepth(const ImageSet& set) {
    const std::vector<SideCloud> clouds = cloudsOf(set, 250'000);
    std::vector<double> estimates;
    for (const SideCloud& camera : clouds) {
        for (const SideCloud& cloud : clouds) {
            if (const std::optional<double> extent = extentTowards(cloud, camera)) {
                estimates.push_back(camera.nearest + *extent);
            }
        }
    }
    if (estimates.empty()) {
        return std::nullopt;
    }
    std::sort(estimates.begin(), estimates.end());
    const double median = estimates[estimates.size() / 2];
    if (median <= 0) {
        return std::nullopt;
    }
    const std::vector<SideCloud> samples = cloudsOf(set, 4000);
    double best = median, step = 0.03 * median / 8, tolerance = 0.02 * median;
    for (int round = 0; round < 4; ++round, step /= 5) {
        double lowest = 1e300, found = best;
        for (int k = -8; k <= 8; ++k) {
            const double candidate = best + k * step;
            if (const double cost = disagreement(samples, candidate, tolerance); cost < lowest) {
                lowest = cost;
                found = candidate;
            }
        }
        best = found;
    }
    return best;
}

void setSixViewDistance(ImageSet& set, double distance) {
    for (View& view : set.views) {
        if (const int side = sideOf(view.name); side >= 0 && view.camera) {
            view.camera->world_from_camera = sixViewPose(side, distance);
        }
    }
}

}  // namespace bozzetto
