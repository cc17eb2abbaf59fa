// SPDX-License-Identifier: Apache-2.0
#include "texturing/photo_light.h"

#include "bake/display_values.h"
#include "base/error.h"
#include "mesh/extend_values.h"
#include "tensor/convert.h"
#include "tensor/rows.h"
#include "texturing/appearance.h"
#include "texturing/edge_smoothing.h"
#include "texturing/light_whiteness.h"
#include "texturing/parameter.h"
#include "texturing/surface.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto {
namespace {

constexpr int kOcclusionRays = 128;
constexpr std::array<float, 8> kRoughness{0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.8f, 1.0f};
constexpr int kSearches = 4;    // while the light is found, and one more in the end
constexpr int kSmoothing = 16;  // rounds over the edges: material regions are larger than that
constexpr int64_t kSamples = 100'000;  // that the light is found from: more say nothing new
constexpr double kBright = 0.95;       // share of the samples that are darker than a bright one
constexpr double kStartLevel = 1.3;    // of the even light at the start, against a bright place
constexpr float kClipped = 0.97f;      // linear
constexpr double kLightRate = 0.1, kGainRate = 0.02;  // logarithms a step, a tenth in the end
constexpr double kWhiteness = 0.002, kGainPenalty = 0.01;
// Differences of display values: where absolute ones begin, for the light, for the base colours,
// and from where on one is an outlier to the search.
constexpr double kSoft = 0.01, kTrusted = 0.03, kOutlier = 0.5;
// Costs of unlikely choices, in the same unit: times the distance from the usual roughness, of any
// metal; and how much worse a choice may be to count a third as much.
constexpr double kRoughnessCost = 0.002, kMetalCost = 0.002, kAsGood = 0.001;

/// About |x|, smooth at 0.
at::Tensor distance(const at::Tensor& x) {
    return (x.square() + kSoft * kSoft).sqrt() - kSoft;
}

/// What the photographs show of some vertices: one row a vertex and photograph that sees it,
/// photograph after photograph.
struct Samples {
    std::vector<at::Tensor> vertex;           // [photographs] of [n] int64, each once
    at::Tensor all;                           // [N] int64, the same in one
    at::Tensor position, normal, eye, color;  // [N, 3]
    at::Tensor shown;                         // [N, 3] display values of color
    at::Tensor weight;                        // [N, 1], 0 where no other photograph sees the vertex
    int64_t vertices = 0;                     // of the mesh

