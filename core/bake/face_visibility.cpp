// SPDX-License-Identifier: Apache-2.0
#include "bake/face_visibility.h"

#include "bake/ambient_occlusion_kernel.h"
#include "raster/rasterize.h"
#include "tensor/convert.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bozzetto {
namespace {

constexpr double kDistance = 2, kNear = 1, kFar = 3;  // the cube's corners are 0.87 from its middle
constexpr double kFov = 40 * std::numbers::pi / 180;
constexpr int64_t kPixelsAtOnce = 1 << 23;  // on a GPU: 128 MB of rasterized pixels

}  // namespace

Camera orbitCamera(Vec3d middle, double distance, double yaw, double pitch, double fov, int size) {
    const Vec3d back{
        std::sin(yaw) * std::cos(pitch), std::cos(yaw) * std::cos(pitch), std::sin(pitch)};
    // From above or below any side may be right; this one continues the others.
    const Vec3d right = normalize(Vec3d{-std::cos(yaw), std::sin(yaw), 0});
    const Vec3d up = cross(back, right);
    const Vec3d eye = middle + back * distance;
    Camera camera;
    camera.width = camera.height = size;
    camera.fx = camera.fy = 0.5 * size / std::tan(0.5 * fov);
    camera.cx = camera.cy = 0.5 * size;
    for (int k = 0; k < 3; ++k) {
        camera.world_from_camera.m[k][0] = right[k];
        camera.world_from_camera.m[k][1] = up[k];
        camera.world_from_camera.m[k][2] = back[k];
        camera.world_from_camera.m[k][3] = eye[k];
    }
    return camera;
}

Direction hammersleyDirection(int i, int n) {
    return {2 * std::numbers::pi * radicalInverse(static_cast<uint32_t>(i)),
            std::acos(1 - 2.0 * i / n) - 0.5 * std::numbers::pi};
}

std::vector<float> faceVisibility(const TriangleMesh& mesh,
                                  const VisibilityOptions& options,
                                  const at::Device& device) {
    const at::NoGradGuard no_grad;
    const auto faces = static_cast<int64_t>(mesh.triangles.size());
    const at::Tensor positions = toTensor(mesh.positions);
    const at::Tensor corners = at::cat({positions, at::ones({positions.size(0), 1})}, 1).to(device);
    const at::Tensor triangles = toTensor(mesh.triangles).to(device);
    const int64_t pixels = static_cast<int64_t>(options.resolution) * options.resolution;
    const int at_once =
        device.is_cpu() ? 1 : static_cast<int>(std::max<int64_t>(1, kPixelsAtOnce / pixels));
    // Entry 0 of each view counts what is empty.
    at::Tensor count = at::zeros({faces + 1}, corners.options());
    for (int begin = 0; begin < options.views; begin += at_once) {
        if (options.progress) {
            options.progress(static_cast<double>(begin) / options.views);
        }
        std::vector<at::Tensor> matrices;
        for (int i = begin; i < std::min(options.views, begin + at_once); ++i) {
            const Direction d = hammersleyDirection(i, options.views);
            const Camera camera =
                orbitCamera({}, kDistance, d.yaw, d.pitch, kFov, options.resolution);
            matrices.push_back(toTensor(clipFromWorld(camera, kNear, kFar)).t());
        }
        const auto views = static_cast<int64_t>(matrices.size());
        const at::Tensor clip = at::matmul(corners, at::stack(matrices).to(device)).contiguous();
        const at::Tensor ids =
            rasterize(clip, triangles, options.resolution, options.resolution, Derivatives::No)
                .rast.select(3, 3)
                .to(at::kLong)
                .view({views, -1});
        const at::Tensor row = at::arange(views, ids.options()).unsqueeze(1) * (faces + 1);
        const at::Tensor seen = at::zeros({views * (faces + 1)}, corners.options());
        seen.index_fill_(0, (ids + row).view({-1}), 1.0);
        count += seen.view({views, faces + 1}).sum(0);
    }
    const at::Tensor share = (count.slice(0, 1) / options.views).cpu().contiguous();
    return {share.data_ptr<float>(), share.data_ptr<float>() + faces};
}

}  // namespace bozzetto
