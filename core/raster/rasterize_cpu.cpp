// SPDX-License-Identifier: Apache-2.0
// Rasterization on the CPU: triangles in any order and on any thread take the minimum of (depth,
// ~id) at each pixel, so the result does not depend on how the work was shared; then covered pixels
// are shaded row by row.
#include "base/parallel_for.h"
#include "raster/coverage_kernel.h"
#include "raster/rasterize_kernel.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <vector>

namespace bozzetto {
namespace {

constexpr uint64_t kEmptyKey = ~uint64_t{0};
constexpr int kSpanWidth =
    8;  // wider rows find their span by division instead of testing each pixel

enum class Sharing { OneThread, Threads };

/// The pixels of one viewport: (depth, ~id), smaller wins; of equal depths the later triangle.
struct KeyBuffer {
    uint64_t* keys;
    int width, height;
    const uint32_t* behind;  // quantised depth of the last layer at the viewport's corner, or null
    int64_t behind_stride;
};

template <Sharing sharing>
inline void lowerKey(uint64_t* slot, uint64_t key) {
    if constexpr (sharing == Sharing::OneThread) {
        *slot = std::min(*slot, key);
    } else {
        const std::atomic_ref<uint64_t> shared(*slot);
        uint64_t seen = shared.load(std::memory_order_relaxed);
        while (key < seen && !shared.compare_exchange_weak(seen, key, std::memory_order_relaxed)) {
        }
    }
}

/// Depth over a triangle: whole-number steps a pixel from the middle of its box, so that faces
/// which meet at a snapped edge mostly tie there, as they should, and the rounding of the steps
/// stays within the guard band of kNearDepth.
struct DepthPlane {
    int64_t origin, step_x, step_y;
    uint32_t at(int x, int y) const {
        return static_cast<uint32_t>(
            std::clamp<int64_t>(origin + step_x * x + step_y * y, 0, kEmptyDepth - 1));
    }
};

template <Sharing sharing>
class TriangleDrawer {
public:
    TriangleDrawer(const KeyBuffer& target,
                   SnappedVertex a,
                   SnappedVertex b,
                   SnappedVertex c,
                   uint32_t triangle)
        : target_(target), inverse_id_(~triangle) {
        constexpr int kHalf = 1 << (kSubpixelBits - 1);
        x0_ = std::max(0, (std::min({a.x, b.x, c.x}) + kHalf - 1) >> kSubpixelBits);
        x1_ = std::min(target.width - 1, (std::max({a.x, b.x, c.x}) - kHalf) >> kSubpixelBits);
        y0_ = std::max(0, (std::min({a.y, b.y, c.y}) + kHalf - 1) >> kSubpixelBits);
        y1_ = std::min(target.height - 1, (std::max({a.y, b.y, c.y}) - kHalf) >> kSubpixelBits);
        if (x0_ > x1_ || y0_ > y1_) {
            return;  // no pixel centre in the box
        }
        area_ = int64_t{b.x - a.x} * (c.y - a.y) - int64_t{c.x - a.x} * (b.y - a.y);
        if (area_ == 0) {
            return;
        }
        if (area_ < 0) {
            std::swap(b, c);
            area_ = -area_;
        }
        const int32_t sample_x = (x0_ << kSubpixelBits) + kHalf,
                      sample_y = (y0_ << kSubpixelBits) + kHalf;
        edges_[0] = edgeAt(b, c, sample_x, sample_y);
        edges_[1] = edgeAt(c, a, sample_x, sample_y);
        edges_[2] = edgeAt(a, b, sample_x, sample_y);
        draw(a, b, c);
    }

private:
    void draw(const SnappedVertex& a, const SnappedVertex& b, const SnappedVertex& c) {
        setDepth(a, b, c);  // from the exact edges, before they are biased
        edges_[0].origin -= excludesItsPoints(c.x - b.x, c.y - b.y);
        edges_[1].origin -= excludesItsPoints(a.x - c.x, a.y - c.y);
        edges_[2].origin -= excludesItsPoints(b.x - a.x, b.y - a.y);
        if (x1_ - x0_ < kSpanWidth) {
            drawNarrow();
        } else {
            drawWide();
        }
    }

    void setDepth(const SnappedVertex& a, const SnappedVertex& b, const SnappedVertex& c) {
        const double scale = 1.0 / static_cast<double>(area_);
        const auto a_z = static_cast<double>(a.z);
        const double to_b = (static_cast<double>(b.z) - a_z) * scale;
        const double to_c = (static_cast<double>(c.z) - a_z) * scale;
        const double step_x = edges_[1].step_x * to_b + edges_[2].step_x * to_c;
        const double step_y = edges_[1].step_y * to_b + edges_[2].step_y * to_c;
        const int middle_x = middlePixel(a.x, b.x, c.x) - x0_,
                  middle_y = middlePixel(a.y, b.y, c.y) - y0_;
        const double middle = a_z + edges_[1].origin * to_b + edges_[2].origin * to_c +
                              step_x * middle_x + step_y * middle_y;
        plane_.step_x = static_cast<int64_t>(std::floor(step_x));
        plane_.step_y = static_cast<int64_t>(std::floor(step_y));
        plane_.origin = static_cast<int64_t>(std::floor(middle)) - plane_.step_x * middle_x -
                        plane_.step_y * middle_y;
    }

