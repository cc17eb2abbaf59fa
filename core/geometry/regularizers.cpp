// SPDX-License-Identifier: Apache-2.0
#include "geometry/regularizers.h"

#include "geometry/device_checks.h"
#include "geometry/index_checks.h"
#include "geometry/regularizers_cuda.h"
#include "geometry/regularizers_kernel.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

DeviceMesh meshOf(const at::Tensor& triangles, int64_t vertices) {
    return {triangles.data_ptr<int32_t>(), triangles.size(0), vertices};
}

/// An uninitialised scalar on the device of another tensor.
at::Tensor emptyScalar(const at::Tensor& like) {
    return at::empty({}, like.options());
}

at::Tensor scalar(double value, const at::Tensor& like) {
    return at::full({}, value, like.options());
}

struct SignLossFunction : torch::autograd::Function<SignLossFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& sdf,
                              const at::Tensor& edges) {
        at::Tensor loss, crossing;
        if (onGpu(sdf)) {
            loss = emptyScalar(sdf);
            crossing = emptyScalar(sdf);  // 1 / the number of crossings instead of their list
            if constexpr (kCudaBuild) {
                signLossCuda(sdf.data_ptr<float>(),
                             edges.data_ptr<int32_t>(),
                             edges.size(0),
                             loss.data_ptr<float>(),
                             crossing.data_ptr<float>(),
                             queueOf(sdf));
            }
            ctx->save_for_backward({sdf, edges, crossing});
            return loss;
        }
        AT_DISPATCH_FLOATING_TYPES(sdf.scalar_type(), "sdfSignLoss", [&] {
            const scalar_t* s = sdf.data_ptr<scalar_t>();
            const int32_t* e = edges.data_ptr<int32_t>();
            const std::vector<int32_t> found = signChanges(s, e, edges.size(0));
            const double sum = signEntropy(s, e, found);
            loss = scalar(found.empty() ? 0 : sum / static_cast<double>(found.size()), sdf);
            crossing = at::tensor(at::ArrayRef<int32_t>(found), at::kInt);
        });
        ctx->save_for_backward({sdf, edges, crossing});
        return loss;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &sdf = saved[0], &edges = saved[1], &crossing = saved[2];
        if (onGpu(sdf)) {
            at::Tensor grad_sdf = at::empty_like(sdf);
            if constexpr (kCudaBuild) {
                signLossBackwardCuda(sdf.data_ptr<float>(),
                                     edges.data_ptr<int32_t>(),
                                     edges.size(0),
                                     sdf.numel(),
                                     grads[0].data_ptr<float>(),
                                     crossing.data_ptr<float>(),
                                     grad_sdf.data_ptr<float>(),
                                     queueOf(sdf));
            }
            return {grad_sdf, {}};
        }
        at::Tensor grad_sdf = at::zeros_like(sdf);
        if (crossing.numel() == 0) {
            return {grad_sdf, {}};
        }
        AT_DISPATCH_FLOATING_TYPES(sdf.scalar_type(), "sdfSignLossBackward", [&] {
            const int32_t* found = crossing.data_ptr<int32_t>();
            signEntropyBackward(sdf.data_ptr<scalar_t>(),
                                edges.data_ptr<int32_t>(),
                                std::vector<int32_t>(found, found + crossing.numel()),
                                static_cast<scalar_t>(grads[0].item<double>() / crossing.numel()),
                                sdf.numel(),
                                grad_sdf.data_ptr<scalar_t>());
        });
        return {grad_sdf, {}};
    }
};

struct LaplacianFunction : torch::autograd::Function<LaplacianFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& values,
                              const at::Tensor& triangles) {
        const int64_t vertices = values.size(0), channels = values.size(1);
        at::Tensor delta = at::empty_like(values);
        at::Tensor scales = at::empty({vertices}, values.options());
        if (onGpu(values)) {
            at::Tensor loss = emptyScalar(values);
            if constexpr (kCudaBuild) {
                laplacianCuda(meshOf(triangles, vertices),
                              values.data_ptr<float>(),
                              channels,
                              delta.data_ptr<float>(),
                              scales.data_ptr<float>(),
                              loss.data_ptr<float>(),
                              queueOf(values));
            }
            ctx->save_for_backward({delta, scales, triangles});
            return loss;
        }
        AT_DISPATCH_FLOATING_TYPES(values.scalar_type(), "laplacianLoss", [&] {
            const int32_t* t = triangles.data_ptr<int32_t>();
            umbrella(values.data_ptr<scalar_t>(),
                     t,
                     triangles.size(0),
                     vertices,
                     channels,
                     delta.data_ptr<scalar_t>());
            umbrellaScales(t, triangles.size(0), vertices, scales.data_ptr<scalar_t>());
        });
        delta.mul_(scales.unsqueeze(1));
        ctx->save_for_backward({delta, scales, triangles});
        return values.numel() > 0 ? delta.square().mean() : scalar(0, values);
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &delta = saved[0], &scales = saved[1], &triangles = saved[2];
        at::Tensor grad = at::empty_like(delta);
        if (delta.numel() == 0) {
            return {grad, {}};
        }
        if (onGpu(delta)) {
            if constexpr (kCudaBuild) {
                laplacianBackwardCuda(meshOf(triangles, delta.size(0)),
                                      delta.size(1),
                                      delta.data_ptr<float>(),
                                      scales.data_ptr<float>(),
                                      grads[0].data_ptr<float>(),
                                      grad.data_ptr<float>(),
                                      queueOf(delta));
            }
            return {grad, {}};
        }
        const at::Tensor weighted =
            delta * (scales * (grads[0] * (2.0 / static_cast<double>(delta.numel())))).unsqueeze(1);
        AT_DISPATCH_FLOATING_TYPES(delta.scalar_type(), "laplacianLossBackward", [&] {
            umbrella(weighted.data_ptr<scalar_t>(),
                     triangles.data_ptr<int32_t>(),
                     triangles.size(0),
                     delta.size(0),
                     delta.size(1),
                     grad.data_ptr<scalar_t>());
        });
        return {grad, {}};
    }
};

