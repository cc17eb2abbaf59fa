// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/view_projection.h"

#include <QObject>
#include <QPointF>

class QPainter;

namespace bozzetto::ui {

/// Something in the scene that the mouse takes hold of: handles, points to be chosen. Knows no
/// widget; a ViewController hands it the events of its viewport (device-independent pixels) and
/// paints it over the scene. A tool that is off gets none and is not painted.
class ViewTool : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    bool isOn() const { return on_; }
    void setOn(bool on) {
        if (on_ != on) {
            on_ = on;
            reset();
            Q_EMIT repaintNeeded();
        }
    }

    /// A press of the left button. True: the mouse is the tool's until drop().
    virtual bool grab(QPointF, const ViewProjection&) { return false; }
    virtual void drag(QPointF, const ViewProjection&, Qt::KeyboardModifiers) {}
    virtual void drop() {}
    /// A click that was no drag, where nothing was grabbed. True: used.
    virtual bool click(QPointF, const ViewProjection&) { return false; }
    /// The mouse without a button. True: it is over something to take hold of.
    virtual bool hover(QPointF, const ViewProjection&) { return false; }
    /// Escape. True: there was something to give up.
    virtual bool cancel() { return false; }
    virtual void paint(QPainter&, const ViewProjection&) const = 0;

Q_SIGNALS:
    void repaintNeeded();

protected:
    /// Gives up what is half done.
    virtual void reset() {}

private:
    bool on_ = false;
};

}  // namespace bozzetto::ui
