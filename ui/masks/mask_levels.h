// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QImage>
#include <QList>
#include <QPointF>
#include <QRect>

namespace bozzetto::ui {

/// A picture at its full size and halved again and again, for showing it small quickly and well.
/// Format_RGB32.
QList<QImage> photoLevels(const QImage& photo);

/// A mask (Format_Grayscale8) and its halved copies, kept in step where it changes.
class MaskLevels {
public:
    MaskLevels() = default;
    explicit MaskLevels(const QImage& mask);

    bool isEmpty() const { return levels_.isEmpty(); }
    QSize size() const { return isEmpty() ? QSize() : levels_.front().size(); }
    /// To be changed; tell update() where.
    QImage& full() { return levels_.front(); }
    const QImage& full() const { return levels_.front(); }
    void update(const QRect& changed);
    int count() const { return static_cast<int>(levels_.size()); }
    const QImage& level(int index) const { return levels_[index]; }

private:
    QList<QImage> levels_;
};

/// Where a picture lies on the screen: screen = offset + scale * picture, in device pixels.
struct PicturePlace {
    QPointF offset;
    double scale = 1;
    QPointF toPicture(QPointF screen) const { return (screen - offset) / scale; }
    QPointF toScreen(QPointF picture) const { return offset + picture * scale; }
};

/// How mask and picture are shown together.
struct MaskLook {
    enum class Kind {
        Tint,     // what is not the object is tinted
        CutOut,   // the object alone, on a checker
        Mask,     // white and black
        Picture,  // no mask
    };
    Kind kind = Kind::Tint;
    QColor color = QColor(214, 64, 96);
    double opacity = 0.6;
    bool outline = true;
    bool operator==(const MaskLook&) const = default;
};

/// Puts picture and mask together in `area` of `target` (Format_RGB32, device pixels). `photo`: as
/// large as the target, the picture drawn at `place`. `hints`: refineMask's, of the mask's size;
/// may be null. `line`: width of the outline, device pixels.
void composeMask(QImage& target,
                 const QRect& area,
                 const QImage& photo,
                 const MaskLevels& mask,
                 const QImage& hints,
                 const PicturePlace& place,
                 const MaskLook& look,
                 int line);

}  // namespace bozzetto::ui
