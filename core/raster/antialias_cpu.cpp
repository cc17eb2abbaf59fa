// SPDX-License-Identifier: Apache-2.0
#include "raster/antialias_cpu.h"

#include "base/parallel_for.h"
#include "raster/scatter_cpu.h"

#include <algorithm>
#include <atomic>

namespace bozzetto {
namespace {

constexpr int64_t kRows = 8;  // rows a task

template <class Scalar>
BOZZETTO_HD void projectRangeOf(const Scalar* pos, int64_t begin, int64_t end, Vec2d* out) {
    for (int64_t i = begin; i < end; ++i) {
        out[i] = projectVertex(pos + 4 * i);
    }
}
BOZZETTO_CPU_CLONES void projectRange(const float* pos, int64_t begin, int64_t end, Vec2d* out) {
    projectRangeOf(pos, begin, end, out);
}
BOZZETTO_CPU_CLONES void projectRange(const double* pos, int64_t begin, int64_t end, Vec2d* out) {
    projectRangeOf(pos, begin, end, out);
}

/// Copies the triangle ids of a row of rast.
template <class Scalar>
BOZZETTO_HD void idsOf(const Scalar* rast, int64_t count, Scalar* ids) {
    for (int64_t i = 0; i < count; ++i) {
        ids[i] = rast[4 * i + 3];
    }
}
BOZZETTO_CPU_CLONES void idsOfRow(const float* rast, int64_t count, float* ids) {
    idsOf(rast, count, ids);
}
BOZZETTO_CPU_CLONES void idsOfRow(const double* rast, int64_t count, double* ids) {
    idsOf(rast, count, ids);
}

/// Finds the blended pairs of one image.
template <class Scalar>
class PairFinder {
public:
    PairFinder(const AntialiasParams<Scalar>& params, int64_t image)
        : params_(params),
          image_(image),
          projected_(static_cast<size_t>(params.vertices)),
          silhouettes_(static_cast<size_t>(params.triangles), 0) {
        const Scalar* pos = params.pos + image * params.vertices * 4;
        parallelFor(params.vertices, 4096, [&](int64_t begin, int64_t end, int) {
            projectRange(pos, begin, end, projected_.data());
        });
    }

    void findInRows(int64_t begin, int64_t end, std::vector<AntialiasItem<Scalar>>& items) {
        const int64_t width = params_.width;
        std::vector<Scalar> row(static_cast<size_t>(width)), next(static_cast<size_t>(width));
        idsOfRow(rastAt(begin, 0), width, next.data());
        for (int64_t y = begin; y < end; ++y) {
            std::swap(row, next);
            const bool has_next = y + 1 < params_.height;
            if (has_next) {
                idsOfRow(rastAt(y + 1, 0), width, next.data());
            }
            for (int64_t x = 0; x < width; ++x) {
                if (x + 1 < width && row[x] != row[x + 1]) {
                    pair(y, x, false, row[x], row[x + 1], items);
                }
                if (has_next && row[x] != next[x]) {
                    pair(y, x, true, row[x], next[x], items);
                }
            }
        }
    }

private:
    const Scalar* rastAt(int64_t y, int64_t x) const {
        return params_.rast + ((image_ * params_.height + y) * params_.width + x) * 4;
    }

    void pair(int64_t y,
              int64_t x,
              bool vertical,
              Scalar id0,
              Scalar id1,
              std::vector<AntialiasItem<Scalar>>& items) {
        const PairOwner owner = ownerOfPair(
            params_.triangles, id0, rastAt(y, x)[2], id1, rastAt(y + vertical, x + !vertical)[2]);
        if (owner.triangle < 0) {
            return;
        }
        const uint8_t silhouettes = silhouettesOf(owner.triangle);
        if (!(silhouettes & 7)) {
            return;
        }
        const int32_t* v = params_.tri + int64_t{3} * owner.triangle;
        const Vec2d p[3] = {projected_[v[0]], projected_[v[1]], projected_[v[2]]};
        AntialiasItem<Scalar> item{};
        if (blendedPair(params_, image_, y, x, vertical, owner, silhouettes, p, &item)) {
            items.push_back(item);
        }
    }

    /// Worked out once for each triangle that shows; threads may repeat each other, with the same
    /// result.
    uint8_t silhouettesOf(int32_t triangle) {
        const std::atomic_ref<uint8_t> cached(silhouettes_[triangle]);
        uint8_t bits = cached.load(std::memory_order_relaxed);
        if (bits == 0) {
            const TriangleIndices t =
                triangleIndices(params_.tri, params_.triangles, params_.vertices, triangle);
            bits = t.valid ? silhouetteEdges(t.v,
                                             params_.opposite + int64_t{3} * triangle,
                                             params_.vertices,
                                             projected_.data())
                           : kSilhouetteKnown;
            cached.store(bits, std::memory_order_relaxed);
        }
        return bits;
    }

