// SPDX-License-Identifier: Apache-2.0
#include "ui/window/project_view.h"

#include <array>
#include <numbers>

namespace bozzetto::ui {
namespace {

constexpr std::array<const char*, 9> kModes{"shaded",
                                            "albedo",
                                            "roughness",
                                            "metallic",
                                            "normal_map",
                                            "geometry_normals",
                                            "uv_checker",
                                            "ambient_only",
                                            "seen"};
constexpr std::array<const char*, 2> kLights{"recovered", "studio"};
constexpr double kDegree = std::numbers::pi / 180;

template <class Enum, size_t N>
Enum find(const std::array<const char*, N>& names, const std::string& name) {
    for (size_t i = 0; i < N; ++i) {
        if (name == names[i]) {
            return static_cast<Enum>(i);
        }
    }
    return Enum();
}

std::array<float, 3> arrayOf(Vec3f v) {
    return {v.x, v.y, v.z};
}
Vec3f vectorOf(const std::array<float, 3>& v) {
    return {v[0], v[1], v[2]};
}

}  // namespace

ProjectView toProjectView(const ViewLook& look,
                          const ViewCamera& camera,
                          const std::string& photo) {
    ProjectView view;
    view.mode = kModes[static_cast<size_t>(look.mode)];
    view.light = kLights[static_cast<size_t>(look.light)];
    view.wireframe = look.wireframe;
    view.light_rotation = look.light_rotation / kDegree;
    view.exposure = look.exposure;
    view.camera = ProjectCamera{arrayOf(camera.position),
                                arrayOf(camera.focal_point),
                                arrayOf(camera.up),
                                camera.vertical_fov,
                                camera.orthographic,
                                camera.orthographic_height,
                                photo};
    return view;
}

ViewLook lookOf(const ProjectView& view) {
    ViewLook look;
    look.mode = find<ViewMode>(kModes, view.mode);
    look.light = find<ViewLight>(kLights, view.light);
    look.wireframe = view.wireframe;
    look.light_rotation = view.light_rotation * kDegree;
    look.exposure = view.exposure;
    return look;
}

ViewCamera cameraOf(const ProjectCamera& camera) {
    ViewCamera eye;
    eye.position = vectorOf(camera.position);
    eye.focal_point = vectorOf(camera.focal_point);
    eye.up = vectorOf(camera.up);
    eye.vertical_fov = camera.vertical_fov;
    eye.orthographic = camera.orthographic;
    eye.orthographic_height = camera.orthographic_height;
    return eye;
}

}  // namespace bozzetto::ui
