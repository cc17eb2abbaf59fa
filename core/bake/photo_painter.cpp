// SPDX-License-Identifier: Apache-2.0
#include "bake/display_values.h"
#include "bake/photo_blend.h"
#include "bake/photo_texture.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"
#include "tensor/convert.h"
#include "tensor/rows.h"

namespace bozzetto {
namespace {

constexpr double kPixelPower = 0.25;  // as kPower of photo_blend.cpp, of single pixels
constexpr double kHold = 0.1;         // weight of the start, against what a texel usually gets
constexpr double kRelaxation = 1.5;
constexpr double kOutlier = 1;  // display values from which a pixel counts ever less

at::Tensor unit(const at::Tensor& rows) {
    return rows / rows.norm(2, 1, true).clamp_min(1e-20);
}

/// The slope of displayValues, 0 beyond white.
at::Tensor displaySlope(const at::Tensor& linear) {
    const at::Tensor slope = at::where(linear.le(0.0031308),
                                       at::full_like(linear, 12.92),
                                       1.055 / 2.4 * linear.clamp_min(0.0031308).pow(1 / 2.4 - 1));
    return slope;
}

/// The pixels of all photographs that show the surface from the front, away from outlines.
struct PhotoPixels {
    at::Tensor uv;           // [1, 1, M, 2]
    at::Tensor uv_da;        // [1, 1, M, 4]
    at::Tensor shown;        // [M, 3] display values
    at::Tensor weight;       // [M, 1]
    ColorResponse response;  // linear RGB of the base colour
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
        const std::vector<at::Tensor> gains =
            input.gains.empty() ? agreeingGains(mesh_, views_) : input.gains;
        for (size_t i = 0; i < views_.size(); ++i) {
            views_[i].brighten(gains[i].to(device_));
        }
    }

    PhotoTexture paint() {
        const AtlasTexels& texels = *input_.texels;
        const at::Tensor normals = unit(atTexels(texels, mesh_.normals, mesh_.triangles));
        LitPoints lit;
        if (input_.light != nullptr) {
            lit = {&input_.light->maps, atTexels(texels, input_.light->orm, mesh_.triangles)};
        }
        const PhotoBlend mixed =
            blendPhotos(views_, texels.position, normals, lit, [&] { report(0); });
        const at::Tensor share = knownShare(mixed.weight).unsqueeze(1);
        const at::Tensor start = mixed.color * share + fallback() * (1 - share);
        at::Tensor map = mapOfTexels(texels, start);
        refine(map);
        return {map, seenFaces(mesh_, views_)};
    }

private:
    void report(double fraction) const {
        if (input_.progress) {
            input_.progress(fraction);
        }
    }

    /// [N, 3] of texels that no photograph shows, tinted to meet those that one does.
    at::Tensor fallback() const {
        const auto at_texels = [&](const std::vector<Vec3f>& values) {
            return atTexels(*input_.texels, toTensor(values).to(device_), mesh_.triangles);
        };
        const PhotoColors painted = blendAtVertices(mesh_, views_, input_.light);
        if (input_.vertex_fallback.empty()) {
            return at_texels(vertexColors(*input_.mesh, painted, {}));
        }
        // The light that is in them is another one: first they are made as bright all in all.
        Vec3f level{1, 1, 1};
        if (input_.light != nullptr) {
            level = commonLevel(painted);
        }
        std::vector<Vec3f> given = input_.vertex_fallback;
        for (Vec3f& color : given) {
            color = color * level;
        }
        std::vector<Vec3f> colors = vertexColors(*input_.mesh, painted, given);
        for (size_t v = 0; v < colors.size(); ++v) {
            colors[v] = colors[v] - given[v];
        }
        const at::Tensor factor = at::tensor({level.x, level.y, level.z}).to(device_);
        return (input_.fallback * factor + at_texels(colors)).clamp(0, 1);
    }

