// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "camera/evidence.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

namespace bozzetto {
namespace {

constexpr int kMaskCells = 64;     // silhouettes are compared on a grid of this many cells a side
constexpr int kVolumeCells = 32;   // the common volume is sampled on this many points a side
constexpr int kMaximumViews = 24;  // enough to tell; more would only cost time

/// A silhouette on a coarse grid over the picture.
struct Silhouette {
    Camera camera;  // scaled to the grid
    std::vector<char> inside;
    Vec3d centroid_ray;  // camera space
    double radius = 0;   // of the silhouette around its centroid, tangent of the angle
};

Silhouette silhouetteOf(const View& view) {
    Silhouette s;
    s.camera = view.camera->scaledTo(kMaskCells, kMaskCells);
    s.inside.assign(kMaskCells * kMaskCells, 0);
    double sum_x = 0, sum_y = 0;
    int count = 0;
    for (int y = 0; y < kMaskCells; ++y) {
        for (int x = 0; x < kMaskCells; ++x) {
            const int px = (2 * x + 1) * view.image.width / (2 * kMaskCells);
            const int py = (2 * y + 1) * view.image.height / (2 * kMaskCells);
            if (view.image.at(px, py)[3] >= 0.5f) {
                s.inside[y * kMaskCells + x] = 1;
                sum_x += x + 0.5, sum_y += y + 0.5;
                ++count;
            }
        }
    }
    if (count == 0) {
        return s;
    }
    const auto tangents = [&](double x, double y) {
        return Vec2d{(x - s.camera.cx) / s.camera.fx, -(y - s.camera.cy) / s.camera.fy};
    };
    const Vec2d center = tangents(sum_x / count, sum_y / count);
    s.centroid_ray = {center.x, center.y, -1};
    for (int i = 0; i < kMaskCells * kMaskCells; ++i) {
        if (s.inside[i]) {
            const Vec2d away = tangents(i % kMaskCells + 0.5, i / kMaskCells + 0.5) - center;
            s.radius = std::max(s.radius, std::sqrt(dot(away, away)));
        }
    }
    return s;
}

Vec3d rotate(const Mat4d& pose, Vec3d v) {
    return {pose.m[0][0] * v.x + pose.m[0][1] * v.y + pose.m[0][2] * v.z,
            pose.m[1][0] * v.x + pose.m[1][1] * v.y + pose.m[1][2] * v.z,
            pose.m[2][0] * v.x + pose.m[2][1] * v.y + pose.m[2][2] * v.z};
}

Vec3d positionOf(const Mat4d& pose) {
    return {pose.m[0][3], pose.m[1][3], pose.m[2][3]};
}

/// Cell of a world point in a silhouette's grid, -1 if behind the camera or outside the frame.
int cellOf(const Silhouette& s, const Mat4d& camera_from_world, Vec3d p) {
    const Vec3d q = transformPoint(camera_from_world, p);
    if (q.z >= 0) {
        return -1;
    }
    const double x = std::floor(-q.x / q.z * s.camera.fx + s.camera.cx);
    const double y = std::floor(q.y / q.z * s.camera.fy + s.camera.cy);
    const bool in_frame = x >= 0 && y >= 0 && x < kMaskCells && y < kMaskCells;
    return in_frame ? static_cast<int>(y) * kMaskCells + static_cast<int>(x) : -1;
}

double coverageOf(const std::vector<Silhouette>& silhouettes, const std::vector<Mat4d>& poses) {
    std::vector<Vec3d> origins, directions;
    for (std::size_t i = 0; i < poses.size(); ++i) {
        origins.push_back(positionOf(poses[i]));
        directions.push_back(normalize(rotate(poses[i], silhouettes[i].centroid_ray)));
    }
    const Meeting meeting = meetingOfRays(origins, directions);
    std::vector<double> radii;
    std::vector<Mat4d> camera_from_world;
    for (std::size_t i = 0; i < poses.size(); ++i) {
        radii.push_back(silhouettes[i].radius * length(meeting.point - origins[i]));
        camera_from_world.push_back(inverseRigid(poses[i]));
    }
    std::nth_element(
        radii.begin(), radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2), radii.end());
    const double half = 1.3 * radii[radii.size() / 2];
    // A few views may miss a point: cut-off objects, a bad mask.
    const int allowed_misses = static_cast<int>(poses.size()) / 10;

    std::vector<std::vector<char>> filled(poses.size(),
                                          std::vector<char>(kMaskCells * kMaskCells, 0));
    std::vector<int> cells(poses.size());
    for (int k = 0; k < kVolumeCells * kVolumeCells * kVolumeCells; ++k) {
        const auto coordinate = [&](int index) {
            return ((index + 0.5) / kVolumeCells * 2 - 1) * half;
        };
        const Vec3d p = meeting.point + Vec3d{coordinate(k % kVolumeCells),
                                              coordinate(k / kVolumeCells % kVolumeCells),
                                              coordinate(k / (kVolumeCells * kVolumeCells))};
        int misses = 0;
        for (std::size_t i = 0; i < poses.size() && misses <= allowed_misses; ++i) {
            cells[i] = cellOf(silhouettes[i], camera_from_world[i], p);
            misses += cells[i] < 0 || !silhouettes[i].inside[cells[i]] ? 1 : 0;
        }
        if (misses > allowed_misses) {
            continue;
        }
        for (std::size_t i = 0; i < poses.size(); ++i) {
            for (int dy = -1; dy <= 1 && cells[i] >= 0; ++dy) {
                for (int dx = -1; dx <= 1; ++dx) {
                    const int x = std::clamp(cells[i] % kMaskCells + dx, 0, kMaskCells - 1);
                    const int y = std::clamp(cells[i] / kMaskCells + dy, 0, kMaskCells - 1);
                    filled[i][y * kMaskCells + x] = 1;
                }
            }
        }
    }
    double sum = 0;
    for (std::size_t i = 0; i < poses.size(); ++i) {
        int object = 0, hit = 0;
        for (int c = 0; c < kMaskCells * kMaskCells; ++c) {
            object += silhouettes[i].inside[c];
            hit += silhouettes[i].inside[c] && filled[i][c] ? 1 : 0;
        }
        sum += object > 0 ? static_cast<double>(hit) / object : 0;
    }
    return sum / static_cast<double>(poses.size());
}

Mat4d flipCameraAxes(Mat4d pose) {
    for (auto& row : pose.m) {
        row[1] = -row[1], row[2] = -row[2];
    }
    return pose;
}

struct Reading {
    const char* name;
    std::function<Mat4d(const Mat4d&)> apply;
};

const std::vector<Reading>& otherReadings() {
    static const std::vector<Reading> kReadings = {
        {"OpenCV's camera axes (x right, y down, looking along +z)", flipCameraAxes},
        {"world-to-camera matrices", [](const Mat4d& m) { return inverseRigid(m); }},
        {"world-to-camera matrices with OpenCV's camera axes",
         [](const Mat4d& m) { return flipCameraAxes(inverseRigid(m)); }},
    };
    return kReadings;
}

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

}  // namespace

