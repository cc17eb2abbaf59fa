// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QStyledItemDelegate>
#include <QWidget>

namespace bozzetto::ui {

class ThumbnailCache;

/// The dashed field of the start page that shows where pictures go; a click or Enter opens a
/// folder. Dropping itself is the whole window's business.
class DropZone : public QWidget {
    Q_OBJECT
public:
    explicit DropZone(QWidget* parent);
    void setTexts(const QString& headline, const QString& hint);
    QSize sizeHint() const override;

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString headline_, hint_;
};

/// One line of the list of what was opened before: picture, name, place, when; what is missing is
/// grey and says so. The cross at the right removes the line.
class RecentDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { PathRole = Qt::UserRole + 1, ProjectRole, MissingRole, PictureRole, WhenRole };
    RecentDelegate(ThumbnailCache* thumbnails, QObject* parent);

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event,
                     QAbstractItemModel* model,
                     const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

Q_SIGNALS:
    void removeClicked(const QModelIndex& index);

private:
    void paintPictureOf(QPainter* painter, const QRect& box, const QModelIndex& index) const;
    ThumbnailCache* thumbnails_;
};

}  // namespace bozzetto::ui