    /// Pixel whose centre is the last one before the middle of the range.
    static int middlePixel(int32_t a, int32_t b, int32_t c) {
        const int32_t middle = (std::min({a, b, c}) + std::max({a, b, c})) / 2;
        return (middle - (1 << (kSubpixelBits - 1))) >> kSubpixelBits;
    }

    void drawNarrow() const {
        int32_t row[3] = {edges_[0].origin, edges_[1].origin, edges_[2].origin};
        for (int y = y0_; y <= y1_; ++y) {
            int32_t e0 = row[0], e1 = row[1], e2 = row[2];
            for (int x = x0_; x <= x1_; ++x) {
                if ((e0 | e1 | e2) >= 0) {
                    fragment(x, y);
                }
                e0 += edges_[0].step_x;
                e1 += edges_[1].step_x;
                e2 += edges_[2].step_x;
            }
            for (int k = 0; k < 3; ++k) {
                row[k] += edges_[k].step_y;
            }
        }
    }

    void drawWide() const {
        int64_t row[3] = {edges_[0].origin, edges_[1].origin, edges_[2].origin};
        for (int y = y0_; y <= y1_; ++y) {
            int64_t begin = 0, end = x1_ - x0_;
            for (int k = 0; k < 3; ++k) {
                const int64_t step = edges_[k].step_x;
                if (step > 0) {  // e + step i >= 0 from the first i on
                    begin = std::max(begin, row[k] >= 0 ? 0 : (-row[k] + step - 1) / step);
                } else if (row[k] < 0) {
                    end = -1;
                } else if (step < 0) {
                    end = std::min(end, row[k] / -step);
                }
                row[k] += edges_[k].step_y;
            }
            for (int64_t i = begin; i <= end; ++i) {
                fragment(x0_ + static_cast<int>(i), y);
            }
        }
    }

    inline void fragment(int x, int y) const {
        const uint32_t depth = plane_.at(x - x0_, y - y0_);
        if (target_.behind && depth <= target_.behind[y * target_.behind_stride + x]) {
            return;
        }
        lowerKey<sharing>(target_.keys + int64_t{y} * target_.width + x,
                          uint64_t{depth} << 32 | inverse_id_);
    }

    const KeyBuffer& target_;
    uint32_t inverse_id_;
    int x0_, x1_, y0_, y1_;
    int64_t area_ = 0;
    Edge edges_[3];
    DepthPlane plane_;
};

template <class Scalar>
BOZZETTO_HD void snapRange(
    const Scalar* pos, const Viewport& viewport, int64_t begin, int64_t end, SnappedVertex* out) {
    for (int64_t i = begin; i < end; ++i) {
        out[i] = snapVertex(
            toViewport(viewport, loadVec4(pos + 4 * i)), viewport.width, viewport.height);
    }
}
BOZZETTO_CPU_CLONES void snapVertices(
    const float* pos, const Viewport& viewport, int64_t begin, int64_t end, SnappedVertex* out) {
    snapRange(pos, viewport, begin, end, out);
}
BOZZETTO_CPU_CLONES void snapVertices(
    const double* pos, const Viewport& viewport, int64_t begin, int64_t end, SnappedVertex* out) {
    snapRange(pos, viewport, begin, end, out);
}

template <Sharing sharing, class Scalar>
__attribute__((noinline)) void drawClipped(const Scalar* pos,
                                           const int32_t* vertices,
                                           const Viewport& viewport,
                                           const KeyBuffer& target,
                                           uint32_t triangle) {
    Vec4<Scalar> corners[3], polygon[kMaxClipped];
    for (int k = 0; k < 3; ++k) {
        corners[k] = toViewport(viewport, loadVec4(pos + int64_t{4} * vertices[k]));
    }
    const int count = clipTriangle(corners, polygon);
    SnappedVertex snapped[kMaxClipped];
    for (int i = 0; i < count; ++i) {
        snapped[i] = snapVertex(polygon[i], viewport.width, viewport.height);
    }
    for (int i = 2; i < count; ++i) {
        TriangleDrawer<sharing>(target, snapped[0], snapped[i - 1], snapped[i], triangle);
    }
}

template <Sharing sharing, class Scalar>
void drawTriangles(const RasterizeParams<Scalar>& params,
                   const Scalar* pos,
                   const SnappedVertex* snapped,
                   const Viewport& viewport,
                   const KeyBuffer& target,
                   int64_t begin,
                   int64_t end) {
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
            TriangleDrawer<sharing>(target, a, b, c, static_cast<uint32_t>(t));
        }
    }
}

