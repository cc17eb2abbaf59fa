// SPDX-License-Identifier: Apache-2.0
#include "ui/viewport/view_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <cmath>
#include <numbers>

namespace bozzetto::ui {
namespace {

struct ViewText {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::ViewText)
};

QString direction(double yaw, double pitch) {
    constexpr double kPi = std::numbers::pi;
    if (std::abs(pitch) > 80 * kPi / 180) {
        return pitch > 0 ? ViewText::tr("seen from the top") : ViewText::tr("seen from below");
    }
    static const std::array<const char*, 8> kAround{
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the front"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the front right"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the right"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the back right"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the back"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the back left"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the left"),
        QT_TRANSLATE_NOOP("bozzetto::ui::ViewText", "seen from the front left")};
    const long eighth = std::lround(yaw / (kPi / 4));
    const QString around = ViewText::tr(kAround[static_cast<size_t>((eighth % 8 + 8) % 8)]);
    return pitch > 15 * kPi / 180    ? ViewText::tr("%1, above").arg(around)
           : pitch < -15 * kPi / 180 ? ViewText::tr("%1, below").arg(around)
                                     : around;
}

}  // namespace

QString nameOf(ViewMode mode) {
    switch (mode) {
        case ViewMode::Shaded:
            return ViewText::tr("Shaded");
        case ViewMode::Albedo:
            return ViewText::tr("Base colour");
        case ViewMode::Roughness:
            return ViewText::tr("Roughness");
        case ViewMode::Metallic:
            return ViewText::tr("Metallic");
        case ViewMode::NormalMap:
            return ViewText::tr("Normal map");
        case ViewMode::GeometryNormals:
            return ViewText::tr("Surface normals");
        case ViewMode::UvChecker:
            return ViewText::tr("UV checker");
        case ViewMode::AmbientOnly:
            return ViewText::tr("Ambient only");
        case ViewMode::Seen:
            return ViewText::tr("Seen or guessed");
    }
    return {};
}

QString nameOf(ViewLight light) {
    return light == ViewLight::Recovered ? ViewText::tr("Recovered light")
                                         : ViewText::tr("Studio light");
}

QString nameOf(CompareMode mode) {
    switch (mode) {
        case CompareMode::Render:
            return ViewText::tr("Render");
        case CompareMode::Wipe:
            return ViewText::tr("Wipe");
        case CompareMode::Blink:
            return ViewText::tr("Blink");
        case CompareMode::Difference:
            return ViewText::tr("Difference");
        case CompareMode::Photo:
            return ViewText::tr("Picture");
    }
    return {};
}

QString describeView(const ViewWords& words) {
    QStringList parts{nameOf(words.look.mode)};
    if (words.look.wireframe) {
        parts << ViewText::tr("wireframe");
    }
    if (!words.photo.isEmpty()) {
        parts << ViewText::tr("through the camera of %1").arg(words.photo);
        if (words.compare != CompareMode::Render) {
            parts << ViewText::tr("compared: %1").arg(nameOf(words.compare));
        }
    } else {
        parts << (words.orthographic ? ViewText::tr("orthographic") : ViewText::tr("perspective"));
        parts << direction(words.yaw, words.pitch);
    }
    return parts.join(ViewText::tr(", "));
}

}  // namespace bozzetto::ui
