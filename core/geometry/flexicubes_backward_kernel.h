// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/cube_topology.h"
#include "geometry/flexicubes_kernel.h"

namespace bozzetto {

/// What a quad's centre sends to its corners.
template <class T>
struct CentreGradient {
    T half[2];   // of the centre's gradient for even and odd corners
    T gamma[4];  // gradient of the corners' gammas
};

/// Sum over channels of grad * (middle of one diagonal - centre), for both diagonals.
template <class T>
BOZZETTO_HD void diagonalDots(const T* values,
                              const T* grad,
                              int64_t channels,
                              const int32_t* v,
                              int64_t centre,
                              T* even,
                              T* odd) {
    for (int64_t c = 0; c < channels; ++c) {
        const T m = values[centre * channels + c], g = grad[centre * channels + c];
        *even += g * ((values[v[0] * channels + c] + values[v[2] * channels + c]) * T(0.5) - m);
        *odd += g * ((values[v[1] * channels + c] + values[v[3] * channels + c]) * T(0.5) - m);
    }
}

template <class T>
BOZZETTO_HD CentreGradient<T> centreGradient(const DualInput<T>& in,
                                             const DualGradients<T>& gradients,
                                             int64_t quad) {
    const int32_t* v = &in.surface.quad_vertices[quad * 4];
    const int64_t centre = in.surface.vertices + quad;
    T gamma[4], even = T(0), odd = T(0);
    loadGammas(in, quad, gamma);
    const DiagonalShares<T> shares = diagonalShares(gamma);
    if (gradients.grad_vertices) {
        diagonalDots(gradients.vertices, gradients.grad_vertices, 3, v, centre, &even, &odd);
    }
    if (gradients.grad_attributes) {
        diagonalDots(gradients.vertex_attributes,
                     gradients.grad_attributes,
                     in.channels,
                     v,
                     centre,
                     &even,
                     &odd);
    }
    even *= shares.inverse;
    odd *= shares.inverse;
    return {{shares.even * T(0.5), shares.odd * T(0.5)},
            {even * gamma[2], odd * gamma[3], even * gamma[0], odd * gamma[1]}};
}

/// Gradients that arrive at one cube's corners: rows of position, sdf, attributes.
template <class T>
struct CornerGradients {
    Vec3<T> position[8] = {};
    T sdf[8] = {}, scaled[8] = {};
};

/// Adds to grad_vertex what the deviation asks for, and passes the plain crossings' part on to the
/// corners.
template <class T>
BOZZETTO_HD void deviationBackward(const CubeCorners<T>& cube,
                                   const DualGroup<T>& group,
                                   T grad_deviation,
                                   CornerGradients<T>& corners,
                                   Vec3<T>* grad_vertex) {
    GroupDistances<T> d;
    measureGroup(cube, group, d);
    T sign[kMaxGroupEdges], mean_sign = T(0);
    for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
        const T difference = d.distance[i] - d.mean;
        sign[i] = T(difference > T(0)) - T(difference < T(0));
        mean_sign += sign[i];
    }
    mean_sign /= T(group.size);
    for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
        if (!(d.distance[i] > T(0))) {
            continue;
        }
        const int a = group.a[i], b = group.b[i];
        const T grad_distance = grad_deviation * (sign[i] - mean_sign);
        const Vec3<T> grad_point = d.offset[i] * (grad_distance / d.distance[i]);
        *grad_vertex = *grad_vertex - grad_point;
        corners.position[a] += grad_point * d.plain[i].weight_a;
        corners.position[b] += grad_point * d.plain[i].weight_b;
        crossingGradient(d.plain[i],
                         dot(grad_point, cube.position[a] - cube.position[b]),
                         &corners.sdf[a],
                         &corners.sdf[b]);
    }
}

