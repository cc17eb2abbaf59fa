// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "ui/images/thumbnail_cache.h"

#include <QWidget>

class QAction;
class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace bozzetto::ui {

class PictureModel;

/// A picture fitted into a box of its own.
class PicturePreview : public QWidget {
    Q_OBJECT
public:
    PicturePreview(ThumbnailCache* thumbnails, QWidget* parent);
    void setRequest(const ThumbnailRequest& request);
    void clear();
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThumbnailCache* thumbnails_;
    ThumbnailRequest request_;
};

/// What is known about the selected picture, with what can be done about it.
class PictureDetails : public QWidget {
    Q_OBJECT
public:
    PictureDetails(PictureModel* model, ThumbnailCache* thumbnails, QWidget* parent);

    /// Rows of the model; with several the first one is shown and their number.
    void setRows(const QList<int>& rows);
    /// Shown as buttons below the picture.
    void setActions(const QList<QAction*>& actions);

protected:
    void changeEvent(QEvent* event) override;

private:
    void update();
    void fillFacts(int row);
    void fillProblems(int row);
    void addFact(const QString& what, const QString& value);
    void clearLayout(QLayout* layout);

    PictureModel* model_;
    PicturePreview* preview_;
    QLabel *name_, *place_;
    QWidget* buttons_;
    QGridLayout* facts_;
    QVBoxLayout* problems_;
    QList<int> rows_;
    int fact_count_ = 0;
    QString shown_;  // what the labels were made from
};

}  // namespace bozzetto::ui
