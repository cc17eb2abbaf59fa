// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/texture_stage.h"

#include "bake/texture_bake.h"
#include "base/error.h"
#include "geometry/regularizers.h"
#include "mesh/normals.h"
#include "mesh/subdivide.h"
#include "nvdiffrec/region.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
#include "raster/texture.h"
#include "render/shade.h"
#include "tensor/convert.h"
#include "tensor/rows.h"
#include "tensor/tensor_bytes.h"
#include "texturing/appearance.h"
#include "texturing/edge_smoothing.h"
#include "texturing/light_whiteness.h"
#include "texturing/material_search.h"
#include "texturing/noise.h"
#include "texturing/step_reads.h"
#include "texturing/vertex_texels.h"
#include "texturing/view_order.h"
#include "texturing/view_store.h"

#include <torch/types.h>

#include <cmath>
namespace bozzetto {
namespace {

/// Of a quarter of the pixels. Change: between uv and uv + jitter (nvdiffrec 8.2). Roughness and
/// metallic are held to what the search found; metallic more firmly, because a little metal
/// everywhere fits every error a little. The normal map's tilt is pulled to flat: shape first, then
/// the map.
constexpr MapWeights kMapWeights{.kd = 0.01,
                                 .orm = 0.05,
                                 .normal = 0.05,
                                 .roughness_anchor = 0.02,
                                 .metallic_anchor = 0.2,
                                 .flat_normal = 0.02};
constexpr double kLightWhiteness = 0.005;
constexpr double kSearchAgain =
    0.3;  // share of the steps after which the light is good enough for a second search
constexpr double kRefineRate = 0.2;  // of the views' refinement, against the first pass's start
constexpr double kJitterTexels = 3.0;
constexpr int kJitterStride = 4;
constexpr double kLaplacian =
    1.0;  // of the displacement in mean edge lengths ("relative", nvdiffrec 8.2)
// Rounds (smoothOverNeighbours) that the vertices' gradient is averaged over. Adam makes steps of
// one length of noisy gradients and of weak ones: what neighbours agree on is left, and a patch of
// surface moves as a whole. Cf. Nicolet, Jacobson and Jakob, "Large Steps in Inverse Rendering of
// Geometry" (2021).
constexpr int kGradientRounds = 4;
// Ranges of kd, roughness, metallic and the tangent-space normal (nvdiffrec section 2).
constexpr float kLow[] = {0, 0, 0, kMinRoughness, 0, -1, -1, 0};
constexpr float kHigh[] = {1, 1, 1, 1, 1, 1, 1, 1};
constexpr int kOcclusionRays = 128;
// The optimised map: material, then the tangent-space normal.
constexpr int kMapChannels = kMaterialChannels + 3;
constexpr int kNormalChannel = kMaterialChannels;

at::Tensor rowOf(const float (&values)[kMapChannels], const at::Device& device) {
    at::Tensor t = at::empty({1, kMapChannels}, at::kFloat);
    std::copy(values, values + kMapChannels, t.data_ptr<float>());
    return t.to(device);
}

/// Every kJitterStride-th row, another set each draw.
at::Tensor quarter(const at::Tensor& rows, uint64_t draw) {
    return rows.slice(0, static_cast<int64_t>(draw % kJitterStride), rows.size(0), kJitterStride)
        .contiguous();
}

}  // namespace

struct TextureStage::State {
    TextureInput input;
    NvdiffrecOptions options;
    uint64_t seed = 0;
    int64_t done = 0;
    double rate_scale = 1;
    ViewStore views;
    TexturedMesh mesh;  // as pass 2 starts, with tangents; no maps
    at::Tensor start, triangles, topology, openness, uv_triangles;
    VertexNeighbours neighbours;
    at::Tensor uv_tangent;  // [1, U, 6] texture coordinates and signed tangent
    AtlasTexels texels;
    at::Tensor anchor;  // [S * S, 2] roughness and metallic that pass 2 started from
    double edge = 0;
    Parameter maps, displacement, light;
    std::shared_ptr<const LightPrefilter> prefilter;

    State(const TextureInput& in, const NvdiffrecOptions& opt, uint64_t s)
        : input(in), options(opt), seed(s), prefilter(prefilterOf(in.scene, opt)) {}