/// Gradient of a dual vertex and of its attributes, including what the centres of its quads send.
template <class T>
BOZZETTO_HD Vec3<T> collectVertexGradient(const DualInput<T>& in,
                                          const DualGradients<T>& gradients,
                                          const CentreGradient<T>* centres,
                                          int64_t slot,
                                          int group,
                                          T* grad_attributes,
                                          T* grad_gamma) {
    const int cube_case = in.surface.cubes[slot].cube_case;
    const CubeTables& tables = *in.surface.tables;
    const int64_t v = in.surface.cubes[slot].first_vertex + group, channels = in.channels;
    Vec3<T> sum{};
    if (gradients.grad_vertices) {
        const T* g = gradients.grad_vertices + v * 3;
        sum = {g[0], g[1], g[2]};
    }
    for (int64_t c = 0; c < channels; ++c) {
        grad_attributes[c] =
            gradients.grad_attributes ? gradients.grad_attributes[v * channels + c] : T(0);
    }
    if (!gradients.centred) {
        return sum;
    }
    for (int i = 0; i < tables.group_size[cube_case][group]; ++i) {
        const int32_t entry = in.surface.edge_quads[slot * 12 + tables.groups[cube_case][group][i]];
        if (entry < 0) {
            continue;
        }
        const int64_t quad = entry / 4, centre = in.surface.vertices + quad;
        const T half = centres[quad].half[entry % 2];
        *grad_gamma += centres[quad].gamma[entry % 4];
        if (gradients.grad_vertices) {
            const T* g = gradients.grad_vertices + centre * 3;
            sum += Vec3<T>{g[0], g[1], g[2]} * half;
        }
        if (gradients.grad_attributes) {
            for (int64_t c = 0; c < channels; ++c) {
                grad_attributes[c] += half * gradients.grad_attributes[centre * channels + c];
            }
        }
    }
    return sum;
}

/// From the gradient of a dual vertex's attributes, divided by the sum of beta, to the attributes
/// of the corners (added to grad_corners, rows of `stride`) and to beta and the crossing's weight
/// of each edge.
template <class T>
BOZZETTO_HD void attributesBackward(const DualInput<T>& in,
                                    const int32_t* corners,
                                    const DualGroup<T>& group,
                                    const T* vertex_attributes,
                                    const T* grad,
                                    T* grad_corners,
                                    int64_t stride,
                                    T* grad_beta,
                                    T* grad_weight) {
    for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
        const T* a = in.attributes + corners[group.a[i]] * in.channels;
        const T* b = in.attributes + corners[group.b[i]] * in.channels;
        T* grad_a = grad_corners + group.a[i] * stride;
        T* grad_b = grad_corners + group.b[i] * stride;
        const T weight_a = group.weighted[i].weight_a, weight_b = group.weighted[i].weight_b;
        for (int64_t c = 0; c < in.channels; ++c) {
            const T point = a[c] * weight_a + b[c] * weight_b, g = grad[c] * group.beta[i];
            grad_beta[i] += grad[c] * (point - vertex_attributes[c]);
            grad_weight[i] += g * (a[c] - b[c]);
            grad_a[c] += g * weight_a;
            grad_b[c] += g * weight_b;
        }
    }
}

