// SPDX-License-Identifier: Apache-2.0
#include "texturing/material_search.h"

#include "base/parallel_for.h"
#include "nn/cancel_scope.h"
#include "render/shade.h"
#include "texturing/appearance.h"
#include "texturing/edge_smoothing.h"
#include "texturing/photo_samples.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace bozzetto {
namespace {

constexpr std::array<float, 7> kRoughness{0.1f, 0.2f, 0.3f, 0.4f, 0.55f, 0.75f, 1.0f};
constexpr int kChoices = 2 * static_cast<int>(kRoughness.size());  // dielectrics, then metals
constexpr float kSaturated = 0.97f;  // linear value from which a photograph may be clipped
constexpr int kSmoothing =
    8;  // rounds over the edges: material regions are larger than a few cells
constexpr float kRobust =
    0.04f;  // squared difference of square roots from which an observation is an outlier
// Costs of unlikely choices, in the same unit: a metal must explain the photographs better, not
// just as well.
constexpr float kMetalCost = 0.0004f;
constexpr float kRoughnessCost = 0.0008f;  // times the distance from the usual 0.4
const float kColourCost = 1.0f;  // times the squared excess of a base colour outside [0, 1]

at::Tensor asTensor(const std::vector<float>& values, int64_t columns, const at::Device& device) {
    return at::from_blob(const_cast<float*>(values.data()),
                         {static_cast<int64_t>(values.size()) / columns, columns})
        .clone()
        .to(device);
}

/// Radiance of the observations for constant kd, roughness and metallic.
at::Tensor shadeAll(const ShadePoints& points,
                    const at::Tensor& openness,
                    const LightMaps& light,
                    double kd,
                    double roughness,
                    double metallic) {
    ShadePoints p = points;
    const int64_t count = openness.size(0);
    const auto all = [&](int64_t channels, double value) {
        return at::full({count, channels}, value, openness.options());
    };
    p.kd = all(3, kd);
    p.orm = at::cat({openness, all(1, roughness), all(1, metallic)}, 1);
    return shade(p, light);
}

/// For one choice: radiance = offset + kd * gain. Fills kd [V, 3] and adds up the cost [V].
void fitChoice(const PointColors& seen,
               const at::Tensor& offset,
               const at::Tensor& gain,
               int64_t vertices,
               std::vector<float>& kd,
               std::vector<float>& cost) {
    const at::Tensor offsets = offset.cpu(), gains = gain.cpu();
    const float* o = offsets.data_ptr<float>();
    const float* g = gains.data_ptr<float>();
    std::vector<float> num(vertices * 3, 0.0f), den(vertices * 3, 1e-8f);
    const auto count = static_cast<int64_t>(seen.point.size());
    for (int64_t i = 0; i < count; ++i) {
        for (int c = 0; c < 3; ++c) {
            const float y = seen.color[3 * i + c];
            // Least squares of square roots, to first order. A clipped pixel only says "at least":
            // it takes no part in the fit.
            const float weight = y < kSaturated ? 1.0f / (y + 0.02f) : 0.0f;
            const int64_t j = 3 * seen.point[i] + c;
            num[j] += weight * g[3 * i + c] * (y - o[3 * i + c]);
            den[j] += weight * g[3 * i + c] * g[3 * i + c];
        }
    }
    kd.resize(vertices * 3);
    cost.assign(vertices, 0.0f);
    for (int64_t j = 0; j < vertices * 3; ++j) {
        const float free = num[j] / den[j];
        kd[j] = std::clamp(free, 0.0f, 1.0f);
        const float excess = std::clamp(free - kd[j], -1.0f, 1.0f);
        cost[j / 3] += kColourCost * excess * excess * 0.01f;
    }
    for (int64_t i = 0; i < count; ++i) {
        float sum = 0;
        for (int c = 0; c < 3; ++c) {
            const float y = std::clamp(
                o[3 * i + c] + g[3 * i + c] * kd[3 * seen.point[i] + c], 0.0f, kSaturated);
            const float d =
                std::sqrt(y) - std::sqrt(std::clamp(seen.color[3 * i + c], 0.0f, kSaturated));
            sum += std::min(d * d, kRobust) / 3.0f;
        }
        cost[seen.point[i]] += sum;
    }
}

}  // namespace

