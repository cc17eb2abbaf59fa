// SPDX-License-Identifier: Apache-2.0
// RANSAC: Fischler and Bolles 1981. Lengths are relative to the cameras' distance from what they
// look at; the constants were chosen on rendered table scenes with COLMAP's points.
#include "camera/table_plane.h"

#include "base/random.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kTrials = 1500;
constexpr std::size_t kScored = 4000;  // points that a trial is scored on
constexpr double kCoarse = 0.008;      // inliers of a trial
constexpr double kFinest = 0.0015;     // the refined tolerance is not below this
constexpr double kCoarsest = 0.012;    // nor above this
constexpr double kLeastShare = 0.1;    // of the weight, else there is no table
constexpr double kMostBehind = 0.08;   // of the weight near by, below the table
constexpr double kNear = 4;            // points farther from the focus are background
constexpr double kLeastLean = 0.2;     // see leansOverTable
constexpr double kSureOfUp = 0.6, kMostTilted = 0.85;  // confidence; cosine with the cameras' up
constexpr int kLeastPoints = 12;

Eigen::Vector3d toEigen(Vec3d v) {
    return {v.x, v.y, v.z};
}

Vec3d axisOf(const Camera& camera, int axis) {
    const auto& m = camera.world_from_camera.m;
    return {m[0][axis], m[1][axis], m[2][axis]};
}

bool isFinite(const Camera& camera) {
    for (const auto& row : camera.world_from_camera.m) {
        for (const double v : row) {
            if (!std::isfinite(v)) {
                return false;
            }
        }
    }
    return true;
}

std::vector<Camera> finiteOnes(std::span<const Camera> cameras) {
    std::vector<Camera> good;
    std::copy_if(cameras.begin(), cameras.end(), std::back_inserter(good), isFinite);
    return good;
}

double median(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The point with the least sum of distances to the optical axes (reweighted least squares: an odd
/// camera does not pull it away).
Vec3d focusOf(const std::vector<Camera>& cameras) {
    Eigen::Vector3d mean = Eigen::Vector3d::Zero();
    for (const Camera& camera : cameras) {
        mean += toEigen(camera.position()) / static_cast<double>(cameras.size());
    }
    std::vector<double> weights(cameras.size(), 1);
    Eigen::Vector3d focus = mean;
    for (int round = 0; round < 12; ++round) {
        Eigen::Matrix3d a = Eigen::Matrix3d::Zero();
        Eigen::Vector3d b = Eigen::Vector3d::Zero();
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const Eigen::Vector3d d = toEigen(axisOf(cameras[i], 2)).normalized();
            const Eigen::Matrix3d across = Eigen::Matrix3d::Identity() - d * d.transpose();
            a += weights[i] * across;
            b += weights[i] * (across * (toEigen(cameras[i].position()) - mean));
        }
        a += 1e-9 * a.trace() * Eigen::Matrix3d::Identity();  // parallel axes
        focus = a.ldlt().solve(b) + mean;
        std::vector<double> misses(cameras.size());
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            const Eigen::Vector3d to = focus - toEigen(cameras[i].position());
            const Eigen::Vector3d d = toEigen(axisOf(cameras[i], 2)).normalized();
            misses[i] = (to - d * d.dot(to)).norm();
        }
        const double usual = std::max(median(misses), 1e-12);
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            weights[i] = 1 / std::max(misses[i] / usual, 0.3);
        }
    }
    return {focus.x(), focus.y(), focus.z()};
}

/// How far from level the cameras are held if `up` is up: root mean square of its cosine with their
/// right axes. Pictures that lie on their side have up and right exchanged; that is less usual.
double unlevel(std::span<const Camera> cameras, Vec3d up) {
    double right = 0, top = 0;
    for (const Camera& camera : cameras) {
        right += std::pow(dot(up, axisOf(camera, 0)), 2);
        top += std::pow(dot(up, axisOf(camera, 1)), 2);
    }
    const auto count = static_cast<double>(cameras.size());
    return std::min(std::sqrt(right / count), 0.3 + std::sqrt(top / count));
}

