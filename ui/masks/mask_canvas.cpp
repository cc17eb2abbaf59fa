// SPDX-License-Identifier: Apache-2.0
#include "ui/masks/mask_canvas.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kMostZoom = 64, kFitMargin = 0.97;
constexpr int kKeepVisible = 48;  // device pixels of the picture that stay on the screen

}  // namespace

MaskCanvas::MaskCanvas(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("maskCanvas"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(200, 160);
    connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] { viewChanged(); });
}

void MaskCanvas::setPicture(const QList<QImage>& photo, const QImage& mask, View view) {
    const bool same_size = hasPicture() && photo.front().size() == photo_.front().size();
    gesture_.reset();
    photo_ = photo;
    mask_ = MaskLevels(mask);
    hints_ = QImage();
    text_.clear();
    setAccessibleDescription({});
    if (view == View::Fit || !same_size || is_fitted_) {
        fit();
    } else {
        viewChanged();
    }
    Q_EMIT hintsChanged();
}

void MaskCanvas::clear(const QString& text) {
    gesture_.reset();
    photo_.clear();
    mask_ = MaskLevels();
    hints_ = QImage();
    text_ = text;
    setAccessibleDescription(text);
    update();
}

void MaskCanvas::setMask(const QImage& mask) {
    cancelGesture();
    mask_ = MaskLevels(mask);
    recompose(composed_.rect());
    update();
}

void MaskCanvas::applyDelta(const MaskDelta& delta) {
    cancelGesture();
    const QRect changed = delta.apply(mask_.full());
    mask_.update(changed);
    updatePicture(changed);
}

void MaskCanvas::setLook(const MaskLook& look) {
    if (look == look_) {
        return;
    }
    look_ = look;
    recompose(composed_.rect());
    update();
}

void MaskCanvas::setLocked(bool locked) {
    if (locked) {
        cancelGesture();
    }
    locked_ = locked;
    updateCursor(pointer_.value_or(QPointF(-1, -1)));
}

void MaskCanvas::clearHints() {
    if (!hints_.isNull()) {
        hints_ = QImage();
        recompose(composed_.rect());
        update();
        Q_EMIT hintsChanged();
    }
}

QRect MaskCanvas::visibleRect() const {
    const QPointF from = place_.toPicture({0, 0});
    const QPointF to = place_.toPicture(QPointF(width(), height()) * devicePixelRatioF());
    const QRect seen(
        QPoint(static_cast<int>(std::floor(from.x())), static_cast<int>(std::floor(from.y()))),
        QPoint(static_cast<int>(std::ceil(to.x())) - 1, static_cast<int>(std::ceil(to.y())) - 1));
    return seen & QRect(QPoint(), mask_.size());
}

// ---- zoom and place

void MaskCanvas::fit() {
    is_fitted_ = true;
    if (hasPicture()) {
        const QSizeF room = QSizeF(size()) * devicePixelRatioF() * kFitMargin;
        const QSizeF picture(mask_.size());
        place_.scale =
            std::min({room.width() / picture.width(), room.height() / picture.height(), kMostZoom});
        place_.scale = std::max(place_.scale, 1e-4);
        const QPointF middle = QPointF(width(), height()) * devicePixelRatioF() / 2;
        place_.offset = middle - QPointF(picture.width(), picture.height()) * place_.scale / 2;
        // On whole pixels, so that what does not move stays sharp.
        place_.offset = QPointF(std::round(place_.offset.x()), std::round(place_.offset.y()));
    }
    viewChanged();
}

void MaskCanvas::setZoom(double zoom) {
    const QPointF middle = QPointF(width(), height()) * devicePixelRatioF() / 2;
    const QPointF kept = place_.toPicture(middle);
    is_fitted_ = false;
    place_.scale = std::clamp(zoom, 1e-3, kMostZoom);
    place_.offset = middle - kept * place_.scale;
    keepInSight();
    viewChanged();
}

void MaskCanvas::keepInSight() {
    const QSizeF shown = QSizeF(mask_.size()) * place_.scale;
    const QSizeF room = QSizeF(size()) * devicePixelRatioF();
    const auto within = [](double offset, double length, double space) {
        return std::clamp(
            offset, kKeepVisible - length, std::max(kKeepVisible - length, space - kKeepVisible));
    };
    place_.offset = {std::round(within(place_.offset.x(), shown.width(), room.width())),
                     std::round(within(place_.offset.y(), shown.height(), room.height()))};
}

