// SPDX-License-Identifier: Apache-2.0
#pragma once
// Formulas of shadingNormal() for one pixel, forward and gradient. Source: see shade.h.
#include "math/vec.h"

#include <cstdint>

namespace bozzetto {

template <class Scalar>
struct ShadingNormalParams {
    int64_t count = 0;
    const Scalar *position = nullptr, *normal = nullptr, *face_normal = nullptr;  // [count, 3]
    const Scalar* camera = nullptr;  // [count, 3], or [3] if camera_stride is 0
    int camera_stride = 0;
    const Scalar* tangent = nullptr;  // [count, 4]; read only with a map
    const Scalar* map = nullptr;      // [count, 3] or null: flat
};

template <class Scalar>
struct ShadingNormalGradients {
    Scalar *normal = nullptr, *tangent = nullptr, *map = nullptr;  // any may be null
};

constexpr double kBendStart =
    0.1;  // cosine to the viewer below which the normal is bent towards the face's

template <class Scalar>
struct ShadingNormalState {
    Vec3<Scalar> n, t, b, m, raw, s, g, v;
    Scalar n_length, t_length, raw_length, sign, flip, k;
};

template <class Scalar>
BOZZETTO_HD Vec3<Scalar> load3(const Scalar* p) {
    return {p[0], p[1], p[2]};
}

template <class Scalar>
BOZZETTO_HD Scalar inverseOrZero(Scalar v) {
    return v > 0 ? 1 / v : Scalar(0);
}

template <class Scalar>
BOZZETTO_HD ShadingNormalState<Scalar> shadingNormalState(const ShadingNormalParams<Scalar>& p,
                                                          int64_t i) {
    ShadingNormalState<Scalar> s;
    const Vec3<Scalar> normal = load3(p.normal + 3 * i);
    s.n_length = length(normal);
    s.n = normal * inverseOrZero(s.n_length);
    s.t = s.b = {};
    s.t_length = 0;
    s.sign = 1;
    s.m = {0, 0, 1};
    if (p.map) {
        const Vec3<Scalar> tangent = load3(p.tangent + 4 * i);
        s.t_length = length(tangent);
        s.t = tangent * inverseOrZero(s.t_length);
        s.sign = p.tangent[4 * i + 3] < 0
                     ? Scalar(-1)
                     : Scalar(1);  // interpolated within a triangle of one sign
        s.b = cross(s.n, s.t) * s.sign;
        s.m = load3(p.map + 3 * i);
    }
    s.raw = s.t * s.m.x + s.b * s.m.y + s.n * (s.m.z > 0 ? s.m.z : Scalar(0));
    s.raw_length = length(s.raw);
    s.v = normalize(load3(p.camera + i * p.camera_stride) - load3(p.position + 3 * i));
    s.g = normalize(load3(p.face_normal + 3 * i));
    s.flip = dot(s.v, s.g) < 0 ? Scalar(-1) : Scalar(1);
    s.g = s.g * s.flip;
    s.s = s.raw * (s.flip * inverseOrZero(s.raw_length));
    const Scalar k = dot(s.v, s.s) * Scalar(1 / kBendStart);
    s.k = k < 0 ? Scalar(0) : (k > 1 ? Scalar(1) : k);
    return s;
}

template <class Scalar>
BOZZETTO_HD void shadingNormalPixel(const ShadingNormalParams<Scalar>& p, int64_t i, Scalar* out) {
    const ShadingNormalState<Scalar> s = shadingNormalState(p, i);
    const Vec3<Scalar> r = s.g * (1 - s.k) + s.s * s.k;
    out[3 * i] = r.x, out[3 * i + 1] = r.y, out[3 * i + 2] = r.z;
}

/// Gradient through u = x / |x| for the gradient g of u.
template <class Scalar>
BOZZETTO_HD Vec3<Scalar> normalizeGradient(Vec3<Scalar> u, Scalar length, Vec3<Scalar> g) {
    return (g - u * dot(u, g)) * inverseOrZero(length);
}

template <class Scalar>
BOZZETTO_HD void shadingNormalGradientPixel(const ShadingNormalParams<Scalar>& p,
                                            int64_t i,
                                            const Scalar* grad_out,
                                            const ShadingNormalGradients<Scalar>& out) {
    const ShadingNormalState<Scalar> s = shadingNormalState(p, i);
    const Vec3<Scalar> g = load3(grad_out + 3 * i);
    Vec3<Scalar> g_s = g * s.k;
    if (s.k > 0 && s.k < 1) {
        g_s += s.v * (dot(g, s.s - s.g) * Scalar(1 / kBendStart));
    }
    const Vec3<Scalar> g_raw = normalizeGradient(s.s * s.flip, s.raw_length, g_s * s.flip);
    if (out.normal) {
        const Scalar up = s.m.z > 0 ? s.m.z : Scalar(0);
        const Vec3<Scalar> g_n = g_raw * up + cross(s.t, g_raw) * (s.sign * s.m.y);
        const Vec3<Scalar> r = normalizeGradient(s.n, s.n_length, g_n);
        out.normal[3 * i] = r.x, out.normal[3 * i + 1] = r.y, out.normal[3 * i + 2] = r.z;
    }
    if (out.tangent) {
        const Vec3<Scalar> g_t = g_raw * s.m.x + cross(g_raw, s.n) * (s.sign * s.m.y);
        const Vec3<Scalar> r = normalizeGradient(s.t, s.t_length, g_t);
        out.tangent[4 * i] = r.x, out.tangent[4 * i + 1] = r.y, out.tangent[4 * i + 2] = r.z;
        out.tangent[4 * i + 3] = 0;
    }
    if (out.map) {
        out.map[3 * i] = dot(g_raw, s.t);
        out.map[3 * i + 1] = dot(g_raw, s.b);
        out.map[3 * i + 2] = s.m.z > 0 ? dot(g_raw, s.n) : Scalar(0);
    }
}

}  // namespace bozzetto