/// A camera that is held level or looks down has its up axis plus its back axis upwards; one that
/// is held on its side has its right axis instead.
bool leansOverTable(std::span<const Camera> cameras, Vec3d up) {
    double sum = 0, aside = 0;
    for (const Camera& camera : cameras) {
        sum += dot(up, axisOf(camera, 1) + axisOf(camera, 2));
        aside += dot(up, axisOf(camera, 2)) + std::abs(dot(up, axisOf(camera, 0)));
    }
    return std::max(sum, aside) > kLeastLean * static_cast<double>(cameras.size());
}

double heightOver(const Plane& plane, Vec3d p) {
    return dot(plane.normal, p) - plane.offset;
}

class TableSearch {
public:
    TableSearch(std::span<const WeightedPoint> points,
                std::span<const Camera> cameras,
                const CameraRig& rig)
        : cameras_(finiteOnes(cameras)), rig_(rig) {
        for (const WeightedPoint& p : points) {
            if (length(p.position - rig.focus) < kNear * rig.distance) {
                near_.push_back(p);
                total_ += p.weight;
            }
        }
        const std::size_t step = std::max<std::size_t>(1, near_.size() / kScored);
        for (std::size_t i = 0; i < near_.size(); i += step) {
            scored_.push_back(near_[i]);
        }
    }

    std::optional<TablePlane> find() const {
        if (near_.size() < kLeastPoints || !(rig_.distance > 0)) {
            return std::nullopt;
        }
        std::optional<Plane> best;
        double best_score = 0;
        for (int trial = 0; trial < kTrials; ++trial) {
            const std::optional<Plane> plane = throughRandomPoints(trial);
            if (!plane || !couldBeTable(*plane)) {
                continue;
            }
            if (const double score = scoreOf(*plane); score > best_score) {
                best_score = score;
                best = plane;
            }
        }
        return best ? refined(*best) : std::nullopt;
    }

private:
    std::optional<Plane> throughRandomPoints(int trial) const {
        Vec3d corner[3];
        for (int k = 0; k < 3; ++k) {
            const uint64_t bits = randomBits(17, static_cast<uint64_t>(trial), k);
            corner[k] = scored_[bits % scored_.size()].position;
        }
        const Vec3d across = cross(corner[1] - corner[0], corner[2] - corner[0]);
        const double size = length(across);
        if (!(size > 1e-4 * rig_.distance * rig_.distance)) {
            return std::nullopt;
        }
        return towardsCameras({across * (1 / size), dot(across, corner[0]) / size});
    }

    Plane towardsCameras(Plane plane) const {
        const auto above =
            std::count_if(cameras_.begin(), cameras_.end(), [&](const Camera& camera) {
                return heightOver(plane, camera.position()) > 0;
            });
        if (2 * above < static_cast<std::ptrdiff_t>(cameras_.size())) {
            plane = {-plane.normal, -plane.offset};
        }
        return plane;
    }

    /// One camera in twenty may be wrong.
    bool couldBeTable(const Plane& plane) const {
        const auto below =
            std::count_if(cameras_.begin(), cameras_.end(), [&](const Camera& camera) {
                return heightOver(plane, camera.position()) <= 0;
            });
        const bool is_level =
            rig_.up_confidence < kSureOfUp || dot(plane.normal, rig_.up) > kMostTilted;
        return is_level && 20 * below <= static_cast<std::ptrdiff_t>(cameras_.size()) &&
               heightOver(plane, rig_.focus) > -0.03 * rig_.distance &&
               leansOverTable(cameras_, plane.normal);
    }

    double scoreOf(const Plane& plane) const {
        double on = 0, behind = 0, all = 0;
        const double tolerance = kCoarse * rig_.distance;
        for (const WeightedPoint& p : scored_) {
            const double height = heightOver(plane, p.position);
            all += p.weight;
            on += std::abs(height) < tolerance ? p.weight : 0;
            behind += height < -3 * tolerance ? p.weight : 0;
        }
        if (behind > kMostBehind * all) {
            return 0;
        }
        const double level = 1 - unlevel(cameras_, plane.normal);
        return on * level * level;
    }

