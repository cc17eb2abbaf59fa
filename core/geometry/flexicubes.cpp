// SPDX-License-Identifier: Apache-2.0
#include "geometry/flexicubes.h"

#include "geometry/cube_topology.h"
#include "geometry/flexicubes_kernel.h"
#include "tensor/checks.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What the backward pass needs besides the inputs; travels in the graph as a capsule.
struct ExtractionState : torch::CustomClassHolder {
    std::shared_ptr<const CubeTopology> topology;
    at::Tensor corners, weights;  // weights [S, 21], activated
    DualSurface surface;
    int64_t group_edges = 0;
    bool from_raw = false, centred = false;
};

template <class T>
const T* dataOrNull(const at::Tensor& t) {
    return t.defined() && t.numel() > 0 ? t.data_ptr<T>() : nullptr;
}

template <class T>
DualInput<T> inputOf(const ExtractionState& state,
                     const at::Tensor& positions,
                     const at::Tensor& sdf,
                     const at::Tensor& attributes) {
    DualInput<T> in;
    in.surface = &state.surface;
    in.corners = state.corners.data_ptr<int32_t>();
    in.lattice_points = sdf.size(0);
    in.positions = positions.data_ptr<T>();
    in.sdf = sdf.data_ptr<T>();
    in.weights = state.weights.data_ptr<T>();
    in.attributes = dataOrNull<T>(attributes);
    in.channels = attributes.size(1);
    return in;
}

/// weights: {raw} or {beta, alpha, gamma}.
template <class T>
variable_list extract(ExtractionState& state,
                      const at::Tensor& positions,
                      const at::Tensor& sdf,
                      const variable_list& weights,
                      const at::Tensor& attributes) {
    state.surface = findDualSurface(*state.topology,
                                    state.corners.data_ptr<int32_t>(),
                                    state.corners.size(0),
                                    sdf.data_ptr<T>(),
                                    state.centred ? EdgeQuads::Keep : EdgeQuads::Skip);
    const DualSurface& surface = state.surface;
    const auto cubes = surface.cubeCount();
    state.weights = at::empty({cubes, kCubeWeights}, sdf.options());
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

    const int64_t rows = surface.vertices + (state.centred ? surface.quads() : 0);
    at::Tensor vertices = at::empty({rows, 3}, sdf.options());
    at::Tensor vertex_attributes = at::empty({rows, attributes.size(1)}, sdf.options());
    at::Tensor triangles =
        at::empty({surface.quads() * (state.centred ? 4 : 2), 3}, sdf.options().dtype(at::kInt));
    const DualInput<T> in = inputOf<T>(state, positions, sdf, attributes);
    const double deviation =
        dualVertices(in, vertices.data_ptr<T>(), vertex_attributes.data_ptr<T>());
    if (state.centred) {
        centreQuads(in,
                    vertices.data_ptr<T>(),
                    vertex_attributes.data_ptr<T>(),
                    triangles.data_ptr<int32_t>());
    } else {
        splitQuads(in, triangles.data_ptr<int32_t>());
    }
    const double mean = state.group_edges > 0 ? deviation / state.group_edges : 0;
    return {vertices, triangles, vertex_attributes, at::full({}, mean, sdf.options())};
}

template <class T>
variable_list extractBackward(const ExtractionState& state,
                              const variable_list& saved,
                              const variable_list& grads) {
    const at::Tensor &positions = saved[0], &sdf = saved[1], &attributes = saved[2];
    const DualInput<T> in = inputOf<T>(state, positions, sdf, attributes);
    const auto contiguous = [](const at::Tensor& g) { return g.defined() ? g.contiguous() : g; };
    const at::Tensor grad_vertices = contiguous(grads[0]), grad_attributes = contiguous(grads[2]);
    at::Tensor grad_positions = at::empty_like(positions), grad_sdf = at::empty_like(sdf);
    at::Tensor grad_attribute_inputs = at::empty_like(attributes);
    at::Tensor grad_weights = at::empty_like(state.weights);

    DualGradients<T> g;
    g.centred = state.centred;
    g.vertices = saved[3].data_ptr<T>();
    g.vertex_attributes = dataOrNull<T>(saved[4]);
    g.grad_vertices = dataOrNull<T>(grad_vertices);
    g.grad_attributes = dataOrNull<T>(grad_attributes);
    if (grads[3].defined() && state.group_edges > 0) {
        g.grad_deviation = static_cast<T>(grads[3].item<double>() / state.group_edges);
    }
    g.positions = grad_positions.data_ptr<T>();
    g.sdf = grad_sdf.data_ptr<T>();
    g.attributes = in.channels > 0 ? grad_attribute_inputs.data_ptr<T>() : nullptr;
    g.weights = grad_weights.data_ptr<T>();
    dualBackward(*state.topology, in, g);

    const int64_t cubes = state.corners.size(0);
    if (state.from_raw) {
        at::Tensor grad_raw = at::empty({cubes, kCubeWeights}, sdf.options());
        activateWeightsBackward(&state.surface,
                                cubes,
                                in.weights,
                                static_cast<const T*>(g.weights),
                                grad_raw.data_ptr<T>());
        return {grad_positions, grad_sdf, grad_attribute_inputs, grad_raw, {}, {}};
    }
    at::Tensor grad_beta = at::empty({cubes, 12}, sdf.options());
    at::Tensor grad_alpha = at::empty({cubes, 8}, sdf.options());
    at::Tensor grad_gamma = at::empty({cubes}, sdf.options());
    spreadWeightGradients(state.surface,
                          static_cast<const T*>(g.weights),
                          grad_beta.data_ptr<T>(),
                          grad_alpha.data_ptr<T>(),
                          grad_gamma.data_ptr<T>());
    return {grad_positions, grad_sdf, grad_attribute_inputs, grad_beta, grad_alpha, grad_gamma};
}

