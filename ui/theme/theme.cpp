// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"

#include <QApplication>
#include <QFontInfo>
#include <QPalette>
#include <QPushButton>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>
#include <optional>

namespace bozzetto::ui {
namespace {

constexpr double kSmallestScale = 1, kLargestScale = 3;

struct State {
    Scheme scheme = Scheme::Dark;
    double scale_at_start = 1;
    double scale = 1;  // on top of scale_at_start
    // What the platform gave, before we changed it.
    std::optional<QFont> system_font;
    std::optional<QPalette> system_palette;
};

State& state() {
    static State the_state;
    return the_state;
}

QPalette makePalette(const Colors& c) {
    QPalette palette;
    palette.setColor(QPalette::Window, c.panel);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.field);
    palette.setColor(QPalette::AlternateBase, c.panel);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.text_muted);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, c.raised);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.error);
    palette.setColor(QPalette::Light, c.hover);
    palette.setColor(QPalette::Midlight, c.hover);
    palette.setColor(QPalette::Mid, c.separator);
    palette.setColor(QPalette::Dark, c.separator);
    palette.setColor(QPalette::Shadow, c.background);
    palette.setColor(QPalette::Highlight, c.selection);
    palette.setColor(QPalette::HighlightedText, c.text);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    for (const QPalette::ColorRole role : {QPalette::WindowText,
                                           QPalette::Text,
                                           QPalette::ButtonText,
                                           QPalette::HighlightedText,
                                           QPalette::PlaceholderText}) {
        palette.setColor(QPalette::Disabled, role, c.text_disabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Base, c.panel);
    return palette;
}

Scheme resolve(Scheme scheme) {
    if (scheme != Scheme::System) {
        return scheme;
    }
    return state().system_palette->color(QPalette::Window).lightnessF() < 0.5 ? Scheme::Dark
                                                                              : Scheme::Light;
}

QFont scaledFont(double scale) {
    QFont font = *state().system_font;
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() * scale);
    } else {
        font.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * scale)));
    }
    return font;
}

const char* nameOf(Role role) {
    switch (role) {
        case Role::Title:
            return "title";
        case Role::Heading:
            return "heading";
        case Role::Muted:
            return "muted";
        case Role::Ok:
            return "ok";
        case Role::Warning:
            return "warning";
        case Role::Error:
            return "error";
        case Role::Panel:
            return "panel";
        case Role::Code:
            return "code";
        case Role::Normal:
            break;
    }
    return "";
}

/// Style sheets look at properties only when a widget is polished.
void setStyledProperty(QWidget* widget, const char* name, const QVariant& value) {
    if (widget->property(name) == value) {
        return;
    }
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

}  // namespace

ThemeNotifier& ThemeNotifier::instance() {
    static ThemeNotifier notifier;
    return notifier;
}

void applyTheme(QApplication& application, Scheme effective, double ui_scale) {
    State& now = state();
    if (!now.system_font) {
        now.system_font = application.font();
        now.system_palette = application.palette();
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    }
    now.scheme = resolve(effective);
    now.scale = std::clamp(ui_scale, kSmallestScale, kLargestScale) / now.scale_at_start;
    // Putting a sheet in place of another takes three times as long as taking one away and setting
    // one.
    application.setStyleSheet({});
    application.setFont(scaledFont(now.scale));
    application.setPalette(makePalette(colors()));
    application.setStyleSheet(
        styleSheet(colors(), now.scale, QFontInfo(application.font()).pointSizeF()));
    Q_EMIT ThemeNotifier::instance().changed();
}

void scaleInterfaceAtStart(double ui_scale) {
    State& now = state();
    now.scale_at_start = std::clamp(ui_scale, kSmallestScale, kLargestScale);
    bool given = false;
    const double of_environment = qEnvironmentVariable("QT_SCALE_FACTOR").toDouble(&given);
    const double factor = now.scale_at_start * (given && of_environment > 0 ? of_environment : 1);
    qputenv("QT_SCALE_FACTOR", QByteArray::number(factor));
}

Scheme currentScheme() {
    return state().scheme;
}

const Colors& colors() {
    return colorsOf(state().scheme);
}

int scaled(int pixels) {
    return static_cast<int>(std::lround(pixels * state().scale));
}

void setRole(QWidget* widget, Role role) {
    setStyledProperty(widget, "role", QString::fromLatin1(nameOf(role)));
}

void setPrimary(QPushButton* button) {
    setStyledProperty(button, "primary", true);
}

void setDestructive(QPushButton* button) {
    setStyledProperty(button, "destructive", true);
}

}  // namespace bozzetto::ui
