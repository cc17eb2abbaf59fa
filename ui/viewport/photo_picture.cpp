// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/photo_picture.h"

#include "base/error.h"
#include "image/color.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace bozzetto::ui {
namespace {

constexpr int kAmplified = 4;

/// Share of each photo column (or row) in each viewport column: a box filter as wide as a pixel of
/// the coarser of the two, so that enlarging is smooth and reducing forgets nothing.
struct Tap {
    int source;
    float weight;
};
std::vector<std::vector<Tap>> resampling(int source_size, double start, double size, int target) {
    std::vector<std::vector<Tap>> taps(static_cast<size_t>(target));
    const double per_pixel = source_size / size;  // photo pixels a viewport pixel
    for (int i = 0; i < target; ++i) {
        double low = (i - start) * per_pixel, high = (i + 1 - start) * per_pixel;
        if (high <= 0 || low >= source_size) {
            continue;
        }
        if (per_pixel < 1) {  // enlarging: between the two nearest pixel centres
            const double middle = (low + high) / 2;
            low = middle - 0.5, high = middle + 0.5;
        }
        const int first = std::max(0, static_cast<int>(std::floor(low)));
        const int last = std::min(source_size - 1, static_cast<int>(std::ceil(high)) - 1);
        for (int s = first; s <= last; ++s) {
            const double share = std::min(high, s + 1.0) - std::max(low, static_cast<double>(s));
            if (share > 0) {
                taps[static_cast<size_t>(i)].push_back({s, static_cast<float>(share)});
            }
        }
        float sum = 0;
        for (const Tap& tap : taps[static_cast<size_t>(i)]) {
            sum += tap.weight;
        }
        for (Tap& tap : taps[static_cast<size_t>(i)]) {
            tap.weight /= sum;
        }
    }
    return taps;
}

/// How much of pixel [i, i + 1] lies in the frame.
double inside(int i, double start, double size) {
    return std::clamp(std::min(i + 1.0, start + size) - std::max<double>(i, start), 0.0, 1.0);
}

using Pixel = std::array<float, 4>;  // premultiplied linear RGB and alpha

/// One photo row, resampled along x.
std::vector<Pixel> resampleRow(const Image& photo,
                               int row,
                               const std::vector<std::vector<Tap>>& columns) {
    std::vector<Pixel> result(columns.size(), Pixel{});
    for (size_t x = 0; x < columns.size(); ++x) {
        for (const Tap& tap : columns[x]) {
            const float* p = photo.at(tap.source, row);
            const float alpha = photo.channels == 4 ? p[3] : 1.0f;
            for (int k = 0; k < 3; ++k) {
                result[x][k] += tap.weight * alpha * p[k];
            }
            result[x][3] += tap.weight * alpha;
        }
    }
    return result;
}

/// A colour of linear light `linear`, `alpha` of it over a display value.
int display(float linear, float alpha, int background) {
    const float value = 255 * srgbFromLinear(std::clamp(linear, 0.0f, 1.0f));
    return static_cast<int>(
        std::lround(alpha * value + (1 - alpha) * static_cast<float>(background)));
}

}  // namespace

AlignedPhoto alignPhoto(const Image& photo,
                        QSize viewport,
                        QRectF frame,
                        const QColor& background) {
    require(!photo.empty() && photo.channels >= 3, "a photograph has colours");
    require(!viewport.isEmpty() && !frame.isEmpty(), "a viewport has pixels");
    AlignedPhoto result;
    result.frame = frame;
    result.picture = QImage(viewport, QImage::Format_RGB32);
    result.picture.fill(background);
    result.coverage = QImage(viewport, QImage::Format_Grayscale8);
    result.coverage.fill(0);
    const auto columns = resampling(photo.width, frame.x(), frame.width(), viewport.width());
    const auto rows = resampling(photo.height, frame.y(), frame.height(), viewport.height());

    // Two neighbouring viewport rows share photo rows when the photograph is enlarged.
    std::vector<std::pair<int, std::vector<Pixel>>> kept;
    const auto resampled = [&](int row) -> const std::vector<Pixel>& {
        for (const auto& [index, pixels] : kept) {
            if (index == row) {
                return pixels;
            }
        }
        if (kept.size() >= 2) {
            kept.erase(kept.begin());
        }
        return kept.emplace_back(row, resampleRow(photo, row, columns)).second;
    };
    std::vector<Pixel> line(static_cast<size_t>(viewport.width()));
    for (int y = 0; y < viewport.height(); ++y) {
        std::fill(line.begin(), line.end(), Pixel{});
        for (const Tap& tap : rows[static_cast<size_t>(y)]) {
            const std::vector<Pixel>& source = resampled(tap.source);
            for (size_t x = 0; x < line.size(); ++x) {
                for (size_t k = 0; k < 4; ++k) {
                    line[x][k] += tap.weight * source[x][k];
                }
            }
        }
        auto* colours = reinterpret_cast<QRgb*>(result.picture.scanLine(y));
        uchar* covered = result.coverage.scanLine(y);
        const double row_share = inside(y, frame.y(), frame.height());
        for (int x = 0; x < viewport.width(); ++x) {
            const auto share = static_cast<float>(row_share * inside(x, frame.x(), frame.width()));
            const Pixel& p = line[static_cast<size_t>(x)];
            const float alpha = share * p[3];
            if (alpha <= 0) {
                continue;
            }
            const auto channel = [&](size_t k, int behind) {
                return display(p[k] / p[3], alpha, behind);
            };
            colours[x] = qRgb(channel(0, background.red()),
                              channel(1, background.green()),
                              channel(2, background.blue()));
            covered[x] = static_cast<uchar>(std::lround(alpha * 255));
        }
    }
    return result;
}

PhotoDifference differenceOf(const AlignedPhoto& photo,
                             const QImage& render,
                             const QColor& background) {
    require(render.size() == photo.picture.size(), "render and photograph are equally large");
    const QImage drawn = render.convertToFormat(QImage::Format_RGB32);
    PhotoDifference result;
    result.picture = QImage(drawn.size(), QImage::Format_RGB32);
    result.picture.fill(Qt::black);
    const QRect frame = photo.frame.toAlignedRect().intersected(drawn.rect());
    const QRgb empty = background.rgb() & 0xffffff;
    int64_t sum = 0, count = 0;
    for (int y = frame.top(); y <= frame.bottom(); ++y) {
        const auto* a = reinterpret_cast<const QRgb*>(photo.picture.constScanLine(y));
        const auto* b = reinterpret_cast<const QRgb*>(drawn.constScanLine(y));
        const uchar* covered = photo.coverage.constScanLine(y);
        auto* out = reinterpret_cast<QRgb*>(result.picture.scanLine(y));
        for (int x = frame.left(); x <= frame.right(); ++x) {
            if (covered[x] == 0 && (b[x] & 0xffffff) == empty) {
                continue;  // background in both
            }
            const int red = std::abs(qRed(a[x]) - qRed(b[x]));
            const int green = std::abs(qGreen(a[x]) - qGreen(b[x]));
            const int blue = std::abs(qBlue(a[x]) - qBlue(b[x]));
            sum += red + green + blue;
            ++count;
            out[x] = qRgb(std::min(255, kAmplified * red),
                          std::min(255, kAmplified * green),
                          std::min(255, kAmplified * blue));
        }
    }
    result.mean_error = count > 0 ? static_cast<double>(sum) / (3.0 * 255.0 * count) : 0;
    return result;
}

}  // namespace bozzetto::ui
