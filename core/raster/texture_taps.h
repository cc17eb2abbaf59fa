// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which texels a lookup reads, with what weights and slopes: 2-D with its boundaries, and cube maps
// (OpenGL's faces and orientation) whose linear filter reaches over the edges. Shared by CPU and
// CUDA.
#include "math/vec.h"
#include "raster/texture_modes.h"

namespace bozzetto {

/// Position on a face (0 for 2-D) in [0, 1] texture units.
template <class Scalar>
struct FacePoint {
    Scalar s, t;
    int face;
    bool valid;
};

/// Axes of a cube face: s = 1/2 + sign_s d[axis_s] / (2 |d[axis]|), the same for t; axis = face
/// / 2.
struct FaceAxes {
    int axis, axis_s, axis_t, sign_s, sign_t;
};
BOZZETTO_HD FaceAxes faceAxes(int face) {
    switch (face) {
        case 0:
            return {0, 2, 1, -1, -1};
        case 1:
            return {0, 2, 1, 1, -1};
        case 2:
            return {1, 0, 2, 1, 1};
        case 3:
            return {1, 0, 2, 1, -1};
        case 4:
            return {2, 0, 1, 1, -1};
        default:
            return {2, 0, 1, -1, -1};
    }
}

template <class Scalar>
BOZZETTO_HD Scalar clampUnit(Scalar x) {
    return x > Scalar(0) ? (x < Scalar(1) ? x : Scalar(1)) : Scalar(0);
}

/// Where a direction meets the cube; valid = false for a zero or not finite one.
template <class Scalar>
BOZZETTO_HD FacePoint<Scalar> cubePoint(Vec3<Scalar> d) {
    const Scalar ax = std::abs(d.x), ay = std::abs(d.y), az = std::abs(d.z);
    const int axis = az > ax && az > ay ? 2 : (ay > ax ? 1 : 0);
    FacePoint<Scalar> p;
    p.face = 2 * axis + (d[axis] < Scalar(0) ? 1 : 0);
    const FaceAxes f = faceAxes(p.face);
    const Scalar m = Scalar(0.5) / std::abs(d[axis]);
    const Scalar s = Scalar(f.sign_s) * d[f.axis_s] * m, t = Scalar(f.sign_t) * d[f.axis_t] * m;
    p.valid = std::abs(s) <= Scalar(1) && std::abs(t) <= Scalar(1) && m > Scalar(0);
    p.s = clampUnit(s + Scalar(0.5));
    p.t = clampUnit(t + Scalar(0.5));
    return p;
}

/// Up to four texels: indices in the level (face, row, column; -1 reads nothing), weights, and
/// their slopes per unit of s, t.
template <class Scalar>
struct Taps {
    int64_t index[4];
    Scalar weight[4], slope_s[4], slope_t[4];
};

template <class Scalar>
BOZZETTO_HD int64_t
nearestTexel(TextureBoundary boundary, int height, int width, const FacePoint<Scalar>& p) {
    const auto texel = [](Scalar x, int size) {
        const Scalar scaled = x * Scalar(size);
        return scaled < Scalar(0) ? -1 : (scaled >= Scalar(size) ? size : static_cast<int>(scaled));
    };
    int x = texel(p.s, width), y = texel(p.t, height);
    if (boundary == TextureBoundary::Zero && (x < 0 || y < 0 || x >= width || y >= height)) {
        return -1;
    }
    x = x < 0 ? 0 : (x >= width ? width - 1 : x);
    y = y < 0 ? 0 : (y >= height ? height - 1 : y);
    return (int64_t{p.face} * height + y) * width + x;
}

/// The two texels along one axis and the position between them.
template <class Scalar>
struct AxisTaps {
    int i0, i1;
    Scalar fraction;
};
template <class Scalar>
BOZZETTO_HD AxisTaps<Scalar> axisTaps(TextureBoundary boundary, int size, Scalar coordinate) {
    Scalar t = coordinate * Scalar(size) - Scalar(0.5);
    const Scalar last = Scalar(size - 1);
    if (boundary == TextureBoundary::Clamp) {
        t = t > Scalar(0) ? (t < last ? t : last) : Scalar(0);
        if (t == Scalar(0) ||
            t == last) {  // on the rim the image is constant: both taps are the same texel
            const int i = static_cast<int>(t);
            return {i, i, Scalar(0)};
        }
    }
    t = t > Scalar(-3) ? (t < last + Scalar(3) ? t : last + Scalar(3))
                       : Scalar(-3);  // before it becomes an int
    const Scalar whole = std::floor(t);
    AxisTaps<Scalar> a{static_cast<int>(whole), static_cast<int>(whole) + 1, t - whole};
    if (boundary == TextureBoundary::Wrap) {
        a.i0 = a.i0 < 0 ? a.i0 + size : a.i0;
        a.i1 = a.i1 >= size ? a.i1 - size : a.i1;
    }
    return a;
}

/// Texel of a cube map that stands for (x, y), one step outside of a face over one of its edges:
/// the border texel of the next face at the same place along the edge. -1 outside of a corner,
/// where three faces meet and there is none.
BOZZETTO_HD int64_t cubeTexel(int face, int size, int x, int y) {
    const bool out_x = x < 0 || x >= size, out_y = y < 0 || y >= size;
    if (!out_x && !out_y) {
        return (int64_t{face} * size + y) * size + x;
    }
    if (out_x && out_y) {
        return -1;
    }
    // The point of the edge, on the cube [-1, 1]^3.
    const FaceAxes f = faceAxes(face);
    const double a = out_x ? (x < 0 ? -1.0 : 1.0) : (2.0 * x + 1.0) / size - 1.0;
    const double b = out_y ? (y < 0 ? -1.0 : 1.0) : (2.0 * y + 1.0) / size - 1.0;
    Vec3d d;
    d[f.axis] = face % 2 ? -1.0 : 1.0;
    d[f.axis_s] = f.sign_s * a;
    d[f.axis_t] = f.sign_t * b;
    const int axis = out_x ? f.axis_s : f.axis_t;
    const int next = 2 * axis + (d[axis] < 0 ? 1 : 0);
    const FaceAxes g = faceAxes(next);
    const auto texel = [&](double coordinate) {
        const int i = static_cast<int>((coordinate * 0.5 + 0.5) * size);
        return i < 0 ? 0 : (i >= size ? size - 1 : i);
    };
    return (int64_t{next} * size + texel(g.sign_t * d[g.axis_t])) * size +
           texel(g.sign_s * d[g.axis_s]);
}

template <class Scalar>
BOZZETTO_HD Taps<Scalar> linearTaps(TextureBoundary boundary,
                                    int height,
                                    int width,
                                    const FacePoint<Scalar>& p) {
    const AxisTaps<Scalar> u = axisTaps(boundary, width, p.s), v = axisTaps(boundary, height, p.t);
    Taps<Scalar> taps;
    int missing = -1;
    Scalar spare_weight = 0, spare_s = 0, spare_t = 0;
    for (int k = 0; k < 4; ++k) {
        const int x = k & 1 ? u.i1 : u.i0, y = k & 2 ? v.i1 : v.i0;
        const Scalar wu = k & 1 ? u.fraction : Scalar(1) - u.fraction,
                     wv = k & 2 ? v.fraction : Scalar(1) - v.fraction;
        taps.weight[k] = wu * wv;
        taps.slope_s[k] = Scalar(width) * (k & 1 ? wv : -wv);
        taps.slope_t[k] = Scalar(height) * (k & 2 ? wu : -wu);
        if (boundary == TextureBoundary::Cube) {
            taps.index[k] = cubeTexel(p.face, width, x, y);
            if (taps.index[k] < 0) {
                missing = k;
                spare_weight = taps.weight[k] / Scalar(3);
                spare_s = taps.slope_s[k] / Scalar(3);
                spare_t = taps.slope_t[k] / Scalar(3);
            }
        } else {
            const bool inside =
                boundary != TextureBoundary::Zero || (x >= 0 && y >= 0 && x < width && y < height);
            taps.index[k] = inside ? int64_t{y} * width + x : -1;
        }
    }
    if (missing >= 0) {  // a cube corner: the fourth texel is the mean of the three
        for (int k = 0; k < 4; ++k) {
            if (k != missing) {
                taps.weight[k] += spare_weight;
                taps.slope_s[k] += spare_s;
                taps.slope_t[k] += spare_t;
            }
        }
    }
    return taps;
}

}  // namespace bozzetto
