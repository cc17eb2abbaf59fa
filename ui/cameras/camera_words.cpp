// SPDX-License-Identifier: Apache-2.0
#include "ui/cameras/camera_words.h"

#include "ui/common/core_words.h"
#include "ui/common/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace bozzetto::ui {
namespace {

struct Word {
    const char *name, *text;
};

constexpr Word kPhases[] = {
    {"pictures", QT_TRANSLATE_NOOP("bozzetto::ui::CameraWords", "Reading the pictures")},
    {"features", QT_TRANSLATE_NOOP("bozzetto::ui::CameraWords", "Looking for features")},
    {"matching", QT_TRANSLATE_NOOP("bozzetto::ui::CameraWords", "Comparing the pictures")},
    {"mapping", QT_TRANSLATE_NOOP("bozzetto::ui::CameraWords", "Placing the cameras")},
    {"refining", QT_TRANSLATE_NOOP("bozzetto::ui::CameraWords", "Refining")},
    {"upright", QT_TRANSLATE_NOOP("bozzetto::ui::CameraWords", "Turning the scene upright")},
};

QString number(double value, int digits) {
    return QLocale().toString(value, 'f', digits);
}

QString percent(double share) {
    return QLocale().toString(std::round(100 * share), 'f', 0);
}

class CameraWords {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::CameraWords)

public:
    static QString reason(EstimatedPicture::Reason reason, EstimatedPicture::State state) {
        using Reason = EstimatedPicture::Reason;
        switch (reason) {
            case Reason::Blurred:
                return tr("Blurred. Take it again, with more light or a steadier hand.");
            case Reason::NoOverlap:
                return tr(
                    "It shares too little with the other pictures. Take pictures in between.");
            case Reason::LittleTexture:
                return tr("It shows too little detail. Put something patterned around the object.");
            case Reason::OtherObject:
                return tr("It seems to show something else.");
            case Reason::OtherModel:
                return tr("It fits only a few other pictures. Take pictures in between.");
            case Reason::Unreadable:
                return tr("It cannot be read.");
            case Reason::None:
                break;
        }
        return state == EstimatedPicture::State::LeftOut ? tr("Left out.")
                                                         : tr("No camera was found for it.");
    }

    static QStringList report(const CameraReport& report) {
        QStringList lines;
        const int all = static_cast<int>(report.pictures.size());
        lines << tr("%1 of %n pictures have a camera.", nullptr, all).arg(report.registered);
        lines << tr("Points: %1").arg(QLocale().toString(report.points));
        lines << tr("Mean error: %1 pixels").arg(number(report.reprojection_error, 2));
        if (report.focal_length > 0) {
            lines << focal(report);
        }
        if (report.models > 1) {
            lines << tr("The pictures fall into %n groups that do not join; the largest was taken.",
                        nullptr,
                        report.models);
        }
        if (report.from_cache) {
            lines << tr("Known from before.");
        } else if (report.seconds > 0) {
            lines << tr("Took %1").arg(formatDuration(report.seconds));
        }
        return lines;
    }

    static QString evidence(const ConventionEvidence& evidence) {
        QStringList parts;
        if (evidence.in_front > 0) {
            parts << tr("%1 % of the points lie in front of the cameras that see them")
                         .arg(percent(evidence.in_front));
        }
        if (evidence.reprojection > 0) {
            parts << tr("they miss their place by %1 pixels").arg(number(evidence.reprojection, 1));
        }
        if (evidence.silhouettes > 0) {
            parts << tr("the masks agree to %1 %").arg(percent(evidence.silhouettes));
        }
        if (evidence.epipolar > 0) {
            parts << tr("%1 % of what the pictures share fits").arg(percent(evidence.epipolar));
        }
        if (evidence.facing > 0) {
            parts << tr("%1 % of the cameras look at one place").arg(percent(evidence.facing));
        }
        if (parts.isEmpty()) {
            return evidence.text.empty() ? tr("Nothing speaks for or against it.")
                                         : toQt(evidence.text);
        }
        QString text = parts.join(tr("; ", "between parts of a sentence"));
        text[0] = text[0].toUpper();
        return text + tr(".", "end of a sentence");
    }

    static QString since(int count) {
        return tr(
            "%n pictures were added or taken back in after the cameras were found: they have "
            "none and are not used. \"Find again\" looks for the cameras of all.",
            nullptr,
            count);
    }

private:
    static QString focal(const CameraReport& report) {
        const QString found = number(report.focal_length, 0);
        if (report.exif_focal_length <= 0) {
            return tr("Focal length: %1 pixels; the pictures do not say theirs").arg(found);
        }
        const double off = 100 * (report.focal_length / report.exif_focal_length - 1);
        return tr("Focal length: %1 pixels, %2 % from what the pictures say")
            .arg(found, (off >= 0 ? QStringLiteral("+") : QString()) + number(off, 1));
    }
};

}  // namespace

QString phaseTitle(const QString& phase) {
    for (const Word& word : kPhases) {
        if (phase == QLatin1String(word.name)) {
            return QCoreApplication::translate("bozzetto::ui::CameraWords", word.text);
        }
    }
    return phase.isEmpty() ? phase : phase.at(0).toUpper() + phase.mid(1);
}

QString reasonText(EstimatedPicture::Reason reason, EstimatedPicture::State state) {
    return CameraWords::reason(reason, state);
}

QStringList reportLines(const CameraReport& report) {
    return CameraWords::report(report);
}

QString picturesSinceText(int count) {
    return CameraWords::since(count);
}

QString conventionTitle(const std::string& id) {
    for (const PoseConvention& convention : poseConventions()) {
        if (convention.id == id) {
            return coreText(toQt(convention.title));
        }
    }
    return toQt(id);
}

QString evidenceText(const ConventionEvidence& evidence) {
    return CameraWords::evidence(evidence);
}

}  // namespace bozzetto::ui