VertexMaterials searchMaterials(const Surface& surface,
                                size_t views,
                                const std::function<TrainingView(size_t)>& view,
                                const LightMaps& light) {
    const at::NoGradGuard no_grad;
    const int64_t vertices = surface.vertices.size(0);
    const at::Device device = surface.vertices.device();
    PointColors seen;
    for (size_t i = 0; i < views; ++i) {
        checkCancelled();
        samplePhotos(surface, view(i), surface.vertices, surface.normals, seen);
    }
    const auto count = static_cast<int64_t>(seen.point.size());
    VertexMaterials result{
        at::full({vertices, 3}, 0.5), at::full({vertices, 1}, 0.4), at::zeros({vertices, 1})};
    const auto onDevice = [&] {
        return VertexMaterials{
            result.kd.to(device), result.roughness.to(device), result.metallic.to(device)};
    };
    if (count == 0) {
        return onDevice();
    }
    const at::Tensor index =
        at::from_blob(seen.point.data(), {count}, at::kLong).clone().to(device);
    ShadePoints points;
    points.position = surface.vertices.index_select(0, index).contiguous();
    points.normal = surface.normals.index_select(0, index).contiguous();
    points.camera = asTensor(seen.camera, 3, device);
    const at::Tensor open = surface.openness.index_select(0, index).contiguous();

    std::vector<float> table(vertices * (kChoices + 1),
                             0.0f);  // costs, then the number of observations
    std::vector<std::vector<float>> colors(kChoices);
    for (int r = 0; r < static_cast<int>(kRoughness.size()); ++r) {
        for (int metal = 0; metal < 2; ++metal) {
            checkCancelled();
            const int choice = metal * static_cast<int>(kRoughness.size()) + r;
            const at::Tensor offset = shadeAll(points, open, light, 0.0, kRoughness[r], metal);
            const at::Tensor gain =
                shadeAll(points, open, light, 1.0, kRoughness[r], metal) - offset;
            std::vector<float> cost;
            fitChoice(seen, offset, gain, vertices, colors[choice], cost);
            for (int64_t v = 0; v < vertices; ++v) {
                table[v * (kChoices + 1) + choice] = cost[v];
            }
        }
    }
    for (const int64_t v : seen.point) {
        table[v * (kChoices + 1) + kChoices] += 1.0f;
    }
    averageOverEdges(surface.triangles, vertices, kChoices + 1, kSmoothing, table);

    for (int64_t v = 0; v < vertices; ++v) {
        const float* row = &table[v * (kChoices + 1)];
        const float observations = row[kChoices];
        if (observations < 1e-3f) {
            continue;
        }
        int best = 0;
        float lowest = 1e30f;
        for (int choice = 0; choice < kChoices; ++choice) {
            const float roughness = kRoughness[choice % kRoughness.size()];
            const bool metal = choice >= static_cast<int>(kRoughness.size());
            const float cost = row[choice] / observations + (metal ? kMetalCost : 0.0f) +
                               kRoughnessCost * std::abs(roughness - 0.4f);
            if (cost < lowest) {
                lowest = cost;
                best = choice;
            }
        }
        result.roughness.data_ptr<float>()[v] = kRoughness[best % kRoughness.size()];
        result.metallic.data_ptr<float>()[v] =
            best >= static_cast<int>(kRoughness.size()) ? 1.0f : 0.0f;
        std::copy(
            &colors[best][3 * v], &colors[best][3 * v] + 3, result.kd.data_ptr<float>() + 3 * v);
    }
    return onDevice();
}

}  // namespace bozzetto