void MaskCanvas::viewChanged() {
    wants_photo_ = true;  // once, however many changes come before it is drawn
    update();
    Q_EMIT zoomChanged(place_.scale);
}

void MaskCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    is_fitted_ ? fit() : viewChanged();
}

void MaskCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        viewChanged();
    }
}

// ---- drawing

void MaskCanvas::drawPhoto() {
    wants_photo_ = false;
    const QSize device = (QSizeF(size()) * devicePixelRatioF()).toSize();
    if (photo_layer_.size() != device) {
        photo_layer_ = QImage(device, QImage::Format_RGB32);
        composed_ = QImage(device, QImage::Format_RGB32);
    }
    photo_layer_.fill(colors().background);
    // The level with at least one pixel for each of the screen's.
    qsizetype level = 0;
    while (level + 1 < photo_.size() && place_.scale * static_cast<double>(2 << level) <= 1) {
        ++level;
    }
    const QImage& photo = photo_[level];
    const QRectF target(place_.offset, QSizeF(mask_.size()) * place_.scale);
    // Only the part that is seen: the rest would be clipped, but not for nothing.
    const QRectF seen = target & QRectF(photo_layer_.rect());
    const double to_level = photo.width() / target.width();
    const double to_level_y = photo.height() / target.height();
    const QRectF part((seen.left() - target.left()) * to_level,
                      (seen.top() - target.top()) * to_level_y,
                      seen.width() * to_level,
                      seen.height() * to_level_y);
    QPainter painter(&photo_layer_);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, place_.scale < 2);
    painter.drawImage(seen, photo, part);
    painter.end();
    recompose(composed_.rect());
}

void MaskCanvas::recompose(const QRect& device) {
    if (hasPicture() && !wants_photo_) {
        const int line = std::max(1, static_cast<int>(std::lround(devicePixelRatioF())));
        composeMask(composed_, device, photo_layer_, mask_, hints_, place_, look_, line);
    }
}

QRect MaskCanvas::toScreen(const QRect& picture) const {
    const QPointF from = place_.toScreen(picture.topLeft());
    const QPointF to = place_.toScreen(QPointF(picture.right() + 1, picture.bottom() + 1));
    const int rim = 3 + static_cast<int>(std::ceil(devicePixelRatioF()));
    return QRect(QPoint(static_cast<int>(std::floor(from.x())),
                        static_cast<int>(std::floor(from.y()))),
                 QPoint(static_cast<int>(std::ceil(to.x())), static_cast<int>(std::ceil(to.y()))))
        .adjusted(-rim, -rim, rim, rim);
}

void MaskCanvas::updatePicture(const QRect& picture) {
    if (picture.isEmpty()) {
        return;
    }
    const QRect device = toScreen(picture);
    recompose(device);
    const double ratio = devicePixelRatioF();
    const QRectF logical(
        device.x() / ratio, device.y() / ratio, device.width() / ratio, device.height() / ratio);
    update(logical.toAlignedRect().adjusted(-1, -1, 1, 1));
}

void MaskCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    if (!hasPicture()) {
        painter.fillRect(event->rect(), colors().background);
        painter.setPen(colors().text_muted);
        painter.drawText(
            rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, text_);
        return;
    }
    if (wants_photo_) {
        drawPhoto();
    }
    const double ratio = devicePixelRatioF();
    for (const QRect& part : event->region()) {
        const QRectF from(
            part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio);
        painter.drawImage(QRectF(part), composed_, from);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const auto twice = [&painter](double width, const auto& draw) {
        painter.setPen(QPen(QColor(0, 0, 0, 190), width + 1.5));
        draw();
        painter.setPen(QPen(Qt::white, width));
        draw();
    };
    if (gesture_ && gesture_->kind == Gesture::Kind::Outline) {
        QPolygonF shown;
        for (const QPointF& point : gesture_->outline) {
            shown << place_.toScreen(point) / ratio;
        }
        twice(1, [&] { painter.drawPolyline(shown); });
    }
    if (pointer_ && paintsRound() && !locked_ && !space_) {
        const double radius = radius_ * place_.scale / ratio;
        twice(1, [&] { painter.drawEllipse(*pointer_, radius, radius); });
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(colors().accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace bozzetto::ui
