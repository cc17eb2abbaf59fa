// SPDX-License-Identifier: Apache-2.0
// What mouse, pen and keys do on the canvas.
#include "image/mask_edit.h"
#include "ui/masks/mask_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QTabletEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kLeastPressure = 0.15;  // share of the radius that the lightest touch paints
constexpr double kZoomStep = 1.2, kBrushStep = 1.15;

MaskPixels pixelsOf(QImage& mask) {
    return {mask.bits(), mask.width(), mask.height(), mask.bytesPerLine()};
}

QRect rectOf(const PixelRect& rect) {
    return {rect.x, rect.y, rect.width, rect.height};
}

}  // namespace

bool MaskCanvas::paintsRound() const {
    return tool_ == MaskTool::Brush || tool_ == MaskTool::Eraser || tool_ == MaskTool::Hint;
}

void MaskCanvas::setTool(MaskTool tool) {
    cancelGesture();
    tool_ = tool;
    updateCursor(pointer_.value_or(QPointF(-1, -1)));
    update();
}

void MaskCanvas::setBrushRadius(double radius) {
    radius = std::clamp(radius, kLeastRadius, kMostRadius);
    if (radius == radius_) {
        return;
    }
    radius_ = radius;
    if (pointer_) {
        updateCursor(*pointer_);
    }
    Q_EMIT brushRadiusChanged(radius_);
}

// ---- gestures

void MaskCanvas::beginGesture(QPointF position,
                              Qt::MouseButton button,
                              Qt::KeyboardModifiers modifiers,
                              double pressure) {
    if (gesture_ || !hasPicture()) {
        return;
    }
    const QPointF device = toDevice(position);
    Gesture gesture;
    if (button == Qt::MiddleButton || (button == Qt::LeftButton && space_)) {
        gesture.kind = Gesture::Kind::Pan;
        gesture.last = device;
        gesture_ = gesture;
        updateCursor(position);
        return;
    }
    if (locked_ || (button != Qt::LeftButton && button != Qt::RightButton)) {
        return;
    }
    const bool other = button == Qt::RightButton || modifiers.testFlag(Qt::AltModifier);
    const QPointF picture = place_.toPicture(device);
    gesture.tool = tool_;
    gesture.erase = (tool_ == MaskTool::Eraser) != other;
    gesture.last = picture;
    if (tool_ == MaskTool::Fill) {
        const QPoint pixel(static_cast<int>(std::floor(picture.x())),
                           static_cast<int>(std::floor(picture.y())));
        if (mask_.full().rect().contains(pixel)) {
            Q_EMIT fillRequested(pixel, gesture.erase);
        }
        return;
    }
    if (!paintsRound()) {
        gesture.kind = Gesture::Kind::Outline;
        gesture.outline << picture;
        gesture_ = gesture;
        return;
    }
    if (tool_ == MaskTool::Hint) {
        if (hints_.isNull()) {
            hints_ = QImage(mask_.size(), QImage::Format_Grayscale8);
            hints_.fill(0);
        }
        gesture.before = hints_;
    } else {
        gesture.before = mask_.full();
    }
    gesture.radius = radius_ * std::max(kLeastPressure, pressure);
    gesture_ = gesture;
    strokeTo(picture, gesture.radius);
}

void MaskCanvas::moveGesture(QPointF position, double pressure) {
    if (!gesture_) {
        return;
    }
    const QPointF device = toDevice(position);
    switch (gesture_->kind) {
        case Gesture::Kind::Pan:
            is_fitted_ = false;
            place_.offset += device - gesture_->last;
            gesture_->last = device;
            keepInSight();
            viewChanged();
            break;
        case Gesture::Kind::Outline:
            updateOutline(place_.toPicture(device));
            break;
        case Gesture::Kind::Stroke:
            strokeTo(place_.toPicture(device), radius_ * std::max(kLeastPressure, pressure));
            break;
    }
}

void MaskCanvas::strokeTo(QPointF picture, double radius) {
    Gesture& gesture = *gesture_;
    const bool hints = gesture.tool == MaskTool::Hint;
    QImage& target = hints ? hints_ : mask_.full();
    const MaskPixels pixels = pixelsOf(target);
    const BrushPoint from{gesture.last.x(), gesture.last.y(), gesture.radius};
    const BrushPoint to{picture.x(), picture.y(), radius};
    const QRect changed = rectOf(segmentBounds(pixels, from, to));
    if (hints) {  // one of three values, never between them
        const uint8_t value = gesture.erase ? kHintGround : kHintObject;
        QImage stamp(changed.size(), QImage::Format_Grayscale8);
        stamp.fill(0);
        if (!changed.isEmpty()) {
            const auto moved = [&changed](BrushPoint point) {
                return BrushPoint{point.x - changed.x(), point.y - changed.y(), point.radius};
            };
            paintSegment(pixelsOf(stamp), moved(from), moved(to), {});
            for (int y = 0; y < stamp.height(); ++y) {
                const uchar* covered = stamp.constScanLine(y);
                uchar* row = pixels.row(changed.y() + y) + changed.x();
                for (int x = 0; x < stamp.width(); ++x) {
                    row[x] = covered[x] >= 128 ? value : row[x];
                }
            }
        }
    } else {
        paintSegment(pixels, from, to, {softness_, gesture.erase});
        mask_.update(changed);
    }
    gesture.last = picture;
    gesture.radius = radius;
    gesture.changed |= changed;
    updatePicture(changed);
}

