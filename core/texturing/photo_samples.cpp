// SPDX-License-Identifier: Apache-2.0
#include "texturing/photo_samples.h"

#include "nn/cancel_scope.h"
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
at::Tensor clipPoints(const TrainingView& view, const at::Tensor& points) {
    const at::Tensor& matrix = view.clip_from_world;
    return at::addmm(matrix.select(1, 3), points, matrix.slice(1, 0, 3).t()).contiguous();
}

/// What one view shows: points [N] int64 into `points`, each once, and their colours [N, 3].
struct SeenPoints {
    at::Tensor point, color;
};
SeenPoints seenPoints(const Surface& surface,
                      const TrainingView& view,
                      const at::Tensor& points,
                      const at::Tensor& normals) {
    const SurfacePixels pixels = seeSurface(surface, view);
    const at::Tensor clip = clipPoints(view, points);
    const int64_t height = view.target.size(0), width = view.target.size(1);
    at::Tensor to_eye = view.position - points;
    to_eye = to_eye / to_eye.norm(2, 1, true).clamp_min(1e-20);
    const at::Tensor w = clip.select(1, 3);
    const auto pixel = [&](int axis, int64_t size) {
        return ((clip.select(1, axis) / w * 0.5 + 0.5) * static_cast<double>(size)).floor();
    };
    const at::Tensor x = pixel(0, width), y = pixel(1, height);
    const at::Tensor seen = w.gt(0)
                                .logical_and(x.ge(0).logical_and(x.lt(width)))
                                .logical_and(y.ge(0).logical_and(y.lt(height)))
                                .logical_and((to_eye * normals).sum(1).ge(kGrazing));
    const at::Tensor point = seen.nonzero().view({-1});
    const at::Tensor index =
        (y * static_cast<double>(width) + x).index_select(0, point).to(at::kLong);
    const auto rows = [&](const at::Tensor& picture) {
        return picture.view({height * width, -1}).index_select(0, index);
    };
    const at::Tensor rast = rows(pixels.rast), target = rows(view.target);
    const at::Tensor depth = (clip.select(1, 2) / w).index_select(0, point);
    at::Tensor good = rast.select(1, 3)
                          .gt(0)
                          .logical_and((rast.select(1, 2) - depth).abs().lt(kDepthTolerance))
                          .logical_and(target.select(1, 3).ge(kForeground));
    if (view.trust.defined()) {
        good = good.logical_and(rows(view.trust).select(1, 0).ge(kTrusted));
    }
    const at::Tensor keep = good.nonzero().view({-1});
    at::Tensor color = target.index_select(0, keep).slice(1, 0, 3);
    if (view.gain.defined()) {
        color = color / view.gain.detach();
    }
    return {point.index_select(0, keep), color};
}

}  // namespace

void samplePhotosOnDevice(const Surface& surface,
                          const TrainingView& view,
                          const at::Tensor& points,
                          const at::Tensor& normals,
                          PointColors& samples) {
    const at::NoGradGuard no_grad;
    const SeenPoints seen = seenPoints(surface, view, points, normals);
    const at::Tensor kept = seen.point.cpu(), colors = seen.color.cpu().contiguous();
    const at::Tensor eye = view.position.cpu().contiguous();
    const int64_t* p = kept.data_ptr<int64_t>();
    const float* c = colors.data_ptr<float>();
    const float* e = eye.data_ptr<float>();
    samples.point.insert(samples.point.end(), p, p + kept.numel());
    samples.color.insert(samples.color.end(), c, c + colors.numel());
    for (int64_t i = 0; i < kept.numel(); ++i) {
        samples.camera.insert(samples.camera.end(), e, e + 3);
    }
}

void samplePhotos(const Surface& surface,
                  const TrainingView& view,
                  const at::Tensor& points,
                  const at::Tensor& normals,
                  PointColors& samples) {
    const at::NoGradGuard no_grad;
    if (!points.is_cpu()) {
        samplePhotosOnDevice(surface, view, points, normals, samples);
        return;
    }
    const SurfacePixels pixels = seeSurface(surface, view);
    const int64_t height = view.target.size(0), width = view.target.size(1);
    const at::Tensor clip_points = clipPoints(view, points);
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

at::Tensor meanPhotoColorsOnDevice(const Surface& surface,
                                   const std::vector<TrainingView>& views,
                                   const at::Tensor& points,
                                   const at::Tensor& normals,
                                   float unseen) {
    const at::NoGradGuard no_grad;
    const int64_t count = points.size(0);
    at::Tensor sum = at::zeros({count, 3}, points.options());
    at::Tensor views_of = at::zeros({count, 1}, points.options());
    for (const TrainingView& view : views) {
        checkCancelled();
        const SeenPoints seen =
            seenPoints(surface, onDevice(view, points.device()), points, normals);
        // A view has each point once: the additions of one call never meet.
        sum.index_add_(0, seen.point, seen.color);
        views_of.index_add_(0, seen.point, at::ones({seen.point.size(0), 1}, points.options()));
    }
    return at::where(views_of.gt(0), sum / views_of.clamp_min(1), at::full_like(sum, unseen));
}

at::Tensor meanPhotoColors(const Surface& surface,
                           const std::vector<TrainingView>& views,
                           const at::Tensor& points,
                           const at::Tensor& normals,
                           float unseen) {
    if (!points.is_cpu()) {
        return meanPhotoColorsOnDevice(surface, views, points, normals, unseen);
    }
    const int64_t count = points.size(0);
    std::vector<double> sum(count * 3, 0.0);
    std::vector<int> seen(count, 0);
    for (const TrainingView& view : views) {
        checkCancelled();
        PointColors samples;
        samplePhotos(surface, view, points, normals, samples);
        for (size_t i = 0; i < samples.point.size(); ++i) {
            ++seen[samples.point[i]];
            for (int c = 0; c < 3; ++c) {
                sum[3 * samples.point[i] + c] += samples.color[3 * i + c];
            }
        }
    }
    at::Tensor mean = at::full({count, 3}, unseen);
    for (int64_t i = 0; i < count * 3; ++i) {
        if (seen[i / 3] > 0) {
            mean.data_ptr<float>()[i] = static_cast<float>(sum[i] / seen[i / 3]);
        }
    }
    return mean;
}

}  // namespace bozzetto
