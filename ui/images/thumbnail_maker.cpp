// SPDX-License-Identifier: Apache-2.0
#include "ui/images/thumbnail_maker.h"

#include "base/error.h"
#include "image/codec.h"
#include "image/color.h"
#include "image/mask.h"
#include "image/resize.h"
#include "ui/common/text.h"

#include <QColorSpace>
#include <QImageReader>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

/// By Qt's decoders, which shrink JPEGs while they decode; null for what they do not know.
QImage decodeFast(const ThumbnailRequest& request) {
    QImageReader reader(request.path);
    reader.setDecideFormatFromContent(true);
    const QByteArray format = reader.format();
    if (format != "png" && format != "jpeg") {
        return {};
    }
    reader.setAutoTransform(request.upright);
    const QSize size = reader.size();
    if (format == "jpeg" && std::max(size.width(), size.height()) > 2 * request.side) {
        // Twice the side, so that the smooth scaling that follows has something to average.
        reader.setScaledSize(size.scaled(2 * request.side, 2 * request.side, Qt::KeepAspectRatio));
    }
    QImage image = reader.read();
    if (!image.isNull() && image.colorSpace().isValid() &&
        image.colorSpace() != QColorSpace(QColorSpace::SRgb)) {
        image = fitThumbnail(image, 2 * request.side);
        image.convertToColorSpace(QColorSpace::SRgb);
    }
    return image;
}

/// By the reader of the reconstruction: EXR, HDR, TIFF, WebP, and pictures too large for Qt.
QImage decodeByReader(const ThumbnailRequest& request) {
    std::vector<std::string> ignored;
    ReadOptions options;
    options.orientation = request.upright ? Orientation::Upright : Orientation::Stored;
    options.max_pixels = static_cast<int64_t>(request.side) * request.side * 4;
    options.warnings = &ignored;
    const Image image = readImage(toPath(request.path), options);
    QImage result(image.width, image.height, QImage::Format_ARGB32);
    const auto byte = [](float v) {
        return static_cast<int>(std::lround(255 * std::clamp(v, 0.0f, 1.0f)));
    };
    for (int y = 0; y < image.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < image.width; ++x) {
            const float* p = image.at(x, y);
            line[x] = qRgba(byte(srgbFromLinear(p[0])),
                            byte(srgbFromLinear(p[1])),
                            byte(srgbFromLinear(p[2])),
                            byte(p[3]));
        }
    }
    return result;
}

/// [height, width, 1] coverage from a mask file or a depth picture; empty if there is none or it
/// cannot be read.
Image readCoverage(const ThumbnailRequest& request, QSize size) {
    if (request.mask_path.isEmpty()) {
        return {};
    }
    try {
        std::vector<std::string> ignored;
        ReadOptions options;
        options.orientation = request.upright ? Orientation::Upright : Orientation::Stored;
        options.warnings = &ignored;
        const std::filesystem::path path = toPath(request.mask_path);
        Image mask;
        if (request.mask_is_depth) {
            const Image depth = readRawImage(path, RawScale::Integer, options);
            mask = Image(depth.width, depth.height, 1);
            for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
                const float z = depth.pixels[i * depth.channels];
                mask.pixels[i] = z > 0 && z < 65504.0f ? 1.0f : 0.0f;
            }
        } else {
            mask = readMask(path, options);
            using Polarity = ViewSource::MaskPolarity;  // as the reader does
            const bool is_guessed = request.mask_polarity == Polarity::Guess;
            if (request.mask_polarity == Polarity::BlackIsObject ||
                (is_guessed && maskStatistics(mask, 0).isInverted())) {
                invertMask(mask);
            }
        }
        return resizeMask(mask, size.width(), size.height());
    } catch (const Error&) {
        return {};
    }
}

void invertAlpha(QImage& image) {
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            line[x] = (line[x] & 0x00ffffffu) | (255u - qAlpha(line[x])) << 24;
        }
    }
}

/// Tints what is not the object; stripes too, so that it does not take colour to see it.
void tintGround(QImage& image, const Image& coverage, bool inverted) {
    constexpr int kTint[3] = {214, 64, 96}, kStripe = 14;
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const float found =
                coverage.empty() ? static_cast<float>(qAlpha(line[x])) / 255 : *coverage.at(x, y);
            const float object = inverted && !coverage.empty() ? 1 - found : found;
            const float tint = (1 - object) * ((x + y) % kStripe < kStripe / 2 ? 0.62f : 0.5f);
            const auto mix = [&](int value, int channel) {
                const float shown = static_cast<float>(value) * (1 - 0.3f * (1 - object));
                return static_cast<int>(shown * (1 - tint) +
                                        static_cast<float>(kTint[channel]) * tint);
            };
            line[x] =
                qRgba(mix(qRed(line[x]), 0), mix(qGreen(line[x]), 1), mix(qBlue(line[x]), 2), 255);
        }
    }
}

}  // namespace

QImage fitThumbnail(const QImage& image, int side) {
    if (image.width() <= side && image.height() <= side) {
        return image;
    }
    const QSize size = image.size().scaled(side, side, Qt::KeepAspectRatio);
    return image.scaled(std::max(1, size.width()),
                        std::max(1, size.height()),
                        Qt::IgnoreAspectRatio,
                        Qt::SmoothTransformation);
}

QImage makeThumbnail(const ThumbnailRequest& request) {
    QImage image = decodeFast(request);
    if (image.isNull()) {
        image = decodeByReader(request);
    }
    image = std::move(image).convertToFormat(QImage::Format_ARGB32);
    if (request.inverted && request.mask_path.isEmpty()) {
        invertAlpha(image);
    }
    image = fitThumbnail(image, request.side).convertToFormat(QImage::Format_ARGB32);
    if (request.look == ThumbnailRequest::Look::Mask) {
        const Image coverage = readCoverage(request, image.size());
        tintGround(image, coverage, request.inverted);
    }
    image.setDevicePixelRatio(1);
    return std::move(image).convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

}  // namespace bozzetto::ui
