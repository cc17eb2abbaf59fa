// SPDX-License-Identifier: Apache-2.0
#include "texturing/training_views.h"

#include "base/parallel_for.h"
#include "tensor/convert.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kMargin = 8;       // pixels of the cut-out beyond the mask, at its own resolution
constexpr float kWhole = 0.99f;  // alpha of a pixel that only the object fills

struct Rect {
    int x0, y0, x1, y1;
    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
};

/// The part of a photograph that a training view shows, and its size there.
struct Cut {
    Rect source;  // pixels of the photograph; may reach beyond its right and lower border
    int width, height;
};

Rect maskBounds(const Image& image) {
    Rect r{image.width, image.height, 0, 0};
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            if (image.at(x, y)[3] > 0.0f) {
                r = {std::min(r.x0, x),
                     std::min(r.y0, y),
                     std::max(r.x1, x + 1),
                     std::max(r.y1, y + 1)};
            }
        }
    }
    return r.x0 < r.x1 ? r : Rect{0, 0, image.width, image.height};
}

/// Average of the premultiplied colour over the source rectangle of each target pixel: [H, W, 4].
Image shrinkPremultiplied(const Image& image, const Rect& cut, int width, int height) {
    Image result(width, height, 4);
    const double sx = static_cast<double>(cut.x1 - cut.x0) / width;
    const double sy = static_cast<double>(cut.y1 - cut.y0) / height;
    for (int y = 0; y < height; ++y) {
        const double y0 = cut.y0 + y * sy, y1 = y0 + sy;
        for (int x = 0; x < width; ++x) {
            const double x0 = cut.x0 + x * sx, x1 = x0 + sx;
            double sum[4] = {}, area = 0;
            for (int j = static_cast<int>(y0); j < std::min<double>(y1, image.height); ++j) {
                const double hy = std::min<double>(y1, j + 1) - std::max<double>(y0, j);
                for (int i = static_cast<int>(x0); i < std::min<double>(x1, image.width); ++i) {
                    const double w = hy * (std::min<double>(x1, i + 1) - std::max<double>(x0, i));
                    const float* p = image.at(i, j);
                    for (int c = 0; c < 3; ++c) {
                        sum[c] += w * p[c] * p[3];
                    }
                    sum[3] += w * p[3];
                    area += w;
                }
            }
            for (int c = 0; c < 4; ++c) {
                result.at(x, y)[c] = static_cast<float>(area > 0 ? sum[c] / area : 0);
            }
        }
    }
    return result;
}

/// Nearest depth at the cut-out's pixel centres (averaging would invent surfaces between foreground
/// and background).
at::Tensor depthFor(
    const Image& depth, const Camera& full, const Rect& cut, int width, int height) {
    at::Tensor result = at::zeros({height, width});
    auto values = result.accessor<float, 2>();
    for (int y = 0; y < height; ++y) {
        const double v =
            (cut.y0 + (y + 0.5) * (cut.y1 - cut.y0) / height) * depth.height / full.height;
        for (int x = 0; x < width; ++x) {
            const double u =
                (cut.x0 + (x + 0.5) * (cut.x1 - cut.x0) / width) * depth.width / full.width;
            values[y][x] = *depth.at(std::clamp(static_cast<int>(u), 0, depth.width - 1),
                                     std::clamp(static_cast<int>(v), 0, depth.height - 1));
        }
    }
    return result;
}

/// Mean of a one-channel picture of the same frame over the source rectangle of each target pixel:
/// [H, W], by sampling (`picture` may have another size than the view).
at::Tensor shrinkOne(
    const Image& picture, const Camera& full, const Rect& cut, int width, int height) {
    constexpr int kTaps = 3;  // a side
    at::Tensor result = at::zeros({height, width});
    auto values = result.accessor<float, 2>();
    const auto tap = [&](int begin, int end, int target, int size, int k, int from, int to) {
        const double place = begin + (target + (k + 0.5) / kTaps) * (end - begin) / size;
        return std::clamp(static_cast<int>(place * to / from), 0, to - 1);
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int k = 0; k < kTaps * kTaps; ++k) {
                const int v =
                    tap(cut.y0, cut.y1, y, height, k / kTaps, full.height, picture.height);
                const int u = tap(cut.x0, cut.x1, x, width, k % kTaps, full.width, picture.width);
                values[y][x] += *picture.at(u, v) / (kTaps * kTaps);
            }
        }
    }
    return result;
}