/// corner_rows [1 + S, 8, 4 + A]: position, sdf, attributes; scratch [A].
template <class T>
BOZZETTO_HD void cubeBackward(const DualInput<T>& in,
                              const DualGradients<T>& gradients,
                              const CentreGradient<T>* centres,
                              T* corner_rows,
                              T* scratch,
                              int64_t slot) {
    const CubeTables& tables = *in.surface.tables;
    const int cube_case = in.surface.cubes[slot].cube_case;
    const int64_t stride = 4 + in.channels;
    const CubeCorners<T> cube = loadCube(in, slot);
    const T* weights = in.weights + slot * kCubeWeights;
    T* grad_weights = gradients.weights + slot * kCubeWeights;
    T* rows = corner_rows + (slot + 1) * 8 * stride;
    for (int64_t i = 0; i < 8 * stride; ++i) {
        rows[i] = T(0);
    }
    for (int i = 0; i < kCubeWeights; ++i) {
        grad_weights[i] = T(0);
    }
    CornerGradients<T> corners;

    for (int g = 0; g < tables.group_count[cube_case]; ++g) {
        const int8_t* edges = tables.groups[cube_case][g];
        DualGroup<T> group;
        evaluateGroup(cube, weights, edges, tables.group_size[cube_case][g], group);
        Vec3<T> grad =
            collectVertexGradient(in, gradients, centres, slot, g, scratch, &grad_weights[kGamma]);
        if (gradients.grad_deviation != T(0)) {
            deviationBackward(cube, group, gradients.grad_deviation, corners, &grad);
        }
        grad = grad * group.inverse_beta;
        T grad_beta[kMaxGroupEdges] = {}, grad_weight[kMaxGroupEdges] = {};
        if (gradients.grad_attributes) {
            for (int64_t c = 0; c < in.channels; ++c) {
                scratch[c] *= group.inverse_beta;
            }
            const int64_t v = in.surface.cubes[slot].first_vertex + g;
            attributesBackward(in,
                               in.corners + in.surface.cubes[slot].cube * int64_t{8},
                               group,
                               gradients.vertex_attributes + v * in.channels,
                               scratch,
                               rows + 4,
                               stride,
                               grad_beta,
                               grad_weight);
        }
        for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
            const int a = group.a[i], b = group.b[i];
            const Vec3<T> grad_point = grad * group.beta[i];
            corners.position[a] += grad_point * group.weighted[i].weight_a;
            corners.position[b] += grad_point * group.weighted[i].weight_b;
            crossingGradient(group.weighted[i],
                             grad_weight[i] + dot(grad_point, cube.position[a] - cube.position[b]),
                             &corners.scaled[a],
                             &corners.scaled[b]);
            grad_weights[edges[i]] = grad_beta[i] + dot(grad, group.point[i] - group.vertex);
        }
    }
    for (int k = 0; k < 8; ++k) {
        rows[k * stride] = corners.position[k].x;
        rows[k * stride + 1] = corners.position[k].y;
        rows[k * stride + 2] = corners.position[k].z;
        rows[k * stride + 3] = corners.sdf[k] + corners.scaled[k] * weights[kAlpha + k];
        grad_weights[kAlpha + k] = corners.scaled[k] * cube.sdf[k];
    }
}
/// A lattice point sums what its (up to eight) surface cubes left for it: no scattering, so the
/// order of additions is always the same. Cubes without a surface read block 0 of corner_rows,
/// which is zero: cheaper than a branch that is hard to predict.
template <class T>
BOZZETTO_HD void gatherPoint(const CubeTopology& topology,
                             const DualInput<T>& in,
                             const DualGradients<T>& gradients,
                             const T* corner_rows,
                             int64_t point) {
    const int64_t stride = 4 + in.channels;
    const int32_t* slots = in.surface.cube_slots + 1;
    const int32_t* around = &topology.vertex_cubes[point * 8];
    int32_t block[8], any = 0;
    for (int k = 0; k < 8; ++k) {
        block[k] = slots[around[k]] + 1;
        any |= block[k];
    }
    T sum[4] = {};
    T* attributes = in.channels > 0 ? gradients.attributes + point * in.channels : nullptr;
    for (int64_t c = 0; c < in.channels; ++c) {
        attributes[c] = T(0);
    }
    for (int k = 0; any != 0 && k < 8; ++k) {
        const T* row = corner_rows + (block[k] * int64_t{8} + k) * stride;
        for (int i = 0; i < 4; ++i) {
            sum[i] += row[i];
        }
        for (int64_t c = 0; c < in.channels; ++c) {
            attributes[c] += row[4 + c];
        }
    }
    for (int i = 0; i < 3; ++i) {
        gradients.positions[point * 3 + i] = sum[i];
    }
    gradients.sdf[point] = sum[3];
}

}  // namespace bozzetto
