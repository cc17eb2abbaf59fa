// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "camera/import_review.h"

#include <QColor>
#include <QString>

namespace bozzetto::ui {

/// A problem of a picture in the user's language.
struct ProblemText {
    QString badge;   // one or two words
    QString text;    // a sentence
    QString remedy;  // what to do
};
ProblemText textOf(const ReviewProblem& problem);

/// The badge of a whole picture: the name of its worst problem, "OK", or "Checking…".
QString badgeOf(const PictureReview& picture);
/// "ok", "warning", "error" or "clock": the icon beside the badge.
QString badgeIcon(const PictureReview& picture);
QColor badgeColor(const PictureReview& picture);

}  // namespace bozzetto::ui
