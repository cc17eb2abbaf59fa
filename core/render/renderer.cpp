// SPDX-License-Identifier: Apache-2.0
#include "render/renderer.h"

#include "mesh/normals.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/rasterize.h"
#include "raster/texture.h"
#include "render/shade.h"
#include "tensor/checks.h"
#include "tensor/convert.h"
#include "tensor/precompiled.h"

#include <optional>

namespace bozzetto {
namespace {

constexpr int kSupersampling = 2;         // samples a pixel and side
constexpr int kMargin = 1;                // pixels around a band, for edges that cross its border
constexpr int64_t kBandPixels = 1 << 18;  // pixels drawn at once: about 150 MB with everything

/// A map [1, h, w, C] and the mip levels that exist: both sides must stay even.
struct Map {
    at::Tensor texels;
    int mip_levels = 0;
};

Map mapOf(const Image& image, const at::Device& device) {
    Map map;
    map.texels = toTensor(image).to(device).unsqueeze(0).contiguous();
    for (int w = image.width, h = image.height; w % 2 == 0 && h % 2 == 0; w /= 2, h /= 2) {
        ++map.mip_levels;
    }
    return map;
}

void checkMesh(const TexturedMesh& mesh) {
    const auto fail = [](const std::string& what) {
        throw Error(
            Error::Kind::BadInput, what, "Write the mesh again with its UVs, .mtl and maps.");
    };
    const Material& m = mesh.material;
    if (m.base_color.channels < 3 || m.roughness.channels < 1 || m.metallic.channels < 1 ||
        m.base_color.empty() || m.roughness.empty() || m.metallic.empty()) {
        fail("the mesh lacks a base colour, roughness or metallic map");
    }
    if (mesh.uv_triangles.size() != mesh.mesh.triangles.size()) {
        fail("the mesh has " + std::to_string(mesh.mesh.triangles.size()) +
             " triangles but UVs for " + std::to_string(mesh.uv_triangles.size()));
    }
    const auto in_range = [](const std::vector<Vec3i>& triangles, std::size_t count) {
        for (const Vec3i& t : triangles) {
            for (int k = 0; k < 3; ++k) {
                if (t[k] < 0 || static_cast<std::size_t>(t[k]) >= count) {
                    return false;
                }
            }
        }
        return true;
    };
    if (!in_range(mesh.mesh.triangles, mesh.mesh.positions.size()) ||
        !in_range(mesh.uv_triangles, mesh.uvs.size())) {
        fail("a triangle of the mesh names a vertex that does not exist");
    }
}

at::Tensor faceNormals(const at::Tensor& positions, const at::Tensor& triangles) {
    const at::Tensor index = triangles.to(at::kLong);
    const at::Tensor a = positions.index_select(0, index.select(1, 0));
    const at::Tensor n = at::cross(positions.index_select(0, index.select(1, 1)) - a,
                                   positions.index_select(0, index.select(1, 2)) - a,
                                   1);
    return n / n.norm(2, 1, true).clamp_min(1e-30);
}

/// Where the covered samples of a band are and what was hit.
struct Covered {
    at::Tensor index;          // [M] into the band's samples
    at::Tensor rast, rast_db;  // [1, 1, M, 4]
};

/// The camera of the rows [begin, end) of the picture, supersampled.
Camera bandCamera(const Camera& camera, int begin, int end) {
    Camera band = camera;
    band.height = end - begin;
    band.cy = camera.cy - begin;
    return band.scaledTo(band.width * kSupersampling, band.height * kSupersampling);
}

}  // namespace

struct Renderer::Data {
    at::Device device;
    at::Tensor positions, triangles, normals, face_normals,
        topology;                            // [V, 3], [T, 3], [V, 3], [T, 3], [T, 3]
    at::Tensor uvs, uv_triangles, tangents;  // [U, 2] with v downwards, [T, 3], [U, 4] or undefined
    Map base_color, roughness, metallic, normal_map, occlusion;
    LightMaps light;

