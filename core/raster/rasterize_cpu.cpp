// SPDX-License-Identifier: Apache-2.0
// Rasterization on the CPU: triangles in any order and on any thread take the minimum of (depth,
// ~id) at each pixel, so the result does not depend on how the work was shared; then covered pixels
// are shaded row by row.
#include "base/parallel_for.h"
#include "raster/rasterize_kernel.h"
#include "raster/triangle_drawer_cpu.h"

#include <cstring>
#include <memory>
#include <vector>

namespace bozzetto {
namespace {

/// Box around the snapped vertices, and their codes together.
struct SnapBounds {
    int32_t min_x = INT32_MAX, max_x = INT32_MIN, min_y = INT32_MAX, max_y = INT32_MIN;
    uint32_t codes = 0;

    void add(const SnapBounds& other) {
        min_x = std::min(min_x, other.min_x);
        max_x = std::max(max_x, other.max_x);
        min_y = std::min(min_y, other.min_y);
        max_y = std::max(max_y, other.max_y);
        codes |= other.codes;
    }
};

template <class Scalar>
BOZZETTO_HD void snapRange(const Scalar* pos,
                           const Viewport& viewport,
                           int64_t begin,
                           int64_t end,
                           SnappedVertex* out,
                           SnapBounds* bounds) {
    SnapBounds box;
    for (int64_t i = begin; i < end; ++i) {
        const SnappedVertex s = snapVertex(
            toViewport(viewport, loadVec4(pos + 4 * i)), viewport.width, viewport.height);
        out[i] = s;
        box.min_x = std::min(box.min_x, s.x);
        box.max_x = std::max(box.max_x, s.x);
        box.min_y = std::min(box.min_y, s.y);
        box.max_y = std::max(box.max_y, s.y);
        box.codes |= s.code;
    }
    *bounds = box;
}
BOZZETTO_CPU_CLONES void snapVertices(const float* pos,
                                      const Viewport& viewport,
                                      int64_t begin,
                                      int64_t end,
                                      SnappedVertex* out,
                                      SnapBounds* bounds) {
    snapRange(pos, viewport, begin, end, out, bounds);
}
BOZZETTO_CPU_CLONES void snapVertices(const double* pos,
                                      const Viewport& viewport,
                                      int64_t begin,
                                      int64_t end,
                                      SnappedVertex* out,
                                      SnapBounds* bounds) {
    snapRange(pos, viewport, begin, end, out, bounds);
}

template <Sharing sharing, class Scalar>
__attribute__((noinline)) void drawClipped(const Scalar* pos,
                                           const int32_t* vertices,
                                           const Viewport& viewport,
                                           const KeyBuffer& target,
                                           uint32_t triangle) {
    Vec4<Scalar> corners[3];
    for (int k = 0; k < 3; ++k) {
        corners[k] = toViewport(viewport, loadVec4(pos + int64_t{4} * vertices[k]));
    }
    ClipRoom room;
    const int count = clipTriangle(corners, room);
    SnappedVertex snapped[kMaxClipped];
    for (int i = 0; i < count; ++i) {
        snapped[i] = snapVertex(room.vertex<Scalar>(i), viewport.width, viewport.height);
    }
    for (int i = 2; i < count; ++i) {
        drawTriangle<sharing>(target, snapped[0], snapped[i - 1], snapped[i], triangle);
    }
}

/// The triangles `range` of one image.
template <class Scalar>
struct DrawTask {
    const RasterizeParams<Scalar>& params;
    TriangleRange range;
    const Scalar* pos;
    const SnappedVertex* snapped;
    const Viewport& viewport;
    const KeyBuffer& target;
};

template <Sharing sharing, class Scalar>
BOZZETTO_HD void drawRange(const DrawTask<Scalar>& task, int64_t begin, int64_t end) {
    const auto& [params, range, pos, snapped, viewport, target] = task;
    const uint64_t vertices = static_cast<uint64_t>(params.vertices);
    for (int64_t t = begin; t < end; ++t) {
        const int32_t* v = params.tri + 3 * t;
        if (static_cast<uint32_t>(v[0]) >= vertices || static_cast<uint32_t>(v[1]) >= vertices ||
            static_cast<uint32_t>(v[2]) >= vertices) {
            continue;
        }
        const SnappedVertex &a = snapped[v[0]], &b = snapped[v[1]], &c = snapped[v[2]];
        if (a.code & b.code & c.code & kOutside) {
            continue;
        }
        if ((a.code | b.code | c.code) & kNeedsClipping) {
            drawClipped<sharing>(pos, v, viewport, target, static_cast<uint32_t>(t));
        } else {
            drawTriangle<sharing>(target, a, b, c, static_cast<uint32_t>(t));
        }
    }
}

BOZZETTO_CPU_CLONES void drawShared(const DrawTask<float>& task, int64_t begin, int64_t end) {
    drawRange<Sharing::Threads>(task, begin, end);
}
BOZZETTO_CPU_CLONES void drawShared(const DrawTask<double>& task, int64_t begin, int64_t end) {
    drawRange<Sharing::Threads>(task, begin, end);
}
BOZZETTO_CPU_CLONES void drawAlone(const DrawTask<float>& task, int64_t begin, int64_t end) {
    drawRange<Sharing::OneThread>(task, begin, end);
}
BOZZETTO_CPU_CLONES void drawAlone(const DrawTask<double>& task, int64_t begin, int64_t end) {
    drawRange<Sharing::OneThread>(task, begin, end);
}

/// Writes a row of the viewport: zeros, and what the keys of target show.
template <class Scalar>
BOZZETTO_HD void shadeRowOf(const RasterizeParams<Scalar>& params,
                            const PixelGrid<Scalar>& grid,
                            int64_t image,
                            const Viewport& viewport,
                            int row,
                            const KeyBuffer& target) {
    const int64_t py = viewport.y + row;
    const int64_t first = (image * params.height + py) * params.width + viewport.x;
    const size_t bytes = sizeof(Scalar) * 4 * static_cast<size_t>(viewport.drawn_width);
    std::memset(params.rast + 4 * first, 0, bytes);
    if (params.rast_db) {
        std::memset(params.rast_db + 4 * first, 0, bytes);
    }
    if (params.depth) {
        std::fill_n(params.depth + first, viewport.drawn_width, kEmptyDepth);
    }
    if (row < target.top || row > target.bottom) {
        return;
    }
    const uint64_t* keys = target.at(target.left, row);
    for (int i = 0; i < target.width(); ++i) {
        if (keys[i] == kEmptyKey) {
            continue;
        }
        const int64_t x = target.left + i;
        shadePixel(params,
                   grid,
                   image,
                   py,
                   viewport.x + x,
                   static_cast<int32_t>(~static_cast<uint32_t>(keys[i])));
        if (params.depth) {
            params.depth[first + x] = static_cast<uint32_t>(keys[i] >> 32);
        }
    }
}
BOZZETTO_CPU_CLONES void shadeRow(const RasterizeParams<float>& params,
                                  const PixelGrid<float>& grid,
                                  int64_t image,
                                  const Viewport& viewport,
                                  int row,
                                  const KeyBuffer& target) {
    shadeRowOf(params, grid, image, viewport, row, target);
}
BOZZETTO_CPU_CLONES void shadeRow(const RasterizeParams<double>& params,
                                  const PixelGrid<double>& grid,
                                  int64_t image,
                                  const Viewport& viewport,
                                  int row,
                                  const KeyBuffer& target) {
    shadeRowOf(params, grid, image, viewport, row, target);
}

/// Snaps all vertices and gives the pixels that what they span may cover: all of the viewport if
/// something is clipped.
template <class Scalar>
KeyBuffer snapAll(const Scalar* pos,
                  int64_t vertices,
                  const Viewport& viewport,
                  SnappedVertex* snapped) {
    std::vector<SnapBounds> parts(static_cast<size_t>(threadCount()));
    parallelFor(vertices, 4096, [&](int64_t begin, int64_t end, int worker) {
        snapVertices(pos, viewport, begin, end, snapped, &parts[static_cast<size_t>(worker)]);
    });
    SnapBounds bounds;
    for (const SnapBounds& part : parts) {
        bounds.add(part);
    }
    KeyBuffer target{};
    target.right = viewport.drawn_width - 1;
    target.bottom = viewport.drawn_height - 1;
    if (vertices > 0 && !(bounds.codes & kNeedsClipping)) {
        target.left = std::max(0, firstPixel(bounds.min_x));
        target.top = std::max(0, firstPixel(bounds.min_y));
        target.right = std::min(target.right, lastPixel(bounds.max_x));
        target.bottom = std::min(target.bottom, lastPixel(bounds.max_y));
    }
    return target;
}

/// Up to this many threads each have keys of their own, merged later: cheaper than atomic minima on
/// shared ones, until memory and merging cost more.
constexpr int kMaxOwnKeys = 4;

/// Key buffers for the drawing threads, one after the other, all empty.
struct Keys {
    std::unique_ptr<uint64_t[]> data;
    int64_t area;
    int layers;
    Sharing sharing;

