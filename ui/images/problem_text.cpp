// SPDX-License-Identifier: Apache-2.0
#include "ui/images/problem_text.h"

#include "ui/common/core_words.h"
#include "ui/common/text.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace bozzetto::ui {

class ReviewText {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::ReviewText)

public:
    static QString percent(double share) {
        return tr("%1 %").arg(QLocale().toString(std::lround(100 * share)));
    }

    static ProblemText quality(const ReviewProblem& p) {
        switch (p.kind) {
            case ReviewProblem::Kind::Blurred:
                return {tr("Blurred"),
                        tr("Blurred: it shows %1 of the detail of the other pictures.")
                            .arg(percent(p.value)),
                        tr("Exclude it, or take it again.")};
            case ReviewProblem::Kind::TooDark:
                return {tr("Too dark"),
                        tr("Darker than the others: brightness %1, usual is %2.")
                            .arg(percent(p.value), percent(p.reference)),
                        tr("Use the same exposure for all pictures, or exclude it.")};
            case ReviewProblem::Kind::TooBright:
                return {tr("Too bright"),
                        tr("Brighter than the others: brightness %1, usual is %2.")
                            .arg(percent(p.value), percent(p.reference)),
                        tr("Use the same exposure for all pictures, or exclude it.")};
            case ReviewProblem::Kind::Clipped:
                return {tr("Overexposed"),
                        tr("%1 of the object is overexposed.").arg(percent(p.value)),
                        tr("Take it again with less exposure.")};
            case ReviewProblem::Kind::Small:
                return {tr("Small"),
                        tr("Small: %1 pixels on the shorter side.")
                            .arg(QLocale().toString(std::lround(p.value))),
                        tr("Larger pictures give finer textures.")};
            default:
                return {tr("Other size"),
                        tr("Has another size than most pictures."),
                        tr("Nothing to do if it was taken that way.")};
        }
    }

    static ProblemText mask(const ReviewProblem& p) {
        switch (p.kind) {
            case ReviewProblem::Kind::MaskEmpty:
                return {tr("Mask empty"),
                        tr("The mask is empty: nothing belongs to the object."),
                        tr("Give a mask that shows the object in white, or exclude the picture.")};
            case ReviewProblem::Kind::MaskFull:
                return {tr("Mask full"),
                        tr("The mask covers the whole picture."),
                        tr("Give a mask that shows only the object in white.")};
            case ReviewProblem::Kind::MaskInverted:
                return {tr("Mask inverted"),
                        tr("The mask looks inverted: the border belongs to the object, the middle "
                           "does not."),
                        tr("Invert the mask.")};
            case ReviewProblem::Kind::MaskWasInverted:
                return {tr("Mask turned"),
                        tr("The mask is black on white; it was inverted, so that white means "
                           "object."),
                        tr("Nothing to do if the object is the black part.")};
            case ReviewProblem::Kind::MaskSize:
                return {tr("Mask size"),
                        tr("The mask has another size than the picture; it was resized."),
                        tr("Masks of the picture's own size are sharper.")};
            case ReviewProblem::Kind::MaskSuspect:
                return {tr("Mask small"),
                        tr("The object is much smaller than in the other pictures: %1 of the "
                           "picture, usual is %2.")
                            .arg(percent(p.value), percent(p.reference)),
                        tr("Look at its mask.")};
            case ReviewProblem::Kind::MaskShifted:
                return {tr("Mask shifted"),
                        tr("Moved by %1 to the right and %2 down the mask would fit the other "
                           "pictures better.")
                            .arg(QLocale().toString(p.value, 'f', 1),
                                 QLocale().toString(p.reference, 'f', 1)),
                        tr("Check that mask and picture belong together, or edit the mask.")};
            case ReviewProblem::Kind::MaskFlickers:
                return {tr("Mask disagrees"),
                        tr("The mask agrees by only %1 with what the other masks say together.")
                            .arg(percent(p.value)),
                        tr("Edit the mask, or make masks anew.")};
            default:
                return {tr("No mask"),
                        tr("Has no mask, while most pictures have one. It is left out."),
                        tr("Add a mask for it, or exclude it.")};
        }
    }

    static ProblemText depth(const ReviewProblem& p) {
        if (p.kind == ReviewProblem::Kind::NoDepth) {
            return {tr("No depth"),
                    tr("Has no depth, while most pictures have it."),
                    tr("Add its depth picture if there is one.")};
        }
        return {tr("Little depth"),
                tr("The depth covers only %1 of the object.").arg(percent(p.value)),
                tr("Check that depth and picture show the same frame.")};
    }

    static ProblemText byReader(const ReviewProblem& p) {
        const QString badge = p.kind == ReviewProblem::Kind::LeftOut ? tr("Left out")
                              : p.severity == Severity::Note         ? tr("Note")
                                                                     : tr("Check");
        return {badge, coreText(toQt(p.text)), coreText(toQt(p.remedy))};
    }

    static QString ok() { return tr("OK"); }
    static QString checking() { return tr("Checking…"); }
};

ProblemText textOf(const ReviewProblem& problem) {
    switch (problem.kind) {
        case ReviewProblem::Kind::LeftOut:
        case ReviewProblem::Kind::Reader:
            return ReviewText::byReader(problem);
        case ReviewProblem::Kind::Blurred:
        case ReviewProblem::Kind::TooDark:
        case ReviewProblem::Kind::TooBright:
        case ReviewProblem::Kind::Clipped:
        case ReviewProblem::Kind::OtherSize:
        case ReviewProblem::Kind::Small:
            return ReviewText::quality(problem);
        case ReviewProblem::Kind::NoDepth:
        case ReviewProblem::Kind::SparseDepth:
            return ReviewText::depth(problem);
        default:
            return ReviewText::mask(problem);
    }
}

QString badgeOf(const PictureReview& picture) {
    if (picture.severity() != Severity::Note) {
        return textOf(picture.problems.front()).badge;
    }
    return picture.measured ? ReviewText::ok() : ReviewText::checking();
}

QString badgeIcon(const PictureReview& picture) {
    switch (picture.severity()) {
        case Severity::Error:
            return QStringLiteral("error");
        case Severity::Warning:
            return QStringLiteral("warning");
        default:
            return picture.measured ? QStringLiteral("ok") : QStringLiteral("clock");
    }
}

QColor badgeColor(const PictureReview& picture) {
    switch (picture.severity()) {
        case Severity::Error:
            return colors().error;
        case Severity::Warning:
            return colors().warning;
        default:
            return picture.measured ? colors().ok : colors().text_muted;
    }
}

}  // namespace bozzetto::ui
