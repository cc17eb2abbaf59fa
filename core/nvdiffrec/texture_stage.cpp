// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/texture_stage.h"

#include "base/error.h"
#include "base/random.h"
#include "geometry/regularizers.h"
#include "mesh/normals.h"
#include "nvdiffrec/appearance.h"
#include "nvdiffrec/image_loss.h"
#include "nvdiffrec/tensor_bytes.h"
#include "nvdiffrec/texture_bake.h"
#include "nvdiffrec/view_order.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/texture.h"
#include "render/shade.h"
#include "tensor/convert.h"

#include <torch/types.h>

#include <cmath>

namespace bozzetto {
namespace {

constexpr double kKdSmoothness = 0.01;   // of a quarter of the pixels, between uv and uv + jitter (nvdiffrec 8.2)
constexpr double kOrmSmoothness = 0.02;
constexpr double kLightWhiteness = 0.005;
constexpr double kJitterTexels = 3.0;
constexpr int kJitterStride = 4;
constexpr double kLaplacian = 1.0;  // of the displacement in mean edge lengths ("relative", nvdiffrec 8.2)
// Ranges of kd, occlusion, roughness, metallic.
constexpr float kLow[kMaterialChannels] = {0, 0, 0, 0, kMinRoughness, 0};
constexpr float kHigh[kMaterialChannels] = {1, 1, 1, 1, 1, 1};

double meanEdge(const TriangleMesh& mesh) {
    double sum = 0;
    for (const Vec3i& t : mesh.triangles) {
        for (int k = 0; k < 3; ++k) {
            sum += length(mesh.positions[t[k]] - mesh.positions[t[(k + 1) % 3]]);
        }
    }
    return sum / (3.0 * static_cast<double>(std::max<size_t>(1, mesh.triangles.size())));
}

at::Tensor rowOf(const float (&values)[kMaterialChannels]) {
    at::Tensor t = at::empty({1, kMaterialChannels});
    std::copy(values, values + kMaterialChannels, t.data_ptr<float>());
    return t;
}

}  // namespace

struct TextureStage::State {
    TextureInput input;
    NvdiffrecOptions options;
    uint64_t seed = 0;
    int64_t done = 0;
    double rate_scale = 1;
    std::vector<TrainingView> views;
    at::Tensor start, triangles, topology, uv, uv_triangles;
    AtlasTexels texels;
    double edge = 0;
    Parameter maps, displacement, light;
    LightPrefilter prefilter;
    at::Tensor low = rowOf(kLow), high = rowOf(kHigh);

    State(const TextureInput& in, const NvdiffrecOptions& opt, uint64_t s)
        : input(in), options(opt), seed(s), prefilter(opt.light_size) {}

