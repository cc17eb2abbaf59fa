// SPDX-License-Identifier: Apache-2.0
// Compiled in every build; a build without CUDA has no call to it, so that its library is not asked
// for the kernels.
#include "geometry/flexicubes_cuda.h"
#include "geometry/flexicubes_extraction.h"
#include "tensor/cuda.h"

namespace bozzetto {
namespace {

using torch::autograd::variable_list;

const CubeTables* tablesOf(const CubeGrid& grid) {
    return reinterpret_cast<const CubeTables*>(grid.tables.data_ptr<uint8_t>());
}

/// The one place that waits for the device: the surface's sizes.
void findSurface(ExtractionState& state, const at::Tensor& sdf, const CudaQueue& queue) {
    const CubeTopology topology = state.grid.topology();
    const CubeTables* tables = tablesOf(state.grid);
    const DualCounts counts = countDualSurfaceCuda(topology, tables, sdf.data_ptr<float>(), queue);
    const auto indices = [&](int64_t rows, int64_t columns) {
        return at::empty({rows, columns}, sdf.options().dtype(at::kInt));
    };
    auto& [cubes, cube_slots, quad_vertices, quad_slots, edge_quads] = state.device_surface;
    cubes = indices(counts.cubes(), 3);
    cube_slots = indices(1 + topology.cubes, 1);
    quad_vertices = indices(counts.quads(), 4);
    quad_slots = indices(counts.quads(), 4);
    DualSurfaceArrays arrays;
    if (state.centred) {
        edge_quads = indices(counts.cubes(), 12);
        arrays.edge_quads = edge_quads.data_ptr<int32_t>();
    }
    static_assert(sizeof(SurfaceCube) == 3 * sizeof(int32_t));
    arrays.cubes = reinterpret_cast<SurfaceCube*>(cubes.data_ptr<int32_t>());
    arrays.cube_slots = cube_slots.data_ptr<int32_t>();
    arrays.quad_vertices = quad_vertices.data_ptr<int32_t>();
    arrays.quad_slots = quad_slots.data_ptr<int32_t>();
    fillDualSurfaceCuda(topology, tables, sdf.data_ptr<float>(), counts, arrays, queue);
    state.group_edges = counts.group_edges;
    state.surface = {tables,
                     arrays.cubes,
                     arrays.cube_slots,
                     arrays.quad_vertices,
                     arrays.quad_slots,
                     arrays.edge_quads,
                     counts.cubes(),
                     counts.vertices(),
                     counts.quads()};
}

}  // namespace

variable_list extractSurfaceCuda(ExtractionState& state, const ExtractionInputs& inputs) {
    const at::Tensor& sdf = inputs.sdf;
    const variable_list& weights = inputs.shape_weights;
    const TensorQueue queue = queueOf(sdf);
    findSurface(state, sdf, queue);
    const DualSurfaceView& surface = state.surface;
    state.weights = at::empty({surface.cube_count, kCubeWeights}, sdf.options());
    if (state.from_raw) {
        activateWeightsCuda(
            &surface, 0, weights[0].data_ptr<float>(), state.weights.data_ptr<float>(), queue);
    } else {
        gatherWeightsCuda(surface,
                          weights[0].data_ptr<float>(),
                          weights[1].data_ptr<float>(),
                          weights[2].data_ptr<float>(),
                          state.weights.data_ptr<float>(),
                          queue);
    }
    const int64_t rows = surface.vertices + (state.centred ? surface.quads : 0);
    at::Tensor vertices = at::empty({rows, 3}, sdf.options());
    at::Tensor attributes = at::empty({rows, inputs.attributes.size(1)}, sdf.options());
    at::Tensor triangles =
        at::empty({surface.quads * (state.centred ? 4 : 2), 3}, sdf.options().dtype(at::kInt));
    at::Tensor deviation = at::empty({}, sdf.options());
    const DualInput<float> in = dualInputOf<float>(state, inputs.positions, sdf, inputs.attributes);
    dualVerticesCuda(in,
                     state.group_edges,
                     vertices.data_ptr<float>(),
                     attributes.data_ptr<float>(),
                     deviation.data_ptr<float>(),
                     queue);
    if (state.centred) {
        centreQuadsCuda(in,
                        vertices.data_ptr<float>(),
                        attributes.data_ptr<float>(),
                        triangles.data_ptr<int32_t>(),
                        queue);
    } else {
        splitQuadsCuda(in, triangles.data_ptr<int32_t>(), queue);
    }
    return {vertices, triangles, attributes, deviation};
}

variable_list extractBackwardCuda(const ExtractionState& state, const ExtractionGradients& inputs) {
    const at::Tensor& sdf = inputs.sdf;
    const TensorQueue queue = queueOf(sdf);
    const DualInput<float> in = dualInputOf<float>(state, inputs.positions, sdf, inputs.attributes);
    const auto contiguous = [](const at::Tensor& g) { return g.defined() ? g.contiguous() : g; };
    const at::Tensor grad_vertices = contiguous(inputs.grads[0]);
    const at::Tensor grad_attributes = contiguous(inputs.grads[2]);
    at::Tensor grad_positions = at::empty_like(inputs.positions);
    at::Tensor grad_sdf = at::empty_like(sdf);
    at::Tensor grad_attribute_inputs = at::empty_like(inputs.attributes);
    at::Tensor grad_weights = at::empty_like(state.weights);

    DualGradients<float> g;
    g.centred = state.centred;
    g.vertices = inputs.vertices.data_ptr<float>();
    g.vertex_attributes = dataOrNull<float>(inputs.vertex_attributes);
    g.grad_vertices = dataOrNull<float>(grad_vertices);
    g.grad_attributes = dataOrNull<float>(grad_attributes);
    g.positions = grad_positions.data_ptr<float>();
    g.sdf = grad_sdf.data_ptr<float>();
    g.attributes = in.channels > 0 ? grad_attribute_inputs.data_ptr<float>() : nullptr;
    g.weights = grad_weights.data_ptr<float>();
    dualBackwardCuda(
        state.grid.topology(), in, g, dataOrNull<float>(inputs.grads[3]), state.group_edges, queue);

    const int64_t cubes = state.grid.cubes.size(0);
    if (state.from_raw) {
        at::Tensor grad_raw = at::empty({cubes, kCubeWeights}, sdf.options());
        activateWeightsBackwardCuda(
            &state.surface, cubes, in.weights, g.weights, grad_raw.data_ptr<float>(), queue);
        return {grad_positions, grad_sdf, grad_attribute_inputs, grad_raw, {}, {}};
    }
    at::Tensor grad_beta = at::empty({cubes, kBetas}, sdf.options());
    at::Tensor grad_alpha = at::empty({cubes, kAlphas}, sdf.options());
    at::Tensor grad_gamma = at::empty({cubes}, sdf.options());
    spreadWeightGradientsCuda(state.surface,
                              cubes,
                              g.weights,
                              grad_beta.data_ptr<float>(),
                              grad_alpha.data_ptr<float>(),
                              grad_gamma.data_ptr<float>(),
                              queue);
    return {grad_positions, grad_sdf, grad_attribute_inputs, grad_beta, grad_alpha, grad_gamma};
}

}  // namespace bozzetto