void MaskCanvas::updateOutline(QPointF picture) {
    QPolygonF& outline = gesture_->outline;
    if (gesture_->tool == MaskTool::Rectangle) {
        const QPointF first = outline.front();
        outline =
            QPolygonF{{first, {picture.x(), first.y()}, picture, {first.x(), picture.y()}, first}};
    } else if (QLineF(outline.back(), picture).length() * place_.scale >= 1) {
        outline << picture;
    }
    update();
}

void MaskCanvas::finishOutline() {
    Gesture& gesture = *gesture_;
    std::vector<MaskPoint> points;
    for (const QPointF& point : gesture.outline) {
        points.push_back({point.x(), point.y()});
    }
    gesture.before = mask_.full();
    gesture.changed = rectOf(fillOutline(pixelsOf(mask_.full()), points, gesture.erase));
    mask_.update(gesture.changed);
    updatePicture(gesture.changed);
    update();  // the line goes
}

void MaskCanvas::endGesture() {
    if (!gesture_) {
        return;
    }
    if (gesture_->kind == Gesture::Kind::Outline) {
        finishOutline();
    }
    const Gesture gesture = *std::exchange(gesture_, std::nullopt);
    if (gesture.kind == Gesture::Kind::Pan) {
        updateCursor(pointer_.value_or(QPointF(-1, -1)));
    } else if (gesture.tool == MaskTool::Hint) {
        Q_EMIT hintsChanged();
    } else if (const MaskDelta delta(gesture.before, mask_.full(), gesture.changed);
               !delta.isEmpty()) {
        Q_EMIT painted(
            delta,
            gesture.erase && gesture.tool == MaskTool::Brush ? MaskTool::Eraser : gesture.tool);
    }
}

/// As if it had not begun.
void MaskCanvas::cancelGesture() {
    if (!gesture_) {
        return;
    }
    const Gesture gesture = *std::exchange(gesture_, std::nullopt);
    if (gesture.kind == Gesture::Kind::Stroke) {
        (gesture.tool == MaskTool::Hint ? hints_ : mask_.full()) = gesture.before;
        mask_.update(gesture.changed);
        updatePicture(gesture.changed);
    }
    update();
}

// ---- the pointer

QRect MaskCanvas::brushRect(QPointF position) const {
    const double radius = radius_ * place_.scale / devicePixelRatioF() + 3;
    return QRectF(position.x() - radius, position.y() - radius, 2 * radius, 2 * radius)
        .toAlignedRect();
}

void MaskCanvas::updateCursor(QPointF position) {
    if (gesture_ && gesture_->kind == Gesture::Kind::Pan) {
        setCursor(Qt::ClosedHandCursor);
    } else if (space_) {
        setCursor(Qt::OpenHandCursor);
    } else if (locked_) {
        setCursor(Qt::BusyCursor);
    } else {
        setCursor(Qt::CrossCursor);
    }
    if (!paintsRound()) {
        return;
    }
    const QRect now = brushRect(position);
    update(cursor_rect_);
    update(now);
    cursor_rect_ = now;
}

void MaskCanvas::mousePressEvent(QMouseEvent* event) {
    pointer_ = event->position();
    beginGesture(event->position(), event->button(), event->modifiers(), 1);
}

void MaskCanvas::mouseMoveEvent(QMouseEvent* event) {
    pointer_ = event->position();
    moveGesture(event->position(), 1);
    updateCursor(event->position());
}

void MaskCanvas::mouseReleaseEvent(QMouseEvent* event) {
    pointer_ = event->position();
    if (event->buttons() == Qt::NoButton) {
        endGesture();
    }
}

void MaskCanvas::tabletEvent(QTabletEvent* event) {
    pointer_ = event->position();
    const bool rubber = event->pointerType() == QPointingDevice::PointerType::Eraser;
    switch (event->type()) {
        case QEvent::TabletPress:
            // The pen's other end erases.
            beginGesture(event->position(),
                         rubber ? Qt::RightButton : event->button(),
                         event->modifiers(),
                         event->pressure());
            break;
        case QEvent::TabletMove:
            moveGesture(event->position(), event->pressure());
            updateCursor(event->position());
            break;
        case QEvent::TabletRelease:
            endGesture();
            break;
        default:
            return;
    }
    event->accept();  // no mouse event is made of it
}

void MaskCanvas::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (!hasPicture() || steps == 0) {
        return;
    }
    event->accept();
    if (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) {
        setBrushRadius(radius_ * std::pow(kBrushStep, steps));
        return;
    }
    if (gesture_ && gesture_->kind != Gesture::Kind::Pan) {
        return;  // a stroke goes on where it was begun
    }
    const QPointF device = toDevice(event->position());
    const QPointF kept = place_.toPicture(device);
    is_fitted_ = false;
    place_.scale = std::clamp(place_.scale * std::pow(kZoomStep, steps), 1e-3, 64.0);
    place_.offset = device - kept * place_.scale;
    keepInSight();
    viewChanged();
    updateCursor(event->position());
}

void MaskCanvas::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        space_ = true;
        updateCursor(pointer_.value_or(QPointF(-1, -1)));
    } else if (event->key() == Qt::Key_Escape && gesture_) {
        cancelGesture();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void MaskCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        space_ = false;
        updateCursor(pointer_.value_or(QPointF(-1, -1)));
    } else {
        QWidget::keyReleaseEvent(event);
    }
}

void MaskCanvas::leaveEvent(QEvent*) {
    pointer_.reset();
    space_ = false;
    update(cursor_rect_);
}

}  // namespace bozzetto::ui
