// SPDX-License-Identifier: Apache-2.0
#include "ui/images/review_summary.h"

#include "ui/common/core_words.h"
#include "ui/common/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace bozzetto::ui {

class SummaryText {
    Q_DECLARE_TR_FUNCTIONS(bozzetto::ui::SummaryText)

public:
    SummaryText(const ImportReview& review, const ImportEdits& edits)
        : review_(review), counts_(countReview(review, edits)) {}

    QString summary() const {
        QStringList parts{pictures()};
        for (const QString& part : {masks(), depth(), cameras()}) {
            if (!part.isEmpty()) {
                parts << part;
            }
        }
        return parts.join(QStringLiteral("  ·  "));
    }

    QStringList remarks() const {
        QStringList lines;
        if (counts_.cameras == 0) {
            lines << tr(
                "The pictures have no cameras yet: step 2 finds them, or takes those of another "
                "program.");
        }
        const int masks = counts_.masks_alpha + counts_.masks_file + counts_.masks_depth;
        if (masks == 0) {
            lines << tr(
                "No masks were found: Make masks finds the object, and so does a run by itself; "
                "your "
                "own go into a folder masks with pictures of the same names.");
        }
        for (const InputProblem& problem : review_.problems) {
            lines << problemLine(problem);
        }
        for (const std::string& note : review_.notes) {
            lines << coreText(toQt(note));
        }
        return lines;
    }

private:
    QString pictures() const {
        const QString count =
            counts_.pictures == 1 ? tr("1 picture") : tr("%n pictures", nullptr, counts_.pictures);
        if (counts_.sizes.empty()) {
            return count;
        }
        const auto text = [](const std::pair<int, int>& size) {
            return tr("%1 × %2", "width and height in pixels").arg(size.first).arg(size.second);
        };
        if (counts_.sizes.size() == 1) {
            return tr("%1, %2", "24 pictures, 800 × 800")
                .arg(count, text(counts_.sizes.begin()->first));
        }
        const auto [least, most] =
            std::minmax_element(counts_.sizes.begin(), counts_.sizes.end(), [](auto& a, auto& b) {
                return int64_t{a.first.first} * a.first.second <
                       int64_t{b.first.first} * b.first.second;
            });
        return tr("%1, %2 to %3", "24 pictures, 800 × 800 to 1600 × 1200")
            .arg(count, text(least->first), text(most->first));
    }

    QString some(int part) const { return tr("for %1 of %2").arg(part).arg(counts_.pictures); }

    QString masks() const {
        const int all = counts_.masks_alpha + counts_.masks_file + counts_.masks_depth;
        if (all == 0) {
            return tr("no masks");
        }
        QString text = counts_.masks_file >= std::max(counts_.masks_alpha, counts_.masks_depth)
                           ? tr("masks from files of the same names")
                       : counts_.masks_alpha >= counts_.masks_depth ? tr("masks from transparency")
                                                                    : tr("masks from depth");
        return all < counts_.pictures ? text + QLatin1Char(' ') + some(all) : text;
    }

    QString depth() const {
        return counts_.depth == 0                 ? tr("no depth")
               : counts_.depth < counts_.pictures ? tr("depth %1").arg(some(counts_.depth))
                                                  : tr("depth for all");
    }

    QString cameras() const {
        if (counts_.cameras == 0) {
            return tr("no cameras");
        }
        QString text =
            review_.assumed_cameras ? tr("cameras assumed from the six names")
            : review_.source.camera_file.empty()
                ? tr("cameras found")
                : tr("cameras from %1").arg(QFileInfo(toQt(review_.source.camera_file)).fileName());
        return counts_.cameras < counts_.pictures ? text + QLatin1Char(' ') + some(counts_.cameras)
                                                  : text;
    }

    static QString problemLine(const InputProblem& problem) {
        const QString name = QFileInfo(toQt(problem.path)).fileName();
        return tr("%1: %2. %3", "file name, what is wrong, what to do")
            .arg(name, coreText(toQt(problem.reason)), coreText(toQt(problem.hint)));
    }

    const ImportReview& review_;
    ReviewCounts counts_;
};

QString summaryOf(const ImportReview& review, const ImportEdits& edits) {
    return SummaryText(review, edits).summary();
}

QStringList remarksOf(const ImportReview& review, const ImportEdits& edits) {
    return SummaryText(review, edits).remarks();
}

}  // namespace bozzetto::ui
