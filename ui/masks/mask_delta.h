// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QImage>
#include <QList>
#include <QRect>

namespace bozzetto::ui {

/// What an edit changed in a mask (Format_Grayscale8): the old bytes xor the new ones, in tiles,
/// packed. Applied to the old mask it gives the new one and the other way round; it fits an
/// inverted mask as well.
class MaskDelta {
public:
    MaskDelta() = default;
    /// Looks at `where` only. Both masks have one size.
    MaskDelta(const QImage& before, const QImage& after, const QRect& where);

    /// Returns the changed area. A mask of another size stays as it is.
    QRect apply(QImage& mask) const;
    bool isEmpty() const { return tiles_.isEmpty(); }
    qint64 bytes() const;

private:
    struct Tile {
        QPoint at;  // top left pixel
        QByteArray packed;
    };
    QSize size_;
    QList<Tile> tiles_;
};

}  // namespace bozzetto::ui
