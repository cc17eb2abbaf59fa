// SPDX-License-Identifier: Apache-2.0
#pragma once
// Per-vertex and per-pixel formulas of rasterize, shared by CPU and CUDA. Perspective-correct
// barycentrics of the pixel centre (fx, fy): with q_k = (x_k - fx w_k, y_k - fy w_k), A_k = q_(k+1)
// x q_(k+2) and S = A_0 + A_1 + A_2 they are A_k / S. No division by w: it holds for triangles that
// cross the camera plane too.
#include "raster/triangle_id.h"

namespace bozzetto {

/// Pixel centres in normalised device coordinates: fx = origin_x + px * step_x.
template <class Scalar>
struct PixelGrid {
    Scalar step_x, step_y, origin_x, origin_y;
};
template <class Scalar>
BOZZETTO_HD PixelGrid<Scalar> pixelGrid(int64_t height, int64_t width) {
    return {Scalar(2.0 / static_cast<double>(width)),
            Scalar(2.0 / static_cast<double>(height)),
            Scalar(1.0 / static_cast<double>(width) - 1.0),
            Scalar(1.0 / static_cast<double>(height) - 1.0)};
}

template <class Scalar>
struct RasterizeParams {
    const Scalar* pos;   // [N, V, 4]
    const int32_t* tri;  // [T, 3]
    int64_t images, vertices, triangles;
    int64_t height, width;
    Scalar* rast;            // [N, H, W, 4] out
    Scalar* rast_db;         // [N, H, W, 4] out, or null
    uint32_t* depth;         // [N, H, W] out: quantised depth, kFarDepth where empty; or null
    const uint32_t* behind;  // [N, H, W]: only fragments farther than this are drawn; or null
    /// Range mode: [N, 2] on the host, the first triangle of each image and how many it draws; pos
    /// is [V, 4] for all images. Or null: each image draws all of its own vertices.
    const int32_t* ranges;
};

/// The clip positions of an image.
template <class Scalar>
BOZZETTO_HD const Scalar* positionsOf(const RasterizeParams<Scalar>& params, int64_t image) {
    return params.ranges ? params.pos : params.pos + image * params.vertices * 4;
}

/// Triangles [begin, end) that an image draws: those of its range that exist.
struct TriangleRange {
    int64_t begin, end;
};
template <class Scalar>
BOZZETTO_HD TriangleRange trianglesOf(const RasterizeParams<Scalar>& params, int64_t image) {
    if (!params.ranges) {
        return {0, params.triangles};
    }
    const int64_t first = params.ranges[2 * image], last = first + params.ranges[2 * image + 1];
    const int64_t begin = first > 0 ? first : 0;
    const int64_t end = last < params.triangles ? last : params.triangles;
    return {begin, end > begin ? end : begin};
}

template <class Scalar>
struct RasterizeGradParams {
    const Scalar* pos;
    const int32_t* tri;
    int64_t images, vertices, triangles;
    int64_t height, width;
    const Scalar* rast;          // [N, H, W, 4]
    const Scalar* grad_rast;     // [N, H, W, 4] or null; only (u, v) count
    const Scalar* grad_rast_db;  // [N, H, W, 4] or null
    Scalar* grad_pos;            // like pos, out, zero on entry; z stays 0
    bool shared_vertices;        // range mode: pos [V, 4] for all images, else [N, V, 4]
};
/// Where an image's vertices begin in pos and grad_pos.
template <class Scalar>
BOZZETTO_HD int64_t verticesOffset(const RasterizeGradParams<Scalar>& params, int64_t image) {
    return params.shared_vertices ? 0 : image * params.vertices * 4;
}

template <class Scalar>
struct Barycentrics {
    Scalar u, v, depth;         // depth = z / w
    Scalar u_x, u_y, v_x, v_y;  // per pixel step
};

/// The areas A_k, their sum and their slopes per unit of fx and fy (each A_k is affine in fx, fy).
template <class Scalar>
struct HomogeneousAreas {
    Vec2<Scalar> q[3];
    Scalar a[3], sum;
    Scalar a_x[3], a_y[3], sum_x, sum_y;
};
template <class Scalar>
BOZZETTO_HD HomogeneousAreas<Scalar> homogeneousAreas(const Vec4<Scalar> (&p)[3],
                                                      Scalar fx,
                                                      Scalar fy) {
    HomogeneousAreas<Scalar> h;
    for (int k = 0; k < 3; ++k) {
        h.q[k] = {p[k].x - fx * p[k].w, p[k].y - fy * p[k].w};
    }
    for (int k = 0; k < 3; ++k) {
        const int i = k == 2 ? 0 : k + 1, j = k == 0 ? 2 : k - 1;
        h.a[k] = cross(h.q[i], h.q[j]);
        h.a_x[k] = p[i].y * p[j].w - p[j].y * p[i].w;
        h.a_y[k] = p[j].x * p[i].w - p[i].x * p[j].w;
    }
    h.sum = h.a[0] + h.a[1] + h.a[2];
    h.sum_x = h.a_x[0] + h.a_x[1] + h.a_x[2];
    h.sum_y = h.a_y[0] + h.a_y[1] + h.a_y[2];
    return h;
}

/// x clamped to [0, 1]; NaN gives 0.
template <class Scalar>
BOZZETTO_HD Scalar clampToUnit(Scalar x) {
    return x > Scalar(0) ? (x < Scalar(1) ? x : Scalar(1)) : Scalar(0);
}

/// Barycentrics at a pixel that the triangle covers. Coverage was decided with snapped vertices, so
/// the exact values may lie slightly outside of the triangle: they are clamped into it.
template <class Scalar>
BOZZETTO_HD Barycentrics<Scalar> barycentricsAt(const Vec4<Scalar> (&p)[3],
                                                const PixelGrid<Scalar>& grid,
                                                Scalar fx,
                                                Scalar fy) {
    const HomogeneousAreas<Scalar> h = homogeneousAreas(p, fx, fy);
    const Scalar r = h.sum != Scalar(0) ? Scalar(1) / h.sum : Scalar(0);
    Barycentrics<Scalar> b;
    b.u = clampToUnit(h.a[0] * r);
    b.v = clampToUnit(h.a[1] * r);
    const Scalar total = b.u + b.v;
    const Scalar scale = total > Scalar(1) ? Scalar(1) / total : Scalar(1);
    b.u *= scale;
    b.v *= scale;
    const Scalar z = p[0].z * h.a[0] + p[1].z * h.a[1] + p[2].z * h.a[2];
    const Scalar w = p[0].w * h.a[0] + p[1].w * h.a[1] + p[2].w * h.a[2];
    const Scalar depth = z / w;
    b.depth = depth > Scalar(-1) ? (depth < Scalar(1) ? depth : Scalar(1)) : Scalar(-1);
    b.u_x = grid.step_x * r * (h.a_x[0] - b.u * h.sum_x);
    b.u_y = grid.step_y * r * (h.a_y[0] - b.u * h.sum_y);
    b.v_x = grid.step_x * r * (h.a_x[1] - b.v * h.sum_x);
    b.v_y = grid.step_y * r * (h.a_y[1] - b.v * h.sum_y);
    return b;
}

/// Gradient of a scalar with respect to the clip positions p, given that with respect to u, v and
/// their four slopes. Reverse mode through the formulas above; (x, y, w) only. The sum of areas is
/// kept from zero by 1e-6, about the area of a pixel of a 1024-pixel image in device coordinates.
template <class Scalar>
struct BarycentricsGrad {
    Scalar u, v, u_x, u_y, v_x, v_y;
};
template <class Scalar>
BOZZETTO_HD void barycentricsGrad(const Vec4<Scalar> (&p)[3],
                                  const PixelGrid<Scalar>& grid,
                                  Scalar fx,
                                  Scalar fy,
                                  const BarycentricsGrad<Scalar>& g,
                                  Vec4<Scalar> (&grad)[3]) {
    const HomogeneousAreas<Scalar> h = homogeneousAreas(p, fx, fy);
    const Scalar r = Scalar(1) / (h.sum + (h.sum < Scalar(0) ? Scalar(-1e-6) : Scalar(1e-6)));
    const Scalar u = h.a[0] * r, v = h.a[1] * r;
    const Scalar u_x = grid.step_x * r * g.u_x, u_y = grid.step_y * r * g.u_y;
    const Scalar v_x = grid.step_x * r * g.v_x, v_y = grid.step_y * r * g.v_y;
    // Into the slopes of the areas, and of their sum.
    const Scalar d_sum_x = -(u_x * u + v_x * v), d_sum_y = -(u_y * u + v_y * v);
    const Scalar d_ax[3] = {u_x + d_sum_x, v_x + d_sum_x, d_sum_x};
    const Scalar d_ay[3] = {u_y + d_sum_y, v_y + d_sum_y, d_sum_y};
    // u and v directly, and through the slopes that contain them.
    const Scalar d_u = g.u - u_x * h.sum_x - u_y * h.sum_y;
    const Scalar d_v = g.v - v_x * h.sum_x - v_y * h.sum_y;
    // 1 / S appears in all six.
    const Scalar slopes = u_x * (h.a_x[0] - u * h.sum_x) + u_y * (h.a_y[0] - u * h.sum_y) +
                          v_x * (h.a_x[1] - v * h.sum_x) + v_y * (h.a_y[1] - v * h.sum_y);
    const Scalar d_sum = -r * (slopes + d_u * u + d_v * v);
    const Scalar d_a[3] = {r * d_u + d_sum, r * d_v + d_sum, d_sum};
    for (int k = 0; k < 3; ++k) {
        grad[k] = {Scalar(0), Scalar(0), Scalar(0), Scalar(0)};
    }
    for (int k = 0; k < 3; ++k) {
        const int i = k == 2 ? 0 : k + 1, j = k == 0 ? 2 : k - 1;
        const Vec2<Scalar> d_qi = {d_a[k] * h.q[j].y, -d_a[k] * h.q[j].x};
        const Vec2<Scalar> d_qj = {-d_a[k] * h.q[i].y, d_a[k] * h.q[i].x};
        grad[i].x += d_qi.x - d_ay[k] * p[j].w;
        grad[i].y += d_qi.y + d_ax[k] * p[j].w;
        grad[i].w += d_ay[k] * p[j].x - d_ax[k] * p[j].y - fx * d_qi.x - fy * d_qi.y;
        grad[j].x += d_qj.x + d_ay[k] * p[i].w;
        grad[j].y += d_qj.y - d_ax[k] * p[i].w;
        grad[j].w += d_ax[k] * p[i].y - d_ay[k] * p[i].x - fx * d_qj.x - fy * d_qj.y;
    }
}

/// Four numbers at once, on a GPU in accesses of 16 bytes (p is aligned to them).
template <class Scalar>
BOZZETTO_HD Vec4<Scalar> loadVec4(const Scalar* p) {
#if defined(__CUDA_ARCH__)
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        const float4 v = *reinterpret_cast<const float4*>(p);
        return {v.x, v.y, v.z, v.w};
    } else {
        const double2* halves = reinterpret_cast<const double2*>(p);
        const double2 a = halves[0], b = halves[1];
        return {a.x, a.y, b.x, b.y};
    }
#else
    return {p[0], p[1], p[2], p[3]};
#endif
}
template <class Scalar>
BOZZETTO_HD void storeVec4(Scalar* p, Vec4<Scalar> v) {
#if defined(__CUDA_ARCH__)
    if constexpr (sizeof(Scalar) == sizeof(float)) {
        *reinterpret_cast<float4*>(p) = make_float4(v.x, v.y, v.z, v.w);
    } else {
        double2* halves = reinterpret_cast<double2*>(p);
        halves[0] = make_double2(v.x, v.y);
        halves[1] = make_double2(v.z, v.w);
    }
#else
    p[0] = v.x;
    p[1] = v.y;
    p[2] = v.z;
    p[3] = v.w;
#endif
}

