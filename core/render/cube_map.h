// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "math/vec.h"

namespace bozzetto {

// Geometry of a cube map: faces +x -x +y -y +z -z in OpenGL orientation. A point of a face has (a,
// b) in [-1, 1], a along the columns, b along the rows; the texel in column i and row j of a face
// of S x S is centred at a = (2 i + 1) / S - 1, likewise b. Texels are counted face by face, row by
// row.

/// Direction through (a, b) of a face; not unit: its largest component is 1.
template <class T>
BOZZETTO_HD Vec3<T> cubeDirection(int face, T a, T b) {
    switch (face) {
        case 0:
            return {T(1), -b, -a};
        case 1:
            return {T(-1), -b, a};
        case 2:
            return {a, T(1), b};
        case 3:
            return {a, T(-1), -b};
        case 4:
            return {a, -b, T(1)};
        default:
            return {-a, -b, T(-1)};
    }
}

/// Direction through the centre of a texel, not unit.
template <class T>
BOZZETTO_HD Vec3<T> cubeTexelDirection(int face, int row, int column, int size) {
    const T scale = T(1) / static_cast<T>(size);
    return cubeDirection<T>(face,
                            static_cast<T>(2 * column + 1) * scale - T(1),
                            static_cast<T>(2 * row + 1) * scale - T(1));
}

template <class T>
struct CubePoint {
    int face;
    T a, b;
};

/// Inverse of cubeDirection for any non-zero direction.
template <class T>
BOZZETTO_HD CubePoint<T> cubePoint(Vec3<T> d) {
    const T ax = std::abs(d.x), ay = std::abs(d.y), az = std::abs(d.z);
    if (az > ax && az > ay) {
        const T m = T(1) / az;
        return d.z > T(0) ? CubePoint<T>{4, d.x * m, -d.y * m}
                          : CubePoint<T>{5, -d.x * m, -d.y * m};
    }
    if (ay > ax) {
        const T m = T(1) / ay;
        return d.y > T(0) ? CubePoint<T>{2, d.x * m, d.z * m} : CubePoint<T>{3, d.x * m, -d.z * m};
    }
    const T m = T(1) / ax;
    return d.x > T(0) ? CubePoint<T>{0, -d.z * m, -d.y * m} : CubePoint<T>{1, d.z * m, -d.y * m};
}

/// Solid angle of the rectangle [a0, a1] x [b0, b1] of a face, exact; a whole face has 4 pi / 6.
inline double cubeSolidAngle(double a0, double a1, double b0, double b1) {
    const auto corner = [](double a, double b) {
        return std::atan2(a * b, std::sqrt(a * a + b * b + 1));
    };
    return corner(a1, b1) - corner(a0, b1) - corner(a1, b0) + corner(a0, b0);
}

/// Texel index of the nearest texel to a direction.
template <class T>
BOZZETTO_HD int cubeNearestTexel(Vec3<T> d, int size) {
    const CubePoint<T> p = cubePoint(d);
    const auto cell = [size](T v) {
        const int i = static_cast<int>((v + T(1)) * T(0.5) * static_cast<T>(size));
        return i < 0 ? 0 : (i >= size ? size - 1 : i);
    };
    return (p.face * size + cell(p.b)) * size + cell(p.a);
}

}  // namespace bozzetto
