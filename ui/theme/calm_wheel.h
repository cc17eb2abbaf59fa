// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QEvent>
#include <QWidget>

namespace bozzetto::ui {

/// Lets the wheel scroll the page, not change a field that happens to be under the pointer: only a
/// field with the focus takes it.
class CalmWheel : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
            event->ignore();
            return true;
        }
        return QObject::eventFilter(watched, event);
    }
};

inline void keepWheelCalm(QWidget* editor) {
    editor->setFocusPolicy(Qt::StrongFocus);
    editor->installEventFilter(new CalmWheel(editor));
}

}  // namespace bozzetto::ui
