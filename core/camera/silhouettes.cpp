// SPDX-License-Identifier: Apache-2.0
#include "camera/silhouettes.h"

#include "base/error.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kVolumeCells = 32;  // the common volume is sampled on this many points a side

Vec3d rotate(const Mat4d& pose, Vec3d v) {
    return {pose.m[0][0] * v.x + pose.m[0][1] * v.y + pose.m[0][2] * v.z,
            pose.m[1][0] * v.x + pose.m[1][1] * v.y + pose.m[1][2] * v.z,
            pose.m[2][0] * v.x + pose.m[2][1] * v.y + pose.m[2][2] * v.z};
}

Vec3d positionOf(const Mat4d& pose) {
    return {pose.m[0][3], pose.m[1][3], pose.m[2][3]};
}

constexpr int kCellCount = kMaskCells * kMaskCells;
constexpr int kBehind = -1, kOutOfFrame = -2;

/// Cell of a world point in a silhouette's grid, or kBehind, or kOutOfFrame.
int cellOf(const Silhouette& s, const Mat4d& camera_from_world, Vec3d p) {
    const Vec3d q = transformPoint(camera_from_world, p);
    if (q.z >= 0) {
        return kBehind;
    }
    const double x = std::floor(-q.x / q.z * s.camera.fx + s.camera.cx);
    const double y = std::floor(q.y / q.z * s.camera.fy + s.camera.cy);
    const bool in_frame = x >= 0 && y >= 0 && x < kMaskCells && y < kMaskCells;
    return in_frame ? static_cast<int>(y) * kMaskCells + static_cast<int>(x) : kOutOfFrame;
}

/// The cube that is searched for the common volume.
struct Box {
    Vec3d center;
    double half = 0;

    /// Calls visit(point) for `cells` points a side.
    template <class Visit>
    void forEachPoint(int cells, const Visit& visit) const {
        const auto at = [&](int index) { return ((index + 0.5) / cells * 2 - 1) * half; };
        for (int z = 0; z < cells; ++z) {
            for (int y = 0; y < cells; ++y) {
                for (int x = 0; x < cells; ++x) {
                    visit(center + Vec3d{at(x), at(y), at(z)});
                }
            }
        }
    }
};

/// Around the point where the rays through the silhouettes' middles meet, as large as they are
/// there.
Box boxAround(const std::vector<Silhouette>& silhouettes, const std::vector<Mat4d>& poses) {
    std::vector<Vec3d> origins, directions;
    for (std::size_t i = 0; i < poses.size(); ++i) {
        origins.push_back(positionOf(poses[i]));
        directions.push_back(normalize(rotate(poses[i], silhouettes[i].centroid_ray)));
    }
    const Vec3d center = meetingOfRays(origins, directions).point;
    std::vector<double> radii;
    for (std::size_t i = 0; i < poses.size(); ++i) {
        radii.push_back(silhouettes[i].radius * length(center - origins[i]));
    }
    const auto middle = radii.begin() + static_cast<std::ptrdiff_t>(radii.size() / 2);
    std::nth_element(radii.begin(), middle, radii.end());
    return {center, 1.3 * *middle};
}

/// Fills silhouettes with the points that lie in (nearly) all of them.
class CommonVolume {
public:
    CommonVolume(const std::vector<Silhouette>& silhouettes, const std::vector<Mat4d>& poses)
        : silhouettes_(silhouettes),
          filled_(poses.size(), std::vector<char>(kCellCount, 0)),
          cells_(poses.size()),
          allowed_misses_(static_cast<int>(poses.size()) / 10) {
        for (const Mat4d& pose : poses) {
            camera_from_world_.push_back(inverseRigid(pose));
        }
    }

    /// True if the point belongs to the volume.
    bool addPoint(Vec3d p) {
        int misses = 0;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            cells_[i] = cellOf(silhouettes_[i], camera_from_world_[i], p);
            // Out of the frame nothing is known: the object may be cut off there.
            const bool miss =
                cells_[i] == kBehind || (cells_[i] >= 0 && !silhouettes_[i].inside[cells_[i]]);
            misses += miss ? 1 : 0;
            if (misses > allowed_misses_) {
                return false;
            }
        }
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (cells_[i] >= 0) {
                fillAround(filled_[i], cells_[i]);
            }
        }
        return true;
    }

    std::vector<double> filledShares() const {
        std::vector<double> shares;
        for (std::size_t i = 0; i < filled_.size(); ++i) {
            int object = 0, hit = 0;
            for (int c = 0; c < kCellCount; ++c) {
                object += silhouettes_[i].inside[c];
                hit += silhouettes_[i].inside[c] && filled_[i][c] ? 1 : 0;
            }
            shares.push_back(object > 0 ? static_cast<double>(hit) / object : 0);
        }
        return shares;
    }

private:
    /// The cell and its neighbours: the points are about a cell and a half apart.
    static void fillAround(std::vector<char>& filled, int cell) {
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                const int x = std::clamp(cell % kMaskCells + dx, 0, kMaskCells - 1);
                const int y = std::clamp(cell / kMaskCells + dy, 0, kMaskCells - 1);
                filled[static_cast<std::size_t>(y) * kMaskCells + x] = 1;
            }
        }
    }

    const std::vector<Silhouette>& silhouettes_;
    std::vector<Mat4d> camera_from_world_;
    std::vector<std::vector<char>> filled_;
    std::vector<int> cells_;
    int allowed_misses_;  // cut-off objects, a bad mask
};

}  // namespace

Silhouette silhouetteOf(const View& view) {
    Silhouette s;
    s.camera = view.camera->scaledTo(kMaskCells, kMaskCells);
    s.inside.assign(kCellCount, 0);
    double sum_x = 0, sum_y = 0;
    int count = 0;
    for (int y = 0; y < kMaskCells; ++y) {
        for (int x = 0; x < kMaskCells; ++x) {
            const int px = (2 * x + 1) * view.image.width / (2 * kMaskCells);
            const int py = (2 * y + 1) * view.image.height / (2 * kMaskCells);
            if (view.image.at(px, py)[3] >= 0.5f) {
                s.inside[static_cast<std::size_t>(y) * kMaskCells + x] = 1;
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
    for (int i = 0; i < kCellCount; ++i) {
        if (s.inside[i]) {
            const int row = i / kMaskCells, column = i % kMaskCells;
            const Vec2d away = tangents(column + 0.5, row + 0.5) - center;
            s.radius = std::max(s.radius, std::sqrt(dot(away, away)));
        }
    }
    return s;
}

std::vector<double> silhouetteCoverage(const std::vector<Silhouette>& silhouettes,
                                       const std::vector<Mat4d>& poses) {
    require(!poses.empty() && silhouettes.size() == poses.size(),
            "silhouetteCoverage: one pose a silhouette");
    CommonVolume volume(silhouettes, poses);
    boxAround(silhouettes, poses).forEachPoint(kVolumeCells, [&](Vec3d p) { volume.addPoint(p); });
    return volume.filledShares();
}

CommonPoints commonPoints(const std::vector<Silhouette>& silhouettes,
                          const std::vector<Mat4d>& poses,
                          int cells) {
    require(!poses.empty() && silhouettes.size() == poses.size(), "commonPoints: one pose each");
    CommonVolume volume(silhouettes, poses);
    const Box box = boxAround(silhouettes, poses);
    CommonPoints common;
    common.spacing = 2 * box.half / cells;
    box.forEachPoint(cells, [&](Vec3d p) {
        if (volume.addPoint(p)) {
            common.points.push_back(p);
        }
    });
    return common;
}

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

}  // namespace bozzetto
