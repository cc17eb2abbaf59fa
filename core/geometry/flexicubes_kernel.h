// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "geometry/crossing.h"
#include "geometry/flexicubes_surface.h"
#include "geometry/flexicubes_tables.h"
#include "math/vec.h"

#include <cmath>
#include <cstdint>

namespace bozzetto {

/// Weights of a cube, in this order: 12 beta, 8 alpha, 1 gamma.
inline constexpr int kCubeWeights = 21, kAlpha = 12, kGamma = 20;

/// What the geometry of a surface is computed from. Row `slot` of weights [S, 21] belongs to
/// surface cube `slot`.
template <class T>
struct DualInput {
    const DualSurface* surface = nullptr;
    const int32_t* corners = nullptr;  // [C, 8]
    int64_t lattice_points = 0;        // P
    const T* positions = nullptr;      // [P, 3]
    const T* sdf = nullptr;            // [P]
    const T* weights = nullptr;        // [S, 21]
    const T* attributes = nullptr;     // [P, A]
    int64_t channels = 0;              // A
};

/// The corners of one cube.
template <class T>
struct CubeCorners {
    Vec3<T> position[8];
    T sdf[8], scaled[8];  // scaled: sdf * alpha
};

template <class T>
BOZZETTO_HD CubeCorners<T> loadCube(const DualInput<T>& in, int64_t slot) {
    CubeCorners<T> cube;
    const int32_t* corners = in.corners + in.surface->cubes[slot].cube * int64_t{8};
    const T* alpha = in.weights + slot * kCubeWeights + kAlpha;
    for (int k = 0; k < 8; ++k) {
        const T* p = in.positions + corners[k] * int64_t{3};
        cube.position[k] = {p[0], p[1], p[2]};
        cube.sdf[k] = in.sdf[corners[k]];
        cube.scaled[k] = cube.sdf[k] * alpha[k];
    }
    return cube;
}

/// One dual vertex: the crossings of its group's edges and what they average to.
template <class T>
struct DualGroup {
    int size;
    int a[kMaxGroupEdges], b[kMaxGroupEdges];
    T beta[kMaxGroupEdges];
    Crossing<T> weighted[kMaxGroupEdges];  // of sdf * alpha
    Vec3<T> point[kMaxGroupEdges];         // the weighted crossings
    T inverse_beta;                        // 1 / sum of beta
    Vec3<T> vertex;
};

template <class T>
BOZZETTO_HD void evaluateGroup(
    const CubeCorners<T>& cube, const T* beta, const int8_t* edges, int size, DualGroup<T>& group) {
    group.size = size;
    T beta_sum = T(0);
    Vec3<T> sum{};
    for (int i = 0; i < size; ++i) {
        const int a = kCubeEdges[edges[i]][0], b = kCubeEdges[edges[i]][1];
        group.a[i] = a;
        group.b[i] = b;
        group.weighted[i] = crossingOf(cube.scaled[a], cube.scaled[b]);
        group.point[i] = cube.position[a] * group.weighted[i].weight_a +
                         cube.position[b] * group.weighted[i].weight_b;
        group.beta[i] = beta[edges[i]];
        sum += group.point[i] * group.beta[i];
        beta_sum += group.beta[i];
    }
    group.inverse_beta = T(1) / beta_sum;
    group.vertex = sum * group.inverse_beta;
}

/// Distances from a dual vertex to the plain crossings (without alpha) of its group.
template <class T>
struct GroupDistances {
    Crossing<T> plain[kMaxGroupEdges];
    Vec3<T> offset[kMaxGroupEdges];  // crossing - vertex
    T distance[kMaxGroupEdges], mean;
};
template <class T>
BOZZETTO_HD void measureGroup(const CubeCorners<T>& cube,
                              const DualGroup<T>& group,
                              GroupDistances<T>& out) {
    T sum = T(0);
    for (int i = 0; i < group.size; ++i) {
        const int a = group.a[i], b = group.b[i];
        out.plain[i] = crossingOf(cube.sdf[a], cube.sdf[b]);
        out.offset[i] = cube.position[a] * out.plain[i].weight_a +
                        cube.position[b] * out.plain[i].weight_b - group.vertex;
        out.distance[i] = length(out.offset[i]);
        sum += out.distance[i];
    }
    out.mean = sum / T(group.size);
}

/// Gammas of the cubes that a quad's corners lie in.
template <class T>
BOZZETTO_HD void loadGammas(const DualInput<T>& in, int64_t quad, T gamma[4]) {
    for (int k = 0; k < 4; ++k) {
        gamma[k] =
            in.weights[in.surface->quad_slots[quad * 4 + k] * int64_t{kCubeWeights} + kGamma];
    }
}

/// Shares of a quad's two diagonals in its centre vertex. The small number only guards two weights
/// of zero.
template <class T>
struct DiagonalShares {
    T even, odd, inverse;  // corners 0 and 2, corners 1 and 3; inverse: 1 / (sum of products)
};
template <class T>
BOZZETTO_HD DiagonalShares<T> diagonalShares(const T gamma[4]) {
    const T even = gamma[0] * gamma[2] + T(0.5e-8), odd = gamma[1] * gamma[3] + T(0.5e-8);
    const T inverse = T(1) / (even + odd);
    return {even * inverse, odd * inverse, inverse};
}

// Loops (flexicubes_cpu.cpp, flexicubes_backward_cpu.cpp, flexicubes_weights_cpu.cpp).

/// Raw weights of the surface's cubes, activated: raw [C, 21] -> weights [S, 21]. Without a
/// surface: all rows.
template <class T>
void activateWeights(const DualSurface* surface, int64_t rows, const T* raw, T* weights);
/// Gradient of raw from that of the weights, all [C, 21] or with a surface [C, 21] from [S, 21]
/// (other rows 0).
template <class T>
void activateWeightsBackward(
    const DualSurface* surface, int64_t rows, const T* weights, const T* grad_weights, T* grad_raw);
/// beta [C, 12], alpha [C, 8], gamma [C] -> weights [S, 21], and the gradients back (other rows 0).
template <class T>
void gatherWeights(
    const DualSurface& surface, const T* beta, const T* alpha, const T* gamma, T* weights);
template <class T>
void spreadWeightGradients(
    const DualSurface& surface, const T* grad_weights, T* grad_beta, T* grad_alpha, T* grad_gamma);

/// Number of (edge, dual vertex) pairs: what the deviation is a mean over.
int64_t countGroupEdges(const DualSurface& surface);

/// vertices [V, 3], attributes [V, A]; returns the sum of |distance - mean|.
template <class T>
double dualVertices(const DualInput<T>& in, T* vertices, T* attributes);

/// Fills rows V .. V + Q from rows 0 .. V, and triangles [4 Q, 3].
template <class T>
void centreQuads(const DualInput<T>& in, T* vertices, T* attributes, int32_t* triangles);
/// triangles [2 Q, 3].
template <class T>
void splitQuads(const DualInput<T>& in, int32_t* triangles);

/// vertices, attributes: results of the forward pass. grad_vertices [V (+ Q), 3] and
/// grad_attributes [V (+ Q), A] may be null; grad_deviation: of the sum that dualVertices returns.
/// Writes every element of the outputs; grad_attribute_inputs only if A > 0.
template <class T>
struct DualGradients {
    bool centred = false;
    const T* vertices = nullptr;
    const T* vertex_attributes = nullptr;
    const T* grad_vertices = nullptr;
    const T* grad_attributes = nullptr;
    T grad_deviation = T(0);
    T* positions = nullptr;   // [P, 3]
    T* sdf = nullptr;         // [P]
    T* attributes = nullptr;  // [P, A]
    T* weights = nullptr;     // [S, 21]
};
template <class T>
void dualBackward(const CubeTopology& topology,
                  const DualInput<T>& in,
                  const DualGradients<T>& gradients);

}  // namespace bozzetto
