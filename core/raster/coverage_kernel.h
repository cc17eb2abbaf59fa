// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which pixels a triangle covers and how deep it lies there, decided in integers so that neighbours
// agree exactly: vertices are snapped to 1/16 pixel, depth to 32 bits. Shared by CPU and CUDA.
#include "math/vec.h"

namespace bozzetto {

constexpr int kSubpixelBits = 4;
constexpr int kMaxViewport =
    2048;  // larger images are drawn in parts: snapped products must fit 32 bits
constexpr uint32_t kNearDepth =
    17600;  // z/w = -1; a guard band below and above for the rounding of interpolated depth
constexpr uint32_t kFarDepth = 0xffffffffu - kNearDepth;  // z/w = +1
constexpr uint32_t kEmptyDepth = 0xffffffffu;

/// A part of the image, at most kMaxViewport pixels a side: x' = x scale_x + w offset_x brings clip
/// coordinates of the image to those of the part. `width`, `height`: its extent in clip space;
/// `drawn_*`: the pixels of it that exist.
struct Viewport {
    int64_t x, y;
    int width, height, drawn_width, drawn_height;
    double scale_x, scale_y, offset_x, offset_y;
};

/// Part (i, j) of the split of an image in equal parts.
BOZZETTO_HD int viewportCount(int64_t size) {
    return static_cast<int>((size + kMaxViewport - 1) / kMaxViewport);
}
BOZZETTO_HD Viewport viewportAt(int64_t height, int64_t width, int i, int j) {
    const auto extent = [](int64_t size) {
        const int64_t parts = viewportCount(size);
        return parts == 1 ? size : ((size + parts - 1) / parts + 7) / 8 * 8;
    };
    Viewport v;
    v.width = static_cast<int>(extent(width));
    v.height = static_cast<int>(extent(height));
    v.x = int64_t{j} * v.width;
    v.y = int64_t{i} * v.height;
    v.drawn_width = static_cast<int>(v.width < width - v.x ? v.width : width - v.x);
    v.drawn_height = static_cast<int>(v.height < height - v.y ? v.height : height - v.y);
    v.scale_x = static_cast<double>(width) / v.width;
    v.scale_y = static_cast<double>(height) / v.height;
    v.offset_x = static_cast<double>(width - v.width - 2 * v.x) / v.width;
    v.offset_y = static_cast<double>(height - v.height - 2 * v.y) / v.height;
    return v;
}
template <class Scalar>
BOZZETTO_HD Vec4<Scalar> toViewport(const Viewport& v, Vec4<Scalar> p) {
    return {p.x * Scalar(v.scale_x) + p.w * Scalar(v.offset_x),
            p.y * Scalar(v.scale_y) + p.w * Scalar(v.offset_y),
            p.z,
            p.w};
}

/// A vertex as coverage sees it: 1/16 pixels from the corner of pixel (0, 0), quantised depth.
struct SnappedVertex {
    int32_t x, y;
    uint32_t z;
    uint32_t code;  // kOutside bits, kNeedsClipping
};
constexpr uint32_t kOutside = 0x3f;  // one bit a frustum plane
constexpr uint32_t kNeedsClipping =
    0x40;  // not strictly usable as it is: outside of a plane, w <= 0, not finite

/// Rounds half to even. Saturates at 16 bits; NaN gives the lower end.
template <class Scalar>
BOZZETTO_HD int32_t snapCoordinate(Scalar ndc, int size) {
    const Scalar limit = Scalar(32767);
    Scalar s = ndc * Scalar(size * (1 << (kSubpixelBits - 1)));
    s = s > -limit ? s : -limit;
    s = s < limit ? s : limit;
    return static_cast<int32_t>(std::rint(s)) + size * (1 << (kSubpixelBits - 1));
}

/// p in the clip coordinates of a part of width x height pixels.
template <class Scalar>
BOZZETTO_HD SnappedVertex snapVertex(Vec4<Scalar> p, int width, int height) {
    SnappedVertex s;
    s.code = (p.x > p.w ? 1u : 0u) | (p.x < -p.w ? 2u : 0u) | (p.y > p.w ? 4u : 0u) |
             (p.y < -p.w ? 8u : 0u) | (p.z > p.w ? 16u : 0u) | (p.z < -p.w ? 32u : 0u);
    const bool inside = (std::abs(p.x) <= p.w) & (std::abs(p.y) <= p.w) & (std::abs(p.z) <= p.w) &
                        (p.w > Scalar(0));
    s.code |= inside ? 0u : kNeedsClipping;
    s.x = snapCoordinate(p.x / p.w, width);
    s.y = snapCoordinate(p.y / p.w, height);
    double z = static_cast<double>(p.z / p.w) * 0.5 + 0.5;
    z = z > 0.0 ? z : 0.0;
    z = z < 1.0 ? z : 1.0;
    s.z = static_cast<uint32_t>(
              static_cast<int64_t>(z * (double{kFarDepth} - double{kNearDepth}) + 0.5)) +
          kNearDepth;
    return s;
}

/// Clips a polygon against one plane w - sign c_axis >= 0 and returns its new number of vertices. A
/// cut is computed from the end inside to the end outside, so both triangles at an edge get the
/// same point, whatever their winding.
BOZZETTO_HD int clipAgainst(
    int axis, double sign, const Vec4<double>* in, int count, Vec4<double>* out) {
    int kept = 0;
    for (int i = 0; i < count; ++i) {
        const int next = i + 1 < count ? i + 1 : 0;
        const Vec4<double> a = in[i], b = in[next];
        const double d_a = a.w - sign * in[i][axis], d_b = b.w - sign * in[next][axis];
        if (d_a >= 0) {
            out[kept++] = a;
        }
        if ((d_a >= 0) != (d_b >= 0)) {
            const bool a_inside = d_a >= 0;
            const Vec4<double> from = a_inside ? a : b, to = a_inside ? b : a;
            const double t = a_inside ? d_a / (d_a - d_b) : d_b / (d_b - d_a);
            out[kept++] = {from.x + (to.x - from.x) * t,
                           from.y + (to.y - from.y) * t,
                           from.z + (to.z - from.z) * t,
                           from.w + (to.w - from.w) * t};
        }
    }
    return kept;
}

constexpr int kMaxClipped = 9;  // a triangle and one more vertex a plane

/// Where a triangle is clipped, and the polygon that is left of it. The caller says where it lies:
/// it is too large for the registers of a GPU's thread.
struct ClipRoom {
    Vec4<double> buffers[2][kMaxClipped + 1];
    int current;

