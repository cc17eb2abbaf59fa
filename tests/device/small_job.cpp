// SPDX-License-Identifier: Apache-2.0
#include "tests/device/small_job.h"

#include "nvdiffrec/engine.h"

#include <cmath>

namespace bozzetto::device_test {
namespace {

Camera cameraAt(Vec3d eye, int side) {
    const Vec3d z = normalize(eye), x = normalize(cross(Vec3d{0, 0, 1}, z)), y = cross(z, x);
    Camera camera;
    camera.width = camera.height = side;
    camera.fx = camera.fy = 1.5 * side;
    camera.cx = camera.cy = 0.5 * side;
    for (int k = 0; k < 3; ++k) {
        camera.world_from_camera.m[k][0] = x[k];
        camera.world_from_camera.m[k][1] = y[k];
        camera.world_from_camera.m[k][2] = z[k];
        camera.world_from_camera.m[k][3] = eye[k];
    }
    return camera;
}

}  // namespace

ImageSet makePhotographs(int side, int views) {
    ImageSet set;
    for (int i = 0; i < views; ++i) {
        const double turn = 2 * 3.14159265 * i / views;
        View view;
        view.name = "view" + std::to_string(i);
        view.camera = cameraAt({3 * std::cos(turn), 3 * std::sin(turn), i % 2 ? 1.5 : -1.0}, side);
        view.image = Image(side, side, 4);
        view.has_mask = true;
        const Vec3d eye = view.camera->position();
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                const Vec3d in_camera{(x + 0.5 - 0.5 * side) / (1.5 * side),
                                      -(y + 0.5 - 0.5 * side) / (1.5 * side),
                                      -1};
                Vec3d along;
                for (int k = 0; k < 3; ++k) {
                    const auto& row = view.camera->world_from_camera.m[k];
                    along[k] = row[0] * in_camera.x + row[1] * in_camera.y + row[2] * in_camera.z;
                }
                const double a = dot(along, along), b = dot(along, eye), c = dot(eye, eye) - 0.5;
                const double inside = b * b - a * c;
                if (inside > 0) {
                    const Vec3d hit = eye + along * ((-b - std::sqrt(inside)) / a);
                    float* pixel = view.image.at(x, y);
                    pixel[0] = hit.x > 0 ? 0.6f : 0.1f;
                    pixel[1] = 0.3f;
                    pixel[2] = hit.z > 0 ? 0.2f : 0.5f;
                    pixel[3] = 1;
                }
            }
        }
        set.views.push_back(std::move(view));
    }
    return set;
}

JobOutcome reconstructOnGpu(const ImageSet& photographs,
                            const Settings& settings,
                            JobLog& log,
                            uint64_t seed) {
    JobContext::Options options;
    options.device = "cuda:0";
    options.seed = seed;
    JobContext job(std::move(options), log);
    return runJob(*makeNvdiffrecEngine(), photographs, settings, job);
}

Settings quickJob(const std::map<std::string, std::string>& changed) {
    Settings settings;
    settings.values = {{"grid", "24"},
                       {"image_side", "96"},
                       {"texture_size", "128"},
                       {"light_size", "8"},
                       {"refine_exposure", "off"},
                       {"shape_iterations", "8"},
                       {"texture_iterations", "8"}};
    for (const auto& [key, value] : changed) {
        settings.values[key] = value;
    }
    return settings;
}

}  // namespace bozzetto::device_test
