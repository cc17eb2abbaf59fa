// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/colors.h"
#include "ui/theme/icon.h"

#include <QObject>
#include <QWidget>

class QApplication;
class QPushButton;

namespace bozzetto::ui {

/// Distances in device-independent pixels, on a grid of 8. They are sharp and grow with the scale
/// given before the start (scaleInterfaceAtStart).
namespace spacing {
inline constexpr int kHair = 2;
inline constexpr int kTight = 4;     // between a sign and its text
inline constexpr int kUnit = 8;      // between controls that belong together
inline constexpr int kPanel = 12;    // margin inside a side panel
inline constexpr int kWide = 16;     // between groups; margin of a dialog
inline constexpr int kSection = 24;  // between sections; margin of a page
inline constexpr int kIcon = 20;     // side of a tool bar's icon
inline constexpr int kControl = 32;  // least height of a button or field
}  // namespace spacing

/// What a label or frame is there for: the style sheet gives it font and colour.
enum class Role { Normal, Title, Heading, Muted, Ok, Warning, Error, Panel, Code };

/// Sends `changed` after the palette, the style sheet and colors() are the new ones.
class ThemeNotifier : public QObject {
    Q_OBJECT

public:
    static ThemeNotifier& instance();

Q_SIGNALS:
    void changed();

private:
    ThemeNotifier() = default;
};

/// Gives the whole application the look of `effective`; may be called again at any time. System: by
/// the lightness of the palette that the platform gave the application. ui_scale 1 to 3: size of
/// texts and controls; what scaleInterfaceAtStart already did is not done twice.
void applyTheme(QApplication& application, Scheme effective, double ui_scale = 1.0);

/// Before the QApplication is made: everything that is drawn grows by `ui_scale` (1 to 3), gaps and
/// pictures too. Later changes of the scale through applyTheme reach texts and controls at once and
/// the gaps with the next start.
void scaleInterfaceAtStart(double ui_scale);

/// Light or Dark: what applyTheme made of what it was given.
Scheme currentScheme();
/// Those of the current scheme; dark before applyTheme.
const Colors& colors();
/// A length in device-independent pixels at the scale that applyTheme was given at run time.
int scaled(int pixels);

void setRole(QWidget* widget, Role role);
/// The one main button of a page: filled with the accent.
void setPrimary(QPushButton* button);
/// Stops or discards something: outlined in the error's colour.
void setDestructive(QPushButton* button);

}  // namespace bozzetto::ui