    void loadViews();
    at::Tensor vertices() const { return start + displacement.value() * edge; }
    at::Tensor searchedMaterials(const at::Tensor& paint) const;
    void searchAgain();
    at::Tensor lookup(const at::Tensor& at_uv) const;
    at::Tensor jittered(const at::Tensor& where, uint64_t draw) const;
    at::Tensor mapRegulariser(const at::Tensor& where,
                              const at::Tensor& values,
                              const at::Tensor& beside,
                              uint64_t draw) const;
    const at::Device& device() const { return input.scene.device; }
    at::Tensor viewLoss(const Surface& surface,
                        const LightMaps& light_maps,
                        const ViewBatch& views,
                        uint64_t draw);
    at::Tensor photoLosses(const Surface& surface, const LightMaps& light_maps);
    void smoothGradient();
    void applyGradients();
    void requireFiniteGradients();
    void keepInRegion();
};

void TextureStage::State::loadViews() {
    views = {};  // the last ones go first
    views = ViewStore(
        input.scene.views, options.image_side, input.scene.box, options.use_depth, device());
}

at::Tensor TextureStage::State::lookup(const at::Tensor& at_uv) const {
    const int64_t size = options.texture_size, count = at_uv.numel() / 2;
    const at::Tensor map = maps.value().view({1, size, size, kMapChannels});
    TextureOptions linear;
    linear.boundary = TextureBoundary::Clamp;
    return texture(map, at_uv.view({1, 1, count, 2}), linear).view({count, kMapChannels});
}

/// Places a few texels beside a quarter of the pixels.
at::Tensor TextureStage::State::jittered(const at::Tensor& where, uint64_t draw) const {
    const at::Tensor spot = quarter(where.detach(), draw);
    return spot + uniformLike(spot, seed, 0x9e4 + draw, kJitterTexels / options.texture_size);
}

/// Smoothness between neighbouring texels (beside: the maps at jittered()) and the pulls towards
/// what is usual, over a quarter of the pixels.
at::Tensor TextureStage::State::mapRegulariser(const at::Tensor& where,
                                               const at::Tensor& values,
                                               const at::Tensor& beside,
                                               uint64_t draw) const {
    const int64_t size = options.texture_size;
    const at::Tensor spot = quarter(where.detach(), draw);
    TextureOptions nearest;
    nearest.filter = TextureFilter::Nearest;
    nearest.boundary = TextureBoundary::Clamp;
    const at::Tensor started =
        texture(anchor.view({1, size, size, 2}), spot.view({1, 1, -1, 2}), nearest).view({-1, 2});
    return bozzetto::mapRegulariser(values,
                                    beside,
                                    started,
                                    static_cast<int64_t>(draw % kJitterStride),
                                    kJitterStride,
                                    kMapWeights);
}

at::Tensor TextureStage::State::viewLoss(const Surface& surface,
                                         const LightMaps& light_maps,
                                         const ViewBatch& views,
                                         uint64_t draw) {
    const SurfacePixels pixels = seeSurface(surface, views);
    const int64_t count = pixels.index.size(0);
    const at::Tensor corner =
        interpolate(uv_tangent, pixels.compact, uv_triangles).view({count, 6});
    const std::vector<at::Tensor> corner_parts = splitColumns(corner, {2, 4});
    const at::Tensor& where = corner_parts[0];
    const at::Tensor& tangent = corner_parts[1];
    // One lookup for both: a second one would fill and add up a gradient of the whole maps again.
    const at::Tensor beside = jittered(where, draw);
    const std::vector<at::Tensor> looked_up =
        at::split_with_sizes(lookup(at::cat({where, beside})), {count, beside.size(0)});
    const at::Tensor& values = looked_up[0];
    const std::vector<at::Tensor> map = splitColumns(values, {3, 2, 3});
    const at::Tensor orm = at::cat({pixels.openness, map[1]}, 1);
    const at::Tensor face = pixels.compact.select(3, 3).detach().view({-1}).to(at::kLong) - 1;
    const at::Tensor face_normal =
        faceNormals(surface.vertices.detach(), triangles).index_select(0, face);
    const at::Tensor eye = atPixels(pixels, views.position);
    const at::Tensor normal =
        shadingNormal(pixels.position, eye, pixels.normal, face_normal, tangent, map[2]);
    at::Tensor color = shade({pixels.position, normal, map[0], orm, eye}, light_maps);
    if (views.gain.defined()) {
        color = color * atPixels(pixels, views.gain);
    }
    const at::Tensor background = randomColor(seed, 0x7e4 + draw, device());
    at::Tensor loss = photoLoss(composeView(surface, pixels, color, background), background, views);
    const auto area = static_cast<double>(views.count() * views.height() * views.width());
    if (count >= kJitterStride) {
        const double share = static_cast<double>(count) / area;
        loss = loss + share * mapRegulariser(where, values, looked_up[1], draw);
    }
    if (views.depth.defined()) {
        loss = loss + 0.5 * depthLoss(pixels, views, edge) * (static_cast<double>(count) / area);
    }
    return loss;
}

/// The mean loss of the step's views, as the refinement has them by now: see ShapeStage.
at::Tensor TextureStage::State::photoLosses(const Surface& surface, const LightMaps& light_maps) {
    const std::shared_ptr<ViewRefinement>& refinement = input.scene.refinement;
    const int wanted = options.textureViews(), at_once = device().is_cpu() ? 1 : wanted;
    at::Tensor sum;
    for (int k = 0; k < wanted; k += at_once) {
        std::vector<TrainingView> seen;
        at::Tensor penalty;
        for (int i = 0; i < at_once; ++i) {
            const uint64_t place = static_cast<uint64_t>(done) * wanted + k + i;
            const size_t view = viewAt(seed ^ 0x7e57, place, views.size());
            seen.push_back(views.view(view));
            if (refinement) {
                seen.back() = refinement->apply(seen.back(), view);
                const at::Tensor more = refinement->penalty(view);
                penalty = penalty.defined() ? penalty + more : more;
            }
        }
        const uint64_t draw = static_cast<uint64_t>(done) * wanted + k;
        at::Tensor loss = viewLoss(surface, light_maps, ViewBatch(seen), draw);
        if (penalty.defined()) {
            loss = loss + penalty / static_cast<double>(at_once);
        }
        loss = loss / static_cast<double>(wanted / at_once);
        sum = sum.defined() ? sum + loss : loss;
    }
    return sum;
}

/// Vertices that left the region go back to its surface.
void TextureStage::State::keepInRegion() {
    if (input.scene.region) {
        const at::NoGradGuard no_grad;
        const at::Tensor inside = clampedTo(*input.scene.region, vertices());
        displacement.value().copy_((inside - start) / edge);
    }
}

/// [N, 5] at the texels: roughness and metallic by search; the base colour is `paint` [N, 3] where
/// that is right, and found by search where it is metal.
at::Tensor TextureStage::State::searchedMaterials(const at::Tensor& paint) const {
    const at::Tensor now = vertices();
    const Surface surface{now, triangles, vertexNormals(now, triangles), topology, openness};
    const int64_t size = options.light_size;
    const ViewRefinement* refinement = input.scene.refinement.get();
    const VertexMaterials found = searchMaterials(
        surface,
        views.size(),
        [&](size_t i) {
            return refinement != nullptr ? refinement->apply(views.view(i), i) : views.view(i);
        },
        (*prefilter)(light.value().detach().exp().view({6, size, size, 3})));
    const at::Tensor searched =
        atTexels(texels, at::cat({found.kd, found.roughness, found.metallic}, 1), triangles);
    const at::Tensor metal = searched.slice(1, 4, 5);
    const at::Tensor kd = paint * (1.0 - metal) + searched.slice(1, 0, 3) * metal;
    return at::cat({kd, searched.slice(1, 3, 5)}, 1);
}

void TextureStage::State::searchAgain() {
    const at::NoGradGuard no_grad;
    const int64_t size = options.texture_size;
    at::Tensor map = maps.value().detach().clone();
    const at::Tensor before = map.index_select(0, texels.index);
    const at::Tensor found = searchedMaterials(before.slice(1, 0, 3));
    // Where the search had already called it metal, the base colour has been optimised since: keep
    // it.
    const at::Tensor was_metal =
        anchor.index_select(0, texels.index).slice(1, 1, 2).gt(0.5).to(at::kFloat);
    const at::Tensor kd =
        found.slice(1, 0, 3) * (1.0 - was_metal) + before.slice(1, 0, 3) * was_metal;
    map.index_copy_(
        0,
        texels.index,
        at::cat({kd, found.slice(1, 3, 5), before.slice(1, kNormalChannel, kMapChannels)}, 1));
    at::Tensor square = map.view({size, size, kMapChannels});
    fillGutters(square, texelMask(texels));
    maps.value().copy_(map);
    anchor = map.slice(1, 3, 5).clone();
}

TextureStage::TextureStage(const TextureInput& input,
                           const NvdiffrecOptions& options,
                           uint64_t seed)
    : state_(std::make_unique<State>(input, options, seed)) {
    State& s = *state_;
    const at::Device device = input.scene.device;
    s.loadViews();
    s.start = toTensor(input.mesh.positions).to(device);
    s.triangles = toTensor(input.mesh.triangles).to(device);
    s.topology = edgeTopology(s.triangles, s.start.size(0));
    s.neighbours = vertexNeighbours(s.triangles, s.start.size(0));
    s.openness = meshOpenness(s.start, s.triangles, kOcclusionRays);
    s.mesh.mesh = input.mesh;
    s.mesh.normals = vertexNormals(input.mesh);
    s.mesh.uvs = input.atlas.uvs;
    s.mesh.uv_triangles = input.atlas.uv_triangles;
    computeTangents(s.mesh);  // may split UV vertices
    s.uv_triangles = toTensor(s.mesh.uv_triangles).to(device);
    s.uv_tangent = at::cat({textureCoordinates(s.mesh.uvs), toTensor(s.mesh.tangents)}, 1)
                       .unsqueeze(0)
                       .to(device);
    s.edge = meanEdgeLength(input.mesh);
    const int64_t size = options.texture_size;
    s.texels = rasterizeAtlas(input.mesh, input.atlas, options.texture_size, device);
    s.displacement = Parameter(at::zeros_like(s.start), Parameter::Rows::Sparse, {0.9f, 0.99f});
    s.light = Parameter(input.light.reshape({-1, 3}), Parameter::Rows::Dense, {});
    at::Tensor map = at::zeros({size * size, kMapChannels}, s.start.options());
    {
        const at::NoGradGuard no_grad;
        const at::Tensor values =
            s.searchedMaterials(input.appearance(s.texels.position).slice(1, 0, 3));
        const at::Tensor flat =
            at::tensor({0.0f, 0.0f, 1.0f}).to(device).expand({values.size(0), 3});
        map.index_copy_(0, s.texels.index, at::cat({values, flat}, 1));
        at::Tensor square = map.view({size, size, kMapChannels});
        fillGutters(square, texelMask(s.texels));
    }
    s.anchor = map.slice(1, 3, 5).clone();
    s.maps = Parameter(map, Parameter::Rows::Sparse, {0.9f, 0.99f});
    s.maps.setBounds(rowOf(kLow, device), rowOf(kHigh, device));
}
TextureStage::~TextureStage() = default;

void TextureStage::scaleLearningRates(double factor) {
    state_->rate_scale *= factor;
}

int64_t TextureStage::iterations() const {
    return state_->options.texture_iterations;
}
int64_t TextureStage::done() const {
    return state_->done;
}
at::Tensor TextureStage::lightLogits() const {
    const int64_t size = state_->options.light_size;
    return state_->light.value().detach().view({6, size, size, 3});
}

void TextureStage::State::smoothGradient() {
    const at::Tensor gradient = displacement.value().grad();
    if (gradient.defined()) {
        displacement.value().mutable_grad() =
            smoothOverNeighbours(gradient.contiguous(), neighbours, kGradientRounds);
    }
}

void TextureStage::State::applyGradients() {
    const double progress =
        static_cast<double>(done) / static_cast<double>(options.texture_iterations);
    const double decay = rate_scale * std::pow(0.1, progress);
    maps.step(static_cast<float>(0.5 * options.learning_rate_material * decay));
    smoothGradient();
    displacement.step(static_cast<float>(options.learning_rate_vertex * decay));
    light.step(static_cast<float>(0.5 * options.learning_rate_light * decay));
    keepInRegion();
    if (input.scene.refinement) {
        input.scene.refinement->step(kRefineRate * decay);
    }
}

void TextureStage::State::requireFiniteGradients() {
    const auto check = [&](Parameter& parameter, const char* name) {
        requireFiniteGradient(parameter.takeNotFinite(), name, done + 1, "texture");
    };
    check(maps, "texture maps");
    check(displacement, "vertices");
    check(light, "light");
    if (input.scene.refinement) {
        requireFiniteGradient(
            input.scene.refinement->takeNotFinite(), "cameras", done + 1, "texture");
    }
}

std::optional<double> TextureStage::step() {
    State& s = *state_;
    if (s.done > 0 &&
        s.done == static_cast<int64_t>(kSearchAgain * static_cast<double>(iterations()))) {
        s.searchAgain();
    }
    const int64_t size = s.options.light_size;
    const at::Tensor vertices = s.vertices();
    const Surface surface{
        vertices, s.triangles, vertexNormals(vertices, s.triangles), s.topology, s.openness};
    const at::Tensor base = s.light.value().exp().view({6, size, size, 3});
    const LightMaps light_maps = (*s.prefilter)(base);
    const at::Tensor image = s.photoLosses(surface, light_maps);
    const at::Tensor loss =
        image + kLightWhiteness * lightWhiteness(base) +
        kLaplacian * s.options.smoothness * laplacianLoss(s.displacement.value(), s.triangles);
    loss.backward();
    std::optional<double> value;
    if (readsStep(s.device(), s.done, iterations())) {
        value = image.item<double>();
        if (!std::isfinite(*value)) {
            throw Error(Error::Kind::Engine,
                        "The loss is not a number at step " + std::to_string(s.done + 1) +
                            " of the texture stage",
                        "Lower the learning rates (--set lr_material=...).");
        }
    }
    s.applyGradients();
    if (value) {
        s.requireFiniteGradients();
    }
    ++s.done;
    return value;
}

Look TextureStage::look() const {
    const State& s = *state_;
    const at::NoGradGuard no_grad;
    const at::Tensor texel = vertexTexels(s.mesh, s.options.texture_size).to(s.device());
    const at::Tensor color = s.maps.value().index_select(0, texel).slice(1, 0, 3);
    return {s.vertices(), s.triangles, color};
}

TexturedMesh TextureStage::result() const {
    const State& s = *state_;
    const at::NoGradGuard no_grad;
    const int64_t size = s.options.texture_size;
    at::Tensor map = s.maps.value().detach().clone().view({size, size, kMapChannels});
    const at::Tensor known = texelMask(s.texels);
    fillGutters(map, known);
    TexturedMesh result;
    result.mesh = {toVec3f(s.vertices()), s.input.mesh.triangles};
    result.normals = vertexNormals(result.mesh);
    result.uvs = s.mesh.uvs;
    result.uv_triangles = s.mesh.uv_triangles;
    computeTangents(result);  // the vertices have moved
    result.material.base_color = toImage(map.slice(2, 0, 3));
    result.material.roughness = toImage(map.slice(2, 3, 4));
    result.material.metallic = toImage(map.slice(2, 4, 5));
    at::Tensor normal = map.slice(2, kNormalChannel, kMapChannels);
    normal = normal / normal.norm(2, 2, true).clamp_min(1e-6);
    result.material.normal = toImage(normal);
    at::Tensor open = at::ones({size * size, 1}, s.start.options());
    open.index_copy_(0, s.texels.index, atTexels(s.texels, s.openness, s.triangles));
    open = open.view({size, size, 1});
    fillGutters(open, known);
    result.material.occlusion = toImage(open);
    if (!at::isfinite(map).all().item<bool>()) {
        throw Error(Error::Kind::Engine,
                    "The textures hold values that are not numbers",
                    "Lower the learning rates (--set lr_material=...).");
    }
    return result;
}

void TextureStage::restart(const NvdiffrecOptions& options, const std::string& bytes) {
    State& s = *state_;
    s.options.batch = options.batch;
    s.options.image_side = options.image_side;
    s.loadViews();
    deserialize(bytes);
}

std::string TextureStage::serialize() const {
    const State& s = *state_;
    return joinBytes(
        {bytesOfTensors(
             {at::tensor({s.done}, at::kLong), s.anchor, at::tensor({s.rate_scale}, at::kDouble)}),
         s.maps.serialize(),
         s.displacement.serialize(),
         s.light.serialize(),
         s.input.scene.refinement ? s.input.scene.refinement->serialize() : std::string()});
}

void TextureStage::deserialize(const std::string& bytes) {
    State& s = *state_;
    const std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(pieces.size() == 5, "texture: pieces");
    const std::vector<at::Tensor> tensors = tensorsOfBytes(pieces[0]);
    requireUndamaged(tensors.size() == 3 && tensors[0].numel() == 1 && tensors[2].numel() == 1 &&
                         tensors[1].scalar_type() == at::kFloat &&
                         tensors[1].sizes() == s.anchor.sizes(),
                     "texture: anchor");
    const std::vector<int64_t> map_shape = s.maps.value().sizes().vec();
    const std::vector<int64_t> light_shape = s.light.value().sizes().vec();
    s.done = tensors[0].item<int64_t>();
    s.anchor = tensors[1].to(s.device());
    s.rate_scale = tensors[2].item<double>();
    s.maps.deserialize(pieces[1]);
    s.displacement.deserialize(pieces[2]);
    s.light.deserialize(pieces[3]);
    requireUndamaged((s.input.scene.refinement != nullptr) == !pieces[4].empty(), "texture: views");
    if (s.input.scene.refinement) {
        s.input.scene.refinement->deserialize(pieces[4]);
    }
    requireUndamaged(s.done >= 0 && s.maps.value().sizes() == at::IntArrayRef(map_shape) &&
                         s.light.value().sizes() == at::IntArrayRef(light_shape) &&
                         s.displacement.value().sizes() == s.start.sizes(),
                     "texture: parameters");
}

}  // namespace bozzetto
