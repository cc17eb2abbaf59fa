// SPDX-License-Identifier: Apache-2.0
// What the review page does with the selected pictures: everything is only requested.
#include "ui/common/file_patterns.h"
#include "ui/common/text.h"
#include "ui/images/import_review.h"
#include "ui/images/import_session.h"
#include "ui/images/picture_filter.h"
#include "ui/images/picture_model.h"
#include "ui/images/problem_text.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>

#include <algorithm>
#include <map>
#include <numeric>

namespace bozzetto::ui {

void ImportReviewPage::updateActions() {
    const QList<int> rows = selectedRows();
    const bool any = !rows.isEmpty();
    bool all_excluded = any, has_masks = false, any_replaced = false;
    for (const int row : rows) {
        all_excluded = all_excluded && model_->isExcluded(row);
        has_masks = has_masks || model_->hasMask(row);
        any_replaced = any_replaced || model_->isReplaced(row);
    }
    exclude_->setEnabled(any);
    exclude_->setText(all_excluded ? tr("Include") : tr("Exclude"));
    exclude_->setIcon(icon(all_excluded ? QStringLiteral("add") : QStringLiteral("exclude")));
    exclude_->setToolTip(all_excluded ? tr("Uses the selected pictures again (Del)")
                                      : tr("Leaves the selected pictures out (Del)"));
    invert_->setEnabled(has_masks);
    invert_->setText(areInverted(rows) ? tr("Undo invert") : tr("Invert mask"));
    invert_->setToolTip(has_masks ? tr("Takes the black part of the mask as the object (I)")
                                  : tr("The selected picture has no mask"));
    updateMaskActions();
    replace_->setEnabled(rows.size() == 1);
    restore_->setEnabled(any_replaced);
    invert_all_->setEnabled(session_->isListed());
    include_all_->setEnabled(session_->isListed() && !session_->edits().excluded.empty());
}

QList<int> ImportReviewPage::selectedRows() const {
    QList<int> rows;
    for (const QModelIndex& index : grid_->selectionModel()->selectedIndexes()) {
        rows << filter_->mapToSource(index).row();
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

QStringList ImportReviewPage::selectedNames() const {
    QStringList names;
    for (const int row : selectedRows()) {
        names << toQt(model_->picture(row)->name);
    }
    return names;
}

void ImportReviewPage::focusGrid() {
    grid_->setFocus(Qt::OtherFocusReason);
}

void ImportReviewPage::select(const QStringList& names) {
    QItemSelection selection;
    for (const QString& name : names) {
        const QModelIndex index = filter_->mapFromSource(model_->index(session_->indexOf(name)));
        if (index.isValid()) {
            selection.select(index, index);
        }
    }
    if (selection.isEmpty()) {
        return;
    }
    const QModelIndex first = selection.indexes().front();
    grid_->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    grid_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    grid_->scrollTo(first);
}

void ImportReviewPage::toggleExcluded() {
    const QList<int> rows = selectedRows();
    const bool all_excluded =
        std::all_of(rows.begin(), rows.end(), [this](int row) { return model_->isExcluded(row); });
    if (!rows.isEmpty()) {
        Q_EMIT excludeRequested(selectedNames(), !all_excluded);
    }
}

bool ImportReviewPage::areInverted(const QList<int>& rows) const {
    bool any = false;
    for (const int row : rows) {
        if (model_->hasMask(row)) {
            any = true;
            if (!model_->isInverted(row)) {
                return false;
            }
        }
    }
    return any;
}

void ImportReviewPage::invertRows(const QList<int>& rows) {
    QStringList names;
    for (const int row : rows) {
        if (model_->hasMask(row)) {
            names << toQt(model_->picture(row)->name);
        }
    }
    if (names.isEmpty()) {
        Q_EMIT message(tr("The pictures have no masks."));
    } else {
        Q_EMIT invertRequested(names, !areInverted(rows));
    }
}

void ImportReviewPage::toggleInverted() {
    invertRows(selectedRows());
}

void ImportReviewPage::invertAll() {
    QList<int> rows(model_->rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    invertRows(rows);
}

void ImportReviewPage::replacePicture() {
    const QStringList names = selectedNames();
    if (names.size() != 1) {
        return;
    }
    const PictureReview* picture = model_->picture(session_->indexOf(names.front()));
    auto* dialog = new QFileDialog(this, tr("Replace \"%1\" by").arg(names.front()));
    dialog->setObjectName(QStringLiteral("replaceDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setDirectory(QFileInfo(toQt(picture->path)).absolutePath());
    dialog->setNameFilters({tr("Pictures") + QStringLiteral(" (%1)").arg(kPicturePatterns),
                            tr("All files") + QStringLiteral(" (*)")});
    connect(
        dialog, &QFileDialog::fileSelected, this, [this, name = names.front()](const QString& f) {
            Q_EMIT replaceRequested(name, f);
        });
    dialog->open();
}

QStringList ImportReviewPage::namesWith(ReviewProblem::Kind kind) const {
    QStringList names;
    for (int row = 0; row < model_->rowCount(); ++row) {
        const auto& problems = model_->picture(row)->problems;
        const bool has = std::any_of(problems.begin(), problems.end(), [kind](const auto& p) {
            return p.kind == kind && p.severity != Severity::Note;
        });
        if (has && !model_->isExcluded(row)) {
            names << toQt(model_->picture(row)->name);
        }
    }
    return names;
}

void ImportReviewPage::fillProblemMenu() {
    problem_menu_->clear();
    std::map<ReviewProblem::Kind, QString> kinds;
    for (int row = 0; row < model_->rowCount(); ++row) {
        for (const ReviewProblem& problem : model_->picture(row)->problems) {
            if (problem.severity != Severity::Note && !model_->isExcluded(row)) {
                kinds.emplace(problem.kind, textOf(problem).badge);
            }
        }
    }
    if (kinds.empty()) {
        problem_menu_
            ->addAction(session_->isChecking() ? tr("No problems found so far")
                                               : tr("No problems found"))
            ->setEnabled(false);
        return;
    }
    const auto addAll = [&](const QString& text, const char* name, auto handle) {
        for (const auto& [kind, badge] : kinds) {
            const QStringList names = namesWith(kind);
            QAction* action =
                problem_menu_->addAction(text.arg(badge, QLocale().toString(names.size())));
            action->setObjectName(QLatin1String(name) + QString::number(static_cast<int>(kind)));
            connect(action, &QAction::triggered, this, [names, handle] { handle(names); });
        }
    };
    addAll(tr("Select: %1 (%2)", "problem, number of pictures"),
           "select",
           [this](const QStringList& names) {
               show_->setCurrentIndex(0);
               search_->clear();
               select(names);
               focusGrid();
           });
    problem_menu_->addSeparator();
    addAll(tr("Exclude: %1 (%2)", "problem, number of pictures"),
           "exclude",
           [this](const QStringList& names) { Q_EMIT excludeRequested(names, true); });
}

void ImportReviewPage::showMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("pictureMenu"));
    menu->addActions({exclude_, edit_mask_, invert_, replace_, restore_});
    menu->addSeparator();
    menu->addActions({show_masks_, invert_all_, include_all_});
    menu->popup(grid_->viewport()->mapToGlobal(at));
}

}  // namespace bozzetto::ui
