// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/viewport/viewport.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QTabBar>
#include <QToolButton>
#include <QWidget>

namespace bozzetto::testing {

/// How a person would find the widget in the picture.
inline QString describe(const QWidget& widget, const QString& text) {
    return QStringLiteral("%1 %2 \"%3\" %4x%5")
        .arg(QLatin1String(widget.metaObject()->className()), widget.objectName(), text.left(60))
        .arg(widget.width())
        .arg(widget.height());
}

/// Whether the widget lies in something that is scrolled, where being out of sight is no fault.
inline bool isScrolled(const QWidget& widget) {
    for (const QWidget* above = widget.parentWidget(); above != nullptr && !above->isWindow();
         above = above->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea*>(above) != nullptr) {
            return true;
        }
    }
    return false;
}

inline bool isLabelClipped(const QLabel& label) {
    if (label.text().isEmpty() || !label.pixmap(Qt::ReturnByValue).isNull()) {
        return false;
    }
    if (label.wordWrap()) {
        return label.heightForWidth(label.width()) > label.height() + 1;
    }
    const QSize wanted = label.sizeHint();
    return wanted.width() > label.width() + 1 || wanted.height() > label.height() + 1;
}

inline bool isButtonClipped(const QAbstractButton& button) {
    const auto* tool = qobject_cast<const QToolButton*>(&button);
    if (button.text().isEmpty() ||
        (tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly)) {
        return false;
    }
    constexpr int kLeastMargin = 2;  // above and below the text
    return button.minimumSizeHint().width() > button.width() + 1 ||
           button.fontMetrics().height() + 2 * kLeastMargin > button.height();
}

inline bool isBoxClipped(const QComboBox& box) {
    const int text = box.fontMetrics().horizontalAdvance(box.currentText());
    const int icon = box.itemIcon(box.currentIndex()).isNull() ? 0 : box.iconSize().width() + 4;
    constexpr int kArrow = 30;
    return text + icon + kArrow > box.width();
}

/// What is wrong with the look of a window: texts that do not fit, widgets beyond its edge.
inline QStringList faultsOf(const QWidget& window) {
    QStringList faults;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->window() != &window ||
            widget->visibleRegion().isEmpty() ||
            widget->objectName().startsWith(QLatin1String("qt_"))) {  // Qt's own helpers
            continue;
        }
        if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            if (isLabelClipped(*label)) {
                faults << QStringLiteral("clipped ") + describe(*label, label->text());
            }
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
            if (isButtonClipped(*button)) {
                faults << QStringLiteral("clipped ") + describe(*button, button->text());
            }
        } else if (const auto* box = qobject_cast<const QComboBox*>(widget)) {
            if (isBoxClipped(*box)) {
                faults << QStringLiteral("clipped ") + describe(*box, box->currentText());
            }
        } else if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) {
            if (tabs->sizeHint().width() > tabs->width() + 1) {
                faults << QStringLiteral("clipped ") + describe(*tabs, tabs->tabText(0));
            }
        }
        constexpr int kLeastMargin = 4;  // of what is inside: so much may be cut off
        if (const auto* area = qobject_cast<const QScrollArea*>(widget)) {
            if (area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area->widget() &&
                area->widget()->width() > area->viewport()->width() + kLeastMargin) {
                faults << QStringLiteral("wider than its place ") +
                              describe(*area, QString::number(area->widget()->width()));
            }
        }
        const QRect place(widget->mapTo(&window, QPoint()), widget->size());
        if (!isScrolled(*widget) && !window.rect().contains(place)) {
            faults << QStringLiteral("outside ") + describe(*widget, QString());
        }
    }
    return faults;
}

/// Share of the viewport's pixels that are not its background: how much of it the mesh fills.
inline double coverage(const ui::Viewport& viewport) {
    const QImage frame = viewport.frame();
    const QColor ground = viewport.background();
    int different = 0, seen = 0;
    for (int y = 0; y < frame.height(); y += 3) {
        for (int x = 0; x < frame.width(); x += 3) {
            const QColor pixel = frame.pixelColor(x, y);
            different += std::abs(pixel.red() - ground.red()) +
                             std::abs(pixel.green() - ground.green()) +
                             std::abs(pixel.blue() - ground.blue()) >
                         40;
            ++seen;
        }
    }
    return seen > 0 ? static_cast<double>(different) / seen : 0;
}

}  // namespace bozzetto::testing
