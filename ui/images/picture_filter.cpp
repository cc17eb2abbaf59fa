// SPDX-License-Identifier: Apache-2.0
#include "ui/images/picture_filter.h"

#include "ui/images/picture_model.h"

namespace bozzetto::ui {

void PictureFilter::setShow(Show show) {
    show_ = show;
    invalidateFilter();
}

void PictureFilter::setText(const QString& text) {
    text_ = text.trimmed();
    invalidateFilter();
}

bool PictureFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const bool excluded = index.data(PictureModel::ExcludedRole).toBool();
    const int severity = index.data(PictureModel::SeverityRole).toInt();
    if (!text_.isEmpty() &&
        !index.data(PictureModel::NameRole).toString().contains(text_, Qt::CaseInsensitive)) {
        return false;
    }
    switch (show_) {
        case Show::Used:
            return !excluded;
        case Show::WithProblems:
            return severity > static_cast<int>(Severity::Note);
        case Show::Excluded:
            return excluded;
        default:
            return true;
    }
}

}  // namespace bozzetto::ui
