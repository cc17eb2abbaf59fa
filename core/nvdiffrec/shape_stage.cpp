// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/shape_stage.h"

#include "base/error.h"
#include "geometry/marching_tets.h"
#include "geometry/surface_loss.h"
#include "nvdiffrec/appearance.h"
#include "nvdiffrec/hull_shape.h"
#include "nvdiffrec/kuhn_tets.h"
#include "nvdiffrec/light_whiteness.h"
#include "nvdiffrec/noise.h"
#include "nvdiffrec/region.h"
#include "nvdiffrec/step_reads.h"
#include "nvdiffrec/view_order.h"
#include "nvdiffrec/view_store.h"
#include "render/shade.h"
#include "tensor/convert.h"
#include "tensor/rows.h"
#include "tensor/tensor_bytes.h"

#include <torch/types.h>

#include <cmath>

namespace bozzetto {
namespace {

constexpr float kBandHalfWidth = 3.0f;  // cells on each side of the surface that are optimised
constexpr float kHullSlack = 1.0f;      // cells that the surface may leave an exact visual hull by
constexpr int kRecutInterval =
    80;  // steps between two cuts of the band: less than it takes to cross it
constexpr double kRefineFrom = 0.06;   // share of the steps after which views are refined
constexpr int kOcclusionRays = 32;     // a vertex, smoothed over neighbours
constexpr double kDeformRange = 0.25;  // cells: nvdiffrec 4.1

// Regularisers of nvdiffrec 8.2, with the additions of section 12.6 (ks smoothness, normal
// consistency).
constexpr double kDeviationWeight = 0.25;
constexpr double kLaplacian = 0.02;
constexpr double kNormalConsistency = 0.005;
constexpr double kKdSmoothness = 0.03;
constexpr double kOrmSmoothness = 0.1;
constexpr double kLightWhiteness = 0.005;
constexpr double kCarving = 1.5;  // before the last level, which sees every detail
constexpr double kJitter = 0.01;  // standard deviation in the unit frame
constexpr int kJitterStride = 4;  // every fourth pixel is enough for a regulariser

HashGridOptions gridOn(const at::Device& device) {
    HashGridOptions options;
    options.device = device;
    return options;
}

}  // namespace

std::shared_ptr<const LightPrefilter> prefilterOf(const ShapeInput& input,
                                                  const NvdiffrecOptions& options) {
    return input.prefilter ? input.prefilter
                           : std::make_shared<const LightPrefilter>(options.light_size);
}

struct ShapeStage::State {
    ShapeInput input;
    NvdiffrecOptions options;
    uint64_t seed = 0;
    std::vector<ShapeLevel> levels;
    int64_t total = 0, done = 0;
    double rate_scale = 1;

    size_t level = 0;
    int in_level = 0;
    ViewStore views;
    int hull_grid = 0;  // cells of the lattice that hull and region are for
    at::Tensor hull;    // at the level's lattice, cells
    at::Tensor region;  // the same of the region; undefined without one
    SdfVolume volume;   // as of the last cut
    SdfBand band;
    at::Tensor openness;    // [P, 1] ambient occlusion of the surface near each band vertex
    at::Tensor tets;        // [T, 4] int32, with DMTet only
    TetTopology tet_edges;  // the same
    at::Tensor low;         // [1, 3] corner of the box
    double side = 1;        // of the box, the longest
    Parameter sdf, deform, weights, light;
    HashGrid appearance;
    std::shared_ptr<const LightPrefilter> prefilter;

    State(const ShapeInput& in, const NvdiffrecOptions& opt, uint64_t s)
        : input(in),
          options(opt),
          seed(s),
          levels(opt.levels()),
          appearance(gridOn(in.device)),
          prefilter(prefilterOf(in, opt)) {
        const Vec3d size = in.box.high - in.box.low;
        side = std::max({size.x, size.y, size.z});
        low = toTensor(std::vector<Vec3f>{{static_cast<float>(in.box.low.x),
                                           static_cast<float>(in.box.low.y),
                                           static_cast<float>(in.box.low.z)}})
                  .to(in.device);
    }

    at::TensorOptions floats() const { return at::TensorOptions(at::kFloat).device(input.device); }

