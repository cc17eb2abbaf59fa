// SPDX-License-Identifier: Apache-2.0
#include "geometry/surface_loss.h"

#include "geometry/device_checks.h"
#include "geometry/index_checks.h"
#include "geometry/regularizers.h"
#include "geometry/surface_loss_cuda.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// On a GPU.
struct DeformFunction : torch::autograd::Function<DeformFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& base,
                              const at::Tensor& deform,
                              double range) {
        at::Tensor out = at::empty_like(deform);
        if constexpr (kCudaBuild) {
            deformedPositionsCuda(base.data_ptr<float>(),
                                  deform.data_ptr<float>(),
                                  static_cast<float>(range),
                                  deform.numel(),
                                  out.data_ptr<float>(),
                                  queueOf(deform));
        }
        ctx->save_for_backward({deform});
        ctx->saved_data["range"] = range;
        return out;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const at::Tensor deform = ctx->get_saved_variables()[0], grad = grads[0].contiguous();
        at::Tensor grad_deform = at::empty_like(deform);
        if constexpr (kCudaBuild) {
            deformedPositionsBackwardCuda(deform.data_ptr<float>(),
                                          static_cast<float>(ctx->saved_data["range"].toDouble()),
                                          deform.numel(),
                                          grad.data_ptr<float>(),
                                          grad_deform.data_ptr<float>(),
                                          queueOf(deform));
        }
        return {{}, grad_deform, {}};
    }
};

double deviationWeight(const SurfaceWeights& weights) {
    return weights.deviation / weights.cell * 0.01;
}

/// On a GPU, of a mesh with vertices.
struct SurfaceLossFunction : torch::autograd::Function<SurfaceLossFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& vertices,
                              const at::Tensor& triangles,
                              const at::Tensor& deviation,
                              const SurfaceWeights& weights) {
        at::Tensor loss = at::empty({}, vertices.options()), share = at::empty_like(loss);
        at::Tensor neighbours = at::empty_like(triangles), pull = at::empty_like(vertices);
        at::Tensor units = at::empty(triangles.sizes(), vertices.options());
        at::Tensor inverses = at::empty({triangles.size(0)}, vertices.options());
        const variable_list saved{
            vertices, triangles, deviation, neighbours, units, inverses, pull, share};
        if constexpr (kCudaBuild) {
            surfaceLossCuda(paramsOf(saved, weights), loss.data_ptr<float>(), queueOf(vertices));
        }
        ctx->save_for_backward(saved);
        ctx->saved_data["weights"] = std::vector<double>{weights.cell,
                                                         weights.deviation,
                                                         weights.smoothness,
                                                         weights.laplacian,
                                                         weights.normal_consistency};
        return loss;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const std::vector<double> w = ctx->saved_data["weights"].toDoubleVector();
        const SurfaceWeights weights{w[0], w[1], w[2], w[3], w[4]};
        at::Tensor grad_vertices = at::empty_like(saved[0]);
        if constexpr (kCudaBuild) {
            surfaceLossBackwardCuda(paramsOf(saved, weights),
                                    grads[0].data_ptr<float>(),
                                    grad_vertices.data_ptr<float>(),
                                    queueOf(saved[0]));
        }
        return {grad_vertices, {}, grads[0] * deviationWeight(weights), {}};
    }

private:
    static SurfaceLossParams paramsOf(const variable_list& saved, const SurfaceWeights& weights) {
        SurfaceLossParams p;
        p.mesh = {saved[1].data_ptr<int32_t>(), saved[1].size(0), saved[0].size(0)};
        p.positions = saved[0].data_ptr<float>();
        p.deviation = saved[2].data_ptr<float>();
        p.laplacian = static_cast<float>(weights.smoothness * weights.laplacian /
                                         (weights.cell * weights.cell));
        p.normal_consistency = static_cast<float>(weights.smoothness * weights.normal_consistency);
        p.deviation_weight = static_cast<float>(deviationWeight(weights));
        p.neighbours = saved[3].data_ptr<int32_t>();
        p.units = saved[4].data_ptr<float>();
        p.inverses = saved[5].data_ptr<float>();
        p.pull = saved[6].data_ptr<float>();
        p.share = saved[7].data_ptr<float>();
        return p;
    }
};

}  // namespace

at::Tensor deformedPositions(const at::Tensor& base, const at::Tensor& deform, double range) {
    if (!onGpu(deform)) {
        return base + at::tanh(deform) * range;
    }
    checkFloating(deform, "deform", {-1, 3});
    checkTensor(base, "base", {deform.size(0), 3}, {at::kFloat}, deform.device());
    return DeformFunction::apply(base, deform, range);
}

at::Tensor surfaceLoss(const at::Tensor& vertices,
                       const at::Tensor& triangles,
                       const at::Tensor& deviation,
                       const SurfaceWeights& weights) {
    if (!onGpu(vertices) || vertices.size(0) == 0) {
        return weights.deviation * deviation / weights.cell * 0.01 +
               weights.smoothness *
                   (weights.laplacian * laplacianLoss(vertices / weights.cell, triangles) +
                    weights.normal_consistency * normalConsistencyLoss(vertices, triangles));
    }
    checkFloating(vertices, "vertices", {-1, 3});
    checkIndices(triangles, "triangles", 3, vertices.size(0), vertices.device());
    checkTensor(deviation, "deviation", {}, {at::kFloat}, vertices.device());
    return SurfaceLossFunction::apply(vertices, triangles, deviation, weights);
}

}  // namespace bozzetto
