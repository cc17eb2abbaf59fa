// SPDX-License-Identifier: Apache-2.0
#include "camera/formats/llff.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/formats/npy.h"
#include "camera/formats/refuse.h"
#include "camera/pose_checks.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kRow = 17;
constexpr uint64_t kMaxBytes = 256u << 20;

bool isCount(double value) {
    return value >= 1 && value <= 1e6 && value == std::floor(value);
}

/// Row i of the file; a refusal in words if it cannot be used.
std::string readRow(const double* row, FileCamera& camera, std::vector<std::string>& warnings) {
    const auto at = [&](int i, int j) { return row[5 * i + j]; };
    double values[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    for (int i = 0; i < 3; ++i) {
        values[4 * i + 0] = at(i, 1);   // right
        values[4 * i + 1] = -at(i, 0);  // up
        values[4 * i + 2] = at(i, 2);   // backward
        values[4 * i + 3] = at(i, 3);
    }
    const CheckedPose pose = checkPose(values);
    if (!pose.refusal.empty()) {
        return pose.refusal;
    }
    if (!pose.warning.empty()) {
        warnings.push_back(pose.warning);
    }
    const double height = at(0, 4), width = at(1, 4), focal = at(2, 4);
    if (!isCount(height) || !isCount(width) || !(focal > 0) || !(focal < 1e9)) {
        return "its picture size and focal length are not positive numbers";
    }
    camera.world_from_camera = pose.world_from_camera;
    camera.intrinsics.width = static_cast<int>(width);
    camera.intrinsics.height = static_cast<int>(height);
    camera.intrinsics.fx = camera.intrinsics.fy = focal;
    return {};
}

/// Nearest and farthest depth of the points; a wide guess without points.
std::pair<double, double> boundsOf(const FileCamera& camera, const SparseCloud& cloud) {
    const Mat4d camera_from_world = inverseRigid(*camera.world_from_camera);
    std::vector<double> depths;
    for (const SparsePoint& point : cloud.points) {
        if (const double z = -transformPoint(camera_from_world, point.position).z; z > 0) {
            depths.push_back(z);
        }
    }
    if (depths.empty()) {
        const Vec3d p{camera.world_from_camera->m[0][3],
                      camera.world_from_camera->m[1][3],
                      camera.world_from_camera->m[2][3]};
        const double distance = std::max(length(p), 1e-3);
        return {0.1 * distance, 2 * distance};
    }
    std::sort(depths.begin(), depths.end());
    const auto share = [&](double s) {
        return depths[static_cast<std::size_t>(s * static_cast<double>(depths.size() - 1))];
    };
    return {0.9 * share(0.001), 1.1 * share(0.999)};  // LLFF itself takes these percentiles
}

void requireWords(const FileCamera& camera) {
    const Intrinsics& in = camera.intrinsics;
    const bool plain = in.lens.isStraight() && in.width > 0 && in.height > 0 && in.fx > 0 &&
                       (in.fy <= 0 || std::abs(in.fy / in.fx - 1) < 1e-9) &&
                       std::abs(in.cx.value_or(0.5 * in.width) - 0.5 * in.width) < 1e-6 &&
                       std::abs(in.cy.value_or(0.5 * in.height) - 0.5 * in.height) < 1e-6;
    if (!plain) {
        throw Error(Error::Kind::BadInput,
                    "LLFF's poses_bounds.npy cannot hold the camera of '" +
                        displayPath(camera.picture) +
                        "': it knows one focal length, the principal point in the middle and no "
                        "lens distortion",
                    "Write another format, for example colmap-binary.");
    }
}

}  // namespace

CameraFile readLlff(const fs::path& path) {
    const NumpyArray array = decodeNumpy(readFile(path, kMaxBytes), path);
    if (array.shape.size() != 2 || array.shape[1] != kRow || array.shape[0] == 0) {
        refuseFile(path,
                   "is not N rows of 17 numbers",
                   "LLFF's poses_bounds.npy is read: 3x5 pose and size, nearest and farthest "
                   "depth in each row.");
    }
    CameraFile file;
    file.path = path;
    file.format = "llff";
    file.by_order = true;
    std::vector<std::string> warnings;
    for (std::size_t i = 0; i < array.shape[0]; ++i) {
        FileCamera camera;
        const std::string refusal = readRow(&array.values[i * kRow], camera, warnings);
        if (!refusal.empty()) {
            file.problems.push_back({path,
                                     "row " + std::to_string(i + 1) + " was left out: " + refusal,
                                     "Write the file again with the program that made it.",
                                     true});
        }
        file.cameras.push_back(std::move(camera));  // its picture keeps its place in the order
    }
    if (file.problems.size() == file.cameras.size()) {
        refuseFile(path,
                   "none of its rows is a camera. The first: " + file.problems.front().reason,
                   file.problems.front().hint);
    }
    if (!warnings.empty()) {
        file.problems.push_back(
            {path, warnings.front(), "Nothing to do, unless the result looks wrong.", false});
    }
    return file;
}

void writeLlff(const CameraFile& file, const fs::path& path) {
    std::vector<const FileCamera*> cameras;
    for (const FileCamera& camera : file.cameras) {
        if (camera.world_from_camera) {
            requireWords(camera);
            cameras.push_back(&camera);
        }
    }
    std::stable_sort(cameras.begin(), cameras.end(), [](const auto* a, const auto* b) {
        return a->picture < b->picture;
    });
    NumpyArray array;
    array.shape = {cameras.size(), kRow};
    for (const FileCamera* camera : cameras) {
        const Mat4d& m = *camera->world_from_camera;
        const Intrinsics& in = camera->intrinsics;
        const double size[3] = {
            static_cast<double>(in.height), static_cast<double>(in.width), in.fx};
        for (int i = 0; i < 3; ++i) {
            for (const double value : {-m.m[i][1], m.m[i][0], m.m[i][2], m.m[i][3], size[i]}) {
                array.values.push_back(value);
            }
        }
        const auto [nearest, farthest] = boundsOf(*camera, file.cloud);
        array.values.push_back(nearest);
        array.values.push_back(farthest);
    }
    writeFileAtomically(path, encodeNumpy(array));
}

}  // namespace bozzetto