    /// Least squares over the inliers, a few times with a tolerance that follows their scatter.
    std::optional<TablePlane> refined(Plane plane) const {
        TablePlane result;
        result.tolerance = kCoarse * rig_.distance;
        for (int round = 0; round < 6; ++round) {
            plane = fitted(plane, result.tolerance);
            std::vector<double> distances;
            for (const WeightedPoint& p : near_) {
                const double away = std::abs(heightOver(plane, p.position));
                if (away < kCoarsest * rig_.distance) {
                    distances.push_back(away);
                }
            }
            // 1.4826 medians of the distances are one standard deviation.
            result.tolerance = std::clamp(3 * 1.4826 * median(std::move(distances)),
                                          kFinest * rig_.distance,
                                          kCoarsest * rig_.distance);
        }
        result.plane = towardsCameras(plane);
        double on = 0;
        for (const WeightedPoint& p : near_) {
            const bool is_on = std::abs(heightOver(result.plane, p.position)) < result.tolerance;
            on += is_on ? p.weight : 0;
            result.points += is_on ? 1 : 0;
        }
        result.share = on / total_;
        if (result.share < kLeastShare || result.points < kLeastPoints) {
            return std::nullopt;
        }
        return result;
    }

    Plane fitted(const Plane& plane, double tolerance) const {
        Eigen::Vector3d mean = Eigen::Vector3d::Zero();
        double weight = 0;
        for (const WeightedPoint& p : near_) {
            if (std::abs(heightOver(plane, p.position)) < tolerance) {
                mean += p.weight * toEigen(p.position);
                weight += p.weight;
            }
        }
        if (!(weight > 0)) {
            return plane;
        }
        mean /= weight;
        Eigen::Matrix3d scatter = Eigen::Matrix3d::Zero();
        for (const WeightedPoint& p : near_) {
            if (std::abs(heightOver(plane, p.position)) < tolerance) {
                const Eigen::Vector3d away = toEigen(p.position) - mean;
                scatter += p.weight * away * away.transpose();
            }
        }
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(scatter);
        Eigen::Vector3d normal = solver.eigenvectors().col(0);
        if (normal.dot(toEigen(plane.normal)) < 0) {
            normal = -normal;
        }
        return {{normal.x(), normal.y(), normal.z()}, normal.dot(mean)};
    }

    std::vector<Camera> cameras_;
    const CameraRig& rig_;
    std::vector<WeightedPoint> near_, scored_;
    double total_ = 0;
};

}  // namespace

CameraRig studyCameras(std::span<const Camera> all) {
    const std::vector<Camera> cameras = finiteOnes(all);
    CameraRig rig;
    rig.up = {0, 0, 1};
    if (cameras.size() < 2) {
        return rig;
    }
    rig.focus = focusOf(cameras);
    std::vector<double> distances;
    Eigen::Matrix3d rights = Eigen::Matrix3d::Zero();
    Eigen::Vector3d top = Eigen::Vector3d::Zero();
    for (const Camera& camera : cameras) {
        distances.push_back(length(camera.position() - rig.focus));
        const Eigen::Vector3d right = toEigen(axisOf(camera, 0));
        rights += right * right.transpose() / static_cast<double>(cameras.size());
        top += toEigen(axisOf(camera, 1) + axisOf(camera, 2) * 0.5);
    }
    rig.distance = median(distances);
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(rights);
    const Eigen::Vector3d spread = solver.eigenvalues().cwiseMax(0);
    Eigen::Vector3d up = solver.eigenvectors().col(0);
    // All right axes alike (a few pictures from one side) leave a circle of directions: of these
    // the one nearest to the cameras' own up.
    if (spread[1] < 0.02) {
        const Eigen::Vector3d right = solver.eigenvectors().col(2);
        const Eigen::Vector3d across = top - right * right.dot(top);
        up = across.norm() > 0 ? Eigen::Vector3d(across.normalized()) : up;
    }
    if (up.dot(top) < 0) {
        up = -up;
    }
    rig.up = {up.x(), up.y(), up.z()};
    rig.up_confidence = std::clamp((spread[1] - 3 * spread[0]) / 0.3, 0.0, 1.0);
    return rig;
}

std::optional<TablePlane> findTablePlane(std::span<const WeightedPoint> points,
                                         std::span<const Camera> cameras,
                                         const CameraRig& rig) {
    return TableSearch(points, cameras, rig).find();
}

}  // namespace bozzetto
