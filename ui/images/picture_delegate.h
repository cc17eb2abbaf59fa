// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QStyledItemDelegate>

namespace bozzetto::ui {

class PictureFilter;
class PictureModel;

/// Paints one picture of the review's grid: thumbnail, name, and what is wrong as sign and word.
class PictureDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    PictureDelegate(PictureModel* model, PictureFilter* filter, QObject* parent);

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Size of a cell with this font.
    static QSize cellSize(const QFont& font);

private:
    void paintThumbnail(QPainter* painter, const QRect& box, int row) const;
    void paintBadge(QPainter* painter, const QRect& line, int row) const;

    PictureModel* model_;
    PictureFilter* filter_;
};

/// An image in the middle of `box`, never enlarged; a checker of two greys under transparency.
void paintPicture(QPainter* painter, const QRect& box, const QImage& image);

}  // namespace bozzetto::ui
