// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/colors.h"

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

Colors darkColors() {
    Colors c;
    c.background = QColor(0x17, 0x18, 0x1b);
    c.panel = QColor(0x20, 0x22, 0x26);
    c.field = QColor(0x14, 0x15, 0x18);
    c.raised = QColor(0x2b, 0x2d, 0x33);
    c.hover = QColor(0x35, 0x38, 0x40);
    c.pressed = QColor(0x1b, 0x1c, 0x20);
    c.selection = QColor(0x25, 0x3d, 0x5c);
    c.separator = QColor(0x33, 0x36, 0x3c);
    c.border = QColor(0x6a, 0x6f, 0x7a);
    c.text = QColor(0xe8, 0xea, 0xee);
    c.text_muted = QColor(0xb0, 0xb5, 0xbf);
    c.text_disabled = QColor(0x74, 0x79, 0x84);
    c.accent = QColor(0x7a, 0xb8, 0xf5);
    c.accent_fill = QColor(0x6a, 0xae, 0xf2);
    c.accent_fill_hover = QColor(0x86, 0xc0, 0xf8);
    c.text_on_accent = QColor(0x0b, 0x14, 0x20);
    c.ok = QColor(0x5f, 0xcf, 0x97);
    c.warning = QColor(0xf2, 0xbe, 0x4a);
    c.error = QColor(0xff, 0x8f, 0x88);
    c.overlay = QColor(0x10, 0x11, 0x13, 0xd0);
    c.text_on_overlay = QColor(0xf4, 0xf5, 0xf7);
    c.series = {QColor(0x6a, 0xae, 0xf2),
                QColor(0xf2, 0xa6, 0x5a),
                QColor(0x5f, 0xcf, 0x97),
                QColor(0xd6, 0x8f, 0xe0),
                QColor(0xe5, 0xd3, 0x60)};
    return c;
}

Colors lightColors() {
    Colors c;
    c.background = QColor(0xe9, 0xeb, 0xee);
    c.panel = QColor(0xf5, 0xf6, 0xf8);
    c.field = QColor(0xff, 0xff, 0xff);
    c.raised = QColor(0xfd, 0xfd, 0xfe);
    c.hover = QColor(0xe4, 0xe8, 0xee);
    c.pressed = QColor(0xd5, 0xda, 0xe2);
    c.selection = QColor(0xd2, 0xe4, 0xf9);
    c.separator = QColor(0xd3, 0xd6, 0xdc);
    c.border = QColor(0x86, 0x8c, 0x97);
    c.text = QColor(0x1a, 0x1c, 0x20);
    c.text_muted = QColor(0x4d, 0x53, 0x5e);
    c.text_disabled = QColor(0x8d, 0x93, 0x9e);
    c.accent = QColor(0x15, 0x57, 0xa8);
    c.accent_fill = QColor(0x1b, 0x63, 0xbc);
    c.accent_fill_hover = QColor(0x15, 0x57, 0xa8);
    c.text_on_accent = QColor(0xff, 0xff, 0xff);
    c.ok = QColor(0x0f, 0x66, 0x3b);
    c.warning = QColor(0x7d, 0x4c, 0x00);
    c.error = QColor(0xb0, 0x20, 0x24);
    c.overlay = QColor(0xfa, 0xfb, 0xfc, 0xe0);
    c.text_on_overlay = QColor(0x14, 0x16, 0x19);
    c.series = {QColor(0x1b, 0x63, 0xbc),
                QColor(0xb8, 0x56, 0x0a),
                QColor(0x15, 0x7f, 0x4b),
                QColor(0x8a, 0x3c, 0x9e),
                QColor(0x7d, 0x6a, 0x00)};
    return c;
}

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

}  // namespace

const Colors& colorsOf(Scheme scheme) {
    static const Colors kDark = darkColors(), kLight = lightColors();
    return scheme == Scheme::Light ? kLight : kDark;
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace bozzetto::ui