struct FlexiCubesFunction : torch::autograd::Function<FlexiCubesFunction> {
    /// first, second, third: beta, alpha, gamma; or raw and two empty tensors.
    static variable_list forward(AutogradContext* ctx,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& attributes,
                                 const at::Tensor& first,
                                 const at::Tensor& second,
                                 const at::Tensor& third,
                                 const c10::intrusive_ptr<ExtractionState>& state) {
        variable_list out;
        AT_DISPATCH_FLOATING_TYPES(sdf.scalar_type(), "flexiCubes", [&] {
            out = extract<scalar_t>(*state, positions, sdf, {first, second, third}, attributes);
        });
        ctx->save_for_backward({positions, sdf, attributes, out[0], out[2]});
        ctx->saved_data["state"] = c10::IValue::make_capsule(state);
        ctx->mark_non_differentiable({out[1]});
        ctx->set_materialize_grads(false);
        return out;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const auto capsule = ctx->saved_data["state"].toCapsule();
        const auto& state = static_cast<const ExtractionState&>(*capsule);
        const variable_list saved = ctx->get_saved_variables();
        variable_list out;
        AT_DISPATCH_FLOATING_TYPES(saved[1].scalar_type(), "flexiCubesBackward", [&] {
            out = extractBackward<scalar_t>(state, saved, grads);
        });
        out.emplace_back();  // of the state
        return out;
    }
};

struct ActivateFunction : torch::autograd::Function<ActivateFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& raw) {
        at::Tensor weights = at::empty_like(raw);
        AT_DISPATCH_FLOATING_TYPES(raw.scalar_type(), "activateCubeWeights", [&] {
            activateWeights<scalar_t>(
                nullptr, raw.size(0), raw.data_ptr<scalar_t>(), weights.data_ptr<scalar_t>());
        });
        ctx->save_for_backward({weights});
        return weights;
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads) {
        const at::Tensor weights = ctx->get_saved_variables()[0], grad = grads[0].contiguous();
        at::Tensor grad_raw = at::empty_like(weights);
        AT_DISPATCH_FLOATING_TYPES(weights.scalar_type(), "activateCubeWeightsBackward", [&] {
            activateWeightsBackward<scalar_t>(nullptr,
                                              weights.size(0),
                                              weights.data_ptr<scalar_t>(),
                                              grad.data_ptr<scalar_t>(),
                                              grad_raw.data_ptr<scalar_t>());
        });
        return {grad_raw};
    }
};

FlexiCubesMesh run(const CubeGrid& grid,
                   const at::Tensor& positions,
                   const at::Tensor& sdf,
                   const variable_list& weights,
                   bool from_raw,
                   const at::Tensor& attributes,
                   QuadSplit split) {
    const int64_t points = grid.vertex_count, cubes = grid.corners.size(0);
    require(grid.topology != nullptr, "flexiCubes: a grid made by denseCubeGrid or sparseCubeGrid");
    checkTensor(sdf, "sdf", {points}, {at::kFloat, at::kDouble}, at::kCPU);
    const at::ScalarType dtype = sdf.scalar_type();
    checkTensor(positions, "positions", {points, 3}, {dtype}, at::kCPU);
    if (from_raw) {
        checkTensor(weights[0], "raw weights", {cubes, kCubeWeights}, {dtype}, at::kCPU);
    } else {
        checkTensor(weights[0], "beta", {cubes, 12}, {dtype}, at::kCPU);
        checkTensor(weights[1], "alpha", {cubes, 8}, {dtype}, at::kCPU);
        checkTensor(weights[2], "gamma", {cubes}, {dtype}, at::kCPU);
    }
    if (attributes.defined()) {
        checkTensor(attributes, "attributes", {points, -1}, {dtype}, at::kCPU);
    }
    auto state = c10::make_intrusive<ExtractionState>();
    state->topology = grid.topology;
    state->corners = grid.corners;
    state->from_raw = from_raw;
    state->centred = split == QuadSplit::Centre;
    const at::Tensor channels =
        attributes.defined() ? attributes : at::empty({points, 0}, sdf.options());
    const variable_list out = FlexiCubesFunction::apply(
        positions, sdf, channels, weights[0], weights[1], weights[2], state);
    FlexiCubesMesh mesh{out[0], out[1], {}, out[3]};
    if (attributes.defined()) {
        mesh.attributes = out[2];
    }
    return mesh;
}

}  // namespace

CubeWeights activateCubeWeights(const at::Tensor& raw) {
    checkTensor(raw, "raw weights", {-1, kCubeWeights}, {at::kFloat, at::kDouble}, at::kCPU);
    const at::Tensor weights = ActivateFunction::apply(raw);
    return {weights.narrow(1, 0, 12).contiguous(),
            weights.narrow(1, kAlpha, 8).contiguous(),
            weights.select(1, kGamma).contiguous()};
}

FlexiCubesMesh flexiCubes(const CubeGrid& grid,
                          const at::Tensor& positions,
                          const at::Tensor& sdf,
                          const CubeWeights& weights,
                          const at::Tensor& attributes,
                          QuadSplit split) {
    return run(grid,
               positions,
               sdf,
               {weights.beta, weights.alpha, weights.gamma},
               false,
               attributes,
               split);
}

FlexiCubesMesh flexiCubesFromRaw(const CubeGrid& grid,
                                 const at::Tensor& positions,
                                 const at::Tensor& sdf,
                                 const at::Tensor& raw,
                                 const at::Tensor& attributes,
                                 QuadSplit split) {
    const at::Tensor none = at::empty({0}, sdf.options());
    return run(grid, positions, sdf, {raw, none, none}, true, attributes, split);
}

}  // namespace bozzetto