/// Fills rast and rast_db of one covered pixel of image `image`.
template <class Scalar>
BOZZETTO_HD void shadePixel(const RasterizeParams<Scalar>& params,
                            const PixelGrid<Scalar>& grid,
                            int64_t image,
                            int64_t py,
                            int64_t px,
                            int32_t triangle) {
    const int32_t* v = params.tri + int64_t{3} * triangle;
    const Scalar* pos = positionsOf(params, image);
    const Vec4<Scalar> p[3] = {loadVec4(pos + int64_t{4} * v[0]),
                               loadVec4(pos + int64_t{4} * v[1]),
                               loadVec4(pos + int64_t{4} * v[2])};
    const Scalar fx = grid.origin_x + static_cast<Scalar>(px) * grid.step_x;
    const Scalar fy = grid.origin_y + static_cast<Scalar>(py) * grid.step_y;
    const Barycentrics<Scalar> b = barycentricsAt(p, grid, fx, fy);
    const int64_t pixel = (image * params.height + py) * params.width + px;
    storeVec4(params.rast + 4 * pixel, {b.u, b.v, b.depth, encodeTriangleId<Scalar>(triangle + 1)});
    if (params.rast_db) {
        storeVec4(params.rast_db + 4 * pixel, {b.u_x, b.u_y, b.v_x, b.v_y});
    }
}

