// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/neus.h"

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "camera/formats/npy.h"
#include "camera/formats/poses.h"
#include "camera/formats/refuse.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr const char* kHint =
    "world_mat_<i> is the 4x4 matrix K [R t] of picture i; write the file again with the program "
    "that made it.";

/// matrix = upper * rotation, the diagonal of `upper` positive, rotation orthonormal.
void decomposeRq(const Eigen::Matrix3d& matrix, Eigen::Matrix3d& upper, Eigen::Matrix3d& rotation) {
    const Eigen::Matrix3d reversed = matrix.colwise().reverse().transpose();
    const Eigen::HouseholderQR<Eigen::Matrix3d> qr(reversed);
    const Eigen::Matrix3d q = qr.householderQ();
    const Eigen::Matrix3d r = q.transpose() * reversed;
    upper = r.transpose().colwise().reverse().rowwise().reverse();
    rotation = q.transpose().colwise().reverse();
    for (int i = 0; i < 3; ++i) {
        if (upper(i, i) < 0) {
            upper.col(i) *= -1;
            rotation.row(i) *= -1;
        }
    }
}

/// The camera of a projection matrix; a refusal in words if it is none.
std::string readMatrix(const NumpyArray& array, FileCamera& camera) {
    const bool shaped = array.shape.size() == 2 && array.shape[1] == 4 &&
                        (array.shape[0] == 3 || array.shape[0] == 4);
    if (!shaped) {
        return "it is not a 3x4 or 4x4 matrix";
    }
    Eigen::Matrix3d left;
    Eigen::Vector3d right;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 4; ++j) {
            const double value = array.values[static_cast<std::size_t>(4 * i + j)];
            if (!std::isfinite(value)) {
                return "it holds a value that is not a finite number";
            }
            (j < 3 ? left(i, j) : right(i)) = value;
        }
    }
    const double scale = left.norm();
    if (!(scale > 1e-12) || !(std::abs((left / scale).determinant()) > 1e-12)) {
        return "it has no inverse";
    }
    if (left.determinant() < 0) {  // a projection matrix has no sign of its own
        left = -left, right = -right;
    }
    Eigen::Matrix3d k, rotation;
    decomposeRq(left, k, rotation);
    const Eigen::Vector3d position = -left.inverse() * right;
    k /= k(2, 2);
    Mat4d world_from_camera;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            world_from_camera.m[i][j] = rotation(j, i);
        }
        world_from_camera.m[i][3] = position(i);
    }
    camera.world_from_camera = flipCameraAxes(world_from_camera);
    constexpr double kNoise = 0.05;  // pixels; the files hold 32-bit floats
    Intrinsics& in = camera.intrinsics;
    in.fx = k(0, 0), in.fy = k(1, 1);
    in.cx = k(0, 2) + 0.5, in.cy = k(1, 2) + 0.5;
    in.lens.skew = std::abs(k(0, 1)) > kNoise ? k(0, 1) / in.fx : 0;
    const bool sensible = isSensiblePose(world_from_camera) && in.fx > 1e-3 && in.fx < 1e9 &&
                          in.fy > 1e-3 && in.fy < 1e9 && std::abs(*in.cx) < 1e9 &&
                          std::abs(*in.cy) < 1e9;
    return sensible ? "" : "its focal length or position is not a sensible number";
}

/// Where the program that wrote the file looked for the object.
void noteSphere(CameraFile& file, const std::map<std::string, NumpyArray>& scales) {
    const auto first = scales.find("scale_mat_0");
    if (first == scales.end() || first->second.values.size() != 16) {
        return;
    }
    const std::vector<double>& m = first->second.values;
    file.notes.push_back("The camera file says that the object lies in a sphere of radius " +
                         formatNumber(static_cast<float>(m[0])) + " around (" +
                         formatNumber(static_cast<float>(m[3])) + ", " +
                         formatNumber(static_cast<float>(m[7])) + ", " +
                         formatNumber(static_cast<float>(m[11])) + ").");
}

