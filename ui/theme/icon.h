// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/theme/colors.h"

#include <QIcon>
#include <QPixmap>
#include <QStringList>

namespace bozzetto::ui {

/// What an icon is drawn with. OnAccent: on the main button.
enum class Ink { Text, Muted, OnAccent, Accent, Ok, Warning, Error };

/// A line icon of resources/icons, drawn in the theme's colour (Text becomes the accent when
/// checked; every ink is pale when disabled), sharp at every size. It follows a change of the theme
/// by itself. An unknown name gives an empty icon.
QIcon icon(const QString& name, Ink ink = Ink::Text);

/// The same drawing in one colour, for widgets that paint themselves. size: in device-independent
/// pixels.
QPixmap iconPixmap(const QString& name, int size, double device_pixel_ratio, const QColor& color);

/// The program's own icon, in its own colours.
QIcon applicationIcon();

/// Names of all icons, sorted.
QStringList iconNames();

}  // namespace bozzetto::ui
