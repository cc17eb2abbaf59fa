// SPDX-License-Identifier: Apache-2.0
#include "io/export_space.h"

#include <utility>

namespace bozzetto {
namespace {

Vec3d vectorOf(Axis axis) {
    Vec3d v;
    v[static_cast<int>(axis) / 2] = static_cast<int>(axis) % 2 == 0 ? 1 : -1;
    return v;
}

Vec3f turned(const FileFromSource& map, Vec3f v) {
    const Vec3d d = map.direction({v.x, v.y, v.z});
    return {static_cast<float>(d.x), static_cast<float>(d.y), static_cast<float>(d.z)};
}

}  // namespace

FileFromSource fileFromSource(const ExportOptions& options) {
    const Vec3d up = vectorOf(options.source_up), front = vectorOf(options.source_front);
    const Vec3d file_up = vectorOf(options.space.up), file_front = vectorOf(options.space.front);
    const double hand = options.space.hand == Hand::Right ? 1 : -1;
    const Vec3d side = cross(front, up), file_side = cross(file_front, file_up) * hand;
    FileFromSource map;
    for (int i = 0; i < 3; ++i) {
        map.rows[i] = front * file_front[i] + up * file_up[i] + side * file_side[i];
    }
    map.scale = options.scale / metresIn(options.space.unit);
    map.determinant = hand;
    return map;
}

void moveToScene(TexturedMesh& mesh, const SceneFrame& frame) {
    const Mat4d moved = sceneFromInput(frame);
    const auto turn = [&](double x, double y, double z) {
        Vec3f result;
        for (int i = 0; i < 3; ++i) {
            result[i] = static_cast<float>(
                (moved.m[i][0] * x + moved.m[i][1] * y + moved.m[i][2] * z) / frame.scale);
        }
        return result;
    };
    for (Vec3f& p : mesh.mesh.positions) {
        const Vec4d q = moved * Vec4d{p.x, p.y, p.z, 1};
        p = {static_cast<float>(q.x), static_cast<float>(q.y), static_cast<float>(q.z)};
    }
    for (Vec3f& n : mesh.normals) {
        n = turn(n.x, n.y, n.z);
    }
    for (Vec4f& t : mesh.tangents) {
        const Vec3f turned = turn(t.x, t.y, t.z);
        t = {turned.x, turned.y, turned.z, t.w};
    }
}

void moveToFileSpace(TexturedMesh& mesh, const ExportOptions& options) {
    const FileFromSource map = fileFromSource(options);
    for (Vec3f& p : mesh.mesh.positions) {
        const Vec3d moved = map.direction({p.x, p.y, p.z}) * map.scale;
        p = {static_cast<float>(moved.x), static_cast<float>(moved.y), static_cast<float>(moved.z)};
    }
    for (Vec3f& n : mesh.normals) {
        n = turned(map, n);
    }
    for (Vec4f& t : mesh.tangents) {
        const Vec3f moved = turned(map, {t.x, t.y, t.z});
        // A mirrored cross product points the other way.
        t = {moved.x, moved.y, moved.z, t.w * static_cast<float>(map.determinant)};
    }
    if (map.determinant < 0) {
        for (Vec3i& t : mesh.mesh.triangles) {
            std::swap(t.y, t.z);
        }
        for (Vec3i& t : mesh.uv_triangles) {
            std::swap(t.y, t.z);
        }
    }
}

}  // namespace bozzetto