struct NormalConsistencyFunction : torch::autograd::Function<NormalConsistencyFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& positions,
                              const at::Tensor& triangles,
                              const at::Tensor& neighbours,
                              int64_t interior_edges) {
        const int64_t count = triangles.size(0);
        at::Tensor units = at::empty({count, 3}, positions.options());
        at::Tensor inverses = at::empty({count}, positions.options());
        if (onGpu(positions)) {
            at::Tensor loss = emptyScalar(positions), share = emptyScalar(positions);
            if constexpr (kCudaBuild) {
                normalConsistencyCuda(meshOf(triangles, positions.size(0)),
                                      positions.data_ptr<float>(),
                                      neighbours.data_ptr<int32_t>(),
                                      units.data_ptr<float>(),
                                      inverses.data_ptr<float>(),
                                      loss.data_ptr<float>(),
                                      share.data_ptr<float>(),
                                      queueOf(positions));
            }
            ctx->save_for_backward({positions, triangles, neighbours, units, inverses, share});
            ctx->saved_data["edges"] = interior_edges;
            return loss;
        }
        double sum = 0;
        AT_DISPATCH_FLOATING_TYPES(positions.scalar_type(), "normalConsistencyLoss", [&] {
            faceNormals(positions.data_ptr<scalar_t>(),
                        triangles.data_ptr<int32_t>(),
                        count,
                        units.data_ptr<scalar_t>(),
                        inverses.data_ptr<scalar_t>());
            sum = bendSum(units.data_ptr<scalar_t>(), neighbours.data_ptr<int32_t>(), count);
        });
        ctx->save_for_backward({positions, triangles, neighbours, units, inverses});
        ctx->saved_data["edges"] = interior_edges;
        return scalar(interior_edges > 0 ? sum / static_cast<double>(interior_edges) : 0,
                      positions);
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &positions = saved[0], &triangles = saved[1];
        const int64_t edges = std::max<int64_t>(1, ctx->saved_data["edges"].toInt());
        at::Tensor grad = at::empty_like(positions);
        if (onGpu(positions)) {
            if constexpr (kCudaBuild) {
                normalConsistencyBackwardCuda(meshOf(triangles, positions.size(0)),
                                              positions.data_ptr<float>(),
                                              saved[2].data_ptr<int32_t>(),
                                              saved[3].data_ptr<float>(),
                                              saved[4].data_ptr<float>(),
                                              grads[0].data_ptr<float>(),
                                              saved[5].data_ptr<float>(),
                                              grad.data_ptr<float>(),
                                              queueOf(positions));
            }
            return {grad, {}, {}, {}};
        }
        AT_DISPATCH_FLOATING_TYPES(positions.scalar_type(), "normalConsistencyBackward", [&] {
            bendBackward(
                positions.data_ptr<scalar_t>(),
                triangles.data_ptr<int32_t>(),
                saved[2].data_ptr<int32_t>(),
                saved[3].data_ptr<scalar_t>(),
                saved[4].data_ptr<scalar_t>(),
                static_cast<scalar_t>(grads[0].item<double>() / static_cast<double>(edges)),
                triangles.size(0),
                positions.size(0),
                grad.data_ptr<scalar_t>());
        });
        return {grad, {}, {}, {}};
    }
};

