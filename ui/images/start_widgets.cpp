// SPDX-License-Identifier: Apache-2.0
#include "ui/images/start_widgets.h"

#include "ui/common/text.h"
#include "ui/images/picture_delegate.h"
#include "ui/images/thumbnail_cache.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr int kRowHeight = 60, kPicture = 44, kCross = 16;

QRect crossOf(const QRect& row) {
    return {row.right() - kCross - spacing::kPanel, row.center().y() - kCross / 2, kCross, kCross};
}

/// Three photographs fanned out, the front one with a hill and a sun.
void paintPhotographs(QPainter* painter, QPointF center, const QColor& ink, const QColor& paper) {
    painter->save();
    painter->translate(center);
    painter->setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(paper);
    const QRectF photo(-30, -22, 60, 44);
    for (const auto& [angle, x] : {std::pair{-14.0, -26.0}, {14.0, 26.0}, {0.0, 0.0}}) {
        painter->save();
        painter->translate(x, x == 0 ? 0 : 4);
        painter->rotate(angle);
        painter->drawRoundedRect(photo, 4, 4);
        painter->restore();
    }
    painter->setBrush(Qt::NoBrush);
    painter->drawEllipse(QPointF(-14, -8), 5, 5);
    const QPointF hills[] = {{-30, 14}, {-12, 2}, {0, 12}, {12, -4}, {30, 12}};
    painter->drawPolyline(hills, 5);
    painter->restore();
}

}  // namespace

DropZone::DropZone(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("dropZone"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(
        &ThemeNotifier::instance(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
}

void DropZone::setTexts(const QString& headline, const QString& hint) {
    headline_ = headline;
    hint_ = hint;
    setAccessibleName(headline);
    setAccessibleDescription(hint);
    update();
}

QSize DropZone::sizeHint() const {
    return {640, 200};
}

void DropZone::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    const bool hot = underMouse() || hasFocus();
    painter.setBrush(hot ? c.hover : c.field);
    painter.setPen(QPen(hot ? c.accent : c.border, hasFocus() ? 2.5 : 1.5, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 8, 8);
    QFont big = font();
    big.setPointSizeF(font().pointSizeF() * 1.3);
    big.setWeight(QFont::DemiBold);
    const int line = QFontMetrics(big).height(), small = fontMetrics().height();
    constexpr int kDrawing = 56;
    const int all = kDrawing + spacing::kSection + line + spacing::kTight + small;
    int top = (height() - all) / 2;
    paintPhotographs(&painter,
                     {width() / 2.0, top + kDrawing / 2.0},
                     hot ? c.accent : c.text_muted,
                     hot ? c.hover : c.field);
    top += kDrawing + spacing::kSection;
    painter.setFont(big);
    painter.setPen(c.text);
    painter.drawText(QRect(0, top, width(), line), Qt::AlignCenter, headline_);
    top += line + spacing::kTight;
    painter.setFont(font());
    painter.setPen(c.text_muted);
    painter.drawText(QRect(0, top, width(), small), Qt::AlignCenter, hint_);
}

void DropZone::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
        Q_EMIT clicked();
    }
}

void DropZone::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
        event->key() == Qt::Key_Space) {
        Q_EMIT clicked();
        return;
    }
    QWidget::keyPressEvent(event);
}

void DropZone::enterEvent(QEnterEvent* event) {
    update();
    QWidget::enterEvent(event);
}

void DropZone::leaveEvent(QEvent* event) {
    update();
    QWidget::leaveEvent(event);
}

RecentDelegate::RecentDelegate(ThumbnailCache* thumbnails, QObject* parent)
    : QStyledItemDelegate(parent), thumbnails_(thumbnails) {}

QSize RecentDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {320, kRowHeight};
}

void RecentDelegate::paint(QPainter* painter,
                           const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    const Colors& c = colors();
    const bool missing = index.data(MissingRole).toBool();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    const QRectF row = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter->setPen(focused ? QPen(c.accent, 2) : QPen(Qt::NoPen));
    painter->setBrush(selected ? QBrush(c.selection) : hovered ? QBrush(c.hover) : QBrush());
    painter->drawRoundedRect(row, 5, 5);

    const QRect box(option.rect.left() + spacing::kUnit,
                    option.rect.center().y() - kPicture / 2,
                    kPicture,
                    kPicture);
    painter->setOpacity(missing ? 0.45 : 1);
    paintPictureOf(painter, box, index);
    painter->setOpacity(1);

    const QString path = index.data(PathRole).toString();
    const QRect cross = crossOf(option.rect);
    const int left = box.right() + spacing::kPanel, width = cross.left() - left - spacing::kUnit;
    const int line = option.fontMetrics.height();
    const int top = option.rect.center().y() - line;
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(missing ? c.text_muted : c.text);
    painter->drawText(
        QRect(left, top, width, line),
        Qt::AlignVCenter,
        QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideMiddle, width));
    painter->setFont(option.font);
    painter->setPen(c.text_muted);
    const QString when = index.data(WhenRole).toString();
    const QString place = shortPath(QFileInfo(path).absolutePath());
    const QString what = missing          ? tr("Missing: %1").arg(place)
                         : when.isEmpty() ? place
                                          : tr("%1 · %2", "when, where").arg(when, place);
    painter->drawText(QRect(left, top + line + spacing::kHair, width, line),
                      Qt::AlignVCenter,
                      option.fontMetrics.elidedText(what, Qt::ElideMiddle, width));
    if (missing || hovered || selected) {
        painter->drawPixmap(cross.topLeft(),
                            iconPixmap(QStringLiteral("close"),
                                       kCross,
                                       painter->device()->devicePixelRatioF(),
                                       c.text_muted));
    }
    painter->restore();
}

void RecentDelegate::paintPictureOf(QPainter* painter,
                                    const QRect& box,
                                    const QModelIndex& index) const {
    const double ratio = painter->device()->devicePixelRatioF();
    const QString picture = index.data(PictureRole).toString();
    if (!picture.isEmpty() && !index.data(MissingRole).toBool()) {
        ThumbnailRequest request;
        request.path = picture;
        request.side = static_cast<int>(std::lround(kPicture * ratio));
        const ThumbnailCache::Thumbnail thumbnail = thumbnails_->thumbnail(request);
        if (thumbnail.state == ThumbnailCache::State::Ready) {
            paintPicture(painter, box, thumbnail.image);
            return;
        }
    }
    constexpr int kSign = 24;
    const QString sign =
        index.data(ProjectRole).toBool() ? QStringLiteral("mesh") : QStringLiteral("images");
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors().panel);
    painter->drawRoundedRect(box, 4, 4);
    painter->drawPixmap(box.center() - QPoint(kSign / 2 - 1, kSign / 2 - 1),
                        iconPixmap(sign, kSign, ratio, colors().text_muted));
}

bool RecentDelegate::editorEvent(QEvent* event,
                                 QAbstractItemModel* model,
                                 const QStyleOptionViewItem& option,
                                 const QModelIndex& index) {
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        constexpr int kReach = 6;
        if (crossOf(option.rect)
                .adjusted(-kReach, -kReach, kReach, kReach)
                .contains(mouse->position().toPoint())) {
            Q_EMIT removeClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

}  // namespace bozzetto::ui
