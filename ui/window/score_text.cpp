// SPDX-License-Identifier: Apache-2.0
#include "ui/window/score_text.h"

#include "ui/common/text.h"

#include <QCoreApplication>

#include <array>

namespace bozzetto::ui {
namespace {

struct Score {
    const char *name, *label, *help;
};
constexpr std::array<Score, 4> kScores{{
    {"psnr",
     QT_TRANSLATE_NOOP("Scores", "Likeness to the pictures (dB)"),
     QT_TRANSLATE_NOOP("Scores",
                       "Signal-to-noise ratio of the rendered mesh against the pictures it was "
                       "made from. Above 30 dB, differences are hard to see.")},
    {"mask_iou",
     QT_TRANSLATE_NOOP("Scores", "Outline match"),
     QT_TRANSLATE_NOOP("Scores", "How well the mesh's outline covers the masks: 1 is exact.")},
    {"hull/psnr",
     QT_TRANSLATE_NOOP("Scores", "Likeness at the start (dB)"),
     QT_TRANSLATE_NOOP("Scores", "The same for the first shape, carved from the masks alone.")},
    {"hull/mask_iou",
     QT_TRANSLATE_NOOP("Scores", "Outline match at the start"),
     QT_TRANSLATE_NOOP("Scores", "The same for the first shape, carved from the masks alone.")},
}};

const Score* find(const std::string& name) {
    for (const Score& score : kScores) {
        if (name == score.name) {
            return &score;
        }
    }
    return nullptr;
}

}  // namespace

QString scoreLabel(const std::string& name) {
    const Score* score = find(name);
    return score != nullptr ? QCoreApplication::translate("Scores", score->label) : toQt(name);
}

QString scoreHelp(const std::string& name) {
    const Score* score = find(name);
    return score != nullptr ? QCoreApplication::translate("Scores", score->help) : QString();
}

}  // namespace bozzetto::ui
