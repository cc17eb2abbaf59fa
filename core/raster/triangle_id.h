// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

#include <cstring>

namespace bozzetto {

constexpr int32_t kLargestExactFloat = 1 << 24;
constexpr int32_t kTriangleBitsBase = 0x4a800000;
/// Ids above this one have no float encoding.
constexpr int64_t kMaxTriangles = 889192447;

/// Triangle id (index + 1) as the fourth channel of rast. Up to 2^24 the plain value; above, where
/// floats skip integers, the bit pattern 0x4a800000 + id, which agrees with the plain value at
/// 2^24.
template <class Scalar>
BOZZETTO_HD Scalar encodeTriangleId(int32_t id) {
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        if (id > kLargestExactFloat) {
            const int32_t bits = kTriangleBitsBase + id;
            float value;
            memcpy(&value, &bits, sizeof(value));
            return value;
        }
    }
    return static_cast<Scalar>(id);
}

/// Index of the triangle that a pixel shows; -1 where empty or where the value is no id (NaN,
/// negative).
template <class Scalar>
BOZZETTO_HD int32_t decodeTriangle(Scalar value) {
    if (!(value > Scalar(0))) {
        return -1;
    }
    if (value <= Scalar(kLargestExactFloat)) {
        return static_cast<int32_t>(value) - 1;
    }
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        int32_t bits;
        memcpy(&bits, &value, sizeof(bits));
        return bits - kTriangleBitsBase - 1;
    }
    return value < Scalar(2147483648.0) ? static_cast<int32_t>(value) - 1 : -1;
}

/// Vertex indices of a triangle, or valid = false if the triangle or one of its vertices does not
/// exist.
struct TriangleIndices {
    int32_t v[3];
    bool valid;
};
BOZZETTO_HD TriangleIndices triangleIndices(const int32_t* tri,
                                            int64_t triangles,
                                            int64_t vertices,
                                            int32_t triangle) {
    TriangleIndices t{};
    if (triangle < 0 || triangle >= triangles) {
        return t;
    }
    t.valid = true;
    for (int k = 0; k < 3; ++k) {
        t.v[k] = tri[int64_t{3} * triangle + k];
        t.valid = t.valid && t.v[k] >= 0 && t.v[k] < vertices;
    }
    return t;
}

}  // namespace bozzetto
