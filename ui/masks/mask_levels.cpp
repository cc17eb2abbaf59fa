// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_levels.h"

#include "image/mask_edit.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bozzetto::ui {
namespace {

constexpr int kLeastSide = 256;  // of the smallest level
constexpr int kChecker = 10, kStripe = 14;

QSize halved(QSize size) {
    return {(size.width() + 1) / 2, (size.height() + 1) / 2};
}

/// The mean of two by two pixels; at an odd border the last ones count twice.
void halveInto(QImage& small, const QImage& large, const QRect& area) {
    const int last_x = large.width() - 1, last_y = large.height() - 1;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        const uchar* a = large.constScanLine(2 * y);
        const uchar* b = large.constScanLine(std::min(2 * y + 1, last_y));
        uchar* out = small.scanLine(y);
        for (int x = area.left(); x <= area.right(); ++x) {
            const int l = 2 * x, r = std::min(2 * x + 1, last_x);
            out[x] = static_cast<uchar>((a[l] + a[r] + b[l] + b[r] + 2) / 4);
        }
    }
}

/// What a look makes of a picture's pixel, the mask there, and the place on the screen.
class Painter {
public:
    explicit Painter(const MaskLook& look) : kind_(look.kind) {
        color_[0] = look.color.red(), color_[1] = look.color.green(), color_[2] = look.color.blue();
        const double opacity = std::clamp(look.opacity, 0.0, 1.0);
        strong_ = static_cast<int>(std::lround(256 * opacity));
        weak_ = static_cast<int>(std::lround(256 * opacity * 0.8));
    }
    QRgb paint(QRgb photo, int mask, int x, int y) const {
        switch (kind_) {
            case MaskLook::Kind::Tint: {
                // Stripes too, so that it does not take colour to see it.
                const int tint = (x + y) % kStripe < kStripe / 2 ? strong_ : weak_;
                return mix(photo, qRgb(color_[0], color_[1], color_[2]), (255 - mask) * tint / 255);
            }
            case MaskLook::Kind::CutOut: {
                const bool dark = (x / kChecker + y / kChecker) % 2 != 0;
                return mix(
                    photo, dark ? qRgb(96, 96, 96) : qRgb(128, 128, 128), (255 - mask) * 256 / 255);
            }
            case MaskLook::Kind::Mask:
                return qRgb(mask, mask, mask);
            case MaskLook::Kind::Picture:
                break;
        }
        return photo;
    }
    /// share: of `b`, 0 to 256.
    static QRgb mix(QRgb a, QRgb b, int share) {
        const auto channel = [share](int from, int to) {
            return from + ((to - from) * share) / 256;
        };
        return qRgb(
            channel(qRed(a), qRed(b)), channel(qGreen(a), qGreen(b)), channel(qBlue(a), qBlue(b)));
    }

private:
    MaskLook::Kind kind_;
    int color_[3], strong_, weak_;
};

/// For each pixel of a row or column of the screen the pixel of a level; -1 outside.
std::vector<int> samples(int first, int count, double offset, double scale, int shift, int size) {
    std::vector<int> at(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double picture = (first + i + 0.5 - offset) / scale;
        const int index = static_cast<int>(std::floor(picture)) >> shift;
        at[static_cast<std::size_t>(i)] = picture < 0 || index >= size ? -1 : index;
    }
    return at;
}

}  // namespace

QList<QImage> photoLevels(const QImage& photo) {
    QList<QImage> levels{photo};
    while (std::max(levels.back().width(), levels.back().height()) >= 2 * kLeastSide) {
        levels.append(levels.back()
                          .scaled(halved(levels.back().size()),
                                  Qt::IgnoreAspectRatio,
                                  Qt::SmoothTransformation)
                          .convertToFormat(QImage::Format_RGB32));
    }
    return levels;
}

