// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_loader.h"

#include "base/error.h"
#include "base/files.h"
#include "camera/view_loader.h"
#include "image/codec.h"
#include "image/color.h"
#include "image/mask.h"
#include "ui/common/text.h"
#include "ui/masks/mask_levels.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImageReader>
#include <QImageWriter>

#include <algorithm>
#include <array>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kAllocationMiB = 2048;  // the reader's own bound on pixels comes first

/// By Qt's decoders; null for what they do not know.
QImage decodeFast(const MaskSubject& subject) {
    QImageReader reader(toQt(subject.view.image));
    reader.setDecideFormatFromContent(true);
    reader.setAllocationLimit(kAllocationMiB);
    const QByteArray format = reader.format();
    const QSize size = reader.size();
    if ((format != "png" && format != "jpeg") ||
        int64_t{size.width()} * size.height() > kMaxImagePixels) {
        return {};
    }
    reader.setAutoTransform(subject.upright);
    QImage image = reader.read();
    if (!image.isNull() && image.colorSpace().isValid() &&
        image.colorSpace() != QColorSpace(QColorSpace::SRgb)) {
        image.convertToColorSpace(QColorSpace::SRgb);
    }
    return image;
}

/// sRGB bytes of 4096 linear values between 0 and 1.
std::array<uchar, 4097> displayTable() {
    std::array<uchar, 4097> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const float linear = static_cast<float>(i) / 4096;
        table[i] = static_cast<uchar>(std::lround(255 * srgbFromLinear(linear)));
    }
    return table;
}

QImage decodeByReader(const MaskSubject& subject) {
    std::vector<std::string> ignored;
    ReadOptions options;
    options.orientation = subject.upright ? Orientation::Upright : Orientation::Stored;
    options.warnings = &ignored;
    const Image image = readImage(subject.view.image, options);
    static const auto table = displayTable();
    QImage result(image.width, image.height, QImage::Format_RGB32);
    const auto byte = [](float v) {
        return table[static_cast<std::size_t>(std::clamp(v, 0.0f, 1.0f) * 4096 + 0.5f)];
    };
    for (int y = 0; y < image.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < image.width; ++x) {
            const float* p = image.at(x, y);
            line[x] = qRgb(byte(p[0]), byte(p[1]), byte(p[2]));
        }
    }
    return result;
}

/// What is hidden by alpha keeps its colour: the mask may be what is wrong.
QImage withoutAlpha(const QImage& image) {
    if (!image.hasAlphaChannel()) {
        return image.convertToFormat(QImage::Format_RGB32);
    }
    QImage plain = image.convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < plain.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(plain.scanLine(y));
        std::transform(
            line, line + plain.width(), line, [](QRgb color) { return color | 0xff000000u; });
    }
    plain.reinterpretAsFormat(QImage::Format_RGB32);
    return plain;
}

QImage greyOf(const Image& image, int channel) {
    QImage grey(image.width, image.height, QImage::Format_Grayscale8);
    for (int y = 0; y < image.height; ++y) {
        uchar* line = grey.scanLine(y);
        for (int x = 0; x < image.width; ++x) {
            const float value = std::clamp(image.at(x, y)[channel], 0.0f, 1.0f);
            line[x] = static_cast<uchar>(std::lround(255 * value));
        }
    }
    return grey;
}

QSize sizeOf(const MaskSubject& subject) {
    const ImageHeader header = readImageHeader(subject.view.image);
    const bool turned = subject.upright && header.orientation >= 5;
    return turned ? QSize(header.height, header.width) : QSize(header.width, header.height);
}

/// A mask that was written here, byte for byte; null if it is not one.
QImage readOwnMask(const MaskSubject& subject, QSize size) {
    if (subject.view.mask_polarity != ViewSource::MaskPolarity::WhiteIsObject) {
        return {};
    }
    QImageReader reader(toQt(subject.view.mask), "png");
    reader.setAllocationLimit(kAllocationMiB);
    if (reader.size() != size || reader.imageFormat() != QImage::Format_Grayscale8) {
        return {};
    }
    return reader.read();
}

}  // namespace

QList<QImage> loadPhoto(const MaskSubject& subject) {
    QImage image = decodeFast(subject);
    if (image.isNull()) {
        image = decodeByReader(subject);
    }
    return photoLevels(withoutAlpha(image));
}

LoadedMask loadMask(const MaskSubject& subject, QSize size) {
    if (!size.isValid()) {
        size = sizeOf(subject);
    }
    LoadedMask loaded;
    loaded.mask = readOwnMask(subject, size);
    if (!loaded.mask.isNull()) {
        if (subject.view.invert_mask) {
            loaded.mask.invertPixels();
        }
        loaded.has_mask = true;
        return loaded;
    }
    // By the reader's own rules, in the picture's own pixels.
    ViewSource source = subject.view;
    source.intrinsics.lens = {};
    LoadOptions options;
    LoadedView view = loadView(source, options, ViewRules{subject.is_six_view});
    if (view.view && view.view->has_mask &&
        QSize(view.view->image.width, view.view->image.height) == size) {
        loaded.mask = greyOf(view.view->image, 3);
        loaded.has_mask = true;
        return loaded;
    }
    loaded.mask = QImage(size, QImage::Format_Grayscale8);
    if (loaded.mask.isNull()) {
        throw Error(Error::Kind::BadInput,
                    displayPath(subject.view.image) + ": there is not enough memory for its mask",
                    "Close other programs and try again.");
    }
    loaded.mask.fill(0);
    return loaded;
}

QByteArray encodeMask(const QImage& mask, bool inverted) {
    QImage stored = mask;
    if (inverted) {
        stored.invertPixels();
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    writer.setCompression(20);  // of 100: zlib's level 2
    if (!writer.write(stored)) {
        throw Error(Error::Kind::Output,
                    "the mask cannot be written: " + toStd(writer.errorString()),
                    "Close other programs and try again.");
    }
    return bytes;
}

}  // namespace bozzetto::ui
