// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cstdint>
#include <vector>

namespace bozzetto {

/// Twice the area times the normal.
template <class T>
BOZZETTO_HD Vec3<T> faceCross(const T* positions, const int32_t* t) {
    const T *a = positions + t[0] * int64_t{3}, *b = positions + t[1] * int64_t{3},
            *c = positions + t[2] * int64_t{3};
    return cross(Vec3<T>{b[0] - a[0], b[1] - a[1], b[2] - a[2]},
                 Vec3<T>{c[0] - a[0], c[1] - a[1], c[2] - a[2]});
}
/// Calls add(element, value) with the gradient of faceCross at the elements of the corners.
template <class T, class Add>
BOZZETTO_HD void faceCrossGradient(const T* positions,
                                   const int32_t* t,
                                   Vec3<T> grad,
                                   const Add& add) {
    const T *a = positions + t[0] * int64_t{3}, *b = positions + t[1] * int64_t{3},
            *c = positions + t[2] * int64_t{3};
    const Vec3<T> ab{b[0] - a[0], b[1] - a[1], b[2] - a[2]};
    const Vec3<T> ac{c[0] - a[0], c[1] - a[1], c[2] - a[2]};
    const Vec3<T> grad_b = cross(ac, grad), grad_c = cross(grad, ab);
    for (int k = 0; k < 3; ++k) {
        add(t[0] * int64_t{3} + k, -(grad_b[k] + grad_c[k]));
        add(t[1] * int64_t{3} + k, grad_b[k]);
        add(t[2] * int64_t{3} + k, grad_c[k]);
    }
}
/// Gradient of x / |x| with unit = x / |x| and inverse = 1 / |x|.
template <class T>
BOZZETTO_HD Vec3<T> unitGradient(Vec3<T> unit, T inverse, Vec3<T> grad) {
    return (grad - unit * dot(unit, grad)) * inverse;
}

template <class T>
BOZZETTO_HD Vec3<T> loadVec3(const T* rows, int64_t row) {
    return {rows[row * 3], rows[row * 3 + 1], rows[row * 3 + 2]};
}
template <class T>
BOZZETTO_HD void storeVec3(T* rows, int64_t row, Vec3<T> v) {
    rows[row * 3] = v.x;
    rows[row * 3 + 1] = v.y;
    rows[row * 3 + 2] = v.z;
}

/// Cross entropy of sigmoid(x) against y in {0, 1}, from the logit.
template <class T>
BOZZETTO_HD T entropy(T x, bool y) {
    const T above = x < T(0) ? T(0) : x;
    return above - (y ? x : T(0)) + std::log1p(std::exp(-std::abs(x)));
}
template <class T>
BOZZETTO_HD T entropyGradient(T x, bool y) {
    return T(1) / (T(1) + std::exp(-x)) - T(y);
}

/// Unit normal of a triangle (zero for a zero cross); returns the inverse length.
template <class T>
BOZZETTO_HD T faceUnit(const T* positions, const int32_t* t, T* unit) {
    const Vec3<T> c = faceCross(positions, t);
    const T size = length(c);
    const T inverse = size > T(0) ? T(1) / size : T(0);
    storeVec3(unit, 0, c * inverse);
    return inverse;
}
/// Sum of the neighbours' units.
template <class T>
BOZZETTO_HD Vec3<T> neighbourSum(const T* units, const int32_t neighbours[3]) {
    Vec3<T> around{};
    for (int k = 0; k < 3; ++k) {
        if (neighbours[k] >= 0) {
            around += loadVec3(units, neighbours[k]);
        }
    }
    return around;
}
/// The sum of a vertex's crosses becomes its unit normal, (0, 0, 1) where that is not defined;
/// returns 1 / length, or 0.
template <class T>
BOZZETTO_HD T unitNormal(T* normal) {
    constexpr T kSmallestSquare = T(1e-20);
    const Vec3<T> sum = loadVec3(normal, 0);
    const T square = dot(sum, sum);
    const bool defined = square > kSmallestSquare;
    const T inverse = defined ? T(1) / std::sqrt(square) : T(0);
    storeVec3(normal, 0, defined ? sum * inverse : Vec3<T>{T(0), T(0), T(1)});
    return inverse;
}

// Loops (regularizers_cpu.cpp). triangles [T, 3], indices in range; all results are the same for
// any thread count.

/// Indices of the edges whose ends differ in [s > 0], ascending.
template <class T>
std::vector<int32_t> signChanges(const T* sdf, const int32_t* edges, int64_t count);
/// Sum over those edges of the two cross entropies.
template <class T>
double signEntropy(const T* sdf, const int32_t* edges, const std::vector<int32_t>& crossing);
/// grad_sdf [points] = scale * its gradient.
template <class T>
void signEntropyBackward(const T* sdf,
                         const int32_t* edges,
                         const std::vector<int32_t>& crossing,
                         T scale,
                         int64_t points,
                         T* grad_sdf);

/// 1 / max(1, 2 * faces) of each vertex.
template <class T>
void umbrellaScales(const int32_t* triangles, int64_t count, int64_t vertices, T* scales);
/// out [V, C]: per vertex the sum over its faces of (p_j - p_i) for the two other corners. Its own
/// transpose.
template <class T>
void umbrella(const T* values,
              const int32_t* triangles,
              int64_t count,
              int64_t vertices,
              int64_t channels,
              T* out);

/// crosses [T, 3] -> units [T, 3] (zero for a zero cross), inverse lengths [T].
template <class T>
void faceNormals(
    const T* positions, const int32_t* triangles, int64_t count, T* units, T* inverses);
/// neighbours [T, 3]: the triangle across the edge from corner k to the next; -1 unless exactly two
/// triangles have that edge. Returns the number of such edges.
int64_t faceNeighbours(const int32_t* triangles,
                       int64_t count,
                       int64_t vertices,
                       int32_t* neighbours);
/// Sum over interior edges of 1 - dot of the normals.
template <class T>
double bendSum(const T* units, const int32_t* neighbours, int64_t count);
/// grad_positions [V, 3] = scale * its gradient.
template <class T>
void bendBackward(const T* positions,
                  const int32_t* triangles,
                  const int32_t* neighbours,
                  const T* units,
                  const T* inverses,
                  T scale,
                  int64_t count,
                  int64_t vertices,
                  T* grad_positions);

/// normals [V, 3], inverses [V]: 1 / length of the summed crosses, 0 where undefined.
template <class T>
void vertexNormalsForward(const T* positions,
                          const int32_t* triangles,
                          int64_t count,
                          int64_t vertices,
                          T* normals,
                          T* inverses);
template <class T>
void vertexNormalsBackward(const T* positions,
                           const int32_t* triangles,
                           int64_t count,
                           int64_t vertices,
                           const T* normals,
                           const T* inverses,
                           const T* grad_normals,
                           T* grad_positions);

}  // namespace bozzetto
