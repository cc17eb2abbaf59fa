// SPDX-License-Identifier: Apache-2.0
#include "bake/photo_texture.h"

#include "bake/display_values.h"
#include "mesh/extend_values.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"
#include "tensor/convert.h"
#include "tensor/rows.h"

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

// Photographs' weights (photo_view.h) are raised to these before they are mixed: below 1, because
// shine and shade differ between views and the mean of several is nearest to a new one.
constexpr double kPower = 0.5, kPixelPower = 0.25;
constexpr double kKnown = 0.1;   // of the usual weight: a point with more is known
constexpr float kFade = 0.003f;  // the photographs' tint on what they do not show: gone after
                                 // some thirty edges
constexpr double kHold = 0.3;    // weight of the start, against what a texel usually gets
constexpr double kRelaxation = 1.5;
constexpr double kDark = 0.01, kClipped = 0.97;  // linear
constexpr int kGainRounds = 12;
constexpr int64_t kFewestShared = 50;  // vertices that tell a gain

/// Weighted mean of what the photographs say about points.
struct Blend {
    at::Tensor color;   // [P, 3]
    at::Tensor weight;  // [P] sum
};
Blend blend(const std::vector<PhotoView>& photos,
            const at::Tensor& points,
            const at::Tensor& normals) {
    at::Tensor sum = at::zeros_like(points), total = at::zeros_like(points.select(1, 0));
    for (const PhotoView& photo : photos) {
        const PhotoSamples samples = photo.at(points, normals);
        const at::Tensor weight = samples.weight.pow(kPower);
        sum += displayValues(samples.color) * weight.unsqueeze(1);
        total += weight;
    }
    return {linearValues(sum / total.clamp_min(1e-20).unsqueeze(1)), total};
}

/// What a point that is seen well has: the mean of the upper half of the weights that are not zero.
double usual(const at::Tensor& weights) {
    const at::Tensor positive = weights.masked_select(weights.gt(0));
    if (positive.numel() == 0) {
        return 1;
    }
    const double mean = positive.mean().item<double>();
    return positive.masked_select(positive.ge(mean)).mean().item<double>();
}

at::Tensor unit(const at::Tensor& rows) {
    return rows / rows.norm(2, 1, true).clamp_min(1e-20);
}

}  // namespace

