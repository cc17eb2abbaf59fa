// SPDX-License-Identifier: Apache-2.0
#include "bake/photo_view.h"

#include "mesh/normals.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"
#include "tensor/convert.h"

#include <algorithm>

namespace bozzetto {
namespace {

constexpr int kMostDepthSide = 2048;  // pixels of the depth picture
constexpr double kFinerDepth = 2;     // than the photograph: thin parts hide what is behind them
constexpr double kFarAway = 1e9;
constexpr double kWhole = 0.98;        // alpha of a pixel that only the object fills
constexpr double kFold = 0.02;         // of the depth: a step that is no slant
constexpr int kBorder = 2;             // pixels next to an outline that say nothing
constexpr double kLittle = 0.1;        // trust of the pixels between: all that thin parts have
constexpr int kRamp = 4;               // pixels over which trust grows beyond
constexpr double kLeastCosine = 0.08;  // of the view's angle: beyond, a pixel shows a smear
constexpr double kSlantPower = 2;

/// Largest value within `radius` pixels of each of map [H, W].
at::Tensor spread(const at::Tensor& map, int radius) {
    return at::max_pool2d(
               map.unsqueeze(0).unsqueeze(0), 2 * radius + 1, /*stride=*/1, /*padding=*/radius)
        .squeeze(0)
        .squeeze(0);
}

at::Tensor cameraRow(const Camera& camera, int row, const at::Device& device) {
    return toTensor(inverseRigid(camera.world_from_camera))[row].to(device);
}

at::Tensor depthOf(const Camera& camera, const at::Tensor& points) {
    const at::Tensor row = cameraRow(camera, 2, points.device());
    return -(points.mv(row.slice(0, 0, 3)) + row[3]);
}

/// [H, W] depth of the mesh along the optical axis.
at::Tensor drawDepth(const Camera& camera, const DeviceMesh& mesh) {
    const Raster raster = rasterize(mesh.clip(camera).unsqueeze(0).contiguous(),
                                    mesh.triangles,
                                    camera.height,
                                    camera.width,
                                    Derivatives::No);
    const at::Tensor depth =
        interpolate(depthOf(camera, mesh.positions).view({1, -1, 1}), raster.rast, mesh.triangles);
    return at::where(raster.rast.select(3, 3).gt(0),
                     depth.select(3, 0),
                     at::full_like(depth.select(3, 0), kFarAway))
        .select(0, 0);
}

/// [H, W] in [0, 1]: 0 next to the mask's outline and to folds of the mesh.
at::Tensor trustOf(const at::Tensor& alpha, const at::Tensor& depth) {
    const at::Tensor near = -spread(-depth, 1), far = spread(depth, 1);
    const at::Tensor doubtful =
        at::logical_or(alpha.lt(kWhole), far.gt(near * (1 + kFold))).to(at::kFloat);
    at::Tensor trust = at::zeros_like(doubtful);
    for (int k = 0; k < kRamp; ++k) {
        trust += (1 - spread(doubtful, kBorder + k)) / kRamp;
    }
    return trust + kLittle * (1 - doubtful);
}

Camera finer(const Camera& camera) {
    const double factor = std::min(
        kFinerDepth, static_cast<double>(kMostDepthSide) / std::max(camera.width, camera.height));
    return camera.scaledTo(std::max(1, static_cast<int>(camera.width * factor)),
                           std::max(1, static_cast<int>(camera.height * factor)));
}

}  // namespace

DeviceMesh::DeviceMesh(const TriangleMesh& mesh, const at::Device& device)
    : positions(toTensor(mesh.positions).to(device)),
      triangles(toTensor(mesh.triangles).to(device)),
      normals(toTensor(vertexNormals(mesh)).to(device)) {}

at::Tensor DeviceMesh::clip(const Camera& camera) const {
    const at::Tensor depth = depthOf(camera, positions);
    const double far = std::max(1e-6, 1.01 * depth.max().item<double>());
    const double near = std::clamp(0.99 * depth.min().item<double>(), 1e-3 * far, 0.5 * far);
    const at::Tensor matrix = toTensor(clipFromWorld(camera, near, far)).to(device());
    return at::cat({positions, at::ones({positions.size(0), 1}, positions.options())}, 1)
        .matmul(matrix.t());
}

PhotoView::PhotoView(const PosedPhoto& photo, const DeviceMesh& mesh) : camera_(photo.camera) {
    const at::NoGradGuard no_grad;
    const at::Tensor image = toTensor(*photo.image).to(mesh.device());
    color_ = image.slice(2, 0, 3).unsqueeze(0).contiguous();
    depth_ = drawDepth(finer(camera_), mesh);
    trust_ = trustOf(image.select(2, 3), drawDepth(camera_, mesh)).unsqueeze(0).unsqueeze(3);
    trust_ = trust_.contiguous();
}

at::Tensor PhotoView::lookup(const at::Tensor& map, const at::Tensor& uv) const {
    TextureOptions linear;
    linear.boundary = TextureBoundary::Clamp;
    return texture(map, uv.view({1, 1, -1, 2}), linear).view({-1, map.size(3)});
}

at::Tensor PhotoView::eye() const {
    const Vec3d p = camera_.position();
    return at::tensor({p.x, p.y, p.z}, at::kDouble).to(at::kFloat).to(color_.device()).unsqueeze(0);
}

PhotoSamples PhotoView::at(const at::Tensor& points, const at::Tensor& normals) const {
    const at::NoGradGuard no_grad;
    const at::Device device = points.device();
    const at::Tensor depth = depthOf(camera_, points);
    const at::Tensor safe = depth.clamp_min(1e-9);
    const auto along = [&](int row) {
        const at::Tensor r = cameraRow(camera_, row, device);
        return (points.mv(r.slice(0, 0, 3)) + r[3]) / safe;
    };
    const at::Tensor u = (along(0) * camera_.fx + camera_.cx) / camera_.width;
    const at::Tensor v = (-along(1) * camera_.fy + camera_.cy) / camera_.height;
    const at::Tensor inside = depth.gt(0) & u.gt(0) & u.lt(1) & v.gt(0) & v.lt(1);

    const at::Tensor to_eye = eye() - points;
    const at::Tensor cosine = (to_eye * normals).sum(1) / to_eye.norm(2, 1).clamp_min(1e-12);
    // How much deeper the surface gets over one pixel of the depth picture.
    const at::Tensor steep = (1 / cosine.clamp_min(kLeastCosine).square() - 1).clamp_min(0).sqrt();
    const double pixel = camera_.width / (camera_.fx * static_cast<double>(depth_.size(1)));
    const at::Tensor tolerance = safe * (pixel * (1.0 + steep) + 1e-4);
    const int64_t h = depth_.size(0), w = depth_.size(1);
    const at::Tensor column = (u * static_cast<double>(w)).floor().clamp(0, w - 1).to(at::kLong);
    const at::Tensor row = (v * static_cast<double>(h)).floor().clamp(0, h - 1).to(at::kLong);
    const at::Tensor front = depth_.view({-1}).index_select(0, row * w + column);

    PhotoSamples samples;
    samples.visible = (inside & cosine.gt(0) & safe.le(front + tolerance)).to(at::kFloat);
    const at::Tensor uv = at::stack({u, v}, 1).contiguous();
    samples.color = lookup(color_, uv);
    const at::Tensor slant =
        ((cosine - kLeastCosine) / (1 - kLeastCosine)).clamp_min(0).pow(kSlantPower);
    const at::Tensor density = camera_.fx * camera_.fy / safe.square();  // pixels a unit squared
    samples.weight = samples.visible * slant * density * lookup(trust_, uv).select(1, 0);
    return samples;
}

}  // namespace bozzetto
