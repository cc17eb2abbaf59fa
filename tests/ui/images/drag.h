// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QApplication>
#include <QDragEnterEvent>
#include <QDragLeaveEvent>
#include <QDragMoveEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QWidget>

namespace bozzetto::testing {

/// Sends a window the events of a drag, as the platform does.
class Drag {
public:
    Drag(QWidget* window, QMimeData* data) : window_(window), data_(data) {}

    bool enter(Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QDragEnterEvent event(at(), kActions, data_.get(), Qt::LeftButton, modifiers);
        event.ignore();
        QApplication::sendEvent(window_, &event);
        return event.isAccepted();
    }
    void move(Qt::KeyboardModifiers modifiers) {
        QDragMoveEvent event(at(), kActions, data_.get(), Qt::LeftButton, modifiers);
        QApplication::sendEvent(window_, &event);
    }
    void leave() {
        QDragLeaveEvent event;
        QApplication::sendEvent(window_, &event);
    }
    Qt::DropAction drop(Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QDropEvent event(at(), kActions, data_.get(), Qt::LeftButton, modifiers);
        QApplication::sendEvent(window_, &event);
        return event.dropAction();
    }

private:
    static constexpr Qt::DropActions kActions = Qt::CopyAction | Qt::MoveAction | Qt::LinkAction;
    QPoint at() const { return window_->rect().center(); }
    QWidget* window_;
    std::unique_ptr<QMimeData> data_;
};

}  // namespace bozzetto::testing
