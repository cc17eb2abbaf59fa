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
inline constexpr int kBetas = 12, kAlphas = 8;

/// What the geometry of a surface is computed from. Row `slot` of weights [S, 21] belongs to
/// surface cube `slot`.
template <class T>
struct DualInput {
    DualSurfaceView surface;
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
    const int32_t* corners = in.corners + in.surface.cubes[slot].cube * int64_t{8};
    const T* alpha = in.weights + slot * kCubeWeights + kAlpha;
    for (int k = 0; k < 8; ++k) {
        const T* p = in.positions + corners[k] * int64_t{3};
        cube.position[k] = {p[0], p[1], p[2]};
        cube.sdf[k] = in.sdf[corners[k]];
        cube.scaled[k] = cube.sdf[k] * alpha[k];
    }
    return cube;
}

/// One dual vertex: the crossings of its group's edges and what they average to. Loops over it name
/// the constant bound as well: they are unrolled on a GPU, and the arrays need no memory there.
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
    for (int i = 0; i < kMaxGroupEdges && i < size; ++i) {
        const int a = cubeEdgeEnd(edges[i], 0), b = cubeEdgeEnd(edges[i], 1);
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
    for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
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
        gamma[k] = in.weights[in.surface.quad_slots[quad * 4 + k] * int64_t{kCubeWeights} + kGamma];
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

template <class T>
BOZZETTO_HD void groupAttributes(const DualInput<T>& in,
                                 const int32_t* corners,
                                 const DualGroup<T>& group,
                                 T* out) {
    for (int64_t c = 0; c < in.channels; ++c) {
        T sum = T(0);
        for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
            const T a = in.attributes[corners[group.a[i]] * in.channels + c];
            const T b = in.attributes[corners[group.b[i]] * in.channels + c];
            sum +=
                group.beta[i] * (a * group.weighted[i].weight_a + b * group.weighted[i].weight_b);
        }
        out[c] = sum * group.inverse_beta;
    }
}

/// Vertices and attributes of one surface cube; adds its |distance - mean| to `deviation`.
template <class T>
BOZZETTO_HD void dualVerticesOf(
    const DualInput<T>& in, int64_t slot, T* vertices, T* attributes, double& deviation) {
    const CubeTables& tables = *in.surface.tables;
    const CubeCorners<T> cube = loadCube(in, slot);
    const int cube_case = in.surface.cubes[slot].cube_case;
    for (int g = 0; g < tables.group_count[cube_case]; ++g) {
        DualGroup<T> group;
        GroupDistances<T> distances;
        evaluateGroup(cube,
                      in.weights + slot * kCubeWeights,
                      tables.groups[cube_case][g],
                      tables.group_size[cube_case][g],
                      group);
        measureGroup(cube, group, distances);
        for (int i = 0; i < kMaxGroupEdges && i < group.size; ++i) {
            deviation += std::abs(distances.distance[i] - distances.mean);
        }
        const int64_t v = in.surface.cubes[slot].first_vertex + g;
        vertices[v * 3] = group.vertex.x;
        vertices[v * 3 + 1] = group.vertex.y;
        vertices[v * 3 + 2] = group.vertex.z;
        if (in.channels > 0) {
            groupAttributes(in,
                            in.corners + in.surface.cubes[slot].cube * int64_t{8},
                            group,
                            attributes + v * in.channels);
        }
    }
}

/// Row `to` of rows [V + Q, channels]: what a quad's corners v come to in its centre.
template <class T>
BOZZETTO_HD void blendCentre(
    T* rows, int64_t channels, const int32_t* v, int64_t to, const DiagonalShares<T>& shares) {
    for (int64_t c = 0; c < channels; ++c) {
        const T even = rows[v[0] * channels + c] + rows[v[2] * channels + c];
        const T odd = rows[v[1] * channels + c] + rows[v[3] * channels + c];
        rows[to * channels + c] = (even * shares.even + odd * shares.odd) * T(0.5);
    }
}
/// Vertex, attributes and four triangles of one quad's centre.
template <class T>
BOZZETTO_HD void centreQuad(
    const DualInput<T>& in, int64_t quad, T* vertices, T* attributes, int32_t* triangles) {
    const int32_t* v = &in.surface.quad_vertices[quad * 4];
    const int64_t centre = in.surface.vertices + quad;
    T gamma[4];
    loadGammas(in, quad, gamma);
    const DiagonalShares<T> shares = diagonalShares(gamma);
    blendCentre(vertices, 3, v, centre, shares);
    blendCentre(attributes, in.channels, v, centre, shares);
    for (int k = 0; k < 4; ++k) {
        int32_t* t = triangles + (quad * 4 + k) * 3;
        t[0] = v[k];
        t[1] = v[(k + 1) % 4];
        t[2] = static_cast<int32_t>(centre);
    }
}
/// Two triangles of one quad.
template <class T>
BOZZETTO_HD void splitQuad(const DualInput<T>& in, int64_t quad, int32_t* triangles) {
    const int32_t* v = &in.surface.quad_vertices[quad * 4];
    T gamma[4];
    loadGammas(in, quad, gamma);
    const bool even = gamma[0] * gamma[2] > gamma[1] * gamma[3];
    int32_t* t = triangles + quad * 6;
    t[0] = v[0];
    t[1] = v[1];
    t[2] = even ? v[2] : v[3];
    t[3] = even ? v[0] : v[3];
    t[4] = even ? v[2] : v[1];
    t[5] = even ? v[3] : v[2];
}

/// Gradient of a raw weight, from the activated weight and its gradient.
template <class T>
BOZZETTO_HD T activationGradient(T out, T grad, int column) {
    if (column == kGamma) {
        const T l = (out - T(0.005)) / T(0.99);
        return grad * T(0.99) * l * (T(1) - l);
    }
    const T t = (out - T(1)) / T(0.99);
    return grad * T(0.99) * (T(1) - t * t);
}

// Loops (flexicubes_cpu.cpp, flexicubes_backward_cpu.cpp, flexicubes_weights_cpu.cpp).

/// Raw weights of the surface's cubes, activated: raw [C, 21] -> weights [S, 21]. Without a
/// surface: all rows.
template <class T>
void activateWeights(const DualSurfaceView* surface, int64_t rows, const T* raw, T* weights);
/// Gradient of raw from that of the weights, all [C, 21] or with a surface [C, 21] from [S, 21]
/// (other rows 0). rows: C.
template <class T>
void activateWeightsBackward(const DualSurfaceView* surface,
                             int64_t rows,
                             const T* weights,
                             const T* grad_weights,
                             T* grad_raw);
/// beta [C, 12], alpha [C, 8], gamma [C] -> weights [S, 21], and the gradients of C rows back
/// (those without a surface 0).
template <class T>
void gatherWeights(
    const DualSurfaceView& surface, const T* beta, const T* alpha, const T* gamma, T* weights);
template <class T>
void spreadWeightGradients(const DualSurfaceView& surface,
                           int64_t rows,
                           const T* grad_weights,
                           T* grad_beta,
                           T* grad_alpha,
                           T* grad_gamma);

/// Number of (edge, dual vertex) pairs: what the deviation is a mean over.
int64_t countGroupEdges(const DualSurfaceView& surface);

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