struct VertexNormalsFunction : torch::autograd::Function<VertexNormalsFunction> {
    static at::Tensor forward(AutogradContext* ctx,
                              const at::Tensor& positions,
                              const at::Tensor& triangles) {
        at::Tensor normals = at::empty_like(positions);
        at::Tensor inverses = at::empty({positions.size(0)}, positions.options());
        if (onGpu(positions)) {
            if constexpr (kCudaBuild) {
                vertexNormalsCuda(meshOf(triangles, positions.size(0)),
                                  positions.data_ptr<float>(),
                                  normals.data_ptr<float>(),
                                  inverses.data_ptr<float>(),
                                  queueOf(positions));
            }
            ctx->save_for_backward({positions, triangles, normals, inverses});
            return normals;
        }
        AT_DISPATCH_FLOATING_TYPES(positions.scalar_type(), "vertexNormals", [&] {
            vertexNormalsForward(positions.data_ptr<scalar_t>(),
                                 triangles.data_ptr<int32_t>(),
                                 triangles.size(0),
                                 positions.size(0),
                                 normals.data_ptr<scalar_t>(),
                                 inverses.data_ptr<scalar_t>());
        });
        ctx->save_for_backward({positions, triangles, normals, inverses});
        return normals;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &positions = saved[0], &triangles = saved[1];
        const at::Tensor grad_normals = grads[0].contiguous();
        at::Tensor grad = at::empty_like(positions);
        if (onGpu(positions)) {
            if constexpr (kCudaBuild) {
                vertexNormalsBackwardCuda(meshOf(triangles, positions.size(0)),
                                          positions.data_ptr<float>(),
                                          saved[2].data_ptr<float>(),
                                          saved[3].data_ptr<float>(),
                                          grad_normals.data_ptr<float>(),
                                          grad.data_ptr<float>(),
                                          queueOf(positions));
            }
            return {grad, {}};
        }
        AT_DISPATCH_FLOATING_TYPES(positions.scalar_type(), "vertexNormalsBackward", [&] {
            vertexNormalsBackward(positions.data_ptr<scalar_t>(),
                                  triangles.data_ptr<int32_t>(),
                                  triangles.size(0),
                                  positions.size(0),
                                  saved[2].data_ptr<scalar_t>(),
                                  saved[3].data_ptr<scalar_t>(),
                                  grad_normals.data_ptr<scalar_t>(),
                                  grad.data_ptr<scalar_t>());
        });
        return {grad, {}};
    }
};

}  // namespace

at::Tensor sdfSignLoss(const at::Tensor& sdf, const at::Tensor& edges) {
    checkFloating(sdf, "sdf", {-1});
    checkIndices(edges, "edges", 2, sdf.size(0), sdf.device());
    return SignLossFunction::apply(sdf, edges);
}

at::Tensor laplacianLoss(const at::Tensor& values, const at::Tensor& triangles) {
    checkFloating(values, "values", {-1, -1});
    checkIndices(triangles, "triangles", 3, values.size(0), values.device());
    return LaplacianFunction::apply(values, triangles);
}

at::Tensor triangleNeighbours(const at::Tensor& triangles, int64_t vertex_count) {
    const bool gpu = onGpu(triangles);
    checkIndices(
        triangles, "triangles", 3, vertex_count, gpu ? triangles.device() : at::Device(at::kCPU));
    at::Tensor neighbours = at::empty_like(triangles);
    if (gpu) {
        if constexpr (kCudaBuild) {
            faceNeighboursCuda(meshOf(triangles, vertex_count),
                               neighbours.data_ptr<int32_t>(),
                               queueOf(triangles));
        }
        return neighbours;
    }
    faceNeighbours(triangles.data_ptr<int32_t>(),
                   triangles.size(0),
                   vertex_count,
                   neighbours.data_ptr<int32_t>());
    return neighbours;
}

at::Tensor normalConsistencyLoss(const at::Tensor& positions,
                                 const at::Tensor& triangles,
                                 const at::Tensor& neighbours) {
    checkFloating(positions, "positions", {-1, 3});
    checkIndices(triangles, "triangles", 3, positions.size(0), positions.device());
    checkTensor(neighbours, "neighbours", {triangles.size(0), 3}, {at::kInt}, positions.device());
    if (onGpu(positions)) {
        return NormalConsistencyFunction::apply(positions, triangles, neighbours, 0);
    }
    const int32_t* n = neighbours.data_ptr<int32_t>();
    int64_t halves = 0;
    bool in_range = true;
    for (int64_t i = 0; i < neighbours.numel(); ++i) {
        halves += n[i] >= 0;
        in_range &= n[i] >= -1 && n[i] < triangles.size(0);
    }
    if (!in_range) {
        throw Error(Error::Kind::BadInput,
                    "neighbours has an index outside the triangles",
                    "Use what triangleNeighbours returns.");
    }
    return NormalConsistencyFunction::apply(positions, triangles, neighbours, halves / 2);
}

at::Tensor normalConsistencyLoss(const at::Tensor& positions, const at::Tensor& triangles) {
    checkFloating(positions, "positions", {-1, 3});
    return normalConsistencyLoss(
        positions, triangles, triangleNeighbours(triangles, positions.size(0)));
}

at::Tensor vertexNormals(const at::Tensor& positions, const at::Tensor& triangles) {
    checkFloating(positions, "positions", {-1, 3});
    checkIndices(triangles, "triangles", 3, positions.size(0), positions.device());
    return VertexNormalsFunction::apply(positions, triangles);
}

}  // namespace bozzetto
