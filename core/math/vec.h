// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cmath>
#include <cstdint>

#if defined(__CUDACC__)
#define BOZZETTO_HD __host__ __device__ __forceinline__
#else
#define BOZZETTO_HD inline __attribute__((always_inline))
#endif

/// Compiles a (non-template) CPU kernel for AVX2 and AVX-512 as well and picks at load time:
/// Debian's baseline is SSE2.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__CUDACC__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define BOZZETTO_CPU_CLONES \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BOZZETTO_CPU_CLONES
#endif

namespace bozzetto {

// Small plain vectors for host and device. Matrices are row-major and act on column vectors.
template <class T>
struct Vec2 {
    T x{}, y{};
};
template <class T>
struct Vec3 {
    T x{}, y{}, z{};
    BOZZETTO_HD T& operator[](int i) { return (&x)[i]; }
    BOZZETTO_HD const T& operator[](int i) const { return (&x)[i]; }
    bool operator==(const Vec3&) const = default;
};
template <class T>
struct Vec4 {
    T x{}, y{}, z{}, w{};
    BOZZETTO_HD T& operator[](int i) { return (&x)[i]; }
    BOZZETTO_HD const T& operator[](int i) const { return (&x)[i]; }
};
using Vec2f = Vec2<float>;
using Vec3f = Vec3<float>;
using Vec4f = Vec4<float>;
using Vec2d = Vec2<double>;
using Vec3d = Vec3<double>;
using Vec4d = Vec4<double>;
using Vec2i = Vec2<int32_t>;
using Vec3i = Vec3<int32_t>;

template <class T>
BOZZETTO_HD Vec2<T> operator+(Vec2<T> a, Vec2<T> b) {
    return {a.x + b.x, a.y + b.y};
}
template <class T>
BOZZETTO_HD Vec2<T> operator-(Vec2<T> a, Vec2<T> b) {
    return {a.x - b.x, a.y - b.y};
}
template <class T>
BOZZETTO_HD Vec2<T> operator*(Vec2<T> a, T s) {
    return {a.x * s, a.y * s};
}
template <class T>
BOZZETTO_HD T dot(Vec2<T> a, Vec2<T> b) {
    return a.x * b.x + a.y * b.y;
}
/// z component of the 3-D cross product: twice the signed area of (0, a, b).
template <class T>
BOZZETTO_HD T cross(Vec2<T> a, Vec2<T> b) {
    return a.x * b.y - a.y * b.x;
}

template <class T>
BOZZETTO_HD Vec3<T> operator+(Vec3<T> a, Vec3<T> b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
template <class T>
BOZZETTO_HD Vec3<T> operator-(Vec3<T> a, Vec3<T> b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
template <class T>
BOZZETTO_HD Vec3<T> operator-(Vec3<T> a) {
    return {-a.x, -a.y, -a.z};
}
template <class T>
BOZZETTO_HD Vec3<T> operator*(Vec3<T> a, T s) {
    return {a.x * s, a.y * s, a.z * s};
}
template <class T>
BOZZETTO_HD Vec3<T> operator*(T s, Vec3<T> a) {
    return a * s;
}
template <class T>
BOZZETTO_HD Vec3<T> operator*(Vec3<T> a, Vec3<T> b) {
    return {a.x * b.x, a.y * b.y, a.z * b.z};
}
template <class T>
BOZZETTO_HD Vec3<T>& operator+=(Vec3<T>& a, Vec3<T> b) {
    return a = a + b;
}
template <class T>
BOZZETTO_HD T dot(Vec3<T> a, Vec3<T> b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <class T>
BOZZETTO_HD Vec3<T> cross(Vec3<T> a, Vec3<T> b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
template <class T>
BOZZETTO_HD T length(Vec3<T> a) {
    return std::sqrt(dot(a, a));
}
/// Zero for a zero vector.
template <class T>
BOZZETTO_HD Vec3<T> normalize(Vec3<T> a) {
    const T squared = dot(a, a);
    return squared > T(0) ? a * (T(1) / std::sqrt(squared)) : Vec3<T>{};
}

template <class T>
struct Mat4 {
    T m[4][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    bool operator==(const Mat4&) const = default;
};
using Mat4f = Mat4<float>;
using Mat4d = Mat4<double>;

template <class T>
BOZZETTO_HD Mat4<T> operator*(const Mat4<T>& a, const Mat4<T>& b) {
    Mat4<T> c;
    for (int i = 0; i < 4; ++i) {
        for (int j = 0; j < 4; ++j) {
            c.m[i][j] = a.m[i][0] * b.m[0][j] + a.m[i][1] * b.m[1][j] + a.m[i][2] * b.m[2][j] +
                        a.m[i][3] * b.m[3][j];
        }
    }
    return c;
}
template <class T>
BOZZETTO_HD Vec4<T> operator*(const Mat4<T>& a, Vec4<T> v) {
    Vec4<T> r;
    for (int i = 0; i < 4; ++i) {
        r[i] = a.m[i][0] * v.x + a.m[i][1] * v.y + a.m[i][2] * v.z + a.m[i][3] * v.w;
    }
    return r;
}
/// a applied to the point p (w = 1), without the divide.
template <class T>
BOZZETTO_HD Vec3<T> transformPoint(const Mat4<T>& a, Vec3<T> p) {
    const Vec4<T> r = a * Vec4<T>{p.x, p.y, p.z, T(1)};
    return {r.x, r.y, r.z};
}
/// Inverse of a rigid transform (orthonormal rotation, last row 0 0 0 1).
template <class T>
BOZZETTO_HD Mat4<T> inverseRigid(const Mat4<T>& a) {
    Mat4<T> r;
    for (int i = 0; i < 3; ++i) {
        T t = T(0);
        for (int j = 0; j < 3; ++j) {
            r.m[i][j] = a.m[j][i];
            t -= a.m[j][i] * a.m[j][3];
        }
        r.m[i][3] = t;
    }
    return r;
}

}  // namespace bozzetto