    /// Of the painted vertices against the same vertices' fallback.
    Vec3f commonLevel(const PhotoColors& painted) const {
        Vec3d sum, given;
        for (size_t v = 0; v < painted.colors.size(); ++v) {
            for (int k = 0; k < 3; ++k) {
                sum[k] += painted.known[v] * painted.colors[v][k];
                given[k] += painted.known[v] * input_.vertex_fallback[v][k];
            }
        }
        Vec3f level;
        for (int k = 0; k < 3; ++k) {
            level[k] =
                given[k] > 0 ? static_cast<float>(std::clamp(sum[k] / given[k], 0.2, 5.0)) : 1;
        }
        return level;
    }

    PhotoPixels pixels() const {
        std::vector<at::Tensor> uv, uv_da, color, weight, offset, gain;
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
            const auto of_vertices = [&](const at::Tensor& values) {
                return interpolate(values.unsqueeze(0), rast, mesh_.triangles)
                    .view({-1, values.size(1)});
            };
            const at::Tensor point = of_vertices(mesh_.positions);
            const at::Tensor normal = unit(of_vertices(mesh_.normals));
            const at::Tensor worth = views_[i].at(point, normal).weight;
            const at::Tensor speaks = worth.gt(0).nonzero().view({-1});
            uv.push_back(at_pixels.out.view({-1, 2}).index_select(0, speaks));
            uv_da.push_back(at_pixels.out_da.view({-1, 4}).index_select(0, speaks));
            color.push_back(views_[i].pixels().index_select(0, index.index_select(0, speaks)));
            weight.push_back(worth.index_select(0, speaks).unsqueeze(1));
            const ColorResponse response =
                input_.light == nullptr
                    ? ColorResponse{at::zeros_like(color.back()), at::ones_like(color.back())}
                    : colorResponse(input_.light->maps,
                                    point.index_select(0, speaks),
                                    normal.index_select(0, speaks),
                                    of_vertices(input_.light->orm).index_select(0, speaks),
                                    views_[i].eye());
            offset.push_back(response.offset);
            gain.push_back(response.gain);
        }
        PhotoPixels all;
        all.uv = at::cat(uv).view({1, 1, -1, 2});
        all.uv_da = at::cat(uv_da).view({1, 1, -1, 4});
        all.shown = displayValues(at::cat(color));
        all.weight = at::cat(weight).pow(kPixelPower);
        all.weight = all.weight / all.weight.mean();
        all.response = {at::cat(offset), at::cat(gain)};
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

    /// Values [M, C] of the pixels carried back to the map.
    at::Tensor carriedBack(const at::Tensor& values, const PhotoPixels& pixels) const {
        at::AutoGradMode with_gradients(true);
        const int64_t size = input_.texels->size;
        const at::Tensor leaf =
            at::zeros({size, size, values.size(1)}, values.options()).set_requires_grad(true);
        rendered(leaf, pixels).backward(values);
        return leaf.grad();
    }

    void refine(at::Tensor& map) const {
        const PhotoPixels seen = pixels();
        if (seen.shown.size(0) == 0) {
            return;
        }
        const auto& [offset, gain] = seen.response;
        const at::Tensor start = map.clone();
        for (int i = 0; i < input_.iterations; ++i) {
            report(static_cast<double>(i) / input_.iterations);
            const at::Tensor radiance = offset + gain * rendered(map, seen);
            const at::Tensor residual = seen.shown - displayValues(radiance);
            // Beyond white only "too bright" can be told.
            const at::Tensor speaks = (radiance.lt(1) | residual.lt(0)).to(at::kFloat);
            const at::Tensor weight = seen.weight * speaks / (residual.abs() / kOutlier + 1);
            const at::Tensor slope = gain * displaySlope(radiance);
            const at::Tensor back =
                carriedBack(at::cat({residual * slope * weight, slope.square() * weight}, 1), seen);
            const at::Tensor got = back.slice(2, 3, 6);
            const double hold = kHold * usualWeight(got);
            map += kRelaxation * (back.slice(2, 0, 3) + hold * (start - map)) / (got + hold);
            map.clamp_(0, 1);
        }
    }

    const PhotoTextureInput& input_;
    at::Device device_;
    DeviceMesh mesh_;
    at::Tensor uv_, uv_triangles_;
    std::vector<PhotoView> views_;
};

}  // namespace

PhotoTexture paintFromPhotos(const PhotoTextureInput& input) {
    const at::NoGradGuard no_grad;
    return Painter(input).paint();
}

}  // namespace bozzetto