    template <class Scalar>
    BOZZETTO_HD Vec4<Scalar> vertex(int i) const {
        const Vec4<double>& v = buffers[current][i];
        return {static_cast<Scalar>(v.x),
                static_cast<Scalar>(v.y),
                static_cast<Scalar>(v.z),
                static_cast<Scalar>(v.w)};
    }
};

/// Clips a triangle against the six planes (Sutherland-Hodgman). Returns the number of vertices of
/// the polygon left, 0 if nothing is. Not finite: nothing is left.
template <class Scalar>
BOZZETTO_HD int clipTriangle(const Vec4<Scalar> (&p)[3], ClipRoom& room) {
    int count = 3;
    room.current = 0;
    for (int i = 0; i < 3; ++i) {
        for (int k = 0; k < 4; ++k) {
            room.buffers[0][i][k] = static_cast<double>(p[i][k]);
            if (!(std::abs(room.buffers[0][i][k]) < 1e100)) {
                return 0;
            }
        }
    }
    for (int plane = 0; plane < 6 && count >= 3; ++plane) {
        count = clipAgainst(plane / 2,
                            plane % 2 ? -1.0 : 1.0,
                            room.buffers[room.current],
                            count,
                            room.buffers[1 - room.current]);
        room.current = 1 - room.current;
    }
    if (count < 3) {
        return 0;
    }
    for (int i = 0; i < count; ++i) {
        if (!(room.vertex<Scalar>(i).w > Scalar(0))) {
            return 0;
        }
    }
    return count;
}

/// First and last pixel whose centre lies at or beyond, at or before a snapped coordinate.
BOZZETTO_HD int firstPixel(int32_t snapped) {
    return (snapped + (1 << (kSubpixelBits - 1)) - 1) >> kSubpixelBits;
}
BOZZETTO_HD int lastPixel(int32_t snapped) {
    return (snapped - (1 << (kSubpixelBits - 1))) >> kSubpixelBits;
}

/// Edge function of a triangle's directed edge, at sample (0, 0) and its steps per pixel; >= 0 on
/// the inside. Edges that are right or bottom ones (seen with row 0 on top) exclude their own
/// points, so a shared edge belongs to one triangle.
struct Edge {
    int32_t origin, step_x, step_y;
};
BOZZETTO_HD bool excludesItsPoints(int32_t dx, int32_t dy) {
    return dy > 0 || (dy == 0 && dx <= 0);
}
BOZZETTO_HD Edge edgeAt(const SnappedVertex& a,
                        const SnappedVertex& b,
                        int32_t sample_x,
                        int32_t sample_y) {
    const int32_t dx = b.x - a.x, dy = b.y - a.y;
    return {dx * (sample_y - a.y) - dy * (sample_x - a.x),
            -dy * (1 << kSubpixelBits),
            dx * (1 << kSubpixelBits)};
}

}  // namespace bozzetto