PhotoColors blendAtVertices(const DeviceMesh& mesh, const std::vector<PhotoView>& photos) {
    const at::NoGradGuard no_grad;
    const Blend mixed = blend(photos, mesh.positions, mesh.normals);
    const at::Tensor known =
        (mixed.weight / (kKnown * usual(mixed.weight))).clamp_max(1).cpu().contiguous();
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

namespace {

/// The pixels of all photographs that show the surface from the front, away from outlines.
struct PhotoPixels {
    at::Tensor uv;      // [1, 1, M, 2]
    at::Tensor uv_da;   // [1, 1, M, 4]
    at::Tensor color;   // [M, 3] linear RGB
    at::Tensor weight;  // [M, 1]
};

class Painter {
public:
    explicit Painter(const PhotoTextureInput& input)
        : input_(input),
          device_(input.texels->position.device()),
          mesh_(*input.mesh, device_),
          uv_(textureCoordinates(input.atlas->uvs).to(device_)),
          uv_triangles_(toTensor(input.atlas->uv_triangles).to(device_)) {
        for (const PosedPhoto& photo : input.photos) {
            views_.emplace_back(photo, mesh_);
        }
        const std::vector<at::Tensor> gains = agreeingGains(mesh_, views_);
        for (size_t i = 0; i < views_.size(); ++i) {
            views_[i].brighten(gains[i]);
        }
    }

    PhotoTexture paint() {
        const AtlasTexels& texels = *input_.texels;
        const int64_t size = texels.size;
        const at::Tensor normals = unit(atTexels(texels, mesh_.normals, mesh_.triangles));
        const Blend mixed = blend(views_, texels.position, normals);
        const double most = usual(mixed.weight);
        const at::Tensor share = (mixed.weight / (kKnown * most)).clamp_max(1).unsqueeze(1);
        const at::Tensor start = mixed.color * share + fallback() * (1 - share);
        at::Tensor map = at::zeros({size * size, 3}, start.options());
        map.index_copy_(0, texels.index, start);
        known_ = at::zeros({size * size}, start.options().dtype(at::kBool));
        known_.index_fill_(0, texels.index, true);
        map = map.view({size, size, 3});
        fillGutters(map, known_);
        // Weights, means and differences are those of display values, as eyes and scores see them.
        map = displayValues(map);
        refine(map);
        return {linearValues(map), seenFaces(mesh_, views_)};
    }

private:
    /// [N, 3] of texels that no photograph shows, tinted to meet those that one does.
    at::Tensor fallback() const {
        const auto at_texels = [&](const std::vector<Vec3f>& values) {
            return atTexels(*input_.texels, toTensor(values).to(device_), mesh_.triangles);
        };
        std::vector<Vec3f> colors =
            vertexColors(*input_.mesh, blendAtVertices(mesh_, views_), input_.vertex_fallback);
        if (input_.vertex_fallback.empty()) {
            return at_texels(colors);
        }
        for (size_t v = 0; v < colors.size(); ++v) {
            colors[v] = colors[v] - input_.vertex_fallback[v];
        }
        return (input_.fallback + at_texels(colors)).clamp(0, 1);
    }

    PhotoPixels pixels() const {
        std::vector<at::Tensor> uv, uv_da, color, weight;
        for (size_t i = 0; i < views_.size(); ++i) {
            const Camera& camera = input_.photos[i].camera;
            const Raster raster = rasterize(mesh_.clip(camera).unsqueeze(0).contiguous(),
                                            mesh_.triangles,
                                            camera.height,
                                            camera.width);
            const at::Tensor index = coveredPixels(raster.rast);
            const auto compact = [&](const at::Tensor& t) {
                return gatherRows(t.view({-1, 4}), index).view({1, 1, -1, 4});
            };
            const at::Tensor rast = compact(raster.rast);
            const Interpolated at_pixels =
                interpolate(uv_.unsqueeze(0), rast, uv_triangles_, compact(raster.rast_db));
            const at::Tensor point =
                interpolate(mesh_.positions.unsqueeze(0), rast, mesh_.triangles).view({-1, 3});
            const at::Tensor normal =
                unit(interpolate(mesh_.normals.unsqueeze(0), rast, mesh_.triangles).view({-1, 3}));
            const at::Tensor worth = views_[i].at(point, normal).weight;
            const at::Tensor speaks = worth.gt(0).nonzero().view({-1});
            uv.push_back(at_pixels.out.view({-1, 2}).index_select(0, speaks));
            uv_da.push_back(at_pixels.out_da.view({-1, 4}).index_select(0, speaks));
            color.push_back(views_[i].pixels().index_select(0, index.index_select(0, speaks)));
            weight.push_back(worth.index_select(0, speaks).unsqueeze(1));
        }
        PhotoPixels all;
        all.uv = at::cat(uv).view({1, 1, -1, 2});
        all.uv_da = at::cat(uv_da).view({1, 1, -1, 4});
        all.color = displayValues(at::cat(color));
        all.weight = at::cat(weight);
        all.weight = all.weight.pow(kPixelPower);
        all.weight = all.weight / all.weight.mean();
        return all;
    }

    at::Tensor rendered(const at::Tensor& map, const PhotoPixels& pixels) const {
        TextureOptions options;
        options.filter = TextureFilter::LinearMipmapLinear;
        options.boundary = TextureBoundary::Clamp;
        options.uv_da = pixels.uv_da;
        options.max_mip_level = 0;
        for (int64_t side = map.size(0); side % 2 == 0; side /= 2) {
            ++options.max_mip_level;
        }
        return texture(map.unsqueeze(0), pixels.uv, options).view({-1, map.size(2)});
    }

    /// Residuals [M, C] carried back to the map.
    at::Tensor carriedBack(const at::Tensor& residual, const PhotoPixels& pixels) const {
        at::AutoGradMode with_gradients(true);
        const int64_t size = input_.texels->size;
        const at::Tensor leaf =
            at::zeros({size, size, residual.size(1)}, residual.options()).set_requires_grad(true);
        rendered(leaf, pixels).backward(residual);
        return leaf.grad();
    }

    void refine(at::Tensor& map) const {
        const PhotoPixels seen = pixels();
        if (seen.color.size(0) == 0) {
            return;
        }
        const at::Tensor weight = carriedBack(seen.weight, seen);
        const double hold = kHold * usual(weight);
        const at::Tensor start = map.clone();
        for (int i = 0; i < input_.iterations; ++i) {
            if (input_.progress) {
                input_.progress(static_cast<double>(i) / input_.iterations);
            }
            const at::Tensor residual = seen.color - rendered(map, seen);
            const at::Tensor back = carriedBack(residual * seen.weight, seen);
            map += kRelaxation * (back + hold * (start - map)) / (weight + hold);
            map.clamp_(0, 1);
        }
    }

    const PhotoTextureInput& input_;
    at::Device device_;
    DeviceMesh mesh_;
    at::Tensor uv_, uv_triangles_, known_;
    std::vector<PhotoView> views_;
};

}  // namespace

PhotoTexture paintFromPhotos(const PhotoTextureInput& input) {
    const at::NoGradGuard no_grad;
    return Painter(input).paint();
}

}  // namespace bozzetto