    Data(const TexturedMesh& mesh,
         const Image& environment,
         const LightPrefilter* prefilter,
         const at::Device& draw_on);
    Image render(const Camera& camera, RenderMode mode) const;

private:
    at::Tensor renderBand(const Camera& camera,
                          RenderMode mode) const;  // [1, H, W, 4], premultiplied
    at::Tensor colorsOf(const Covered& covered,
                        const Camera& camera,
                        RenderMode mode) const;  // [M, 3]
    at::Tensor shadedColors(const Covered& covered, const Camera& camera, RenderMode mode) const;
    at::Tensor lookup(const Map& map, const Interpolated& uv) const;  // [M, C]
    at::Tensor interpolated(const at::Tensor& attributes,
                            const Covered& covered,
                            const at::Tensor& index) const;
    void depthRange(const Camera& camera, double& z_near, double& z_far) const;
};

Renderer::Data::Data(const TexturedMesh& source,
                     const Image& environment,
                     const LightPrefilter* prefilter,
                     const at::Device& draw_on)
    : device(draw_on) {
    checkMesh(source);
    TexturedMesh mesh;  // without the maps, which stay with the caller
    mesh.mesh = source.mesh;
    mesh.uvs = source.uvs, mesh.uv_triangles = source.uv_triangles, mesh.tangents = source.tangents;
    mesh.normals = source.normals.size() == source.mesh.positions.size()
                       ? source.normals
                       : vertexNormals(source.mesh);
    const Material& material = source.material;
    if (!material.normal.empty() && mesh.tangents.size() != mesh.uvs.size()) {
        computeTangents(mesh);
    }
    positions = toTensor(mesh.mesh.positions).to(device);
    triangles = toTensor(mesh.mesh.triangles).to(device);
    normals = toTensor(mesh.normals).to(device);
    face_normals = faceNormals(positions, triangles);
    topology = edgeTopology(triangles, positions.size(0));
    uvs = toTensor(mesh.uvs).to(device);
    uvs.select(1, 1).neg_().add_(1);  // v runs up in files, texel rows run down
    uv_triangles = toTensor(mesh.uv_triangles).to(device);
    base_color = mapOf(material.base_color, device);
    roughness = mapOf(material.roughness, device);
    metallic = mapOf(material.metallic, device);
    if (!material.normal.empty()) {
        normal_map = mapOf(material.normal, device);
        tangents = toTensor(mesh.tangents).to(device);
    }
    if (!material.occlusion.empty()) {
        occlusion = mapOf(material.occlusion, device);
    }
    if (!environment.empty()) {
        light = (*prefilter)(cubeFromLatLong(environment, prefilter->baseSize()).to(device));
    }
}

at::Tensor Renderer::Data::interpolated(const at::Tensor& attributes,
                                        const Covered& covered,
                                        const at::Tensor& index) const {
    return interpolate(attributes.unsqueeze(0), covered.rast, index).view({-1, attributes.size(1)});
}

at::Tensor Renderer::Data::lookup(const Map& map, const Interpolated& uv) const {
    TextureOptions options;
    options.filter = TextureFilter::LinearMipmapLinear;
    options.boundary = TextureBoundary::Clamp;
    options.max_mip_level = map.mip_levels;
    options.uv_da = uv.out_da;
    return texture(map.texels, uv.out, options).view({-1, map.texels.size(3)});
}

at::Tensor Renderer::Data::shadedColors(const Covered& covered,
                                        const Camera& camera,
                                        RenderMode mode) const {
    const Interpolated uv =
        interpolate(uvs.unsqueeze(0), covered.rast, uv_triangles, covered.rast_db);
    const auto grey = [](const at::Tensor& v) { return v.slice(1, 0, 1).expand({v.size(0), 3}); };
    switch (mode) {
        case RenderMode::Albedo:
            return lookup(base_color, uv).slice(1, 0, 3);
        case RenderMode::Roughness:
            return grey(lookup(roughness, uv));
        case RenderMode::Metallic:
            return grey(lookup(metallic, uv));
        default:
            break;
    }
    const Vec3d eye = camera.position();
    const at::Tensor camera_position =
        at::tensor({eye.x, eye.y, eye.z}, at::kDouble).to(at::kFloat).view({1, 3}).to(device);
    const at::Tensor position = interpolated(positions, covered, triangles);
    const at::Tensor triangle = covered.rast.view({-1, 4}).select(1, 3).to(at::kLong) - 1;
    at::Tensor tangent, map;
    if (normal_map.texels.defined()) {
        tangent = interpolated(tangents, covered, uv_triangles);
        map = lookup(normal_map, uv).slice(1, 0, 3).contiguous();
    }
    const at::Tensor normal = shadingNormal(position,
                                            camera_position,
                                            interpolated(normals, covered, triangles),
                                            face_normals.index_select(0, triangle),
                                            tangent,
                                            map);
    if (mode == RenderMode::Normal) {
        return normal / normal.norm(2, 1, true).clamp_min(1e-20) * 0.5 + 0.5;
    }
    const at::Tensor rough = lookup(roughness, uv).slice(1, 0, 1),
                     metal = lookup(metallic, uv).slice(1, 0, 1);
    const at::Tensor open =
        occlusion.texels.defined() ? lookup(occlusion, uv).slice(1, 0, 1) : at::ones_like(rough);
    return shade({position,
                  normal,
                  lookup(base_color, uv).slice(1, 0, 3).contiguous(),
                  at::cat({open, rough, metal}, 1),
                  camera_position},
                 light);
}

at::Tensor Renderer::Data::colorsOf(const Covered& covered,
                                    const Camera& camera,
                                    RenderMode mode) const {
    const int64_t m = covered.index.size(0);
    if (mode == RenderMode::Mask) {
        return at::ones({m, 3}, positions.options());
    }
    if (mode == RenderMode::Depth) {
        const Mat4d camera_from_world = inverseRigid(camera.world_from_camera);
        const at::Tensor row = toTensor(camera_from_world)[2].to(device);
        const at::Tensor z =
            interpolated(positions, covered, triangles).mv(row.slice(0, 0, 3)) + row[3];
        return (-z).unsqueeze(1).expand({m, 3});
    }
    return shadedColors(covered, camera, mode);
}

/// Near and far planes close around the mesh.
void Renderer::Data::depthRange(const Camera& camera, double& z_near, double& z_far) const {
    const at::Tensor row = toTensor(inverseRigid(camera.world_from_camera))[2].to(device);
    const at::Tensor depth = -(positions.mv(row.slice(0, 0, 3)) + row[3]);
    z_far = std::max(1e-6, depth.max().item<double>() * 1.01);
    z_near = std::max(1e-3 * z_far, depth.min().item<double>() * 0.99);
    z_near = std::min(z_near, 0.5 * z_far);
}

at::Tensor Renderer::Data::renderBand(const Camera& camera, RenderMode mode) const {
    double z_near = 0, z_far = 0;
    depthRange(camera, z_near, z_far);
    const at::Tensor clip_from_world = toTensor(clipFromWorld(camera, z_near, z_far)).to(device);
    const at::Tensor clip =
        (at::cat({positions, at::ones({positions.size(0), 1}, positions.options())}, 1)
             .matmul(clip_from_world.t()))
            .unsqueeze(0)
            .contiguous();
    const Raster raster = rasterize(clip, triangles, camera.height, camera.width);
    const at::Tensor rast = raster.rast.view({-1, 4});
    Covered covered;
    covered.index = rast.select(1, 3).nonzero().view({-1});
    at::Tensor out = at::zeros({rast.size(0), 4}, positions.options());
    if (covered.index.size(0) == 0) {
        return out.view({1, camera.height, camera.width, 4});
    }
    covered.rast = rast.index_select(0, covered.index).view({1, 1, -1, 4});
    covered.rast_db =
        raster.rast_db.view({-1, 4}).index_select(0, covered.index).view({1, 1, -1, 4});
    const at::Tensor colors = colorsOf(covered, camera, mode);
    out.index_copy_(
        0, covered.index, at::cat({colors, at::ones({colors.size(0), 1}, colors.options())}, 1));
    return antialias(
        out.view({1, camera.height, camera.width, 4}), raster.rast, clip, triangles, topology);
}

Image Renderer::Data::render(const Camera& camera, RenderMode mode) const {
    if (mode == RenderMode::Shaded && !light.diffuse.defined()) {
        throw Error(Error::Kind::BadInput,
                    "there is no light to render with",
                    "Give a light (.hdr) or render another mode.");
    }
    Image out(camera.width, camera.height, 4);
    if (positions.size(0) == 0 || triangles.size(0) == 0) {
        return out;
    }
    const int rows = std::max<int>(1, static_cast<int>(kBandPixels / std::max(1, camera.width)));
    for (int begin = 0; begin < camera.height; begin += rows) {
        const int end = std::min(camera.height, begin + rows);
        const int first = std::max(0, begin - kMargin),
                  last = std::min(camera.height, end + kMargin);
        const at::Tensor samples = renderBand(bandCamera(camera, first, last), mode);
        const at::Tensor pixels =
            samples.view({last - first, kSupersampling, camera.width, kSupersampling, 4})
                .mean(at::IntArrayRef{1, 3});
        const at::Tensor alpha = pixels.slice(2, 3, 4).clamp(0, 1);
        const at::Tensor straight =
            (pixels.slice(2, 0, 3) / alpha.clamp_min(1e-6)).clamp_min(0) * (alpha > 0);
        const at::Tensor band =
            at::cat({straight, alpha}, 2).slice(0, begin - first, end - first).contiguous().cpu();
        std::copy_n(band.data_ptr<float>(), band.numel(), out.at(0, begin));
    }
    return out;
}

Renderer::Renderer(const TexturedMesh& mesh,
                   const Image& light,
                   int light_size,
                   const at::Device& device) {
    const at::NoGradGuard no_gradients;
    std::optional<LightPrefilter> prefilter;
    if (!light.empty()) {
        prefilter.emplace(light_size);
    }
    data_ = std::make_unique<Data>(mesh, light, prefilter ? &*prefilter : nullptr, device);
}
Renderer::Renderer(const TexturedMesh& mesh,
                   const Image& light,
                   const LightPrefilter& prefilter,
                   const at::Device& device) {
    const at::NoGradGuard no_gradients;
    data_ = std::make_unique<Data>(mesh, light, &prefilter, device);
}
Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

Image Renderer::render(const Camera& camera, RenderMode mode) const {
    const at::NoGradGuard no_gradients;
    return data_->render(camera, mode);
}

}  // namespace bozzetto
