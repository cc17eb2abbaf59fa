// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ATen/ATen.h>
#include <QtTest>
#include <torch/csrc/autograd/autograd.h>

#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace bozzetto {

struct EdgeUses {
    int forward = 0,
        backward = 0;  // triangles that run from the lower vertex to the higher, and back
};
inline std::map<std::pair<int32_t, int32_t>, EdgeUses> directedEdgeUses(
    const at::Tensor& triangles) {
    std::map<std::pair<int32_t, int32_t>, EdgeUses> uses;
    const auto t = triangles.accessor<int32_t, 2>();
    for (int64_t i = 0; i < triangles.size(0); ++i) {
        for (int k = 0; k < 3; ++k) {
            const int32_t a = t[i][k], b = t[i][(k + 1) % 3];
            EdgeUses& edge = uses[std::minmax(a, b)];
            ++(a < b ? edge.forward : edge.backward);
        }
    }
    return uses;
}

struct EdgeReport {
    int64_t boundary = 0, non_manifold = 0, inconsistent = 0;
};
inline EdgeReport countEdges(const at::Tensor& triangles) {
    EdgeReport report;
    for (const auto& [edge, uses] : directedEdgeUses(triangles)) {
        const int total = uses.forward + uses.backward;
        report.boundary += total == 1;
        report.non_manifold += total > 2;
        report.inconsistent += total == 2 && uses.forward != 1;
    }
    return report;
}

/// Vertices in use - edges + faces.
inline int64_t eulerCharacteristic(const at::Tensor& vertices, const at::Tensor& triangles) {
    std::set<int32_t> used;
    const auto t = triangles.accessor<int32_t, 2>();
    for (int64_t i = 0; i < triangles.size(0); ++i) {
        used.insert({t[i][0], t[i][1], t[i][2]});
    }
    if (static_cast<int64_t>(used.size()) != vertices.size(0)) {
        return -1000000;  // unreferenced vertices
    }
    return vertices.size(0) - static_cast<int64_t>(directedEdgeUses(triangles).size()) +
           triangles.size(0);
}

/// Cross products of the triangles' edges [T, 3].
inline at::Tensor faceCrosses(const at::Tensor& vertices, const at::Tensor& triangles) {
    const at::Tensor corners = vertices.index({triangles.to(at::kLong)});
    const at::Tensor a = corners.select(1, 0);
    return at::cross(corners.select(1, 1) - a, corners.select(1, 2) - a, 1);
}

/// Central differences of a scalar function of double tensors against autograd, element by element:
/// |difference| <= tolerance * (1 + largest gradient of that tensor).
inline void checkGradients(std::vector<at::Tensor> inputs,
                           const std::function<at::Tensor(const std::vector<at::Tensor>&)>& loss,
                           double step,
                           double tolerance) {
    for (at::Tensor& input : inputs) {
        input = input.detach().clone().requires_grad_();
    }
    const auto gradients = torch::autograd::grad({loss(inputs)}, inputs);
    const at::NoGradGuard no_grad;
    for (size_t n = 0; n < inputs.size(); ++n) {
        const double scale = 1 + gradients[n].abs().max().item<double>();
        QVERIFY(gradients[n].abs().max().item<double>() > 0);
        double* x = inputs[n].data_ptr<double>();
        for (int64_t i = 0; i < inputs[n].numel(); ++i) {
            const double kept = x[i];
            x[i] = kept + step;
            const double above = loss(inputs).item<double>();
            x[i] = kept - step;
            const double below = loss(inputs).item<double>();
            x[i] = kept;
            const double numeric = (above - below) / (2 * step);
            const double analytic = gradients[n].view({-1})[i].item<double>();
            QVERIFY2(std::abs(numeric - analytic) <= tolerance * scale,
                     qPrintable(QString("input %1 element %2: numeric %3, analytic %4")
                                    .arg(n)
                                    .arg(i)
                                    .arg(numeric)
                                    .arg(analytic)));
        }
    }
}

}  // namespace bozzetto
