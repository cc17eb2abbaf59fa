// SPDX-License-Identifier: Apache-2.0
// Source: Umeyama 1991, "Least-squares estimation of transformation parameters between two point
// patterns".
#include "base/error.h"
#include "camera/scene_guess.h"

#include <Eigen/Dense>

#include <cmath>

namespace bozzetto {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

Vector3d toEigen(Vec3d v) {
    return {v.x, v.y, v.z};
}

Vec3d fromEigen(const Vector3d& v) {
    return {v.x(), v.y(), v.z()};
}

Matrix3d rotationOf(const Mat4d& pose) {
    Matrix3d r;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            r(i, j) = pose.m[i][j];
        }
    }
    return r;
}

/// Points around their mean.
struct Centred {
    Vector3d mean = Vector3d::Zero();
    std::vector<Vector3d> offsets;
    double variance = 0;  // mean squared offset

    explicit Centred(std::span<const Vec3d> points) {
        const double share = 1.0 / static_cast<double>(points.size());
        for (const Vec3d& p : points) {
            mean += toEigen(p) * share;
        }
        for (const Vec3d& p : points) {
            offsets.push_back(toEigen(p) - mean);
            variance += offsets.back().squaredNorm() * share;
        }
    }
};

Matrix3d covariance(const Centred& target, const Centred& source) {
    Matrix3d sum = Matrix3d::Zero();
    for (std::size_t i = 0; i < source.offsets.size(); ++i) {
        sum += target.offsets[i] * source.offsets[i].transpose();
    }
    return sum / static_cast<double>(source.offsets.size());
}

/// The rotation R with the largest trace(R^T m).
Matrix3d nearestRotation(const Eigen::JacobiSVD<Matrix3d>& svd) {
    Vector3d signs(1, 1, 1);
    if (svd.matrixU().determinant() * svd.matrixV().determinant() < 0) {
        signs.z() = -1;
    }
    return svd.matrixU() * signs.asDiagonal() * svd.matrixV().transpose();
}

Similarity similarityWith(const Matrix3d& rotation, const Centred& source, const Centred& target) {
    Similarity result;
    const double agreement = (rotation.transpose() * covariance(target, source)).trace();
    // Opposed arrangements (a wrong matching) would give a negative scale; the spreads still tell
    // one.
    result.scale =
        agreement > 0 ? agreement / source.variance : std::sqrt(target.variance / source.variance);
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            result.rotation.m[i][j] = rotation(i, j);
        }
    }
    result.translation = fromEigen(target.mean - result.scale * (rotation * source.mean));
    return result;
}

void requireSpread(const Centred& source, const Centred& target) {
    if (!(source.variance > 0) || !(target.variance > 0) || !std::isfinite(source.variance) ||
        !std::isfinite(target.variance)) {
        throw Error(Error::Kind::BadInput,
                    "two arrangements of points cannot be aligned: one of them lies at one place",
                    "Give cameras or points at different places.");
    }
}

}  // namespace

Vec3d Similarity::operator()(Vec3d p) const {
    return transformPoint(rotation, p) * scale + translation;
}

Camera Similarity::operator()(const Camera& camera) const {
    Camera moved = camera;
    moved.world_from_camera = rotation * camera.world_from_camera;
    const Vec3d position = (*this)(camera.position());
    for (int i = 0; i < 3; ++i) {
        moved.world_from_camera.m[i][3] = position[i];
    }
    return moved;
}

Similarity alignPoints(std::span<const Vec3d> source, std::span<const Vec3d> target) {
    require(source.size() == target.size(), "alignPoints: pairs of points");
    const auto refuse = [](const std::string& reason) {
        throw Error(Error::Kind::BadInput,
                    "two arrangements of points cannot be aligned: " + reason,
                    "Give at least three pairs of points that are not on one line.");
    };
    if (source.size() < 3) {
        refuse("there are only " + std::to_string(source.size()) + " pairs");
    }
    const Centred from(source), to(target);
    requireSpread(from, to);
    const Eigen::JacobiSVD<Matrix3d> svd(covariance(to, from),
                                         Eigen::ComputeFullU | Eigen::ComputeFullV);
    if (!(svd.singularValues()[1] > 1e-9 * svd.singularValues()[0])) {
        refuse("the points are on one line");
    }
    return similarityWith(nearestRotation(svd), from, to);
}

Similarity alignCameras(std::span<const Camera> source, std::span<const Camera> target) {
    require(source.size() == target.size(), "alignCameras: pairs of cameras");
    if (source.size() < 2) {
        throw Error(Error::Kind::BadInput,
                    "cameras cannot be aligned: fewer than two are in both",
                    "Give sets that share at least two pictures.");
    }
    std::vector<Vec3d> from_positions, to_positions;
    Matrix3d turns = Matrix3d::Zero();
    for (std::size_t i = 0; i < source.size(); ++i) {
        from_positions.push_back(source[i].position());
        to_positions.push_back(target[i].position());
        turns += rotationOf(target[i].world_from_camera) *
                 rotationOf(source[i].world_from_camera).transpose();
    }
    const Centred from(from_positions), to(to_positions);
    requireSpread(from, to);
    // Positions and orientations vote together, each over its own size.
    const Matrix3d votes = covariance(to, from) / std::sqrt(from.variance * to.variance) +
                           turns / static_cast<double>(source.size());
    const Eigen::JacobiSVD<Matrix3d> svd(votes, Eigen::ComputeFullU | Eigen::ComputeFullV);
    return similarityWith(nearestRotation(svd), from, to);
}

}  // namespace bozzetto
