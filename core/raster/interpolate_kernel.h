// SPDX-License-Identifier: Apache-2.0
#pragma once
// One pixel of interpolate, shared by CPU and CUDA: out = u a0 + v a1 + (1 - u - v) a2, and
// da/dX = du/dX (a0 - a2) + dv/dX (a1 - a2).
#include "math/accumulate.h"
#include "raster/triangle_id.h"

namespace bozzetto {

template <class Scalar>
struct InterpolateParams {
    const Scalar* attr;  // [1 or N, V, A]
    bool attr_per_image;
    const Scalar* rast;     // [N, P, 4]
    const Scalar* rast_db;  // [N, P, 4] or null
    const int32_t* tri;     // [T, 3]
    const int64_t* which;   // [D] attributes with derivatives
    int64_t images, pixels, vertices, triangles, attributes, derivatives;
    Scalar* out;     // [N, P, A] out
    Scalar* out_da;  // [N, P, 2 D] out, or null
};

template <class Scalar>
struct InterpolateGradParams {
    InterpolateParams<Scalar> forward;  // its out and out_da are not used
    const Scalar* grad_out;             // [N, P, A] or null
    const Scalar* grad_out_da;          // [N, P, 2 D] or null
    Scalar* grad_attr;                  // like attr, zero on entry, or null
    Scalar* grad_rast;                  // [N, P, 4] out, or null
    Scalar* grad_rast_db;               // [N, P, 4] out, or null
};

/// The attributes of the three corners that pixel `pixel` (of all N P) shows; valid = false where
/// it shows nothing.
template <class Scalar>
struct Corners {
    const Scalar* a[3];
    int64_t offset[3];  // from the image's first attribute
    bool valid;
};
template <class Scalar>
BOZZETTO_HD Corners<Scalar> cornersOf(const InterpolateParams<Scalar>& p, int64_t pixel) {
    Corners<Scalar> corners{};
    const TriangleIndices t =
        triangleIndices(p.tri, p.triangles, p.vertices, decodeTriangle(p.rast[4 * pixel + 3]));
    corners.valid = t.valid;
    if (t.valid) {
        const Scalar* attr =
            p.attr + (p.attr_per_image ? pixel / p.pixels * p.vertices * p.attributes : 0);
        for (int k = 0; k < 3; ++k) {
            corners.offset[k] = p.attributes * t.v[k];
            corners.a[k] = attr + corners.offset[k];
        }
    }
    return corners;
}

template <class Scalar>
BOZZETTO_HD void interpolatePixel(const InterpolateParams<Scalar>& p, int64_t pixel) {
    const Corners<Scalar> c = cornersOf(p, pixel);
    if (!c.valid) {
        return;
    }
    const Scalar u = p.rast[4 * pixel], v = p.rast[4 * pixel + 1], w = Scalar(1) - u - v;
    Scalar* out = p.out + p.attributes * pixel;
    for (int64_t i = 0; i < p.attributes; ++i) {
        out[i] = u * c.a[0][i] + v * c.a[1][i] + w * c.a[2][i];
    }
    if (p.out_da) {
        const Scalar* db = p.rast_db + 4 * pixel;
        Scalar* da = p.out_da + 2 * p.derivatives * pixel;
        for (int64_t d = 0; d < p.derivatives; ++d) {
            const int64_t i = p.which[d];
            const Scalar e0 = c.a[0][i] - c.a[2][i], e1 = c.a[1][i] - c.a[2][i];
            da[2 * d] = db[0] * e0 + db[2] * e1;
            da[2 * d + 1] = db[1] * e0 + db[3] * e1;
        }
    }
}

/// grad_attr: the sums of this pixel's image (or of all images).
template <class Scalar>
BOZZETTO_HD void interpolatePixelGrad(const InterpolateGradParams<Scalar>& g,
                                      int64_t pixel,
                                      Scalar* grad_attr) {
    const InterpolateParams<Scalar>& p = g.forward;
    const Corners<Scalar> c = cornersOf(p, pixel);
    if (!c.valid) {
        return;
    }
    if (g.grad_out) {
        const Scalar u = p.rast[4 * pixel], v = p.rast[4 * pixel + 1], w = Scalar(1) - u - v;
        const Scalar* grad = g.grad_out + p.attributes * pixel;
        Scalar grad_u = 0, grad_v = 0;
        for (int64_t i = 0; i < p.attributes; ++i) {
            grad_u += grad[i] * (c.a[0][i] - c.a[2][i]);
            grad_v += grad[i] * (c.a[1][i] - c.a[2][i]);
        }
        if (g.grad_rast) {
            g.grad_rast[4 * pixel] = grad_u;
            g.grad_rast[4 * pixel + 1] = grad_v;
        }
        if (grad_attr) {
            for (int64_t i = 0; i < p.attributes; ++i) {
                accumulate(grad_attr + c.offset[0] + i, u * grad[i]);
                accumulate(grad_attr + c.offset[1] + i, v * grad[i]);
                accumulate(grad_attr + c.offset[2] + i, w * grad[i]);
            }
        }
    }
    if (g.grad_out_da) {
        const Scalar* db = p.rast_db + 4 * pixel;
        const Scalar* grad = g.grad_out_da + 2 * p.derivatives * pixel;
        Scalar grad_db[4] = {0, 0, 0, 0};
        for (int64_t d = 0; d < p.derivatives; ++d) {
            const int64_t i = p.which[d];
            const Scalar e0 = c.a[0][i] - c.a[2][i], e1 = c.a[1][i] - c.a[2][i];
            const Scalar gx = grad[2 * d], gy = grad[2 * d + 1];
            grad_db[0] += gx * e0;
            grad_db[1] += gy * e0;
            grad_db[2] += gx * e1;
            grad_db[3] += gy * e1;
            if (grad_attr) {
                const Scalar to_0 = gx * db[0] + gy * db[1], to_1 = gx * db[2] + gy * db[3];
                accumulate(grad_attr + c.offset[0] + i, to_0);
                accumulate(grad_attr + c.offset[1] + i, to_1);
                accumulate(grad_attr + c.offset[2] + i, -to_0 - to_1);
            }
        }
        if (g.grad_rast_db) {
            for (int k = 0; k < 4; ++k) {
                g.grad_rast_db[4 * pixel + k] = grad_db[k];
            }
        }
    }
}

void interpolateCpu(const InterpolateParams<float>& params);
void interpolateCpu(const InterpolateParams<double>& params);
void interpolateGradCpu(const InterpolateGradParams<float>& params);
void interpolateGradCpu(const InterpolateGradParams<double>& params);

}  // namespace bozzetto
