// SPDX-License-Identifier: Apache-2.0
#include "ui/job/run_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace bozzetto::ui {
namespace {

struct Word {
    const char *name, *text;
};

constexpr Word kStages[] = {
    {"cameras", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Finding cameras")},
    {"masks", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Making masks")},
    {"hull", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "First shape")},
    {"shape", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Shape and material")},
    {"unwrap", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Unwrapping")},
    {"texture", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Textures")},
    {"prepare", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Preparing the pictures")},
    {"conditions", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Looking at the pictures")},
    {"structure", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Coarse shape")},
    {"details", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Surface details")},
    {"mesh", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Mesh")},
    {"finish", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Finishing touches")},
};

constexpr Word kMetrics[] = {
    {"loss", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Error")},
    {"shape", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Error of the shape")},
    {"texture", QT_TRANSLATE_NOOP("bozzetto::ui::RunWords", "Error of the textures")},
};

template <size_t N>
QString titleOf(const QString& name, const Word (&words)[N]) {
    for (const Word& word : words) {
        if (name == QLatin1String(word.name)) {
            return QCoreApplication::translate("bozzetto::ui::RunWords", word.text);
        }
    }
    return name.isEmpty() ? name : name.at(0).toUpper() + name.mid(1);
}

class RunWords {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::RunWords)

public:
    static QString score(const QString& name, double value) {
        const QLocale locale;
        if (name == QLatin1String("psnr")) {
            return tr("Likeness %1 dB (PSNR)").arg(locale.toString(value, 'f', 1));
        }
        if (name == QLatin1String("mask_iou")) {
            return tr("Outline match %1 %").arg(locale.toString(100 * value, 'f', 1));
        }
        return {};
    }

    static QString details(const QString& title, const RunOutcome& outcome) {
        QStringList lines{tr("Bozzetto %1: %2").arg(QStringLiteral(BOZZETTO_VERSION), title),
                          outcome.reason,
                          outcome.hint,
                          tr("Exit code %1 %2").arg(outcome.exit_code).arg(outcome.code).trimmed()};
        if (!outcome.log_path.isEmpty()) {
            lines.append(tr("Log: %1").arg(outcome.log_path));
        }
        lines.append(outcome.last_words);
        lines.removeAll(QString());
        return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
    }
};

}  // namespace

QString stageTitle(const QString& stage) {
    return titleOf(stage, kStages);
}

QString metricTitle(const QString& metric) {
    return titleOf(metric, kMetrics);
}

QString scoreText(const QString& score, double value) {
    return RunWords::score(score, value);
}

QString detailsText(const QString& title, const RunOutcome& outcome) {
    return RunWords::details(title, outcome);
}

}  // namespace bozzetto::ui
