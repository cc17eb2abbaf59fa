// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QSortFilterProxyModel>

namespace bozzetto::ui {

/// Which pictures of a PictureModel are shown.
class PictureFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    enum class Show { All, Used, WithProblems, Excluded };
    void setShow(Show show);
    void setText(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Show show_ = Show::All;
    QString text_;
};

}  // namespace bozzetto::ui