    const AntialiasParams<Scalar>& params_;
    int64_t image_;
    std::vector<Vec2d> projected_;
    std::vector<uint8_t> silhouettes_;
};

template <class Scalar>
std::vector<AntialiasItem<Scalar>> itemsOf(const AntialiasParams<Scalar>& params) {
    const int64_t blocks = (params.height + kRows - 1) / kRows;
    std::vector<std::vector<AntialiasItem<Scalar>>> found(
        static_cast<size_t>(blocks * params.images));
    const auto findInImage = [&](int64_t image) {
        PairFinder<Scalar> finder(params, image);
        parallelTasks(blocks, [&](int64_t block, int) {
            finder.findInRows(block * kRows,
                              std::min(params.height, (block + 1) * kRows),
                              found[image * blocks + block]);
        });
    };
    if (params.images % threadCount() == 0) {  // an image a thread: what is nested runs in place
        parallelTasks(params.images, [&](int64_t image, int) { findInImage(image); });
    } else {
        for (int64_t image = 0; image < params.images; ++image) {
            findInImage(image);
        }
    }
    size_t count = 0;
    for (const auto& part : found) {
        count += part.size();
    }
    std::vector<AntialiasItem<Scalar>> items;
    items.reserve(count);
    for (const auto& part : found) {
        items.insert(items.end(), part.begin(), part.end());
    }
    return items;
}

template <class Scalar>
void copyPixels(const AntialiasBlend<Scalar>& blend, const Scalar* from, Scalar* to) {
    forPixels(blend.pixels, [&](int64_t begin, int64_t end) {
        std::copy(from + blend.channels * begin,
                  from + blend.channels * end,
                  to + blend.channels * begin);
    });
}

template <class Scalar>
void blendItems(const AntialiasBlend<Scalar>& blend, Scalar* out) {
    copyPixels(blend, blend.color, out);
    for (int64_t i = 0; i < blend.count; ++i) {
        const AntialiasItem<Scalar>& item = blend.items[i];
        const int64_t first = item.pixel * blend.channels;
        const int64_t second = first + (item.vertical ? blend.width : 1) * blend.channels;
        Scalar* target = out + (item.alpha > 0 ? first : second);
        for (int64_t c = 0; c < blend.channels; ++c) {
            target[c] += item.alpha * (blend.color[second + c] - blend.color[first + c]);
        }
    }
}

template <class Scalar>
void gradOfItems(const AntialiasParams<Scalar>& params,
                 const AntialiasBlend<Scalar>& blend,
                 const Scalar* grad,
                 Scalar* grad_color,
                 Scalar* grad_pos) {
    if (grad_color) {
        copyPixels(blend, grad, grad_color);
    }
    for (int64_t i = 0; i < blend.count; ++i) {
        const AntialiasItem<Scalar>& item = blend.items[i];
        const int64_t first = item.pixel * blend.channels;
        const int64_t second = first + (item.vertical ? blend.width : 1) * blend.channels;
        const Scalar* g = grad + (item.alpha > 0 ? first : second);
        double grad_alpha = 0;
        for (int64_t c = 0; c < blend.channels; ++c) {
            grad_alpha +=
                static_cast<double>(g[c]) * (static_cast<double>(blend.color[second + c]) -
                                             static_cast<double>(blend.color[first + c]));
        }
        if (grad_color) {
            for (int64_t c = 0; c < blend.channels; ++c) {
                accumulate(grad_color + first + c, -item.alpha * g[c]);
                accumulate(grad_color + second + c, item.alpha * g[c]);
            }
        }
        if (grad_pos && grad_alpha != 0) {
            antialiasItemGrad(params, item, grad_alpha, [&](int64_t offset, Scalar value) {
                grad_pos[offset] += value;
            });
        }
    }
}

}  // namespace

std::vector<AntialiasItem<float>> antialiasItemsCpu(const AntialiasParams<float>& params) {
    return itemsOf(params);
}
std::vector<AntialiasItem<double>> antialiasItemsCpu(const AntialiasParams<double>& params) {
    return itemsOf(params);
}
void antialiasBlendCpu(const AntialiasBlend<float>& blend, float* out) {
    blendItems(blend, out);
}
void antialiasBlendCpu(const AntialiasBlend<double>& blend, double* out) {
    blendItems(blend, out);
}
void antialiasGradCpu(const AntialiasParams<float>& params,
                      const AntialiasBlend<float>& blend,
                      const float* grad,
                      float* grad_color,
                      float* grad_pos) {
    gradOfItems(params, blend, grad, grad_color, grad_pos);
}
void antialiasGradCpu(const AntialiasParams<double>& params,
                      const AntialiasBlend<double>& blend,
                      const double* grad,
                      double* grad_color,
                      double* grad_pos) {
    gradOfItems(params, blend, grad, grad_color, grad_pos);
}

}  // namespace bozzetto
