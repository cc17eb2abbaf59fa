// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/training_views.h"

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

TrainingView makeTrainingView(const SceneView& scene,
                              int max_side,
                              const Box& box,
                              bool use_depth) {
    const View& view = *scene.view;
    const Camera& full = scene.camera;
    const double scale =
        std::min(1.0, static_cast<double>(max_side) / std::max(full.width, full.height));
    Rect cut = maskBounds(view.image);
    const int margin = static_cast<int>(std::ceil(kMargin / scale));
    cut = {std::max(0, cut.x0 - margin),
           std::max(0, cut.y0 - margin),
           std::min(full.width, cut.x1 + margin),
           std::min(full.height, cut.y1 + margin)};
    const int width = std::max(8, static_cast<int>(std::lround((cut.x1 - cut.x0) * scale)));
    const int height = std::max(8, static_cast<int>(std::lround((cut.y1 - cut.y0) * scale)));

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
    return result;
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
                                            bool use_depth) {
    std::vector<TrainingView> result(views.size());
    parallelTasks(static_cast<int64_t>(views.size()), [&](int64_t i, int) {
        result[i] = makeTrainingView(views[i], max_side, box, use_depth);
    });
    return result;
}

}  // namespace bozzetto