MaskLevels::MaskLevels(const QImage& mask) : levels_{mask} {
    while (std::max(levels_.back().width(), levels_.back().height()) >= 2 * kLeastSide) {
        levels_.append(QImage(halved(levels_.back().size()), QImage::Format_Grayscale8));
    }
    update(mask.rect());
}

void MaskLevels::update(const QRect& changed) {
    QRect area = changed & levels_.front().rect();
    for (int i = 1; i < count() && !area.isEmpty(); ++i) {
        area = QRect(QPoint(area.left() / 2, area.top() / 2),
                     QPoint(area.right() / 2, area.bottom() / 2));
        halveInto(levels_[i], levels_[i - 1], area);
    }
}

void composeMask(QImage& target,
                 const QRect& wanted,
                 const QImage& photo,
                 const MaskLevels& mask,
                 const QImage& hints,
                 const PicturePlace& place,
                 const MaskLook& look,
                 int line) {
    const QRect area = wanted & target.rect() & photo.rect();
    if (area.isEmpty()) {
        return;
    }
    // The level with at least one pixel for each of the screen's.
    int shift = 0;
    while (shift + 1 < mask.count() && place.scale * (2 << shift) <= 1) {
        ++shift;
    }
    const QImage& level = mask.level(shift);
    // With a rim of the outline's width on every side.
    const int columns = area.width() + 2 * line, rows = area.height() + 2 * line;
    const auto xs =
        samples(area.left() - line, columns, place.offset.x(), place.scale, shift, level.width());
    const auto ys =
        samples(area.top() - line, rows, place.offset.y(), place.scale, shift, level.height());
    const Painter painter(look);
    const bool outline = look.outline && look.kind != MaskLook::Kind::Mask;
    const auto rowAt = [&](int index) -> const uchar* {
        const int y = ys[static_cast<std::size_t>(index)];
        return y < 0 ? nullptr : level.constScanLine(y);
    };
    const auto inside = [&](const uchar* row, int column) {
        const int x = xs[static_cast<std::size_t>(column)];
        return row != nullptr && x >= 0 && row[x] >= 128;
    };
    for (int j = 0; j < area.height(); ++j) {
        const int y = area.top() + j;
        const uchar *above = rowAt(j), *here = rowAt(j + line), *below = rowAt(j + 2 * line);
        const auto* from = reinterpret_cast<const QRgb*>(photo.constScanLine(y));
        auto* to = reinterpret_cast<QRgb*>(target.scanLine(y));
        const uchar* marks =
            here != nullptr && !hints.isNull()
                ? hints.constScanLine(
                      std::min(hints.height() - 1, ys[static_cast<std::size_t>(j + line)] << shift))
                : nullptr;
        for (int i = 0; i < area.width(); ++i) {
            const int x = area.left() + i, column = i + line;
            const int at = xs[static_cast<std::size_t>(column)];
            if (here == nullptr || at < 0) {
                to[x] = from[x];
                continue;
            }
            QRgb pixel = painter.paint(from[x], here[at], x, y);
            if (outline) {
                const bool object = here[at] >= 128;
                const bool edge =
                    inside(here, i) != object || inside(here, i + 2 * line) != object ||
                    inside(above, column) != object || inside(below, column) != object;
                if (edge) {  // light within, dark outside: to be seen on any picture
                    pixel = object ? qRgb(255, 255, 255) : qRgb(0, 0, 0);
                }
            }
            if (marks != nullptr) {
                const uchar mark = marks[std::min(hints.width() - 1, at << shift)];
                if (mark == kHintObject || mark == kHintGround) {
                    const bool object = mark == kHintObject;
                    const bool dot = (x + y) % 4 < 2;  // dotted where it is ground
                    pixel = Painter::mix(pixel,
                                         object ? qRgb(60, 220, 110) : qRgb(240, 70, 60),
                                         object || dot ? 200 : 90);
                }
            }
            to[x] = pixel;
        }
    }
}

}  // namespace bozzetto::ui
