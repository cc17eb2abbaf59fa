// SPDX-License-Identifier: Apache-2.0
#include "bake/photo_texture.h"

#include "bake/photo_blend.h"
#include "mesh/extend_values.h"
#include "tensor/convert.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// As they are mixed (photo_blend.cpp).
constexpr double kPower = 0.5;
constexpr float kFade = 0.003f;  // the photographs' tint on what they do not show: gone after
                                 // some thirty edges
constexpr double kDark = 0.01, kClipped = 0.97;  // linear
constexpr int kGainRounds = 12;
constexpr int64_t kFewestShared = 50;  // vertices that tell a gain

at::Tensor unit(const at::Tensor& rows) {
    return rows / rows.norm(2, 1, true).clamp_min(1e-20);
}

}  // namespace

PhotoColors blendAtVertices(const DeviceMesh& mesh,
                            const std::vector<PhotoView>& photos,
                            const SurfaceLight* light) {
    const at::NoGradGuard no_grad;
    const LitPoints lit = light == nullptr ? LitPoints{} : LitPoints{&light->maps, light->orm};
    const PhotoBlend mixed = blendPhotos(photos, mesh.positions, mesh.normals, lit);
    const at::Tensor known = knownShare(mixed.weight).cpu().contiguous();
    return {toVec3f(mixed.color.cpu()),
            {known.data_ptr<float>(), known.data_ptr<float>() + known.numel()}};
}

namespace {

/// [3] median of each column of values [V, 3] where `counts`; 0 where hardly any does. Shine and
/// shadows, which views do not share, hardly move it.
at::Tensor medians(const at::Tensor& values, const at::Tensor& counts) {
    std::vector<at::Tensor> result;
    for (int64_t c = 0; c < 3; ++c) {
        const at::Tensor chosen = values.select(1, c).masked_select(counts.select(1, c));
        result.push_back(chosen.numel() >= kFewestShared ? chosen.median()
                                                         : at::zeros({}, values.options()));
    }
    return at::stack(result);
}

}  // namespace

std::vector<at::Tensor> agreeingGains(const DeviceMesh& mesh,
                                      const std::vector<PhotoView>& photos) {
    const at::NoGradGuard no_grad;
    std::vector<at::Tensor> logs, weights, gains;
    for (const PhotoView& photo : photos) {
        const PhotoSamples samples = photo.at(mesh.positions, mesh.normals);
        // What is nearly black or clipped tells no ratio.
        const at::Tensor tells = samples.color.gt(kDark) & samples.color.lt(kClipped);
        logs.push_back(samples.color.clamp_min(kDark).log());
        weights.push_back(samples.weight.pow(kPower).unsqueeze(1) * tells);
        gains.push_back(at::zeros({3}, mesh.positions.options()));
    }
    for (int round = 0; round < kGainRounds; ++round) {
        at::Tensor sum = at::zeros_like(mesh.positions), total = at::zeros_like(mesh.positions);
        for (size_t i = 0; i < photos.size(); ++i) {
            sum += weights[i] * (logs[i] + gains[i]);
            total += weights[i];
        }
        std::vector<at::Tensor> next;
        at::Tensor mean = at::zeros({3}, mesh.positions.options());
        for (size_t i = 0; i < photos.size(); ++i) {
            const at::Tensor others = total - weights[i];
            const at::Tensor ratio =
                (sum - weights[i] * (logs[i] + gains[i])) / others.clamp_min(1e-20) - logs[i];
            next.push_back(medians(ratio, weights[i].gt(0) & others.gt(0)));
            mean += next.back() / static_cast<double>(photos.size());
        }
        for (size_t i = 0; i < photos.size(); ++i) {  // half way: two that disagree must not swap
            gains[i] = 0.5 * (gains[i] + next[i] - mean);
        }
    }
    for (at::Tensor& gain : gains) {
        gain = gain.clamp(-std::log(2.0), std::log(2.0)).exp();
    }
    return gains;
}

std::vector<Vec3f> vertexColors(const TriangleMesh& mesh,
                                const PhotoColors& photos,
                                const std::vector<Vec3f>& fallback) {
    if (fallback.empty()) {
        return extendValues(mesh, photos.colors, photos.known, 0);
    }
    std::vector<Vec3f> shift(photos.colors);
    for (size_t v = 0; v < shift.size(); ++v) {
        shift[v] = shift[v] - fallback[v];
    }
    std::vector<Vec3f> colors = extendValues(mesh, shift, photos.known, kFade);
    for (size_t v = 0; v < colors.size(); ++v) {
        colors[v] += fallback[v];
        for (int k = 0; k < 3; ++k) {
            colors[v][k] = std::clamp(colors[v][k], 0.0f, 1.0f);
        }
    }
    return colors;
}

std::vector<uint8_t> seenFaces(const DeviceMesh& mesh, const std::vector<PhotoView>& photos) {
    // Interior points: three near the corners, three near the middles of the sides.
    constexpr float kAt[][3] = {{0.8f, 0.1f, 0.1f},
                                {0.1f, 0.8f, 0.1f},
                                {0.1f, 0.1f, 0.8f},
                                {0.45f, 0.45f, 0.1f},
                                {0.45f, 0.1f, 0.45f},
                                {0.1f, 0.45f, 0.45f}};
    const at::NoGradGuard no_grad;
    std::vector<at::Tensor> corner;
    for (int k = 0; k < 3; ++k) {
        corner.push_back(mesh.positions.index_select(0, mesh.triangles.select(1, k).to(at::kLong)));
    }
    const at::Tensor normal = unit(at::cross(corner[1] - corner[0], corner[2] - corner[0], 1));
    at::Tensor share = at::zeros_like(normal.select(1, 0));
    for (const auto& b : kAt) {
        const at::Tensor point = corner[0] * b[0] + corner[1] * b[1] + corner[2] * b[2];
        at::Tensor seen = at::zeros_like(share);
        for (const PhotoView& photo : photos) {
            seen = at::maximum(seen, photo.at(point, normal).visible);
        }
        share += seen * (255.0 / std::size(kAt));
    }
    const at::Tensor bytes = share.round().to(at::kByte).cpu().contiguous();
    return {bytes.data_ptr<uint8_t>(), bytes.data_ptr<uint8_t>() + bytes.numel()};
}

}  // namespace bozzetto