/// Trust [H, W, 2] in colour and alpha of a target [H, W, 4], from the trust [H, W] in the mask.
at::Tensor trustOf(const at::Tensor& target, const at::Tensor& confidence) {
    const int64_t height = target.size(0), width = target.size(1);
    at::Tensor result = at::empty({height, width, 2});
    const auto alpha = target.accessor<float, 3>();
    const auto mask = confidence.accessor<float, 2>();
    auto trust = result.accessor<float, 3>();
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            float color = mask[y][x];
            for (int64_t k = 0; k < 9 && alpha[y][x][3] > 0; ++k) {
                const int64_t v = std::clamp<int64_t>(y + k / 3 - 1, 0, height - 1);
                const int64_t u = std::clamp<int64_t>(x + k % 3 - 1, 0, width - 1);
                color = alpha[v][u][3] < kWhole ? 0.0f : std::min(color, mask[v][u]);
            }
            trust[y][x][0] = color;
            trust[y][x][1] = mask[y][x];
        }
    }
    return result;
}

double scaleOf(const Camera& full, int max_side) {
    return std::min(1.0, static_cast<double>(max_side) / std::max(full.width, full.height));
}

Cut cutOf(const SceneView& scene, int max_side) {
    const Camera& full = scene.camera;
    const double scale = scaleOf(full, max_side);
    Rect cut = maskBounds(scene.view->image);
    const int margin = static_cast<int>(std::ceil(kMargin / scale));
    cut = {std::max(0, cut.x0 - margin),
           std::max(0, cut.y0 - margin),
           std::min(full.width, cut.x1 + margin),
           std::min(full.height, cut.y1 + margin)};
    return {cut,
            std::max(8, static_cast<int>(std::lround(cut.width() * scale))),
            std::max(8, static_cast<int>(std::lround(cut.height() * scale)))};
}

/// The cut widened to `width` x `height` pixels of the same scale: on both sides alike, but inside
/// the photograph as far as that goes.
Cut widened(const Cut& cut, const Camera& full, int width, int height) {
    const auto stretch = [](int begin, int end, int pixels, int wanted, int limit, int& from) {
        const int extent = static_cast<int>(
            std::lround(static_cast<double>(end - begin) * wanted / std::max(1, pixels)));
        from = std::clamp(begin - (extent - (end - begin)) / 2, 0, std::max(0, limit - extent));
        return from + extent;
    };
    Cut result{cut.source, width, height};
    Rect& r = result.source;
    r.x1 = stretch(r.x0, r.x1, cut.width, width, full.width, r.x0);
    r.y1 = stretch(r.y0, r.y1, cut.height, height, full.height, r.y0);
    return result;
}

/// [H, W] 1 where the target's pixel lies in the photograph.
at::Tensor insideOf(const Cut& cut, const Camera& full) {
    const auto known = [](int from, int extent, int limit, int pixels) {
        const at::Tensor centre =
            from + (at::arange(pixels, at::kFloat) + 0.5) * (static_cast<double>(extent) / pixels);
        return centre.lt(limit).to(at::kFloat);
    };
    return known(cut.source.y0, cut.source.height(), full.height, cut.height).unsqueeze(1) *
           known(cut.source.x0, cut.source.width(), full.width, cut.width).unsqueeze(0);
}

TrainingView makeTrainingView(const SceneView& scene,
                              const Cut& cut_out,
                              const Box& box,
                              bool use_depth) {
    const View& view = *scene.view;
    const Camera& full = scene.camera;
    const Rect& cut = cut_out.source;
    const int width = cut_out.width, height = cut_out.height;

    TrainingView result;
    Camera& camera = result.camera;
    camera = full;
    camera.cx -= cut.x0;
    camera.cy -= cut.y0;
    camera.width = cut.x1 - cut.x0;
    camera.height = cut.y1 - cut.y0;
    camera = camera.scaledTo(width, height);
    const DepthRange range = depthRange(camera, box);
    result.clip_from_camera = toTensor(clipFromCamera(camera, range.near, range.far));
    result.clip_from_world = toTensor(clipFromWorld(camera, range.near, range.far));
    const Vec3d p = camera.position();
    result.position = toTensor(std::vector<Vec3f>{
        {static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(p.z)}});
    result.target = toTensor(shrinkPremultiplied(view.image, cut, width, height));
    if (use_depth && !view.depth.empty()) {
        result.depth = depthFor(view.depth, full, cut, width, height) * scene.unit_scale;
    }
    if (!view.mask_confidence.empty()) {
        result.trust =
            trustOf(result.target, shrinkOne(view.mask_confidence, full, cut, width, height));
    }
    if (cut.x1 > full.width || cut.y1 > full.height) {
        const at::Tensor inside = insideOf(cut_out, full);
        const at::Tensor trust = result.trust.defined() ? result.trust : at::ones({1, 1, 2});
        result.trust = (trust * inside.unsqueeze(2)).contiguous();
        if (result.depth.defined()) {
            result.depth = result.depth * inside;
        }
    }
    return result;
}

