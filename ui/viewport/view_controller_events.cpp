// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/view_controller.h"

#include <QInputDevice>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kClickPixels = 4;

bool isTrackpad(const QWheelEvent& event) {
    return event.deviceType() == QInputDevice::DeviceType::TouchPad ||
           (!event.pixelDelta().isNull() && event.phase() != Qt::NoScrollPhase);
}

}  // namespace

bool ViewController::eventFilter(QObject* watched, QEvent* event) {
    return watched == viewport_ && handle(event);
}

bool ViewController::handle(QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress:
            return press(static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove:
            return move(static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease:
            return release(static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonDblClick: {
            auto* mouse = static_cast<QMouseEvent*>(event);
            grab_ = Grab::Taken;
            navigator_.mouseDoubleClick(mouse->position(), mouse->button(), mouse->modifiers());
            apply();
            return true;
        }
        case QEvent::Wheel:
            return wheel(static_cast<QWheelEvent*>(event));
        case QEvent::NativeGesture:
            return gesture(static_cast<QNativeGestureEvent*>(event));
        case QEvent::ShortcutOverride:
            if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && !activeTools().empty()) {
                event->accept();
                return true;
            }
            return false;
        case QEvent::KeyPress:
            return static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && cancelTool();
        case QEvent::Leave:
            hover({-1e6, -1e6});
            return false;
        case QEvent::Resize:
            navigator_.setViewportSize(viewport_->size());
            updateCompare();
            return false;
        default:
            return false;
    }
}

bool ViewController::press(QMouseEvent* event) {
    viewport_->setFocus(Qt::MouseFocusReason);
    press_ = event->position();
    const bool left = event->button() == Qt::LeftButton;
    if (left && grab_ == Grab::None) {
        const bool cross = guides_.axes && guidesShown();
        const auto view = cross ? scene_.crossViewAt(press_, viewport_->camera(), viewport_->size())
                                : std::nullopt;
        if (view) {
            grab_ = Grab::Taken;
            lookFrom(*view);
            return true;
        }
        if (compare_.onWipeLine(press_, viewport_->devicePixelRatioF())) {
            grab_ = Grab::Wipe;
            return true;
        }
        if (event->modifiers() == Qt::NoModifier && grabTool(press_)) {
            grab_ = Grab::Tool;
            return true;
        }
    }
    if (grab_ == Grab::None) {
        grab_ = Grab::Navigate;
        navigator_.mousePress(press_, event->button(), event->modifiers());
        apply();
    }
    return true;
}

bool ViewController::move(QMouseEvent* event) {
    if (grab_ == Grab::Wipe) {
        compare_.dragWipeTo(event->position(), viewport_->devicePixelRatioF());
    } else if (grab_ == Grab::Tool && held_tool_) {
        held_tool_->drag(event->position(), viewport_->projection(), event->modifiers());
    } else if (grab_ == Grab::Navigate && navigator_.mouseMove(event->position())) {
        setHovered(-1);
        apply();
    } else if (grab_ == Grab::None) {
        hover(event->position());
    }
    return true;
}

bool ViewController::release(QMouseEvent* event) {
    const QPointF moved = event->position() - press_;
    const bool click = std::hypot(moved.x(), moved.y()) < kClickPixels &&
                       event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
    const bool navigated = grab_ == Grab::Navigate;
    if (grab_ == Grab::Tool && event->button() == Qt::LeftButton) {
        if (held_tool_) {
            held_tool_->drop();
        }
        held_tool_ = nullptr;
    }
    navigator_.mouseRelease(event->button());
    if (event->buttons() == Qt::NoButton) {
        grab_ = Grab::None;
    }
    if (navigated && click && clickTool(event->position())) {
        hover(event->position());
        return true;
    }
    if (navigated && click && cameraShown()) {
        const int photo = frusta_.pick(event->position(), viewport_->projection());
        if (photo >= 0) {
            lookThrough(photo);
        }
    }
    hover(event->position());
    return true;
}

bool ViewController::wheel(QWheelEvent* event) {
    bool used = false;
    if (isTrackpad(*event)) {
        const QPointF pixels = event->pixelDelta().isNull() ? QPointF(event->angleDelta()) / 4
                                                            : QPointF(event->pixelDelta());
        used = navigator_.trackpadScroll(event->position(), pixels, event->modifiers());
    } else {
        used = navigator_.wheel(event->position(), event->angleDelta());
    }
    if (used) {
        apply();
    }
    event->accept();
    return true;
}

bool ViewController::gesture(QNativeGestureEvent* event) {
    if (event->gestureType() != Qt::ZoomNativeGesture) {
        return false;
    }
    if (navigator_.pinch(event->position(), 1 + event->value())) {
        apply();
    }
    return true;
}

void ViewController::hover(QPointF at) {
    const bool was_on_cross = SceneGuides::crossArea(viewport_->size()).contains(hover_);
    hover_ = at;
    const bool on_cross =
        guides_.axes && guidesShown() && SceneGuides::crossArea(viewport_->size()).contains(at);
    const bool on_wipe = compare_.onWipeLine(at, viewport_->devicePixelRatioF());
    const bool on_tool = !on_cross && hoverTool(at);
    setHovered(cameraShown() && !on_cross && !on_tool ? frusta_.pick(at, viewport_->projection())
                                                      : -1);
    if (on_cross || was_on_cross) {
        viewport_->update();
    }
    if (on_wipe) {
        viewport_->setCursor(Qt::SplitHCursor);
    } else if (on_tool || hovered_ >= 0) {
        viewport_->setCursor(Qt::PointingHandCursor);
    } else {
        viewport_->unsetCursor();
    }
}

std::vector<ViewTool*> ViewController::activeTools() const {
    std::vector<ViewTool*> tools;
    for (const auto& tool : tools_) {
        if (tool && tool->isOn()) {
            tools.push_back(tool);
        }
    }
    return tools;
}

bool ViewController::grabTool(QPointF at) {
    const std::vector<ViewTool*> tools = activeTools();
    for (auto tool = tools.rbegin(); tool != tools.rend(); ++tool) {
        if ((*tool)->grab(at, viewport_->projection())) {
            held_tool_ = *tool;
            return true;
        }
    }
    return false;
}

bool ViewController::clickTool(QPointF at) {
    const std::vector<ViewTool*> tools = activeTools();
    return std::any_of(tools.rbegin(), tools.rend(), [&](ViewTool* tool) {
        return tool->click(at, viewport_->projection());
    });
}

bool ViewController::hoverTool(QPointF at) {
    bool hot = false;
    for (ViewTool* tool : activeTools()) {
        hot = tool->hover(at, viewport_->projection()) || hot;
    }
    return hot;
}

bool ViewController::cancelTool() {
    const std::vector<ViewTool*> tools = activeTools();
    return std::any_of(tools.rbegin(), tools.rend(), [](ViewTool* tool) { return tool->cancel(); });
}

void ViewController::setHovered(int photo) {
    if (photo != hovered_) {
        hovered_ = photo;
        viewport_->update();
    }
}

}  // namespace bozzetto::ui