    Keys(const KeyBuffer& target, int threads)
        : area(target.width() > 0 && target.height() > 0 ? int64_t{target.width()} * target.height()
                                                         : 0),
          layers(threads <= kMaxOwnKeys ? threads : 1),
          sharing(layers == threads ? Sharing::OneThread : Sharing::Threads) {
        data = std::make_unique_for_overwrite<uint64_t[]>(static_cast<size_t>(area * layers));
        parallelFor(area * layers, 1 << 16, [&](int64_t begin, int64_t end, int) {
            std::fill(data.get() + begin, data.get() + end, kEmptyKey);
        });
    }
};

template <class Scalar>
void drawAll(const DrawTask<Scalar>& task, const Keys& keys) {
    constexpr int64_t kBatch = 2048;
    const TriangleRange range = task.range;
    const int64_t batches = (range.end - range.begin + kBatch - 1) / kBatch;
    parallelTasks(batches, [&](int64_t batch, int worker) {
        const int64_t begin = range.begin + batch * kBatch;
        const int64_t end = std::min(range.end, begin + kBatch);
        if (keys.sharing == Sharing::Threads) {
            drawShared(task, begin, end);
            return;
        }
        KeyBuffer own = task.target;
        own.keys += worker * keys.area;
        drawAlone({task.params, range, task.pos, task.snapped, task.viewport, own}, begin, end);
    });
}

/// Row `row` of target.keys becomes the minimum of all layers'.
BOZZETTO_CPU_CLONES void mergeRow(const KeyBuffer& target,
                                  int row,
                                  int64_t layer_stride,
                                  int layers) {
    uint64_t* keys = target.at(target.left, row);
    const int width = target.width();
    for (int l = 1; l < layers; ++l) {
        const uint64_t* other = keys + l * layer_stride;
        for (int i = 0; i < width; ++i) {
            keys[i] = std::min(keys[i], other[i]);
        }
    }
}

/// `threads`: how many draw this image together.
template <class Scalar>
void rasterizeViewport(const RasterizeParams<Scalar>& params,
                       int64_t image,
                       const Viewport& viewport,
                       int threads) {
    const auto snapped =
        std::make_unique_for_overwrite<SnappedVertex[]>(static_cast<size_t>(params.vertices));
    const Scalar* pos = positionsOf(params, image);
    KeyBuffer target = snapAll(pos, params.vertices, viewport, snapped.get());
    const Keys keys(target, threads);
    target.keys = keys.data.get();
    if (params.behind) {
        target.behind =
            params.behind + (image * params.height + viewport.y) * params.width + viewport.x;
        target.behind_stride = params.width;
    }
    if (keys.area > 0) {
        drawAll(
            DrawTask<Scalar>{
                params, trianglesOf(params, image), pos, snapped.get(), viewport, target},
            keys);
    }
    const PixelGrid<Scalar> grid = pixelGrid<Scalar>(params.height, params.width);
    constexpr int kRows = 8;
    parallelTasks((viewport.drawn_height + kRows - 1) / kRows, [&](int64_t block, int) {
        const int begin = static_cast<int>(block) * kRows,
                  end = std::min(viewport.drawn_height, begin + kRows);
        for (int row = begin; row < end; ++row) {
            if (keys.area > 0 && row >= target.top && row <= target.bottom) {
                mergeRow(target, row, keys.area, keys.layers);
            }
            shadeRow(params, grid, image, viewport, row, target);
        }
    });
}

template <class Scalar>
void rasterizeImage(const RasterizeParams<Scalar>& params, int64_t image, int threads) {
    for (int i = 0; i < viewportCount(params.height); ++i) {
        for (int j = 0; j < viewportCount(params.width); ++j) {
            const Viewport viewport = viewportAt(params.height, params.width, i, j);
            if (viewport.drawn_height > 0 && viewport.drawn_width > 0) {
                rasterizeViewport(params, image, viewport, threads);
            }
        }
    }
}

template <class Scalar>
void rasterizeImages(const RasterizeParams<Scalar>& params) {
    const int threads = threadCount();
    if (params.images % threads ==
        0) {  // an image a thread: nothing is shared, what is nested runs in place
        parallelTasks(params.images, [&](int64_t image, int) { rasterizeImage(params, image, 1); });
        return;
    }
    for (int64_t image = 0; image < params.images; ++image) {
        rasterizeImage(params, image, threads);
    }
}

}  // namespace

void rasterizeCpu(const RasterizeParams<float>& params) {
    rasterizeImages(params);
}
void rasterizeCpu(const RasterizeParams<double>& params) {
    rasterizeImages(params);
}

}  // namespace bozzetto
