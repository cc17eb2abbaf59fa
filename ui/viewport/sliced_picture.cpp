// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/sliced_picture.h"

#include "image/color.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bozzetto::ui {
namespace {

// Four samples add up to at most 16 bits.
constexpr int kOne = 16383;
// A grid of 2 x 2, turned, so that near-vertical and near-horizontal edges get four steps.
constexpr double kOffsets[4][2] = {
    {-0.375, -0.125}, {0.125, -0.375}, {0.375, 0.125}, {-0.125, 0.375}};

const std::array<uint16_t, 256>& linearTable() {
    static const std::array<uint16_t, 256> table = [] {
        std::array<uint16_t, 256> t{};
        for (int i = 0; i < 256; ++i) {
            t[i] = static_cast<uint16_t>(std::lround(linearFromSrgb(i / 255.0) * kOne));
        }
        return t;
    }();
    return table;
}

const std::array<uint8_t, kOne + 1>& srgbTable() {
    static const std::array<uint8_t, kOne + 1> table = [] {
        std::array<uint8_t, kOne + 1> t{};
        for (int i = 0; i <= kOne; ++i) {
            const double value = static_cast<double>(i) / kOne;
            t[i] = static_cast<uint8_t>(std::lround(srgbFromLinear(value) * 255));
        }
        return t;
    }();
    return table;
}

void addPixel(uint32_t argb, std::array<uint16_t, 4>& sum) {
    const uint32_t alpha = argb >> 24;
    if (alpha == 0) {
        return;
    }
    const auto& linear = linearTable();
    for (int c = 0; c < 3; ++c) {
        const uint32_t value = (argb >> (16 - 8 * c)) & 0xff;
        const uint32_t straight = alpha == 255 ? value : std::min(255u, value * 255 / alpha);
        sum[c] = static_cast<uint16_t>(sum[c] + linear[straight] * alpha / 255);
    }
    sum[3] = static_cast<uint16_t>(sum[3] + kOne * alpha / 255);
}

uint32_t pixelOf(const std::array<uint16_t, 4>& sum, int samples) {
    if (sum[3] == 0) {
        return 0;
    }
    const uint32_t alpha = (sum[3] * 255u / static_cast<uint32_t>(samples) + kOne / 2) / kOne;
    uint32_t argb = alpha << 24;
    for (int c = 0; c < 3; ++c) {
        const uint32_t linear =
            std::min<uint32_t>(kOne, static_cast<uint32_t>(sum[c]) * kOne / sum[3]);
        argb |= (srgbTable()[linear] * alpha + 127) / 255 << (16 - 8 * c);
    }
    return argb;
}

}  // namespace

SlicedPicture::SlicedPicture(const PictureView& view, QSize tile, Depth depth)
    : view_(view),
      projection_(view.camera, view.size),
      tile_(std::min(tile.width(), view.size.width()), std::min(tile.height(), view.size.height())),
      read_depth_(depth == Depth::Read),
      columns_((view.size.width() + tile_.width() - 1) / tile_.width()),
      rows_((view.size.height() + tile_.height() - 1) / tile_.height()),
      sums_(static_cast<size_t>(view.size.width()) * view.size.height()) {
    if (read_depth_) {
        depth_.assign(sums_.size(), std::numeric_limits<float>::infinity());
    }
}

void SlicedPicture::drawSlice(VtkScene& scene) {
    const int left = next_tile_ % columns_ * tile_.width();
    const int top = next_tile_ / columns_ * tile_.height();
    DrawJob job;
    job.projection = &projection_;
    job.region = QRectF(QPointF(left + kOffsets[sample_][0], top + kOffsets[sample_][1]), tile_);
    job.pixels = tile_;
    job.look = view_.look;
    job.overlays = view_.overlays;
    job.line_scale = view_.line_scale;
    job.lod_bias = -1;
    job.depth = read_depth_ && sample_ == 0;
    scene.draw(job, part_);
    add(part_, left, top);
    if (++next_tile_ == columns_ * rows_) {
        next_tile_ = 0, ++sample_;
    }
}

void SlicedPicture::add(const DrawnPart& part, int left, int top) {
    const int width = view_.size.width();
    const int columns = std::min(part.width, width - left);
    const int rows = std::min(part.height, view_.size.height() - top);
    for (int y = 0; y < rows; ++y) {
        const size_t to = static_cast<size_t>(top + y) * width + left;
        const size_t from = static_cast<size_t>(y) * part.width;
        for (int x = 0; x < columns; ++x) {
            addPixel(part.argb[from + x], sums_[to + x]);
        }
        if (!part.depth.empty()) {
            std::copy_n(part.depth.begin() + static_cast<std::ptrdiff_t>(from),
                        columns,
                        depth_.begin() + static_cast<std::ptrdiff_t>(to));
        }
    }
}

QImage SlicedPicture::image() const {
    QImage image(view_.size, QImage::Format_ARGB32_Premultiplied);
    const int width = view_.size.width();
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<uint32_t*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            line[x] = pixelOf(sums_[static_cast<size_t>(y) * width + x], sample_);
        }
    }
    return image;
}

}  // namespace bozzetto::ui
