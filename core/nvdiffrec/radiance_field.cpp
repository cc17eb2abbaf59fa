// SPDX-License-Identifier: Apache-2.0
#include "nvdiffrec/radiance_field.h"

#include "nvdiffrec/misfit.h"
#include "tensor/convert.h"
#include "tensor/tensor_bytes.h"
#include "texturing/noise.h"

#include <ATen/Functions.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kGridLevels = 3;            // 16, 32 and 64 cells: finer ones fit noise
constexpr int64_t kRays = 2048;           // a step
constexpr int64_t kMostRays = 1'000'000;  // to choose from
constexpr double kSpacing = 0.5;          // cells between the samples of a ray
constexpr double kOutside = 0.5;          // cells from the surface where the field ends
constexpr double kThinFog = -3;           // logarithm of the density at the start, per cell
constexpr double kThickest = 6;           // the same, at most
constexpr double kDensityRate = 0.2, kColorRate = 0.05;  // logits a step, at first
constexpr double kWhole = 0.98;    // coverage of a pixel that only the object fills
constexpr double kStopped = 0.5;   // share of the light at whose depth the surface is
constexpr double kMostLeft = 0.3;  // of the light, else a depth says nothing
constexpr int64_t kSamplesAtOnce = 1 << 20;

// Channels of the two grids.
constexpr int kDensity = 0, kColor = 1, kAlongX = 5, kAlongY = 0, kAlongZ = 3;

HashGrid gridOn(const at::Device& device) {
    HashGridOptions options;
    options.levels = kGridLevels;
    options.device = device;
    return HashGrid(options);
}

/// [count] uniform in [0, 1).
at::Tensor uniform(int64_t count, uint64_t seed, uint64_t stream, const at::Device& device) {
    const at::Tensor like =
        at::empty({count, 1}, at::TensorOptions(at::kFloat).device(device)).fill_(0.5);
    return uniformLike(like, seed, stream, 0.5).view({-1}) + like.view({-1});
}

at::Tensor row(const double (&values)[3], const at::Device& device) {
    return at::tensor({values[0], values[1], values[2]}, at::kFloat).view({1, 3}).to(device);
}

/// [H * W, 3] of the pixels' rays; they advance the depth along the optical axis by 1.
at::Tensor directionsOf(const Camera& camera, const at::Device& device) {
    const at::Tensor x = (at::arange(camera.width, at::kFloat) + (0.5 - camera.cx)) / camera.fx;
    const at::Tensor y = (at::arange(camera.height, at::kFloat) + (0.5 - camera.cy)) / -camera.fy;
    const at::Tensor columns = x.unsqueeze(0).expand({camera.height, camera.width});
    const at::Tensor rows = y.unsqueeze(1).expand({camera.height, camera.width});
    const at::Tensor local = at::stack({columns, rows, at::full_like(rows, -1.0)}, 2).view({-1, 3});
    const at::Tensor turn = toTensor(camera.world_from_camera).slice(0, 0, 3).slice(1, 0, 3);
    return at::matmul(local, turn.t()).to(device);
}

/// Indices [K] of every stride-th of the pixels that only the object fills.
at::Tensor wholePixels(const TrainingView& view, int64_t stride) {
    const at::Tensor whole = view.target.select(2, 3).reshape({-1}).gt(kWhole).nonzero().view({-1});
    return whole.slice(0, 0, whole.size(0), stride);
}

}  // namespace

RadianceField::Rays RadianceField::raysOf(const TrainingView& view, int64_t stride) {
    const at::Tensor pixels = wholePixels(view, stride);
    const at::Tensor target = view.target.reshape({-1, 4}).index_select(0, pixels).slice(1, 0, 3);
    const at::Tensor direction = directionsOf(view.camera, target.device()).index_select(0, pixels);
    return {view.position.expand({pixels.size(0), 3}),
            direction,
            displayed(view.gain.defined() ? target / view.gain.clamp_min(1e-3) : target),
            view.trust.defined() ? view.trust.select(2, 0).reshape({-1}).index_select(0, pixels)
                                 : at::ones({pixels.size(0)}, target.options())};
}

