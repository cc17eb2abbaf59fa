// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/photo_samples.h"

#include "tensor/convert.h"

#include <cmath>

namespace bozzetto {
namespace {
constexpr float kGrazing =
    0.25f;  // least cosine of a view that counts: nearer the rim, pixels mix with what lies behind
constexpr float kDepthTolerance =
    0.01f;  // in depth-buffer units, which are nearly linear over one object
constexpr float kForeground = 0.999f;
constexpr float kTrusted = 0.5f;
}  // namespace

void samplePhotos(const Surface& surface,
                  const TrainingView& view,
                  const at::Tensor& points,
                  const at::Tensor& normals,
                  PhotoSamples& samples) {
    const at::NoGradGuard no_grad;
    const SurfacePixels pixels = seeSurface(surface, view);
    const int64_t height = view.target.size(0), width = view.target.size(1);
    const at::Tensor clip_points =
        at::addmm(
            view.clip_from_world.select(1, 3), points, view.clip_from_world.slice(1, 0, 3).t())
            .contiguous();
    const float* clip = clip_points.data_ptr<float>();
    const float* rast = pixels.rast.data_ptr<float>();
    const float* target = view.target.data_ptr<float>();
    const float* trust = view.trust.defined() ? view.trust.data_ptr<float>() : nullptr;
    const Vec3f gain =
        view.gain.defined() ? toVec3f(view.gain.detach().view({1, 3}))[0] : Vec3f{1, 1, 1};
    const float* position = points.data_ptr<float>();
    const float* normal = normals.data_ptr<float>();
    const float* eye = view.position.data_ptr<float>();
    for (int64_t v = 0; v < points.size(0); ++v) {
        const Vec3f to_eye = normalize(Vec3f{
            eye[0] - position[3 * v], eye[1] - position[3 * v + 1], eye[2] - position[3 * v + 2]});
        if (dot(to_eye, Vec3f{normal[3 * v], normal[3 * v + 1], normal[3 * v + 2]}) < kGrazing) {
            continue;
        }
        const float w = clip[4 * v + 3];
        const auto x = static_cast<int64_t>(
            std::floor((clip[4 * v] / w * 0.5f + 0.5f) * static_cast<float>(width)));
        const auto y = static_cast<int64_t>(
            std::floor((clip[4 * v + 1] / w * 0.5f + 0.5f) * static_cast<float>(height)));
        if (!(w > 0) || x < 0 || y < 0 || x >= width || y >= height) {
            continue;
        }
        const int64_t i = y * width + x;
        const bool visible = rast[4 * i + 3] > 0 &&
                             std::abs(rast[4 * i + 2] - clip[4 * v + 2] / w) < kDepthTolerance;
        if (!visible || target[4 * i + 3] < kForeground ||
            (trust != nullptr && trust[2 * i] < kTrusted)) {
            continue;
        }
        samples.point.push_back(v);
        samples.camera.insert(samples.camera.end(), eye, eye + 3);
        for (int c = 0; c < 3; ++c) {
            samples.color.push_back(target[4 * i + c] / gain[c]);
        }
    }
}

}  // namespace bozzetto