Meeting meetingOfRays(const std::vector<Vec3d>& origins, const std::vector<Vec3d>& directions) {
    // Normal equations of sum |(I - d d^T)(p - o)|^2, slightly regularised towards the mean origin
    // for parallel rays.
    Eigen::Matrix3d a = Eigen::Matrix3d::Zero();
    Eigen::Vector3d b = Eigen::Vector3d::Zero(), mean = Eigen::Vector3d::Zero();
    for (const Vec3d& o : origins) {
        mean += Eigen::Vector3d(o.x, o.y, o.z) / static_cast<double>(origins.size());
    }
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const Eigen::Vector3d d(directions[i].x, directions[i].y, directions[i].z);
        const Eigen::Vector3d o = Eigen::Vector3d(origins[i].x, origins[i].y, origins[i].z) - mean;
        const Eigen::Matrix3d across = Eigen::Matrix3d::Identity() - d * d.transpose();
        a += across;
        b += across * o;
    }
    a += 1e-9 * static_cast<double>(origins.size()) * Eigen::Matrix3d::Identity();
    const Eigen::Vector3d p = a.ldlt().solve(b) + mean;
    Meeting meeting;
    meeting.point = {p.x(), p.y(), p.z()};
    for (std::size_t i = 0; i < origins.size(); ++i) {
        const Vec3d to = meeting.point - origins[i];
        const double along = dot(to, directions[i]);
        meeting.behind += along < 0 ? 1 : 0;
        meeting.distance += length(to) / static_cast<double>(origins.size());
        meeting.miss += (dot(to, to) - along * along) / static_cast<double>(origins.size());
    }
    meeting.miss = std::sqrt(std::max(meeting.miss, 0.0));
    return meeting;
}

Meeting meetingOfAxes(const ImageSet& set) {
    std::vector<Vec3d> origins, directions;
    for (const View& view : set.views) {
        if (view.camera) {
            origins.push_back(view.camera->position());
            directions.push_back(rotate(view.camera->world_from_camera, {0, 0, -1}));
        }
    }
    return meetingOfRays(origins, directions);
}

double silhouetteCoverage(const std::vector<const View*>& views, const std::vector<Mat4d>& poses) {
    require(!views.empty() && views.size() == poses.size(), "silhouetteCoverage: one pose a view");
    std::vector<Silhouette> silhouettes;
    for (const View* view : views) {
        silhouettes.push_back(silhouetteOf(*view));
    }
    return coverageOf(silhouettes, poses);
}

void checkPoseEvidence(ImageSet& set) {
    constexpr double kFails = 0.4, kPoor = 0.7, kFits = 0.8;
    const std::vector<const View*> views = viewsForEvidence(set);
    if (views.size() < 3) {
        warnIfLookingAway(set);
        return;
    }
    std::vector<Silhouette> silhouettes;
    std::vector<Mat4d> poses;
    for (const View* view : views) {
        silhouettes.push_back(silhouetteOf(*view));
        poses.push_back(view->camera->world_from_camera);
    }
    const double own = coverageOf(silhouettes, poses);
    if (own >= kPoor) {
        return;
    }
    double best = 0;
    const Reading* reading = nullptr;
    for (const Reading& other : otherReadings()) {
        std::vector<Mat4d> turned;
        std::transform(poses.begin(), poses.end(), std::back_inserter(turned), other.apply);
        if (const double coverage = coverageOf(silhouettes, turned); coverage > best) {
            best = coverage;
            reading = &other;
        }
    }
    const std::string evidence =
        "the silhouettes do not meet in space (their common volume fills " + percent(own) +
        " of them)";
    if (own >= kFails || best < kFits) {
        set.problems.push_back({set.root,
                                evidence,
                                "Check that poses, pictures and masks belong together and that "
                                "poses are camera-to-world "
                                "with x right, y up, looking along -z.",
                                false});
        return;
    }
    for (View& view : set.views) {
        if (view.camera) {
            view.camera->world_from_camera = reading->apply(view.camera->world_from_camera);
        }
    }
    set.problems.push_back({set.root,
                            evidence + "; read as " + reading->name + " it is " + percent(best) +
                                ", so the poses were turned",
                            "Nothing to do, unless the result is wrong; to silence this, write "
                            "camera-to-world poses with x right, y up, "
                            "looking along -z.",
                            false});
}

}  // namespace bozzetto