RadianceField::RadianceField(const FieldSpace& space, const std::vector<TrainingView>& views)
    : space_(space),
      density_(std::make_shared<HashGrid>(gridOn(space.distances.device()))),
      change_(std::make_shared<HashGrid>(gridOn(space.distances.device()))) {
    const at::NoGradGuard no_grad;
    int64_t pixels = 0;
    for (const TrainingView& view : views) {
        pixels += view.target.size(0) * view.target.size(1);
    }
    const int64_t stride = pixels / kMostRays + 1;
    std::vector<at::Tensor> origin, direction, color, trust;
    for (const TrainingView& view : views) {
        const Rays rays = raysOf(view, stride);
        origin.push_back(rays.origin);
        direction.push_back(rays.direction);
        color.push_back(rays.color);
        trust.push_back(rays.trust);
    }
    rays_ = {at::cat(origin), at::cat(direction), at::cat(color), at::cat(trust)};
}

/// Of a ray through the whole lattice.
int64_t RadianceField::samples() const {
    const int* cells = space_.lattice.cells;
    const double diagonal = std::hypot(cells[0], cells[1], cells[2]);
    return static_cast<int64_t>(std::ceil(diagonal / kSpacing));
}

/// The colours [M, 3] at places [M, 3] of the unit cube seen along unit directions [M, 3];
/// features: what the first grid holds there.
at::Tensor RadianceField::radiance(const at::Tensor& features,
                                   const at::Tensor& place,
                                   const at::Tensor& direction) const {
    const at::Tensor more = (*change_)(place);
    const auto channels = [](const at::Tensor& values, int first) {
        return values.slice(1, first, first + 3);
    };
    const at::Tensor logits = channels(features, kColor) +
                              channels(features, kAlongX) * direction.slice(1, 0, 1) +
                              channels(more, kAlongY) * direction.slice(1, 1, 2) +
                              channels(more, kAlongZ) * direction.slice(1, 2, 3);
    return logits.sigmoid();
}

/// Rays [R, 3] sampled at even distances from where they enter the lattice's box, shifted by
/// `offset` [R, 1] spacings. NeRF, equation 3, with the quadrature that follows it.
RadianceField::Marched RadianceField::march(const at::Tensor& origin,
                                            const at::Tensor& direction,
                                            const at::Tensor& offset) const {
    const Lattice& lattice = space_.lattice;
    const at::Device device = origin.device();
    const double corner[] = {lattice.origin.x, lattice.origin.y, lattice.origin.z};
    const double extent[] = {lattice.cells[0] * lattice.cell,
                             lattice.cells[1] * lattice.cell,
                             lattice.cells[2] * lattice.cell};
    const at::Tensor low = row(corner, device), high = low + row(extent, device);
    const at::Tensor slope =
        at::where(direction.abs().lt(1e-9), at::full_like(direction, 1e-9), direction);
    const at::Tensor first = (low - origin) / slope, second = (high - origin) / slope;
    const at::Tensor enters = at::min(first, second).amax(1).clamp_min(0.0);
    const at::Tensor leaves = at::max(first, second).amin(1);
    const at::Tensor length = direction.norm(2, 1);

    const int64_t count = samples(), rays = origin.size(0);
    const at::Tensor number = at::arange(count, origin.options()).unsqueeze(0) + offset;  // [R, N]
    const at::Tensor depth =
        enters.unsqueeze(1) + number * (kSpacing * lattice.cell / length).unsqueeze(1);
    const at::Tensor point =
        (origin.unsqueeze(1) + depth.unsqueeze(2) * direction.unsqueeze(1)).view({-1, 3});
    const at::Tensor inside =
        space_.distances.index_select(0, nearestPoint(lattice, point)).lt(kOutside);
    const at::Tensor index =
        inside.logical_and(depth.lt(leaves.unsqueeze(1)).view({-1})).nonzero().view({-1});
    const at::Tensor place =
        ((point.index_select(0, index) - space_.low) / space_.side).contiguous();
    const at::Tensor ray = index.div(count, "floor");
    const at::Tensor unit = (direction / length.unsqueeze(1)).index_select(0, ray);

    const at::Tensor features = (*density_)(place);
    const at::Tensor density = (features.select(1, kDensity) + kThinFog).clamp_max(kThickest).exp();
    const at::Tensor nothing = at::zeros({rays * count}, origin.options());
    const at::Tensor thickness = nothing.index_put({index}, kSpacing * density).view({rays, count});
    const at::Tensor color = at::zeros({rays * count, 3}, origin.options())
                                 .index_put({index}, radiance(features, place, unit))
                                 .view({rays, count, 3});
    const at::Tensor reaches = (thickness - at::cumsum(thickness, 1)).exp();
    const at::Tensor weight = reaches * (1.0 - (-thickness).exp());
    return {depth, weight, (weight.unsqueeze(2) * color).sum(1), (-thickness.sum(1)).exp()};
}