/// What one pixel adds to the gradient of its triangle's corners `v`; valid = false if nothing.
template <class Scalar>
struct CornerGradients {
    int32_t v[3];
    Vec4<Scalar> grad[3];  // z is 0
    bool valid;
};
template <class Scalar>
BOZZETTO_HD CornerGradients<Scalar> rasterizePixelGrad(const RasterizeGradParams<Scalar>& params,
                                                       const PixelGrid<Scalar>& grid,
                                                       int64_t image,
                                                       int64_t py,
                                                       int64_t px,
                                                       int32_t triangle) {
    CornerGradients<Scalar> out{};
    const int64_t pixel = (image * params.height + py) * params.width + px;
    const TriangleIndices t =
        triangleIndices(params.tri, params.triangles, params.vertices, triangle);
    BarycentricsGrad<Scalar> g{};
    if (params.grad_rast) {
        const Vec4<Scalar> rast = loadVec4(params.grad_rast + 4 * pixel);
        g.u = rast.x;
        g.v = rast.y;
    }
    if (params.grad_rast_db) {
        const Vec4<Scalar> db = loadVec4(params.grad_rast_db + 4 * pixel);
        g.u_x = db.x;
        g.u_y = db.y;
        g.v_x = db.z;
        g.v_y = db.w;
    }
    const bool nothing =
        g.u == 0 && g.v == 0 && g.u_x == 0 && g.u_y == 0 && g.v_x == 0 && g.v_y == 0;
    if (nothing || !t.valid) {
        return out;
    }
    const Scalar* pos = params.pos + verticesOffset(params, image);
    const Vec4<Scalar> p[3] = {loadVec4(pos + int64_t{4} * t.v[0]),
                               loadVec4(pos + int64_t{4} * t.v[1]),
                               loadVec4(pos + int64_t{4} * t.v[2])};
    const Scalar fx = grid.origin_x + static_cast<Scalar>(px) * grid.step_x;
    const Scalar fy = grid.origin_y + static_cast<Scalar>(py) * grid.step_y;
    for (int k = 0; k < 3; ++k) {
        out.v[k] = t.v[k];
    }
    barycentricsGrad(p, grid, fx, fy, g, out.grad);
    out.valid = true;
    return out;
}

// CPU: rasterize_cpu.cpp, rasterize_grad_cpu.cpp; CUDA: rasterize_cuda.h. Indices in tri may be
// anything: bad triangles are skipped.
void rasterizeCpu(const RasterizeParams<float>& params);
void rasterizeCpu(const RasterizeParams<double>& params);
void rasterizeGradCpu(const RasterizeGradParams<float>& params);
void rasterizeGradCpu(const RasterizeGradParams<double>& params);

}  // namespace bozzetto
