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
    const int64_t* which;   // [D] attributes with derivatives, or null: the first D (host memory)
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

/// The attributes of the three corners that a pixel of value `id` (rast's fourth channel) in
/// `image` shows; valid = false where it shows nothing.
template <class Scalar>
struct Corners {
    const Scalar* a[3];
    int64_t offset[3];  // from the image's first attribute
    bool valid;
};
template <class Scalar>
BOZZETTO_HD Corners<Scalar> cornersOf(const InterpolateParams<Scalar>& p,
                                      int64_t image,
                                      Scalar id) {
    Corners<Scalar> corners{};
    const TriangleIndices t = triangleIndices(p.tri, p.triangles, p.vertices, decodeTriangle(id));
    corners.valid = t.valid;
    if (t.valid) {
        const Scalar* attr = p.attr + (p.attr_per_image ? image * p.vertices * p.attributes : 0);
        for (int k = 0; k < 3; ++k) {
            corners.offset[k] = p.attributes * t.v[k];
            corners.a[k] = attr + corners.offset[k];
        }
    }
    return corners;
}

/// out [A] = u a0 + v a1 + (1 - u - v) a2 for the pixel's (u, v).
template <class Scalar>
BOZZETTO_HD void blendCorners(const Corners<Scalar>& c,
                              const Scalar* uv,
                              int64_t attributes,
                              Scalar* out) {
    const Scalar u = uv[0], v = uv[1], w = Scalar(1) - u - v;
    for (int64_t i = 0; i < attributes; ++i) {
        out[i] = u * c.a[0][i] + v * c.a[1][i] + w * c.a[2][i];
    }
}

/// da [2 D] for the pixel's rast_db. `which`: [D] indices of attributes, or null for 0 to D - 1.
template <class Scalar>
BOZZETTO_HD void blendDerivatives(const Corners<Scalar>& c,
                                  const Scalar* db,
                                  const int64_t* which,
                                  int64_t derivatives,
                                  Scalar* da) {
    for (int64_t d = 0; d < derivatives; ++d) {
        const int64_t i = which ? which[d] : d;
        const Scalar e0 = c.a[0][i] - c.a[2][i], e1 = c.a[1][i] - c.a[2][i];
        da[2 * d] = db[0] * e0 + db[2] * e1;
        da[2 * d + 1] = db[1] * e0 + db[3] * e1;
    }
}

/// Gradient of blendCorners: by (u, v) in grad_uv [2]; add(offset in the image's attributes,
/// value) is called for each of the three corners' if add.wanted().
template <class Scalar, class Add>
BOZZETTO_HD void blendCornersGrad(const Corners<Scalar>& c,
                                  const Scalar* uv,
                                  int64_t attributes,
                                  const Scalar* grad,
                                  Scalar* grad_uv,
                                  const Add& add) {
    const Scalar u = uv[0], v = uv[1], w = Scalar(1) - u - v;
    Scalar grad_u = 0, grad_v = 0;
    for (int64_t i = 0; i < attributes; ++i) {
        grad_u += grad[i] * (c.a[0][i] - c.a[2][i]);
        grad_v += grad[i] * (c.a[1][i] - c.a[2][i]);
    }
    grad_uv[0] = grad_u;
    grad_uv[1] = grad_v;
    if (add.wanted()) {
        for (int64_t i = 0; i < attributes; ++i) {
            add(c.offset[0] + i, u * grad[i]);
            add(c.offset[1] + i, v * grad[i]);
            add(c.offset[2] + i, w * grad[i]);
        }
    }
}

/// Gradient of blendDerivatives: by rast_db in grad_db [4], and by the attributes as above.
template <class Scalar, class Add>
BOZZETTO_HD void blendDerivativesGrad(const Corners<Scalar>& c,
                                      const Scalar* db,
                                      const int64_t* which,
                                      int64_t derivatives,
                                      const Scalar* grad,
                                      Scalar* grad_db,
                                      const Add& add) {
    for (int k = 0; k < 4; ++k) {
        grad_db[k] = Scalar(0);
    }
    for (int64_t d = 0; d < derivatives; ++d) {
        const int64_t i = which ? which[d] : d;
        const Scalar e0 = c.a[0][i] - c.a[2][i], e1 = c.a[1][i] - c.a[2][i];
        const Scalar gx = grad[2 * d], gy = grad[2 * d + 1];
        grad_db[0] += gx * e0;
        grad_db[1] += gy * e0;
        grad_db[2] += gx * e1;
        grad_db[3] += gy * e1;
        if (add.wanted()) {
            const Scalar to_0 = gx * db[0] + gy * db[1], to_1 = gx * db[2] + gy * db[3];
            add(c.offset[0] + i, to_0);
            add(c.offset[1] + i, to_1);
            add(c.offset[2] + i, -to_0 - to_1);
        }
    }
}

void interpolateCpu(const InterpolateParams<float>& params);
void interpolateCpu(const InterpolateParams<double>& params);
void interpolateGradCpu(const InterpolateGradParams<float>& params);
void interpolateGradCpu(const InterpolateGradParams<double>& params);

}  // namespace bozzetto