/// scale_mat: the sphere around the points, or around where the cameras look.
NumpyArray sphereOf(const CameraFile& file) {
    Vec3d low{1e300, 1e300, 1e300}, high = -low;
    const auto include = [&](Vec3d p) {
        for (int i = 0; i < 3; ++i) {
            low[i] = std::min(low[i], p[i]), high[i] = std::max(high[i], p[i]);
        }
    };
    for (const SparsePoint& point : file.cloud.points) {
        include(point.position);
    }
    const bool has_points = !file.cloud.points.empty();
    for (const FileCamera& camera : file.cameras) {
        if (!has_points && camera.world_from_camera) {
            const Mat4d& m = *camera.world_from_camera;
            include({m.m[0][3], m.m[1][3], m.m[2][3]});
        }
    }
    const Vec3d center = (low + high) * 0.5;
    // Cameras around an object stand about three radii away from its middle.
    const double radius = std::max(0.5 * length(high - low) / (has_points ? 1 : 3), 1e-6);
    NumpyArray array{{4, 4}, std::vector<double>(16, 0.0)};
    for (std::size_t i = 0; i < 3; ++i) {
        array.values[5 * i] = radius;
        array.values[4 * i + 3] = center[static_cast<int>(i)];
    }
    array.values[15] = 1;
    return array;
}

NumpyArray projectionOf(const FileCamera& camera) {
    const Intrinsics& in = camera.intrinsics;
    const Lens& lens = in.lens;
    Lens straight;
    straight.skew = lens.skew;
    const bool has_center = (in.cx && in.cy) || (in.width > 0 && in.height > 0);
    if (!(lens == straight) || in.fx <= 0 || !has_center) {
        throw Error(Error::Kind::BadInput,
                    "cameras_sphere.npz cannot hold the camera of '" + displayPath(camera.picture) +
                        "': it knows pinhole cameras only",
                    "Write another format, for example colmap-binary.");
    }
    const double fy = in.fy > 0 ? in.fy : in.fx;
    const double cx = in.cx.value_or(0.5 * in.width) - 0.5;
    const double cy = in.cy.value_or(0.5 * in.height) - 0.5;
    const double k[3][3] = {{in.fx, lens.skew * in.fx, cx}, {0, fy, cy}, {0, 0, 1}};
    const Mat4d camera_from_world = inverseRigid(flipCameraAxes(*camera.world_from_camera));
    NumpyArray array{{4, 4}, std::vector<double>(16, 0.0)};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
            for (std::size_t l = 0; l < 3; ++l) {
                array.values[4 * i + j] += k[i][l] * camera_from_world.m[l][j];
            }
        }
    }
    array.values[15] = 1;
    return array;
}

}  // namespace

CameraFile readNeus(const fs::path& path) {
    const std::map<std::string, NumpyArray> matrices = readNumpyZip(path, "world_mat_");
    if (matrices.empty()) {
        refuseFile(path, "holds no world_mat_0", kHint);
    }
    CameraFile file;
    file.path = path;
    file.format = "neus-npz";
    file.by_order = true;
    for (std::size_t i = 0; i < matrices.size(); ++i) {
        const std::string name = "world_mat_" + std::to_string(i);
        const auto matrix = matrices.find(name);
        if (matrix == matrices.end()) {
            refuseFile(path, name + " is missing among " + std::to_string(matrices.size()), kHint);
        }
        FileCamera camera;
        if (const std::string refusal = readMatrix(matrix->second, camera); !refusal.empty()) {
            file.problems.push_back({path, name + " was left out: " + refusal, kHint, true});
            camera = FileCamera();
        }
        file.cameras.push_back(std::move(camera));  // its picture keeps its place in the order
    }
    if (file.problems.size() == file.cameras.size()) {
        refuseFile(path,
                   "none of its matrices is a camera. The first: " + file.problems.front().reason,
                   kHint);
    }
    noteSphere(file, readNumpyZip(path, "scale_mat_"));
    return file;
}

void writeNeus(const CameraFile& file, const fs::path& path) {
    std::vector<const FileCamera*> cameras;
    for (const FileCamera& camera : file.cameras) {
        if (camera.world_from_camera) {
            cameras.push_back(&camera);
        }
    }
    std::stable_sort(cameras.begin(), cameras.end(), [](const auto* a, const auto* b) {
        return a->picture < b->picture;
    });
    std::map<std::string, NumpyArray> arrays;
    const NumpyArray sphere = sphereOf(file);
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        arrays["world_mat_" + std::to_string(i)] = projectionOf(*cameras[i]);
        arrays["scale_mat_" + std::to_string(i)] = sphere;
    }
    writeNumpyZip(arrays, path);
}

}  // namespace bozzetto
