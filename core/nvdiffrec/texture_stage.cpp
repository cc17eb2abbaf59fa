// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/texture_stage.h"

#include "bake/texture_bake.h"
#include "base/error.h"
#include "geometry/regularizers.h"
#include "mesh/normals.h"
#include "mesh/subdivide.h"
#include "nvdiffrec/region.h"
#include "nvdiffrec/texture_maps.h"
#include "raster/antialias.h"
#include "raster/interpolate.h"
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
#include "texturing/view_order.h"
#include "texturing/view_store.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
namespace bozzetto {
namespace {

constexpr double kLightWhiteness = 0.005;
constexpr double kSearchAgain =
    0.3;  // share of the steps after which the light is good enough for a second search
constexpr double kRefineRate = 0.2;  // of the views' refinement, against the first pass's start
constexpr double kLaplacian =
    1.0;  // of the displacement in mean edge lengths ("relative", nvdiffrec 8.2)
// Rounds (smoothOverNeighbours) that the vertices' gradient is averaged over. Adam makes steps of
// one length of noisy gradients and of weak ones: what neighbours agree on is left, and a patch of
// surface moves as a whole. Cf. Nicolet, Jacobson and Jakob, "Large Steps in Inverse Rendering of
// Geometry" (2021).
constexpr int kGradientRounds = 4;
constexpr int kOcclusionRays = 128;

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
    double edge = 0;
    TextureMaps maps;
    Parameter displacement, light;
    std::shared_ptr<const LightPrefilter> prefilter;

    State(const TextureInput& in, const NvdiffrecOptions& opt, uint64_t s)
        : input(in),
          options(opt),
          seed(s),
          maps(input.mesh, input.atlas, opt.texture_size, pictureSide(), in.scene.device),
          prefilter(prefilterOf(in.scene, opt)) {}

    int pictureSide() const;
    double progress() const;
    void loadViews();
    at::Tensor vertices() const { return start + displacement.value() * edge; }
    at::Tensor searchedMaterials(const at::Tensor& paint) const;
    void searchAgain();
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

/// The longest side of a photograph as this stage sees them, in pixels.
int TextureStage::State::pictureSide() const {
    int longest = 1;
    for (const SceneView& view : input.scene.views) {
        longest = std::max({longest, view.view->image.width, view.view->image.height});
    }
    return std::min(longest, options.image_side);
}

double TextureStage::State::progress() const {
    return static_cast<double>(done) / static_cast<double>(options.texture_iterations);
}

void TextureStage::State::loadViews() {
    views = {};  // the last ones go first
    views = ViewStore(
        input.scene.views, options.image_side, input.scene.box, options.use_depth, device());
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
    const at::Tensor beside = maps.jittered(where, seed, draw);
    const std::vector<at::Tensor> looked_up =
        at::split_with_sizes(maps.lookup(at::cat({where, beside})), {count, beside.size(0)});
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
    if (count >= TextureMaps::kJitterStride) {
        const double share = static_cast<double>(count) / area;
        loss = loss + share * maps.regulariser(where, values, looked_up[1], draw);
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
        atTexels(maps.texels(), at::cat({found.kd, found.roughness, found.metallic}, 1), triangles);
    const at::Tensor metal = searched.slice(1, 4, 5);
    const at::Tensor kd = paint * (1.0 - metal) + searched.slice(1, 0, 3) * metal;
    return at::cat({kd, searched.slice(1, 3, 5)}, 1);
}

void TextureStage::State::searchAgain() {
    const at::NoGradGuard no_grad;
    const at::Tensor before = maps.materials().slice(1, 0, 3);
    const at::Tensor found = searchedMaterials(before);
    // Where the search had already called it metal, the base colour has been optimised since: keep
    // it.
    const at::Tensor was_metal = maps.anchor().slice(1, 1, 2).gt(0.5).to(at::kFloat);
    const at::Tensor kd = found.slice(1, 0, 3) * (1.0 - was_metal) + before * was_metal;
    maps.setMaterials(at::cat({kd, found.slice(1, 3, 5)}, 1));
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
    s.displacement = Parameter(at::zeros_like(s.start), Parameter::Rows::Sparse, {0.9f, 0.99f});
    s.light = Parameter(input.light.reshape({-1, 3}), Parameter::Rows::Dense, {});
    const at::NoGradGuard no_grad;
    s.maps.setMaterials(
        s.searchedMaterials(input.appearance(s.maps.texels().position).slice(1, 0, 3)));
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
    const double decay = rate_scale * std::pow(0.1, progress());
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
    const auto check = [&](auto& parameter, const char* name) {
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
    s.maps.enlarge(s.progress());
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
    return {s.vertices(), s.triangles, s.maps.vertexColors(s.mesh)};
}

TexturedMesh TextureStage::result() const {
    const State& s = *state_;
    const at::NoGradGuard no_grad;
    TexturedMesh result;
    result.mesh = {toVec3f(s.vertices()), s.input.mesh.triangles};
    result.normals = vertexNormals(result.mesh);
    result.uvs = s.mesh.uvs;
    result.uv_triangles = s.mesh.uv_triangles;
    computeTangents(result);  // the vertices have moved
    result.material = s.maps.result(s.openness, s.triangles);
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
        {bytesOfTensors({at::tensor({s.done}, at::kLong), at::tensor({s.rate_scale}, at::kDouble)}),
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
    requireUndamaged(tensors.size() == 2 && tensors[0].numel() == 1 && tensors[1].numel() == 1,
                     "texture: steps");
    const std::vector<int64_t> light_shape = s.light.value().sizes().vec();
    s.done = tensors[0].item<int64_t>();
    s.rate_scale = tensors[1].item<double>();
    s.maps.deserialize(pieces[1]);
    s.displacement.deserialize(pieces[2]);
    s.light.deserialize(pieces[3]);
    requireUndamaged((s.input.scene.refinement != nullptr) == !pieces[4].empty(), "texture: views");
    if (s.input.scene.refinement) {
        s.input.scene.refinement->deserialize(pieces[4]);
    }
    requireUndamaged(s.done >= 0 && s.light.value().sizes() == at::IntArrayRef(light_shape) &&
                         s.displacement.value().sizes() == s.start.sizes(),
                     "texture: parameters");
}

}  // namespace bozzetto