    at::Tensor vertices() const { return start + displacement.value() * edge; }
    at::Tensor lookup(const at::Tensor& at_uv) const;
    at::Tensor viewLoss(const Surface& surface, const LightMaps& light_maps, const TrainingView& view, uint64_t draw);
};

at::Tensor TextureStage::State::lookup(const at::Tensor& at_uv) const {
    const int64_t size = options.texture_size, count = at_uv.numel() / 2;
    const at::Tensor map = maps.value().view({1, size, size, kMaterialChannels});
    TextureOptions linear;
    linear.boundary = TextureBoundary::Clamp;
    return texture(map, at_uv.view({1, 1, count, 2}), linear).view({count, kMaterialChannels});
}

at::Tensor TextureStage::State::viewLoss(const Surface& surface, const LightMaps& light_maps, const TrainingView& view, uint64_t draw) {
    const SurfacePixels pixels = seeSurface(surface, view);
    const int64_t count = pixels.index.size(0);
    const at::Tensor where = interpolate(uv, pixels.compact, uv_triangles).view({count, 2});
    const at::Tensor values = lookup(where);
    const at::Tensor kd = values.slice(1, 0, 3).contiguous(), orm = values.slice(1, 3, 6).contiguous();
    const at::Tensor color = shade({pixels.position, pixels.normal, kd, orm, view.position}, light_maps);
    at::Tensor background = at::empty({3});
    for (int c = 0; c < 3; ++c) {
        background.data_ptr<float>()[c] = randomUniform(seed, 0x7e4 + draw, static_cast<uint64_t>(c));
    }
    at::Tensor loss = imageLoss(composeView(surface, pixels, color, background, view), view.target, background, {});
    if (count >= kJitterStride) {
        const double share = static_cast<double>(count) / static_cast<double>(view.target.size(0) * view.target.size(1));
        const auto some = [&](const at::Tensor& t) {
            return t.slice(0, static_cast<int64_t>(draw % kJitterStride), count, kJitterStride).contiguous();
        };
        at::Tensor moved = some(where.detach());
        float* m = moved.data_ptr<float>();
        for (int64_t i = 0; i < moved.numel(); ++i) {
            m[i] += static_cast<float>((randomUniform(seed, 0x9e4 + draw, static_cast<uint64_t>(i)) - 0.5) * 2.0 * kJitterTexels /
                                       options.texture_size);
        }
        const at::Tensor other = lookup(moved), here = some(values);
        loss = loss + share * (kKdSmoothness * (other.slice(1, 0, 3) - here.slice(1, 0, 3)).abs().mean() +
                               kOrmSmoothness * (other.slice(1, 3, 6) - here.slice(1, 3, 6)).abs().mean());
    }
    if (view.depth.defined()) {
        loss = loss + 0.5 * depthLoss(pixels, view, edge) * (static_cast<double>(count) / view.target.numel() * 4.0);
    }
    return loss;
}

TextureStage::TextureStage(const TextureInput& input, const NvdiffrecOptions& options, uint64_t seed)
    : state_(std::make_unique<State>(input, options, seed)) {
    State& s = *state_;
    s.views = makeTrainingViews(input.scene.views, options.image_side, input.scene.box, options.use_depth);
    s.start = toTensor(input.mesh.positions);
    s.triangles = toTensor(input.mesh.triangles);
    s.topology = edgeTopology(s.triangles, s.start.size(0));
    s.uv = textureCoordinates(input.atlas).unsqueeze(0);
    s.uv_triangles = toTensor(input.atlas.uv_triangles);
    s.edge = meanEdge(input.mesh);
    const int64_t size = options.texture_size;
    s.texels = rasterizeAtlas(input.mesh, input.atlas, options.texture_size);
    at::Tensor map = at::zeros({size * size, kMaterialChannels});
    at::Tensor known = at::zeros({size * size}, at::kBool);
    {
        const at::NoGradGuard no_grad;
        map.index_copy_(0, s.texels.index, input.appearance(s.texels.position));
        known.index_fill_(0, s.texels.index, true);
        at::Tensor square = map.view({size, size, kMaterialChannels});
        fillGutters(square, known);
    }
    s.maps = Parameter(map, Parameter::Rows::Sparse, {0.9f, 0.99f});
    s.displacement = Parameter(at::zeros_like(s.start), Parameter::Rows::Sparse, {0.9f, 0.99f});
    s.light = Parameter(input.light.reshape({-1, 3}), Parameter::Rows::Dense, {});
}
TextureStage::~TextureStage() = default;

void TextureStage::scaleLearningRates(double factor) { state_->rate_scale *= factor; }

int64_t TextureStage::iterations() const { return state_->options.texture_iterations; }
int64_t TextureStage::done() const { return state_->done; }
at::Tensor TextureStage::lightLogits() const {
    const int64_t size = state_->options.light_size;
    return state_->light.value().detach().view({6, size, size, 3});
}

double TextureStage::step() {
    State& s = *state_;
    const int64_t size = s.options.light_size;
    const at::Tensor vertices = s.vertices();
    const Surface surface{vertices, s.triangles, vertexNormals(vertices, s.triangles), s.topology};
    const at::Tensor base = s.light.value().exp().view({6, size, size, 3});
    const LightMaps light_maps = s.prefilter(base);
    const size_t view = viewAt(s.seed ^ 0x7e57, static_cast<uint64_t>(s.done), s.views.size());
    const at::Tensor image = s.viewLoss(surface, light_maps, s.views[view], static_cast<uint64_t>(s.done));
    const at::Tensor loss = image + kLightWhiteness * (base - base.mean(3, true)).abs().mean() +
                            kLaplacian * s.options.smoothness * laplacianLoss(s.displacement.value(), s.triangles);
    loss.backward();
    const double value = image.item<double>();
    if (!std::isfinite(value)) {
        throw Error(Error::Kind::Engine, "The loss is not a number at step " + std::to_string(s.done + 1) + " of the texture stage",
                    "Lower the learning rates (--set lr_material=...).");
    }
    const double progress = static_cast<double>(s.done) / static_cast<double>(iterations());
    const double decay = s.rate_scale * std::pow(0.1, progress);
    s.maps.step(static_cast<float>(0.5 * s.options.learning_rate_material * decay));
    s.displacement.step(static_cast<float>(s.options.learning_rate_vertex * decay));
    s.light.step(static_cast<float>(0.5 * s.options.learning_rate_light * decay));
    {
        const at::NoGradGuard no_grad;
        at::Tensor maps = s.maps.value();
        at::max_out(maps, maps, s.low);
        at::min_out(maps, maps, s.high);
    }
    ++s.done;
    return value;
}

TexturedMesh TextureStage::result() const {
    const State& s = *state_;
    const at::NoGradGuard no_grad;
    const int64_t size = s.options.texture_size;
    at::Tensor map = s.maps.value().detach().clone().view({size, size, kMaterialChannels});
    at::Tensor known = at::zeros({size * size}, at::kBool);
    known.index_fill_(0, s.texels.index, true);
    fillGutters(map, known);
    TexturedMesh result;
    result.mesh = {toVec3f(s.vertices()), s.input.mesh.triangles};
    result.normals = vertexNormals(result.mesh);
    result.uvs = s.input.atlas.uvs;
    result.uv_triangles = s.input.atlas.uv_triangles;
    result.material.base_color = toImage(map.slice(2, 0, 3));
    result.material.occlusion = toImage(map.slice(2, 3, 4));
    result.material.roughness = toImage(map.slice(2, 4, 5));
    result.material.metallic = toImage(map.slice(2, 5, 6));
    if (!at::isfinite(map).all().item<bool>()) {
        throw Error(Error::Kind::Engine, "The textures hold values that are not numbers", "Lower the learning rates (--set lr_material=...).");
    }
    return result;
}

std::string TextureStage::serialize() const {
    const State& s = *state_;
    return joinBytes({bytesOfTensors({at::tensor({s.done}, at::kLong)}), s.maps.serialize(), s.displacement.serialize(), s.light.serialize()});
}

void TextureStage::deserialize(const std::string& bytes) {
    State& s = *state_;
    const std::vector<std::string> pieces = splitBytes(bytes);
    require(pieces.size() == 4, "a texture checkpoint has four pieces");
    s.done = tensorsOfBytes(pieces[0]).at(0).item<int64_t>();
    s.maps.deserialize(pieces[1]);
    s.displacement.deserialize(pieces[2]);
    s.light.deserialize(pieces[3]);
}

}  // namespace bozzetto
