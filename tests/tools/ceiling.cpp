// SPDX-License-Identifier: Apache-2.0
// bozzetto-ceiling VIEWS.json --mesh GT.ply --light env.hdr
//
// The best score that our shading can reach on a rendered set: the true mesh with the true albedo,
// roughness and metallic (from the views' ground-truth pictures, pixel by pixel) under the true
// light, with no visibility (the split sum as it is) and with several models of occlusion, traced
// against the mesh. What is left between them is what the shading model cannot express.
#include "base/error.h"
#include "base/parallel_for.h"
#include "base/random.h"
#include "camera/image_set_reader.h"
#include "image/codec.h"
#include "io/hdr.h"
#include "io/ply.h"
#include "mesh/distance.h"
#include "optim/metrics.h"
#include "render/cube_map.h"
#include "render/shade.h"
#include "tensor/convert.h"
#include "tensor/precompiled.h"

#include <cstdio>
#include <numbers>
#include <string>
#include <unordered_map>

using namespace bozzetto;

namespace {

constexpr int kSubpixels = 2;  // a side
constexpr int kRays = 32;      // a sample: 128 a pixel
constexpr int kLightSize = 64;
constexpr float kCreaseDegrees = 38;
constexpr float kFar = 100.0f;

struct Scene {
    TexturedMesh mesh;
    std::vector<Vec3f> corner_normals;  // [3 T]
    TriangleBvh bvh;
    at::Tensor light;   // base cube
    Vec3f mean_albedo;  // stands for the unknown colour of what a ray hits
};

/// The samples of a view that hit the mesh, and what was traced for each.
struct Samples {
    std::vector<int> pixel;
    std::vector<Vec3f> position, normal, kd, orm;
    std::vector<Vec3f> visible_irradiance;  // irradiance / pi through the unblocked part of the sky
    std::vector<Vec3f> bounced_irradiance;  // the rest: light from what blocks it, one bounce
    std::vector<float> open;                // cosine-weighted unblocked share
    std::vector<float> specular_open;       // share of GGX reflection rays that leave
    std::vector<Vec3f> specular_bounced;    // radiance that the others bring, weighted
};

Vec3f toFloat(Vec3d v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

/// Normals of the corners of all triangles [3 T]: angle-weighted means of the faces around the
/// vertex, not across edges sharper than kCreaseDegrees (the sample scenes are rendered with
/// Blender's automatic smoothing, which the PLY does not hold).
class CornerNormals {
public:
    explicit CornerNormals(const TriangleMesh& mesh) : mesh_(mesh) {
        for (int t = 0; t < static_cast<int>(mesh.triangles.size()); ++t) {
            const Vec3i v = mesh.triangles[t];
            const Vec3f a = mesh.positions[v.x];
            faces_.push_back(normalize(cross(mesh.positions[v.y] - a, mesh.positions[v.z] - a)));
            for (int k = 0; k < 3; ++k) {
                edges_[edgeKey(v[k], v[(k + 1) % 3])].push_back(t);
            }
        }
    }

    std::vector<Vec3f> operator()() const {
        std::vector<Vec3f> normals;
        for (int t = 0; t < static_cast<int>(mesh_.triangles.size()); ++t) {
            for (int k = 0; k < 3; ++k) {
                normals.push_back(fanNormal(t, mesh_.triangles[t][k]));
            }
        }
        return normals;
    }

private:
    static uint64_t edgeKey(int a, int b) {
        return static_cast<uint64_t>(std::min(a, b)) << 32 | static_cast<uint64_t>(std::max(a, b));
    }

    Vec3f fanNormal(int triangle, int vertex) const {
        static const float kSmoothCosine =
            std::cos(kCreaseDegrees * std::numbers::pi_v<float> / 180);
        std::vector<int> fan = {triangle};
        Vec3f sum;
        for (std::size_t i = 0; i < fan.size(); ++i) {
            const Vec3i v = mesh_.triangles[fan[i]];
            const int k = v.x == vertex ? 0 : (v.y == vertex ? 1 : 2);
            const Vec3f p = mesh_.positions[vertex];
            const Vec3f next = normalize(mesh_.positions[v[(k + 1) % 3]] - p);
            const Vec3f previous = normalize(mesh_.positions[v[(k + 2) % 3]] - p);
            sum += faces_[fan[i]] * std::acos(std::clamp(dot(next, previous), -1.0f, 1.0f));
            for (const int other : {v[(k + 1) % 3], v[(k + 2) % 3]}) {
                for (const int t : edges_.at(edgeKey(vertex, other))) {
                    if (dot(faces_[t], faces_[fan[i]]) > kSmoothCosine &&
                        std::find(fan.begin(), fan.end(), t) == fan.end()) {
                        fan.push_back(t);
                    }
                }
            }
        }
        return normalize(sum);
    }

    const TriangleMesh& mesh_;
    std::vector<Vec3f> faces_;
    std::unordered_map<uint64_t, std::vector<int>> edges_;
};

Vec3f normalAt(const Scene& scene, int triangle, Vec3f p) {
    const Vec3i t = scene.mesh.mesh.triangles[triangle];
    const Vec3f a = scene.mesh.mesh.positions[t.x], ab = scene.mesh.mesh.positions[t.y] - a;
    const Vec3f ac = scene.mesh.mesh.positions[t.z] - a, ap = p - a;
    const float d00 = dot(ab, ab), d01 = dot(ab, ac), d11 = dot(ac, ac), d20 = dot(ap, ab),
                d21 = dot(ap, ac);
    const float scale = 1 / (d00 * d11 - d01 * d01);
    const float v = (d11 * d20 - d01 * d21) * scale, w = (d00 * d21 - d01 * d20) * scale;
    const Vec3f* n = scene.corner_normals.data() + 3 * triangle;
    return normalize(n[0] * (1 - v - w) + n[1] * v + n[2] * w);
}

Vec3f radianceFrom(const at::Tensor& cube, Vec3f d) {
    const float* texel =
        cube.data_ptr<float>() + 3 * cubeNearestTexel(d, static_cast<int>(cube.size(1)));
    return {texel[0], texel[1], texel[2]};
}

struct Frame {
    Vec3f x, y, z;
    explicit Frame(Vec3f n) : z(n) {
        x = normalize(std::abs(n.z) < 0.9f ? cross(n, Vec3f{0, 0, 1}) : cross(n, Vec3f{1, 0, 0}));
        y = cross(z, x);
    }
    Vec3f operator()(float sin_theta, float cos_theta, float azimuth) const {
        return x * (sin_theta * std::cos(azimuth)) + y * (sin_theta * std::sin(azimuth)) +
               z * cos_theta;
    }
};

/// Traces diffuse and specular rays of one sample.
void traceSample(const Scene& scene,
                 const LightMaps& maps,
                 Samples& s,
                 std::size_t i,
                 Vec3f camera,
                 Vec3f face_normal) {
    const Vec3f n = s.normal[i], v = normalize(camera - s.position[i]);
    const Vec3f origin = s.position[i] + face_normal * 1e-4f;
    const float alpha = std::max(1e-3f, s.orm[i].y * s.orm[i].y), turn = randomUniform(3, i, 0),
                shift = randomUniform(3, i, 1);
    const auto bounced = [&](int triangle, Vec3f d) {
        const Vec3i t = scene.mesh.mesh.triangles[triangle];
        Vec3f hit_normal =
            normalize(scene.mesh.normals[t.x] + scene.mesh.normals[t.y] + scene.mesh.normals[t.z]);
        return dot(hit_normal, d) < 0 ? radianceFrom(maps.diffuse, hit_normal) * scene.mean_albedo
                                      : Vec3f{};
    };
    Vec3f visible, indirect, specular_indirect;
    int open = 0, specular_open = 0, specular_rays = 0;
    for (int r = 0; r < kRays; ++r) {
        const float u = (static_cast<float>(r) + shift) / kRays;
        const float azimuth =
            2 * std::numbers::pi_v<float> * (static_cast<float>(r) * 0.618034f + turn);
        const Vec3f d = Frame(n)(std::sqrt(u), std::sqrt(1 - u), azimuth);
        const TriangleBvh::Hit hit =
            dot(d, face_normal) > 0 ? scene.bvh.firstHit(origin, d, kFar) : TriangleBvh::Hit{0, -2};
        if (hit.triangle == -1) {
            visible += radianceFrom(scene.light, d);
            ++open;
        } else if (hit.triangle >= 0) {
            indirect += bounced(hit.triangle, d);
        }
        const float cos_h = std::sqrt((1 - u) / (1 + (alpha * alpha - 1) * u));
        const Vec3f h = Frame(n)(std::sqrt(1 - cos_h * cos_h), cos_h, azimuth);
        const Vec3f l = h * (2 * dot(v, h)) - v;
        if (dot(l, n) <= 0 || r % 2) {
            continue;
        }
        ++specular_rays;
        const TriangleBvh::Hit mirror = scene.bvh.firstHit(origin, l, kFar);
        if (mirror.triangle < 0) {
            ++specular_open;
        } else {
            specular_indirect += bounced(mirror.triangle, l);
        }
    }
    s.open[i] = static_cast<float>(open) / kRays;
    s.visible_irradiance[i] = visible * (1.0f / kRays);
    s.bounced_irradiance[i] = indirect * (1.0f / kRays);
    s.specular_open[i] = specular_rays
                             ? static_cast<float>(specular_open) / static_cast<float>(specular_rays)
                             : 1.0f;
    s.specular_bounced[i] =
        specular_rays ? specular_indirect * (1.0f / static_cast<float>(specular_rays)) : Vec3f{};
}

Samples traceView(const Scene& scene,
                  const LightMaps& maps,
                  const View& view,
                  const Image& albedo,
                  const Image& rm) {
    const Camera& camera = *view.camera;
    const Vec3f eye = toFloat(camera.position());
    Samples s;
    std::vector<Vec3f> face_normals;
    for (int y = 0; y < camera.height; ++y) {
        for (int x = 0; x < camera.width; ++x) {
            for (int sub = 0; sub < kSubpixels * kSubpixels; ++sub) {
                const double px = x + (sub % kSubpixels + 0.5) / kSubpixels,
                             py = y + (sub / kSubpixels + 0.5) / kSubpixels;
                const Vec3d local = {
                    (px - camera.cx) / camera.fx, -(py - camera.cy) / camera.fy, -1};
                const Vec3f d = normalize(
                    toFloat(transformPoint(camera.world_from_camera, local) - camera.position()));
                const TriangleBvh::Hit hit = scene.bvh.firstHit(eye, d, kFar);
                const float* colour = albedo.at(x, y);
                if (hit.triangle < 0 || colour[3] <= 0) {
                    continue;
                }
                const Vec3i t = scene.mesh.mesh.triangles[hit.triangle];
                const Vec3f a = scene.mesh.mesh.positions[t.x];
                s.pixel.push_back(y * camera.width + x);
                s.position.push_back(eye + d * hit.distance);
                s.normal.push_back(normalAt(scene, hit.triangle, s.position.back()));
                face_normals.push_back(normalize(
                    cross(scene.mesh.mesh.positions[t.y] - a, scene.mesh.mesh.positions[t.z] - a)));
                s.kd.push_back({colour[0], colour[1], colour[2]});
                s.orm.push_back({1, rm.at(x, y)[1], rm.at(x, y)[2]});
            }
        }
    }
    const std::size_t n = s.pixel.size();
    s.visible_irradiance.resize(n), s.bounced_irradiance.resize(n), s.specular_bounced.resize(n);
    s.open.resize(n), s.specular_open.resize(n);
    parallelTasks(static_cast<int64_t>(n / 1024 + 1), [&](int64_t task, int) {
        for (std::size_t i = task * 1024;
             i < std::min(n, static_cast<std::size_t>(task + 1) * 1024);
             ++i) {
            traceSample(scene, maps, s, i, eye, face_normals[i]);
        }
    });
    return s;
}

LightMaps onlyPart(const LightMaps& maps, bool diffuse) {
    LightMaps out = maps;
    if (diffuse) {
        for (at::Tensor& level : out.specular) {
            level = at::zeros_like(level);
        }
    } else {
        out.diffuse = at::zeros_like(out.diffuse);
    }
    return out;
}

/// Ground occlusion brightened by light between surfaces of the same colour. Source: Jimenez et al.
/// 2016, "Practical Realtime Strategies for Accurate Indirect Occlusion".
float multiBounce(float open, float albedo) {
    const float a = 2.0404f * albedo - 0.3324f, b = -4.7951f * albedo + 0.6417f,
                c = 2.7552f * albedo + 0.6903f;
    return std::max(open, ((open * a + b) * open + c) * open);
}

enum class Model {
    Open,
    AoDiffuse,
    AoAll,
    AoDiffuseLagarde,
    AoMultiBounce,
    Shadowed,
    ShadowedSpecular,
    OneBounce,
    Count
};
const char* kModelNames[] = {"no occlusion",
                             "AO x diffuse",
                             "AO x (diffuse + specular)",
                             "AO x diffuse, specular occlusion from AO (Lagarde)",
                             "multi-bounce AO x diffuse, Lagarde specular",
                             "shadowed irradiance, open specular",
                             "shadowed irradiance, traced specular",
                             "shadowed + one bounce, traced specular + one bounce"};

struct Terms {
    Vec3f diffuse, specular, irradiance;  // diffuse = diffuse albedo x irradiance
    float nv;
};

Vec3f compose(Model model, const Terms& t, const Samples& s, std::size_t i) {
    const float ao = s.open[i], roughness = s.orm[i].y;
    const float lagarde =
        std::clamp(std::pow(t.nv + ao, std::exp2(-16 * roughness - 1)) - 1 + ao, 0.0f, 1.0f);
    const Vec3f diffuse_albedo = s.kd[i] * (1 - s.orm[i].z);
    switch (model) {
        case Model::Open:
            return t.diffuse + t.specular;
        case Model::AoDiffuse:
            return t.diffuse * ao + t.specular;
        case Model::AoAll:
            return (t.diffuse + t.specular) * ao;
        case Model::AoDiffuseLagarde:
            return t.diffuse * ao + t.specular * lagarde;
        case Model::AoMultiBounce: {
            const Vec3f m = {
                multiBounce(ao, s.kd[i].x), multiBounce(ao, s.kd[i].y), multiBounce(ao, s.kd[i].z)};
            return t.diffuse * m + t.specular * lagarde;
        }
        case Model::Shadowed:
            return diffuse_albedo * s.visible_irradiance[i] + t.specular;
        case Model::ShadowedSpecular:
            return diffuse_albedo * s.visible_irradiance[i] + t.specular * s.specular_open[i];
        default: {
            const Vec3f mirror_share =
                s.kd[i] * s.orm[i].z + Vec3f{1, 1, 1} * (0.04f * (1 - s.orm[i].z));
            return diffuse_albedo * (s.visible_irradiance[i] + s.bounced_irradiance[i]) +
                   t.specular * s.specular_open[i] + mirror_share * s.specular_bounced[i];
        }
    }
}

std::vector<Terms> shadeTerms(const LightMaps& maps, const Samples& s, const Camera& camera) {
    const Vec3f eye = toFloat(camera.position());
    const ShadePoints points = {toTensor(s.position),
                                toTensor(s.normal),
                                toTensor(s.kd),
                                toTensor(s.orm),
                                toTensor(std::vector<Vec3f>{eye})};
    const std::vector<Vec3f> diffuse = toVec3f(shade(points, onlyPart(maps, true)));
    const std::vector<Vec3f> specular = toVec3f(shade(points, onlyPart(maps, false)));
    std::vector<Terms> terms(s.pixel.size());
    for (std::size_t i = 0; i < terms.size(); ++i) {
        terms[i] = {diffuse[i],
                    specular[i],
                    {},
                    std::max(0.0f, dot(s.normal[i], normalize(eye - s.position[i])))};
    }
    return terms;
}

Image composeView(
    Model model, const std::vector<Terms>& terms, const Samples& s, int width, int height) {
    Image out(width, height, 4);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const Vec3f colour = compose(model, terms[i], s, i);
        float* p = out.pixels.data() + 4 * static_cast<std::size_t>(s.pixel[i]);
        for (int c = 0; c < 3; ++c) {
            p[c] += std::clamp(colour[c], 0.0f, 1.0f);
        }
        p[3] += 1;
    }
    for (std::size_t i = 0; i < out.pixels.size(); i += 4) {
        const float n = out.pixels[i + 3];
        for (int c = 0; c < 3 && n > 0; ++c) {
            out.pixels[i + c] /= n;
        }
        out.pixels[i + 3] = n / (kSubpixels * kSubpixels);
    }
    return out;
}

Vec3f meanAlbedo(const ImageSet& set) {
    Vec3d sum;
    double weight = 0;
    for (const View& view : set.views) {
        const Image albedo = readImage(view.albedo_path);
        for (std::size_t i = 0; i < albedo.pixels.size(); i += 4) {
            const double a = albedo.pixels[i + 3];
            sum += Vec3d{albedo.pixels[i], albedo.pixels[i + 1], albedo.pixels[i + 2]} * a;
            weight += a;
        }
    }
    return toFloat(sum * (1 / std::max(1.0, weight)));
}

int run(const std::string& views_path,
        const std::string& mesh_path,
        const std::string& light_path,
        const std::string& output) {
    const ImageSet set = loadImageSet(views_path);
    TexturedMesh mesh = readPly(mesh_path);
    const Scene scene = {mesh,
                         CornerNormals(mesh.mesh)(),
                         TriangleBvh(mesh.mesh),
                         cubeFromLatLong(readHdr(light_path), kLightSize),
                         meanAlbedo(set)};
    const LightMaps maps = LightPrefilter(kLightSize)(scene.light);
    constexpr int kModels = static_cast<int>(Model::Count);
    double psnr[kModels] = {}, masked[kModels] = {}, iou = 0;
    for (const View& view : set.views) {
        const Samples s = traceView(scene,
                                    maps,
                                    view,
                                    readImage(view.albedo_path),
                                    readRawImage(view.roughness_metallic_path));
        const std::vector<Terms> terms = shadeTerms(maps, s, *view.camera);
        std::printf("%s:", view.name.c_str());
        for (int m = 0; m < kModels; ++m) {
            const Image image =
                composeView(static_cast<Model>(m), terms, s, view.image.width, view.image.height);
            const ViewScores scores = scoreView(image, view.image);
            psnr[m] += scores.psnr, masked[m] += scores.psnr_masked, iou = scores.mask_iou;
            std::printf(" %.2f", scores.psnr);
            if (!output.empty()) {
                writePng(output + "/" + view.name + "_" + std::to_string(m) + ".png",
                         image,
                         8,
                         PngValues::SrgbFromLinear);
            }
        }
        std::printf("  (mask IoU %.4f)\n", iou);
    }
    const auto n = static_cast<double>(set.views.size());
    std::printf("mean PSNR over white / inside the mask, dB\n");
    for (int m = 0; m < kModels; ++m) {
        std::printf("%6.2f / %6.2f  %s\n", psnr[m] / n, masked[m] / n, kModelNames[m]);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::string mesh, light, output;
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        (option == "--mesh" ? mesh : option == "--light" ? light : output) = argv[i + 1];
    }
    if (argc < 6 || mesh.empty() || light.empty()) {
        std::fprintf(
            stderr,
            "usage: bozzetto-ceiling VIEWS.json --mesh GT.ply --light env.hdr [--output DIR]\n");
        return 2;
    }
    try {
        return run(argv[1], mesh, light, output);
    } catch (const Error& e) {
        std::fprintf(stderr, "%s\n%s\n", e.what(), e.hint().c_str());
        return 3;
    }
}