/// All or none of a set's views say what is to be trusted: only alike can they be seen together.
void trustAlike(std::vector<TrainingView>& views) {
    const auto trusted = [](const TrainingView& v) { return v.trust.defined(); };
    const auto measured = [](const TrainingView& v) { return v.depth.defined(); };
    const bool trust = std::any_of(views.begin(), views.end(), trusted);
    const bool depth = std::any_of(views.begin(), views.end(), measured);
    for (TrainingView& view : views) {
        const int64_t height = view.target.size(0), width = view.target.size(1);
        if (trust && !trusted(view)) {
            view.trust = at::ones({height, width, 2});
        }
        if (depth && !measured(view)) {
            view.depth = at::zeros({height, width});
        }
    }
}

at::Tensor stacked(const std::vector<TrainingView>& views, at::Tensor TrainingView::*part) {
    if (!(views[0].*part).defined()) {
        return {};
    }
    std::vector<at::Tensor> parts;
    for (const TrainingView& view : views) {
        parts.push_back(view.*part);
    }
    return at::stack(parts);
}

at::Tensor one(const at::Tensor& part) {
    return part.defined() ? part.unsqueeze(0) : part;
}

}  // namespace

DepthRange depthRange(const Camera& camera, const Box& box) {
    const Mat4d camera_from_world = inverseRigid(camera.world_from_camera);
    double nearest = 1e300, farthest = 0;
    for (int k = 0; k < 8; ++k) {
        const Vec3d corner{k & 1 ? box.high.x : box.low.x,
                           k & 2 ? box.high.y : box.low.y,
                           k & 4 ? box.high.z : box.low.z};
        const double depth = -transformPoint(camera_from_world, corner).z;
        nearest = std::min(nearest, depth);
        farthest = std::max(farthest, depth);
    }
    farthest = std::max(farthest, 1e-6 * length(box.high - box.low));
    return {std::max(0.9 * nearest, 0.01 * farthest), 1.1 * farthest};
}

std::vector<TrainingView> makeTrainingViews(const std::vector<SceneView>& views,
                                            int max_side,
                                            const Box& box,
                                            bool use_depth,
                                            CutSizes sizes) {
    const auto count = static_cast<int64_t>(views.size());
    std::vector<Cut> cuts(views.size());
    parallelTasks(count, [&](int64_t i, int) { cuts[i] = cutOf(views[i], max_side); });
    if (sizes == CutSizes::Common) {
        int width = 0, height = 0;
        for (const Cut& cut : cuts) {
            width = std::max(width, cut.width);
            height = std::max(height, cut.height);
        }
        for (size_t i = 0; i < views.size(); ++i) {
            cuts[i] = widened(cuts[i], views[i].camera, width, height);
        }
    }
    std::vector<TrainingView> result(views.size());
    parallelTasks(count, [&](int64_t i, int) {
        result[i] = makeTrainingView(views[i], cuts[i], box, use_depth);
    });
    if (sizes == CutSizes::Common) {
        trustAlike(result);
    }
    return result;
}

size_t bytesOf(const TrainingView& view) {
    size_t bytes = view.target.nbytes();
    for (const at::Tensor& part : {view.depth, view.trust}) {
        bytes += part.defined() ? part.nbytes() : 0;
    }
    return bytes;
}

TrainingView onDevice(const TrainingView& view, const at::Device& device) {
    TrainingView result = view;
    for (at::Tensor* part : {&result.clip_from_camera,
                             &result.clip_from_world,
                             &result.position,
                             &result.target,
                             &result.depth,
                             &result.trust,
                             &result.gain}) {
        if (part->defined()) {
            *part = part->to(device, /*non_blocking=*/true);
        }
    }
    return result;
}

ViewBatch::ViewBatch(const TrainingView& view)
    : clip_from_world(one(view.clip_from_world)),
      position(view.position),
      target(one(view.target)),
      depth(one(view.depth)),
      trust(one(view.trust)),
      gain(one(view.gain)) {}

ViewBatch::ViewBatch(const std::vector<TrainingView>& views) : ViewBatch(views.at(0)) {
    if (views.size() > 1) {
        clip_from_world = stacked(views, &TrainingView::clip_from_world);
        position = stacked(views, &TrainingView::position).view({-1, 3});
        target = stacked(views, &TrainingView::target);
        depth = stacked(views, &TrainingView::depth);
        trust = stacked(views, &TrainingView::trust);
        gain = stacked(views, &TrainingView::gain);
    }
}

}  // namespace bozzetto
