// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/region_fields.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

Vec3d column(const Mat4d& m, int i) {
    return {m.m[0][i], m.m[1][i], m.m[2][i]};
}

void setColumn(Mat4d& m, int i, Vec3d v) {
    m.m[0][i] = v.x, m.m[1][i] = v.y, m.m[2][i] = v.z;
}

Vec3d rotated(const Mat4d& m, Vec3d v) {
    const Vec4d r = m * Vec4d{v.x, v.y, v.z, 0};
    return {r.x, r.y, r.z};
}

/// The rotation of sceneFromInput without its scale.
Mat4d uprightOf(const SceneFrame& frame) {
    SceneFrame upright;
    upright.up = frame.up;
    return sceneFromInput(upright);
}

/// How far the first axis that does not stand upright is turned, degrees.
double angleOf(const Mat4d& turned_from_box) {
    int flattest = 0;
    for (int axis = 1; axis < 3; ++axis) {
        if (std::abs(column(turned_from_box, axis).z) <
            std::abs(column(turned_from_box, flattest).z) - 1e-9) {
            flattest = axis;
        }
    }
    const Vec3d along = column(turned_from_box, flattest);
    return std::atan2(along.y, along.x) / kDegree;
}

double lowestAlong(const RegionBox& box, Vec3d up) {
    double low = dot(column(box.world_from_box, 3), up);
    for (int axis = 0; axis < 3; ++axis) {
        low -= std::abs(dot(column(box.world_from_box, axis), up)) * box.half_size[axis];
    }
    return low;
}

}  // namespace

RegionFields fieldsOf(const RegionBox& box, const SceneFrame& frame) {
    RegionFields fields;
    fields.size = box.half_size * (2 * frame.scale);
    fields.centre = transformPoint(sceneFromInput(frame), column(box.world_from_box, 3));
    fields.angle = angleOf(uprightOf(frame) * box.world_from_box);
    return fields;
}

RegionBox withFields(const RegionBox& box, const SceneFrame& frame, const RegionFields& fields) {
    const RegionFields before = fieldsOf(box, frame);
    RegionBox result = box;
    for (int axis = 0; axis < 3; ++axis) {
        result.half_size[axis] = std::max(fields.size[axis], 1e-9) / (2 * frame.scale);
    }
    const Vec3d moved = (fields.centre - before.centre) * (1 / frame.scale);
    const Mat4d input_from_upright = inverseRigid(uprightOf(frame));
    setColumn(result.world_from_box,
              3,
              column(box.world_from_box, 3) + rotated(input_from_upright, moved));
    const double turn = (fields.angle - before.angle) * kDegree;
    const Vec3d up = normalize(frame.up);
    for (int axis = 0; axis < 3 && turn != 0; ++axis) {
        const Vec3d v = column(box.world_from_box, axis);
        setColumn(result.world_from_box,
                  axis,
                  v * std::cos(turn) + cross(up, v) * std::sin(turn) +
                      up * (dot(up, v) * (1 - std::cos(turn))));
    }
    return result;
}

SceneFrame withUp(const SceneFrame& frame, Vec3d up, const RegionBox* box) {
    SceneFrame result = frame;
    result.up = normalize(up);
    if (length(result.up) == 0) {
        return frame;
    }
    result.floor =
        box != nullptr ? lowestAlong(*box, result.up) : frame.floor * dot(frame.up, result.up);
    return result;
}

}  // namespace bozzetto::ui