    /// Sum over the photographs of values [N, C]: [V, C]. Differentiable.
    at::Tensor gathered(const at::Tensor& values) const {
        const at::Tensor none = at::zeros({values.size(1)}, values.options());
        at::Tensor sum;
        int64_t first = 0;
        for (const at::Tensor& index : vertex) {
            const int64_t n = index.size(0);
            const at::Tensor one =
                scatterRows(values.slice(0, first, first + n).contiguous(), index, vertices, none);
            sum = sum.defined() ? sum + one : one;
            first += n;
        }
        return sum;
    }
    /// Of values [V, C] of the vertices: [N, C]. Differentiable.
    at::Tensor spread(const at::Tensor& values) const {
        std::vector<at::Tensor> parts;
        for (const at::Tensor& index : vertex) {
            parts.push_back(gatherRows(values, index));
        }
        return at::cat(parts);
    }
    /// Values [photographs, C] by row: [N, C]. Differentiable.
    at::Tensor ofPhoto(const at::Tensor& values) const {
        std::vector<at::Tensor> parts;
        for (size_t i = 0; i < vertex.size(); ++i) {
            parts.push_back(values.slice(0, static_cast<int64_t>(i), static_cast<int64_t>(i) + 1)
                                .expand({vertex[i].size(0), values.size(1)}));
        }
        return at::cat(parts);
    }
};

/// Of every stride-th vertex.
Samples samplesOf(const DeviceMesh& mesh, const std::vector<PhotoView>& photos, int64_t stride) {
    Samples s;
    s.vertices = mesh.positions.size(0);
    const at::Tensor chosen =
        at::arange(0, s.vertices, stride, mesh.positions.options().dtype(at::kLong));
    const at::Tensor position = mesh.positions.index_select(0, chosen);
    const at::Tensor normal = mesh.normals.index_select(0, chosen);
    std::vector<at::Tensor> color, weight, eye;
    for (const PhotoView& photo : photos) {
        const PhotoSamples seen = photo.at(position, normal);
        const at::Tensor rows = seen.weight.gt(0).nonzero().view({-1});
        s.vertex.push_back(chosen.index_select(0, rows));
        color.push_back(seen.color.index_select(0, rows));
        // As the colours are mixed (photo_texture.cpp).
        weight.push_back(seen.weight.index_select(0, rows).sqrt().unsqueeze(1));
        eye.push_back(photo.eye().expand({rows.size(0), 3}));
    }
    s.all = at::cat(s.vertex);
    s.color = at::cat(color);
    s.shown = displayValues(s.color);
    s.eye = at::cat(eye);
    s.position = mesh.positions.index_select(0, s.all);
    s.normal = mesh.normals.index_select(0, s.all);
    s.weight = at::cat(weight);
    s.weight = s.weight * s.spread(s.gathered(at::ones_like(s.weight))).gt(1.5);
    s.weight = s.weight / s.weight.mean().clamp_min(1e-12);
    return s;
}

/// Base colours [V, 3] that fit best, and by how much [N, 3] (display values) they miss.
struct Fit {
    at::Tensor color, off;
};

/// trust [N, 3]: the weights that make squares of differences absolute ones. gain [photographs,
/// 3]: of what is rendered. Differentiable in orm's light and in gain.
Fit fit(const Samples& s,
        const LightMaps& light,
        const at::Tensor& orm,
        const at::Tensor& gain,
        const at::Tensor& trust) {
    ColorResponse r = colorResponse(light, s.position, s.normal, s.spread(orm), s.eye);
    const at::Tensor bright = s.ofPhoto(gain);
    r.offset = r.offset * bright;
    r.gain = r.gain * bright;
    // Least squares of display values to first order: their slope falls with brightness. A clipped
    // pixel only says "at least".
    const at::Tensor free = s.color.lt(kClipped).to(at::kFloat) + 0.02;
    const at::Tensor weight = (s.weight + 1e-3) * trust * free / (s.color + 0.05);
    const std::vector<at::Tensor> sums = at::split_with_sizes(
        s.gathered(at::cat({weight * r.gain * (s.color - r.offset), weight * r.gain * r.gain}, 1)),
        {3, 3},
        1);
    const at::Tensor color = (sums[0] / sums[1].clamp_min(1e-12)).clamp(0, 1);
    return {color, displayValues(r.offset + r.gain * s.spread(color)) - s.shown};
}

class Solver {
public:
    explicit Solver(const PhotoLightInput& input)
        : input_(input),
          mesh_(*input.device_mesh),
          prefilter_(input.light_size),
          open_(meshOpenness(mesh_.positions, mesh_.triangles, kOcclusionRays)),
          every_(samplesOf(mesh_, *input.photos, 1)) {
        const int64_t stride = every_.all.size(0) / kSamples + 1;
        some_ = stride == 1 ? every_ : samplesOf(mesh_, *input.photos, stride);
        roughness_ = at::full_like(open_, kUsualRoughness);
        metallic_ = at::zeros_like(open_);
    }

    PhotoLight solve() {
        const int64_t photos = static_cast<int64_t>(input_.photos->size());
        const int64_t size = input_.light_size;
        light_ = Parameter(at::full({6 * size * size, 3}, startLevel(), open_.options()),
                           Parameter::Rows::Dense,
                           {});
        gains_ = Parameter(at::zeros({photos, 3}, open_.options()), Parameter::Rows::Dense, {});
        trust_ = at::ones_like(some_.color);
        int searched = 0;
        for (int step = 0; step < input_.steps; ++step) {
            report(step);
            if (step * (kSearches + 1) >= (searched + 1) * input_.steps) {
                ++searched;
                search(step);
            }
            this->step(step);
        }
        search(input_.steps);
        const at::Tensor radiance = base().detach();
        if (!at::isfinite(radiance).all().item<bool>()) {
            throw Error(Error::Kind::Engine,
                        "The light of the photographs could not be found: it is not a number",
                        "Texture without it (--set photo_texture_steps=0).");
        }
        PhotoLight result{radiance, {prefilter_(radiance), orm()}, {}};
        const at::Tensor gains = (-gains_.value().detach()).exp();
        for (int64_t i = 0; i < photos; ++i) {
            result.gains.push_back(gains[i].clone());
        }
        return result;
    }

private:
    void report(int step) const {
        if (input_.progress) {
            input_.progress(static_cast<double>(step) / (input_.steps + 1));
        }
    }

    /// Log radiance of an even light in which bright places are nearly white.
    double startLevel() const {
        const at::Tensor values = std::get<0>(every_.color.view({-1}).cpu().sort(0));
        const int64_t count = values.numel();
        const double bright =
            count == 0 ? 1
                       : values[static_cast<int64_t>(kBright * static_cast<double>(count - 1))]
                             .item<double>();
        return std::log(kStartLevel * std::max(bright, 0.01));
    }

    at::Tensor base() const {
        const int64_t size = input_.light_size;
        return light_.value().exp().view({6, size, size, 3});
    }
    at::Tensor orm() const { return at::cat({open_, roughness_, metallic_}, 1); }

