// SPDX-License-Identifier: Apache-2.0
#include "geometry/marching_tets.h"

#include "geometry/index_checks.h"
#include "geometry/marching_tets_kernel.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor rowsOf(const std::vector<int32_t>& values, int64_t columns) {
    return at::tensor(at::ArrayRef<int32_t>(values), at::kInt).view({-1, columns});
}

struct MarchingTetsFunction : torch::autograd::Function<MarchingTetsFunction> {
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& tets) {
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
        ctx->save_for_backward({positions, sdf, edges});
        ctx->mark_non_differentiable({triangles});
        return {vertices, triangles};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &positions = saved[0], &sdf = saved[1], &edges = saved[2];
        const at::Tensor grad_vertices = grads[0].contiguous();
        at::Tensor grad = at::empty({sdf.size(0), 4}, sdf.options());
        AT_DISPATCH_FLOATING_TYPES(sdf.scalar_type(), "marchingTetsBackward", [&] {
            tetVerticesBackward(edges.data_ptr<int32_t>(),
                                edges.size(0),
                                positions.data_ptr<scalar_t>(),
                                sdf.data_ptr<scalar_t>(),
                                grad_vertices.data_ptr<scalar_t>(),
                                sdf.size(0),
                                grad.data_ptr<scalar_t>());
        });
        return {grad.narrow(1, 0, 3).contiguous(), grad.select(1, 3).contiguous(), {}};
    }
};

}  // namespace

MarchingTetsMesh marchingTets(const at::Tensor& positions,
                              const at::Tensor& sdf,
                              const at::Tensor& tets) {
    checkTensor(sdf, "sdf", {-1}, {at::kFloat, at::kDouble}, at::kCPU);
    checkTensor(positions, "positions", {sdf.size(0), 3}, {sdf.scalar_type()}, at::kCPU);
    checkIndices(tets, "tets", 4, sdf.size(0));
    const variable_list out = MarchingTetsFunction::apply(positions, sdf, tets);
    return {out[0], out[1]};
}

}  // namespace bozzetto
