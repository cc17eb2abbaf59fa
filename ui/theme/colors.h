// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QList>

#include <array>

namespace bozzetto::ui {

enum class Scheme { System, Light, Dark };

/// The named colours of a theme, for widgets that paint themselves; the palette and the style sheet
/// are made from the same ones. Every text colour has a contrast of at least 4.5:1 on every
/// surface.
struct Colors {
    // surfaces, from the back to the front
    QColor background;  // behind the panels
    QColor panel;
    QColor field;   // what is typed into, lists, plots
    QColor raised;  // buttons at rest
    QColor hover;
    QColor pressed;
    QColor selection;  // a chosen row; text stays `text`
    // behind a mesh, from the top of the view to its bottom: neither as dark as a dark material nor
    // as light as a light one
    QColor view_top, view_bottom;
    // lines
    QColor separator;
    QColor border;  // of controls; 3:1 on `panel`
    // texts
    QColor text;
    QColor text_muted;
    QColor text_disabled;  // of what cannot be used now; exempt from the contrast rule
    QColor accent;         // links, focus ring, progress; also readable as text
    QColor accent_fill;    // of the one main button
    QColor accent_fill_hover;
    QColor text_on_accent;
    QColor ok, warning, error;  // always beside a word or a sign, never alone
    // over pictures, whatever they show
    QColor overlay;  // translucent ground for text over a picture
    QColor text_on_overlay;
    std::array<QColor, 5> series;  // of plots; also 3:1 on `field`

    QList<QColor> surfaces() const {
        return {background, panel, field, raised, hover, selection, view_top, view_bottom};
    }
    QList<QColor> texts() const { return {text, text_muted, accent, ok, warning, error}; }
};

/// Those of a scheme; System is read as Dark.
const Colors& colorsOf(Scheme scheme);

/// Contrast of two opaque colours after WCAG 2: 1 to 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace bozzetto::ui
