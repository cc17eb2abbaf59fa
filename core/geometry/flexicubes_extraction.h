// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/cube_topology.h"
#include "geometry/flexicubes.h"
#include "geometry/flexicubes_kernel.h"

#include <torch/csrc/autograd/custom_function.h>

namespace bozzetto {

/// What the backward pass of one extraction needs besides its inputs; travels in the graph as a
/// capsule. All tensors are on the grid's device.
struct ExtractionState : torch::CustomClassHolder {
    CubeGrid grid;
    bool from_raw = false, centred = false;

    at::Tensor weights;        // [S, 21], activated
    int64_t group_edges = 0;   // what the deviation is a mean over
    DualSurfaceView surface;   // points into one of the following
    DualSurface host_surface;  // on the CPU
    /// On a GPU: cubes [S, 3], cube_slots [1 + C], quad_vertices [Q, 4], quad_slots [Q, 4],
    /// edge_quads [S, 12] or undefined; int32.
    at::Tensor device_surface[5];
};

struct ExtractionInputs {
    at::Tensor positions, sdf, attributes;         // attributes [P, A], A may be 0
    torch::autograd::variable_list shape_weights;  // {raw} or {beta, alpha, gamma}
};

/// {vertices, triangles, vertex attributes, deviation}; fills the rest of the state.
torch::autograd::variable_list extractSurface(ExtractionState& state, const ExtractionInputs& in);
torch::autograd::variable_list extractSurfaceCuda(ExtractionState& state,
                                                  const ExtractionInputs& in);

struct ExtractionGradients {
    at::Tensor positions, sdf, attributes;   // inputs
    at::Tensor vertices, vertex_attributes;  // results
    /// Of the results, in their order; any may be undefined.
    torch::autograd::variable_list grads;
};
/// {of positions, sdf, attributes, then raw and two undefined ones or beta, alpha, gamma}.
torch::autograd::variable_list extractBackward(const ExtractionState& state,
                                               const ExtractionGradients& in);
torch::autograd::variable_list extractBackwardCuda(const ExtractionState& state,
                                                   const ExtractionGradients& in);

template <class T>
T* dataOrNull(const at::Tensor& t) {
    return t.defined() && t.numel() > 0 ? t.data_ptr<T>() : nullptr;
}

template <class T>
DualInput<T> dualInputOf(const ExtractionState& state,
                         const at::Tensor& positions,
                         const at::Tensor& sdf,
                         const at::Tensor& attributes) {
    DualInput<T> in;
    in.surface = state.surface;
    in.corners = state.grid.corners.data_ptr<int32_t>();
    in.lattice_points = sdf.size(0);
    in.positions = positions.data_ptr<T>();
    in.sdf = sdf.data_ptr<T>();
    in.weights = state.weights.data_ptr<T>();
    in.attributes = dataOrNull<T>(attributes);
    in.channels = attributes.size(1);
    return in;
}

}  // namespace bozzetto
