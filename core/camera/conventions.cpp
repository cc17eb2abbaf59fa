// SPDX-License-Identifier: Apache-2.0
#include "camera/conventions.h"

#include "base/error.h"

#include <algorithm>
#include <array>

namespace bozzetto {
namespace {

/// What the 4x4 matrix itself is.
enum class Matrix { CameraToWorld, WorldToCamera, TransposedRotation };

/// Which of the file's axes (1 = x, 2 = y, 3 = z; negative: against it) is right, up and back. An
/// axis of the world to negate makes a left-handed world right-handed; which one is all the same to
/// the poses among each other, so the usual one is taken.
struct Axes {
    const char *id, *title;
    int right, up, back;
    int mirrored = 0;  // world axis to negate; 0: none
};

constexpr std::array kAxes{
    Axes{"", "OpenGL and Blender axes (x right, y up, looking along -z)", 1, 2, 3},
    Axes{"opencv", "OpenCV's camera axes (x right, y down, looking along +z)", 1, -2, -3},
    Axes{"pytorch3d", "PyTorch3D axes (x left, y up, looking along +z)", -1, 2, -3},
    Axes{"upside-down", "pictures upside down (x left, y down, looking along -z)", -1, -2, 3},
    Axes{"llff", "LLFF axes (x down, y right, looking along -z)", 2, -1, 3},
    Axes{"quarter-turn", "pictures turned (x up, y left, looking along -z)", -2, 1, 3},
    Axes{"robot", "robot axes (looking along x, y left, z up)", -2, 3, -1},
    Axes{"z-up", "z-up camera axes (x right, looking along y, z up)", 1, 3, -2},
    Axes{"unity", "Unity, left-handed (x right, y up, looking along +z)", 1, 2, -3, 3},
    Axes{"left-handed-y-down", "left-handed (x right, y down, looking along -z)", 1, -2, 3, 2},
    Axes{"left-handed-x-left", "left-handed (x left, y up, looking along -z)", -1, 2, 3, 1},
    Axes{"unreal", "Unreal, left-handed (looking along x, y right, z up)", 2, 3, -1, 2},
};

struct Rule {
    PoseConvention convention;
    Matrix matrix;
    Axes axes;
};

Rule ruleOf(Matrix matrix, const Axes& axes) {
    const bool plain = axes.id[0] == '\0';
    std::string id, title = axes.title;
    switch (matrix) {
        case Matrix::CameraToWorld:
            id = plain ? "as-read" : axes.id;
            break;
        case Matrix::WorldToCamera:
            id = plain ? "world-to-camera" : std::string("world-to-camera-") + axes.id;
            title = plain ? "world-to-camera matrices"
                          : "world-to-camera matrices with " + std::string(axes.title);
            break;
        case Matrix::TransposedRotation:
            id = plain ? "transposed-rotation" : std::string("transposed-rotation-") + axes.id;
            title = plain ? "rotations transposed" : "rotations transposed, " + title;
    }
    return {{id, title}, matrix, axes};
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> made;
        for (const Matrix matrix :
             {Matrix::CameraToWorld, Matrix::WorldToCamera, Matrix::TransposedRotation}) {
            for (const Axes& axes : kAxes) {
                made.push_back(ruleOf(matrix, axes));
            }
        }
        return made;
    }();
    return all;
}

const Rule& ruleFor(const std::string& id) {
    const auto found = std::find_if(
        rules().begin(), rules().end(), [&](const Rule& r) { return r.convention.id == id; });
    if (found == rules().end()) {
        throw Error(Error::Kind::BadInput,
                    "there is no pose convention '" + id + "'",
                    "Use as-read, opencv, world-to-camera, world-to-camera-opencv or another one "
                    "that `bozzetto-cli info` lists.");
    }
    return *found;
}

/// Columns: the camera's right, up and back in the file's camera axes.
Mat4d fileFromCamera(const Axes& axes) {
    Mat4d m;
    const int columns[3] = {axes.right, axes.up, axes.back};
    for (int j = 0; j < 3; ++j) {
        for (int i = 0; i < 3; ++i) {
            const int sign = columns[j] > 0 ? 1 : -1;
            m.m[i][j] = columns[j] * sign == i + 1 ? sign : 0;
        }
    }
    return m;
}

Mat4d transposedRotation(Mat4d m) {
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < i; ++j) {
            std::swap(m.m[i][j], m.m[j][i]);
        }
    }
    return m;
}

Mat4d cameraToWorld(const Mat4d& as_read, Matrix matrix) {
    switch (matrix) {
        case Matrix::WorldToCamera:
            return inverseRigid(as_read);
        case Matrix::TransposedRotation:
            return transposedRotation(as_read);
        default:
            return as_read;
    }
}

Mat4d apply(const Rule& rule, const Mat4d& as_read) {
    Mat4d pose = cameraToWorld(as_read, rule.matrix) * fileFromCamera(rule.axes);
    if (rule.axes.mirrored > 0) {
        for (double& v : pose.m[rule.axes.mirrored - 1]) {
            v = -v;
        }
    }
    return pose;
}

}  // namespace

std::span<const PoseConvention> poseConventions() {
    static const std::vector<PoseConvention> all = [] {
        std::vector<PoseConvention> list;
        for (const Rule& rule : rules()) {
            list.push_back(rule.convention);
        }
        return list;
    }();
    return all;
}

Mat4d readPose(const Mat4d& as_read, const std::string& convention) {
    return apply(ruleFor(convention), as_read);
}

Vec3d readPoint(Vec3d as_read, const std::string& convention) {
    if (const int axis = ruleFor(convention).axes.mirrored; axis > 0) {
        as_read[axis - 1] = -as_read[axis - 1];
    }
    return as_read;
}

void applyConvention(SetSource& set, const std::string& convention) {
    const Rule& rule = ruleFor(convention);
    if (convention == "as-read") {
        return;
    }
    for (ViewSource& view : set.views) {
        if (view.world_from_camera) {
            view.world_from_camera = apply(rule, *view.world_from_camera);
        }
    }
    for (SparsePoint& point : set.cloud.points) {
        point.position = readPoint(point.position, convention);
    }
    set.notes.push_back("The camera poses were read as: " + rule.convention.title + ".");
}

}  // namespace bozzetto
