// SPDX-License-Identifier: Apache-2.0
#pragma once
// The steps of rasterizeCuda for one viewport, and what they pass on. For .cu files only. After
// "High-Performance Software Rasterization on GPUs" (Laine & Karras 2011) in its aims; most
// triangles of a fine mesh cover few pixels, so instead of sorting them into tiles each lowers the
// keys of its pixels in memory, in any order: the least of (depth, ~id) does not depend on it.
#include "device/cuda_queue.h"
#include "raster/rasterize_kernel.h"
#include "raster/triangle_setup.h"

namespace bozzetto {

/// Box around an image's snapped vertices, kept as maxima over kBoundsBias + x, so that zeros mean
/// "no vertex", and their codes together.
constexpr int32_t kBoundsBias = 1 << 20;
struct alignas(8) ImageBounds {
    uint32_t least_x, greatest_x, least_y, greatest_y;
    uint32_t codes;
};

/// Keys of the pixels of one viewport, an image after the other. 2 x 2 pixels lie in 32 bytes and
/// 4 x 4 in 128, which is what memory moves at once: fragments of one triangle share them. There
/// is room for kMostAcross - 1 pixels more to the right and 3 more below, so that kMostAcross x 4
/// pixels at once need no test against the end.
constexpr int kMostAcross = 8;
struct KeyGrid {
    uint64_t* keys;
    int blocks_x, blocks_y;  // of 4 x 4 pixels

    BOZZETTO_HD static KeyGrid over(int width, int height) {
        return {nullptr, (width + 3) / 4 + kMostAcross / 4, (height + 3) / 4 + 1};
    }
    BOZZETTO_HD int64_t imageSize() const { return int64_t{blocks_x} * blocks_y * 16; }
    BOZZETTO_HD uint64_t* at(int64_t image, int x, int y) const {
        const int block = (y >> 2) * blocks_x + (x >> 2);
        const int place = (y & 2) << 2 | (x & 2) << 1 | (y & 1) << 1 | (x & 1);
        return keys + image * imageSize() + int64_t{block} * 16 + place;
    }
};

/// A triangle ready to be drawn by many threads: its box, and edge functions (>= 0 inside) and
/// depths from the box's first pixel on.
struct PreparedTriangle {
    int x, y, width, height;
    int32_t origin[3], step_x[3], step_y[3];
    DepthPlane plane;
    uint32_t inverse_id;
    int32_t image;
    uint32_t first_tile;  // tiles of the triangles before it in the list
};

/// Triangles too large for one warp. `ends`: how many (upper half) and their tiles (lower half), in
/// one number so that both grow together. Entries from `capacity` on were not stored.
struct LargeTriangles {
    PreparedTriangle* entries;
    unsigned long long* ends;
    uint32_t capacity;
};

template <class Scalar>
struct ViewportJob {
    RasterizeParams<Scalar> params;  // ranges lie on the device
    Viewport viewport;
    PixelGrid<Scalar> pixels;
    int64_t most_triangles;  // that an image draws
    int64_t vertex_images;   // 1 in range mode
    SnappedVertex* snapped;  // [vertex_images, V]
    ImageBounds* bounds;     // [vertex_images], zero at first
    KeyGrid grid;
    LargeTriangles large;

    BOZZETTO_HD int64_t vertexImage(int64_t image) const { return vertex_images == 1 ? 0 : image; }
    /// Pixels that an image's triangles may cover: all if something is clipped.
    BOZZETTO_HD PixelBox boxOf(int64_t image) const {
        const ImageBounds b = bounds[vertexImage(image)];
        PixelBox box{0, 0, viewport.drawn_width - 1, viewport.drawn_height - 1};
        if (b.codes & kNeedsClipping) {
            return box;
        }
        box.left = std::max(0, firstPixel(kBoundsBias - static_cast<int32_t>(b.least_x)));
        box.top = std::max(0, firstPixel(kBoundsBias - static_cast<int32_t>(b.least_y)));
        box.right =
            std::min(box.right, lastPixel(static_cast<int32_t>(b.greatest_x) - kBoundsBias));
        box.bottom =
            std::min(box.bottom, lastPixel(static_cast<int32_t>(b.greatest_y) - kBoundsBias));
        return box;
    }
};

/// Lowers the keys of all triangles' fragments (rasterize_draw_cuda.cu).
template <class Scalar>
void drawViewportCuda(const ViewportJob<Scalar>& job, const CudaQueue& queue);

}  // namespace bozzetto