void RadianceField::step(uint64_t seed, int64_t step, int64_t steps) {
    const int64_t all = rays_.origin.size(0);
    if (all == 0) {
        return;
    }
    const at::Device device = rays_.origin.device();
    const auto stream = static_cast<uint64_t>(step) * 3;
    const at::Tensor chosen = (uniform(kRays, seed, stream, device) * static_cast<double>(all))
                                  .to(at::kLong)
                                  .clamp(0, all - 1);
    const Marched seen = march(rays_.origin.index_select(0, chosen),
                               rays_.direction.index_select(0, chosen),
                               uniform(kRays, seed, stream + 1, device).unsqueeze(1));
    // Nobody knows what is behind: what gets through is never right.
    const at::Tensor background = randomColor(seed, stream + 2, device);
    const at::Tensor color = seen.color + seen.left.unsqueeze(1) * background;
    const at::Tensor error = (color - rays_.color.index_select(0, chosen)).square().sum(1);
    (error * rays_.trust.index_select(0, chosen)).mean().backward();
    const double decay = std::pow(0.1, static_cast<double>(step) / static_cast<double>(steps));
    float rates[HashGrid::kFeatures];
    std::fill(std::begin(rates), std::end(rates), static_cast<float>(kColorRate * decay));
    change_->step(rates);
    rates[kDensity] = static_cast<float>(kDensityRate * decay);
    density_->step(rates);
}

at::Tensor RadianceField::depthOf(const TrainingView& view) const {
    const at::NoGradGuard no_grad;
    const at::Tensor pixels = wholePixels(view, 1);
    const at::Tensor directions = directionsOf(view.camera, view.target.device());
    at::Tensor depth = at::zeros({directions.size(0)}, directions.options());
    const int64_t at_once = std::max<int64_t>(1, kSamplesAtOnce / samples());
    const at::Tensor middle = at::full({1, 1}, 0.5, directions.options());
    for (int64_t begin = 0; begin < pixels.size(0); begin += at_once) {
        const at::Tensor some = pixels.slice(0, begin, std::min(pixels.size(0), begin + at_once));
        const at::Tensor direction = directions.index_select(0, some);
        const Marched seen = march(view.position.expand_as(direction), direction, middle);
        const at::Tensor before = at::cumsum(seen.weight, 1).lt(kStopped).sum(1, true);
        const at::Tensor here =
            seen.depth.gather(1, before.clamp_max(seen.depth.size(1) - 1)).view({-1});
        depth.index_copy_(0, some, here * seen.left.lt(kMostLeft).to(at::kFloat));
    }
    return depth.view({view.target.size(0), view.target.size(1)});
}

std::string RadianceField::serialize() const {
    return defined() ? joinBytes({density_->serialize(), change_->serialize()}) : std::string();
}

void RadianceField::deserialize(std::string_view bytes) {
    const std::vector<std::string> pieces = splitBytes(bytes);
    requireUndamaged(pieces.size() == 2 && defined(), "radiance field");
    density_->deserialize(pieces[0]);
    change_->deserialize(pieces[1]);
}

}  // namespace bozzetto
