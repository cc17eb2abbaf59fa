// SPDX-License-Identifier: Apache-2.0
#pragma once
// A small scene of two spheres, ray-traced exactly, and the files of sets made from it.
#include "base/files.h"
#include "camera/camera.h"
#include "core/image/image_files.h"

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace bozzetto::test {

inline constexpr double kFocal = 1.3;  // focal length / width of the synthetic cameras

inline Vec3d column(const Mat4d& m, int j) {
    return {m.m[0][j], m.m[1][j], m.m[2][j]};
}

inline Camera lookAtOrigin(Vec3d position, int size, double focal = kFocal) {
    const Vec3d back = normalize(position);
    const Vec3d right =
        normalize(cross(std::abs(back.z) > 0.99 ? Vec3d{0, 1, 0} : Vec3d{0, 0, 1}, back));
    const Vec3d up = cross(back, right);
    Camera camera;
    camera.width = camera.height = size;
    camera.fx = camera.fy = focal * size;
    camera.cx = camera.cy = 0.5 * size;
    for (int i = 0; i < 3; ++i) {
        camera.world_from_camera.m[i][0] = right[i];
        camera.world_from_camera.m[i][1] = up[i];
        camera.world_from_camera.m[i][2] = back[i];
        camera.world_from_camera.m[i][3] = position[i];
    }
    return camera;
}

/// View i of n: a spiral from above to below the object.
inline Camera orbitCamera(int i, int n, int size) {
    const double z = 0.8 - 1.6 * i / std::max(n - 1, 1), angle = 2.4 * i;
    const double r = std::sqrt(1 - z * z);
    return lookAtOrigin(Vec3d{r * std::cos(angle), r * std::sin(angle), z} * 3.0, size);
}

/// Distance along the ray to the nearest sphere; nullopt if it misses both.
inline std::optional<double> hitSpheres(Vec3d origin, Vec3d direction) {
    std::optional<double> nearest;
    for (const auto& [center, radius] :
         {std::pair{Vec3d{0, 0, 0}, 0.55}, {Vec3d{0.55, 0.2, 0.35}, 0.35}}) {
        const Vec3d to = center - origin;
        const double along = dot(to, direction), missed = dot(to, to) - along * along;
        if (missed < radius * radius && along > 0) {
            const double t = along - std::sqrt(radius * radius - missed);
            nearest = nearest ? std::min(*nearest, t) : t;
        }
    }
    return nearest;
}

struct Rendered {
    cv::Mat color;  // CV_8UC4
    cv::Mat depth;  // CV_64FC1, along the axis, 0 = nothing
};

inline Rendered render(const Camera& camera) {
    Rendered out{cv::Mat(camera.height, camera.width, CV_8UC4, cv::Scalar(0, 0, 0, 0)),
                 cv::Mat(camera.height, camera.width, CV_64FC1, cv::Scalar(0))};
    for (int y = 0; y < camera.height; ++y) {
        for (int x = 0; x < camera.width; ++x) {
            const double tx = (x + 0.5 - camera.cx) / camera.fx,
                         ty = -(y + 0.5 - camera.cy) / camera.fy;
            const Mat4d& m = camera.world_from_camera;
            const Vec3d ray = column(m, 0) * tx + column(m, 1) * ty - column(m, 2);
            if (const std::optional<double> t = hitSpheres(camera.position(), normalize(ray))) {
                const Vec3d p = camera.position() + normalize(ray) * *t;
                const auto shade = [](double v) {
                    return static_cast<uchar>(std::clamp(128 + 110 * v, 0.0, 255.0));
                };
                out.color.at<cv::Vec4b>(y, x) = {shade(p.z), shade(p.y), shade(p.x), 255};
                out.depth.at<double>(y, x) = *t / length(ray);
            }
        }
    }
    return out;
}

/// Depth as 16-bit PNG, `unit` world units a step.
inline std::string depthPng(const cv::Mat& depth, double unit = 0.001) {
    cv::Mat integers;
    depth.convertTo(integers, CV_16U, 1 / unit);
    return encode(".png", integers);
}

inline cv::Mat withoutAlpha(const cv::Mat& rgba) {
    cv::Mat rgb(rgba.rows, rgba.cols, CV_8UC3);
    const int pairs[] = {0, 0, 1, 1, 2, 2};
    cv::mixChannels(&rgba, 1, &rgb, 1, pairs, 3);
    return rgb;
}

inline cv::Mat alphaOf(const cv::Mat& rgba) {
    cv::Mat alpha;
    cv::extractChannel(rgba, alpha, 3);
    return alpha;
}

inline nlohmann::json matrixOf(const Mat4d& m) {
    nlohmann::json rows = nlohmann::json::array();
    for (const auto& row : m.m) {
        rows.push_back({row[0], row[1], row[2], row[3]});
    }
    return rows;
}

/// A NeRF-synthetic set of `count` views in a temporary folder; tests then bend it.
class SyntheticSet {
public:
    explicit SyntheticSet(int count = 6, int size = 64) : count(count), size(size) {
        document["camera_angle_x"] = 2 * std::atan(0.5 / kFocal);
        for (int i = 0; i < count; ++i) {
            cameras.push_back(orbitCamera(i, count, size));
            const std::string name = "train/r_" + std::to_string(i);
            put(name + ".png", encode(".png", render(cameras.back()).color));
            document["frames"].push_back(
                {{"file_path", "./" + name},
                 {"transform_matrix", matrixOf(cameras.back().world_from_camera)}});
        }
    }
    std::filesystem::path root() const { return folder_.path(); }
    std::filesystem::path put(const std::string& name, const std::string& bytes) const {
        writeBytes(root() / name, bytes);
        return root() / name;
    }
    nlohmann::json& frame(int i) { return document["frames"][static_cast<std::size_t>(i)]; }
    Rendered rendered(int i) const { return render(cameras[static_cast<std::size_t>(i)]); }
    std::string imageName(int i) const { return "train/r_" + std::to_string(i) + ".png"; }
    /// Writes the document and returns the folder.
    std::filesystem::path save(const std::string& name = "transforms_train.json") const {
        put(name, document.dump(1));
        return root();
    }

    int count, size;
    nlohmann::json document;
    std::vector<Camera> cameras;

private:
    TemporaryFolder folder_{std::filesystem::temp_directory_path()};
};

}  // namespace bozzetto::test
