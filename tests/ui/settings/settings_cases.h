// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "pipeline/engine.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QtTest>

#include <set>

namespace bozzetto::testing {

inline SettingField makeField(const char* key,
                              const char* label,
                              SettingField::Type type,
                              std::map<std::string, std::string> defaults) {
    SettingField field;
    field.key = key;
    field.label = label;
    field.help = std::string("What ") + label + " does, and what it costs.";
    field.type = type;
    field.defaults = std::move(defaults);
    return field;
}

/// An engine with a field of every type.
inline EngineInfo makeEngine(const std::string& id = "example") {
    using Type = SettingField::Type;
    EngineInfo engine;
    engine.id = id;
    engine.title = id;
    engine.description = "An engine made up for a test.";
    engine.presets = {"draft", "standard", "high"};
    engine.fields = {
        makeField("steps",
                  "Steps",
                  Type::Integer,
                  {{"draft", "100"}, {"standard", "700"}, {"high", "1800"}, {"", "700"}}),
        makeField("rate", "Rate", Type::Number, {{"draft", "0.03"}, {"", "0.02"}}),
        makeField("surface", "Surface", Type::Choice, {{"", "fine"}}),
        makeField("preview", "Preview", Type::Switch, {{"", "off"}}),
    };
    engine.fields[0].minimum = 4;
    engine.fields[0].maximum = 100000;
    engine.fields[0].unit = "steps";
    engine.fields[1].minimum = 0.0001;
    engine.fields[1].maximum = 1;
    engine.fields[2].choices = {"fine", "coarse"};
    return engine;
}

inline void activate(QWidget& widget) {
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    widget.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&widget));
}

/// Saves a picture of the widget in both themes, to be looked at.
inline void takePictures(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("BOZZETTO_SCREENSHOTS");
    for (const ui::Scheme scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
        applyTheme(*qApp, scheme);
        QTest::qWait(20);
        if (!folder.isEmpty()) {
            const char* end = scheme == ui::Scheme::Light ? "-light.png" : "-dark.png";
            QVERIFY(widget.grab().save(folder + "/" + name + end));
        }
    }
}

/// Object names of what Tab visits, from the first widget until it comes round.
inline QStringList tabPath(QWidget& window) {
    QStringList names;
    std::set<QWidget*> seen;
    for (int i = 0; i < 200; ++i) {
        QTest::keyClick(&window, Qt::Key_Tab);
        QWidget* focus = QApplication::focusWidget();
        if (focus == nullptr || !seen.insert(focus).second) {
            break;
        }
        names.append(focus->objectName());
    }
    return names;
}

/// Every control that can have the focus has a name for a screen reader.
inline QStringList namelessControls(const QWidget& window) {
    QStringList names;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const bool inner = widget->objectName().startsWith("qt_");
        if (!inner && widget->focusPolicy() != Qt::NoFocus && widget->isVisible() &&
            QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget))
                ->text(QAccessible::Name)
                .isEmpty()) {
            names.append(QString(widget->metaObject()->className()) + " " + widget->objectName());
        }
    }
    return names;
}

}  // namespace bozzetto::testing
