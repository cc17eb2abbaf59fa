// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style_sheet.h"

#include <QMap>
#include <QRegularExpression>

#include <cmath>

namespace bozzetto::ui {
namespace {

constexpr double kTitleSize = 1.5;  // of a page's title, in sizes of the text

// @name is a colour; N px grows with the scale. A focused control has a border of two pixels and a
// padding smaller by one, so that nothing moves. Fields take their text from the palette: a colour
// here would make Qt show placeholders at half of it.
const char kSheet[] = R"(
QMainWindow, QDialog { background: @panel; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 8px; }
QFrame[role="panel"] { background: @panel; border: 1px solid @separator; border-radius: 6px; }
QLabel[role="title"] { font-size: @title_size; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="muted"] { color: @text_muted; }
QLabel[role="ok"] { color: @ok; }
QLabel[role="warning"] { color: @warning; }
QLabel[role="error"] { color: @error; }
QLabel:disabled { color: @text_disabled; }
*[role="code"] { font-family: monospace; }

QPushButton, QToolButton { background: @raised; color: @text; border: 1px solid @border;
  border-radius: 5px; padding: 5px 13px; min-height: 20px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @pressed; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 4px 12px; }
QPushButton:disabled, QToolButton:disabled { color: @text_disabled; border-color: @separator;
  background: @panel; }
QPushButton:checked, QToolButton:checked { background: @selection; color: @text; border-color: @accent; }
QPushButton:checked:disabled, QToolButton:checked:disabled { background: @hover; color: @text_disabled;
  border-color: @separator; }
QPushButton:flat { background: transparent; border-color: transparent; }
QPushButton:flat:hover { background: @hover; }
QPushButton:flat:focus { border-color: @accent; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: url(:/icons/signs/arrow-down-small.svg);
  width: 12px; height: 12px; subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }
QPushButton[primary="true"] { background: @accent_fill; color: @text_on_accent; border-color: @accent_fill;
  font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accent_fill_hover; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @hover; color: @text_disabled; border-color: @separator; }
QPushButton[destructive="true"] { color: @error; border-color: @error; }
QPushButton[destructive="true"]:disabled { color: @text_disabled; border-color: @separator; }
QToolButton { padding: 5px; }
QToolButton:focus { padding: 4px; }
QToolButton[autoRaise="true"] { background: transparent; border-color: transparent; }
QToolButton[autoRaise="true"]:hover { background: @hover; }
QToolButton[autoRaise="true"]:checked { background: @selection; }
QToolButton[autoRaise="true"]:focus { border-color: @accent; }
QToolButton[disclosure="true"] { padding: 5px 8px 5px 1px; }
QToolButton[disclosure="true"]:checked { background: transparent; }
QToolButton[disclosure="true"]:disabled { background: transparent; border-color: transparent;
  color: @text_disabled; }
QToolButton[disclosure="true"]:hover { background: @hover; }
QToolButton[disclosure="true"]:focus { padding: 4px 7px 4px 0; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QToolButton::menu-button { border: none; width: 16px; }
QToolButton::menu-arrow { image: url(:/icons/signs/arrow-down-small.svg); width: 12px; height: 12px; }

*[segment="first"], *[segment="middle"], *[segment="last"] { border-radius: 0; padding: 5px 10px; }
*[segment="first"]:focus, *[segment="middle"]:focus, *[segment="last"]:focus { padding: 4px 9px; }
*[segment="middle"], *[segment="last"] { margin-left: -1px; }
*[segment="first"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
*[segment="last"] { border-top-right-radius: 5px; border-bottom-right-radius: 5px; }

QLineEdit, QAbstractSpinBox, QComboBox { background: @field; border: 1px solid @border;
  border-radius: 5px; padding: 4px 7px; min-height: 20px; selection-background-color: @selection;
  selection-color: @text; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid @accent; padding: 3px 6px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { background: @panel;
  border-color: @separator; }
QLineEdit:read-only { background: @panel; }
QAbstractSpinBox { padding-right: 22px; }
QAbstractSpinBox:focus { padding-right: 21px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 20px;
  border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QAbstractSpinBox::up-arrow { image: url(:/icons/signs/arrow-up-small.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/signs/arrow-down-small.svg); width: 12px; height: 12px; }
QComboBox { padding-right: 24px; }
QComboBox:focus { padding-right: 23px; }
QComboBox::drop-down { border: none; width: 22px; subcontrol-origin: border; }
QComboBox::down-arrow { image: url(:/icons/signs/arrow-down-small.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @border; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 8px; border-radius: 4px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @text_disabled; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator, QGroupBox::indicator {
  width: 16px; height: 16px; border: 1px solid @border; background: @field; }
QCheckBox::indicator, QAbstractItemView::indicator, QGroupBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: @hover; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {
  background: @accent_fill; border-color: @accent_fill; image: url(:/icons/signs/@check.svg); }
QCheckBox::indicator:indeterminate { background: @accent_fill; border-color: @accent_fill;
  image: url(:/icons/signs/@dash.svg); }
QRadioButton::indicator:checked { background: @accent_fill; border-color: @accent_fill;
  image: url(:/icons/signs/@dot.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @separator;
  background: @panel; }

QSlider { min-height: 24px; }
QSlider::groove:horizontal { height: 4px; background: @border; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: @accent_fill; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; background: @text;
  border: 1px solid @panel; border-radius: 8px; }
QSlider::handle:horizontal:focus { border: 2px solid @accent; }
QSlider::handle:horizontal:disabled { background: @text_disabled; }
QSlider::sub-page:horizontal:disabled { background: @separator; }
QSlider::groove:vertical { width: 4px; background: @border; border-radius: 2px; }
QSlider::handle:vertical { width: 14px; height: 14px; margin: 0 -6px; background: @text;
  border: 1px solid @panel; border-radius: 8px; }
QSlider::handle:vertical:focus { border: 2px solid @accent; }

QProgressBar { background: @field; border: 1px solid @separator; border-radius: 4px; min-height: 6px;
  color: @text; text-align: center; }
QProgressBar::chunk { background: @accent_fill; border-radius: 3px; }
QProgressBar[textVisible="true"]::chunk { background: @selection; border: 1px solid @accent; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: @text_muted; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QAbstractItemView, QPlainTextEdit, QTextEdit, QTextBrowser { background: @field; color: @text;
  border: 1px solid @separator; border-radius: 5px; selection-background-color: @selection;
  selection-color: @text; alternate-background-color: @panel; }
QAbstractItemView:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus {
  border: 2px solid @accent; }
QAbstractItemView::item { padding: 4px; border: 1px solid transparent; }
QAbstractItemView::item:hover { background: @hover; }
QAbstractItemView::item:selected { background: @selection; color: @text; }
QAbstractItemView::item:focus { border-color: @accent; }
QHeaderView { background: @panel; border: none; border-radius: 0; }
QHeaderView::section { background: @panel; color: @text_muted; border: none;
  border-right: 1px solid @separator; border-bottom: 1px solid @separator; padding: 5px 8px; }
QScrollArea { background: transparent; border: 1px solid transparent; border-radius: 0; }
QScrollArea:focus { border-color: @accent; }

QTabWidget::pane { border: none; border-top: 1px solid @separator; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @text_muted; padding: 7px 14px; border: 1px solid transparent;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text; background: @hover; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:selected:focus { border: 1px solid @accent; border-bottom: 2px solid @accent; }
QTabBar::tab:disabled { color: @text_disabled; }

QGroupBox { border: none; border-top: 1px solid @separator; margin-top: 22px; padding: 8px 0 0 0;
  font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; padding: 0; }

QMenuBar { background: @panel; border-bottom: 1px solid @separator; padding: 2px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @raised; border: 1px solid @border; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; border: 1px solid transparent; }
QMenu::item:selected { background: @selection; border-color: @accent; }
QMenu::item:disabled { color: @text_disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @separator; margin: 5px 8px; }
QMenu::right-arrow { image: url(:/icons/signs/arrow-right-small.svg); width: 12px; height: 12px; right: 6px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 6px; }
QMenu::indicator:checked { image: url(:/icons/signs/@menucheck.svg); }
QToolBar { background: @panel; border: none; border-bottom: 1px solid @separator; spacing: 4px; padding: 4px 8px; }
QToolBar::separator { background: @separator; width: 1px; margin: 4px 6px; }
QToolBar QToolButton { background: transparent; border-color: transparent; }
QToolBar QToolButton:hover { background: @hover; }
QToolBar QToolButton:checked { background: @selection; border-color: @accent; }
QToolBar QToolButton:focus { border-color: @accent; }
QStatusBar { background: @panel; border-top: 1px solid @separator; color: @text_muted; }
QStatusBar::item { border: none; }
QSplitter::handle { background: @separator; }
QSplitter::handle:hover { background: @accent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QDockWidget::title { background: @panel; padding: 8px 12px; border-bottom: 1px solid @separator; }
QMainWindow::separator { background: @separator; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
)";

QString replaceNames(QString sheet, const Colors& c, double point_size) {
    const bool dark = contrast(c.text, Qt::black) > contrast(c.text, Qt::white);
    // Longer names first: @text is the beginning of @text_muted.
    const QList<QPair<const char*, QString>> names{
        {"@title_size", QString::number(kTitleSize * point_size, 'f', 1) + QStringLiteral("pt")},
        {"@accent_fill_hover", c.accent_fill_hover.name()},
        {"@accent_fill", c.accent_fill.name()},
        {"@accent", c.accent.name()},
        {"@text_on_accent", c.text_on_accent.name()},
        {"@text_disabled", c.text_disabled.name()},
        {"@text_muted", c.text_muted.name()},
        {"@text", c.text.name()},
        {"@panel", c.panel.name()},
        {"@field", c.field.name()},
        {"@raised", c.raised.name()},
        {"@hover", c.hover.name()},
        {"@pressed", c.pressed.name()},
        {"@selection", c.selection.name()},
        {"@separator", c.separator.name()},
        {"@border", c.border.name()},
        {"@ok", c.ok.name()},
        {"@warning", c.warning.name()},
        {"@error", c.error.name()},
        // The style sheet cannot colour a picture: each sign is there in both inks.
        {"@menucheck",
         dark ? QStringLiteral("sign-check-light") : QStringLiteral("sign-check-dark")},
        {"@check", dark ? QStringLiteral("sign-check-dark") : QStringLiteral("sign-check-light")},
        {"@dash", dark ? QStringLiteral("sign-dash-dark") : QStringLiteral("sign-dash-light")},
        {"@dot", dark ? QStringLiteral("sign-dot-dark") : QStringLiteral("sign-dot-light")},
    };
    for (const auto& [name, value] : names) {
        sheet.replace(QLatin1String(name), value);
    }
    return sheet;
}

QString scaleLengths(const QString& sheet, double scale) {
    if (scale == 1) {
        return sheet;
    }
    static const QRegularExpression kLength(QStringLiteral(R"((-?\d+)px)"));
    QString scaled;
    qsizetype done = 0;
    for (auto match = kLength.globalMatch(sheet); match.hasNext();) {
        const QRegularExpressionMatch length = match.next();
        scaled += QStringView(sheet).mid(done, length.capturedStart() - done);
        scaled +=
            QString::number(std::lround(length.captured(1).toInt() * scale)) + QStringLiteral("px");
        done = length.capturedEnd();
    }
    scaled += QStringView(sheet).mid(done);
    return scaled;
}

}  // namespace

QString styleSheet(const Colors& colors, double scale, double point_size) {
    return scaleLengths(replaceNames(QString::fromLatin1(kSheet), colors, point_size), scale);
}

}  // namespace bozzetto::ui
