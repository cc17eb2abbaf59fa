// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/task.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// What a mask editor does to pixels. Masks here are 8-bit (255 = object, 0 = not, soft between),
/// pictures 8-bit display values; row 0 is the top row; coordinates are pixels with the top left
/// corner of the picture at (0, 0), so that the first pixel's centre is (0.5, 0.5).
namespace bozzetto {

/// Pixels of a mask that somebody else owns.
struct MaskPixels {
    uint8_t* data = nullptr;
    int width = 0, height = 0;
    std::ptrdiff_t stride = 0;  // bytes from row to row
    uint8_t* row(int y) const { return data + y * stride; }
};

/// Pixels of a picture that somebody else owns: 4 bytes a pixel, blue, green, red, unused.
struct PhotoPixels {
    const uint8_t* data = nullptr;
    int width = 0, height = 0;
    std::ptrdiff_t stride = 0;
};

struct PixelRect {
    int x = 0, y = 0, width = 0, height = 0;
    bool empty() const { return width <= 0 || height <= 0; }
    bool operator==(const PixelRect&) const = default;
};

struct MaskPoint {
    double x = 0, y = 0;
};

/// Where a brush is and how large.
struct BrushPoint {
    double x = 0, y = 0, radius = 1;
};
struct Brush {
    double softness = 0;  // share of the radius over which it fades, [0, 1]
    bool erase = false;
};
/// The pixels that paintSegment may change.
PixelRect segmentBounds(const MaskPixels& mask, BrushPoint from, BrushPoint to);
/// One piece of a stroke: everything within the radius of the segment becomes object (or not, when
/// erasing); the edge is one pixel soft at least. Going over a place again changes nothing.
void paintSegment(const MaskPixels& mask, BrushPoint from, BrushPoint to, const Brush& brush);

/// The inside of a closed outline becomes object, or not. Returns what may have changed.
PixelRect fillOutline(const MaskPixels& mask, std::span<const MaskPoint> outline, bool erase);
/// Pixels that hang together with (x, y) and whose channels differ from its colour by at most
/// `tolerance` (0 to 255) become object, or not. The region's rim is closed up by one pixel.
PixelRect fillByColor(
    const MaskPixels& mask, const PhotoPixels& photo, int x, int y, int tolerance, bool erase);

void invertMask(const MaskPixels& mask);
/// Moves the outline out by `radius` pixels; in, if it is negative.
void growMask(const MaskPixels& mask, double radius);
/// Rounds the outline: what is thinner than about `radius` pixels goes.
void smoothMask(const MaskPixels& mask, double radius);
/// What the object encloses belongs to it.
void fillHoles(const MaskPixels& mask);
/// Takes away every part that touches the picture's border.
void removeAtBorder(const MaskPixels& mask);

/// What a person drew for refineMask: 0 nothing, kHintObject or kHintGround.
inline constexpr uint8_t kHintObject = 255, kHintGround = 128;

/// Finds the object's outline again by the colours in the picture, starting from the mask; what the
/// hints say holds. All three have one size. Works at no more than `max_pixels`.
/// Source: Rother, Kolmogorov, Blake, "GrabCut" (2004), by OpenCV.
/// Throws Error(BadInput) if neither mask nor hints say what is object and what is not; Cancelled.
void refineMask(const MaskPixels& mask,
                const PhotoPixels& photo,
                const MaskPixels& hints,
                const Task& task,
                int64_t max_pixels = 400'000);

}  // namespace bozzetto