    void startLevel(size_t next);
    void loadLevel();
    void cut(bool keep_moments);
    void findTets();
    SdfBand bandNow() const;
    void storeBand();
    void updateOpenness();
    FlexiCubesMesh mesh(QuadSplit split) const;
    at::Tensor unitCube(const at::Tensor& positions) const;
    at::Tensor viewLoss(const Surface& surface,
                        const LightMaps& maps,
                        const ViewBatch& views,
                        uint64_t draw);
    at::Tensor photoLosses(const Surface& surface, const LightMaps& maps);
    void applyGradients(double progress);
    void requireFiniteGradients();
};

/// Views and hull of a level: a function of the input alone, so a resumed run makes them again.
void ShapeStage::State::loadLevel() {
    views = {};  // the last level's go first
    views = ViewStore(
        input.views, levels[level].image_side, input.box, options.use_depth, input.device);
    const int grid = levels[level].grid;
    if (grid == hull_grid) {
        return;
    }
    const Lattice lattice = makeLattice(input.box, grid);
    hull = hullInCells(input, lattice);
    region = regionInCells(input.region, lattice);
    if (region.defined()) {
        region = region.to(input.device);
    }
    hull_grid = grid;
}

void ShapeStage::State::startLevel(size_t next) {
    if (done > 0) {
        storeBand();
    }
    level = next;
    in_level = 0;
    loadLevel();
    const Lattice lattice = makeLattice(input.box, levels[level].grid);
    if (done == 0) {
        volume = {lattice, hull.clone()};
    } else if (lattice.resolution() != volume.lattice.resolution()) {
        volume = resample(volume, lattice);
    }
    cut(false);
}

void ShapeStage::State::storeBand() {
    volume.values.index_copy_(0, band.rows, sdf.value().detach());
}

SdfBand ShapeStage::State::bandNow() const {
    const auto slack = kHullSlack + static_cast<float>(input.hull_slack / volume.lattice.cell);
    return cutBand(volume, hull, kBandHalfWidth, slack, region);
}

/// With DMTet: the band's cubes as tetrahedra.
void ShapeStage::State::findTets() {
    if (!options.flexicubes) {
        tets = kuhnTets(band.cubes.grid.corners);
        tet_edges = tets.is_cpu() ? TetTopology() : tetTopology(tets, band.rows.size(0));
    }
}

void ShapeStage::State::cut(bool keep_moments) {
    redistance(volume);
    const SdfBand old = band;
    band = bandNow();
    findTets();
    const int64_t points = band.rows.size(0), cubes = band.cubes.grid.cubes.size(0);
    if (!keep_moments) {
        const Parameter::Betas betas{0.7f, 0.9f};  // nvdiffrec 4.3
        sdf = Parameter(band.sdf, Parameter::Rows::Sparse, betas);
        deform = Parameter(at::zeros({points, 3}, floats()), Parameter::Rows::Sparse, betas);
        weights = Parameter(at::zeros({cubes, 21}, floats()), Parameter::Rows::Sparse, betas);
        updateOpenness();
        return;
    }
    // Vertices and cubes that stay keep their values and moments.
    const auto sources = [&](const at::Tensor& before, const at::Tensor& after, int64_t range) {
        at::Tensor place = at::full({range}, -1, before.options());
        place.index_copy_(0, before, at::arange(before.size(0), before.options()));
        return place.index_select(0, after);
    };
    const auto cubeRows = [&](const SdfBand& b) {
        const at::Tensor c = b.cubes.grid.cubes.to(at::kLong);
        const int64_t ny = volume.lattice.cells[1] + 1, nz = volume.lattice.cells[2] + 1;
        return ((c.select(1, 0) * ny + c.select(1, 1)) * nz + c.select(1, 2)).contiguous();
    };
    const int64_t range = volume.lattice.points();
    const at::Tensor points_from = sources(old.rows, band.rows, range);
    const at::Tensor cubes_from = sources(cubeRows(old), cubeRows(band), range);
    const auto carried = [](const at::Tensor& value, const at::Tensor& from) {
        const at::Tensor known = from.ge(0).to(at::kFloat).unsqueeze(1);
        return value.detach().index_select(0, from.clamp_min(0)) * known;
    };
    sdf.remap(band.sdf, points_from);
    deform.remap(carried(deform.value(), points_from), points_from);
    weights.remap(carried(weights.value(), cubes_from), cubes_from);
    updateOpenness();
}

/// The mesh's ambient occlusion carried to the lattice: the mean over the vertices of the cells
/// around, spread outwards over the band.
void ShapeStage::State::updateOpenness() {
    const at::NoGradGuard no_grad;
    const int64_t points = band.rows.size(0);
    openness = at::ones({points, 1}, floats());
    const FlexiCubesMesh now = mesh(QuadSplit::Split);
    requireSurface(now.vertices);
    const at::Tensor open = meshOpenness(now.vertices, now.triangles, kOcclusionRays);
    openness = spreadOverBand(volume.lattice, band, now.vertices, open);
}

FlexiCubesMesh ShapeStage::State::mesh(QuadSplit split) const {
    const at::Tensor positions =
        deformedPositions(band.positions, deform.value(), kDeformRange * volume.lattice.cell);
    if (!options.flexicubes) {
        const MarchingTetsMesh surface = marchingTets(positions, sdf.value(), tets, tet_edges);
        // The same crossings of the same edges, with the openness in place of the position.
        const MarchingTetsMesh open = marchingTets(
            openness.expand({-1, 3}).contiguous(), sdf.value().detach(), tets, tet_edges);
        return {surface.vertices,
                surface.triangles,
                open.vertices.slice(1, 0, 1).contiguous(),
                at::zeros({}, floats())};
    }
    return flexiCubesFromRaw(
        band.cubes.grid, positions, sdf.value(), weights.value(), openness, split);
}

at::Tensor ShapeStage::State::unitCube(const at::Tensor& positions) const {
    return (positions - low) * (1.0 / side);
}

at::Tensor ShapeStage::State::viewLoss(const Surface& surface,
                                       const LightMaps& maps,
                                       const ViewBatch& views,
                                       uint64_t draw) {
    const SurfacePixels pixels = seeSurface(surface, views);
    const at::Tensor where = unitCube(pixels.position).contiguous();
    const DecodedMaterial material = decodeMaterial(appearance(where), pixels.openness);
    at::Tensor color = shade({pixels.position,
                              pixels.normal,
                              material.samples.kd,
                              material.samples.orm,
                              atPixels(pixels, views.position)},
                             maps);
    if (views.gain.defined()) {
        color = color * atPixels(pixels, views.gain);
    }
    const at::Tensor background = randomColor(seed, draw, input.device);
    const at::Tensor composed = composeView(surface, pixels, color, background);
    at::Tensor loss = photoLoss(composed, background, views);
    if (options.carving > 0 && level + 1 < levels.size() && !views.depth.defined()) {
        loss = loss + kCarving * options.carving *
                          carvingLoss(pixels, composed, background, views, volume.lattice.cell);
    }
    const int64_t count = where.size(0);
    const double share = static_cast<double>(count) /
                         static_cast<double>(views.count() * views.height() * views.width());
    if (count >= kJitterStride) {
        const auto first = static_cast<int64_t>(draw % kJitterStride);
        const at::Tensor here = where.detach().slice(0, first, count, kJitterStride).contiguous();
        const at::Tensor moved = here + gaussianLike(here, seed, draw, kJitter);
        loss = loss + share * materialRegulariser(material.values,
                                                  decodeMaterial(appearance(moved)),
                                                  first,
                                                  kJitterStride,
                                                  {kKdSmoothness, kOrmSmoothness});
    }
    if (views.depth.defined()) {
        loss = loss + 0.5 * share * depthLoss(pixels, views, volume.lattice.cell);
    }
    return loss;
}

/// The mean loss of the step's views, as the refinement has them by now: all at once on a GPU,
/// which a single one does not fill; one after the other on the CPU, whose caches one fills.
at::Tensor ShapeStage::State::photoLosses(const Surface& surface, const LightMaps& maps) {
    const int wanted = levels[level].views, at_once = input.device.is_cpu() ? 1 : wanted;
    at::Tensor sum = at::zeros({}, floats());
    for (int k = 0; k < wanted; k += at_once) {
        std::vector<TrainingView> seen;
        at::Tensor penalty;
        for (int i = 0; i < at_once; ++i) {
            const uint64_t place = static_cast<uint64_t>(in_level) * wanted + k + i;
            const size_t view = viewAt(seed, place, views.size());
            seen.push_back(views.view(view));
            if (input.refinement) {
                seen.back() = input.refinement->apply(seen.back(), view);
                const at::Tensor more = input.refinement->penalty(view);
                penalty = penalty.defined() ? penalty + more : more;
            }
        }
        const uint64_t draw = static_cast<uint64_t>(done) * 16 + k;
        at::Tensor loss = viewLoss(surface, maps, ViewBatch(seen), draw);
        if (penalty.defined()) {
            loss = loss + penalty / static_cast<double>(at_once);
        }
        sum = sum + loss / static_cast<double>(wanted / at_once);
    }
    return sum;
}

void ShapeStage::State::applyGradients(double progress) {
    const double decay =
        rate_scale * std::pow(0.1, progress);  // over a level: the next starts afresh on finer data
    const auto stepped = [&](Parameter& parameter, double rate) {
        parameter.step(static_cast<float>(rate * decay));
    };
    stepped(sdf, options.learning_rate_sdf);
    stepped(deform, options.learning_rate_sdf);
    stepped(weights, options.learning_rate_sdf);
    {
        const at::NoGradGuard no_grad;
        at::Tensor value = sdf.value();
        at::max_out(value, value, band.low);
        at::min_out(value, value, band.high);
    }
    stepped(light, options.learning_rate_light);
    if (input.refinement) {
        const double share = static_cast<double>(done) / static_cast<double>(total);
        // The first steps only find out what the scene looks like.
        const double rate = share < kRefineFrom ? 0.0 : rate_scale * std::pow(0.1, share);
        input.refinement->step(rate);
    }
    float rates[HashGrid::kFeatures];
    for (float& rate : rates) {
        rate = static_cast<float>(options.learning_rate_material * decay);
    }
    appearance.step(rates);
}

void ShapeStage::State::requireFiniteGradients() {
    const auto check = [&](Parameter& parameter, const char* name) {
        requireFiniteGradient(parameter.takeNotFinite(), name, done + 1, "shape");
    };
    check(sdf, "distance field");
    check(deform, "grid vertices");
    check(weights, "cube weights");
    check(light, "light");
    if (input.refinement) {
        requireFiniteGradient(input.refinement->takeNotFinite(), "cameras", done + 1, "shape");
    }
}

ShapeStage::ShapeStage(const ShapeInput& input, const NvdiffrecOptions& options, uint64_t seed)
    : state_(std::make_unique<State>(input, options, seed)) {
    State& s = *state_;
    for (const ShapeLevel& level : s.levels) {
        s.total += level.iterations;
    }
    const int64_t size = options.light_size;
    s.light =
        Parameter(at::full({6 * size * size, 3}, -0.3, s.floats()), Parameter::Rows::Dense, {});
    s.startLevel(0);
}
ShapeStage::~ShapeStage() = default;

void ShapeStage::scaleLearningRates(double factor) {
    state_->rate_scale *= factor;
}

int64_t ShapeStage::iterations() const {
    return state_->total;
}
int64_t ShapeStage::done() const {
    return state_->done;
}
HashGrid& ShapeStage::appearance() {
    return state_->appearance;
}
at::Tensor ShapeStage::lightLogits() const {
    const int64_t size = state_->options.light_size;
    return state_->light.value().detach().view({6, size, size, 3});
}

std::optional<double> ShapeStage::step() {
    State& s = *state_;
    if (s.in_level >= s.levels[s.level].iterations && s.level + 1 < s.levels.size()) {
        s.startLevel(s.level + 1);
    } else if (s.in_level > 0 && s.in_level % kRecutInterval == 0) {
        s.storeBand();
        s.cut(true);
    }
    const ShapeLevel& level = s.levels[s.level];
    const int64_t size = s.options.light_size;

    const FlexiCubesMesh mesh = s.mesh(QuadSplit::Split);
    requireSurface(mesh.vertices);
    const Surface surface = makeSurface(mesh.vertices, mesh.triangles, mesh.attributes.detach());
    const at::Tensor base = s.light.value().exp().view({6, size, size, 3});
    const LightMaps maps = (*s.prefilter)(base);
    const at::Tensor image = s.photoLosses(surface, maps);
    at::Tensor loss = image + kLightWhiteness * lightWhiteness(base);
    loss = loss + surfaceLoss(mesh.vertices,
                              mesh.triangles,
                              mesh.deviation,
                              {s.volume.lattice.cell,
                               kDeviationWeight,
                               s.options.smoothness,
                               kLaplacian,
                               kNormalConsistency});
    loss.backward();
    std::optional<double> value;
    if (readsStep(s.input.device, s.done, s.total)) {
        value = image.item<double>();
        if (!std::isfinite(*value)) {
            throw Error(Error::Kind::Engine,
                        "The loss is not a number at step " + std::to_string(s.done + 1) +
                            " of the shape stage",
                        "Lower the learning rates (--set lr_sdf=...), or exclude the images named "
                        "in the report.");
        }
    }
    s.applyGradients(static_cast<double>(s.in_level) / level.iterations);
    if (value) {
        s.requireFiniteGradients();
    }
    ++s.in_level;
    ++s.done;
    return value;
}

Shape ShapeStage::extract() const {
    const at::NoGradGuard no_grad;
    const FlexiCubesMesh mesh = state_->mesh(QuadSplit::Split);
    requireSurface(mesh.vertices);
    Shape shape{mesh.vertices, mesh.triangles};
    if (state_->input.region) {
        shape.vertices = clampedTo(*state_->input.region, shape.vertices);
    }
    return shape;
}

void ShapeStage::restart(const NvdiffrecOptions& options, const std::string& bytes) {
    State& s = *state_;
    s.options.batch = options.batch;
    s.options.image_side = options.image_side;
    s.levels = s.options.levels();
    deserialize(bytes);  // makes the views
}

std::string ShapeStage::serialize() const {
    const State& s = *state_;
    const at::Tensor counters = at::tensor(
        {s.done, static_cast<int64_t>(s.level), static_cast<int64_t>(s.in_level)}, at::kLong);
    return joinBytes({bytesOfTensors({counters,
                                      s.volume.values,
                                      s.band.rows,
                                      s.openness,
                                      at::tensor({s.rate_scale}, at::kDouble)}),
                      s.sdf.serialize(),
                      s.deform.serialize(),
                      s.weights.serialize(),
                      s.light.serialize(),
                      s.appearance.serialize(),
                      s.input.refinement ? s.input.refinement->serialize() : std::string()});
}

void ShapeStage::deserialize(const std::string& bytes) {
    State& s = *state_;
    const std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(pieces.size() == 7, "shape: pieces");
    const std::vector<at::Tensor> tensors = tensorsOfBytes(pieces[0]);
    requireUndamaged(
        tensors.size() == 5 && tensors[0].numel() == 3 && tensors[0].scalar_type() == at::kLong &&
            tensors[1].scalar_type() == at::kFloat && tensors[2].scalar_type() == at::kLong &&
            tensors[3].scalar_type() == at::kFloat && tensors[4].numel() == 1,
        "shape: counters");
    s.rate_scale = tensors[4].item<double>();
    const int64_t* counters = tensors[0].data_ptr<int64_t>();
    requireUndamaged(counters[1] >= 0 && counters[1] < static_cast<int64_t>(s.levels.size()) &&
                         counters[0] >= 0 && counters[0] <= s.total && counters[2] >= 0 &&
                         counters[2] <= s.levels[static_cast<size_t>(counters[1])].iterations,
                     "shape: level");
    s.done = counters[0];
    s.level = static_cast<size_t>(counters[1]);
    s.in_level = static_cast<int>(counters[2]);
    s.loadLevel();
    s.volume.lattice = makeLattice(s.input.box, s.levels[s.level].grid);
    s.volume.values = tensors[1].to(s.input.device);
    requireUndamaged(s.volume.values.sizes() == at::IntArrayRef({s.volume.lattice.points()}),
                     "shape: lattice");
    s.band = s.bandNow();
    requireUndamaged(at::equal(s.band.rows.cpu(), tensors[2]), "shape: band");
    s.findTets();
    s.openness = tensors[3].to(s.input.device);
    s.sdf.deserialize(pieces[1]);
    s.deform.deserialize(pieces[2]);
    s.weights.deserialize(pieces[3]);
    s.light.deserialize(pieces[4]);
    s.appearance.deserialize(pieces[5]);
    requireUndamaged((s.input.refinement != nullptr) == !pieces[6].empty(), "shape: views");
    if (s.input.refinement) {
        s.input.refinement->deserialize(pieces[6]);
    }
    const int64_t points = s.band.rows.size(0), size = s.options.light_size;
    requireUndamaged(
        s.openness.sizes() == at::IntArrayRef({points, 1}) &&
            s.sdf.value().sizes() == s.band.sdf.sizes() &&
            s.deform.value().sizes() == at::IntArrayRef({points, 3}) &&
            s.weights.value().sizes() == at::IntArrayRef({s.band.cubes.grid.cubes.size(0), 21}) &&
            s.light.value().sizes() == at::IntArrayRef({6 * size * size, 3}),
        "shape: parameters");
}

}  // namespace bozzetto