    void step(int number) {
        const at::AutoGradMode with_gradients(true);
        const at::Tensor radiance = base();
        const Fit now = fit(some_, prefilter_(radiance), orm(), gains_.value().exp(), trust_);
        const at::Tensor weight = some_.weight.sum().clamp_min(1e-12);
        const at::Tensor off = (distance(now.off) * some_.weight).sum() / (3 * weight);
        const at::Tensor loss = off + kWhiteness * lightWhiteness(radiance) +
                                kGainPenalty * gains_.value().square().mean();
        loss.backward();
        const double decay = std::pow(0.1, static_cast<double>(number) / input_.steps);
        light_.step(static_cast<float>(kLightRate * decay));
        gains_.step(static_cast<float>(kGainRate * decay));
        const at::NoGradGuard no_grad;
        // A common factor is the light's.
        gains_.value().sub_(gains_.value().mean(0, true));
        trust_ = 1 / (now.off.detach().abs() + kTrusted);
    }

    /// Roughness and metal of each vertex by trying them.
    void search(int step) {
        const LightMaps light = prefilter_(base().detach());
        const at::Tensor gain = gains_.value().detach().exp();
        const at::Tensor even = at::ones_like(every_.color);
        const int kinds = input_.metals ? 2 : 1;
        std::vector<at::Tensor> costs{every_.gathered(every_.weight)};
        std::vector<float> prior, roughness, metallic;
        for (int m = 0; m < kinds; ++m) {
            for (const float r : kRoughness) {
                report(step);
                const at::Tensor tried =
                    at::cat({open_, at::full_like(open_, r), at::full_like(open_, m)}, 1);
                const at::Tensor off = fit(every_, light, tried, gain, even).off;
                const at::Tensor cost = distance(off).clamp_max(kOutlier).mean(1, true);
                costs.push_back(every_.gathered(cost * every_.weight));
                prior.push_back(static_cast<float>(kRoughnessCost * std::abs(r - kUsualRoughness) +
                                                   m * kMetalCost));
                roughness.push_back(r);
                metallic.push_back(static_cast<float>(m));
            }
        }
        at::Tensor table = at::cat(costs, 1).cpu().contiguous();
        std::vector<float> values(table.data_ptr<float>(), table.data_ptr<float>() + table.numel());
        averageOverEdges(mesh_.triangles, table.size(0), table.size(1), kSmoothing, values);
        table = at::from_blob(values.data(), table.sizes(), at::kFloat).clone();
        const at::Tensor total = table.slice(1, 0, 1);
        choose(table.slice(1, 1) / total.clamp_min(1e-6) + at::tensor(prior),
               at::tensor(roughness).unsqueeze(1),
               at::tensor(metallic).unsqueeze(1),
               total.gt(1e-3).to(at::kFloat).view({-1}).contiguous());
    }

    /// costs [V, choices], of which roughness and metallic [choices, 1] tell what they are; known
    /// [V]: 1 where they mean something.
    void choose(const at::Tensor& costs,
                const at::Tensor& roughness,
                const at::Tensor& metallic,
                const at::Tensor& known) {
        // Between choices that fit about as well: their mean.
        at::Tensor share = at::softmax(-costs / kAsGood, 1);
        const at::Tensor metal = share.matmul(metallic).gt(0.5).to(at::kFloat);  // or not at all
        const at::Tensor of = metallic.t();
        share = share * (metal * of + (1 - metal) * (1 - of));
        const at::Tensor best = share.matmul(roughness) / share.sum(1, true).clamp_min(1e-20);
        // Parts of which nothing is known get 0: the usual.
        const at::Tensor unusual = best - kUsualRoughness;
        const std::vector<Vec3f> carried =
            extendValues(*input_.mesh,
                         toVec3f(at::cat({unusual, metal, at::zeros_like(metal)}, 1).contiguous()),
                         {known.data_ptr<float>(), known.data_ptr<float>() + known.numel()},
                         0);
        const at::Tensor values = toTensor(carried).to(mesh_.device());
        roughness_ = (values.slice(1, 0, 1) + kUsualRoughness).clamp(kMinRoughness, 1).contiguous();
        metallic_ = values.slice(1, 1, 2).clamp(0, 1).contiguous();
    }

    const PhotoLightInput& input_;
    const DeviceMesh& mesh_;
    const LightPrefilter prefilter_;
    const at::Tensor open_;            // [V, 1] ambient occlusion factor
    at::Tensor roughness_, metallic_;  // [V, 1]
    Samples every_, some_;             // some_: what the light is found from
    Parameter light_;                  // [6 S S, 3] log radiance
    Parameter gains_;                  // [photographs, 3] logarithms
    at::Tensor trust_;                 // [N, 3] of some_
};

}  // namespace

PhotoLight findPhotoLight(const PhotoLightInput& input) {
    const at::NoGradGuard no_grad;
    return Solver(input).solve();
}

}  // namespace bozzetto
