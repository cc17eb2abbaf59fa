// SPDX-License-Identifier: Apache-2.0
#include "geometry/marching_tets.h"

#include "geometry/device_checks.h"
#include "geometry/index_checks.h"
#include "geometry/marching_tets_cuda.h"
#include "geometry/marching_tets_kernel.h"
#include "tensor/cuda.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor rowsOf(const std::vector<int32_t>& values, int64_t columns) {
    return at::tensor(at::ArrayRef<int32_t>(values), at::kInt).view({-1, columns});
}

/// {crossing edges, triangles, vertices}.
variable_list extract(const at::Tensor& positions, const at::Tensor& sdf, const at::Tensor& tets) {
    at::Tensor vertices, triangles, edges;
    AT_DISPATCH_FLOATING_TYPES(sdf.scalar_type(), "marchingTets", [&] {
        const TetSurface surface = findTetSurface(
            tets.data_ptr<int32_t>(), tets.size(0), sdf.data_ptr<scalar_t>(), sdf.size(0));
        edges = rowsOf(surface.edges, 2);
        triangles = rowsOf(surface.triangles, 3);
        vertices = at::empty({edges.size(0), 3}, positions.options());
        tetVertices(surface.edges.data(),
                    edges.size(0),
                    positions.data_ptr<scalar_t>(),
                    sdf.data_ptr<scalar_t>(),
                    vertices.data_ptr<scalar_t>());
    });
    return {edges, triangles, vertices};
}

variable_list extractOnGpu(const at::Tensor& positions,
                           const at::Tensor& sdf,
                           const at::Tensor& tets,
                           const TetTopology& topology) {
    at::Tensor vertices, triangles, edges;
    if constexpr (kCudaBuild) {
        const TensorQueue queue = queueOf(sdf);
        const DeviceTetGrid grid{tets.data_ptr<int32_t>(),
                                 topology.edges.data_ptr<int32_t>(),
                                 topology.tet_edges.data_ptr<int32_t>(),
                                 tets.size(0),
                                 topology.edges.size(0)};
        const TetCounts counts = countTetSurfaceCuda(grid, sdf.data_ptr<float>(), queue);
        edges = at::empty({counts.vertices, 2}, tets.options());
        triangles = at::empty({counts.triangles(), 3}, tets.options());
        vertices = at::empty({counts.vertices, 3}, sdf.options());
        fillTetSurfaceCuda(grid,
                           sdf.data_ptr<float>(),
                           counts,
                           edges.data_ptr<int32_t>(),
                           triangles.data_ptr<int32_t>(),
                           queue);
        tetVerticesCuda(edges.data_ptr<int32_t>(),
                        counts.vertices,
                        positions.data_ptr<float>(),
                        sdf.data_ptr<float>(),
                        vertices.data_ptr<float>(),
                        queue);
    }
    return {edges, triangles, vertices};
}

struct MarchingTetsFunction : torch::autograd::Function<MarchingTetsFunction> {
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& tets,
                                 const TetTopology& topology) {
        const variable_list found = onGpu(sdf) ? extractOnGpu(positions, sdf, tets, topology)
                                               : extract(positions, sdf, tets);
        ctx->save_for_backward({positions, sdf, found[0]});
        ctx->mark_non_differentiable({found[1]});
        return {found[2], found[1]};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &positions = saved[0], &sdf = saved[1], &edges = saved[2];
        const at::Tensor grad_vertices = grads[0].contiguous();
        at::Tensor grad = at::empty({sdf.size(0), 4}, sdf.options());
        if (onGpu(sdf)) {
            if constexpr (kCudaBuild) {
                tetVerticesBackwardCuda(edges.data_ptr<int32_t>(),
                                        edges.size(0),
                                        positions.data_ptr<float>(),
                                        sdf.data_ptr<float>(),
                                        grad_vertices.data_ptr<float>(),
                                        sdf.size(0),
                                        grad.data_ptr<float>(),
                                        queueOf(sdf));
            }
        } else {
            AT_DISPATCH_FLOATING_TYPES(sdf.scalar_type(), "marchingTetsBackward", [&] {
                tetVerticesBackward(edges.data_ptr<int32_t>(),
                                    edges.size(0),
                                    positions.data_ptr<scalar_t>(),
                                    sdf.data_ptr<scalar_t>(),
                                    grad_vertices.data_ptr<scalar_t>(),
                                    sdf.size(0),
                                    grad.data_ptr<scalar_t>());
            });
        }
        return {grad.narrow(1, 0, 3).contiguous(), grad.select(1, 3).contiguous(), {}, {}};
    }
};

}  // namespace

TetTopology tetTopology(const at::Tensor& tets, int64_t vertices) {
    const at::NoGradGuard no_grad;
    checkIndices(tets, "tets", 4, vertices, tets.device());
    std::vector<at::Tensor> keys;  // lower end * vertices + higher end
    for (const auto& edge : kTetEdges) {
        const at::Tensor a = tets.select(1, edge[0]).to(at::kLong);
        const at::Tensor b = tets.select(1, edge[1]).to(at::kLong);
        keys.push_back(at::min(a, b) * vertices + at::max(a, b));
    }
    const auto [unique, place, counts] = at::_unique2(at::stack(keys, 1), true, true);
    const at::Tensor low = at::floor_divide(unique, std::max<int64_t>(1, vertices));
    return {at::stack({low, unique - low * vertices}, 1).to(at::kInt).contiguous(),
            place.view({-1, 6}).to(at::kInt).contiguous()};
}

MarchingTetsMesh marchingTets(const at::Tensor& positions,
                              const at::Tensor& sdf,
                              const at::Tensor& tets,
                              const TetTopology& topology) {
    checkFloating(sdf, "sdf", {-1});
    checkTensor(positions, "positions", {sdf.size(0), 3}, {sdf.scalar_type()}, sdf.device());
    checkIndices(tets, "tets", 4, sdf.size(0), sdf.device());
    const bool find = onGpu(sdf) && !topology.edges.defined();
    const variable_list out = MarchingTetsFunction::apply(
        positions, sdf, tets, find ? tetTopology(tets, sdf.size(0)) : topology);
    return {out[0], out[1]};
}

}  // namespace bozzetto