template <class Scalar>
BOZZETTO_HD void shadeRowOf(const RasterizeParams<Scalar>& params,
                            const PixelGrid<Scalar>& grid,
                            int64_t image,
                            const Viewport& viewport,
                            int row,
                            const uint64_t* keys) {
    const int64_t py = viewport.y + row;
    const int64_t first = (image * params.height + py) * params.width + viewport.x;
    const size_t bytes = sizeof(Scalar) * 4 * static_cast<size_t>(viewport.drawn_width);
    std::memset(params.rast + 4 * first, 0, bytes);
    if (params.rast_db) {
        std::memset(params.rast_db + 4 * first, 0, bytes);
    }
    for (int x = 0; x < viewport.drawn_width; ++x) {
        if (keys[x] != kEmptyKey) {
            shadePixel(params,
                       grid,
                       image,
                       py,
                       viewport.x + x,
                       static_cast<int32_t>(~static_cast<uint32_t>(keys[x])));
        }
    }
    if (params.depth) {
        for (int x = 0; x < viewport.drawn_width; ++x) {
            params.depth[first + x] = static_cast<uint32_t>(keys[x] >> 32);
        }
    }
}
BOZZETTO_CPU_CLONES void shadeRow(const RasterizeParams<float>& params,
                                  const PixelGrid<float>& grid,
                                  int64_t image,
                                  const Viewport& viewport,
                                  int row,
                                  const uint64_t* keys) {
    shadeRowOf(params, grid, image, viewport, row, keys);
}
BOZZETTO_CPU_CLONES void shadeRow(const RasterizeParams<double>& params,
                                  const PixelGrid<double>& grid,
                                  int64_t image,
                                  const Viewport& viewport,
                                  int row,
                                  const uint64_t* keys) {
    shadeRowOf(params, grid, image, viewport, row, keys);
}

template <class Scalar>
void rasterizeViewport(const RasterizeParams<Scalar>& params,
                       int64_t image,
                       const Viewport& viewport,
                       Sharing sharing) {
    std::vector<uint64_t> keys(static_cast<size_t>(viewport.drawn_width) * viewport.drawn_height,
                               kEmptyKey);
    std::vector<SnappedVertex> snapped(static_cast<size_t>(params.vertices));
    const Scalar* pos = params.pos + image * params.vertices * 4;
    parallelFor(params.vertices, 4096, [&](int64_t begin, int64_t end, int) {
        snapVertices(pos, viewport, begin, end, snapped.data());
    });
    const uint32_t* behind = params.behind;
    if (behind) {
        behind += (image * params.height + viewport.y) * params.width + viewport.x;
    }
    const KeyBuffer target{
        keys.data(), viewport.drawn_width, viewport.drawn_height, behind, params.width};
    constexpr int64_t kBatch = 2048;
    parallelTasks((params.triangles + kBatch - 1) / kBatch, [&](int64_t batch, int) {
        const int64_t begin = batch * kBatch, end = std::min(params.triangles, begin + kBatch);
        const auto draw = sharing == Sharing::Threads ? drawTriangles<Sharing::Threads, Scalar>
                                                      : drawTriangles<Sharing::OneThread, Scalar>;
        draw(params, pos, snapped.data(), viewport, target, begin, end);
    });
    const PixelGrid<Scalar> grid = pixelGrid<Scalar>(params.height, params.width);
    constexpr int kRows = 8;
    parallelTasks((viewport.drawn_height + kRows - 1) / kRows, [&](int64_t block, int) {
        const int begin = static_cast<int>(block) * kRows,
                  end = std::min(viewport.drawn_height, begin + kRows);
        for (int row = begin; row < end; ++row) {
            shadeRow(params,
                     grid,
                     image,
                     viewport,
                     row,
                     keys.data() + int64_t{row} * viewport.drawn_width);
        }
    });
}

template <class Scalar>
void rasterizeImage(const RasterizeParams<Scalar>& params, int64_t image, Sharing sharing) {
    for (int i = 0; i < viewportCount(params.height); ++i) {
        for (int j = 0; j < viewportCount(params.width); ++j) {
            const Viewport viewport = viewportAt(params.height, params.width, i, j);
            if (viewport.drawn_height > 0 && viewport.drawn_width > 0) {
                rasterizeViewport(params, image, viewport, sharing);
            }
        }
    }
}

template <class Scalar>
void rasterizeImages(const RasterizeParams<Scalar>& params) {
    const int threads = threadCount();
    if (params.images % threads ==
        0) {  // an image a thread: nothing is shared, and what is nested runs in place
        parallelTasks(params.images, [&](int64_t image, int) {
            rasterizeImage(params, image, Sharing::OneThread);
        });
        return;
    }
    for (int64_t image = 0; image < params.images; ++image) {
        rasterizeImage(params, image, Sharing::Threads);
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
