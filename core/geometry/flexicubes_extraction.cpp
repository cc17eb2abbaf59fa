// SPDX-License-Identifier: Apache-2.0
#include "geometry/flexicubes_extraction.h"

namespace bozzetto {
namespace {

using torch::autograd::variable_list;

template <class T>
variable_list extract(ExtractionState& state, const ExtractionInputs& inputs) {
    const at::Tensor& sdf = inputs.sdf;
    const variable_list& weights = inputs.shape_weights;
    state.host_surface = findDualSurface(state.grid.topology(),
                                         sdf.data_ptr<T>(),
                                         state.centred ? EdgeQuads::Keep : EdgeQuads::Skip);
    state.surface = state.host_surface.view();
    const DualSurfaceView& surface = state.surface;
    state.weights = at::empty({surface.cube_count, kCubeWeights}, sdf.options());
    if (state.from_raw) {
        activateWeights(&surface, 0, weights[0].data_ptr<T>(), state.weights.data_ptr<T>());
    } else {
        gatherWeights(surface,
                      weights[0].data_ptr<T>(),
                      weights[1].data_ptr<T>(),
                      weights[2].data_ptr<T>(),
                      state.weights.data_ptr<T>());
    }
    state.group_edges = countGroupEdges(surface);

    const int64_t rows = surface.vertices + (state.centred ? surface.quads : 0);
    at::Tensor vertices = at::empty({rows, 3}, sdf.options());
    at::Tensor attributes = at::empty({rows, inputs.attributes.size(1)}, sdf.options());
    at::Tensor triangles =
        at::empty({surface.quads * (state.centred ? 4 : 2), 3}, sdf.options().dtype(at::kInt));
    const DualInput<T> in = dualInputOf<T>(state, inputs.positions, sdf, inputs.attributes);
    const double deviation = dualVertices(in, vertices.data_ptr<T>(), attributes.data_ptr<T>());
    if (state.centred) {
        centreQuads(
            in, vertices.data_ptr<T>(), attributes.data_ptr<T>(), triangles.data_ptr<int32_t>());
    } else {
        splitQuads(in, triangles.data_ptr<int32_t>());
    }
    const double mean =
        state.group_edges > 0 ? deviation / static_cast<double>(state.group_edges) : 0;
    return {vertices, triangles, attributes, at::full({}, mean, sdf.options())};
}

template <class T>
variable_list backward(const ExtractionState& state, const ExtractionGradients& inputs) {
    const at::Tensor& sdf = inputs.sdf;
    const DualInput<T> in = dualInputOf<T>(state, inputs.positions, sdf, inputs.attributes);
    const auto contiguous = [](const at::Tensor& g) { return g.defined() ? g.contiguous() : g; };
    const at::Tensor grad_vertices = contiguous(inputs.grads[0]);
    const at::Tensor grad_attributes = contiguous(inputs.grads[2]);
    at::Tensor grad_positions = at::empty_like(inputs.positions), grad_sdf = at::empty_like(sdf);
    at::Tensor grad_attribute_inputs = at::empty_like(inputs.attributes);
    at::Tensor grad_weights = at::empty_like(state.weights);

    DualGradients<T> g;
    g.centred = state.centred;
    g.vertices = inputs.vertices.data_ptr<T>();
    g.vertex_attributes = dataOrNull<T>(inputs.vertex_attributes);
    g.grad_vertices = dataOrNull<T>(grad_vertices);
    g.grad_attributes = dataOrNull<T>(grad_attributes);
    if (inputs.grads[3].defined() && state.group_edges > 0) {
        g.grad_deviation = static_cast<T>(inputs.grads[3].item<double>() / state.group_edges);
    }
    g.positions = grad_positions.data_ptr<T>();
    g.sdf = grad_sdf.data_ptr<T>();
    g.attributes = in.channels > 0 ? grad_attribute_inputs.data_ptr<T>() : nullptr;
    g.weights = grad_weights.data_ptr<T>();
    dualBackward(state.grid.topology(), in, g);

    const int64_t cubes = state.grid.cubes.size(0);
    if (state.from_raw) {
        at::Tensor grad_raw = at::empty({cubes, kCubeWeights}, sdf.options());
        activateWeightsBackward(&state.surface,
                                cubes,
                                in.weights,
                                static_cast<const T*>(g.weights),
                                grad_raw.data_ptr<T>());
        return {grad_positions, grad_sdf, grad_attribute_inputs, grad_raw, {}, {}};
    }
    at::Tensor grad_beta = at::empty({cubes, kBetas}, sdf.options());
    at::Tensor grad_alpha = at::empty({cubes, kAlphas}, sdf.options());
    at::Tensor grad_gamma = at::empty({cubes}, sdf.options());
    spreadWeightGradients(state.surface,
                          cubes,
                          static_cast<const T*>(g.weights),
                          grad_beta.data_ptr<T>(),
                          grad_alpha.data_ptr<T>(),
                          grad_gamma.data_ptr<T>());
    return {grad_positions, grad_sdf, grad_attribute_inputs, grad_beta, grad_alpha, grad_gamma};
}

}  // namespace

variable_list extractSurface(ExtractionState& state, const ExtractionInputs& in) {
    variable_list out;
    AT_DISPATCH_FLOATING_TYPES(
        in.sdf.scalar_type(), "flexiCubes", [&] { out = extract<scalar_t>(state, in); });
    return out;
}

variable_list extractBackward(const ExtractionState& state, const ExtractionGradients& in) {
    variable_list out;
    AT_DISPATCH_FLOATING_TYPES(
        in.sdf.scalar_type(), "flexiCubesBackward", [&] { out = backward<scalar_t>(state, in); });
    return out;
}

}  // namespace bozzetto
