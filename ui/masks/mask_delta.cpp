// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_delta.h"

#include <algorithm>

namespace bozzetto::ui {
namespace {

constexpr int kTile = 128;
constexpr int kPacking = 1;  // zlib's quickest: most bytes are zero

QRect tileAt(int x, int y, QSize size) {
    return QRect(x, y, std::min(kTile, size.width() - x), std::min(kTile, size.height() - y));
}

QByteArray difference(const QImage& a, const QImage& b, const QRect& tile) {
    QByteArray bytes(qsizetype{tile.width()} * tile.height(), Qt::Uninitialized);
    char* out = bytes.data();
    uchar any = 0;
    for (int y = tile.top(); y <= tile.bottom(); ++y) {
        const uchar* from = a.constScanLine(y) + tile.left();
        const uchar* to = b.constScanLine(y) + tile.left();
        for (int x = 0; x < tile.width(); ++x) {
            const uchar changed = from[x] ^ to[x];
            any |= changed;
            *out++ = static_cast<char>(changed);
        }
    }
    return any != 0 ? bytes : QByteArray();
}

}  // namespace

MaskDelta::MaskDelta(const QImage& before, const QImage& after, const QRect& where)
    : size_(after.size()) {
    const QRect area = where & after.rect();
    if (before.size() != after.size() || area.isEmpty()) {
        return;
    }
    for (int y = area.top() / kTile * kTile; y <= area.bottom(); y += kTile) {
        for (int x = area.left() / kTile * kTile; x <= area.right(); x += kTile) {
            const QByteArray bytes = difference(before, after, tileAt(x, y, size_));
            if (!bytes.isEmpty()) {
                tiles_.append({QPoint(x, y), qCompress(bytes, kPacking)});
            }
        }
    }
}

QRect MaskDelta::apply(QImage& mask) const {
    QRect changed;
    if (mask.size() != size_) {
        return changed;
    }
    for (const Tile& tile : tiles_) {
        const QRect place = tileAt(tile.at.x(), tile.at.y(), size_);
        const QByteArray bytes = qUncompress(tile.packed);
        const char* in = bytes.constData();
        for (int y = place.top(); y <= place.bottom(); ++y) {
            uchar* row = mask.scanLine(y) + place.left();
            for (int x = 0; x < place.width(); ++x) {
                row[x] ^= static_cast<uchar>(*in++);
            }
        }
        changed |= place;
    }
    return changed;
}

qint64 MaskDelta::bytes() const {
    qint64 sum = 0;
    for (const Tile& tile : tiles_) {
        sum += static_cast<qint64>(sizeof(Tile)) + tile.packed.size();
    }
    return sum;
}

}  // namespace bozzetto::ui
