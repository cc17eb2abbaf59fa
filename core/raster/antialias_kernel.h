// SPDX-License-Identifier: Apache-2.0
#pragma once
// Analytic antialiasing, shared by CPU and CUDA: where two neighbouring pixels show different
// triangles and a silhouette edge of the nearer one passes between their centres, the pixel that
// the edge cuts into takes its share of the other.
#include "math/accumulate.h"
#include "raster/triangle_id.h"

namespace bozzetto {

template <class Scalar>
struct AntialiasParams {
    const Scalar* rast;       // [N, H, W, 4]
    const Scalar* pos;        // [N, V, 4]
    const int32_t* tri;       // [T, 3]
    const int32_t* opposite;  // [T, 3] of edgeTopology
    int64_t images, height, width, vertices, triangles;
};

/// One pair of pixels that are blended. The second pixel is `pixel` + 1, or + width if vertical.
template <class Scalar>
struct AntialiasItem {
    int64_t pixel;  // index in N H W of the first of the two
    int32_t triangle;
    int8_t edge;  // opposite vertex `edge` of the triangle
    bool vertical;
    bool owner_is_first;  // the triangle is the one that the first pixel shows
    Scalar alpha;  // > 0: the first pixel takes alpha of the second's colour; else the second
                   // -alpha of the first's
};

/// Position on the image in device coordinates, in double: differences of far vertices must keep
/// sub-pixel precision.
template <class Scalar>
BOZZETTO_HD Vec2d projectVertex(const Scalar* p) {
    const double w = static_cast<double>(p[3]);
    return {static_cast<double>(p[0]) / w, static_cast<double>(p[1]) / w};
}

constexpr uint8_t kSilhouetteKnown = 8;

/// Bits 0 to 2: edge k is a silhouette, that is, its other triangle lies on the same side of it on
/// the image or there is none. Plus kSilhouetteKnown. `projected`: [V] of the image.
BOZZETTO_HD uint8_t silhouetteEdges(const int32_t (&v)[3],
                                    const int32_t* opposite,
                                    int64_t vertices,
                                    const Vec2d* projected) {
    const Vec2d p[3] = {projected[v[0]], projected[v[1]], projected[v[2]]};
    const bool side = cross(p[1] - p[0], p[2] - p[0]) < 0;
    uint8_t bits = kSilhouetteKnown;
    for (int k = 0; k < 3; ++k) {
        const int i = k == 2 ? 0 : k + 1, j = k == 0 ? 2 : k - 1;
        const bool has_wing = opposite[k] >= 0 && opposite[k] < vertices;
        const Vec2d wing = has_wing ? projected[opposite[k]] : p[k];
        if ((cross(p[i] - wing, p[j] - wing) < 0) == side) {
            bits |= static_cast<uint8_t>(1 << k);
        }
    }
    return bits;
}

/// Decides whether the edge of `triangle` that separates two pixels blends them. (column, row): the
/// pixel that shows the triangle; sign +1 if that is the first of the pair, else -1. Returns false
/// if not; fills edge and alpha.
BOZZETTO_HD bool blendOfPair(const Vec2d (&p)[3],
                             uint8_t silhouettes,
                             double column,
                             double row,
                             double half_width,
                             double half_height,
                             bool vertical,
                             double sign,
                             int8_t* edge,
                             double* alpha) {
    Vec2d q[3];  // in pixels from the centre of the owner, the pair along x
    for (int k = 0; k < 3; ++k) {
        const Vec2d at = {p[k].x * half_width - (column + 0.5 - half_width),
                          p[k].y * half_height - (row + 0.5 - half_height)};
        q[k] = vertical ? Vec2d{at.y, at.x} : at;
    }
    double best = -1e300;
    int chosen = -1;
    bool steep = false;
    for (int k = 0; k < 3; ++k) {
        const Vec2d a = q[k == 2 ? 0 : k + 1], b = q[k == 0 ? 2 : k - 1];
        if ((a.y < 0) == (b.y < 0)) {
            continue;
        }
        const Vec2d d = b - a;
        const double distance = sign * (a.x * d.y - a.y * d.x) / d.y;
        if (distance > best) {
            best = distance;
            chosen = k;
            steep = std::abs(d.y) >= std::abs(d.x);
        }
    }
    constexpr double kMargin = 1.0 / 16.0;
    if (chosen < 0 || !(silhouettes >> chosen & 1) || !steep || !(best > -kMargin) ||
        !(best < 1.0 + kMargin)) {
        return false;
    }
    const double clamped = best < 0.0 ? 0.0 : (best > 1.0 ? 1.0 : best);
    *edge = static_cast<int8_t>(chosen);
    *alpha = sign * (0.5 - clamped);
    return true;
}

/// The nearer of the triangles that two neighbouring pixels show.
struct PairOwner {
    int32_t triangle;  // -1 if both pixels show the same
    bool first;        // the first pixel shows it
};
/// id, depth: of the two pixels' rast.
template <class Scalar>
BOZZETTO_HD PairOwner
ownerOfPair(int64_t triangles, Scalar id0, Scalar depth0, Scalar id1, Scalar depth1) {
    const auto existing = [&](Scalar id) {
        const int32_t triangle = decodeTriangle(id);
        return triangle < triangles ? triangle : -1;
    };
    const int32_t triangle0 = existing(id0), triangle1 = existing(id1);
    if (triangle0 == triangle1) {
        return {-1, false};
    }
    const bool first = triangle0 >= 0 && triangle1 >= 0 ? depth0 < depth1 : triangle1 < 0;
    return {first ? triangle0 : triangle1, first};
}

/// Whether the pair that starts at (x, y) is blended; fills `item`. p: the owner's corners on the
/// image, silhouettes: bits 0 to 2 of silhouetteEdges.
template <class Scalar>
BOZZETTO_HD bool blendedPair(const AntialiasParams<Scalar>& params,
                             int64_t image,
                             int64_t y,
                             int64_t x,
                             bool vertical,
                             const PairOwner& owner,
                             uint8_t silhouettes,
                             const Vec2d (&p)[3],
                             AntialiasItem<Scalar>* item) {
    const bool down = vertical && !owner.first, right = !vertical && !owner.first;
    double alpha = 0;
    if (!blendOfPair(p,
                     silhouettes,
                     static_cast<double>(x + right),
                     static_cast<double>(y + down),
                     0.5 * static_cast<double>(params.width),
                     0.5 * static_cast<double>(params.height),
                     vertical,
                     owner.first ? 1.0 : -1.0,
                     &item->edge,
                     &alpha)) {
        return false;
    }
    item->pixel = (image * params.height + y) * params.width + x;
    item->triangle = owner.triangle;
    item->vertical = vertical;
    item->owner_is_first = owner.first;
    item->alpha = static_cast<Scalar>(alpha);
    return true;
}

/// Gradient of alpha with respect to the clip positions of the edge's ends, times `grad_alpha`:
/// calls add(offset in pos, value). Source: alpha = sign / 2 - x, x the intercept of the edge with
/// the line of the two centres.
template <class Scalar, class Add>
BOZZETTO_HD void antialiasItemGrad(const AntialiasParams<Scalar>& params,
                                   const AntialiasItem<Scalar>& item,
                                   double grad_alpha,
                                   const Add& add) {
    if (!(std::abs(item.alpha) < Scalar(0.5))) {
        return;  // the distance was clamped
    }
    const int64_t plane = params.height * params.width, image = item.pixel / plane;
    int64_t row = item.pixel % plane / params.width, column = item.pixel % params.width;
    if (!item.owner_is_first) {
        (item.vertical ? row : column) += 1;
    }
    const double half_width = 0.5 * static_cast<double>(params.width),
                 half_height = 0.5 * static_cast<double>(params.height);
    const int32_t* v = params.tri + int64_t{3} * item.triangle;
    const int32_t ends[2] = {v[item.edge == 2 ? 0 : item.edge + 1],
                             v[item.edge == 0 ? 2 : item.edge - 1]};
    Vec2d q[2];
    for (int k = 0; k < 2; ++k) {
        const Vec2d p = projectVertex(params.pos + (image * params.vertices + ends[k]) * 4);
        const Vec2d at = {p.x * half_width - (static_cast<double>(column) + 0.5 - half_width),
                          p.y * half_height - (static_cast<double>(row) + 0.5 - half_height)};
        q[k] = item.vertical ? Vec2d{at.y, at.x} : at;
    }
    double dy = q[1].y - q[0].y;
    dy += dy < 0 ? -1e-3 : 1e-3;  // a thousandth of a pixel keeps the quotient bounded
    const double x = (q[0].x * dy - q[0].y * (q[1].x - q[0].x)) / dy;
    const double g = -grad_alpha / dy;
    const Vec2d along[2] = {{g * q[1].y, g * (x - q[1].x)}, {-g * q[0].y, -g * (x - q[0].x)}};
    for (int k = 0; k < 2; ++k) {
        const Vec2d image_grad = item.vertical ? Vec2d{along[k].y, along[k].x} : along[k];
        const int64_t offset = (image * params.vertices + ends[k]) * 4;
        const double inverse_w = 1.0 / static_cast<double>(params.pos[offset + 3]);
        const double gx = image_grad.x * half_width * inverse_w,
                     gy = image_grad.y * half_height * inverse_w;
        const double gw = -(static_cast<double>(params.pos[offset]) * gx +
                            static_cast<double>(params.pos[offset + 1]) * gy) *
                          inverse_w;
        add(offset, static_cast<Scalar>(gx));
        add(offset + 1, static_cast<Scalar>(gy));
        add(offset + 3, static_cast<Scalar>(gw));
    }
}

}  // namespace bozzetto
