// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/shape_stage.h"

#include "base/error.h"
#include "geometry/cube_smoothing.h"
#include "geometry/surface_loss.h"
#include "nvdiffrec/hull_shape.h"
#include "nvdiffrec/kuhn_tets.h"
#include "nvdiffrec/region.h"
#include "nvdiffrec/shape_stage_state.h"
#include "render/shade.h"
#include "tensor/convert.h"
#include "tensor/rows.h"
#include "texturing/appearance.h"
#include "texturing/light_whiteness.h"
#include "texturing/noise.h"
#include "texturing/step_reads.h"
#include "texturing/view_order.h"

#include <torch/types.h>

#include <cmath>

namespace bozzetto {
namespace {

constexpr float kBandHalfWidth = 3.0f;  // cells on each side of the surface that are optimised
constexpr float kHullSlack = 1.0f;      // cells that the surface may leave an exact visual hull by
constexpr int kRecutInterval =
    80;  // steps between two cuts of the band: less than it takes to cross it
constexpr double kRefineFrom = 0.06;  // share of the steps after which views are refined
// Rounds (smoothOverCubes) that the gradient of the distances is averaged over, times how much
// smaller than the finest a level's pictures are. Adam makes steps of one length of noisy gradients
// and of weak ones: what neighbours agree on is left, and the surface moves as a whole.
constexpr double kGradientRounds = 2;
constexpr int kPatientSteps = 100;     // of a level: see materialLevels
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
constexpr double kCarving = 4.5;
constexpr double kCarvingSteps = 175;  // of a level, beyond which each pushes less
constexpr double kJitter = 0.01;       // standard deviation in the unit frame
constexpr int kJitterStride = 4;       // every fourth pixel is enough for a regulariser

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

ShapeStage::State::State(const ShapeInput& in, const NvdiffrecOptions& opt, uint64_t s)
    : input(in),
      options(opt),
      seed(s),
      levels(levelsOf(opt)),
      appearance(gridOn(in.device)),
      prefilter(prefilterOf(in, opt)) {
    const Vec3d size = in.box.high - in.box.low;
    side = std::max({size.x, size.y, size.z});
    low = toTensor(std::vector<Vec3f>{{static_cast<float>(in.box.low.x),
                                       static_cast<float>(in.box.low.y),
                                       static_cast<float>(in.box.low.z)}})
              .to(in.device);
}

/// Where the hull may be too small, it proves nothing.
bool ShapeStage::State::carves() const {
    return input.hull_slack == 0 && levels[level].hollows == ShapeLevel::Hollows::Carve;
}

double ShapeStage::State::shrink() const {
    return static_cast<double>(options.image_side) / levels[level].image_side;
}

/// Where the hull may be too small, there is no space that a field is sure to be in.
std::vector<ShapeLevel> ShapeStage::State::levelsOf(const NvdiffrecOptions& opt) const {
    NvdiffrecOptions possible = opt;
    possible.field_steps = input.hull_slack == 0 ? opt.field_steps : 0;
    return possible.levels();
}

/// The levels of the grid of materials that the level's pictures can tell about: finer ones would
/// paint what is seen onto a surface that is still in the wrong place, and hold it there. A rough
/// trial shows them all: an error that a texture explains would be no doubt about the shape. So
/// does a level of few steps, which has no time to wait.
int ShapeStage::State::materialLevels() const {
    const int all = HashGridOptions().levels;
    const bool waits = !now().movesRoughly() && now().iterations >= kPatientSteps;
    return waits ? std::max(1, all - static_cast<int>(std::lround(std::log2(shrink())))) : all;
}

void ShapeStage::State::loadViews(int side) {
    if (views_side != side) {
        views_side = side;
        views = {};  // the last level's go first
        views = ViewStore(input.views, views_side, input.box, options.use_depth, input.device);
    }
}

/// Views and hull of a level: a function of the input alone, so a resumed run makes them again.
void ShapeStage::State::loadLevel() {
    loadViews(levels[level].image_side);
    const int grid = levels[level].grid;
    const Lattice lattice = makeLattice(input.box, grid);
    carving = carves() ? Carving(lattice, input.device) : Carving();
    if (grid == hull_grid) {
        return;
    }
    hull = hullInCells(input, lattice);
    region = regionInCells(input.region, lattice);
    if (region.defined()) {
        region = region.to(input.device);
    }
    hull_grid = grid;
}

void ShapeStage::State::startLevel(size_t next) {
    const bool rests = levels[next].hollows == ShapeLevel::Hollows::FitField;
    if (done > 0 && !rests) {
        const Doubts doubts = findDoubts(levels[next]);
        storeBand();
        tryHollows(levels[next], doubts);
    }
    level = next;
    in_level = 0;
    loadLevel();
    if (rests) {
        startField();
        return;
    }
    field = {};
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

ShapeStage::State::Drawn ShapeStage::State::draw(const Surface& surface,
                                                 const LightMaps& maps,
                                                 const ViewBatch& views,
                                                 const at::Tensor& background) {
    const SurfacePixels pixels = seeSurface(surface, views);
    const at::Tensor where = unitCube(pixels.position).contiguous();
    const DecodedMaterial material =
        decodeMaterial(appearance(where, materialLevels()), pixels.openness);
    at::Tensor color = shade({pixels.position,
                              pixels.normal,
                              material.samples.kd,
                              material.samples.orm,
                              atPixels(pixels, views.position)},
                             maps);
    if (views.gain.defined()) {
        color = color * atPixels(pixels, views.gain);
    }
    return {pixels, where, material, composeView(surface, pixels, color, background)};
}

at::Tensor ShapeStage::State::viewLoss(const Surface& surface,
                                       const LightMaps& maps,
                                       const ViewBatch& views,
                                       uint64_t step) {
    const at::Tensor background = randomColor(seed, step, input.device);
    const auto& [pixels, where, material, composed] = draw(surface, maps, views, background);
    at::Tensor loss = photoLoss(composed, background, views);
    if (carving.defined() && !views.depth.defined()) {
        const double weight =
            kCarving * options.carving * std::min(1.0, kCarvingSteps / levels[level].iterations);
        loss = loss + weight * carving.loss(pixels, composed, background, views);
    }
    const int64_t count = where.size(0);
    const double share = static_cast<double>(count) /
                         static_cast<double>(views.count() * views.height() * views.width());
    if (count >= kJitterStride) {
        const auto first = static_cast<int64_t>(step % kJitterStride);
        const at::Tensor here = where.detach().slice(0, first, count, kJitterStride).contiguous();
        const at::Tensor moved = here + gaussianLike(here, seed, step, kJitter);
        loss =
            loss + share * materialRegulariser(material.values,
                                               decodeMaterial(appearance(moved, materialLevels())),
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
            seen.push_back(viewNow(view));
            if (input.refinement) {
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

void ShapeStage::State::smoothGradient() {
    const at::Tensor gradient = sdf.value().grad();
    if (gradient.defined() && !now().movesRoughly()) {  // the rim of a hollow would hold its bottom
        const auto rounds = static_cast<int>(std::lround(kGradientRounds * shrink()));
        sdf.value().mutable_grad() =
            smoothOverCubes(gradient.contiguous(), band.cubes.grid, rounds);
    }
}

void ShapeStage::State::applyGradients(double progress) {
    const double decay =
        rate_scale * std::pow(0.1, progress);  // over a level: the next starts afresh on finer data
    const auto stepped = [&](Parameter& parameter, double rate) {
        parameter.step(static_cast<float>(rate * decay));
    };
    smoothGradient();
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
    }
    if (s.field.defined()) {
        s.fitField();
        return std::nullopt;
    }
    const ShapeLevel& level = s.now();
    if (s.in_level > 0 && s.in_level % kRecutInterval == 0) {
        s.storeBand();
        s.cut(true);
    }
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

}  // namespace bozzetto
